"""Prose as `check` reads it: the rates that it pairs, the wrong ones that it finds, and no true one refused."""

from __future__ import annotations

import random
from collections import Counter
from pathlib import Path

import pytest

from generator.factcheck.claim_file import judge
from generator.factcheck.pairs import claims_in
from generator.factcheck.printed_claim import Loose, PrintedClaim, PrintedNumber
from tests.prose.measured import measured

HERE = Path(__file__).parent
ARTICLES = sorted(HERE.glob("*/*.txt"))


def figures(claim: PrintedClaim) -> tuple[str | None, ...]:
    """Return level, base, rate, difference and whole of a claim as texts."""
    names = ("value", "comparison_value", "stated_pct", "stated_abs_change", "denominator")
    found: list[PrintedNumber | Loose | None] = [getattr(claim, name) for name in names]
    return tuple(one.text if one else None for one in found)


@pytest.mark.parametrize("seed", [None, 1, 2, 3])
def test_wrong_rates_are_found_and_true_ones_hold(seed: int | None) -> None:
    """Of 118 rates beside their levels nearly all are judged; none that is right is refused, as printed or altered."""
    total: Counter[str] = Counter()
    for file in ARTICLES:
        counts, _ = measured(file, seed)
        total += counts
    assert (16, 118, 0) == (len(ARTICLES), total["rates"], total["false"])
    assert total["paired"] >= 116
    # a rate far from its levels, and one that its word makes true: "more than 105 per cent" of 210
    assert total["wrong"] - total["found"] <= 2


def test_no_true_sentence_is_refused() -> None:
    """Sentences with figures that are easily taken for one another's."""
    refused = [
        line
        for line in (HERE / "true.txt").read_text("utf-8").splitlines()
        for verdicts in judge(claims_in(line))
        if verdicts[0].verdict in {"inconsistent", "truncated"}
    ]
    assert [] == refused


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Sales rose 12% to $112 million from $100 million.", ("112", "100", "12", None, None)),
        ("Sales fell from $1.2 billion to $900 million, or 25%.", ("0.900", "1.2", "-25", None, None)),
        ("Sales rose by $2 million to $12 million from $10 million.", ("12", "10", None, "2", None)),
        ("Chips made up 20% of the total $50 million, or $10 million.", ("10", None, "20", None, "50")),
        ("Tea more than doubled to 250 tonnes (100 tonnes).", ("250", "100", "100", None, None)),
        ("Sales were $12 million; a year earlier they were $10 million.", ("12", "10", None, None, None)),
        ("Sales rose 12.5% to 4.5 Mt from 4.0 Mt.", ("4.5", "4.0", "12.5", None, None)),
        ("Sales, i.e. 12%, rose to $112 million from $100 million.", ("112", "100", "12", None, None)),
        ("Sales fell 9% to $912345678.1234 from $1.0 billion.", ("$912345678.1234", "1.0", "-9", None, None)),
        ("Sales rose 5% to $20 million as stocks fell to $8 million from $9 million.", (None, None, "5", None, None)),
        ("Sales rose 5% in real terms to $11 million from $10 million.", (None, None, "5", None, None)),
        ("Sales rose at an annual rate of 5% to 990 tonnes from 900 tonnes.", (None, None, "5", None, None)),
        ("Sales rose 5% in dollars and 7% in yuan to $11 million from $10 million.", (None, None, "5", None, None)),
    ],
)
def test_figures_go_to_those_they_belong_to(sentence: str, expected: tuple[str | None, ...]) -> None:
    """The first claim of a sentence; where two readings are open, a rate without levels."""
    assert expected == figures(claims_in(sentence)[0])


def test_a_rate_of_it_is_compared_with_the_level_of_the_sentence_before() -> None:
    """Where that sentence has one level alone, and this one only the base."""
    before = "Sales came to $12.0 million in May."
    assert [("12.0", "10.0", "20", None, None)] == [
        figures(claim) for claim in claims_in("They were 20% up from $10.0 million in April.", before)
    ]


def test_the_examples_of_the_page_hold() -> None:
    """Those of docs/check.md, each with its figures."""
    page = (HERE.parents[1] / "docs" / "check.md").read_text("utf-8")
    lines = page.partition("judged as one that was written down:\n\n")[2].partition("\n\n")[0].splitlines()
    examples = [line.strip().partition(".  ")[0] + "." for line in lines]
    assert 5 == len(examples)
    verdicts = [judge(claims_in(one))[0][0].verdict for one in examples]
    assert ["exact", "exact", "ok", "exact", "exact"] == verdicts


def test_an_altered_direction_is_found() -> None:
    """A fall told of what rose, drawn from many levels."""
    draw = random.Random(5)  # noqa: S311 -- repeatable on purpose
    for _ in range(50):
        base = draw.randint(100, 900)
        now = base + draw.randint(20, 90)
        rate = f"{100 * (now - base) / base:.1f}"
        for word, verdict in (("rose", "exact"), ("fell", "inconsistent")):
            [claim] = claims_in(f"Sales {word} {rate}% to ${now} million from ${base} million.")
            assert verdict == judge([claim])[0][0].verdict
