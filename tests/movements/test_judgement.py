"""A judgement is three-valued and prints its tree."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.movements import Judgement
from generator.movements.conditions import JudgedSeries, MetricTable
from generator.movements.judgement import WORDS
from generator.movements.threshold_grammar import read_condition

Lined = Callable[..., JudgedSeries]
YES = {"metric": "yoy", "gte": 1}
NO = {"metric": "yoy", "gte": 99}
NULL = {"metric": "z", "gte": 3}


def judged(data: object, line: JudgedSeries) -> Judgement:
    """Return the judgement of a written condition."""
    return read_condition(data, ()).judge(line)


def test_a_judgement_prints_what_was_found_and_asked(lined: Lined) -> None:
    """The editor reads why a line was not told."""
    rule = {"all": [{"metric": "z", "abs_gte": 3.0}, {"metric": "contrib", "abs_gte": Decimal("0.10")}]}
    printed = str(judged(rule, lined(z="4.1", contrib="0.04")))
    assert "z 4.1 ≥ 3.0 yes; contrib 0.04 ≥ 0.10 no → not notable" == printed


@pytest.mark.parametrize(
    ("test", "value", "words"),
    [
        ({"abs_gte": 3}, "-4.1", "z |−4| ≥ 3 yes"),
        ({"gte": 3}, "2.96", "z 2.96 ≥ 3 no"),
        ({"gt": 3}, "3", "z 3 > 3 no"),
        ({"lt": 0}, "-1", "z −1 < 0 yes"),
        ({"lte": -5}, "-4", "z −4 ≤ −5 no"),
        ({"abs_gt": 2.5}, "2.5", "z 2.5 > 2.5 no"),
        ({"between": [1, 4]}, "3.96", "z 3.96 between 1 and 4 yes"),
        ({"between": [1, 4]}, "4.2", "z 4.2 between 1 and 4 no"),
        ({"between": [1, 4]}, "1", "z 1 between 1 and 4 yes"),
        ({"between": [1, 4]}, "4", "z 4 between 1 and 4 yes"),
        ({"abs_gte": 0}, "0", "z 0 ≥ 0 yes"),
        ({"in": [1, 2]}, "2", "z 2 in 1, 2 yes"),
        ({"in": [1, 2]}, "1.5", "z 1.5 in 1, 2 no"),
        ({"is": None}, "1", "z 1.0 is null no"),
        ({"gt": 1, "lt": 9}, "5", "z 5 > 1 yes; z 5 < 9 yes"),
    ],
)
def test_every_operator_compares_as_it_reads(lined: Lined, test: dict[str, object], value: str, words: str) -> None:
    """Numbers at the decimals of the bar, at more where rounding would seem to reach it."""
    assert words == judged({"metric": "z", **test}, lined(z=value)).words


@pytest.mark.parametrize(
    ("data", "holds"),
    [
        (NULL, None),
        ({"metric": "z", "between": [1, 2]}, None),
        ({"metric": "z", "in": [1, 2]}, None),
        ({"not": NULL}, None),
        ({"metric": "z", "is": None}, True),
        ({"any": [YES, NULL]}, True),
        ({"any": [NO, NULL]}, None),
        ({"all": [YES, NULL]}, None),
        ({"all": [NO, NULL]}, False),
        ({"not": {"all": [NO, NULL]}}, True),
        ({**YES, "unless": NULL}, True),
        ({**YES, "unless": YES}, False),
        ({**YES, "unless": NO}, True),
        ({**NULL, "unless": NO}, None),
    ],
)
def test_a_null_neither_passes_nor_fails(lined: Lined, data: object, holds: bool | None) -> None:  # noqa: FBT001
    """`not null` is null, and an exception must be certain to apply."""
    assert holds is judged(data, lined(yoy="50")).holds


@pytest.mark.parametrize("test", [{"gte": 0}, {"lte": 0}, {"in": [0]}, {"between": [-1, 1]}, {"abs_gte": 0}])
def test_a_value_that_is_no_number_passes_no_test(lined: Lined, test: dict[str, object]) -> None:
    """NaN equals nothing, zero least of all."""
    line = lined(z="NaN")
    assert [None, None] == [
        judged(item, line).holds for item in ({"metric": "z", **test}, {"not": {"metric": "z", **test}})
    ]


def test_an_event_counts_from_its_larger_level(lined: Lined) -> None:
    """A new flow of 2 million passes a floor of 1 million and not one of 3."""
    line = lined("new", level="2000000")
    outcomes = [judged({"event": "new", "min_value": floor}, line).holds for floor in (1_000_000, 3_000_000)]
    assert [True, False] == outcomes


def test_an_event_that_cannot_be_told_is_unknown(lined: Lined) -> None:
    """Too short a history may hide it; another state rules it out; without a level there is no size."""
    assert judged({"event": ["new", "vanished"]}, lined("unknown")).holds is None
    assert judged({"event": ["new", "vanished"]}, lined("active")).holds is False
    assert judged({"event": ["record"]}, lined("active")).holds is None
    assert judged({"event": ["record"]}, lined("unknown", record="0")).holds is False
    assert judged({"event": ["new"], "min_value": 1}, lined("new")).holds is None


def test_a_flag_is_there_or_not(lined: Lined) -> None:
    """One of several is enough."""
    asked = {"flag": ["partial", "hs_break"]}
    assert [True, False] == [judged(asked, lined(marks=marks)).holds for marks in (("partial",), ("bound",))]


def test_a_tree_prints_its_brackets(lined: Lined) -> None:
    """Nested groups stand in brackets, exceptions after `unless`."""
    rule = {"any": [{"all": [YES, NO]}, {"not": NO}], "unless": {"flag": "partial"}}
    expected = "((yoy 50 ≥ 1 yes; yoy 50 ≥ 99 no) or not (yoy 50 ≥ 99 no)) unless (flag partial no) → notable"
    assert expected == str(judged(rule, lined(yoy="50")))


def steps(judgement: Judgement) -> list[str]:
    """Return the tree as lines: indent, condition, outcome."""
    return [f"{'  ' * depth}{one.condition} {WORDS[one.holds]}" for depth, one in judgement.steps()]


def test_a_tree_goes_step_by_step_as_the_settings_write_it(lined: Lined) -> None:
    """The exception of the whole stands beside what it is one of."""
    both = {"all": [{"metric": "z", "gte": 3}, {"metric": "contrib", "gte": Decimal("0.10")}]}
    rule = {"any": [YES, both], "unless": {"flag": ["partial"]}}
    found = judged(rule, lined(yoy="50", z="4", contrib="0.04"))
    wanted = ["any yes", "  yoy yes", "  all no", "    z yes", "    contrib no", "unless no", "  flag no"]
    assert wanted == steps(found)


def test_an_exception_of_a_part_has_its_own_outcome(lined: Lined) -> None:
    """What it is one of stands under it, and then the exception."""
    found = judged({"any": [NO, {**YES, "unless": {"metric": "yoy", "gte": 40}}]}, lined(yoy="50"))
    assert ["any no", "  yoy no", "  unless no", "    yoy yes", "    yoy yes"] == steps(found)


@pytest.mark.parametrize(
    ("data", "found"),
    [
        ({"any": [YES, NO]}, ["yoy"]),
        ({"any": [NO, {"all": [YES, {"metric": "z", "gte": 3}]}]}, ["yoy", "z"]),
        ({"all": [YES, {"metric": "z", "gte": 9}]}, ["z"]),
        ({"any": [NO, {"metric": "z", "gte": 9}]}, ["yoy", "z"]),
        ({"any": [NO, {"metric": "contrib", "gte": 1}]}, ["yoy", "contrib"]),
        ({"not": {"all": [YES, {"metric": "z", "gte": 9}]}}, ["z"]),
        ({**YES, "unless": {"metric": "z", "gte": 3}}, ["z"]),
        ({**YES, "unless": {"metric": "z", "gte": 9}}, ["yoy"]),
        ({"all": [YES, {"metric": "contrib", "gte": 1}]}, ["contrib"]),
    ],
)
def test_the_leaves_that_decided_are_named(lined: Lined, data: object, found: list[str]) -> None:
    """Those that hold where the whole does, those that fail where it fails, the unknown one where it is unknown."""
    leaves = judged(data, lined(yoy="50", z="4")).deciding()
    assert found == [leaf.condition for leaf in leaves]


def test_a_leaf_keeps_its_number_or_its_reason(lined: Lined) -> None:
    """As JSON has them."""
    found = judged({"any": [{"metric": "yoy", "abs_gte": 25}, {"event": ["new"]}, NULL]}, lined(yoy="-50.25"))
    [yoy, event, z] = found.as_data()["parts"]
    assert ("|−50|", "≥ 25", -50.25, "", True) == tuple(
        yoy[key] for key in ("found", "asked", "value", "reason", "holds")
    )
    assert ("event", "none", "new", False) == tuple(event[key] for key in ("condition", "found", "asked", "holds"))
    assert (None, True, None) == (z["value"], bool(z["reason"]), z["holds"])


CONDITIONS = st.recursive(
    st.sampled_from(
        [
            *({"metric": "z", **test} for test in ({"gt": 1}, {"abs_gte": 3}, {"between": [-1, 2]}, {"in": [1, 4]})),
            *({"metric": "yoy", **test} for test in ({"lte": 5}, {"is": None}, {"gte": 1, "lt": 60})),
            *({"event": names, "min_value": 5} for names in (["new"], ["record"], ["vanished", "record"])),
            *({"flag": names} for names in (["partial"], ["partial", "low_base"])),
        ]
    ),
    lambda parts: st.one_of(
        st.lists(parts, min_size=1, max_size=3).map(lambda few: {"all": few}),
        st.lists(parts, min_size=1, max_size=3).map(lambda few: {"any": few}),
        st.tuples(parts, parts).map(lambda two: {"any": [two[0]], "unless": two[1]}),
        parts.map(lambda one: {"not": one}),
    ),
    max_leaves=6,
)
NUMBERS = st.sampled_from(["", "-4", "0", "1", "4", "50"])


@given(CONDITIONS, NUMBERS, NUMBERS, NUMBERS, st.sampled_from(["new", "active", "unknown"]), st.booleans())
def test_one_series_and_all_at_once_are_judged_alike(
    lined: Lined,
    data: object,
    z: str,
    yoy: str,
    level: str,
    state: str,
    partial: bool,  # noqa: FBT001
) -> None:
    """Words and arrays say the same: yes, no or unknown."""
    values = {name: text for name, text in (("z", z), ("yoy", yoy), ("level", level)) if text}
    series = lined(state, ("partial",) if partial else (), **values)
    numbers = {name: np.array([float(values.get(name, "nan"))]) for name in ("z", "yoy", "level", "record")}
    flags = {"partial": np.array([partial])}
    table = MetricTable(numbers, flags, np.array([state]), numbers["level"])
    condition = read_condition(data, ())
    outcome = condition.evaluate(table)[0]
    assert {1.0: True, 0.0: False}.get(outcome) is condition.judge(series).holds
