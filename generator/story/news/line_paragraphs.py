"""The paragraphs after the lede: the leading line, others in the total's direction, those against it, the rest."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from generator.story.amounts import YearChange
from generator.story.news import comparisons, margin, market_sentences, mirror, open_total, weight_sentences
from generator.story.news.line_sentences import (
    exception_of,
    line_again,
    line_change,
    line_faded,
    line_led,
    line_levels,
    line_pair,
    line_passed,
    line_rate,
    line_run,
    line_share,
)
from generator.story.news.report import NewsReport
from generator.story.plan import Section, Text
from generator.story.prices import PriceParagraphs

_WHOLE = Decimal(100)  # per cent of a change
Paragraph = tuple[Text, ...]
_WITHOUT = Decimal(50)  # per cent of the total's change: from here on describe the total without the lead
_COVERED = Decimal(60)  # per cent of all changes that the lines of the text must cover
_SENTENCES = 4  # of a paragraph, at most


def paragraphs(report: NewsReport, prices: PriceParagraphs) -> Iterator[Paragraph]:
    """Return the paragraphs on the lines, the largest change in money first. None for a single line."""
    if open_total.is_open(report):
        return filter(None, open_total.paragraphs(report))
    return iter(()) if report.news.is_one_line else filter(None, _paragraphs(report, prices))


def _paragraphs(report: NewsReport, prices: PriceParagraphs) -> Iterator[Paragraph]:
    way, lead, plain = report.news.way, report.lead, _ordinary(report)
    if "but_month" in report.heads:  # the line that made the month before explains the headline
        yield tuple(_faded(report))
    if lead in plain:
        yield tuple(_lead(report, lead, prices))
    other_lines = [part for part in plain if part != lead and part.code not in report.peaks]
    same_way = [part for part in other_lines if part.way == way or way is None]
    mixed = weight_sentences.mix(report) if lead in plain else None
    alike = list(_line_sentences(report, same_way, prices))
    shipments = weight_sentences.tonnage_of_whole(report) if mixed else None
    yield from _grouped([text for text in (mixed, shipments, *alike) if text])
    yield from _grouped(_against(report, [part for part in other_lines if part not in same_way], prices))


def _ordinary(report: NewsReport) -> list[YearChange]:
    """Return the lines of the text that have a paragraph: not those that began, ended or had a low base.

    The leading line has one after a low base, too.
    """
    parts = []
    for part in report.lines_to_tell:
        kind = exception_of(report.item(part.code))
        if kind is None or (part == report.lead and kind == "low"):
            parts.append(part)
    return parts


def _faded(report: NewsReport) -> list[Text]:
    """Return a sentence on each line that led not long ago. The leading line has a paragraph."""
    lead = report.lead
    own = lead.code if lead and lead in _ordinary(report) else ""
    sentences = [line_faded(report, report.item(code)) for code in report.peaks if code != own]
    return [text for text in sentences if text]


def _odd_lines(report: NewsReport) -> list[Text]:
    """Return a sentence on each line that began, ended, had a low base or led not long ago, and on the lines left."""
    if open_total.is_open(report) or report.news.is_one_line:
        return []
    sentences: list[Text | None] = []
    if "but_month" not in report.heads:
        sentences += _faded(report)
    ordinary = _ordinary(report)
    for part in report.lines_to_tell:
        if part not in ordinary and part.code not in report.peaks:
            sentences.append(line_levels(report, report.item(part.code)))
    sentences += _untold_lines(report)
    return [text for text in sentences if text]


def _grouped(sentences: Sequence[Text]) -> Iterator[Paragraph]:
    for start in range(0, len(sentences), _SENTENCES):
        yield tuple(sentences[start : start + _SENTENCES])


def _lead(report: NewsReport, lead: YearChange, prices: PriceParagraphs) -> Iterator[Text]:
    """Yield the leading line: its part of the change, its rate and level, and how the total moved without it."""
    ratio = report.news.parts.share_of_change(lead)
    is_part = ratio is not None and ratio.high <= _WHOLE and "part" not in report.topics
    item = report.item(lead.code)
    share = line_share(report, lead) if is_part else None
    first = share or line_led(report, lead) or line_change(report, item)
    weight = weight_sentences.weight_sentence(report, lead.code) if first and item.growth else None
    is_told = is_part and "line_all" not in report.heads
    is_large = ratio is None or ratio.value >= _WITHOUT
    without_lead = report.without("body.line.without", lead) if is_large and not is_told else None
    tonnage = weight_sentences.tonnage_of_whole(report) if first and report.news.mix is None else None
    market = market_sentences.line(report, lead) if first else None
    run = line_run(report, report.item(lead.code))
    beside = prices.of_line(lead.code, item.growth) if first else ()
    sentences = (first, line_passed(report, item), weight, run, market, without_lead, tonnage, *beside)
    yield from (text for text in sentences if text)


def _line_sentences(
    report: NewsReport, parts: Sequence[YearChange], prices: PriceParagraphs, *, is_against: bool = False
) -> Iterator[Text]:
    """Yield the lines after the leading one, the largest change first; of lines against it, the first says that.

    Two small lines share a sentence where neither needs its own.
    """
    waiting = list(parts)
    while waiting:
        first, *waiting = waiting
        item = report.item(first.code)
        is_steady = _is_steady(report, first)
        pair = None
        if is_steady:
            sentence = line_again(report, item)
        else:
            opens = is_against and first == parts[0]
            contrast = line_rate(report, "body.line.against", item) if opens else None
            is_followed = bool(waiting) and not contrast and not _is_steady(report, waiting[0])
            pair = line_pair(report, first, waiting[0]) if is_followed else None
            sentence = contrast or pair or line_change(report, item)
        waiting = waiting[1:] if pair else waiting
        if not sentence:
            continue
        yield sentence
        if pair is None:
            passed, run = (None, None) if is_steady else (line_passed(report, item), line_run(report, item))
            weight = weight_sentences.weight_sentence(report, first.code)
            yield from filter(None, (passed, weight, run))
        yield from prices.of_line(first.code, item.growth)


def _is_steady(report: NewsReport, part: YearChange) -> bool:
    """Return whether the last edition described a line alike, and it has no record now."""
    return report.history(part.code).is_steady and report.record(part.code) is None


def _against(report: NewsReport, parts: Sequence[YearChange], prices: PriceParagraphs) -> list[Text]:
    """Return the lines that went the other way, or the one that must be mentioned where the text has none."""
    sentences = list(_line_sentences(report, parts, prices, is_against=True))
    aside = None if sentences else _counter_change(report)
    return [aside] if aside else sentences


def _counter_change(report: NewsReport) -> Text | None:
    """Return the line that moved most against the total, where it must be mentioned and the text has it nowhere."""
    counter = report.other_way()
    if counter is None or f"gain {counter.code}" in report.topics or counter in report.lines_to_tell:
        return None
    return report.say_of(counter.code, "body.other_side", amount=report.gain_of(counter), way=report.way(counter.way))


def _untold_lines(report: NewsReport) -> Iterator[Text | None]:
    """Yield the upper limit of the changes of lines without a sentence, in a quiet month or where they matter much."""
    words, parts = report.words, report.news.parts
    untold = [part for part in parts.lines if part.code not in report.named_codes]
    if not untold or not report.named_codes:
        return
    amount = words.in_round(parts.ceiling(untold))
    covered = sum((parts.gross_share(part).value for part in parts.lines if part not in untold), Decimal(0))
    if report.news.is_quiet:
        yield report.say("body.quiet.none", amount=amount)
    elif covered < _COVERED and len(untold) > 1:
        count = report.ledger.size([part.code for part in untold])
        yield report.say("body.rest", n=words.number(count), amount=amount)


def sections(report: NewsReport, prices: PriceParagraphs) -> tuple[Section, ...]:
    """Return the sections on the lines: a paragraph each, so that a picture may stand under each, and the odd lines."""
    texts = list(paragraphs(report, prices))
    found = [margin.section_of_lines(report, f"body-{place}", text) for place, text in enumerate(texts, 1)]
    odd = _odd_lines(report)
    if odd:
        found.append(margin.section_of_rows(report, f"body-{len(texts) + 1}", tuple(odd)))
    return tuple(found)


def closing_section(report: NewsReport) -> Section | None:
    """Return the section after the lines: what else the total is compared with, whose market it is, what comes next.

    `report` knows what the text has said before. None where nothing is left to say.
    """
    others = tuple(comparisons.after_the_lines(report))
    theirs = mirror.sentence(report)
    market = (*market_sentences.paragraph(report), *([theirs] if theirs else []))
    paragraphs = [paragraph for paragraph in (others, market) if paragraph]
    ahead = comparisons.outlook(report)
    if ahead:
        last = paragraphs.pop() if paragraphs else ()
        paragraphs.append((*last, ahead))
    return margin.section(report, "rest", paragraphs) if paragraphs else None


def prices_section(report: NewsReport, prices: PriceParagraphs) -> Section | None:
    """Return the prices and rates of the lines that only the lede names, and of the total."""
    codes = [item.code for item in report.month.items] if report.month.is_single else sorted(report.named_codes)
    return prices.remaining_section({code: report.item(code).growth for code in codes})
