"""How a threshold is written: plain settings are read into conditions; a fault has its path and the nearest word."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from difflib import get_close_matches
from reprlib import Repr

from generator.movements.conditions import (
    OPERATORS,
    Between,
    Compare,
    Condition,
    Every,
    HasEvent,
    HasFlag,
    IsNull,
    Not,
    OneOf,
    Some,
    Unless,
)
from generator.movements.metric_names import EVENTS, FLAGS, UNITS

Path = tuple[str | int, ...]

HEADS = ("all", "any", "not", "metric", "event", "flag")
TESTS = (*OPERATORS, "between", "in", "is")
PAIR = 2
MOST_DIGITS = 30  # before or after the point: no metric comes near
MOST_SHOWN = 60  # signs of what was written instead
_SHORT = Repr()
_SHORT.maxstring = _SHORT.maxother = _SHORT.maxlong = MOST_SHOWN  # Repr takes them itself from Python 3.12 on


class RuleFault(ValueError):
    """A threshold that cannot be used: `path` leads to it through keys and list places, `nearest` is a known word."""

    def __init__(self, path: Path, problem: str, nearest: str = "") -> None:
        """Say where, what, and the word that was perhaps meant."""
        self.path, self.problem, self.nearest = path, problem, nearest
        where = ".".join(map(str, path))
        super().__init__(f"{where}: {problem}" + (f"; nearest: {nearest}" if nearest else ""))


def read_condition(data: object, path: Path) -> Condition:
    """Return the condition that `data` writes, or raise RuleFault."""
    node = mapping(data, path, "a condition")
    heads = [key for key in node if key in HEADS]
    if len(heads) != 1:
        raise _headless(node, heads, path)
    head = heads[0]
    found = _READERS[head](node, path)
    if "unless" not in node:
        return found
    return Unless(found, read_condition(node["unless"], (*path, "unless")))


def _headless(node: Mapping[str, object], heads: list[str], path: Path) -> RuleFault:
    if heads:
        return RuleFault((*path, heads[1]), f"{heads[0]} and {heads[1]} stand side by side; nest them under all or any")
    loose = [key for key in node if key in TESTS]
    if loose:
        return RuleFault((*path, loose[0]), f"{loose[0]} needs a metric beside it")
    for key in node:
        known(key, (*HEADS, "unless"), (*path, key), "key")
    return RuleFault(path, f"a condition needs one of {', '.join(HEADS)}")


def _several(head: str, node: Mapping[str, object], path: Path) -> tuple[Condition, ...]:
    only(node, (head, "unless"), path)
    items = listed(node[head], (*path, head))
    return tuple(read_condition(item, (*path, head, place)) for place, item in enumerate(items))


def _every(node: Mapping[str, object], path: Path) -> Condition:
    return Every(_several("all", node, path))


def _some(node: Mapping[str, object], path: Path) -> Condition:
    return Some(_several("any", node, path))


def _not(node: Mapping[str, object], path: Path) -> Condition:
    only(node, ("not", "unless"), path)
    return Not(read_condition(node["not"], (*path, "not")))


def _metric(node: Mapping[str, object], path: Path) -> Condition:
    only(node, ("metric", "unless", *TESTS), path)
    name = known(node["metric"], tuple(UNITS), (*path, "metric"), "metric")
    tests = tuple(_test(name, key, node[key], (*path, key)) for key in TESTS if key in node)
    if not tests:
        raise RuleFault(path, f"{name} is compared with nothing; write one of {', '.join(TESTS)}")
    return tests[0] if len(tests) == 1 else Every(tests)


def _test(metric: str, key: str, data: object, path: Path) -> Condition:
    match key:
        case "is":
            if data is not None:
                raise RuleFault(path, f"is knows null only, not {shown(data)}")
            return IsNull(metric)
        case "between":
            return _between(metric, data, path)
        case "in":
            return OneOf(metric, tuple(number(item, (*path, at)) for at, item in enumerate(listed(data, path))))
        case _:
            return Compare(metric, OPERATORS[key], number(data, path))


def _between(metric: str, data: object, path: Path) -> Condition:
    ends = [number(item, (*path, place)) for place, item in enumerate(listed(data, path))]
    if len(ends) != PAIR or ends[0] > ends[1]:
        raise RuleFault(path, "between needs two numbers, the smaller first")
    return Between(metric, *ends)


def _event(node: Mapping[str, object], path: Path) -> Condition:
    only(node, ("event", "min_value", "unless"), path)
    names = words(node["event"], EVENTS, (*path, "event"), "event")
    return HasEvent(names, number(node["min_value"], (*path, "min_value")) if "min_value" in node else None)


def _flag(node: Mapping[str, object], path: Path) -> Condition:
    only(node, ("flag", "unless"), path)
    return HasFlag(words(node["flag"], FLAGS, (*path, "flag"), "flag"))


_READERS = {"all": _every, "any": _some, "not": _not, "metric": _metric, "event": _event, "flag": _flag}


def metrics_named(data: object, path: Path) -> Iterator[tuple[Path, str]]:
    """Yield every metric that settings compare with something, and where; to be null can be asked of any."""
    if isinstance(data, Mapping):
        if "metric" in data and not (set(data) & {*TESTS} <= {"is"}):
            yield (*path, "metric"), str(data["metric"])
        for key, part in data.items():
            yield from metrics_named(part, (*path, key))
    elif isinstance(data, list | tuple):
        for place, part in enumerate(data):
            yield from metrics_named(part, (*path, place))


def words_named(data: object, path: Path) -> Iterator[tuple[Path, tuple[str, ...]]]:
    """Yield the events and flags by which settings let something through ("flag revised"), each condition at once.

    Those of an exception, or of a `not`, let nothing through.
    """
    if isinstance(data, Mapping):
        for head in ("event", "flag"):
            if head in data:
                names = data[head] if isinstance(data[head], list | tuple) else [data[head]]
                yield (*path, head), tuple(f"{head} {name}" for name in names)
        for key, part in data.items():
            if key not in ("unless", "not"):
                yield from words_named(part, (*path, key))
    elif isinstance(data, list | tuple):
        for place, part in enumerate(data):
            yield from words_named(part, (*path, place))


def mapping(data: object, path: Path, what: str) -> Mapping[str, object]:
    """Return `data` as a mapping with text keys."""
    if not isinstance(data, Mapping):
        raise RuleFault(path, f"{what} is a mapping of keys, not {shown(data)}")
    for key in data:
        if not isinstance(key, str):
            raise RuleFault((*path, str(key)), f'the key {shown(key)} is not text; quote it: "{key}"')
    return data


def listed(data: object, path: Path) -> list[object]:
    """Return `data` as a list with something in it."""
    if not isinstance(data, list | tuple) or not data:
        raise RuleFault(path, f"a list with something in it is needed, not {shown(data)}")
    return list(data)


def words(data: object, vocabulary: tuple[str, ...], path: Path, what: str) -> tuple[str, ...]:
    """Return one word or a list of words, all of them known."""
    if isinstance(data, str):
        return (known(data, vocabulary, path, what),)
    return tuple(known(item, vocabulary, (*path, place), what) for place, item in enumerate(listed(data, path)))


def known(data: object, vocabulary: Iterable[str], path: Path, what: str) -> str:
    """Return `data` if the vocabulary has it, or raise RuleFault with the nearest word that it has."""
    names = list(vocabulary)
    if isinstance(data, str) and data in names:
        return data
    nearest = get_close_matches(str(data)[:MOST_SHOWN], names, 1, 0.3)
    raise RuleFault(path, f"{shown(data)} is no known {what}", nearest[0] if nearest else "")


def only(node: Mapping[str, object], keys: Iterable[str], path: Path) -> None:
    """Refuse a key that is not one of `keys`."""
    allowed = tuple(keys)
    for key in node:
        known(key, allowed, (*path, key), "key")


def number(data: object, path: Path) -> Decimal:
    """Return a finite number; text, true and false are none."""
    if isinstance(data, bool) or not isinstance(data, int | float | Decimal):
        raise RuleFault(path, f"{shown(data)} is not a number")
    found = Decimal(str(data))
    if not found.is_finite():
        raise RuleFault(path, f"{shown(data)} is not finite")
    if found and abs(found.adjusted()) > MOST_DIGITS:
        raise RuleFault(path, f"{shown(data)} has more than {MOST_DIGITS} digits before or after the point")
    return found


def shown(data: object) -> str:
    """Return what was written in place of what is needed, as much of it as a line has room for."""
    return str(data)[:MOST_SHOWN] if isinstance(data, Decimal) else _SHORT.repr(data)
