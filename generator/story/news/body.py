"""Body: the paragraphs after the lede: the lines, then what else the whole is held against."""

from __future__ import annotations

from collections.abc import Iterator

from generator.story.beside import Margin
from generator.story.news import comparison, lines
from generator.story.news.report import Report
from generator.story.plan import EVERYWHERE, Section


def sections(report: Report, margin: Margin) -> Iterator[Section]:
    """Yield the body as one section without a title, then prices and rates beside what it does not tell."""
    paragraphs = (*lines.paragraphs(report), tuple(comparison.after_the_lines(report)))
    told = tuple(paragraph for paragraph in paragraphs if paragraph)
    growths = {code: report.item(code).growth for code in report.named}
    if told:
        body = Section(id="body", shown=EVERYWHERE, role="text", label=None, codes=None, dateline=None, paragraphs=told)
        yield margin.beside(body, growths)
    alone = {item.code: item.growth for item in report.month.items} if report.month.is_single else {}
    if rest := margin.rest(alone):
        yield rest
