"""A change in its steps: what average values and quantities moved, and what neither of the two tells."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from generator.movements import readings
from generator.movements.readings import Reading
from generator.story.plan import Bar, Chart
from tests.story.months import Monthly, Table, months

NOW, BASE = "2025-12", "2024-12"
# dollars and kilograms: dearer and less, cheaper and more, as dear and more
LINES = {
    "7403": ((90_000_000, 9_000_000), (60_000_000, 10_000_000)),
    "7402": ((36_000_000, 9_000_000), (20_000_000, 4_000_000)),
    "2608": ((12_000_000, 6_000_000), (10_000_000, 5_000_000)),
}
SMALL = {
    ("7403", NOW): (61_000_000, 10_000_000),
    ("7402", NOW): (22_000_000, 4_400_000),
    ("2608", NOW): (10_000_000, 5_000_000),
}
NEW, ENDED, UNWEIGHED = {"2603": (5_000_000, 500_000)}, {"2607": (2_000_000, 200_000)}, {"2606": (4_000_000, 0)}


def rows(**besides: dict[str, tuple[int, int]]) -> Table:
    """Return the lines in both months, and those besides in one of them each."""
    found = {(code, when): row for code, ends in LINES.items() for when, row in zip((NOW, BASE), ends, strict=True)}
    when = {"now": NOW, "base": BASE}
    return found | {(code, when[key]): row for key, some in besides.items() for code, row in some.items()}


def told(table: Table, **more: Any) -> Monthly:  # noqa: ANN401 -- fields of a brief
    """Return the month whose briefing asks for the steps alone; the audit finds nothing in it."""
    month = months(table, **{"charts": ("waterfall",), **more})
    assert month.findings == ()
    return month


def waterfall(month: Monthly) -> Chart:
    """Return the picture."""
    found: Chart | None = month.block("waterfall")
    assert found is not None
    return found


def shown(month: Monthly) -> list[tuple[str, str]]:
    """Return the bars as they are printed."""
    return [(bar.label.words, bar.figure.words) for bar in waterfall(month).bars]


def test_the_steps_lead_from_one_december_to_the_next() -> None:
    """By hand, Bennet: 7403 (9 + 10)(10 − 6)/2 = 38, 7402 (9 + 4)(4 − 5)/2 = −6.5, 2608 none; the rest is quantity."""
    month = told(rows())
    steps = [("Average value", "+31.50"), ("Quantity", "+16.50")]
    assert [("December 2024", "90.00"), *steps, ("December 2025", "138.00")] == shown(month)
    chart = waterfall(month)
    assert "Higher average values added $31.50 million, larger quantities $16.50 million" == chart.title.words
    assert chart.subtitle.words.endswith("December 2024 and December 2025. 100% of the value is split")
    assert ("pdf", "html", "mail") == chart.shown


@pytest.mark.parametrize(
    ("table", "expected"),
    [
        # neither new, ended nor unweighed lines are quantity; 228 of 239 million are split
        (
            lambda: rows(now=NEW | UNWEIGHED, base=ENDED | {"2606": (1_000_000, 100_000)}),
            [("New and ended", "+3.00"), ("Not split", "+3.00")],
        ),
        # beside totals of ninety million two steps of some millions would not be seen
        (
            lambda: {**rows(), **SMALL},
            [("Average value", "+1.00"), ("Quantity", "+2.00"), ("Change", "+3.00")],
        ),
        # two decimals would print four thousand dollars as nothing
        (lambda: rows(now={"2603": (4_000, 400)}), [("New and ended", "+0.004"), ("December 2025", "138.004")]),
    ],
)
def test_each_step_is_printed_so_that_it_is_seen(table: Callable[[], Table], expected: list[tuple[str, str]]) -> None:
    """Lines that are not split stand apart; small steps stand alone, or have more digits."""
    bars = shown(told(table()))
    assert [bar for bar in bars if bar in expected] == expected


# Base 10; split 3.51533625 and 11.17177875, new 1.55544, so 26.242555: no rounding of these adds up.
UNEVEN = {
    ("7403", NOW): (24_687_115, 20_000_000),
    ("7403", BASE): (10_000_000, 10_000_000),
    ("2603", NOW): (1_555_440, 500_000),
}


@pytest.mark.parametrize(
    ("language", "words"), [("en", "may miss the total"), ("zh", "略有出入"), ("ur", "مختلف ہو سکتا ہے")]
)
def test_steps_whose_roundings_miss_the_total_say_so(language: str, words: str) -> None:
    """10.00 and 3.52, 11.17 and 1.56 are 26.25; the total is 26.24, and the audit wants it said."""
    month = told(UNEVEN, language=language)
    assert ["10.00", "+3.52", "+11.17", "+1.56", "26.24"] == [figure for _, figure in shown(month)]
    assert words in waterfall(month).aside[-1].words
    if language == "en":
        found = month.findings_after("waterfall", lambda block: block["aside"].pop())
        assert any("its figures add up to 26.25, the total is 26.24" in line for line in found), found


@pytest.mark.parametrize(
    ("table", "more"),
    [
        ({key: (usd, 0 if key[0] == "7403" else kg) for key, (usd, kg) in rows().items()}, {}),
        ({key: row for key, row in rows().items() if key != ("2608", BASE)}, {"covers": "listed"}),
    ],
)
def test_too_little_is_no_split(table: Table, more: dict[str, Any]) -> None:
    """Under 70% of the value with weights, or a line whose base is not known: no picture, and nothing said of it."""
    assert told(table, **more).block("waterfall") is None


def test_a_fall_is_told_as_one() -> None:
    """Quantities that shrink take away, whatever average values do."""
    month = told({**rows(), ("7403", NOW): (30_000_000, 4_000_000), ("7402", NOW): (10_000_000, 2_000_000)})
    expected = "Higher average values added $10.50 million while quantities took away $48.50 million"
    assert expected == waterfall(month).title.words


@pytest.mark.parametrize("language", ["zh", "ur"])
@pytest.mark.parametrize("now", [(90_000_000, 9_000_000), (30_000_000, 4_000_000), (30_000_000, 12_000_000)])
def test_it_is_told_in_every_language(language: str, now: tuple[int, int]) -> None:
    """Each pair of ways, with lines that stand apart."""
    table = {**rows(now=NEW | UNWEIGHED, base=ENDED | {"2606": (1_000_000, 100_000)}), ("7403", NOW): now}
    assert 6 == len(waterfall(told(table, language=language)).bars)


def test_effects_hold_for_every_value_of_their_readings() -> None:
    """Ends of a box of nine points: none lies outside of what the effect says, and both are reached."""
    ends = [Reading(Decimal(one), Decimal(two), Decimal(three)) for one, two, three in ((90, 100, 110), (80, 90, 95))]
    times = Reading(Decimal("0.8"), Decimal("1.1"), Decimal("1.25"))
    for work in (readings.value_effect, readings.quantity_effect):
        whole = work(ends[0], ends[1], times)
        found = [
            work(Reading(now, now, now), Reading(base, base, base), Reading(ratio, ratio, ratio)).value
            for now in (ends[0].low, ends[0].value, ends[0].high)
            for base in (ends[1].low, ends[1].value, ends[1].high)
            for ratio in (times.low, Decimal(1), times.value, times.high)
        ]
        assert (whole.low, whole.high) == (min(found), max(found))


def _swap(block: Any) -> None:  # noqa: ANN401 -- JSON
    block["bars"][1], block["bars"][2] = block["bars"][2], block["bars"][1]


SPOILT: dict[str, tuple[str, Callable[[Any], object]]] = {
    "a length": ("is drawn at 30.0", lambda it: it["bars"][1].update(value=30.0)),
    "an order": ("its steps are [('quantity_effect'", _swap),
    "a step less": ("its steps make", lambda it: it["bars"].pop(3)),
    "a total among them": ("a total stands among its steps", lambda it: it["bars"][2].update(total=True)),
    "a figure": ("its figures add up", lambda it: it["bars"][1]["figure"].update(words="+31.51")),
    "no coverage": ("70%", lambda it: it["subtitle"].update(marks=[])),
    "another year": ("2023", lambda it: it.update(alt={"words": "Waterfall chart, December 2025 on December 2023."})),
}


@pytest.mark.parametrize("fault", SPOILT)
def test_the_audit_knows_its_steps(fault: str) -> None:
    """Each bar is its claim, in its place, and all of them add up."""
    problem, spoil = SPOILT[fault]
    month = told(rows(now=NEW, base=ENDED))
    found = month.findings_after("waterfall", spoil)
    assert any(problem in line for line in found), found


def _claims(month: Monthly, spoil: Callable[[dict[str, Any]], object]) -> Monthly:
    """Return the month with its claims spoilt, by the label of the bar that prints them."""
    claims = json.loads(json.dumps(month.claims))
    rows = {row["id"]: row for row in claims["claims"]}
    bars: tuple[Bar, ...] = waterfall(month).bars
    spoil({bar.label.words: rows[bar.figure.marks[0].claim] for bar in bars})
    return replace(month, claims=claims)


def _other_weight(bars: dict[str, Any]) -> None:
    _, (_, (_, _, first), _), (_, (_, _, second), _), *_ = bars["Quantity"]["formula"]
    first[:], second[:] = second[:], first[:]


CLAIMS: dict[str, tuple[str, Callable[[dict[str, Any]], object]]] = {
    "a line left out": ("its cells are about", lambda it: it["Quantity"]["formula"].pop()),
    "another line's weight": ("is no average value of one line", _other_weight),
    "a value of its own": ("value comes to", lambda it: it["Average value"].update(value="31000000")),
    "another kind": ("gives no claim of kind", lambda it: it["Quantity"].update(kind="change_abs")),
    "another base": ("stands on cells of", lambda it: it["Average value"].update(compare_period="2023-12")),
    "another way": ("its direction is up", lambda it: it["Quantity"].update(direction="down")),
}


@pytest.mark.parametrize("fault", CLAIMS)
def test_the_audit_works_the_steps_out_again(fault: str) -> None:
    """By its own arithmetic, from customs' cells."""
    problem, spoil = CLAIMS[fault]
    found = _claims(told(rows(now=NEW, base=ENDED)), spoil).findings
    assert any(problem in line for line in found), found
