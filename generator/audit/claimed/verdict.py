"""Verdicts: a printed figure beside what the figures around it come to."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from generator.audit.arithmetic import Span
from generator.audit.claimed.claim import CHANGE, RATE, SHARE, SUM
from generator.audit.claimed.printed import Printed
from generator.audit.claimed.qualifiers import holds

VERDICTS = (  # the gravest first: of a claim with two checks it is the one that counts
    "inconsistent",
    "truncated",
    "qualifier_ok",
    "within_rounding",
    "ok",
    "exact",
    "pct_not_stated",
    "nothing_to_check",
)
INCONSISTENT, TRUNCATED, QUALIFIER_OK, WITHIN, OK, EXACT, NOT_STATED, NOTHING = VERDICTS
RULES = {
    RATE: "100 × (value / comparison_value − 1)",
    SHARE: "100 × value / denominator",
    CHANGE: "value − comparison_value",
    SUM: "the sum of parts",
}


_PLACES = 3  # decimals that a result is told with, at least


@dataclass(frozen=True)
class Verdict:
    """What became of one check: the printed figure, what was worked out, the word before it, what to know of it."""

    verdict: str
    check: str = ""
    stated: Printed | None = None
    found: Span | None = None
    word: str = ""
    remark: str = ""
    likely: tuple[str, ...] = ()

    @property
    def right(self) -> str:
        """The figure that would be right: a rate as precise as the stated one; "" where there is none."""
        if self.stated is None or self.found is None:
            return ""
        return shown(self)[1] if self.check in (CHANGE, SUM) else f"{self.stated.rounded(self.found.value):f}"

    @property
    def needs_a_look(self) -> bool:
        """Whether an editor should look at the sentence again."""
        return self.verdict in (INCONSISTENT, TRUNCATED) or bool(self.verdict == QUALIFIER_OK and self.remark)


def shown(one: Verdict) -> tuple[str, str, str]:
    """Return the least, the computed and the greatest figure, finer than the stated one; empty where there is none."""
    if one.found is None:
        return "", "", ""
    places = max(_PLACES, one.stated.places + 2 if one.stated else 0)
    least, value, most = (_plain(number, places) for number in (one.found.low, one.found.value, one.found.high))
    return least, value, most


def _plain(number: Decimal, places: int) -> str:
    text = f"{Printed('', Decimal(0).scaleb(-places)).rounded(number):f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def verdict_of(check: str, stated: Printed, found: Span, word: str = "") -> tuple[str, str]:
    """Return the verdict on `stated`, and a remark on the word before it."""
    if word:
        held = holds(word, stated, found)
        return (QUALIFIER_OK if held.holds else INCONSISTENT), held.remark
    if check == SHARE:
        return _of_share(stated, found), ""
    return (_of_sum if check in (SUM, CHANGE) else bare)(stated, found), ""


def bare(stated: Printed, found: Span) -> str:
    """Return the verdict on a rate without a word before it."""
    if stated.rounded(found.value) == stated.value:
        return EXACT
    if stated.cut(found.value) == stated.value:
        return TRUNCATED
    return WITHIN if _meet(stated.span(), found) else INCONSISTENT


def _of_share(stated: Printed, found: Span) -> str:
    """Return the verdict on a share: it holds where rounding allows it, which counts before a cut."""
    return OK if stated.rounded(found.value) == stated.value or _meet(stated.span(), found) else bare(stated, found)


def _of_sum(stated: Printed, found: Span) -> str:
    """Return the verdict on a sum or a difference: its terms are printed, so that it is exact only if they agree."""
    if stated.value == found.value:
        return EXACT
    if _meet(stated.span(), found):
        return WITHIN
    return TRUNCATED if stated.cut(found.value) == stated.value else INCONSISTENT


def _meet(one: Span, other: Span) -> bool:
    """Say whether a value lies in both: an end that only one of them reaches rounds to another figure."""
    return one.low < other.high and other.low < one.high
