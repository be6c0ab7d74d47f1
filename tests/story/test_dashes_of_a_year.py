"""A dash in the table of a year is told by its reason, in the page's table and in the mail's."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from generator.story.patterns import sentences_of
from generator.story.plan import Table
from generator.trade.observation import Observation
from tests.story.conftest import Told, cell

Tell = Callable[..., Told]
EARLIER, NOW = "2024", "2025"


def _lines(now: dict[str, str], before: dict[str, str], **bounds: str) -> list[Observation]:
    """Return figures of both years by code; a code in `bounds` has its qualifier in both."""
    years = ((NOW, now), (EARLIER, before))
    return [
        cell(code, year, value, bounds.get(f"of_{code}_{year}", "exact"))
        for year, found in years
        for code, value in found.items()
    ]


BOTH = ({"74": "12.00", "2608": "30.00", "2610": "9.00"}, {"74": "10.00", "2608": "20.00", "2610": "8.00"})
FIGURES: dict[str, tuple[list[Observation], tuple[str, ...]]] = {
    "missing": (_lines(BOTH[0], {"74": "10.00", "2608": "20.00"}), ()),
    "bound": (_lines(*BOTH, of_2610_2024="over"), ()),
    "untraded": (_lines(BOTH[0], {"74": "10.00", "2608": "20.00"}), (EARLIER, NOW)),
    "whole": (_lines({"74": "990.00", "2610": "0.50"}, {"74": "900.00", "2610": "0.40"}), (NOW, EARLIER)),
    "rounded": (_lines({"74": "12", "2608": "3", "2610": "1"}, {"74": "10", "2608": "2", "2610": "2"}), ()),
}
SHOWN = {  # by reason, a row of the page's table: its name, then from the level a year before on
    "missing": ("Chromium ores", ["–", "–", "18"]),
    "bound": ("Chromium ores", ["above 8.00", "–", "18"]),
    "untraded": ("Chromium ores", ["nil", "–", "18"]),
    "whole": ("Copper and articles", ["900.00", "+90.00", "–"]),
    "rounded": ("Zinc ores", ["2", "+1", "–"]),
}


def told(tell: Tell, reason: str) -> dict[str, Table]:
    """Return the tables of figures that leave a dash for one reason."""
    cells, covered = FIGURES[reason]
    codes = ("74", "2608", "2610") if reason != "whole" else ("74", "2610")
    return {
        block.id: block for block in tell(*cells, codes=codes, covered=covered).story.blocks if isinstance(block, Table)
    }


def said(*reasons: str) -> list[str]:
    """Return the notes of these reasons."""
    return [sentences_of("en")[f"dash_note.{reason}"] for reason in reasons]


@pytest.mark.parametrize("reason", FIGURES)
def test_a_dash_is_told_by_its_reason_alone(tell: Tell, reason: str) -> None:
    """One note; the subtitle says nothing of dashes."""
    table = told(tell, reason)["table"]
    name, cells = SHOWN[reason]
    row = next(row for row in table.rows if row.cells[0].words == name)
    assert (said(reason), cells) == ([note.words for note in table.notes], [one.words for one in row.cells[3:]])
    assert table.subtitle.words.endswith("US$ million")


def test_a_table_without_a_dash_has_no_note_on_them(tell: Tell) -> None:
    """Every line has both figures."""
    tables = [block for block in tell(*_lines(*BOTH)).story.blocks if isinstance(block, Table)]
    assert [(), ()] == [table.notes for table in tables]


def test_the_mail_has_notes_on_its_own_columns(tell: Tell) -> None:
    """It has no change, which a line that was without trade lacks; a level of a year before is missing in both."""
    assert ([], said("missing")) == (
        [note.words for note in told(tell, "untraded")["table-mail"].notes],
        [note.words for note in told(tell, "missing")["table-mail"].notes],
    )


def test_a_line_without_trade_in_both_years_has_none(tell: Tell) -> None:
    """Nil and nil: a year before without trade had been a dash, as if it were not known."""
    cells = _lines({"74": "12.00", "2608": "30.00"}, {"74": "10.00", "2608": "20.00"})
    tables = [block for block in tell(*cells, covered=(EARLIER, NOW)).story.blocks if isinstance(block, Table)]
    quiet = next(row for row in tables[0].rows if row.weight == "quiet")
    assert ["nil", "nil", "–", "–"] == [one.words for one in quiet.cells[2:]]
