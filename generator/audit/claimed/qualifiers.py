"""Words before a number ("over", "nearly", "about"): what a rate may be for the word to hold; docs/check.md."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from generator.audit.arithmetic import Span
from generator.audit.claimed.printed import Printed

_NEAR, _ABOUT = Decimal("0.05"), Decimal("0.03")
WORDS = {
    "above": (
        "more than", "over", "above", "exceeded", "exceeding", "exceeds", "crossed", "crossing", "surpassed",
        "surpassing", "topped", "well over", "upwards of", "in excess of", "greater than", "higher than",
    ),
    "just above": ("just over", "just above", "slightly more than", "slightly over", "a little over", "little over"),
    "at least": ("at least", "no less than", "not less than"),
    "below": ("less than", "under", "below", "fewer than", "lower than"),
    "at most": ("at most", "up to", "no more than", "not more than"),
    "nearly": ("nearly", "almost", "just under", "just below", "approaching", "close on"),
    "about": ("about", "around", "approximately", "approx", "roughly", "some", "circa", "ca", "close to", "near"),
}  # fmt: skip
_KINDS = {word: kind for kind, words in WORDS.items() for word in words}


@dataclass(frozen=True)
class Held:
    """Whether a word can hold, whether it must, and what an editor should know of it."""

    holds: bool
    surely: bool = True
    remark: str = ""


def kind_of(word: str) -> str | None:
    """Return the kind of rule that `word` has; None where it is not known."""
    return _KINDS.get(normal(word))


def normal(word: str) -> str:
    """Return `word` in small letters, without a full stop and doubled spaces."""
    return " ".join(word.casefold().rstrip(".").split())


def holds(word: str, stated: Printed, found: Span) -> Held:
    """Say whether "`word` `stated`" is true of a value in `found`; of a fall, by its size."""
    asked = stated.value
    if asked < 0:
        asked, found = -asked, Span(-found.high, -found.value, -found.low)
    least, most, sharp = _bounds(_KINDS[normal(word)], asked, stated.half)
    inside = _passes(sharp, found.high, least) and _passes(sharp, most, found.low)
    surely = _passes(sharp, found.low, least) and _passes(sharp, most, found.high)
    return Held(inside, surely, _remark(word, asked, found, surely=surely) if inside else "")


def _bounds(kind: str, asked: Decimal, half: Decimal) -> tuple[Decimal | None, Decimal | None, bool]:
    """Return the least and the greatest value, and whether they are outside themselves."""
    near, slack = max(asked * _NEAR, half), max(asked * _ABOUT, half)
    by_kind: dict[str, tuple[Decimal | None, Decimal | None, bool]] = {
        "above": (asked, None, True),
        "just above": (asked, asked + near, True),
        "at least": (asked, None, False),
        "below": (None, asked, True),
        "at most": (None, asked, False),
        "nearly": (asked - near, asked, False),
        "about": (asked - slack, asked + slack, False),
    }
    return by_kind[kind]


def _passes(sharp: bool, greater: Decimal | None, less: Decimal | None) -> bool:  # noqa: FBT001 -- a comparison
    return greater is None or less is None or (greater > less if sharp else greater >= less)


def _remark(word: str, asked: Decimal, found: Span, *, surely: bool) -> str:
    if not surely:
        return f"“{word}” holds for a part of that range only"
    if kind_of(word) == "above" and found.value > asked * (1 + _NEAR):
        return f"“{word}” holds, but the figure is more than 5% beyond"
    return ""
