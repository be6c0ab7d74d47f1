"""The shares: the largest lines as parts of the whole over twelve months, and a year before."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from generator.story import rounding
from generator.story.amounts import Amount, Claim
from generator.story.line_selection import Item
from generator.story.month import Month
from generator.story.picture import PicturePlan, is_part_of_year, only, picture
from generator.story.plan import Chart, Row, Stack, StackPart, Text
from generator.story.text import joined
from generator.story.words.cells import NONE
from generator.trade.period import Period

_PARTS = 6  # beside all other lines
_WHOLE, _SEEN = 100, 2  # per cent: all, and the least that a part of its own is drawn for


def leading(month: Month) -> tuple[Item, Claim, Claim | None] | None:
    """Return the largest line of twelve months with its share, and its share a year before."""
    if month.is_single or not (lines := month.told(largest(month))):
        return None
    now = share(month, (lines[0],), month.twelve)
    if now is None or rounding.per_cent(now) in (None, _WHOLE):
        return None
    return month.item(lines[0], month.twelve), now, share(month, (lines[0],), month.twelve.year_before())


def largest(month: Month) -> tuple[str, ...]:
    """Return the lines, largest of twelve months first; none where the twelve months are not known."""
    found = {code: month.amount([code], month.twelve) for code in month.every_line}
    if month.lost or any(one is None or not one.is_exact for one in found.values()):
        return ()
    return tuple(sorted(found, key=lambda code: (-(one.value if (one := found[code]) else 0), code)))


def share(month: Month, codes: tuple[str, ...], span: Period) -> Claim | None:
    """Return the share of `codes` in all lines over `span`, None where one is not known."""
    part, whole = month.amount(codes, span), month.amount(month.every_line, span)
    if part is None or whole is None or not whole.value or not whole.is_exact:
        return None
    return month.ledger.share(part, whole)


def chart(month: Month) -> Chart | None:
    """Return the chart of the shares; None where a span is not known or the parts say nothing."""
    spans = month.twelve, month.twelve.year_before()
    lines = tuple(code for code in largest(month) if any(month.trades(code, span) for span in spans))
    stacks = [_stack(month, lines, span) for span in spans]
    found = leading(month)
    if found is None or stacks[0] is None or stacks[1] is None:
        return None
    words = month.words
    title = words.say(
        "shares.title",
        name=words.short(found[0]),
        n=words.per_cent(found[1]) or "",
        when=words.span(month.twelve),
    )
    return replace(
        picture(month, "shares", "shares", title, words.ends(month.twelve), scale="per cent"),
        stacks=(stacks[0], stacks[1]),
        head=(words.say("heads.line"), *(words.say("shares.head", when=words.span(span)) for span in spans)),
        rows=tuple(_rows(stacks[0], stacks[1])),
    )


def _rows(now: Stack, base: Stack) -> Iterator[Row]:
    for one, other in zip(now.parts, base.parts, strict=True):
        yield Row((one.label, one.figure, other.figure), "line", one.codes)


def _stack(month: Month, lines: tuple[str, ...], span: Period) -> Stack | None:
    whole, told = month.amount(month.every_line, span), month.told(lines)
    alone = min(
        len(told),
        _PARTS if len(lines) > _PARTS + 1 else len(lines) - 2 if told != lines or len(lines) > _PARTS else _PARTS,
    )
    seen = max(1, len([code for code in told[:alone] if _is_seen(month, code)]))
    alone = seen if len(lines) - seen > 1 else alone
    rest = tuple(code for code in lines if code not in told[:alone])  # never of one line
    groups = [(code,) for code in told[:alone]] + ([rest] if rest else [])
    if whole is None or not whole.value:
        return None
    parts = [_part(month, codes, span, whole) for codes in groups]
    known = tuple(part for part in parts if part)
    if len(known) < len(parts):  # a bound leaves every share open
        return None
    month.ledger.draw(whole.cells)
    return Stack(_name(month, span), str(span), known)


def _is_seen(month: Month, code: str) -> bool:
    """Say whether the part of a line is wide enough for a name of its own, now."""
    part, whole = month.amount([code], month.twelve), month.amount(month.every_line, month.twelve)
    return part is not None and whole is not None and _WHOLE * part.value >= _SEEN * whole.value


def _part(month: Month, codes: tuple[str, ...], span: Period, whole: Amount) -> StackPart | None:
    part, claim = month.amount(codes, span), share(month, codes, span)
    if part is None or claim is None:
        return None
    rest = len(codes) > 1
    label = month.others(codes) if rest else month.brief.label(codes[0]).text()
    return StackPart(label, _figure(month, claim), codes, float(100 * part.value / whole.value), rest=rest)


def _figure(month: Month, claim: Claim) -> Text:
    shown = month.words.per_cent(claim)
    return NONE if shown is None else joined([shown])


def _name(month: Month, span: Period) -> Text:
    """Return what a stack is of: "2025", "To Jun 2025" for the twelve months to then: a stack has little room."""
    words = month.words
    if span.frequency == "annual":
        return words.period(span)
    return words.say("shares.rolling", month=words.step_name(span.last), year=words.last_year(span))


PLAN = PicturePlan(only(chart), "balance", usual=is_part_of_year)
