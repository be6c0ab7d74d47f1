"""Both directions: exports less imports of one office, the change in money, and never a per cent."""

import json
from pathlib import Path

import pytest

from generator.settings.desk import faults
from tests.desk.own_desk import briefing, own_desk, row
from tests.desk.test_settings import BRIEFING, DESK
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


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        ("flow: export", "flow: both", "briefings/fish.yaml:7: flow is both, and a briefing goes one way."),
        (
            "flow: export",
            "flow: re-export\n  balance: true",
            "briefings/fish.yaml:8: balance is of exports less imports.",
        ),
        ("flow: export", "flow: export\n  balance: true", "balance needs exports and imports, and customs says that"),
    ],
)
def test_settings_that_can_have_no_balance_are_refused(old: str, new: str, what: str) -> None:
    """A source of one flow has no other side."""
    files = {"desk.yaml": DESK.encode(), "briefings/fish.yaml": BRIEFING.replace(old, new).encode()}
    assert what in str(faults(files)[0])
