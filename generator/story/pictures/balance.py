"""Exports and imports year by year, and the balance between them, over ten years at most."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from generator.story import rounding
from generator.story.amounts import Claim
from generator.story.blocks.trade_balance import TradeSides, balance_change, balance_of, side_of, sides_of
from generator.story.month import Month
from generator.story.picture import PicturePlan, picture, single_chart
from generator.story.plan import Chart, Curve, Row, Text
from generator.story.text import printed
from generator.story.words.cells import NONE
from generator.story.words.speech import Noun, Slot
from generator.trade.codes import Flow
from generator.trade.period import Period

_MOST, _FEWEST = 10, 3  # years


def chart(month: Month) -> Chart | None:
    """Return the chart, of years or of the twelve months to the edition's month, as the text tells the balance.

    None where the briefing shows no balance, or a flow is not known in three years in a row up to the newest.
    """
    years = _years(month)
    if len(years) < _FEWEST:
        return None
    spans, sides = zip(*years, strict=True)
    now, base = (_claims(month, at) for at in sides[:-3:-1])
    figures = [_figure(claim) for claim in now]
    title = _title(month, sides, now[1])
    if title is None or None in figures:
        return None
    words, of = month.words, month.figures.selection
    for exports, imports in sides:
        month.ledger.keep((*exports.cells, *imports.cells))
    is_year = spans[-1].frequency == "annual"
    slots: dict[str, Slot] = {
        "who": Noun(words.land(of.reporter)),
        "way": words.whence(of, Flow.EXPORT),
        "first": words.last_year(spans[0]),
        "last": words.last_year(spans[-1]),
        "month": words.month_of(spans[-1].last),
    }
    points = {
        "exports": [side.exports.point for side in sides],
        "balance": [float((side.exports.value - side.imports.value).scaleb(-6)) for side in sides],
        "imports": [side.imports.point for side in sides],
    }
    curves = [
        Curve(
            words.say(f"flows.{role}", when=words.last_year(spans[-1])),
            words.say(f"flows.{role}_worth", n=figure or ""),
            claim.codes,
            tuple(map(str, spans)),
            tuple(levels),
            role,
        )
        for (role, levels), figure, claim in zip(points.items(), figures, now, strict=True)
    ]
    rows = []
    for role, *ends in zip(points, figures, [_figure(claim) for claim in base], strict=True):
        cells = [words.say(f"flows.{role}_worth", n=end) if end else NONE for end in ends]
        rows.append(Row((words.say(f"flows.{role}_name"), *cells)))
    subtitle = "subtitle.year" if is_year else "subtitle.twelve"
    return replace(
        picture(month, "updown_bars", "flows", title, slots, name="balance", subtitle=subtitle),
        id="flows",  # the text on the balance has the other
        curves=tuple(curves),
        steps=tuple(words.last_year(span) for span in spans),
        head=(words.say("heads.line"), *(words.last_year(span) for span in spans[:-3:-1])),
        rows=tuple(rows),
    )


def _years(month: Month) -> list[tuple[Period, TradeSides]]:
    """Return the years in which both flows are known, back from the newest, oldest first."""
    span = month.period if month.period.frequency == "annual" else month.twelve
    years: list[tuple[Period, TradeSides]] = []
    while len(years) < _MOST:
        sides = sides_of(month.figures, span)
        if sides is None:
            break
        years.insert(0, (span, sides))
        span = span.year_before()
    return years


def _claims(month: Month, sides: TradeSides) -> tuple[Claim, Claim, Claim]:
    """Return the claims of exports, balance and imports, in the order in which they stand beside the bars."""
    return month.ledger.level(sides.exports), balance_of(month, sides), month.ledger.level(sides.imports)


def _figure(claim: Claim) -> Text | None:
    """Return an amount in millions, a deficit below zero. None where no rounding holds."""
    digits = rounding.money(claim, rounding.MILLIONS)
    if digits is None:
        return None
    return printed(rounding.signed(digits) if digits < 0 else rounding.grouped(digits), claim.id)


def _title(month: Month, sides: Sequence[TradeSides], balance: Claim) -> Text | None:
    """Return how surplus or deficit moved on the year, or what it came to. None where there is neither."""
    words, side = month.words, side_of(balance)
    if side is None or rounding.money(balance, rounding.prose_scale(balance)) is None:
        return None
    slots: dict[str, Slot] = {
        "who": Noun(words.land(month.figures.selection.reporter)),
        "size": words.size(balance),
        "when": words.span(balance.period),
    }
    base = balance_of(month, sides[-2])
    change = balance_change(month, (sides[-1], sides[-2]), (balance, base))
    if (
        side_of(base) != side
        or change.direction is None
        or rounding.money(change, rounding.prose_scale(change)) is None
    ):
        return words.say(f"flows.{side}", **slots)
    way = "widened" if (change.direction == "up") == (side == "surplus") else "narrowed"
    return words.say(f"flows.{way}.{side}", change=words.size(change), **slots)


PLAN = PicturePlan(single_chart(chart), "balance")
