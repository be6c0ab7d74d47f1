"""The growth that a source prints itself, beside the one of its levels, in a bare table."""

from __future__ import annotations

from pathlib import Path

from generator.editions.bare_panel import as_json, picks_of
from generator.movements.metric_values import value_of
from generator.movements.pick_facts import published_otherwise
from tests.desk.bare_table import run, sidecar, table

HEADER = "series,period,value_usd,published_yoy"
# December 2024 and 2025, and what is published: ours are +10, -20 and +50 per cent
LINES = {"7403": (1000, 1100, "10.1"), "7404": (1000, 800, "-20.2"), "7408": (1000, 1500, "")}


def rows() -> list[str]:
    """Return the rows of three series over two years; a growth is printed in the newest month alone."""
    found = []
    for place in range(24):
        when = f"{2024 + place // 12}-{place % 12 + 1:02d}"
        for code, (before, now, printed) in LINES.items():
            found.append(f"{code},{when},{now if place == 23 else before},{printed if place == 23 else ''}")
    return found


def test_what_is_published_stands_beside_ours(tmp_path: Path) -> None:
    """Null where nothing is printed; another one only beyond a tenth of a point: -20.2 is, 10.1 of 10 is not."""
    found = picks_of(table(tmp_path, rows(), header=HEADER), None)
    seen = found.judged.snapshot
    values = [value_of(seen, "published_yoy", at) for at in range(3)]
    assert ["10.1", "-20.2", "None"] == [str(one.value) for one in values]
    assert "not published" == values[2].reason
    [one] = published_otherwise(found.judged.snapshot)
    assert ("7404", -20.2, -20.0, -0.2) == (one["series"], one["value"], one["yoy"], one["beyond"])


def test_a_rule_on_it_decides_and_the_editor_sees_both(tmp_path: Path) -> None:
    """It is a fact of a pick, on the screen under the ranking, and with `--why`."""
    rule = {"notable": {"metric": "published_yoy", "lt": -20}}
    file, meta = table(tmp_path, rows(), header=HEADER), sidecar(tmp_path, {"thresholds": {"series": {"7404": rule}}})
    found = picks_of(file, None, meta)
    assert ["7404"] == [one.series for one in found.told]
    assert b'"published_yoy"' in as_json(found)
    both = "\N{MINUS SIGN}20.2%; its levels give \N{MINUS SIGN}20.0%"
    for more, line in ((), f"7404: {both}"), (("--why", "7404"), f"the source publishes {both}"):
        code, said = run("--input", file, "--meta", meta, *more)
        assert (0, True) == (code, line in said)


def test_two_months_of_a_holiday_are_not_compared_with_a_february_alone(tmp_path: Path) -> None:
    """Ours is of both months: 20 %, of the February alone nobody says 30."""
    lines = [f"74,{year}-{month:02d},{value},{rate}" for year, month, value, rate in MONTHS]
    found = picks_of(table(tmp_path, lines, header=HEADER), None, sidecar(tmp_path, {"lunar": True}))
    assert [] == published_otherwise(found.judged.snapshot)
    assert "30" == str(value_of(found.judged.snapshot, "published_yoy", 0).value).removesuffix(".0")


MONTHS = [(2025, 1, 100, ""), (2025, 2, 100, ""), *((2025, one, 100, "") for one in range(3, 13))]
MONTHS += [(2026, 1, 110, ""), (2026, 2, 130, "30")]
