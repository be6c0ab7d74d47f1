"""The opening of an edition: the headline, the three sentences under it (`things`), and the lede."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from generator.story import corrections, data_gaps
from generator.story.amounts import YearChange
from generator.story.month import Month
from generator.story.news import (
    comparisons,
    head_rows,
    margin,
    market_sentences,
    open_total,
    weight_sentences,
    year_sentences,
)
from generator.story.news.head_rows import Head
from generator.story.news.headline import form_of
from generator.story.news.report import NewsReport
from generator.story.news.time_series import OTHER
from generator.story.plan import EVERYWHERE, MAIL, PAGES, KeyFinding, Section, Text
from generator.story.text import leaf
from generator.story.words.speech import Slot

_SURPRISING = 6  # the same under a headline that has both ways
_LOW = 13  # months that a highest or lowest level needs here: more than a season's twelve
_AGAINST = 2  # a second line is mentioned from this fraction of the change of the first: a half
_NEXT = 2  # lines that are listed where the total's growth is unknown
_RATES = frozenset({"change", "rate"})  # slots of headlines that print the rate of the total
_QUIET = frozenset({"quiet", "offset"})
_OF_A_LINE = frozenset({"partial", "hand"})  # rows about the trade in one line
_WITH_LABELS = ("pdf", "html", "mail")  # forms in which the things under the headline have labels
_WITHOUT_BASE = frozenset({"unknown", "first"})  # rows about a total without a year before
_OFF_PAPER = ("html", "txt", "md")
_MORE = 2  # sentences that a lede has room for after its first


def things(report: NewsReport) -> tuple[Text, ...]:
    """Return the sentences under the headline, in their order."""
    if open_total.is_open(report):
        return tuple(open_total.things(report))
    if report.month.lost:
        texts = [_level(report), _moved(report, report.lead), comparisons.missing(report)]
    elif report.head.row == "first":
        lines = [] if report.news.is_one_line else open_total.items_with_figure(report)
        levels = open_total.listed(report, lines[:_NEXT])
        is_new = levels is None or report.news.item.base is not None  # the headline has the level alone
        texts = [_level(report) if is_new else None, levels]
    else:
        what, through = _what(report), _through(report)
        texts = [*what, through]
        if "weight by line" in report.topics:  # what moved the total in money comes before what moved in weight
            texts = [through, *what]
        texts.append(_first_text(_against(report)))
    return tuple(text for text in texts if text is not None)


def _first_text(texts: Iterable[Text | None]) -> Text | None:
    return next((text for text in texts if text is not None), None)


def _what(report: NewsReport) -> list[Text | None]:
    """Return the level and one thing it compares with. Under a headline with both levels, explain the base instead."""
    if report.head.row == "low":
        sentences = comparisons.odd_base(report), comparisons.month_before(report, "body")
        return [*sentences] if any(sentences) else [_level(report)]
    halves = report.news.halves if report.news.is_year else None
    if halves is not None:
        return [_level(report, report.say("things.halves", **year_sentences.halves(report, halves)))]
    slots = report.words.slots_of(f"head.{report.head.form}")
    if report.news.item.growth is not None and (report.head.row == "hand" or not _RATES & slots):
        return [_rate(report) or _level(report)]
    first = weight_sentences.tonnage_of_lines(report) or _second(report)
    return [first or _level(report, _first_text(_comparisons_of_level(report)))]


def _rate(report: NewsReport) -> Text | None:
    """Return the total's level and its rate, for a headline without one."""
    total = report.news.item
    period = report.words.so_far(total.span)
    return report.say("things.what.rate", level=report.worth(total.now), against=report.against(total), period=period)


def _comparisons_of_level(report: NewsReport) -> Iterator[Text | None]:
    """Yield what the total's level compares with, as the end of its sentence: its rank in time, the month before."""
    news = report.news
    if news.step is None:
        return
    yield comparisons.place(report, "things.place", _SURPRISING if report.head.row == "but_month" else _LOW)
    yield comparisons.month_before(report, "things")


def _second(report: NewsReport) -> Text | None:
    """Return the sentence on the only month with a higher level."""
    second = report.news.second
    if second is None or comparisons.says_place(report) or not report.is_new("things.place"):
        return None
    slots: dict[str, Slot | None] = {
        "best": report.worth(report.month.ledger.level(second.best)),
        "month": report.words.month_before(second.best.span, report.news.span),
        "period": report.words.so_far(report.news.span),
    }
    return report.say("things.second", second.claim(report.month.ledger), **slots)


def _level(report: NewsReport, plus: Text | None = None) -> Text | None:
    """Return the total's level with `plus`, else against a year before, else alone."""
    total = report.news.item
    now, base = report.level_pair(total)
    period = report.words.so_far(total.span)
    if plus is None and base is None:
        rated = _rate(report)
        if rated is not None:
            return rated
    more: dict[str, Slot] = {"then": report.words.year_earlier(total.span), "period": period}
    if total.way is not None:
        more["way"] = report.words.way(total.way)
    levels = None if plus else report.say("things.what.levels", level=now, base=base, **more)
    if levels is not None:
        report.topics.add("level before")
    return levels or report.say("things.what.alone", level=now, period=period, plus=plus or "")


def _through(report: NewsReport) -> Text | None:
    """Return what moved the total: the editor's line, the months of a quarter, tonnage, or the largest line."""
    if report.month.choice.lead and report.lead:
        return _moved(report, report.lead)
    if report.head.row in _QUIET:
        return None
    if report.head.row == "inside":
        return comparisons.months(report)
    return weight_sentences.weight_together(report) or _line(report)


def _line(report: NewsReport) -> Text | None:
    """Return what the largest line moved, with the line against it, or the second line, or the total without it."""
    news, head, tells = report.news, report.head, report.month.choice.tells
    if news.way is None:
        return None
    if head.row == "line_all":
        part = news.parts.by_code(head.line or "")
        return _moved(report, part, report.without("things.through.without", part) if part else None)
    part = news.parts.largest(news.way)
    counter = news.parts.largest(OTHER[news.way])
    if part is None or not tells(part.code):
        return None
    tail = report.headline.tail
    other = counter
    if counter is None or _AGAINST * counter.size.low < part.size.high:
        other = _second_line(report, part)
        if tail and tail.row == "two_lines":
            other = news.parts.by_code(tail.lines[1])
    other_text = None
    if other and tells(other.code):
        other_text = _gained(report, "things.other", other)
    return _moved(report, part, other_text)


def _second_line(report: NewsReport, part: YearChange) -> YearChange | None:
    """Return the line that moved most in the total's way after `part`, where it moved half as much or more."""
    others = [line for line in report.news.parts.lines if line.way == part.way and line != part]
    second = max(others, key=lambda line: line.size.value, default=None)
    return second if second and _AGAINST * second.size.low >= part.size.high else None


def _moved(report: NewsReport, part: YearChange | None, plus: Text | None = None) -> Text | None:
    """Return what a line moved: with `plus`, else compared with the total's change where it is a part of that."""
    if part is None:
        return None
    part_of_whole = None
    if plus is None:
        part_of_whole = _gained(report, "things.through.line", part, whole=report.gain_of_whole(part))
    if part_of_whole is not None:
        report.topics.add("part")
    return part_of_whole or _gained(report, "things.through.alone", part, plus=plus or "")


def _gained(report: NewsReport, key: str, part: YearChange, **slots: Slot | None) -> Text | None:
    """Return what a line gained or lost, by the pattern `key`."""
    gain = report.gain_of(part)
    way = report.way(part.way)
    name = report.brief_name(part.code)
    sentence = report.say(key, line=name, part=gain, way=way, **slots)
    if sentence is not None:
        report.topics.add(f"gain {part.code}")
    return sentence


def _against(report: NewsReport) -> Iterator[Text | None]:
    """Yield background comparisons, of which the first is used: season, quarter, rank, year to date, market, run."""
    news = report.news
    yield comparisons.season(report)
    yield comparisons.quarter_before(report)
    if head_rows.since(news) is not None:
        yield comparisons.place(report, "things.against")
    yield year_sentences.month_of_year(report) if news.is_year else year_sentences.year(report)
    yield market_sentences.thing(report)
    yield comparisons.run(report)


def finding(report: NewsReport, headline: Text | None) -> KeyFinding:
    """Return series line, headline and the sentences under it. `headline` is an editor's own, or None."""
    words, brief, month = report.words, report.month.brief, report.month
    report.is_headed_by_editor = headline is not None
    if headline is None:
        headline = words.fitting(_headlines(report))
        report.headline = replace(report.headline, tails=_printed_tails(report, headline))
        headline = replace(headline, form=form_of(report.headline))
    return KeyFinding(
        id="finding",
        shown=EVERYWHERE,
        series=leaf(brief.title, "setting", "title"),
        period=words.span(month.period),
        headline=headline,
        things=things(report),
    )


def labelled(month: Month, block: KeyFinding) -> KeyFinding:
    """Return the key finding with a label for each of its things: called when an editor's sentences are in it."""
    labels = (replace(margin.label_of(month, thing), shown=_WITH_LABELS) for thing in block.things)
    return replace(block, labels=tuple(labels))


def _headlines(report: NewsReport) -> Iterator[tuple[Text, ...]]:
    """Yield the headline for each name of its trade, the fullest first: with each of its tails, then without."""
    news, words, trade = report.news, report.words, report.month.trade
    texts = [tail.text(news, "tail") for tail in report.headline.tails]
    tails = [text for text in texts if text is not None]
    line = report.single_line
    if not line and report.head.row in _OF_A_LINE:
        line = report.head.line
    names = words.of_line(report.month.brief.label(line), trade.selection) if line else words.trades(trade)
    for name in names:
        name_and_time = name
        if news.span != report.month.period:
            name_and_time = words.trade_over(name, news.span)
        head = report.head.text(news, "head", trade=name_and_time)
        if head is None:
            continue
        yield (*(words.say("head.with_tail", head=head, tail=tail) for tail in tails), head)


def _printed_tails(report: NewsReport, headline: Text) -> tuple[Head, ...]:
    """Return the tail that a headline was given room for, as the only one, or none."""
    if headline.tree is None or headline.tree[0] != "head.with_tail":
        return ()
    printed = headline.tree[1]["tail"]
    for tail in report.headline.tails:
        text = tail.text(report.news, "tail")
        if text is not None and text.tree == printed:
            return (tail,)
    return ()


def mailed_correction(report: NewsReport) -> Iterator[Section]:
    """Yield the correction of the last edition for the mail, which has no opening paragraph; nothing without one."""
    correction = corrections.first(report.month)
    if correction:
        yield Section("correction-mail", MAIL, paragraphs=((correction,),))


def lede(report: NewsReport) -> Section:
    """Return the opening paragraph with its dateline, and a correction of the last edition.

    Where the total has no year before, paper has all of it already: under the headline, in the table and in the note.
    """
    month = report.month
    place = month.brief.place.upper()
    opening = tuple(_opening(report))
    unusual = _unusual(report)
    gaps = tuple(_gaps(report))
    within = tuple(filter(None, comparisons.within(report)))
    text = (*opening, *unusual, *gaps, *within)
    paragraphs = [text] if text else []
    correction = corrections.first(month)
    if correction:
        paragraphs.append((correction,))
    is_repeated = report.head.row in _WITHOUT_BASE and not (unusual or within or correction)
    return Section(
        id="lede",
        shown=_OFF_PAPER if is_repeated else PAGES,
        role="lede",
        label=margin.label_of_lede(report),
        dateline=month.words.dateline(place) if place else None,
        paragraphs=tuple(paragraphs),
    )


def _opening(report: NewsReport) -> Iterator[Text]:
    """Yield the total's level, against a year before where that is known."""
    words, total, trade = report.words, report.news.item, report.month.trade
    office = words.office_of(trade.selection.reporter, report.month.brief.customs)
    if open_total.is_open(report):
        yield from open_total.lede(report, office)
        return
    goods = report.brief_name(report.single_line) if report.single_line else words.goods_traded(trade)
    slots: dict[str, Slot | None] = {
        "level": report.worth(total.now),
        "period": words.span(total.span),
        "office": office,
    }
    key = "body.lede.came"
    if goods:
        slots["good"] = goods
        key = "body.lede.bought"
    line = report.single_line or ""
    against = None if "level before" in report.topics else _from_level(report)
    if against is not None:
        slots["level"] = report.level_pair(total)[0]
    against = against or report.against(total)
    sentence = report.say_with_use(line, f"{key}.said", against=against, **slots)
    sentence = sentence or report.say_with_use(line, f"{key}.alone", **slots)
    if sentence:
        yield sentence


def _from_level(report: NewsReport) -> Text | None:
    """Return the total's rate with the level a year before, which no sentence under the headline has."""
    total = report.news.item
    return report.say(
        "body.against.from",
        rate=report.words.rate(total.growth) if total.growth else None,
        way=report.way(total.way),
        base=report.level_pair(total)[1],
        then=report.words.year_earlier(total.span),
    )


def _gaps(report: NewsReport) -> Iterator[Text]:
    """Yield why the total has no change, and which lines it does not include."""
    month = report.month
    if open_total.is_open(report):  # the things under the headline have the one, the note has the other
        return
    without_base = data_gaps.base(month)
    if without_base:
        yield replace(without_base, shown=_OFF_PAPER) if report.head.row == "first" else without_base
    if month.codes_without_figure:
        yield month.words.lacks_figures(map(month.brief.label, month.codes_without_figure), month.period)


def _unusual(report: NewsReport) -> list[Text]:
    """Return two sentences on what is unusual: first those are chosen that the last edition did not have."""
    chosen: dict[str, Text] = {}
    for family in sorted(_UNUSUAL, key=report.was_said):
        sentence = _UNUSUAL[family](report) if len(chosen) < _MORE else None
        if sentence is not None:
            chosen[family] = sentence
    return [chosen[family] for family in _UNUSUAL if family in chosen]


# What is unusual about the total, by the family of its patterns, in order.
_UNUSUAL: dict[str, Callable[[NewsReport], Text | None]] = {
    "body.run_ended": comparisons.run_ended,
    "body.run_since": comparisons.run_since,
    "body.narrowing": comparisons.narrowing,
    "body.path": comparisons.path,
    "body.record": comparisons.record,
    "things.second": _second,
    # a month or a quarter says so over the picture of the total, which a year has not
    "body.run_of": lambda report: comparisons.run(report) if report.news.is_year else None,
    "body.place": lambda report: comparisons.place(report, "body.place"),
    "body.month": lambda report: None if report.faded_since_last_month else comparisons.month_before(report, "body"),
}
