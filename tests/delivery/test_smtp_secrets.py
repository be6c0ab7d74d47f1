"""Who is talked to, and what they learn: certificates, STARTTLS, passwords."""

import ssl
import traceback
from pathlib import Path

import pytest

from generator.delivery.mail_server import Conversation
from generator.errors import DeliveryError, ServerRefused
from generator.store import FigureStore
from tests.delivery.authority import certify, showing
from tests.delivery.posting import freeze, plain, run, secured, states
from tests.delivery.scripted_server import overhearing, serving

USER, PASSWORD = "trade@example.org", "hush-hush"


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Return an authority's file and that of its certificate for localhost."""
    return certify(tmp_path_factory.mktemp("tls"), "localhost")


@pytest.fixture
def shown(authority: tuple[Path, Path]) -> ssl.SSLContext:
    """Return what a server shows."""
    return showing(authority[1])


@pytest.fixture
def trusted(authority: tuple[Path, Path]) -> ssl.SSLContext:
    """Return what trusts the authority alone."""
    return ssl.create_default_context(cafile=authority[0])


def test_letters_go_over_tls_after_a_password(
    store: FigureStore, shown: ssl.SSLContext, trusted: ssl.SSLContext
) -> None:
    """By STARTTLS, which the server demands here as it demands the password."""
    mailing = freeze(store, 5)
    with serving(password=(USER, PASSWORD), tls_context=shown, require_starttls=True) as (desk, port):
        assert {"sent": 5} == run(store, mailing, secured(port, trusted, user=USER, password=PASSWORD))
    assert 5 == len(desk.letters)


def test_letters_go_over_tls_from_the_first_byte(
    store: FigureStore, shown: ssl.SSLContext, trusted: ssl.SSLContext
) -> None:
    """As on port 465."""
    mailing = freeze(store, 5)
    with serving(at_once=shown) as (desk, port):
        assert {"sent": 5} == run(store, mailing, secured(port, trusted, at_once=True))
    assert 5 == len(desk.letters)


def test_a_certificate_of_nobody_we_trust_is_refused(store: FigureStore, shown: ssl.SSLContext) -> None:
    """No letter has moved."""
    mailing = freeze(store, 2)
    with serving(tls_context=shown) as (_, port), pytest.raises(ServerRefused, match="is not who it should be"):
        run(store, mailing, secured(port, ssl.create_default_context(), user=USER, password=PASSWORD))
    assert {"queued": 2} == states(store, mailing)


def test_a_server_without_starttls_gets_neither_password_nor_letter(
    store: FigureStore, trusted: ssl.SSLContext
) -> None:
    """Somebody on the line may have taken the offer away: all that they hear is our name."""
    mailing = freeze(store, 2)
    with (
        overhearing(b"250-mail\r\n250 AUTH PLAIN LOGIN") as (heard, port),
        pytest.raises(ServerRefused, match="offers no STARTTLS: nothing was sent"),
    ):
        run(store, mailing, secured(port, trusted, user=USER, password=PASSWORD))
    assert ([b"ehlo example.org\r\n"], {"queued": 2}) == (heard, states(store, mailing))


def test_a_wrong_password_ends_the_run_at_once(
    store: FigureStore, shown: ssl.SSLContext, trusted: ssl.SSLContext
) -> None:
    """Exit code 2, no letter has moved, and the password is in no word of it."""
    mailing = freeze(store, 3)
    with (
        serving(password=(USER, "another"), tls_context=shown) as (desk, port),
        pytest.raises(ServerRefused, match=r"does not let trade@example\.org in: 535") as caught,
    ):
        run(store, mailing, secured(port, trusted, user=USER, password=PASSWORD))
    printed = "".join(traceback.format_exception(caught.value))
    assert ([], {"queued": 3}, False) == (desk.letters, states(store, mailing), "hush" in printed)


@pytest.mark.parametrize("said", ["hush-hush", "dHJhZGVAZXhhbXBsZS5vcmc", "AHRyYWRlQGV4YW1wbGUub3JnAGh1c2gtaHVzaA=="])
def test_a_server_that_repeats_the_password_is_not_quoted(said: str) -> None:
    """Plain or in base64, as it went over the line."""
    answers = b"250-mail\r\n250 AUTH PLAIN", f"535 5.7.8 not {said}".encode()
    with overhearing(*answers) as (_, port), pytest.raises(ServerRefused) as caught:
        Conversation(plain(port, user=USER, password=PASSWORD))
    assert ("dHJh" in said) == (said in str(caught.value))


def test_a_server_that_cannot_sign_in_now_may_later(store: FigureStore) -> None:
    """454 is no refusal: exit code 4."""
    with (
        overhearing(b"250-mail\r\n250 AUTH PLAIN", b"454 4.7.0 try later") as (_, port),
        pytest.raises(DeliveryError) as caught,
    ):
        run(store, freeze(store, 1), plain(port, user=USER, password=PASSWORD))
    assert (4, True) == (caught.value.exit_code, "454 4.7.0 try later" in str(caught.value))
