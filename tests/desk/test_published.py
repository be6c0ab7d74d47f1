"""The growth that a source prints itself, beside the one of its levels, on a desk."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from generator.audit import audit_data
from generator.cli import ranking
from generator.editions.decision_trace import decided_now, ranked_movements
from generator.editions.edition_movements import movements_of
from generator.intake.period_choice import figures_for
from generator.settings.desk_parts import DeskParts
from tests.desk.own_desk import HEAD, add_table, briefing, empty_desk, row
from tests.desk.unpaged import Unpaged, unpaged

PARTIES = ("DEU", "POL", "import")
# December 2023 (and every month before) and December 2024, and what is printed of it: ours are +10, -20 and +50 %
LINES = {"7403": (1000, 1100, "+10.1%"), "7404": (1000, 800, "\N{MINUS SIGN}20.2"), "7408": (1000, 1500, "-")}
MAPPED = ", published_yoy: growth}"


def rows() -> Iterator[str]:
    """Yield three lines over four years; a growth is printed in the newest month alone."""
    for place in range(48):
        when = f"{2021 + place // 12}-{place % 12 + 1:02d}"
        for code, (before, now, printed) in LINES.items():
            dollars = now if place == 47 else before + place % 3 - (place % 12 == 11) * 2
            yield f"{row(PARTIES, when, code, dollars)},{printed if place == 47 else ''}"


def desk_of(folder: Path, table: Iterable[str], codes: Iterable[str] = tuple(LINES)) -> DeskParts:
    """Return a desk whose office prints growths in a column that is mapped."""
    desk = empty_desk(folder, {"copper": briefing(PARTIES, codes)}, ("day}", f"day{MAPPED}"), scale=10**6)
    add_table(desk, table, head=f"{HEAD},growth")
    return desk


def test_lines_and_codes_have_it_as_a_metric_and_a_fact(tmp_path: Path) -> None:
    """Beside ours, never in its place; beyond a tenth of a point the editor sees both: -20.2 of -20, not 10.1 of 10."""
    desk = desk_of(tmp_path, rows())
    found = movements_of(desk.desk, desk.store, "copper", figures_for(desk.desk, desk.store, "copper", "2024-12"))
    ours = ranked_movements(desk.desk, desk.store, "copper", "2024-12", None)
    why = "\n".join(ranking.decided(decided_now(desk.desk, desk.store, "copper", "2024-12", None, "7404")))
    desk.store.close()
    metrics = [found.movements.line(code).metric("published_yoy") for code in LINES]
    assert ["10.1", "-20.2", "None"] == [str(one.value) for one in metrics]
    assert ["", "", "not published"] == [one.reason for one in metrics]
    assert "-20.0" == f"{found.movements.line('7404').metric('yoy').value:.1f}"
    [one] = ours["published"]
    assert ("7404", -20.2, -20.0, -0.2) == (one["series"], one["value"], one["yoy"], one["beyond"])
    both = "\N{MINUS SIGN}20.2%; its levels give \N{MINUS SIGN}20.0%"
    assert any(both in line for line in ranking.of_desk(ours, of=1))
    assert f"the source publishes {both}" in why


NOTE = "the source itself publishes a change of {} on a year before; the levels that it publishes give {}."
FALL = NOTE.format("\N{MINUS SIGN}20.2%", "\N{MINUS SIGN}20%")


def noted(desk: DeskParts, name: str = "copper") -> tuple[list[str], Unpaged]:
    """Return the sentences of the note on rates as published, and the edition, with which the audit must be content."""
    with desk.store:
        found = unpaged(desk, name, "2024-12")
    assert () == found.findings
    return [line for line in found.prose.splitlines() if "itself publishes" in line], found


def test_the_note_says_both_rates_where_they_part(tmp_path: Path) -> None:
    """-20.2 of -20; not +10.1 of +10, and of wire nothing is printed."""
    said, found = noted(desk_of(tmp_path, rows()))
    assert [f"For copper scrap (HS 7404) {FALL}"] == said
    claims = json.loads(found.files["claims.json"])
    [one] = [claim for claim in claims["claims"] if claim["kind"] == "published_change"]
    assert (["7404"], "2024-12", "pct", "-20.2") == (one["codes"], one["period"], one["unit"], one["value"])
    cell = claims["cells"][one["formula"][1]]
    assert ("growth", "\N{MINUS SIGN}20.2", "pct") == (cell["column"], cell["text"], cell["measure"])


@pytest.mark.parametrize(
    ("key", "value", "said"),
    [
        ("text", "\N{MINUS SIGN}20.3", "in its row, '\N{MINUS SIGN}20.3' in claims.json"),
        pytest.param("value", "20.2", "value is -20.2 by the row, 20.2 in claims.json", marks=pytest.mark.long),
        pytest.param("column", "usd", "column is 'growth' in its row", marks=pytest.mark.long),
        ("row", 2, "in its row, '\N{MINUS SIGN}20.2' in claims.json"),
    ],
)
def test_the_audit_finds_the_rate_in_the_bytes_itself(tmp_path: Path, key: str, value: object, said: str) -> None:
    """Another text, sign, column or row is found out."""
    desk = desk_of(tmp_path, rows())
    with desk.store:
        files = unpaged(desk, "copper", "2024-12").files
        claims = json.loads(files["claims.json"])
        [cell] = [cell for cell in claims["cells"].values() if cell["measure"] == "pct"]
        cell[key] = value
        found = audit_data({**files, "claims.json": json.dumps(claims).encode()}, desk.store.raw.read)
    assert any(said in str(one) for one in found)
