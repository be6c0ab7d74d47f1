"""Reads thresholds from plain settings into conditions. A fault has its path and the nearest known word."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from difflib import get_close_matches
from reprlib import Repr

from generator.movements.conditions import (
    IS_NULL,
    OPERATORS,
    Combination,
    Condition,
    HasEvent,
    HasFlag,
    MetricTest,
)
from generator.movements.judgement import ALL, NOT, UNLESS
from generator.movements.metric_names import EVENTS, FLAGS, UNITS

Path = tuple[str | int, ...]

HEADS = ("all", "any", "not", "metric", "event", "flag")
TESTS = (*OPERATORS, IS_NULL)
OPTIONS = {"metric": TESTS, "event": ("min_value",)}  # keys that may stand beside a head
MOST_DIGITS = 30  # most digits before or after the point; far more than any metric has
MOST_SHOWN = 60  # characters of a faulty value that a message quotes
_SHORT = Repr()
_SHORT.maxstring = _SHORT.maxother = _SHORT.maxlong = MOST_SHOWN  # arguments of Repr only from Python 3.12 on


class RuleFault(ValueError):
    """A faulty threshold. `path` leads to it by keys and list indexes; `nearest` is the known word perhaps meant."""

    def __init__(self, path: Path, problem: str, nearest: str = "") -> None:
        """Compose the message from the path, the problem, and the nearest word."""
        self.path, self.problem, self.nearest = path, problem, nearest
        where = ".".join(map(str, path))
        super().__init__(f"{where}: {problem}" + (f"; nearest: {nearest}" if nearest else ""))


def read_condition(data: object, path: Path) -> Condition:
    """Read a condition. Raise RuleFault if `data` is not one."""
    node = mapping(data, path, "a condition")
    heads = [key for key in node if key in HEADS]
    if len(heads) != 1:
        raise _without_head(node, heads, path)
    head = heads[0]
    refuse_unknown_keys(node, (head, UNLESS, *OPTIONS.get(head, ())), path)
    condition: Condition
    match head:
        case "metric":
            condition = _metric_tests(node, path)
        case "event":
            least = number(node["min_value"], (*path, "min_value")) if "min_value" in node else None
            condition = HasEvent(words(node[head], EVENTS, (*path, head), head), least)
        case "flag":
            condition = HasFlag(words(node[head], FLAGS, (*path, head), head))
        case "not":
            condition = Combination(NOT, (read_condition(node[head], (*path, head)),))
        case _:
            items = enumerate(listed(node[head], (*path, head)))
            condition = Combination(head, tuple(read_condition(item, (*path, head, place)) for place, item in items))
    if UNLESS not in node:
        return condition
    return Combination(UNLESS, (condition, read_condition(node[UNLESS], (*path, UNLESS))))


def _without_head(node: Mapping[str, object], heads: list[str], path: Path) -> RuleFault:
    """Return the fault of a condition that has no head, or several."""
    if heads:
        return RuleFault((*path, heads[1]), f"{heads[0]} and {heads[1]} stand side by side; nest them under all or any")
    loose = [key for key in node if key in TESTS]
    if loose:
        return RuleFault((*path, loose[0]), f"{loose[0]} needs a metric beside it")
    for key in node:
        known_word(key, (*HEADS, UNLESS), (*path, key), "key")
    return RuleFault(path, f"a condition needs one of {', '.join(HEADS)}")


def _metric_tests(node: Mapping[str, object], path: Path) -> Condition:
    """Return the tests of a metric as one condition; several tests must all hold."""
    metric = known_word(node["metric"], tuple(UNITS), (*path, "metric"), "metric")
    tests = tuple(_metric_test(metric, key, node[key], (*path, key)) for key in TESTS if key in node)
    if not tests:
        raise RuleFault(path, f"{metric} is compared with nothing; write one of {', '.join(TESTS)}")
    return tests[0] if len(tests) == 1 else Combination(ALL, tests)


def _metric_test(metric: str, operator: str, data: object, path: Path) -> MetricTest:
    if operator == IS_NULL:
        if data is not None:
            raise RuleFault(path, f"is knows null only, not {shown(data)}")
        return MetricTest(metric, operator)
    if operator not in ("between", "in"):
        return MetricTest(metric, operator, (number(data, path),))
    numbers = tuple(number(item, (*path, place)) for place, item in enumerate(listed(data, path)))
    if operator == "between" and (len(numbers) != 2 or numbers[0] > numbers[1]):  # noqa: PLR2004 -- a pair
        raise RuleFault(path, "between needs two numbers, the smaller first")
    return MetricTest(metric, operator, numbers)


def terms(data: object, path: Path, *, lets_through: bool = True) -> Iterator[tuple[Path, tuple[str, ...]]]:
    """Yield each term of some settings with its path: a metric that is compared ("yoy"), events or flags ("flag new").

    A mere test for null is left out, since any metric may be null. Events and flags within `not` and `unless` are left
    out, since they let no line through.
    """
    if isinstance(data, Mapping):
        heads = ("event", "flag") if lets_through else ()
        if "metric" in data and not (set(data) & {*TESTS} <= {IS_NULL}):
            yield (*path, "metric"), (str(data["metric"]),)
        for head in heads:
            if head in data:
                names = data[head] if isinstance(data[head], list | tuple) else [data[head]]
                yield (*path, head), tuple(f"{head} {name}" for name in names)
        for key, part in data.items():
            yield from terms(part, (*path, key), lets_through=lets_through and key not in (UNLESS, NOT))
    elif isinstance(data, list | tuple):
        for place, part in enumerate(data):
            yield from terms(part, (*path, place), lets_through=lets_through)


def mapping(data: object, path: Path, what: str) -> Mapping[str, object]:
    """Return `data` as a mapping with text keys, or raise RuleFault."""
    if not isinstance(data, Mapping):
        raise RuleFault(path, f"{what} is a mapping of keys, not {shown(data)}")
    for key in data:
        if not isinstance(key, str):
            raise RuleFault((*path, str(key)), f'the key {shown(key)} is not text; quote it: "{key}"')
    return data


def listed(data: object, path: Path) -> list[object]:
    """Return `data` as a list that is not empty, or raise RuleFault."""
    if not isinstance(data, list | tuple) or not data:
        raise RuleFault(path, f"a list with something in it is needed, not {shown(data)}")
    return list(data)


def words(data: object, vocabulary: tuple[str, ...], path: Path, what: str) -> tuple[str, ...]:
    """Return one known word or a list of known words as a tuple, or raise RuleFault."""
    if isinstance(data, str):
        return (known_word(data, vocabulary, path, what),)
    return tuple(known_word(item, vocabulary, (*path, place), what) for place, item in enumerate(listed(data, path)))


def known_word(data: object, vocabulary: Iterable[str], path: Path, what: str) -> str:
    """Return `data` if it is in the vocabulary. Otherwise raise RuleFault with the nearest word."""
    names = list(vocabulary)
    if isinstance(data, str) and data in names:
        return data
    nearest = get_close_matches(str(data)[:MOST_SHOWN], names, 1, 0.3)
    raise RuleFault(path, f"{shown(data)} is no known {what}", nearest[0] if nearest else "")


def refuse_unknown_keys(node: Mapping[str, object], keys: Iterable[str], path: Path) -> None:
    """Refuse a key that is not one of `keys`."""
    allowed = tuple(keys)
    for key in node:
        known_word(key, allowed, (*path, key), "key")


def number(data: object, path: Path) -> Decimal:
    """Return `data` as a finite number, or raise RuleFault. Text and booleans are not numbers."""
    if isinstance(data, bool) or not isinstance(data, int | float | Decimal):
        raise RuleFault(path, f"{shown(data)} is not a number")
    value = Decimal(str(data))
    if not value.is_finite():
        raise RuleFault(path, f"{shown(data)} is not finite")
    if value and abs(value.adjusted()) > MOST_DIGITS:
        raise RuleFault(path, f"{shown(data)} has more than {MOST_DIGITS} digits before or after the point")
    return value


def shown(data: object) -> str:
    """Return a faulty value for a message, shortened."""
    return str(data)[:MOST_SHOWN] if isinstance(data, Decimal) else _SHORT.repr(data)
