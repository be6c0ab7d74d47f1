"""The paragraphs after the lede: the line that leads, the others of its way, those of the other way, the rest."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from generator.story.amounts import YearChange
from generator.story.news import comparisons, open_total
from generator.story.news.line_sentences import (
    exception_of,
    line_change,
    line_levels,
    line_pair,
    line_rate,
    line_share,
)
from generator.story.news.report import NewsReport
from generator.story.plan import EVERYWHERE, Section, Text
from generator.story.prices import PriceParagraphs
from generator.trade.currency import rough_worth
from generator.trade.trees import leaves

_WHOLE = Decimal(100)  # per cent of a change
Paragraph = tuple[Text, ...]
_WITHOUT = Decimal(50)  # per cent of all changes that a line makes for the rest to be told
_COVERED = Decimal(60)  # per cent of all changes that the lines of the text must make
_ASIDE = Decimal(100_000)  # of a currency: a smaller change of the other way is not told
_SENTENCES = 4  # of a paragraph


def paragraphs(report: NewsReport) -> Iterator[Paragraph]:
    """Return the paragraphs on the lines, money first; none of a single line."""
    if open_total.is_open(report):
        return filter(None, open_total.paragraphs(report))
    return iter(()) if report.news.is_one_line else filter(None, _paragraphs(report))


def _paragraphs(report: NewsReport) -> Iterator[Paragraph]:
    parts, way, lead = report.lines_to_tell, report.news.way, report.lead
    kinds = {part.code: exception_of(report.item(part.code)) for part in parts}
    plain = [part for part in parts if kinds[part.code] is None or (part == lead and kinds[part.code] == "low")]
    if lead in plain:
        yield tuple(_lead(report, lead))
    others = [part for part in plain if part != lead]
    same = [part for part in others if part.way == way or way is None]
    yield from _grouped(list(_others(report, same)))
    yield from _grouped(_against(report, [part for part in others if part not in same]))
    exceptions = [line_levels(report, report.item(part.code)) for part in parts if part not in plain]
    yield tuple(text for text in exceptions if text)
    yield tuple(filter(None, _rest(report)))


def _grouped(sentences: Sequence[Text]) -> Iterator[Paragraph]:
    for start in range(0, len(sentences), _SENTENCES):
        yield tuple(sentences[start : start + _SENTENCES])


def _lead(report: NewsReport, lead: YearChange) -> Iterator[Text]:
    """Yield the line of the headline: its part of the change, its rate and level, and what was left without it."""
    ratio, leader = report.news.parts.part(lead), report.news.parts.leader
    is_part = ratio is not None and ratio.high <= _WHOLE and "part" not in report.topics
    first = (line_share(report, lead) if is_part else None) or line_change(report, report.item(lead.code), alone=True)
    weight = comparisons.weight_sentence(report, lead.code) if first and report.item(lead.code).growth else None
    is_told = is_part and "line_all" not in report.heads
    is_large = ratio is None or ratio.value >= _WITHOUT
    rest = report.without("body.line.without", lead) if is_large and not is_told else None
    passed = None
    if leader and leader.code == lead.code:  # another line led until now
        names = {"line": report.brief_name(lead.code), "other": report.name(leader.passed)}
        passed = report.say("body.line.passed", leader.claim(report.ledger), **names)
    yield from (text for text in (first, weight, rest, passed) if text)


def _others(report: NewsReport, parts: Sequence[YearChange]) -> Iterator[Text]:
    """Yield the other lines, two small ones in one sentence where neither has more to say."""
    left = list(parts)
    while left:
        first, *left = left
        both = line_pair(report, first, left[0]) if left else None
        sentence = both or line_change(report, report.item(first.code))
        left = left[1:] if both else left
        if sentence:
            yield sentence


def _against(report: NewsReport, parts: Sequence[YearChange]) -> list[Text]:
    """Return the lines that went the other way; the largest of them where none is to be told."""
    sentences = []
    if parts:
        item = report.item(parts[0].code)
        first = line_rate(report, "body.line.against", item) or line_change(report, item)
        sentences = [*([first] if first else []), *_others(report, parts[1:])]
    aside = None if sentences else _aside(report)
    return [aside] if aside else sentences


def _aside(report: NewsReport) -> Text | None:
    """Return the largest change of the other way in money, where no line of it is told."""
    other = report.counter
    if other is None or other.way is None or f"gain {other.code}" in report.topics or other in report.lines_to_tell:
        return None
    if other.size.value < rough_worth(_ASIDE, report.month.figures.unit) and other != report.other_way():
        return None
    return report.say_of(other.code, "body.other_side", amount=report.gain_of(other), way=report.way(other.way))


def _rest(report: NewsReport) -> Iterator[Text | None]:
    """Yield what the lines without a sentence came to at most: of a quiet month, or where they made much of it."""
    words, parts = report.words, report.news.parts
    left = [part for part in parts.lines if part.code not in report.named_codes]
    if not left or not report.named_codes:
        return
    amount = words.in_round(parts.ceiling(left))
    covered = sum((parts.gross(part).value for part in parts.lines if part not in left), Decimal(0))
    if report.news.is_quiet:
        yield report.say("body.quiet.none", amount=amount)
    elif covered < _COVERED and len(left) > 1:
        count = report.ledger.size([part.code for part in left])
        yield report.say("body.rest", n=words.number(count), amount=amount)


def sections(report: NewsReport, prices: PriceParagraphs) -> tuple[Section, ...]:
    """Return the lines, a paragraph a section without a title, so that a picture may stand under each."""
    made = tuple(_section(f"body-{place}", paragraph) for place, paragraph in enumerate(paragraphs(report), 1))
    growths = [{code: report.item(code).growth for code in _lines(section)} for section in made]
    return tuple(prices.beside(section, lines) for section, lines in zip(made, growths, strict=True))


def _lines(section: Section) -> tuple[str, ...]:
    """Return the codes of the lines that a section names, in order."""
    trees = [text.tree for paragraph in section.paragraphs for text in paragraph if text.tree]
    return tuple(dict.fromkeys(leaf[1] for tree in trees for leaf in leaves(tree) if leaf[0] == "line"))


def rest(report: NewsReport) -> Section | None:
    """Return what else the whole is held against, once the lines are told."""
    sentences = tuple(comparisons.after_the_lines(report))
    return _section("rest", sentences) if sentences else None


def beside(report: NewsReport, prices: PriceParagraphs) -> Section | None:
    """Return the prices and rates of the lines that the lede alone names, and of the whole."""
    codes = [item.code for item in report.month.items] if report.month.is_single else sorted(report.named_codes)
    return prices.rest({code: report.item(code).growth for code in codes})


def _section(name: str, paragraph: tuple[Text, ...]) -> Section:
    return Section(name, EVERYWHERE, paragraphs=(paragraph,))
