"""Link B where figures are published to the cent, or as JSON numbers: small sums are told in whole dollars."""

from __future__ import annotations

import pytest

from tests.audit.sample import Json, claims_data
from tests.audit.test_rules import judged, with_paragraph

NOW = "Aluminium ores came to [{}|f3]."


def proof(now: str, was: str) -> Json:
    """Return the sample's evidence with aluminium ores published in dollars: `now`, and `was` a year before."""
    data = claims_data()
    half = 10.0 ** -len(now.partition(".")[2]) / 2
    for key, claim, digits in (("c3", "f3", now), ("c4", "f4", was)):
        ends = {"low": f"{float(digits) - half}", "value": digits, "high": f"{float(digits) + half}"}
        data["cells"][key] |= {"text": digits, "multiplier": "1", **ends}
        next(item for item in data["claims"] if item["id"] == claim).update(ends)
    gain = float(now) - float(was)
    change = next(item for item in data["claims"] if item["id"] == "f8")
    change.update({"low": f"{gain - 2 * half:.3f}", "value": f"{gain:.2f}", "high": f"{gain + 2 * half:.3f}"})
    return data


def held(sentence: str, now: str, was: str = "100.00") -> bool:
    """Say whether the rule on roundings refuses `sentence`."""
    return "rounding" in [rule for rule, said in judged(with_paragraph(sentence), proof(now, was)) if "came" in said]


@pytest.mark.parametrize(
    ("published", "printed"),
    [
        ("3028.0", "$3,028"),
        ("3028.49", "$3,028"),
        ("3028.50", "$3,029"),
        ("3000.4", "$3,000"),
        ("3028.49", "$3,028.49"),
        ("190374.0", "$0.19 million"),
        ("3028", "$3,028"),
    ],
)
def test_cents_are_told_in_whole_dollars(published: str, printed: str) -> None:
    """Half away from zero, as every figure is rounded; in millions two decimals are enough."""
    assert not held(NOW.format(printed), published)


@pytest.mark.parametrize(
    ("published", "printed"),
    [
        ("3028.0", "$3,029"),
        ("3028.50", "$3,028"),
        ("3028.49", "$3,029"),
        ("3028.49", "$3,028.5"),
        ("3028.49", "$3.0 thousand"),
        ("3028.49", "$3,030"),
        ("3028.49", "$3 thousand"),
        ("190374.0", "$0.2 million"),
        ("2190374.4", "$2,190,374"),
        ("3028", "$3,027"),
    ],
)
def test_no_other_rounding_of_cents_passes(published: str, printed: str) -> None:
    """One dollar off, tenths of dollars, tens and thousands, and whole dollars of millions are refused."""
    assert held(NOW.format(printed), published)


@pytest.mark.parametrize(("gain", "passes"), [("$51", True), ("$49", False), ("$52", False), ("$0", False)])
def test_a_change_is_the_difference_of_whole_dollars(gain: str, passes: bool) -> None:  # noqa: FBT001 -- a table
    """From "$50" to "$101" a reader finds 51, where the cents give 50.50."""
    data = proof("100.50", "50.00")
    data["claims"][2]["printed"], data["claims"][3]["printed"] = ["$101"], ["$50"]
    said = "Aluminium ores came to [$101|f3], [" + gain + "|f8] more than [$50|f4] in 2024."
    found = [rule for rule, sentence in judged(with_paragraph(said), data) if "came" in sentence]
    assert passes is ("rounding" not in found)
