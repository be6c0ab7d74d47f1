"""What is missing: the figures of a year before, and the months of which the releases have nothing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from generator.story.item import Item
from generator.story.month import Month
from generator.story.plan import Text
from generator.trade.editions import TABLED, Edition
from generator.trade.period import Period
from generator.trade.valuations import VALUATIONS


def base(month: Month) -> Text | None:
    """Return that the total has no figure a year before, and so no change; None where it has one."""
    now, then = month.amount(month.whole, month.period), month.amount(month.whole, month.base)
    if now is None or then is not None or month.lost:
        return None
    broken = broken_codes(month, month.base)
    for pair in sorted(set(broken.values())):
        if pair[1] in VALUATIONS:
            return month.words.revalued_base(month.base, *pair)
        codes = [code for code, own in broken.items() if own == pair]
        return month.words.broken_base(codes, *pair, known=_is_tabled(pair))
    known = any(month.amount([code], month.base) is not None for code in month.whole)
    return month.words.without_base(month.base, some=known)


def broken_codes(month: Month, span: Period) -> dict[str, tuple[str, str]]:
    """Return the codes of the whole that counted other goods in a month of `span`, each with its two editions."""
    return {code: pair for code in month.whole if (pair := month.breaks(code, span))}


def withheld(month: Month, items: tuple[Item, ...]) -> Iterator[tuple[Text, Sequence[str]]]:
    """Yield which lines of a table have no sum because their publisher withheld a month of it, and their codes.

    Nothing where there are none; a note of very many names no code.
    """
    spans = (month.period, month.base, month.longer, month.longer.year_before())
    found: dict[str, list[Period]] = {}
    for code in sorted({code for item in items for code in item.codes}):
        open_spans = [span for span in spans if month.amount([code], span) is None]
        silent = {when for of, when in month.figures.cells if of == code and month.figures.value(code, when) is None}
        if own := sorted(when for when in silent if any(_is_in(when, span) for span in open_spans)):
            found[code] = own
    if found:
        note = month.words.withheld_note(tuple(found.items()))
        yield note, list(found)


def _is_in(when: Period, span: Period) -> bool:
    return span.first <= when.first and when.last.first <= span.last.first


def breaks(month: Month, items: tuple[Item, ...]) -> Iterator[tuple[Text, Sequence[str]]]:
    """Yield which lines of a table have no change since their codes came to count other goods, and the codes.

    They are told by editions; or by how they are valued, and then of all lines, without naming them.
    """
    spans = (month.base, month.longer, month.longer.year_before())
    found: dict[tuple[str, str], list[str]] = {}
    for code in (item.code for item in items if item.label):
        pair = next((pair for span in spans if (pair := month.breaks(code, span))), None)
        if pair:
            found.setdefault(pair, []).append(code)
    for pair, codes in sorted(found.items()):
        yield counted_otherwise(month, codes, pair), codes


def counted_otherwise(month: Month, codes: Sequence[str], pair: tuple[str, str]) -> Text:
    """Return that codes counted other goods before, or were valued otherwise: by `pair`, how they were and are."""
    if pair[1] in VALUATIONS:
        return month.words.revalued_note(*pair)
    return month.words.break_note(codes, *pair, known=_is_tabled(pair))


def _is_tabled(pair: tuple[str, str]) -> bool:
    return all(Edition(edition) in TABLED for edition in pair)


def untraded(month: Month) -> tuple[str, ...]:
    """Return the codes of the whole in which nothing was traded, now or a year before: the text has no word of them."""
    pairs = {code: (month.amount([code], month.period), month.amount([code], month.base)) for code in month.whole}
    return tuple(code for code, ends in pairs.items() if all(end is not None and not end.value for end in ends))


def gaps(month: Month) -> tuple[Period, ...]:
    """Return the runs of months, oldest first, of which nothing is known though earlier months are.

    A month is known where a line of the selection has a figure in it, withheld or not, or a release is complete.
    """
    known = _known(month)
    return tuple(_runs([at for at in range(min(known), month.period.last.first) if at not in known])) if known else ()


def _known(month: Month) -> set[int]:
    figures, codes = month.figures, set(month.figures.selection.codes)
    periods = {period for code, period in figures.cells if code in codes}
    periods = periods.union(*(figures.covered.get(code, ()) for code in codes), *figures.broken.values())
    last = month.period.last.first
    return {at for one in periods for at in range(one.first, one.first + one.months) if at <= last}


def _runs(months: list[int]) -> Iterator[Period]:
    first = last = None
    for at in months:
        if first is None or last is None or at > last + 1:
            if first is not None and last is not None:
                yield Period(first, last - first + 1)
            first = at
        last = at
    if first is not None and last is not None:
        yield Period(first, last - first + 1)
