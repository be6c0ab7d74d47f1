"""Times in a sentence of Chinese or Urdu: whether a month, a year or "a year before" is a span of the edition."""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.story.hearing.tables import Table
from generator.story.sayings import Known
from generator.trade.period import Period

_YEAR = 12
_PAIR = 2  # months that are told together: "2025" does not mean January and February


def span_of(found: re.Match[str], table: Table, known: Known) -> tuple[Period | None, bool]:
    """Return the span of a change that a time names, None for none of them, and whether it is a base of one."""
    kind = table.classes.get(" ".join(found["known"].split()), "") if found["known"] else ""
    meant = list(_meant(kind, known) if kind else _numbered(found, table, known) or _named(found, table, known))
    own = next((one for one in meant if one in known.spans), None)
    return own, own is None and bool(meant)


def _meant(kind: str, known: Known) -> Iterator[Period]:
    match kind:
        case "now" | "quarter":
            yield known.spans[0]
        case "shorter":
            yield known.spans[0].year_before()
        case "longer":
            yield from known.spans[1:2] or known.spans[:1]
        case "twelve":
            yield known.spans[-1]


def _numbered(found: re.Match[str], table: Table, known: Known) -> Iterator[Period] | None:
    """Return the spans that a quarter's number means, None where none is named."""
    year = found["of_year"]
    return known.of_quarter(table.quarters[found["nth"]], int(year) if year else None) if found["nth"] else None


def _named(found: re.Match[str], table: Table, known: Known) -> Iterator[Period]:
    months = [table.months[name] for name in (found["first"], found["until"]) if name]
    digits = found["year"] or found["alone"]
    year = int(digits) if digits else None
    for span in (*known.spans, *(span.year_before() for span in known.spans)):
        if found["twelve"]:
            if span.months == _YEAR and months[-1] == span.last.first % _YEAR and year in {None, span.last.year}:
                yield span
        elif _is_named(months, year, span):
            yield span


def _is_named(months: list[int], year: int | None, span: Period) -> bool:
    if not months:
        is_year = span.frequency == "annual" or (span.first % _YEAR == 0 and span.months > _PAIR)
        return year == span.last.year and is_year
    ends = [span.first % _YEAR, span.last.first % _YEAR]
    is_within = span.months < _YEAR or (len(months) > 1 and ends[0] == 0)
    return [months[0], months[-1]] == ends and year in {None, span.last.year} and is_within
