"""The strip of key figures: the total, its longer span, the total without the leading line, and its tonnage.

Where the figures have no such level, the largest line's share and how many lines rose take its place.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from generator.story.amounts import Amount, Claim
from generator.story.line_selection import LineItem
from generator.story.month import Month
from generator.story.news.line_changes import is_doubtful, mass_of
from generator.story.news.report import NewsReport
from generator.story.pictures import shares
from generator.story.plan import MAIL, KeyFigure, Strip, Text
from generator.story.words.month_figures import is_rolling
from generator.story.words.speech import Noun
from generator.trade.period import Period

_CELLS, _MAIL_CELLS = 4, 2  # key figures on a page and in the mail


def strips(report: NewsReport) -> tuple[Strip, Strip]:
    """Return the key figures of the pages, and the first few of them for the mail."""
    cells = tuple(islice(_cells(report), _CELLS))
    return Strip("strip", ("pdf", "html"), cells), Strip("strip-mail", MAIL, cells[:_MAIL_CELLS])


def _cells(report: NewsReport) -> Iterator[KeyFigure]:
    """Yield the key figures by importance. The levels of the largest lines replace figures that are unknown."""
    month = report.month
    for span in dict.fromkeys((month.period, month.longer)):
        yield from _level(month, month.whole_item(span))
    if not month.codes_without_figure:
        yield from _without_lead(report)
        yield from _tonnage(month)
    leading = shares.leading(month)
    if leading:
        yield _share(month, *leading)
    yield from _breadth(report)
    if not month.is_single:
        codes_so_far = leading[0].codes if leading else ()
        for code in month.lines_to_tell(month.lines):
            if code not in codes_so_far:
                yield from _level(month, month.item(code))


def _level(month: Month, item: LineItem) -> Iterator[KeyFigure]:
    """Yield "December 2025 | $147.46 million | +10% on December 2024"."""
    if item.now is not None and item.now.value:
        label = _label(month, item)
        label = label if item.label else month.words.without_missing(label, month.trade)
        yield KeyFigure(label, month.words.worth(item.now), _change(month, item))


def _label(month: Month, item: LineItem) -> Text:
    """Return the span, preceded by the name if the item is a single line."""
    words = month.words
    slots = {"name": words.short(item), "when": Noun(words.span(item.span))}
    if item.label is None:
        return words.say("key_label.span", **slots)
    is_coded = item.label.short[-1:].isdigit()  # in "goods of HS 3004, 2025" the year would read as a second code
    return words.say("key_label.coded" if is_coded else "key_label.named", **slots)


def _change(month: Month, item: LineItem) -> Text:
    """Return the change on a year before, else the level then, else the change on the step before.

    Without any, return what `_not_compared` says.
    """
    words, before = month.words, item.span.year_before()
    if item.growth is not None and words.rate(item.growth) is not None:
        when = words.say("a_year_before") if is_rolling(item.span) else words.span(before)
        return words.say("key_change.rate.year", n=words.signed_rate(item.growth), when=when)
    if item.base is not None:
        return words.say("in_a_period", n=words.worth(item.base), when=words.span(before))
    step = month.step_before if item.span == month.period else None
    growth = month.rate(item.codes, month.period, step) if step else None
    if step and growth is not None and words.rate(growth) is not None:
        return words.say("key_change.rate.step", n=words.signed_rate(growth), when=words.span(step))
    return _not_compared(month, before, broken=item.broken)


def _not_compared(month: Month, before: Period, *, broken: bool) -> Text:
    """Return that a figure is not compared with the year before; nothing where that has none."""
    return month.words.say("not_compared", then=month.words.span(before)) if broken else Text("")


def _without_lead(report: NewsReport) -> Iterator[KeyFigure]:
    """Yield "Without refined copper | $68.34 million | −2.2% on December 2024", where the rest can be compared."""
    month, words, lead = report.month, report.words, report.lead
    if lead is None:
        return
    rest = month.combined_item(code for code in month.every_line if code != lead.code)
    if rest.now is None or rest.growth is None or words.rate(rest.growth) is None:
        return
    label = words.say("key_label.without", line=report.brief_name(lead.code))
    yield KeyFigure(label, words.worth(rest.now), _change(month, rest))


def _tonnage(month: Month) -> Iterator[KeyFigure]:
    """Yield "Tonnage | 164,822 tonnes | −12% on December 2024", where each line has a weight that is not in doubt."""
    words, lines = month.words, month.every_line
    mass = mass_of(month, lines, month.period)
    if mass is None or not mass.is_exact or any(is_doubtful(month, code) for code in lines):
        return
    tonnes, change = words.tonnes(month.ledger.level(mass)), _change_of_weight(month, mass)
    if tonnes is not None and change is not None:
        yield KeyFigure(words.label("tonnage"), words.say("key_tonnage", n=tonnes), change)


def _change_of_weight(month: Month, mass: Amount) -> Text | None:
    """Return the change on a year before, else on the step before, or what `_not_compared` says.

    None where the weight of a year before carries no rate.
    """
    base, step = mass_of(month, month.every_line, month.base), month.step_before
    if base is not None:
        return None if month.misleads(month.period) else _rate_of_weight(month, "year", mass, base)
    before = mass_of(month, month.every_line, step) if step else None
    change = _rate_of_weight(month, "step", mass, before) if before else None
    return change or _not_compared(month, month.base, broken=month.whole_item(month.period).broken)


def _rate_of_weight(month: Month, before: str, mass: Amount, base: Amount) -> Text | None:
    """Return the change of a weight from that of the `year` or the `step` before. None where no rate holds."""
    words = month.words
    growth = month.ledger.growth(mass, base) if base.is_exact else None
    if growth is None or words.rate(growth) is None:
        return None
    return words.say(f"key_change.tonnage.{before}", q=words.signed_rate(growth), when=words.span(base.span))


def _share(month: Month, item: LineItem, share: Claim, before: Claim | None) -> KeyFigure:
    """Return "Refined copper, 2025 | 50% of the total | 45% in 2024"."""
    words, year_before = month.words, month.twelve.year_before()
    share_before = words.per_cent(before) if before else None
    note = _not_compared(month, year_before, broken=item.broken)
    if share_before:
        note = words.say("in_a_period", n=share_before, when=words.span(year_before))
    return KeyFigure(_label(month, item), words.say("key_share", n=words.per_cent(share) or ""), note)


def _breadth(report: NewsReport) -> Iterator[KeyFigure]:
    """Yield "Lines that rose | 9 of 12 | on December 2024; three fell"."""
    month, words = report.month, report.month.words
    pairs = [(item.amount, item.base_amount) for item in month.compared if item.amount and item.base_amount]
    if len(pairs) < 2:  # noqa: PLR2004 -- a single line has no breadth
        return
    rose = month.ledger.moved("rose", pairs)
    fell = month.ledger.moved("fell", pairs)
    if not rose.value and not fell.value:
        return
    is_fall = report.period_total.way == "down" or not rose.value
    most, fewest = (fell, rose) if is_fall else (rose, fell)
    kind = "lines" if len(month.compared) == len(month.items) else "compared"
    lines = month.ledger.size([item.code for item in month.compared])
    key = "none" if not fewest.value else "rose" if is_fall else "fell"
    yield KeyFigure(
        words.label(f"{kind}_that_{'fell' if is_fall else 'rose'}"),
        words.say("of_count", some=words.digits(most), all=words.digits(lines)),
        words.say(f"others_too.{key}", when=words.span(month.base), n=words.number(fewest)),
    )
