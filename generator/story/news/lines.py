"""Lines: the paragraphs on the lines: the one that leads, the others of its way, those of the other way, the rest."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from generator.story.amounts import Step
from generator.story.news import line, unknown, weights
from generator.story.news.report import Report
from generator.story.plan import Text
from generator.trade.currency import rough_worth

Paragraph = tuple[Text, ...]
_WITHOUT = Decimal(50)  # per cent of all changes that a line makes for the rest to be told
_WHOLE = Decimal(100)  # per cent of a change
_COVERED = Decimal(60)  # per cent of all changes that the lines of the text must make
_ASIDE = Decimal(100_000)  # of a currency: a smaller change of the other way is not told
_SENTENCES = 4  # of a paragraph


def paragraphs(report: Report) -> Iterator[Paragraph]:
    """Return the paragraphs on the lines, money first; none of a single line."""
    if unknown.is_open(report):
        return filter(None, unknown.paragraphs(report))
    return iter(()) if report.news.is_one_line else filter(None, _paragraphs(report))


def _paragraphs(report: Report) -> Iterator[Paragraph]:
    told, way = report.told, report.news.way
    kinds = {part.code: line.kind(report.item(part.code)) for part in told}
    plain = [part for part in told if kinds[part.code] is None or (part == report.lead and kinds[part.code] == "low")]
    lead = next((part for part in plain if part == report.lead), None)
    yield tuple(_lead(report, lead)) if lead else ()
    yield tuple(_faded(report))
    others = [part for part in plain if part != lead and part.code not in report.faded]
    same = [part for part in others if part.way == way or way is None]
    yield from _grouped(list(_others(report, same)))
    yield from _grouped(list(_against(report, [part for part in others if part not in same])))
    listed = [line.level(report, report.item(part.code)) for part in told if part not in plain]
    yield tuple(text for text in listed if text)
    yield tuple(filter(None, _rest(report)))


def _grouped(said: Sequence[Text]) -> Iterator[Paragraph]:
    for start in range(0, len(said), _SENTENCES):
        yield tuple(said[start : start + _SENTENCES])


def _lead(report: Report, lead: Step) -> Iterator[Text]:
    """Yield the line of the headline: its part of the change, its rate and level, and what was left without it."""
    ratio = report.news.parts.part(lead)
    is_part = ratio is not None and ratio.high <= _WHOLE and "part" not in report.topics
    first = (line.made(report, lead) if is_part else None) or line.rose(report, report.item(lead.code), alone=True)
    weight = weights.sentence(report, lead.code) if first and report.item(lead.code).growth else None
    is_told = is_part and "line_all" not in report.heads
    is_large = ratio is None or ratio.value >= _WITHOUT
    rest = report.without("body.line.without", lead) if is_large and not is_told else None
    yield from (text for text in (first, weight, rest, _passed(report, lead)) if text)


def _passed(report: Report, lead: Step) -> Text | None:
    """Return the line that led until now."""
    found = report.news.parts.leader
    if found is None or found.code != lead.code:
        return None
    names = {"line": report.brief_name(lead.code), "other": report.name(found.passed)}
    return report.say("body.line.passed", found.claim(report.ledger), **names)


def _faded(report: Report) -> Iterator[Text]:
    """Yield a line that led within half a year and has fallen below a tenth of what it brought then."""
    words, news = report.words, report.news
    for part in news.parts.lines if news.is_month else ():
        peak = report.peak(part)
        if peak is None or not part.now.value:
            continue
        when = words.month_before(peak.span, news.span)
        said = report.say_of(
            part.code, "body.line.faded", when=when, peak=report.level(peak), level=report.level(part.now)
        )
        if said:
            report.faded.add(part.code)
            yield said


def _others(report: Report, parts: Sequence[Step]) -> Iterator[Text]:
    """Yield the other lines, two small ones in one sentence where neither has more to say."""
    left = list(parts)
    while left:
        first, *left = left
        both = line.pair(report, first, left[0]) if left else None
        said = both or line.rose(report, report.item(first.code))
        left = left[1:] if both else left
        if said:
            yield said


def _against(report: Report, parts: Sequence[Step]) -> Iterator[Text]:
    """Yield the lines that went the other way; the largest of them where none is to be told."""
    said = list(_other_way(report, parts[0], parts[1:])) if parts else []
    aside = None if said else _aside(report)
    yield from [aside] if aside else said


def _other_way(report: Report, first: Step, others: Sequence[Step]) -> Iterator[Text]:
    item = report.item(first.code)
    said = line.rated(report, "body.line.against", item) or line.rose(report, item)
    if said:
        yield said
    yield from _others(report, others)


def _aside(report: Report) -> Text | None:
    """Return the largest change of the other way in money, where no line of it is told."""
    other = report.counter
    if other is None or other.way is None or f"gain {other.code}" in report.topics or other in report.told:
        return None
    if other.size.value < rough_worth(_ASIDE, report.month.figures.unit) and other != report.other_way():
        return None
    return report.say_of(other.code, "body.other_side", amount=report.gain_of(other), way=report.way(other.way))


def _rest(report: Report) -> Iterator[Text | None]:
    """Yield what the lines without a sentence came to at most: of a quiet month, or where they made much of it."""
    words, parts = report.words, report.news.parts
    left = [part for part in parts.lines if part.code not in report.named]
    if not left or not report.named:
        return
    amount = words.in_round(parts.ceiling(left))
    covered = sum((parts.gross(part).value for part in parts.lines if part not in left), Decimal(0))
    if report.news.is_quiet:
        yield report.say("body.quiet.none", amount=amount)
    elif covered < _COVERED and len(left) > 1:
        count = report.ledger.size([part.code for part in left])
        yield report.say("body.rest", n=words.number(count), amount=amount)
