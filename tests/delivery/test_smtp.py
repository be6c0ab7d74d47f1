"""Letters by SMTP to a real server that misbehaves: none twice, none lost, and what is not known is said."""

import ssl
import time
import traceback
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from generator.delivery.mail_server import Conversation, MailServer
from generator.delivery.sender import LetterSender
from generator.delivery.smtp_transport import ALIKE, SmtpTransport
from generator.errors import DeliveryError, ServerRefused
from generator.store import Allowance, FigureStore, Letter, Mailing
from tests.delivery.holding_server import (
    FLOOD,
    GREETING,
    HANDSHAKE,
    HELLO,
    IN_BODY,
    LETTER,
    LINE,
    LINES,
    MAIL,
    SILENCE,
    Holding,
    holding,
)
from tests.delivery.posting import BODY, NOON, certify, freeze, plain, reader, run, said, secured, showing, states
from tests.delivery.scripted_server import AFTER_DOT, AFTER_STORED, BEFORE_DOT, overhearing, serving

LARGE = b"Subject: x\r\n\r\n" + (b"z" * 76 + b"\r\n") * 200_000  # more than lies in the buffers of two kernels


def letter_for(*large: int) -> Callable[[Letter], bytes]:
    """Return what composes: a large letter for these readers, else a small one."""
    to = {reader(number) for number in large}
    return lambda one: LARGE if one.address in to else BODY


def each_once(numbers: range) -> Counter[str]:
    """Return what a sink has where each of these readers got one letter."""
    return Counter(reader(number) for number in numbers)


def test_each_reader_gets_one_letter_byte_for_byte(store: FigureStore) -> None:
    """Lines that begin with a dot arrive as they are, a line that is a dot alone too; one connection for each lane."""
    mailing = freeze(store, 20)
    with serving() as (desk, port):
        assert {"sent": 20} == run(store, mailing, plain(port), connections=4)
    assert each_once(range(1, 21)) == desk.got
    assert all(content == f"To: {to}\r\n".encode() + BODY for _, to, content in desk.letters)
    assert 4 == desk.connections


@pytest.mark.parametrize(
    ("act", "state", "words"),
    [
        ("450 4.2.0 greylisted", "queued", "450 4.2.0 greylisted"),
        ("550 5.1.1 nobody here", "failed", "550 5.1.1 nobody here"),
        ("data 452 4.3.1 disk full", "queued", "452 4.3.1 disk full"),
        ("data 554 5.7.1 not wanted", "failed", "554 5.7.1 not wanted"),
        ("421 4.3.2 going down", "queued", "421 4.3.2 going down"),
        (BEFORE_DOT, "queued", "the connection ended before the whole letter was given"),
        (AFTER_DOT, "uncertain", "no answer after the whole letter was given"),
        (AFTER_STORED, "uncertain", "no answer after the whole letter was given"),
    ],
)
def test_what_a_server_does_decides_what_becomes_of_a_letter(
    store: FigureStore, act: str, state: str, words: str
) -> None:
    """Only the letter that it was done to is touched; what it said is kept."""
    mailing = freeze(store, 9)
    with serving({reader(4): [act]}) as (desk, port):
        assert {state: 1, "sent": 8} == run(store, mailing, plain(port), compose=letter_for(4))
    assert [True] == [text.startswith(words) for text in said(store, mailing, state)]
    kept = act in (AFTER_STORED, "data 452 4.3.1 disk full", "data 554 5.7.1 not wanted")
    assert each_once(range(1, 10)) - Counter({reader(4): not kept}) == desk.got


def test_what_was_put_off_is_sent_by_a_later_run_once(store: FigureStore) -> None:
    """Dropped before the dot, then refused for now, then taken; what is uncertain is never sent again by itself."""
    mailing = freeze(store, 5)
    script = {reader(2): [BEFORE_DOT, "451 later"], reader(3): [AFTER_STORED], reader(5): [AFTER_DOT]}
    with serving(script) as (desk, port):
        for minutes, expected in ((0, {"queued": 1, "sent": 2, "uncertain": 2}), (2, {}), (8, {"sent": 3})):
            found = run(store, mailing, plain(port), compose=letter_for(2), now=NOON + timedelta(minutes=minutes))
            assert expected.items() <= found.items()
    assert each_once(range(1, 5)) == desk.got
    assert {"sent": 3, "uncertain": 2} == states(store, mailing)


def test_a_connection_that_is_closed_between_letters_is_made_anew(store: FigureStore) -> None:
    """421 at MAIL: the server has not heard of the letter, which goes over the next connection in the same run."""
    mailing = freeze(store, 6)
    with serving(refuses_mail=["421 4.7.0 too many on this line"]) as (desk, port):
        assert {"sent": 6} == run(store, mailing, plain(port), connections=1)
    assert (each_once(range(1, 7)), 2) == (desk.got, desk.connections)


def test_a_server_that_always_closes_ends_the_run(store: FigureStore) -> None:
    """Five connections in a row that come to nothing: the others wait, untouched."""
    mailing = freeze(store, 50)
    with (
        serving(refuses_mail=["421 4.7.0 not today"] * 99) as (desk, port),
        pytest.raises(DeliveryError, match="closes"),
    ):
        run(store, mailing, plain(port), connections=1)
    assert ({"queued": 50}, []) == (states(store, mailing), desk.letters)
    assert 45 == said(store, mailing, "queued").count("")


def test_a_server_that_is_not_there_leaves_every_letter_untouched(store: FigureStore) -> None:
    """The first connection is made before any letter is on the wire."""
    mailing = freeze(store, 3)
    with serving() as (_, port):
        pass
    with pytest.raises(DeliveryError, match=f"127.0.0.1:{port} cannot be reached"):
        run(store, mailing, plain(port))
    assert (["", "", ""], {"queued": 3}) == (said(store, mailing, "queued"), states(store, mailing))


def test_a_blocked_sender_does_not_burn_the_list(store: FigureStore) -> None:
    """Twenty refusals in a row in the same words, the address in them apart, and the others wait."""
    mailing = freeze(store, 40)
    script = {reader(n): [f"554 5.7.1 <{reader(n)}>: relay access denied"] for n in range(1, 41)}
    with serving(script) as (_, port), pytest.raises(DeliveryError, match="refused 20 letters in a row"):
        run(store, mailing, plain(port), connections=1)
    assert {"failed": ALIKE, "queued": 40 - ALIKE} == states(store, mailing)
    assert {"554 5.7.1 <(the address)>: relay access denied"} == set(said(store, mailing, "failed"))


def test_a_sender_whom_the_server_refuses_is_the_senders_fault(store: FigureStore) -> None:
    """MAIL FROM refused for good: exit code 2, and no reader has failed."""
    mailing = freeze(store, 4)
    with serving(refuses_mail=["550 5.7.60 not yours"] * 9) as (_, port), pytest.raises(ServerRefused) as caught:
        run(store, mailing, plain(port))
    assert (2, True) == (caught.value.exit_code, "no letters from trade@example.org: 550 5.7.60" in str(caught.value))
    assert {"queued": 4} == states(store, mailing)


def test_a_letter_that_is_too_large_fails_before_it_is_sent(store: FigureStore) -> None:
    """By the SIZE that the server offers; thirty megabytes go where it offers more."""
    mailing = freeze(store, 2)
    large = BODY + b"x" * 70 + b"\r\n" + (b"y" * 76 + b"\r\n") * 400_000
    sizes = {reader(1): BODY, reader(2): large}
    with serving(data_size_limit=10_000_000) as (desk, port):
        assert {"sent": 1, "failed": 1} == run(store, mailing, plain(port), compose=lambda one: sizes[one.address])
    assert [f"the server takes 10000000 bytes at most, the letter has {len(large)}"] == said(store, mailing, "failed")
    assert each_once(range(1, 2)) == desk.got


def test_an_address_in_other_than_latin_letters_needs_a_server_that_takes_it(store: FigureStore) -> None:
    """A domain goes as its A-label everywhere; a local part only where SMTPUTF8 is offered (RFC 6531)."""
    addresses = ["باقر@example.org", "ann@bücher.example"]
    mailing = freeze(store, addresses)
    with serving(enable_SMTPUTF8=False) as (desk, port):
        assert {"failed": 1, "sent": 1} == run(store, mailing, plain(port))
    assert ["ann@xn--bcher-kva.example"] == list(desk.got)
    assert "offers no SMTPUTF8" in said(store, mailing, "failed")[0]


def test_a_servers_words_are_kept_without_the_address(store: FigureStore) -> None:
    """As it was given it, with an A-label, and in whatever case."""
    mailing = freeze(store, ["Ann@bücher.example"])
    given = "Ann@xn--bcher-kva.example"
    with serving({given: [f"550 5.1.1 <{given.upper()}>: nobody here"]}) as (_, port):
        assert {"failed": 1} == run(store, mailing, plain(port))
    assert ["550 5.1.1 <(the address)>: nobody here"] == said(store, mailing, "failed")


def test_a_server_with_smtputf8_gets_every_address(store: FigureStore) -> None:
    """It is told that this letter needs it."""
    mailing = freeze(store, ["باقر@example.org"])
    with serving(enable_SMTPUTF8=True) as (desk, port):
        assert {"sent": 1} == run(store, mailing, plain(port))
    assert ["باقر@example.org"] == list(desk.got)
    assert {"SMTPUTF8", "BODY=8BITMIME"} <= set(desk.options[0])


def test_an_address_that_would_be_a_command_is_none(store: FigureStore) -> None:
    """However it came into the ledger."""
    mailing = freeze(store, ["a@b.c>\r\nRCPT TO:<eve@example.org", "b@example.org"])
    with serving() as (desk, port):
        assert {"failed": 1, "sent": 1} == run(store, mailing, plain(port))
    assert ["b@example.org"] == list(desk.got)


def test_what_a_minute_allows_is_kept_by_all_lanes_together(store: FigureStore) -> None:
    """Three in two seconds, here: seven letters take four seconds or more."""
    mailing = freeze(store, 7)
    rule = [Allowance(3, timedelta(seconds=2))]
    begun = datetime.now(UTC)
    with serving() as (desk, port):
        found = run(
            store,
            mailing,
            plain(port),
            connections=4,
            allowances=rule,
            now=None,
            patience=timedelta(minutes=1),
        )
    assert ({"sent": 7}, each_once(range(1, 8))) == (found, desk.got)
    assert timedelta(seconds=4) <= datetime.now(UTC) - begun


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


SOON = 10.0  # seconds: half of what the server would hold for


@pytest.mark.parametrize("how", [LINES, LINE, FLOOD])
@pytest.mark.parametrize("step", [GREETING, HELLO])
def test_who_is_held_before_a_letter_moves_leaves_each_as_it_was(store: FigureStore, step: str, how: str) -> None:
    """Exit code 4, within the time for one reply."""
    mailing, begun = freeze(store, 2), time.monotonic()
    with holding(step, how) as (_, port), pytest.raises(DeliveryError, match="cannot be reached") as caught:
        run(store, mailing, plain(port, patience=0.4))
    assert (4, True) == (caught.value.exit_code, time.monotonic() - begun < SOON)
    assert (["", ""], {"queued": 2}) == (said(store, mailing, "queued"), states(store, mailing))


@pytest.mark.parametrize("how", [LINES, LINE, FLOOD])
def test_who_is_held_with_a_letter_in_hand_tries_it_later(store: FigureStore, how: str) -> None:
    """The server has not heard of it, nor does it over a new connection."""
    mailing, begun = freeze(store, 1), time.monotonic()
    with holding(MAIL, how) as (server, port):
        assert {"queued": 1} == run(store, mailing, plain(port, patience=0.4), connections=1)
    assert ([], True) == (server.letters, time.monotonic() - begun < SOON)
    assert "closes before it takes a letter" in said(store, mailing, "queued")[0]


@pytest.mark.parametrize(
    ("how", "words"),
    [(LINES, "no whole reply within 0.4 seconds"), (LINE, "within 0.4 seconds"), (FLOOD, "more than 65536 bytes")],
)
def test_who_is_held_after_the_dot_does_not_know(store: FigureStore, how: str, words: str) -> None:
    """The server has the letter, and never says so."""
    mailing, begun = freeze(store, 1), time.monotonic()
    with holding(LETTER, how) as (server, port):
        assert {"uncertain": 1} == run(store, mailing, plain(port, verdict=0.4), connections=1)
    assert (1, True) == (len(server.letters), time.monotonic() - begun < SOON)
    assert words in said(store, mailing, "uncertain")[0]


def ended(store: FigureStore, mailing: Mailing, server: Holding, named: MailServer) -> bool:
    """Send a large letter to each reader until the server holds us, and a signal comes; say whether it ended soon."""
    transport, begun = SmtpTransport(named, lambda _: "trade@example.org", 1), time.monotonic()
    LetterSender(store.ledger, transport, lambda _: LARGE, lambda: NOON, server.held.is_set).send(mailing, "one")
    return time.monotonic() - begun < SOON


@pytest.mark.parametrize("how", [LINES, LINE, SILENCE])
@pytest.mark.parametrize("step", [GREETING, HANDSHAKE])
def test_a_signal_ends_a_connection_that_is_not_made_yet(store: FigureStore, step: str, how: str) -> None:
    """No letter has moved."""
    mailing = freeze(store, 2)
    with holding(step, how) as (server, port):
        named = (
            secured(port, ssl.create_default_context(), patience=60) if step == HANDSHAKE else plain(port, patience=60)
        )
        assert ended(store, mailing, server, named)
    assert (["", ""], {"queued": 2}) == (said(store, mailing, "queued"), states(store, mailing))


@pytest.mark.parametrize(("step", "how"), [(MAIL, LINES), (MAIL, LINE), (MAIL, SILENCE), (IN_BODY, SILENCE)])
def test_a_signal_before_the_dot_leaves_the_letter_to_the_next_run(store: FigureStore, step: str, how: str) -> None:
    """It waits, and no dot goes out afterwards; the next run sends it at once."""
    mailing = freeze(store, 2)
    with holding(step, how) as (server, port):
        assert ended(store, mailing, server, plain(port, patience=60))
        assert ["", "the run was ended before the whole letter was given"] == sorted(said(store, mailing, "queued"))
    assert [] == server.letters
    with serving() as (desk, port):
        assert {"sent": 2} == run(store, mailing, plain(port))
    assert {reader(1): 1, reader(2): 1} == desk.got


@pytest.mark.parametrize("how", [LINES, LINE, SILENCE])
def test_a_signal_after_the_dot_leaves_the_letter_uncertain(store: FigureStore, how: str) -> None:
    """The next run sends the other one alone."""
    mailing = freeze(store, 2)
    with holding(LETTER, how) as (server, port):
        assert ended(store, mailing, server, plain(port, verdict=600))
        assert {"uncertain": 1, "queued": 1} == states(store, mailing)
    assert 1 == len(server.letters)
    with serving() as (desk, port):
        assert {"uncertain": 1, "sent": 1} == run(store, mailing, plain(port))
    assert {reader(2): 1} == desk.got
