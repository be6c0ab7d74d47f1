"""The balance of the twelve months to a month; none where a month of either direction is not known."""

from collections.abc import Iterator
from pathlib import Path

import pytest

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
