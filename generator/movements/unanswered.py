"""Unanswered: thresholds on a metric that no line can have here: they hold of nothing, which somebody has to say."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from generator.movements.grammar import Path
from generator.movements.rules import Named, Thresholds
from generator.trade.codes import is_within

# Reasons of a null that are those of a whole table, and what helps.
REMEDIES = {
    "frequency": "Ask it of months, or leave it out.",
    "not computed": "Leave it out.",
    "no_quantity": "It needs quantities with their unit beside the values.",
    "no other flow": "Leave it out; figures.balance of a briefing tells it.",
    "no partner's report": "Name where it stands: figures.mirror of a briefing, mirror of a sidecar.",
    "no_previous": "Name the table as it was before: --previous.",
    "[seasonal] is not installed": "Run: pip install 'tradebrief[seasonal]'",
    "no_parent": "It needs series that lie within others: the column parent.",
    "no_peers": "It needs two series of one level under one parent.",
    "few_members": "It needs a series with three others within it.",
    "short_history": "It needs a longer history.",
}
APART = ("no_parent", "no_peers", "few_members")  # of lines that never have it, in any table: others say more
OF_ONE_LINE = ("missing", "confidential", "partial", "hs_break", "valuation_break", "coverage", "no_trade")


@dataclass(frozen=True)
class Unanswered:
    """A `metric` that the thresholds name at `path` and that is null for every line they are of, and why."""

    path: Path
    metric: str
    reason: str

    def __str__(self) -> str:
        """Say it, and what helps."""
        problem = f"{self.metric} is null for every line ({self.reason}), so that this holds of none."
        return f"{problem} {REMEDIES[self.reason]}"


@dataclass(frozen=True)
class Stranger:
    """A `code` at `path`, of a series or of a group, that no line has."""

    path: Path
    code: str
    is_group: bool

    def __str__(self) -> str:
        """Say it."""
        return f"no line {'begins with' if self.is_group else 'is'} {self.code}, so that this holds of none."


def unanswered(thresholds: Thresholds, codes: Iterable[str], why: Callable[[str, str], str]) -> Iterator[Unanswered]:
    """Yield what holds of no line, in the order of the file.

    `why` says of a metric and a code why it is null; "" where it has a value.
    """
    lines = list(codes)
    for named in thresholds.named:
        reasons = _reasons(named, [code for code in lines if _is_of(named, code)], why)
        if reasons:
            yield Unanswered(named.path, named.metric, next((one for one in reasons if one not in APART), reasons[0]))


def strangers(thresholds: Thresholds, codes: Iterable[str]) -> Iterator[Stranger]:
    """Yield the codes of groups and series that no line has, in the order of the file.

    A group is of all codes that begin as one of its own does.
    """
    lines = dict.fromkeys(codes)
    for path, code in thresholds.blocks:
        is_group = path[-2] == "codes"
        if not (any(is_within(one, code) for one in lines) if is_group else code in lines):
            yield Stranger(path, code, is_group=is_group)


def _reasons(named: Named, codes: list[str], why: Callable[[str, str], str]) -> list[str]:
    """Return the reasons of the lines, none if one has a value, or lacks it for a passing reason.

    What is missing or withheld in one line says nothing of the table.
    """
    found = []
    for code in codes:
        reason = why(named.metric, code)
        if reason in REMEDIES:
            found.append(reason)
        elif reason.split(" ")[0] not in OF_ONE_LINE:
            return []
    return found


def _is_of(named: Named, code: str) -> bool:
    return named.codes is None or any(is_within(code, parent) for parent in named.codes)
