"""Equations held to claims: a table of what is so and what is not (truths.txt), and times, lines, parties and codes."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.trade.trees import Tree
from tests.audit.patterns.claims_by_hand import BASE, LINE, NOW, evidence, prover

_TABLE = Path(__file__).with_name("truths.txt").read_text(encoding="utf-8")
TRUTHS = [tuple(part.strip() for part in line.split("|")) for line in _TABLE.splitlines() if line[:1] not in {"#", ""}]
NAME: Tree = ("line", LINE, "short")
YEARLY: Tree = ("word", "steps", "annual")


def tree_of(pattern: str, verb: str, z: str) -> Tree:
    """Return the tree of a case: `turned` is a sentence with a verb, the others print what their pattern asks for."""
    if pattern.startswith("turned"):
        size: Tree = ("size", *verb.split(), "rate", 0)
        told = ("figure", "z", size) if z != "-" else size
        change: Tree = ("body.change.rate", {"verb": told, "rate": ("figure", "rate")})
        return ("body.line.rose", {"line": NAME, "change": change, "level": ("figure", "now")})
    slots: dict[str, dict[str, Tree]] = {
        "trend": {"name": NAME, "before": ("time", BASE, "span"), "n": ("figure", "rate")},
    }
    own = slots[pattern.split(".", maxsplit=1)[0]]
    return (pattern, {name: slot for name, slot in own.items() if (pattern, name) != ("trend.little", "n")})


@pytest.mark.parametrize(
    ("pattern", "now", "base", "verb", "z", "holds"), TRUTHS, ids=[" ".join(row) for row in TRUTHS]
)
def test_what_a_pattern_says_holds_of_its_claims_alone(
    pattern: str, now: str, base: str, verb: str, z: str, holds: str
) -> None:
    """Each line of truths.txt."""
    ours = prover(evidence(now, base, z))
    faults, _ = ours.prove(tree_of(pattern, verb, z), ours.opening())
    if holds == "yes":
        assert [] == faults
    else:
        assert any(holds in fault for fault in faults), faults


WRONG: dict[str, tuple[Tree, str]] = {
    "another line": (
        ("body.line.rose", {"line": ("line", "2601", "short"), "change": ("row", ()), "level": ("figure", "now")}),
        "now is not the level of 2601",
    ),
    "another month": (("not_compared", {"then": ("time", "2023-12", "span"), "n": ("figure", "now")}), "no entry"),
    "a year too many": (
        ("trend.up", {"name": NAME, "before": ("time", "2023-12", "span"), "n": ("figure", "rate")}),
        "in 2025-12 against 2023-12",
    ),
    "a year for a month": (
        ("body.line.record", {"proof": ("figure", "now", ("body.line.record.proof", {"step": YEARLY}))}),
        "now is of 2025-12, which is not annual",
    ),
    "a year for a month beside its figure": (
        ("body.record.nth", {"nth": ("figure", "now"), "step": YEARLY}),
        "2025-12 is not annual",
    ),
    "another land": (("bare_land", {"land": ("economy", "IND", "land")}), "IND is no party"),
    "the other flow": (("trade.all", {"flow": ("flow", "X", "noun")}), "X is not the flow"),
    "another code": (("with_code", {"name": NAME, "code": ("code", "2601")}), "2601 is not that of the line"),
    "two times that do not go together": (
        ("bars.subtitle", {"when": ("time", NOW, "span"), "before": ("time", "2023-12", "span")}),
        "not the year before",
    ),
    "the base of a month that has been": (
        ("body.next_base", {"next": ("time", BASE, "period"), "level": ("figure", "base")}),
        "next is 2024-12, not the next",
    ),
    "the season of a month that has been": (
        ("body.season.ahead", {"later": ("time", BASE, "months"), "n": ("figure", "now")}),
        "later is 2024-12, not the next",
    ),
    "the season of another month": (("body.season.broken", {"now": ("time", "2025-11", "months")}), "not the period"),
    "shares of another year": (
        ("shares.alt", {"when": ("time", "2024", "span"), "before": ("time", "2023", "span")}),
        "2024, not the end",
    ),
    "rings of another year": (
        ("dumbbell.described", {"when": ("time", "2024-12", "span"), "before": ("time", BASE, "span")}),
        "2024-12, not the period",
    ),
    "a picture of another month": (("lines_subtitle", {"when": ("time", "2025-11", "span")}), "not the period"),
}


@pytest.mark.parametrize("fault", WRONG)
def test_a_slot_stands_for_what_its_entry_says(fault: str) -> None:
    """A line, a month, a party, a flow or a code that is another one's is found."""
    ours = prover(evidence("120000000", "100000000"))
    tree, problem = WRONG[fault]
    faults, _ = ours.prove(tree, ours.opening())
    assert any(problem in one for one in faults), faults


@pytest.mark.parametrize(("month", "is_next"), [("2025-01", True), ("2025-02", False), ("2026-01", False)])
def test_what_comes_is_the_month_after_the_edition_a_year_before(month: str, *, is_next: bool) -> None:
    """After December 2025 the next edition compares January 2026 with January 2025."""
    ours = prover(evidence("120000000", "100000000"))
    tree: Tree = ("body.next_base", {"next": ("time", month, "period"), "level": ("figure", "base")})
    faults, _ = ours.prove(tree, ours.opening())
    assert is_next == (not any("not the next" in fault for fault in faults))


def test_a_figure_without_an_entry_is_a_finding() -> None:
    """A new pattern with a figure says nothing until the catalogue says what it asserts."""
    ours = prover(evidence("120000000", "100000000"))
    faults, _ = ours.prove(("a_new_sentence", {"n": ("figure", "now")}), ours.opening())
    assert ["a_new_sentence prints n, and no entry says what it is"] == faults
