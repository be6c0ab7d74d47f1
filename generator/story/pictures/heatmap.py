"""The lines' changes on a year before, month by month, as a heatmap whose key names the steps (C7)."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import takewhile

from generator.story import rounding
from generator.story.amounts import Claim
from generator.story.line_selection import LineItem
from generator.story.month import Month
from generator.story.picture import PicturePlan, aside, picture, single_chart, year_from
from generator.story.pictures.panels import lines_title
from generator.story.plan import Chart, Curve, Row, Text
from generator.story.text import leaf, printed
from generator.story.words.cells import NONE
from generator.story.words.speech import Slot
from generator.trade.period import A_QUARTER, Period

THRESHOLDS = (-60.0, -30.0, -10.0, 10.0, 30.0, 60.0)  # per cent: seven steps, clipped at both ends
_MOST_FIGURES = 100  # a picture with more of them is not read
_MONTHS_WITH_FIGURES = 12
_MONTHS_WITHOUT_FIGURES = 24
_REASONS = ("missing", "bound", "idle", "low", "rounded")  # reasons for a dash, in the order of their notes
_MOST_LINES = 12
_FEWEST_LINES = 3
_FEWEST_MONTHS = 6
# A line with its change in each month; None where there is none to print.
Line = tuple[LineItem, tuple[Claim | None, ...]]


def chart(month: Month) -> Chart | None:
    """Return the chart. None for three months or more, few lines, or fewer than six months with a change."""
    codes_allowed = month.lines_to_tell(month.lines)
    items = [month.item(code) for code in codes_allowed[:_MOST_LINES]]
    if month.period.months >= A_QUARTER or len(items) < _FEWEST_LINES or not all(item.comparable for item in items):
        return None
    codes = [item.code for item in items]
    with_figures = _has_room_for_figures(month, codes)
    spans = _spans(month, codes, _MONTHS_WITH_FIGURES if with_figures else _MONTHS_WITHOUT_FIGURES)
    if len(spans) < _FEWEST_MONTHS:
        return None
    lines: list[Line] = []
    for item in items:
        rates = tuple(_rate(month, item.code, span) for span in spans)
        if any(rates):  # a line without any change would be all dashes
            lines.append((item, rates))
    words = month.words
    heads = spans if with_figures else spans[-1:]
    rows = []
    for item, rates in lines:
        figures = [_figure(rate) or NONE for rate in rates[-len(heads) :]]
        rows.append(Row((item.name, *figures), "line", item.codes))
    is_largest = not month.choice.left_out and len(lines) == len(items)
    title = lines_title(month, [item for item, _ in lines], len(codes_allowed), largest=is_largest)
    slots: dict[str, Slot] = {"first": words.period(spans[0]), "last": words.period(spans[-1])}
    if with_figures:
        steps = tuple(words.step_name(span) for span in spans)
    else:
        steps = tuple(year_from(span, spans[-1]) for span in spans)
    return replace(
        picture(month, "heatmap", "heat", title, slots, scale="per cent"),
        curves=tuple(_curve(month, line, spans, with_figures=with_figures) for line in lines),
        thresholds=THRESHOLDS,
        steps=steps,
        ticks=step_borders(month),
        aside=aside(month, _notes(month, _reasons(month, lines, spans, rows))),
        head=(words.say("heads.line"), *(words.say("heat.head", when=words.period(span)) for span in heads)),
        rows=tuple(rows),
    )


def _has_room_for_figures(month: Month, codes: list[str]) -> bool:
    """Say whether the cells have room for their figures, and each change has a figure that holds.

    Without a figure a cell among others with one would look as if it had no change.
    """
    if len(codes) * _MONTHS_WITH_FIGURES > _MOST_FIGURES:
        return False
    spans = _spans(month, codes, _MONTHS_WITH_FIGURES)
    changes = [_rate(month, code, span) for code in codes for span in spans]
    return all(_figure(change) for change in changes if change)


def _notes(month: Month, reasons: Collection[str]) -> list[Text]:
    """Return a sentence on each reason for dashes, and why two months share a column."""
    notes = [month.words.say(f"dash_note.{reason}") for reason in _REASONS if reason in reasons]
    return [*notes, month.words.say("heat.lunar")] if month.is_lunar else notes


def step_borders(month: Month) -> tuple[Text, ...]:
    """Return the words of the key: the borders between steps. The two outer ones name open steps: "+60% or more"."""
    borders = []
    for threshold in THRESHOLDS:
        digits = rounding.signed(Decimal(repr(threshold)).to_integral())
        border = leaf(digits, "number", digits)
        if threshold in {THRESHOLDS[0], THRESHOLDS[-1]}:
            border = month.words.say("heat.most" if threshold > 0 else "heat.least", n=border)
        borders.append(border)
    return tuple(borders)


def _figure(rate: Claim | None) -> Text | None:
    """Return a change in whole per cents with its sign, or finer if only that holds. None where no print holds."""
    if rate is None:
        return None
    value = rounding.finest(rate.low, rate.high, 0)
    value = rounding.per_cent(rate) if value is None else value
    return None if value is None else printed(rounding.with_sign(value, rate), rate.id)


def _reasons(month: Month, lines: Sequence[Line], spans: Sequence[Period], rows: Sequence[Row]) -> set[str]:
    """Return the reasons for dashes in the picture or in the table behind it."""
    reasons: set[str] = set()
    for (item, rates), row in zip(lines, rows, strict=True):
        reasons |= {_why(month, item.codes, span) for span, rate in zip(spans, rates, strict=True) if rate is None}
        cells = zip(rates[1 - len(row.cells) :], row.cells[1:], strict=True)
        reasons |= {"rounded" for rate, cell in cells if rate is not None and not cell.marks}
    return reasons


def _why(month: Month, codes: Sequence[str], span: Period) -> str:
    now, base = month.amount(codes, span), month.amount(codes, span.year_before())
    if now is None or base is None:
        return "missing"
    if not (now.is_exact and base.is_exact):
        return "bound"
    return "low" if now.value and base.value else "idle"


def _spans(month: Month, codes: list[str], most: int) -> tuple[Period, ...]:
    """Return the spans of the last `most` months, oldest first, back to the first span in which no line has a change.

    Two months between which a holiday moves are one span but count as two months, so no month's name repeats.
    """
    first = month.period.last.first - most + 1
    recent = takewhile(lambda span: span.first >= first, month.steps_back())
    spans = takewhile(lambda span: any(_rate(month, code, span) for code in codes), recent)
    return tuple(reversed([*spans]))


def _rate(month: Month, code: str, span: Period) -> Claim | None:
    if span == month.period:
        return month.item(code).growth
    return month.rate([code], span, span.year_before())


def _curve(month: Month, line: Line, spans: tuple[Period, ...], *, with_figures: bool) -> Curve:
    item, rates = line
    for span in spans:
        for when in (span, span.year_before()):
            amount = month.amount(item.codes, when)
            if amount:
                month.ledger.keep(amount.cells)
    points = tuple(None if rate is None else float(rate.value) for rate in rates)
    cells: tuple[Text, ...] = ()
    if with_figures:
        cells = tuple(_figure(rate) or Text("") for rate in rates)
    return Curve(item.name, Text(""), item.codes, tuple(map(str, spans)), points, cells=cells)


PLAN = PicturePlan(single_chart(chart), "lines")
