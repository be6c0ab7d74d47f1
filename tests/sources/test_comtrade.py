"""UN Comtrade asked over a replay server: whole answers or an error, and never a gap read as no trade."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.errors import SourceChanged, SourceRefused, SourceUnavailable
from generator.sources.comtrade_query import ComtradeQuestion
from generator.sources.comtrade_service import Comtrade, ComtradeReply, is_cut, polite
from generator.sources.patience import TRIES
from generator.sources.secret import Secret
from generator.trade.codes import nomenclature
from generator.trade.period import Period
from tests.sources.neighbours import KEY, StoppedClock, line, patient
from tests.sources.replay import Replay, replaying
from tests.sources.replay_rows import MadeRows

JANUARY = Period.parse("2026-01")
SUBHEADINGS = sorted(code for code in nomenclature() if len(code) == 6)
FISH = [code for code in SUBHEADINGS if code.startswith("03")]


@pytest.fixture
def server() -> Iterator[Replay]:
    """Return a server with two lines, one of them exports, and February out without any."""
    rows = MadeRows([line("030389"), line("030617", flowCode="X")], empty=[("156", "202602", "H6")])
    with replaying(rows) as running:
        yield running


def comtrade(server: Replay, *, key: str = "") -> Comtrade:
    """Return the service, without a key unless one is given."""
    wire = server.guests.enter_context(patient(StoppedClock()))
    return Comtrade(server.address, Secret(key) if key else None, wire)


def asked(codes: str = "AG6", flows: str = "M", partner: str = "PAK", period: Period = JANUARY) -> ComtradeQuestion:
    """Return a question about China."""
    return ComtradeQuestion.of("CHN", partner, flows.split(","), codes.split(","), period)


def fetched(server: Replay, question: ComtradeQuestion, *, key: str = "") -> list[ComtradeReply]:
    """Return every reply."""
    return list(comtrade(server, key=key).fetch(question))


def test_a_reply_is_the_bytes_as_received(server: Replay) -> None:
    """One call, one reply, with its question and its name; the address is the one asked."""
    (reply,) = fetched(server, asked())
    assert (1, "comtrade-156-586-M-202601-AG6.json") == (reply.rows, reply.name)
    assert reply.raw.startswith(b'{"elapsedTime": "0.1 secs", "count": 1, "data": [{"typeCode": "C"')
    assert reply.address.startswith(f"{server.address}/public/v1/preview/C/M/HS?")


def test_totals_are_asked_over_regimes_and_transport(server: Replay) -> None:
    """Only one row per line of trade comes: no customs regime, no transport, no second partner."""
    fetched(server, asked())
    wanted = {"reportercode": "156", "partnercode": "586", "partner2code": "0", "customscode": "C00", "motcode": "0"}
    wanted |= {"flowcode": "M", "cmdcode": "AG6", "period": "202601", "includedesc": "false"}
    assert wanted.items() <= server.seen[0].params.items()


def test_a_key_goes_into_the_header_alone(server: Replay) -> None:
    """With a key the other address is asked, which never holds it."""
    (reply,) = fetched(server, asked(), key=KEY)
    assert KEY == server.seen[0].headers["ocp-apim-subscription-key"]
    assert "/data/v1/get/C/M/HS?" in reply.address
    assert KEY not in repr(reply)


def test_an_empty_reply_says_that_it_is_empty(server: Replay) -> None:
    """It is no zero: the caller asks availability, which knows that the period is out."""
    february = Period.parse("2026-02")
    (reply,) = fetched(server, asked(period=february))
    held = comtrade(server).availability("CHN")
    assert (0, (february, 0)) == (reply.rows, (held[-1].period, held[-1].records))


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        ("html", "it is a web page"),
        ("null", "no list of data"),
        ("absent", "no list of data"),
        ("error", 'it says "Internal failure"'),
        ("undercount", 'it counts "1" rows and has 2'),
        ("nan", "NaN is no number"),
        ("nan:-Infinity", "-Infinity is no number"),
        ("cut-unseen", "it is no JSON"),
        ("nothing", "it is no JSON"),
        ("deep", "nested without end"),
        ("latin", "not UTF-8"),
        ("rate-inside", "asked too fast"),
    ],
)
def test_a_failure_in_a_200_is_a_failure(server: Replay, fault: str, words: str) -> None:
    """What holds no figures is asked again and then refused, never read as no trade."""
    server.next(*[fault] * TRIES)
    with pytest.raises(SourceUnavailable, match=words):
        fetched(server, asked(flows="M,X"))
    server.next(fault)
    assert 2 == sum(reply.rows for reply in fetched(server, asked(flows="M,X")))


def test_a_question_that_is_too_long_for_the_service_is_told_so(server: Replay) -> None:
    """Its page about that is no page of maintenance, and asking again would not help."""
    server.next("too-long")
    with pytest.raises(SourceRefused, match="fewer codes"):
        fetched(server, asked())
    assert 1 == len(server.seen)


@pytest.mark.parametrize(("key", "rows"), [("", 500), (KEY, 500), ("", 777)])
def test_a_cut_answer_is_divided_until_it_is_whole(server: Replay, key: str, rows: int) -> None:
    """Exactly 500 rows may be a cut: every code comes once, in parts that are not cut."""
    server.rows = MadeRows([line(code) for code in SUBHEADINGS[:rows]])
    replies = fetched(server, asked(), key=key)
    codes = [code for reply in replies for code in reply.question.codes if code in SUBHEADINGS[:rows]]
    assert rows == sum(reply.rows for reply in replies)
    assert SUBHEADINGS[:rows] == sorted(codes)
    assert max(reply.rows for reply in replies) < 500


@pytest.mark.parametrize(
    ("rows", "count", "cut"),
    [
        (0, 0, False),
        (499, 499, False),
        (500, 500, True),
        (501, 501, False),
        (50_000, 50_000, True),
        (100_000, 100_000, True),
        (250_000, 250_000, True),
        (7, 8, True),
    ],
)
def test_an_answer_as_long_as_any_may_be_is_cut(rows: int, count: int, *, cut: bool) -> None:
    """The caps of the preview, of the free and of the paid calls, and what we ask for ourselves."""
    assert cut == is_cut(rows, count)


@given(st.sets(st.sampled_from(SUBHEADINGS), min_size=2), st.integers(0, 50), st.integers(6, 4000))
def test_parts_make_up_the_whole(codes: set[str], pieces: int, characters: int) -> None:
    """Every code stands in one part, of a divided question as of one that is too long for an address."""
    whole = asked(",".join(sorted(codes)))
    for parts in (whole.divided(pieces), whole.within(characters)):
        assert sorted(codes) == [code for part in parts for code in part.codes]
    assert len(whole.divided(pieces)) > 1
    assert all(len("%2C".join(part.codes)) <= characters for part in whole.within(characters))


def test_a_question_about_both_flows_is_divided_by_flow(server: Replay) -> None:
    """One code of many partners has nothing else to divide."""
    server.rows = MadeRows(
        [line("030389", partnerCode=one, flowCode=flow) for one in range(1, 280) for flow in ("M", "X")]
    )
    replies = fetched(server, asked("030389", "M,X", "all"))
    assert [("M", 279), ("X", 279)] == [(*map(str, reply.question.flows), reply.rows) for reply in replies]


def test_exactly_five_hundred_that_are_all_are_whole(server: Replay) -> None:
    """Where nothing is left to divide, the service's own count decides."""
    server.rows = MadeRows([line("030389", partnerCode=one) for one in range(1, 501)])
    (reply,) = fetched(server, asked("030389", partner="all"))
    assert 500 == reply.rows


def test_a_cut_that_cannot_be_divided_is_refused(server: Replay) -> None:
    """Nothing is cut silently."""
    server.rows = MadeRows([line("030389", partnerCode=one) for one in range(1, 502)])
    with pytest.raises(SourceRefused, match=r"cannot be divided.*key_file"):
        fetched(server, asked("030389", partner="all"))


def test_parts_that_lack_rows_are_refused(server: Replay) -> None:
    """A code outside the nomenclature is in the count and in no part."""
    server.rows = MadeRows([line(code) for code in [*SUBHEADINGS[:600], "037777"]])
    with pytest.raises(SourceRefused, match=r"has 601 rows .* and gave 600 in parts"):
        fetched(server, asked())


def test_a_question_for_days_is_refused_at_once(server: Replay) -> None:
    """Without a key, ten thousand rows are no evening's work: the message says what helps."""
    server.rows = MadeRows([line(code, partnerCode=one) for code in SUBHEADINGS[:2000] for one in range(1, 12)])
    with pytest.raises(SourceRefused, match=r"has 22000 rows and would take .* calls.*key_file"):
        fetched(server, asked(partner="all"))
    assert 2 == len(server.seen)


def test_a_long_list_of_codes_is_asked_in_several_addresses(server: Replay) -> None:
    """No address is longer than 4,096 characters, no code is lost."""
    server.rows = MadeRows([line(code) for code in SUBHEADINGS[::4]])
    replies = fetched(server, asked(",".join(SUBHEADINGS[::4])), key=KEY)
    assert SUBHEADINGS[::4] == [code for reply in replies for code in reply.question.codes]
    assert max(len(reply.address) for reply in replies) <= 4096
    assert len(replies) == len({reply.name for reply in replies}) > 1


@pytest.mark.parametrize(
    ("partner", "number"), [("PAK", "586"), ("586", "586"), ("IND", "699"), ("W00", "0"), ("S19", "490"), ("all", "")]
)
def test_a_partner_goes_by_any_of_its_codes(partner: str, number: str) -> None:
    """The service's numbers are not those of ISO: India is 699, the world 0."""
    assert number == asked(partner=partner).partner


@pytest.mark.parametrize(
    ("codes", "flows", "period", "words"),
    [
        ("AG6", "M", "2026-01..2026-02", "months and years"),
        ("AG6", "RX", "2026-01", r"imports \(M\)"),
        ("03038900", "M", "2026-01", "03038900"),
        ("fish", "M", "2026-01", "fish"),
    ],
)
def test_what_the_service_has_not_is_not_asked(codes: str, flows: str, period: str, words: str) -> None:
    """Re-exports are part of exports, tariff lines another service."""
    with pytest.raises(ValueError, match=words):
        asked(codes, flows, period=Period.parse(period))


def test_availability_knows_the_release_of_each_period(server: Replay) -> None:
    """Only the nomenclature that the country used counts; the times are UTC whatever their decimals."""
    january, february = comtrade(server).availability("CHN")
    assert ("156", JANUARY, "H6", 2) == (january.reporter, january.period, january.classification, january.records)
    assert datetime(2026, 3, 17, 10, 53, 32, 826666, tzinfo=UTC) == january.last_released
    assert Period.parse("2026-02") == february.period


def test_a_restated_period_has_another_release_and_checksum(server: Replay) -> None:
    """That is how a revision is learnt."""
    before, _ = comtrade(server).availability("CHN")
    server.restate("202601", "030389", 30.0, "2026-05-01T04:12:54.5")
    after, _ = comtrade(server).availability("CHN")
    assert datetime(2026, 5, 1, 4, 12, 54, 500_000, tzinfo=UTC) == after.last_released
    assert before.checksum != after.checksum
    assert b'"primaryValue": 30.0' in fetched(server, asked())[0].raw


def test_a_changed_list_of_releases_is_told(server: Replay) -> None:
    """A field that is gone stops the pull: no period is taken for unpublished."""
    server.next("renamed:lastReleased=lastRelease")
    with pytest.raises(SourceChanged, match="lastreleased"):
        comtrade(server).availability("CHN")


def test_a_cut_list_of_releases_is_refused(server: Replay) -> None:
    """A period that is not in half a list may be out."""
    server.next("overcount")
    with pytest.raises(SourceUnavailable, match="of 1000000 releases"):
        comtrade(server).availability("CHN")


@pytest.mark.parametrize(("key", "waits"), [(None, [6, 6]), (Secret(KEY), [1, 1])])
def test_the_service_is_asked_politely(server: Replay, key: Secret | None, waits: list[float]) -> None:
    """Two calls at once, then ten a minute; with a key one a second."""
    clock = StoppedClock()
    with patient(clock, polite(key)) as wire:
        for _ in range(4):
            list(Comtrade(server.address, key, wire).fetch(asked()))
    assert waits == [pytest.approx(slept) for slept in clock.slept]
