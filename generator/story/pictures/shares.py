"""The shares: the largest lines as parts of the total over twelve months, now and a year before."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from generator.story import rounding
from generator.story.amounts import Claim
from generator.story.line_selection import LineItem
from generator.story.month import Month
from generator.story.picture import PicturePlan, is_part_of_year, picture, single_chart
from generator.story.plan import Chart, Row, Stack, StackPart
from generator.story.words.cells import NONE
from generator.trade.period import Period

_PARTS = 6  # lines with a part of their own, beside the part of all other lines
_WHOLE = 100  # per cent
_POINTS = 3  # a share that moved so far calls for the picture
_SEEN = 2  # per cent: the smallest share that has a part of its own


def leading(month: Month) -> tuple[LineItem, Claim, Claim | None] | None:
    """Return the largest line of the twelve months with its share now and a year before, or None."""
    if month.is_single:
        return None
    lines = month.lines_to_tell(largest(month))
    if not lines:
        return None
    codes = lines[:1]
    now = share(month, codes, month.twelve)
    if now is None or rounding.per_cent(now) in (None, _WHOLE):
        return None
    item = month.item(lines[0], month.twelve)
    return item, now, share(month, codes, month.twelve.year_before())


def largest(month: Month) -> tuple[str, ...]:
    """Return the lines, the largest of the twelve months first. Return () where those months are not fully known."""
    levels = {code: month.amount([code], month.twelve) for code in month.every_line}
    if month.lost or any(level is None or not level.is_exact for level in levels.values()):
        return ()
    values = {code: level.value for code, level in levels.items() if level is not None}
    return tuple(sorted(values, key=lambda code: (-values[code], code)))


def share(month: Month, codes: tuple[str, ...], span: Period) -> Claim | None:
    """Return the share of `codes` in all lines over `span`, or None where one is unknown."""
    part, total = month.amount(codes, span), month.amount(month.every_line, span)
    if part is None or total is None or not total.value or not total.is_exact:
        return None
    return month.ledger.share(part, total)


def chart(month: Month) -> Chart | None:
    """Return the chart of the shares, or None where a span is unknown or the shares say nothing."""
    spans = month.twelve, month.twelve.year_before()
    lines = tuple(code for code in largest(month) if any(month.trades(code, span) for span in spans))
    stacks = [_stack(month, lines, span) for span in spans]
    leader = leading(month)
    if leader is None or stacks[0] is None or stacks[1] is None:
        return None
    words = month.words
    title = words.say(
        "shares.title",
        name=words.short(leader[0]),
        n=words.per_cent(leader[1]) or "",
        when=words.span(month.twelve),
    )
    return replace(
        picture(month, "shares", "shares", title, words.ends(month.twelve), scale="per cent"),
        stacks=(stacks[0], stacks[1]),
        head=(words.say("heads.line"), *(words.say("shares.head", when=words.span(span)) for span in spans)),
        rows=tuple(
            Row((now.label, now.figure, base.figure), "line", now.codes)
            for now, base in zip(stacks[0].parts, stacks[1].parts, strict=True)
        ),
    )


def _stack(month: Month, lines: tuple[str, ...], span: Period) -> Stack | None:
    """Return the parts of a span: the largest lines, then all others. None where a bound leaves a share open."""
    words = month.words
    total = month.amount(month.every_line, span)
    groups = _groups(month, lines)
    if total is None or not total.value:
        return None
    parts = []
    for codes in groups:
        part = month.amount(codes, span)
        claim = share(month, codes, span)
        if part is None or claim is None:
            return None
        is_rest = len(codes) > 1
        label = month.name_of_folded(codes) if is_rest else month.brief.label(codes[0]).text()
        figure = words.per_cent(claim) or NONE
        parts.append(StackPart(label, figure, codes, float(100 * part.value / total.value), rest=is_rest))
    month.ledger.keep(total.cells)
    # a stack has little room: "2025", or "To Jun 2025" for the twelve months to June
    if span.frequency == "annual":
        name = words.period(span)
    else:
        name = words.say("shares.rolling", month=words.step_name(span.last), year=words.last_year(span))
    return Stack(name, str(span), tuple(parts))


def _groups(month: Month, lines: tuple[str, ...]) -> list[tuple[str, ...]]:
    """Return the lines with a part of their own, and the group of all others, which never holds a single line.

    A line has its own part if its share now is wide enough for a label.
    """
    allowed = month.lines_to_tell(lines)
    most = _PARTS
    if len(lines) <= _PARTS + 1 and (allowed != lines or len(lines) > _PARTS):
        most = len(lines) - 2  # the rest must not be a single line
    shown = min(len(allowed), most)
    total = month.amount(month.every_line, month.twelve)
    visible = 0
    for code in allowed[:shown]:
        part = month.amount([code], month.twelve)
        if part is not None and total is not None and _WHOLE * part.value >= _SEEN * total.value:
            visible += 1
    visible = max(1, visible)
    if len(lines) - visible > 1:
        shown = visible
    groups: list[tuple[str, ...]] = [(code,) for code in allowed[:shown]]
    folded = tuple(code for code in lines if code not in allowed[:shown])
    if folded:
        groups.append(folded)
    return groups


def _has_moved(month: Month) -> bool:
    """Return whether a month or a quarter has a line whose share moved by three points or more."""
    return is_part_of_year(month) and any(abs(_moved(month, code)) >= _POINTS for code in largest(month))


def _moved(month: Month, code: str) -> Decimal:
    """Return by how many points the share of a line moved on a year before, or 0 where that is unknown."""
    shares = []
    for span in (month.twelve, month.twelve.year_before()):
        part, total = month.amount([code], span), month.amount(month.every_line, span)
        if part is None or total is None or not total.value:
            return Decimal(0)
        shares.append(_WHOLE * part.value / total.value)
    return shares[0] - shares[1]


PLAN = PicturePlan(single_chart(chart), "balance", usual=_has_moved)
