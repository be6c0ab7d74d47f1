"""A large line that its source leaves out all at once was not reported: the edition is partial, and nothing fell."""

from __future__ import annotations

import json
import shlex
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

import pytest

from generator.audit import audit_data
from generator.editions.edition_movements import movements_of
from generator.errors import SettingsError
from generator.intake.absent_lines import AbsentLines
from generator.intake.file_intake import IntakeResult
from generator.intake.period_choice import figures_for, lines_lately_left_out
from generator.intake.pull import pull
from generator.intake.source_answers import FetchRequest
from generator.service.edition_steps import extent
from generator.settings.desk_parts import DeskParts
from generator.settings.wiring import open_desk
from generator.trade.period import Period
from tests.desk.conftest import StarterDesk
from tests.desk.own_desk import NOW, Parties, add_table, briefing, empty_desk, own_desk, row
from tests.desk.test_doubts import without_run
from tests.desk.unpaged import unpaged

PARTIES: Parties = ("DEU", "POL", "import")
FRANCE: Parties = ("DEU", "FRA", "import")
USUAL = {"2601": 30_000_000, "2603": 26_000_000, "2607": 15_000_000, "2608": 10_000_000, "2610": 17_000_000}
GONE, JUNE = "2610", Period.parse("2025-06")
MONTHS = [f"{2024 + at // 12}-{at % 12 + 1:02}" for at in range(17)]
REASON = "The last mine was closed, says the importer."


def month(text: str, values: Mapping[str, int | str] = USUAL) -> list[str]:
    """Return a month of the lines of `values`, each a little larger than in the month before."""
    grown = 100 + 12 * (int(text[:4]) - 2024) + int(text[5:])
    return [
        row(PARTIES, text, code, value * grown // 100 if isinstance(value, int) else value)
        for code, value in values.items()
    ]


def without(*codes: str) -> dict[str, int]:
    """Return what is usual of all other lines."""
    return {code: value for code, value in USUAL.items() if code not in codes}


def history(values: Mapping[str, int] = USUAL) -> list[str]:
    """Return the seventeen months before June 2025."""
    return [one for text in MONTHS for one in month(text, values)]


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[DeskParts]:
    """Return a desk that knows the months up to May 2025."""
    opened = own_desk(tmp_path / "desk", history(), {"ores": briefing(PARTIES, USUAL)})
    with opened.store:
        yield opened


def value(desk: DeskParts, code: str = GONE, period: Period = JUNE) -> object:
    """Return what the edition of June knows of a line."""
    return figures_for(desk.desk, desk.store, "ores", str(JUNE)).value(code, period)


def test_an_edition_without_it_is_partial_and_tells_no_fall(desk: DeskParts) -> None:
    """Figures, movements, the clock, the story and its audit see the same; the total is of what was reported."""
    add_table(desk, month("2025-06", without(GONE)))
    edition = unpaged(desk, "ores", "2025-06")
    figures = figures_for(desk.desk, desk.store, "ores", "2025-06")
    line = movements_of(desk.desk, desk.store, "ores", figures).movements.line(GONE)
    assert (None, "missing 2025-06") == (value(desk), line.metric("yoy").reason)
    is_there, said = extent(desk.desk, desk.store, "ores", JUNE)
    assert ("partial", True) == (is_there, said.startswith("1 of 5 lines have no figure of 2025-06: 2610. office has"))
    assert said.endswith('tradebrief pull ores --period 2025-06 --accept "REASON"')
    assert ((), True) == (edition.findings, "without chromium ores" in edition.prose)
    assert [True, False, False] == [part in edition.prose for part in ("Partial figures", " fell ", "no trade")]


@pytest.mark.long
@pytest.mark.parametrize(
    ("values", "expected"),
    [
        (USUAL, 17_000_000 * 118 // 100),  # a later file brings the row
        ({**USUAL, GONE: 0}, 0),  # a zero is printed: it is a report
    ],
)
def test_what_is_reported_is_believed(desk: DeskParts, values: dict[str, int], expected: int) -> None:
    """The edition is whole."""
    add_table(desk, month("2025-06", without(GONE)))
    add_table(desk, month("2025-06", values), date(2026, 3, 1))
    edition = unpaged(desk, "ores", "2025-06")
    assert (expected, ()) == (value(desk), edition.findings)
    assert "complete" == extent(desk.desk, desk.store, "ores", JUNE)[0]
    assert "Partial figures" not in edition.prose


def accepted(desk: DeskParts, period: Period = JUNE, name: str = "ores") -> list[IntakeResult]:
    """Return what is recorded once a person says why the lines that are left out had no trade."""
    items = pull(desk.desk, desk.store, [name], FetchRequest(period, accept=REASON), NOW, lambda _: None)
    return [item for item in items if isinstance(item, IntakeResult)]


def test_a_person_says_that_there_was_none(desk: DeskParts) -> None:
    """From that day on the edition is whole and prints the reason; before it, it is partial."""
    add_table(desk, month("2025-06", without(GONE)))
    [taken] = accepted(desk)
    assert (True, REASON, date(2026, 3, 20)) == (taken.new, taken.accepted, taken.batch.released)
    edition = unpaged(desk, "ores", "2025-06")
    assert (0, (), "complete") == (value(desk), edition.findings, extent(desk.desk, desk.store, "ores", JUNE)[0])
    note = f"The source has no row of HS 2610 for June 2025; the desk takes that as no trade: “{REASON}”"
    assert [True, False] == [part in edition.prose for part in (note, "Partial figures")]
    before = figures_for(desk.desk, desk.store, "ores", "2025-06", date(2026, 3, 19))
    assert None is before.value(GONE, JUNE)
    with pytest.raises(SettingsError, match="no large line of ores is left out in 2025-06"):
        accepted(desk)


def test_a_row_that_comes_later_is_believed_and_a_table_without_one_changes_nothing(desk: DeskParts) -> None:
    """What a person said holds until the office prints a row."""
    add_table(desk, month("2025-06", without(GONE)))
    accepted(desk)
    add_table(desk, month("2025-06", {**without(GONE), "2601": 31_000_000}), date(2026, 3, 20))
    assert 0 == value(desk)
    add_table(desk, month("2025-06"), date(2026, 3, 21))
    assert 17_000_000 * 118 // 100 == value(desk)


def test_a_reason_for_something_else_is_no_word_on_lines_that_are_left_out(desk: DeskParts) -> None:
    """A table of thousandfold values that a person accepts is not thereby complete."""
    large = {code: 1000 * worth for code, worth in without(GONE).items()}
    taken = add_table(desk, month("2025-06", large), accept="The office counts in cents.")
    assert ("The office counts in cents.", None) == (taken.accepted, value(desk))


def left_out(desk: DeskParts, name: str) -> tuple[AbsentLines, ...]:
    """Return the lines of a briefing that are left out in the two years up to June."""
    return lines_lately_left_out(desk.desk, desk.store, name, JUNE)


@pytest.mark.long
def test_the_whole_way_of_one_pair_in_a_table_of_every_partner(tmp_path: Path) -> None:
    """The month lacks a line below the headings, the command of the message settles it, and nobody else's gap."""
    every = ("covers: all", "covers: all\n    partners: every")
    texts = {
        "poland": briefing(PARTIES, ("26",), "  detail: 6\n"),
        "france": briefing(FRANCE, ("26",), "  detail: 6\n"),
    }
    texts = {
        name: text.replace("frequency: monthly", "frequency: [monthly, quarterly]") for name, text in texts.items()
    }
    desk = empty_desk(tmp_path / "desk", texts, every)
    rows = [
        row(parties, text, f"{code}{'11' if code == '2601' else '00'}", worth)
        for parties in (PARTIES, FRANCE)
        for text in (*MONTHS, "2025-06")
        for code, worth in USUAL.items()
        if (code, text) != (GONE, "2025-06")
    ]
    with desk.store:
        add_table(desk, rows)
        [absent] = left_out(desk, "poland")
        partial = unpaged(desk, "poland", "2025-06")
        assert ((), True) == (partial.findings, "Partial figures" in partial.prose)
    program = StarterDesk(desk.desk.folder)
    said = absent.in_words("poland")
    assert "office has no row of HS 261000 in 2025-06" in said
    assert said in program.run("doctor").said
    command = shlex.split(said[said.index("tradebrief ") :].replace("REASON", REASON))
    done = program.run(*command[1:])
    assert (0, True) == (done.code, "build poland" in done.said), done.said
    again = open_desk(desk.desk.folder, {})
    with again.store:
        assert ((), 1) == (left_out(again, "poland"), len(left_out(again, "france")))
        edition = unpaged(again, "poland", "2025-06")
        quarter = unpaged(again, "poland", "2025-Q2")
        assert ((), ()) == (edition.findings, quarter.findings)
        # 30 + 26 + 15 + 10 million; with 17 million more in each of April and May
        assert "$81.00 million" in edition.prose
        assert "$277.00 million" in quarter.prose
        assert "Chromium ores brought nothing" in edition.prose


@pytest.mark.parametrize(
    ("more", "codes", "left", "unknown", "said"),
    [
        # the sum of the lines that were reported is not the chapter
        ({"7403": 40_000_000}, ("26",), (GONE,), ("26", GONE), "(without chromium ores)"),
        ({}, ("26",), (GONE,), ("26", GONE), "$95.58 million"),  # 81 of 98 million in a usual month, 18 % more
        # each has 2 % of the total, and may pause; both with the whole chapter of 4 % were not reported
        ({"7402": 2_000_000, "7403": 2_000_000}, ("74",), ("7402", "7403"), ("74", "7402", "7403"), "Partial figures"),
    ],
)
def test_a_chapter_without_a_large_line_gives_way_to_its_lines(
    tmp_path: Path,
    more: dict[str, int],
    codes: tuple[str, ...],
    left: tuple[str, ...],
    unknown: tuple[str, ...],
    said: str,
) -> None:
    """Nobody prints it: each of the lines that were reported is told."""
    usual = {**USUAL, **more}
    desk = own_desk(tmp_path / "desk", history(usual), {"ores": briefing(PARTIES, (*codes, *usual))})
    with desk.store:
        add_table(desk, month("2025-06", {code: worth for code, worth in usual.items() if code not in left}))
        edition = unpaged(desk, "ores", "2025-06")
        assert [None] * len(unknown) == [value(desk, code) for code in unknown]
        assert ((), True) == (edition.findings, said in edition.prose)


def test_the_audit_judges_by_the_releases_whether_a_line_came_to_nothing(desk: DeskParts) -> None:
    """An edition that tells a stop without a person's word is refused, and so is one whose note is silent on it."""
    add_table(desk, month("2025-06", without(GONE)))
    accepted(desk)
    files = dict(unpaged(desk, "ores", "2025-06").files)
    claims = json.loads(files["claims.json"])
    for document in claims["documents"].values():
        document.pop("accepted", None)
    found = audit_data({**files, "claims.json": json.dumps(claims).encode()}, desk.store.raw.read)
    assert {"claim", "partial"} <= {one.rule for one in found}
    silent = without_run(files, "Accepted.")
    assert ["accepted"] == [one.rule for one in audit_data(silent, desk.store.raw.read)]
    edition = json.loads(files["edition.json"])
    [note] = [block for block in edition["stories"]["en"]["blocks"] if block["kind"] == "note"]
    for run in note["runs"]:
        if run["head"]["words"] == "Accepted.":
            run.update(json.loads(json.dumps(run).replace("2610", "2608")))
    found = audit_data({**files, "edition.json": json.dumps(edition).encode()}, desk.store.raw.read)
    assert any("nobody said that these lines had no trade" in str(one) for one in found)
