"""The shares of the largest lines in the total over twelve months (N8): now as a point, a year before as a ring."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from generator.story import rounding
from generator.story.amounts import Claim
from generator.story.line_selection import LineItem
from generator.story.month import Month
from generator.story.picture import PicturePlan, is_part_of_year, picture, single_chart, ticks
from generator.story.plan import Bar, Chart, Row, Text
from generator.story.words.cells import NONE
from generator.story.words.speech import Slot
from generator.trade.period import Period

_LINES, _FEWEST = 6, 2  # lines
_WHOLE = 100  # per cent
_POINTS = 3  # a share that moved so far calls for the picture


@dataclass(frozen=True)
class _Share:
    """A line's shares of twelve months, and of those a year before."""

    codes: tuple[str, ...]
    now: Claim
    base: Claim


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
    """Return the chart of the largest lines, or None where fewer than two have known shares of both spans."""
    lines = list(_lines(month))[:_LINES]
    if len(lines) < _FEWEST:
        return None
    words = month.words
    bars = tuple(_bar(month, line) for line in lines)
    levels = [level for bar in bars for level in (bar.value, bar.before)]
    heads = (words.say("shares.head", when=words.span(span)) for span in (month.twelve, month.twelve.year_before()))
    return replace(
        picture(
            month,
            "dumbbell",
            "shares",
            _title(month, lines),
            words.ends(month.twelve),
            name="shares",
            scale="per cent",
        ),
        bars=bars,
        ticks=ticks(month, levels),
        head=(words.say("heads.line"), *heads),
        rows=tuple(
            Row((bar.label, *(words.per_cent(claim) or NONE for claim in (line.now, line.base))), "line", line.codes)
            for bar, line in zip(bars, lines, strict=True)
        ),
    )


def _lines(month: Month) -> Iterator[_Share]:
    """Yield the shares, if they have a print, of the lines that the text tells of, the largest first."""
    for code in month.lines_to_tell(largest(month)):
        now, base = (share(month, (code,), span) for span in (month.twelve, month.twelve.year_before()))
        if now is not None and base is not None and rounding.per_cent(now) is not None:
            yield _Share((code,), now, base)


def _bar(month: Month, line: _Share) -> Bar:
    """Return a line with its share now as a point, and that of a year before as a ring."""
    words = month.words
    now, base = words.shares(line.now, line.base)
    figure = words.say("shares.figure", now=now, base=base) if now and base else words.per_cent(line.now)
    low, value, high = float(line.now.low), float(line.now.value), float(line.now.high)
    label = month.brief.label(line.codes[0]).text()
    return Bar(label, figure or NONE, value, low, high, before=float(line.base.value))


def _title(month: Month, lines: Sequence[_Share]) -> Text:
    """Return the finding: the share that moved most, else that of the largest line."""
    words = month.words
    moved = max(lines, key=lambda line: abs(line.now.value - line.base.value))
    now, base = words.shares(moved.now, moved.base)
    slots: dict[str, Slot] = {"when": words.span(month.twelve)}
    if now is not None and base is not None:
        way = "up" if moved.now.value > moved.base.value else "down"
        name = words.short(month.item(moved.codes[0], month.twelve))
        return words.say(f"shares.moved.{way}", name=name, now=now, base=base, **slots)
    first = words.short(month.item(lines[0].codes[0], month.twelve))
    return words.say("shares.title", name=first, n=words.per_cent(lines[0].now) or NONE, **slots)


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
