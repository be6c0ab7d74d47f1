"""The contributions: what each line added to the change of the total; the printed figures add up."""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from generator.story import rounding
from generator.story.line_selection import LineItem
from generator.story.news.report import NewsReport
from generator.story.picture import ON_EVERY_PAGE, PicturePlan, PictureSources, is_part_of_year, picture
from generator.story.plan import Bar, Chart, Row, Text
from generator.story.text import printed
from generator.story.words.speech import Noun, Slot

_BARS = 8  # at most on a page; other lines share one more
_MAIL_BARS = 4  # at most in a mail
_FEWEST = 3  # bars, at least
_TENTH = Decimal("0.05")  # percentage points: a smaller bar would print as zero


def charts(sources: PictureSources) -> Iterator[Chart]:
    """Yield the charts for pages and mail, each only if every line that its text names can have a bar."""
    report = sources.report
    page_lines = _bars(report, _BARS, sources.page)
    if page_lines:
        yield _chart(report, "contributions", ON_EVERY_PAGE, page_lines)
    mail_lines = _bars(report, _MAIL_BARS, sources.mail)
    if mail_lines:
        yield _chart(report, "contributions-mail", ("mail",), mail_lines)


def _chart(report: NewsReport, name: str, shown: tuple[str, ...], items: Sequence[LineItem]) -> Chart:
    month, words = report.month, report.month.words
    bars = tuple(_bar(report, item) for item in items)
    first = items[0].label or month.brief.label(items[0].code)
    slots: dict[str, Slot] = {**words.ends(month.period), "name": Noun.of(first, "short")}
    alt = ("alt_led", "alt", "alt_short") if bars[0].value > 0 else ("alt", "alt_short")
    return replace(
        picture(month, "contributions", "bars", _title(report), slots, name=name, scale="points", shown=shown, alt=alt),
        bars=bars,
        aside=tuple(_aside(report, items, bars, is_page="pdf" in shown)),
        head=(words.say("heads.line"), words.say("bars.head")),
        rows=tuple(Row((bar.label, bar.figure), "line", item.codes) for bar, item in zip(bars, items, strict=True)),
    )


def _title(report: NewsReport) -> Text:
    """Return the finding: "Refined copper added 10.1 of the 10.2 points"."""
    words, total, first = report.words, report.period_total, report.main_line
    points = words.bare_points(first.contribution if first else None)
    total_points = words.bare_points(total.contribution)
    if first is None or first.label is None or points is None or total_points is None or first.way != total.way:
        return words.say("bars.title")
    kind = "over" if abs(first.points) > abs(total.points) else "within"
    return words.say(f"bars.{kind}.{first.way or 'down'}", name=words.short(first), n=points, t=total_points)


def _aside(report: NewsReport, items: Sequence[LineItem], bars: Sequence[Bar], *, is_page: bool) -> Iterator[Text]:
    """Yield how to read the bars, and whether the printed figures add up to the printed total."""
    month, words, total = report.month, report.month.words, report.period_total.contribution
    is_whole = _add_up(items, report.period_total)
    if is_whole:  # the printed figures must also agree with the lengths of the bars
        prints = [Decimal(bar.figure.words.replace("\N{MINUS SIGN}", "-").replace(",", "")) for bar in bars]
        is_whole = abs(float(sum(prints)) - sum(bar.value for bar in bars)) <= float(_TENTH) / 2
    if is_whole and not is_page:
        return
    yield words.say("bars.how")
    if is_page:
        money, before = words.in_money(month.figures.currency), words.span(month.base)
        yield words.say("bars.divided", money=money, before=before)
    if not is_whole:
        yield words.say("bars.rounded")
        return
    points = words.bare_points(total)
    if total is not None and points is not None:
        sign = "+" if total.value > 0 else "\N{MINUS SIGN}"
        yield words.say("bars.sum", n=printed(f"{sign}{points.words}", total.id))


def _bar(report: NewsReport, item: LineItem) -> Bar:
    claim, words = item.contribution, report.month.words
    low, value, high = (claim.low, claim.value, claim.high) if claim else (Decimal(0),) * 3
    label = item.label.text() if item.label else report.month.name_of_folded(item.codes)
    figure = words.signed_points(claim)
    return Bar(label, figure, float(value), float(low), float(high), rest=item.label is None)


def _bars(report: NewsReport, most: int, named: frozenset[str]) -> tuple[LineItem, ...]:
    """Return the lines with a bar, largest contribution first, and all others as the last bar, or ().

    A line in `named` always has its own bar. As few other lines as possible, the smallest, are combined, so that the
    printed figures add up to the printed total. If no choice adds up, take the first whose figures can all be printed.
    In a month so quiet that the bar of a named line could not be seen, there is no picture.
    """
    month = report.month
    with_points = [item for item in month.compared if item.contribution]
    if len(with_points) < len(month.lines) or len(with_points) < _FEWEST or report.period_total.contribution is None:
        return ()
    allowed = [item for item in with_points if month.choice.tells(item.code)]
    named_codes = {item.code for item in allowed if item.code in named or item.code == month.choice.lead}
    candidates: list[tuple[LineItem, ...]] = []
    for chosen in _choices(allowed, most, len(with_points), named_codes):
        codes_with_bar = {item.code for item in chosen}
        folded = tuple(code for code in month.lines if code not in codes_with_bar)
        bars = tuple(sorted(chosen, key=lambda item: -item.points))
        if folded:
            bars = (*bars, month.combined_item(folded))
        candidates.append(bars)
        if _add_up(bars, report.period_total):
            return bars
    for bars in candidates:  # every bar can be printed, and the bar of a line is long enough to see
        prints = [bar.contribution is not None and rounding.points(bar.contribution) is not None for bar in bars]
        if all(prints) and all(bar.label is None or abs(bar.points) >= _TENTH for bar in bars):
            return bars
    return ()


def _choices(
    moved: Sequence[LineItem], most: int, line_count: int, named_codes: Container[str]
) -> Iterator[tuple[LineItem, ...]]:
    """Yield possible sets of lines with a bar, the largest set first. Never leave exactly one line for the last bar.

    `line_count` includes lines that the editor leaves out. Lines in `named_codes` always have a bar, even if they are
    more than `most`.
    """
    ranked = sorted(moved, key=lambda item: -abs(item.points))
    fixed = [item for item in ranked if item.code in named_codes]
    if len(ranked) <= max(most, len(fixed)) + 1 and line_count - len(ranked) != 1:
        yield tuple(ranked)
    rankable = [item for item in ranked if item.code not in named_codes and abs(item.points) >= _TENTH]
    for count in range(max(most - len(fixed), 0), -1, -1):
        chosen = (*fixed, *rankable[:count])
        if _FEWEST <= len(chosen) < line_count - 1:
            yield chosen


def _add_up(bars: Sequence[LineItem], total: LineItem) -> bool:
    """Return whether the printed figures add up to the total and its print, at the decimals that all of them have."""
    prints = []
    for item in (*bars, total):
        points = rounding.points(item.contribution) if item.contribution else None
        if points is None:
            return False
        prints.append(points)
    if total.contribution is None:
        return False
    *parts, total_print = prints
    added = sum(parts, Decimal(0))
    places = _fewest_decimals(parts)
    if rounding.rounded(added, places) != rounding.rounded(total.contribution.value, places):
        return False
    places = _fewest_decimals(prints)
    return rounding.rounded(added, places) == rounding.rounded(total_print, places)


def _fewest_decimals(values: Sequence[Decimal]) -> int:
    return min(-int(value.as_tuple().exponent) for value in values)


PLAN = PicturePlan(charts, "opening", 1, is_part_of_year)
