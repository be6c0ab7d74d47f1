"""Finding: the headline of an edition, and the three things under it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from generator.story.news import things
from generator.story.news.head import form_of
from generator.story.news.report import Report
from generator.story.plan import EVERYWHERE, Finding, Text
from generator.story.text import leaf
from generator.story.words.speech import Noun

_OF_A_LINE = frozenset({"partial", "hand"})  # rows whose trade is that in one line


def section(report: Report, headline: Text | None) -> Finding:
    """Return series line, headline (an editor's, None for the program's) and the things that it had no room for."""
    words, brief, month = report.words, report.month.brief, report.month
    if headline is None:
        headline = _headline(report)
        if headline.tree is not None and headline.tree[0] != "head.with_tail":
            report.headline = replace(report.headline, tail=None)
    return Finding(
        id="finding",
        shown=EVERYWHERE,
        series=leaf(brief.title, "setting", "title"),
        period=words.span(month.period),
        headline=headline,
        things=tuple(things.texts(report)),
    )


def _headline(report: Report) -> Text:
    return replace(report.words.fitting(_headlines(report)), form=form_of(report.headline))


def _headlines(report: Report) -> Iterator[tuple[Text, ...]]:
    """Yield the headline with each name of its trade, the fullest first: with its tail, then without."""
    news, words = report.news, report.words
    tail = report.headline.tail.said(news, "tail") if report.headline.tail else None
    for name in _trades(report):
        head = report.head.said(news, "head", trade=name)
        if head is not None:
            yield (words.say("head.with_tail", head=head, tail=tail), head) if tail else (head,)


def _trades(report: Report) -> Iterator[Noun]:
    words, trade = report.words, report.month.trade
    line = report.only or (report.head.line if report.head.row in _OF_A_LINE else None)
    names = words.of_line(report.line(line), trade.of) if line else words.trades(trade)
    if report.news.span == report.month.period:
        return names
    return (words.trade_over(name, report.news.span) for name in names)
