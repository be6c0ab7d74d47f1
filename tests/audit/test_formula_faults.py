"""A claim of an edition whose formula, or what it says of itself, is changed is found by its id."""

from __future__ import annotations

import copy
from collections.abc import Callable
from functools import cache
from typing import Any

import pytest

from generator.audit.claim_evidence import ClaimEvidence
from generator.audit.trace.recompute import trace
from tests.audit.seeded import seeded
from tests.story.months import Monthly, months, table
from tests.story.plans import edition

Claim = dict[str, Any]


def _grown_by_seven_tenths(code: str, place: int) -> int:
    """Return a million dollars a month, in the last year 1.7 of copper; a tonne is worth a tenth more (`table`)."""
    return 1_700_000 if code == "7403" and place >= 24 else 1_000_000


def _grown_in_autumn(code: str, place: int) -> int:
    """Return a million dollars a month, in October to December of the last year 1.7 of copper, before that 1.1."""
    gain = 700_000 if place >= 33 else 100_000
    return 1_000_000 + (gain if code == "7403" and place >= 24 else 0)


# by the head of a formula: where an edition has a claim with it
MADE: dict[str, Callable[[], Monthly]] = {
    **dict.fromkeys(
        ("highest", "sum", "growth", "difference", "rose", "run", "contribution", "cell"),
        lambda: seeded("ordinary", 1).make("en"),
    ),
    **dict.fromkeys(("part", "share"), lambda: seeded("ordinary", 2).make("en")),
    "year_part": lambda: months(table(_grown_in_autumn), charts=("year_gap",)),
    "tonnage_part": lambda: months(table(_grown_by_seven_tenths)),
    **dict.fromkeys(("most_of", "multiple"), lambda: seeded("ordinary", 3).make("en")),
    "turned": lambda: seeded("quiet", 3).make("en"),
    **dict.fromkeys(("restated", "revision_mean", "revision_size"), lambda: seeded("revised", 1).make("en")),
    **dict.fromkeys(("least_of", "fell"), lambda: seeded("falling", 1).make("en")),
    "unit_value": lambda: edition("quiet", "en"),
}


@cache
def made(head: str) -> Monthly:
    """Return the edition that has a claim with a head."""
    return MADE[head]()


def claim_of(claims: Any, head: str) -> Claim:  # noqa: ANN401 -- JSON
    """Return the first claim with a head that has the most parts."""
    own = [claim for claim in claims["claims"] if claim["formula"][0] == head]
    return max(own, key=lambda claim: len(claim["formula"]))


def _drop(claim: Claim) -> None:
    claim["formula"].pop()


def _double(claim: Claim) -> None:
    claim["formula"].append(copy.deepcopy(claim["formula"][-1]))


def _turn(claim: Claim) -> None:
    head, first, second, *rest = claim["formula"]
    claim["formula"] = [head, second, first, *rest]


def _age(claim: Claim) -> None:
    claim["period"] = "2021-03"


def _rename(claim: Claim) -> None:
    claim["codes"] = ["9999"]


def _raise(claim: Claim) -> None:
    for end in ("low", "value", "high"):
        claim[end] = str(float(claim[end]) * 1.01 + 0.01)


def _call(claim: Claim) -> None:
    claim["kind"], claim["unit"] = "balance", "z"


def _lead(claim: Claim) -> None:
    claim["direction"] = "down" if claim["direction"] == "up" else "up"


CHANGES = (_drop, _double, _turn, _age, _rename, _raise, _call, _lead)
ONE_PART = ("cell",)
ALIKE = {"sum", "rose", "fell", "revision_mean", "revision_size", "restated"}  # their parts may stand in any order


def traced(told: Monthly, claims: Any) -> list[str]:  # noqa: ANN401 -- JSON
    """Return what the raw rows do not bear out."""
    return [str(item) for item in trace(told.edition, ClaimEvidence.of(claims), told.raw.__getitem__, None)]


@pytest.mark.parametrize("head", MADE)
@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__.strip("_"))
def test_a_claim_with_a_fault_is_found(head: str, change: Callable[[Claim], None]) -> None:
    """A part too few or too many, the wrong way round, of another time or line, another value, kind or direction."""
    if change is _turn and (head in ALIKE or head in ONE_PART):
        pytest.skip("its parts may stand in any order")
    claims = copy.deepcopy(made(head).claims)
    claim = claim_of(claims, head)
    change(claim)
    lines = traced(made(head), claims)
    assert any(f" {claim['id']}:" in line for line in lines), lines


@pytest.mark.parametrize("head", ["sum", "unit_value", "run"])
def test_the_editions_hold_as_they_are(head: str) -> None:
    """What refuses everything finds every change."""
    assert [] == traced(made(head), made(head).claims)


def test_a_month_left_out_of_a_sum_is_named() -> None:
    """And so is one that stands in it twice."""
    claims = copy.deepcopy(made("sum").claims)
    claim = claim_of(claims, "sum")
    gone = claim["formula"].pop()
    assert any("it leaves out" in line for line in traced(made("sum"), claims))
    claim["formula"] += [gone, gone]
    assert any("2 times" in line for line in traced(made("sum"), claims))


def test_a_listed_release_is_silent_about_nothing() -> None:
    """Where an absent row means that a figure is unknown, no month of a line may be passed over."""
    claims = copy.deepcopy(made("share").claims)
    for document in claims["documents"].values():
        document["refused"] = [*document.get("refused", ()), 2, 3]
        document["covers"] = "listed"
        document.pop("coverage", None)
    share = claim_of(claims, "share")
    share["formula"][2].pop()
    assert any(f" {share['id']}:" in line for line in traced(made("share"), claims))
