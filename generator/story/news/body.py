"""Body: the paragraphs after the lede: the lines, then what else the whole is held against."""

from __future__ import annotations

from generator.story.beside import Margin
from generator.story.news import comparison, lines
from generator.story.news.report import Report
from generator.story.plan import EVERYWHERE, Section, Text
from generator.trade.trees import leaves


def sections(report: Report, margin: Margin) -> tuple[Section, ...]:
    """Return the lines, a paragraph a section without a title, so that a picture may stand under each."""
    told = enumerate(lines.paragraphs(report), 1)
    made = tuple(_section(f"body-{place}", paragraph) for place, paragraph in told)
    return tuple(
        margin.beside(section, {code: report.item(code).growth for code in _lines(section)}) for section in made
    )


def _lines(section: Section) -> tuple[str, ...]:
    """Return the codes of the lines that a section names, in order."""
    trees = [text.tree for paragraph in section.paragraphs for text in paragraph if text.tree]
    return tuple(dict.fromkeys(leaf[1] for tree in trees for leaf in leaves(tree) if leaf[0] == "line"))


def rest(report: Report) -> Section | None:
    """Return what else the whole is held against, once the lines are told."""
    told = tuple(comparison.after_the_lines(report))
    return _section("rest", told) if told else None


def beside(report: Report, margin: Margin) -> Section | None:
    """Return the prices and rates of the lines that the lede alone names, and of the whole."""
    codes = [item.code for item in report.month.items] if report.month.is_single else sorted(report.named)
    return margin.rest({code: report.item(code).growth for code in codes})


def _section(name: str, paragraph: tuple[Text, ...]) -> Section:
    return Section(name, EVERYWHERE, paragraphs=(paragraph,))
