"""Both directions: exports less imports of one office, the change in money, and never a per cent."""

import json
from pathlib import Path

import pytest

from generator.settings.desk import faults
from tests.desk.conftest import StarterDesk
from tests.desk.test_line import digests
from tests.desk.test_matrix_line import matrix_desk
from tests.desk.test_settings import BRIEFING, DESK

BRIEFING_BOTH = """
title: {en: China and Pakistan}
frequency: annual
figures: {source: office, reporter: CHN, partner: PAK, flow: import, balance: true, codes: ["2603", "7403"]}
"""
IMPORTS = {"2603": (91_230_417, 70_151_203), "7403": (7_315_662, 9_128_334)}  # 98,546,079 and 79,279,537
EXPORTS = {"2603": (12_846_079, 10_000_000), "7403": (25_700_000, 4_279_537)}  # 38,546,079 and 14,279,537
TWICE = {code: (3 * now, before) for code, (now, before) in EXPORTS.items()}  # 115,638,237: a surplus of 17,092,158


def desk_with(finished: StarterDesk, folder: Path, exports: dict[str, tuple[int | None, int]]) -> StarterDesk:
    """Return a desk whose office counts both directions."""
    desk = matrix_desk(finished, folder, {"both": BRIEFING_BOTH}, ())
    rows = [
        f"{year},PAK,{flow},{code},{level},2026-02-10"
        for flow, lines in (("import", IMPORTS), ("export", exports))
        for code, pair in lines.items()
        for year, level in zip((2025, 2024), pair, strict=True)
        if level is not None
    ]
    table = "\n".join(["period,partner,flow,code,value,published", *rows])
    (folder / "inbox" / "office" / "table.csv").write_text(table, "utf-8")
    settings = folder / "desk.yaml"
    text = settings.read_text("utf-8").replace("    flow: import\n    columns: {", "    columns: {flow: flow, ", 1)
    settings.write_text(text, "utf-8")
    return desk


def said(desk: StarterDesk) -> str:
    """Return the finished text, white space folded."""
    page = desk.folder / "output" / "both" / "2025" / "r1" / "en.md"
    text = page.read_text("utf-8").replace("\N{NO-BREAK SPACE}", " ").replace("\\", "")
    return " ".join(text.split()).replace("’", "'")


@pytest.fixture(scope="module")
def made(finished: StarterDesk, tmp_path_factory: pytest.TempPathFactory) -> StarterDesk:
    """Return a desk with a deficit of 60,000,000 after one of 65,000,000, built and audited."""
    desk = desk_with(finished, tmp_path_factory.mktemp("both") / "desk", dict(EXPORTS))
    done = desk.run("build")
    assert done.code == 0, done.said
    return desk


def test_a_deficit_is_told_with_both_sides_and_its_change_in_money(made: StarterDesk) -> None:
    """98.55 in, 38.55 out: 60.00 less; a year before 79.28 and 14.28: 65.00."""
    text = said(made)
    assert (
        "China's exports of these lines to Pakistan came to $38.55 million in 2025 and its imports to $98.55 million"
        in text
    )
    assert ": a deficit of $60.00 million. The deficit narrowed by $5.00 million, from $65.00 million in 2024." in text


def test_a_balance_is_traced_and_has_no_per_cent(made: StarterDesk) -> None:
    """Kinds of its own, in dollars, on cells of both directions."""
    ledger = json.loads((made.folder / "output" / "both" / "2025" / "r1" / "claims.json").read_bytes())
    found = {claim["kind"]: claim for claim in ledger["claims"] if claim["kind"].startswith("balance")}
    assert {"balance": ("2024", "usd", "-65000000"), "balance_abs": ("2025", "usd", "5000000")} == {
        kind: (claim["period"], claim["unit"], claim["value"]) for kind, claim in found.items()
    }
    assert {"M", "X"} == {cell["flow"] for cell in ledger["cells"].values()}


def test_an_edition_of_both_directions_comes_back(made: StarterDesk) -> None:
    """The kept settings ask for both again."""
    place = made.folder / "output" / "both" / "2025" / "r1"
    before = digests(place)
    (place / "en.txt").unlink()
    assert (0, before) == (made.run("regenerate").code, digests(place))


def test_a_balance_that_turned_rose_or_fell(finished: StarterDesk, tmp_path: Path) -> None:
    """From 65.00 below to 17.09 above: 82.09."""
    desk = desk_with(finished, tmp_path / "desk", dict(TWICE))
    assert desk.run("build").code == 0
    turned = "In 2024 there was a deficit of $65.00 million; the balance rose by $82.09 million."
    assert f"a surplus of $17.09 million. {turned}" in said(desk)


def test_a_side_that_is_not_all_known_gives_no_balance(finished: StarterDesk, tmp_path: Path) -> None:
    """Partial is not complete: one line's exports are missing."""
    desk = desk_with(finished, tmp_path / "desk", EXPORTS | {"7403": (None, 4_279_537)})
    assert desk.run("build").code == 0
    assert "deficit" not in said(desk)


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
