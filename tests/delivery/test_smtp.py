"""Letters by SMTP to a real server that misbehaves: none twice, none lost, and what is not known is said."""

from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from generator.delivery.smtp_transport import ALIKE
from generator.errors import DeliveryError, ServerRefused
from generator.store import Allowance, FigureStore, Letter
from tests.delivery.posting import BODY, NOON, freeze, plain, reader, run, said, states
from tests.delivery.scripted_server import AFTER_DOT, AFTER_STORED, BEFORE_DOT, serving

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
