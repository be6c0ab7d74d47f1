"""The balance of the twelve months to a month; none where a month of either direction is not known."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from generator.editions.decision_trace import decided_now
from generator.editions.edition_movements import movements_of
from generator.intake.period_choice import figures_for
from generator.movements.metric_values import value_of
from generator.settings.desk_parts import DeskParts
from tests.desk.own_desk import Parties, briefing, own_desk, row
from tests.desk.unpaged import Unpaged, unpaged

OUT, INTO = ("DEU", "POL", "export"), ("DEU", "POL", "import")
MILLION = 10**6
# US$ million a month in 2023 and 2024, then in 2025; so the twelve months to November 2025 are one old and eleven new
EXPORTS = {"2603": (2, 3), "7403": (1, 1.5)}  # 3 + 11 times 4.5: 52.5; a year before 12 times 3: 36
IMPORTS = {"2603": (7, 8), "7403": (1, 1)}  # 8 + 11 times 9: 107; a year before 12 times 8: 96


def rows() -> Iterator[str]:
    """Yield three years of both directions."""
    for parties, lines in ((OUT, EXPORTS), (INTO, IMPORTS)):
        for code, (before, now) in lines.items():
            for year in (2023, 2024, 2025):
                dollars = int(MILLION * (now if year == 2025 else before))
                yield from (row(parties, f"{year}-{month:02d}", code, dollars) for month in range(1, 13))


def told(folder: Path, withheld: str = "", flow: Parties = OUT, codes: tuple[str, ...] = tuple(EXPORTS)) -> Unpaged:
    """Return the story of November 2025 where the row that begins with `withheld` has no figure."""
    lines = [f"{withheld},c,2026-02-18" if withheld and line.startswith(withheld) else line for line in rows()]
    desk = own_desk(folder / "desk", lines, {"both": briefing(flow, codes, "  balance: true\n")})
    try:
        return unpaged(desk, "both", "2025-11")
    finally:
        desk.store.close()


@pytest.mark.parametrize("flow", [OUT, INTO])
def test_a_month_tells_the_balance_of_twelve(tmp_path: Path, flow: Parties) -> None:
    """52.5 out and 107 in: 54.5 less; a year before 36 and 96: 60. The same whichever direction the briefing tells."""
    edition = told(tmp_path, flow=flow)
    head = "Germany’s exports of these lines to Poland came to $52.50 million in the twelve months to November 2025"
    assert f"{head} and its imports to $107.00 million: a deficit of $54.50 million." in edition.prose
    tail = "The deficit narrowed by $5.50 million, from $60.00 million in the twelve months to November 2024."
    assert (True, ()) == (tail in edition.prose, edition.findings)


@pytest.mark.parametrize(("month", "parts"), [("2025-07", []), ("2024-07", ["a deficit of $54.50 million."])])
def test_a_withheld_month_leaves_out_what_stands_on_it(tmp_path: Path, month: str, parts: list[str]) -> None:
    """The balance of its twelve months; of the year before, only the change."""
    edition = told(tmp_path, f"{month},DEU,POL,import,7403")
    known = ("a deficit of $54.50 million.", "narrowed")
    assert (parts, ()) == ([part for part in known if part in edition.prose], edition.findings)


RULE = 'thresholds: {series: {"2603": {notable: {metric: balance, lt: -5000000}}}}\n'


def rule_on_both_sides(folder: Path, more: str) -> DeskParts:
    """Return a desk whose rule on one line asks for a deficit of 5 million in a month."""
    text = briefing(OUT, tuple(EXPORTS), more) + RULE
    return own_desk(folder / "desk", list(rows()), {"both": text})


def test_a_threshold_on_the_balance_is_judged_of_lines_and_of_their_past(tmp_path: Path) -> None:
    """3 out and 8 in of 2603 in November 2025: 5 less; a year before 2 and 7. Just no deficit of more than 5."""
    desk = rule_on_both_sides(tmp_path, "  balance: true\n")
    try:
        found = movements_of(desk.desk, desk.store, "both", figures_for(desk.desk, desk.store, "both", "2025-11", None))
        line, panel = found.movements.line("2603"), found.picks.judged.snapshot  # type: ignore[union-attr]
        decision = decided_now(desk.desk, desk.store, "both", "2025-11", None, "2603")
    finally:
        desk.store.close()
    assert [-5 * MILLION, 0] == [line.metric(name).value for name in ("balance", "balance_abs")]
    at = panel.panel.places["2603"]
    assert [-5 * MILLION, 0] == [value_of(panel, name, at).value for name in ("balance", "balance_abs")]
    assert decision.line is not None
    assert decision.past is not None
    for judgement in (decision.line.movement.judgement, decision.past.judgement):
        [leaf] = judgement.deciding()
        assert leaf.holds is False
        assert leaf.value == -5 * MILLION
