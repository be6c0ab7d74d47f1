"""Both directions: exports less imports of one office, the change in money, and never a per cent."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.desk.own_desk import Parties, briefing, own_desk, row
from tests.desk.unpaged import Unpaged, unpaged

IMPORTS = {"2603": (91_230_417, 70_151_203), "7403": (7_315_662, 9_128_334)}  # 98,546,079 and 79,279,537
EXPORTS = {"2603": (12_846_079, 10_000_000), "7403": (25_700_000, 4_279_537)}  # 38,546,079 and 14,279,537
TWICE = {code: (3 * now, before) for code, (now, before) in EXPORTS.items()}  # 115,638,237: a surplus of 17,092,158


def told(folder: Path, exports: dict[str, tuple[int | None, int]]) -> Unpaged:
    """Return the edition of 2025 on a desk whose office counts both directions."""
    rows = [
        row(("CHN", "PAK", flow), year, code, level)
        for flow, lines in (("import", IMPORTS), ("export", exports))
        for code, pair in lines.items()
        for year, level in zip(("2025", "2024"), pair, strict=True)
        if level is not None
    ]
    text = briefing(("CHN", "PAK", "import"), IMPORTS, "  balance: true\n").replace("monthly", "annual")
    desk = own_desk(folder / "desk", rows, {"both": text}, covers="listed")
    with desk.store:
        return unpaged(desk, "both", "2025")


def test_a_deficit_is_told_with_both_sides_and_its_change_in_money(tmp_path: Path) -> None:
    """98.55 in, 38.55 out: 60.00 less; a year before 79.28 and 14.28: 65.00. Its cells are of both directions."""
    made = told(tmp_path, dict(EXPORTS))
    assert () == made.findings
    sides = "exports of these lines to Pakistan came to $38.55 million in 2025 and its imports to $98.55 million"
    assert sides in made.prose
    change = "a deficit of $60.00 million.\nThe deficit narrowed by $5.00 million, from $65.00 million in 2024."
    assert change in made.prose
    ledger = json.loads(made.files["claims.json"])
    found = {claim["kind"]: claim for claim in ledger["claims"] if claim["kind"].startswith("balance")}
    assert {"balance": ("2024", "usd", "-65000000"), "balance_abs": ("2025", "usd", "5000000")} == {
        kind: (claim["period"], claim["unit"], claim["value"]) for kind, claim in found.items()
    }
    assert {"M", "X"} == {cell["flow"] for cell in ledger["cells"].values()}


def test_a_balance_that_turned_rose_or_fell(tmp_path: Path) -> None:
    """From 65.00 below to 17.09 above: 82.09."""
    made = told(tmp_path, dict(TWICE))
    turned = "In 2024 there was a deficit of $65.00 million; the balance rose by $82.09 million."
    assert ((), True) == (made.findings, f"a surplus of $17.09 million.\n{turned}" in made.prose)


def test_a_side_that_is_not_all_known_gives_no_balance(tmp_path: Path) -> None:
    """Partial is not complete: one line's exports are missing."""
    made = told(tmp_path, EXPORTS | {"7403": (None, 4_279_537)})
    assert ((), False) == (made.findings, "deficit" in made.prose)


OUT, INTO = ("DEU", "POL", "export"), ("DEU", "POL", "import")
MILLION = 10**6
# US$ million a month in 2023 and 2024, then in 2025; so the twelve months to November 2025 are one old and eleven new
BY_MONTH_OUT = {"2603": (2, 3), "7403": (1, 1.5)}  # 3 + 11 times 4.5: 52.5; a year before 12 times 3: 36
BY_MONTH_IN = {"2603": (7, 8), "7403": (1, 1)}  # 8 + 11 times 9: 107; a year before 12 times 8: 96


def rows() -> Iterator[str]:
    """Yield three years of both directions."""
    for parties, lines in ((OUT, BY_MONTH_OUT), (INTO, BY_MONTH_IN)):
        for code, (before, now) in lines.items():
            for year in (2023, 2024, 2025):
                dollars = int(MILLION * (now if year == 2025 else before))
                yield from (row(parties, f"{year}-{month:02d}", code, dollars) for month in range(1, 13))


def told_of_month(
    folder: Path, withheld: str = "", flow: Parties = OUT, codes: tuple[str, ...] = tuple(BY_MONTH_OUT)
) -> Unpaged:
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
    edition = told_of_month(tmp_path, flow=flow)
    head = "Germany’s exports of these lines to Poland came to $52.50 million in the twelve months to November 2025"
    assert f"{head} and its imports to $107.00 million: a deficit of $54.50 million." in edition.prose
    tail = "The deficit narrowed by $5.50 million, from $60.00 million in the twelve months to November 2024."
    assert (True, ()) == (tail in edition.prose, edition.findings)


@pytest.mark.parametrize(("month", "parts"), [("2025-07", []), ("2024-07", ["a deficit of $54.50 million."])])
def test_a_withheld_month_leaves_out_what_stands_on_it(tmp_path: Path, month: str, parts: list[str]) -> None:
    """The balance of its twelve months; of the year before, only the change."""
    edition = told_of_month(tmp_path, f"{month},DEU,POL,import,7403")
    known = ("a deficit of $54.50 million.", "narrowed")
    assert (parts, ()) == ([part for part in known if part in edition.prose], edition.findings)
