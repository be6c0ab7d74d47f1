"""Rules on time: the period of every figure is stated where the figure stands."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from generator.audit import months
from generator.audit.allowed import bare_years, dated_months, years_in
from generator.audit.bases import CHANGES
from generator.audit.edition import Data, Mark
from generator.audit.grounds import Grounds
from generator.audit.passages import Passage
from generator.audit.terms import period_of
from generator.trade.period import Period

_NO_YEAR = frozenset({"count", "quoted"})  # how many lines have a figure for the year before is said with that year
_YEAR = 12  # months: shorter editions are judged by months.py
_NEXT = 30  # letters after a figure in which "in 2024" is its own period


def period(passage: Passage, grounds: Grounds) -> Iterator[str]:
    """Yield the figures of another period than the one that is read with them."""
    if _by_month(grounds):
        yield from months.period(passage, grounds)
        return
    marked = [(mark, claim) for mark, claim in grounds.marked(passage) if claim["kind"] not in _NO_YEAR]
    if not marked:
        return
    own = [year for _, year in bare_years(passage.words, grounds)]
    yield from _stray(own, grounds.marked(passage))
    for mark, claim in marked:
        years = _years(claim)
        read = (*years_in(passage.words), *years_in(passage.column), *(years_in(passage.row)))
        if claim["period"] != grounds.edition["period"] and years_in(claim["period"])[0] not in read:
            yield f"{passage.said.printed(mark)!r} is of {claim['period']}, which its sentence does not state"
        look = _stated_before if grounds.lexicon.times.lead else _stated_next
        stated, is_basis = look(passage, mark, [other for other, _ in marked], grounds)
        mine = set(years_in(claim["period"])) if claim["kind"] in CHANGES and not is_basis else years
        if stated and stated not in mine:
            yield f"{passage.said.printed(mark)!r} is of {claim['period']}, the text says {stated}"
        if (heads := years_in(passage.column)) and not set(heads) & years:
            yield f"{passage.said.printed(mark)!r} is of {claim['period']}, its column is headed {passage.column!r}"


def _by_month(grounds: Grounds) -> bool:
    return period_of(grounds.edition["period"]).months < _YEAR


def _years(claim: Data) -> set[str]:
    return {year for period in (claim["period"], claim["compare_period"]) if period for year in years_in(period)}


def _stray(years: Sequence[str], marked: Sequence[tuple[Mark, Data]]) -> Iterator[str]:
    """Yield the years of a sentence of which none of its figures is."""
    known = {year for _, claim in marked for year in _years(claim)}
    for year in dict.fromkeys(years):
        if year not in known:
            yield f"it says {year}; its figures are of {', '.join(sorted(known))}"


def _stated_next(passage: Passage, mark: Mark, marks: Sequence[Mark], grounds: Grounds) -> tuple[str | None, bool]:
    """Return the year of an "in 2024" that follows the figure before any other figure, and whether it is a basis."""
    end = min((other.start for other in marks if other.start >= mark.end), default=len(passage.words))
    for at, year in bare_years(passage.words, grounds):
        lead = passage.words[max(at - 4, 0) : at].lower()
        if mark.end <= at < min(end, mark.end + _NEXT) and lead.strip() in {"in", "for"}:
            return year, bool(grounds.lexicon.times.on_before.search(passage.words[:at]))
    return None, False


def _stated_before(passage: Passage, mark: Mark, marks: Sequence[Mark], grounds: Grounds) -> tuple[str | None, bool]:
    """Return the last year between the figure before and this one, of a language in which times stand first."""
    start = max((other.end for other in marks if other.end <= mark.start), default=0)
    found = [one for one in grounds.mentions(passage.words) if one.is_year and start <= one.start < mark.start]
    return (str(found[-1].year), months.is_on(found[-1], passage.words, grounds.lexicon)) if found else (None, False)


def reported(passage: Passage, grounds: Grounds) -> Iterator[str]:
    """Yield the months in a sentence with relayed figures in which none of them was published."""
    claims = [claim for _, claim in grounds.marked(passage) if claim["kind"] == "background"]
    cells = [grounds.evidence.cells.get(key, {}) for claim in claims for key in grounds.evidence.cells_of(claim)]
    days = [date.fromisoformat(cell["published"]) for cell in cells if cell.get("published")]
    known = {f"{grounds.lexicon.months[day.month - 1]} {day.year}" for day in days}
    for found in dated_months(passage.words, grounds) if known else ():
        if found not in known and not {found} & {text for claim in claims for text in _months(claim, grounds)}:
            yield f"it says {found}; its figures were published in {', '.join(sorted(known))}"


def _months(claim: Data, grounds: Grounds) -> Iterator[str]:
    """Yield the months of the claim's own period."""
    period = Period.parse(claim["period"])
    for place in range(period.months):
        month = Period(period.first + place, 1)
        yield f"{grounds.lexicon.months[month.first % 12]} {month.year}"


def compared(passage: Passage, grounds: Grounds) -> Iterator[str]:
    """Yield the changes whose compare period their paragraph does not state."""
    if _by_month(grounds):
        yield from months.compared(passage, grounds)
        return
    if passage.role == "headline":
        return
    for mark, claim in grounds.marked(passage):
        if claim["kind"] in CHANGES and claim["compare_period"]:
            year = years_in(claim["compare_period"])[0]
            if year not in years_in(passage.paragraph):
                yield f"{passage.said.printed(mark)!r} is a change from {claim['compare_period']}, which is not stated"
