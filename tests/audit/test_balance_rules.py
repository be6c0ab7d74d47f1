"""Link B for a balance: a deficit that narrows is a balance that rises, and the side it is on is said."""

from __future__ import annotations

from typing import Any

import pytest

from generator.audit.evidence import Evidence
from generator.audit.rules import judge
from tests.audit.sample import claims_data
from tests.audit.test_rules import with_paragraph

_LEVEL = ["cell", "c1"]
NOW, BEFORE = ["difference", _LEVEL, ["sum", _LEVEL, _LEVEL]], ["difference", _LEVEL, ["sum", _LEVEL, _LEVEL, _LEVEL]]


def proof(now: str, before: str, change: str) -> dict[str, Any]:
    """Return the sample's claims with two balances and the change between them, each as it is in US dollars."""
    found = claims_data()
    like = found["claims"][0]
    way = "down" if change.startswith("-") else "up"
    for key, kind, formula, value, turn in (
        ("b1", "balance", NOW, now, None),
        ("b2", "balance", BEFORE, before, None),
        ("b3", "balance_abs", ["difference", NOW, BEFORE], change, way),
    ):
        parts = {"kind": kind, "formula": formula, "direction": turn, "printed": []}
        found["claims"].append(like | parts | {"id": key} | dict.fromkeys(("low", "value", "high"), value))
    return found


def faults(sentence: str, *values: str) -> list[str]:
    """Return what the rule of direction has against a sentence."""
    told = judge(with_paragraph(sentence), Evidence.of(proof(*values)))
    return [item.problem for item in told if item.rule == "direction"]


DEFICITS, SURPLUSES = ("-60000000", "-65000000", "5000000"), ("65000000", "60000000", "5000000")


@pytest.mark.parametrize(
    ("sentence", "values"),
    [
        ("The deficit of [$60 million|b1] narrowed by [$5 million|b3].", DEFICITS),
        ("The surplus of [$65 million|b1] widened by [$5 million|b3].", SURPLUSES),
        ("A deficit of [$65 million|b2] became a surplus of [$5 million|b1].", ("5000000", "-65000000", "70000000")),
        ("The balance rose by [$70 million|b3].", ("5000000", "-65000000", "70000000")),
    ],
)
def test_a_balance_that_is_rightly_said_passes(sentence: str, values: tuple[str, str, str]) -> None:
    """The words are of the deficit's size, the claim is of the balance."""
    assert [] == faults(sentence, *values)


@pytest.mark.parametrize(
    ("sentence", "values"),
    [
        ("The deficit of [$60 million|b1] widened by [$5 million|b3].", DEFICITS),
        ("The surplus of [$65 million|b1] narrowed by [$5 million|b3].", SURPLUSES),
        ("There was a surplus of [$60 million|b1].", DEFICITS),
        ("There was a deficit of [$65 million|b1].", SURPLUSES),
        ("It came to [$60 million|b1].", DEFICITS),
        ("The balance fell by [$70 million|b3].", ("5000000", "-65000000", "70000000")),
    ],
)
def test_a_balance_said_the_other_way_is_found(sentence: str, values: tuple[str, str, str]) -> None:
    """The wrong way, the wrong side, or no side at all."""
    assert faults(sentence, *values)
