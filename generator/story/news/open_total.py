"""The text of an edition without a known growth of the total: the largest line, the next ones, what is missing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from generator.movements import readings
from generator.story import data_gaps
from generator.story.line_selection import LineItem
from generator.story.news.line_sentences import line_change
from generator.story.news.report import NewsReport
from generator.story.plan import Text
from generator.story.words.speech import Noun, Slot

_NEXT = 2  # lines that are listed after the largest one
_SEVERAL = 2  # lines
_WHOLE = 100  # per cent


def is_open(report: NewsReport) -> bool:
    """Return whether the growth of the total is unknown."""
    return report.head.row == "unknown"


def things(report: NewsReport) -> Iterator[Text]:
    """Yield the sentences under the headline: the largest line's share, a change or levels, and what has no base."""
    compared = _compared(report) or listed(report, _other_items(report)[:_NEXT])
    without_base = data_gaps.base(report.month) or _coverage(report)
    return filter(None, (_share(report), compared, without_base))


def lede(report: NewsReport, office: Text) -> Iterator[Text]:
    """Yield the level of the largest line beside that of all others."""
    words, item = report.words, _first_item(report)
    if item is None:
        return
    slots: dict[str, Slot | None] = {
        "level": report.worth(item.now),
        "period": words.span(item.span),
        "office": office,
        "trade": words.trade_of(report.month.trade),
    }
    other_codes = [other_item.code for other_item in _other_items(report)]
    other_total = report.month.amount(other_codes, item.span) if len(other_codes) >= _SEVERAL else None
    outweighs = other_total and item.amount and readings.order(item.amount.reading, other_total.reading) == 1
    key = "most" if outweighs else "said"
    count = words.number(report.ledger.size(other_codes))
    slots_of_others = {"rest": report.level(other_total), "n": count}
    with_others = report.say_of(item.code, f"body.lede.unknown.{key}", **slots_of_others, **slots)
    sentence = with_others or report.say_of(item.code, "body.lede.unknown.alone", **slots)
    if sentence:
        yield sentence


def paragraphs(report: NewsReport) -> Iterator[tuple[Text, ...]]:
    """Yield the lines whose change is known and not under the headline. The table has the levels of all lines."""
    moved = [item for item in items_with_figure(report) if item.comparable and item.base and item.base.value]
    fresh = [item for item in moved if f"gain {item.code}" not in report.topics]
    yield tuple(filter(None, (line_change(report, item) for item in fresh)))


def items_with_figure(report: NewsReport) -> list[LineItem]:
    """Return the lines with a figure, the largest first."""
    return [item for item in report.month.items if item.now and item.now.value and report.month.choice.tells(item.code)]


def _first_item(report: NewsReport) -> LineItem | None:
    """Return the line of the headline, or the largest."""
    lines = items_with_figure(report)
    return next((item for item in lines if item.code == report.head.line), next(iter(lines), None))


def _other_items(report: NewsReport) -> list[LineItem]:
    first = _first_item(report)
    return [item for item in items_with_figure(report) if first is None or item.code != first.code]


def _share(report: NewsReport) -> Text | None:
    """Return the largest line's share of all lines with a figure, or "at most" that share where the sum has a bound."""
    item = _first_item(report)
    codes = [line.code for line in report.month.items if line.amount and line.amount.value]
    total = report.month.amount(codes, report.news.span)
    if item is None or item.amount is None or total is None or len(codes) < _SEVERAL or not item.amount.is_exact:
        return None
    share = report.ledger.share(item.amount, total)
    count = report.words.number(report.ledger.size(codes))
    share_in_words = report.words.per_cent(share)
    if share is not None and share.value < _WHOLE and not total.is_exact:
        share_in_words = report.say("things.at_most", share=share_in_words)
    return report.say_of(item.code, "things.share", share=share_in_words, n=count)


def _compared(report: NewsReport) -> Text | None:
    """Return the levels of the only line with a figure for the year before, or None."""
    compared = [item for item in items_with_figure(report) if item.base and item.base.value]
    if len(compared) != 1:
        return None
    item = compared[0]
    level, base = report.level_pair(item)
    year_before = report.words.span(report.news.span.year_before())
    sentence = report.say_of(item.code, "things.compared", level=level, base=base, then=year_before)
    if sentence is not None:
        report.topics.add(f"gain {item.code}")
    return sentence


def listed(report: NewsReport, items: Sequence[LineItem]) -> Text | None:
    """Return the levels of some lines in one sentence. None for no lines."""
    levels: list[Text] = []
    for item in items:
        form = "next" if levels else "first"
        level = report.say_of(item.code, f"body.levels.{form}", level=report.worth(item.now))
        levels += [level] if level else []
    return report.say("body.levels.said", levels=report.words.listed(levels, "list")) if levels else None


def _coverage(report: NewsReport) -> Text | None:
    """Return how many of the lines also have a figure for the year before."""
    words, items = report.words, items_with_figure(report)
    year_before = words.span(report.news.span.year_before())
    based = [item for item in items if item.base and item.base.value]
    if len(items) < _SEVERAL:
        return None
    count = Noun("") if not based else words.number(report.ledger.size([item.code for item in based]))
    key = "none" if not based else "all" if len(based) == len(items) else "some"
    lines = words.number(report.ledger.size([item.code for item in items]))
    return report.say(f"things.based.{key}", n=count, all=lines, then=year_before)
