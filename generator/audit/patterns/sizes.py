"""Sizes: whether a word for a size fits its change, by the classes of docs/how-a-briefing-is-made.md."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from generator.audit.arithmetic import number
from generator.audit.patterns.claims import Data, Ground
from generator.trade.trees import Tree, branches

# The change in per cent that each class of verb may be said of, least and most in size.
_CLASSES = {
    "slight": (Decimal(0), Decimal(3)),
    "plain": (Decimal(0), Decimal("Infinity")),
    "marked": (Decimal(15), Decimal(40)),
    "strong": (Decimal(40), Decimal(400)),
}
_ODD = {"marked": Decimal(2), "strong": Decimal(3)}  # how far out of its past a change must lie


def size_fault(ground: Ground, way: str, size: str, name: str) -> Iterator[str]:
    """Yield what is wrong with a verb of a class and a way that is said of the change `name`."""
    claim = ground.claim(name)
    if claim["direction"] not in {way, None}:
        yield f"a verb says {way}, {name} goes {claim['direction']}"
        return
    if claim["unit"] != "pct":
        return
    least, most = _CLASSES[size]
    if not (least <= abs(number(claim["value"])) <= most):
        yield f"{name} is {claim['value']} per cent, too little or too much for a {size} verb"


def surprise_fault(ground: Ground, surprise: str, size: str, name: str) -> Iterator[str]:
    """Yield what is wrong with the surprise `surprise` of the change `name`, which lets a verb of a class be said."""
    odd, change = ground.claim(surprise), ground.claim(name)
    if odd["kind"] != "surprise" or any(odd[key] != change[key] for key in ("codes", "period")):
        yield f"{surprise} is no surprise of {name}"
    elif min(abs(number(odd["low"])), abs(number(odd["high"]))) < _ODD.get(size, 0):
        yield f"{surprise} is {odd['value']} spreads, too little for a {size} verb"


def odd_sizes(tree: Tree) -> Iterator[str]:
    """Yield the verbs in a tree that take a surprise to say, and are the print of none."""
    if tree[0] == "size" and tree[2] in _ODD:
        yield f"nothing says that {tree[3]} is odd enough for a {tree[2]} verb"
    for branch in branches(tree):
        if tree[0] != "figure" or branch[0] != "size":
            yield from odd_sizes(branch)


def word_fault(claim: Data, table: str, key: str) -> Iterator[str]:
    """Yield what is wrong with a word for a multiple or a fraction that stands for a claim."""
    bounds = WORDS.get(table, {}).get(key)
    if bounds is None:
        yield f"{table}.{key} is no word of a known size"
        return
    least, most = bounds
    low, high = sorted((abs(number(claim["low"])), abs(number(claim["high"]))))
    if not least <= low <= high <= most:
        yield f"{claim['id']} is {claim['value']}, which is not {key}"


# What a claim must be for each word, least and most: a ratio for a multiple, a per cent for a part.
WORDS: dict[str, dict[str, tuple[Decimal, Decimal]]] = {
    "multiples": {
        "by_more_than_nine_tenths": (Decimal(0), Decimal("0.1")),
        "by_nine_tenths": (Decimal("0.085"), Decimal("0.115")),
        "by_more_than_four_fifths": (Decimal("0.1"), Decimal("0.2")),
        "by_four_fifths": (Decimal("0.18"), Decimal("0.22")),
        "by_three_quarters": (Decimal("0.23"), Decimal("0.27")),
        "by_more_than_two_thirds": (Decimal("0.25"), Decimal("0.334")),
        "by_two_thirds": (Decimal("0.31"), Decimal("0.355")),
        "more_than_halve": (Decimal("0.33"), Decimal("0.5")),
        "halve": (Decimal("0.485"), Decimal("0.515")),
        "nearly_halve": (Decimal("0.5"), Decimal("0.55")),
        "nearly_double": (Decimal("1.9"), Decimal(2)),
        "double": (Decimal("1.94"), Decimal("2.06")),
        "more_than_double": (Decimal(2), Decimal(3)),
        "nearly_triple": (Decimal("2.85"), Decimal(3)),
        "triple": (Decimal("2.91"), Decimal("3.09")),
        "more_than_triple": (Decimal(3), Decimal(4)),
        "nearly_quadruple": (Decimal("3.8"), Decimal(4)),
        "quadruple": (Decimal("3.88"), Decimal("4.12")),
        "more_than_quadruple": (Decimal(4), Decimal(5)),
    },
    "fractions": {
        "half": (Decimal("48.5"), Decimal("51.5")),
        "three_fifths": (Decimal("58.2"), Decimal("61.8")),
        "two_thirds": (Decimal("64.6"), Decimal("68.7")),
        "three_quarters": (Decimal("72.7"), Decimal("77.3")),
        "four_fifths": (Decimal("77.6"), Decimal("82.4")),
        "nine_tenths": (Decimal("87.3"), Decimal("92.7")),
        "nearly_all": (Decimal(95), Decimal(100)),
        "all": (Decimal(97), Decimal(103)),
    },
}
