"""The paragraphs after the lede: the leading line, others in the total's direction, those against it, the rest."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from generator.story.amounts import YearChange
from generator.story.news import comparisons, market_sentences, mirror, open_total
from generator.story.news.line_sentences import (
    exception_of,
    line_again,
    line_change,
    line_faded,
    line_led,
    line_levels,
    line_pair,
    line_rate,
    line_run,
    line_share,
    line_stepped,
)
from generator.story.news.report import NewsReport
from generator.story.plan import EVERYWHERE, Section, Text
from generator.story.prices import PriceParagraphs
from generator.trade.trees import leaves

_WHOLE = Decimal(100)  # per cent of a change
Paragraph = tuple[Text, ...]
_WITHOUT = Decimal(50)  # per cent of the total's change: from here on describe the total without the lead
_COVERED = Decimal(60)  # per cent of all changes that the lines of the text must cover
_SENTENCES = 4  # of a paragraph, at most
_CLAUSES = 3  # of a sentence on lines that the last edition described alike, at most


def paragraphs(report: NewsReport) -> Iterator[Paragraph]:
    """Return the paragraphs on the lines, the largest change in money first. None for a single line."""
    if open_total.is_open(report):
        return filter(None, open_total.paragraphs(report))
    return iter(()) if report.news.is_one_line else filter(None, _paragraphs(report))


def _paragraphs(report: NewsReport) -> Iterator[Paragraph]:
    parts, way, lead = report.lines_to_tell, report.news.way, report.lead
    kinds = {part.code: exception_of(report.item(part.code)) for part in parts}
    plain = [part for part in parts if kinds[part.code] is None or (part == lead and kinds[part.code] == "low")]
    own = lead.code if lead in plain and lead else ""
    faded = [line_faded(report, report.item(code)) for code in report.peaks if code != own]
    if "but_month" in report.heads:  # the line that made the month before explains the headline
        yield tuple(filter(None, faded))
        faded = []
    if lead in plain:
        yield tuple(_lead(report, lead))
    other_lines = [part for part in plain if part != lead and part.code not in report.peaks]
    same_way = [part for part in other_lines if part.way == way or way is None]
    mixed = comparisons.mix(report) if lead in plain else None
    all_weight = comparisons.tonnage_of_year(report) if mixed else None
    alike = list(_line_sentences(report, same_way))
    yield from _grouped([*filter(None, (mixed, all_weight)), *alike])
    yield from _grouped(_against(report, [part for part in other_lines if part not in same_way]))
    exceptions = [
        line_levels(report, report.item(part.code))
        for part in parts
        if part not in plain and part.code not in report.peaks
    ]
    yield tuple(text for text in (*faded, *exceptions) if text)
    yield tuple(filter(None, _untold_lines(report)))


def _grouped(sentences: Sequence[Text]) -> Iterator[Paragraph]:
    for start in range(0, len(sentences), _SENTENCES):
        yield tuple(sentences[start : start + _SENTENCES])


def _lead(report: NewsReport, lead: YearChange) -> Iterator[Text]:
    """Yield the leading line: its part of the change, its rate and level, and how the total moved without it."""
    ratio, leader = report.news.parts.share_of_change(lead), report.news.parts.leader
    is_part = ratio is not None and ratio.high <= _WHOLE and "part" not in report.topics
    item = report.item(lead.code)
    share = line_share(report, lead) if is_part else None
    first = share or line_led(report, lead) or line_change(report, item)
    has_tail = share is None and report.record(lead.code) is None  # its weight stands at the end of the sentence
    weight = comparisons.weight_sentence(report, lead.code) if first and item.growth and not has_tail else None
    half = comparisons.half_of_year(report, lead.code) if first else None
    is_told = is_part and "line_all" not in report.heads
    is_large = ratio is None or ratio.value >= _WITHOUT
    without_key = "body.line.without.named" if half else "body.line.without"  # "them" would be the dollars of the half
    without_lead = report.without(without_key, lead) if is_large and not is_told else None
    passed = None
    if leader and leader.code == lead.code:  # another line was the largest until now
        names = {"line": report.brief_name(lead.code), "other": report.name(leader.passed)}
        claim = leader.claim(report.ledger)
        if leader.start is not None:
            start = report.words.period(leader.start)
            passed = report.say("body.line.passed.first", claim, start=start, **names)
        else:
            passed = report.say("body.line.passed.again", n=report.words.number(claim), **names)
    tonnage = comparisons.tonnage_of_whole(report) if first and report.news.mix is None else None
    market = market_sentences.line(report, lead) if first else None
    run = line_run(report, report.item(lead.code))
    sentences = (first, half, passed, weight, run, market, without_lead, tonnage)
    yield from (text for text in sentences if text)


def _line_sentences(report: NewsReport, parts: Sequence[YearChange]) -> Iterator[Text]:
    """Yield the other lines. Two small lines share a sentence where neither needs its own.

    Those that the last edition described alike come last, in clauses.
    """
    steady = [part for part in parts if report.history(part.code).is_steady and report.record(part.code) is None]
    waiting = [part for part in parts if part not in steady]
    while waiting:
        first, *waiting = waiting
        pair = line_pair(report, first, waiting[0]) if waiting else None
        sentence = pair or line_change(report, report.item(first.code))
        waiting = waiting[1:] if pair else waiting
        if sentence:
            yield sentence
            run = line_run(report, report.item(first.code)) if pair is None else None
            if run:
                yield run
    yield from _steady_lines(report, steady)


def _steady_lines(report: NewsReport, parts: Sequence[YearChange]) -> Iterator[Text]:
    """Yield the lines that the last edition described alike: the month of their step, else a clause each."""
    clauses = []
    for part in parts:
        item = report.item(part.code)
        stepped = line_stepped(report, item)
        if stepped:
            yield stepped
        else:
            clauses.append(line_again(report, item))
    said = [clause for clause in clauses if clause]
    for start in range(0, len(said), _CLAUSES):
        listed = report.listed(said[start : start + _CLAUSES], "goods_list")
        sentence = report.say("body.line.again.said", clauses=listed)
        if sentence:
            yield sentence


def _against(report: NewsReport, parts: Sequence[YearChange]) -> list[Text]:
    """Return the lines that went the other way, or the one that must be mentioned where the text has none."""
    sentences = list[Text]()
    is_new = bool(parts) and not report.history(parts[0].code).is_steady
    if is_new:
        item = report.item(parts[0].code)
        first = line_rate(report, "body.line.against", item) or line_change(report, item)
        run = line_run(report, item)
        sentences += [text for text in (first, run) if text]
    sentences += _line_sentences(report, parts[1:] if is_new else parts)
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
    """Return the sections on the lines: a paragraph each and no title, so that a picture may stand under each."""
    line_sections = tuple(_section(f"body-{place}", paragraph) for place, paragraph in enumerate(paragraphs(report), 1))
    growths = [{code: report.item(code).growth for code in _lines(section)} for section in line_sections]
    return tuple(prices.add_to(section, lines) for section, lines in zip(line_sections, growths, strict=True))


def _lines(section: Section) -> tuple[str, ...]:
    """Return the codes of the lines that a section names, in order."""
    trees = [text.tree for paragraph in section.paragraphs for text in paragraph if text.tree]
    return tuple(dict.fromkeys(leaf[1] for tree in trees for leaf in leaves(tree) if leaf[0] == "line"))


def comparisons_section(report: NewsReport) -> Section | None:
    """Return the section after the lines: what else the total is compared with."""
    sentences = tuple(comparisons.after_the_lines(report))
    return _section("rest", sentences) if sentences else None


def market_section(report: NewsReport) -> Section | None:
    """Return the last section of the text: whose market it is, and what the partner recorded."""
    theirs = mirror.sentence(report)
    sentences = (*market_sentences.paragraph(report), *([theirs] if theirs else []))
    return _section("market", sentences) if sentences else None


def outlook_section(report: NewsReport) -> Section | None:
    """Return the end of the text: what is known of the month to come."""
    sentence = comparisons.outlook(report)
    return _section("outlook", (sentence,)) if sentence else None


def prices_section(report: NewsReport, prices: PriceParagraphs) -> Section | None:
    """Return the prices and rates of the lines that only the lede names, and of the total."""
    codes = [item.code for item in report.month.items] if report.month.is_single else sorted(report.named_codes)
    return prices.remaining_section({code: report.item(code).growth for code in codes})


def _section(name: str, paragraph: tuple[Text, ...]) -> Section:
    return Section(name, EVERYWHERE, paragraphs=(paragraph,))
