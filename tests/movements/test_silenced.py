"""A drift and an offset have no month to be let through by, and still heed the threshold that governs their series."""

from __future__ import annotations

import pytest

from generator.movements.picks import verdict
from tests.movements.panels import calm, lines, made, picked, summed, told

DRIFT, OFFSET = ("7403", "drift", "up"), ("7407", "offset", "up")
UNREACHED = {"value": 10**12}  # no base of any series comes to it: all are low
Block = dict[str, object]


def drifting() -> dict[str, object]:
    """Return calm lines of which one has a year of a tenth more."""
    columns = {code: calm(code, 20_000_000 * int(code[2:]), noise=0.02) for code in lines()}
    columns["7403"][-12:] *= 1.10
    return {"columns": summed(columns)}


def parting() -> dict[str, object]:
    """Return lines of which one keeps its value, with 40 per cent fewer kilograms at 67 per cent more each."""
    columns = lines()
    columns["7407"][-1] = columns["7407"][-13]
    weight = columns["7407"] / calm("tonnes", 4)
    weight[-1] = 0.6 * weight[-13]
    return {"columns": summed(columns), "quantity": {"7407": weight}}


def z(more: Block) -> Block:
    """Return a condition on the month that also asks for `more`."""
    return {"all": [{"metric": "z", "abs_gte": 3}, more]}


RULES = [
    ("none", {}, True),
    ("months alone", {"defaults": {"notable": z({"metric": "contrib", "abs_gte": 0.1})}}, True),
    ("a flag that none has", {"defaults": {"notable": z({"flag": "lunar"})}}, False),
    ("low", {"defaults": {"floor": UNREACHED, "notable": {"metric": "z", "abs_gte": 3}}}, True),
    (
        "low, excepted",
        {"defaults": {"floor": UNREACHED, "notable": {"metric": "z", "abs_gte": 3, "unless": {"flag": "low_base"}}}},
        False,
    ),
    ("events alone", {"defaults": {"notable": {"event": ["new", "vanished"]}}}, False),
    (
        "a group of large shares",
        {"groups": {"74": {"codes": ["74"], "notable": z({"metric": "share", "gte": 90})}}},
        False,
    ),
    ("a group elsewhere", {"groups": {"76": {"codes": ["76"], "notable": {"metric": "share", "gte": 90}}}}, True),
]


@pytest.mark.parametrize(("rules", "is_told"), [one[1:] for one in RULES], ids=[one[0] for one in RULES])
def test_what_no_month_tells_is_silenced_as_any_month_is(rules: Block, *, is_told: bool) -> None:
    """By an exception that holds, and by what the rule asks beside the month and is not so."""
    for panel, one in ((drifting(), DRIFT), (parting(), OFFSET)):
        assert is_told == (one in told(picked(made(**panel), rules=rules)))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("rule", "is_told"),
    [
        (z({"metric": "r12_yoy", "abs_gte": 5}), True),
        (z({"metric": "r12_yoy", "abs_gte": 15}), False),
        ({"metric": "uv_yoy", "abs_gte": 500}, True),  # of the month
    ],
)
def test_a_rule_on_the_very_series_governs_a_drift_by_its_year(rule: Block, *, is_told: bool) -> None:
    """Its year has a tenth more; what the rule asks of the month cannot be asked of it."""
    found = picked(made(**drifting()), rules={"series": {"7403": {"notable": rule}}})  # type: ignore[arg-type]
    assert is_told == (DRIFT in told(found))
    assert is_told or (verdict(found, "7403").stopped, "r12_yoy") == ("threshold", "r12_yoy")
    more = picked(made(**drifting()), rules={"series": {"7403": {"notable": rule, "extend": True}}})  # type: ignore[arg-type]
    assert DRIFT in told(more)


@pytest.mark.parametrize(("bar", "is_told"), [(50, True), (80, False)])
def test_a_rule_on_the_very_series_governs_an_offset_by_its_average_value(bar: int, *, is_told: bool) -> None:
    """A unit value that rose by two thirds, of a value that did not."""
    rules = {"series": {"7407": {"notable": z({"metric": "uv_yoy", "gte": bar})}}}
    assert is_told == (OFFSET in told(picked(made(**parting()), rules=rules)))  # type: ignore[arg-type]


def carrying() -> dict[str, object]:
    """Return calm lines of which one, not final yet, has nearly doubled and explains what chapter and total gained."""
    columns = {code: calm(code, 20_000_000) for code in lines()} | {"7403": calm("7403", 100_000_000)}
    columns["7403"][-1] = columns["7403"][-13] + 85_000_000
    return {"columns": summed(columns), "status": {"7403": "P"}}


ODD: Block = {"metric": "z", "abs_gte": 3}
CARRIED = [
    ("by nothing", {"defaults": {"notable": ODD}}, ("7403", ("74", "total"))),
    (
        "by an exception",
        {"defaults": {"notable": ODD | {"unless": {"flag": "provisional"}}}},
        ("74", ("total", "7403")),
    ),
    (
        "by a rule of its own",
        {"series": {"7403": {"notable": {"metric": "yoy", "gte": 500}}}},
        ("74", ("total", "7403")),
    ),
    ("above it alone", {"series": {"74": {"notable": {"metric": "yoy", "gte": 500}}}}, ("7403", ("74", "total"))),
]


@pytest.mark.parametrize(("rules", "wanted"), [one[1:] for one in CARRIED], ids=[one[0] for one in CARRIED])
def test_a_line_that_is_silenced_leaves_the_story_to_its_chapter(rules: Block, wanted: tuple[str, object]) -> None:
    """The chapter stands and has the line in its context: what a rule keeps silent had been told all the same."""
    found = picked(made(**carrying()), rules=rules)  # type: ignore[arg-type]
    assert [wanted] == [(one.series, one.context) for one in found.picks]
