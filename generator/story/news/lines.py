"""Lines: the paragraphs on the lines: the one that leads, the others of its way, those of the other way, the rest."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from generator.story.item import Item
from generator.story.news import levels, unknown, weights
from generator.story.news.parts import Part
from generator.story.news.report import Report
from generator.story.plan import Text
from generator.story.words.speech import Slot

Paragraph = tuple[Text, ...]
_WHOLE = Decimal(100)  # per cent of a change
_SMALL = Decimal(10)  # per cent of all changes below which two lines share a sentence
_WITHOUT = Decimal(50)  # per cent of all changes that a line makes for the rest to be told
_COVERED = Decimal(60)  # per cent of all changes that the lines of the text must make
_ASIDE = Decimal(100_000)  # of a currency: a smaller change of the other way is not told
_SENTENCES = 4  # of a paragraph


def paragraphs(report: Report) -> Iterator[Paragraph]:
    """Yield the paragraphs on the lines, money first; none of a single line."""
    if unknown.is_open(report):
        yield from unknown.paragraphs(report)
        return
    if report.news.is_one_line:
        return
    told = report.told
    plain = [part for part in told if levels.kind(report, part) is None or _is_from_little(report, part)]
    if lead := next((part for part in plain if part == report.lead), None):
        yield tuple(_lead(report, lead))
    if faded := tuple(_faded(report)):
        yield faded
    others = [part for part in plain if part != lead and part.code not in report.faded]
    way = report.news.way
    same = [part for part in others if part.way == way or way is None]
    yield from _grouped(list(_others(report, same)))
    counter = [part for part in others if part not in same]
    against = [*_against(report, counter)]
    if not against and (aside := _aside(report)):
        against = [aside]
    yield from _grouped(against)
    if listed := tuple(levels.sentences(report, [part for part in told if part not in plain])):
        yield listed
    if rest := tuple(_rest(report)):
        yield rest


def _is_from_little(report: Report, part: Part) -> bool:
    """Say whether the line that leads comes from little: it is told first, with both levels."""
    return part == report.lead and levels.kind(report, part) == "low"


def _grouped(said: Sequence[Text]) -> Iterator[Paragraph]:
    for start in range(0, len(said), _SENTENCES):
        yield tuple(said[start : start + _SENTENCES])


def _lead(report: Report, lead: Part) -> Iterator[Text]:
    """Yield the line of the headline: its part of the change, its rate and level, and what was left without it."""
    item, ratio = report.item(lead.code), report.news.parts.part(lead)
    is_part = ratio is not None and ratio.high <= _WHOLE and "part" not in report.topics
    said = _made(report, lead, item) if is_part else None
    sentences = [said] if said else list(_rose(report, lead, item, alone=True))
    yield from sentences
    weight = weights.sentence(report, lead.code) if sentences and item.growth else None
    if weight:
        yield weight
    told = is_part and "line_all" not in report.heads
    if not told and (ratio is None or ratio.value >= _WITHOUT) and (rest := _without(report, lead)):
        yield rest
    yield from _passed(report, lead)


def _made(report: Report, lead: Part, item: Item) -> Text | None:
    """Return what a line made of the change of the whole; from little with both levels, and no rate."""
    words, whole = report.words, report.news.parts.total
    gain, change_of_all = report.gain(lead), report.change(whole) if whole else None
    if item.now is None or gain is None or change_of_all is None:
        return None
    slots: dict[str, Slot] = {
        "line": report.name(lead.code),
        "part": words.size(gain),
        "whole": words.size(change_of_all),
        "way": words.way(lead.way or "up"),
        "level": words.worth(item.now),
    }
    if item.growth is None:
        return _made_from_little(report, item, slots)
    if (change := report.changed("body.change", item)) is None:
        return None
    return report.say("body.line.made", change=change, tail=_tail(report, lead, alone=True), **slots)


def _from_little(report: Report, part: Part, item: Item) -> Text | None:
    now, base, _ = report.words.both(item) if item.now and item.base and item.base.value else (None, None, None)
    if now is None or base is None:
        return None
    then = report.words.year_earlier(item.span)
    return report.say("body.line.from_little", line=report.name(part.code), level=now, base=base, then=then)


def _made_from_little(report: Report, item: Item, slots: dict[str, Slot]) -> Text | None:
    now, base, _ = report.words.both(item) if item.base and item.base.value else (None, None, None)
    if now is None or base is None:
        return None
    ends: dict[str, Slot] = {"level": now, "base": base, "then": report.words.year_earlier(item.span)}
    return report.say("body.line.low", **slots | ends)


def _tail(report: Report, part: Part, *, alone: bool) -> Slot:
    """Return the end of a line's sentence: its record, else its weight, which may have a sentence of its own."""
    found = report.record(part.code)
    if found:
        return report.proven("body.line.record", found.claim(report.month.account), line=report.brief_name(part.code))
    if alone and weights.is_apart(report, part.code):
        return ""
    return weights.clause(report, part.code) or ""


def _rose(report: Report, part: Part, item: Item, *, alone: bool = False) -> Iterator[Text]:
    words = report.words
    if item.growth is None and (said := _from_little(report, part, item)):
        yield said
        return
    if not alone and report.place % 2 and (said := _was(report, part, item)):
        yield said
        return
    if item.now is None or (change := report.changed("body.change", item)) is None:
        yield from [said] if (said := _from_little(report, part, item)) else []
        return
    slots: dict[str, Slot] = {
        "line": report.name(part.code),
        "way": words.way(part.way or "up"),
        "change": change,
        "level": words.worth(item.now),
        "tail": _tail(report, part, alone=alone),
    }
    yield report.say("body.line.rose", **slots)


def _was(report: Report, part: Part, item: Item) -> Text | None:
    """Return how a line stood, in another order than the sentence before it; None where it is told as a multiple."""
    words = report.words
    rate = words.rate(item.growth)
    if item.now is None or rate is None or part.way is None or report.rate_of(item) >= _WHOLE:
        return None
    report.place += 1
    slots: dict[str, Slot] = {"rate": rate, "way": words.way(part.way), "level": words.worth(item.now)}
    return report.say("body.line.was", line=report.name(part.code), tail=_tail(report, part, alone=False), **slots)


def _passed(report: Report, lead: Part) -> Iterator[Text]:
    """Yield the line that led until now."""
    found = report.news.parts.leader
    if found is None or found.code != lead.code:
        return
    names: dict[str, Slot] = {"line": report.brief_name(lead.code), "other": report.name(found.passed)}
    yield report.proven("body.line.passed", found.claim(report.month.account), **names)


def _without(report: Report, lead: Part) -> Text | None:
    found = report.without(lead)
    if found is None or not report.is_new("without"):
        return None
    names = {"line": report.brief_name(lead.code)}
    return report.say("body.line.without", **names, **found)


def _faded(report: Report) -> Iterator[Text]:
    """Yield a line that led within half a year and has fallen below a tenth of what it brought then."""
    words, news = report.words, report.news
    if not news.is_month:
        return
    for part in news.parts.lines:
        peak = report.peak(part)
        now = report.item(part.code).now
        if peak is None or now is None or not now.value or (level := report.month.level(peak)) is None:
            continue
        when = words.month_before(peak.span, news.span)
        names: dict[str, Slot] = {"line": report.name(part.code), "when": when}
        report.faded.add(part.code)
        yield report.say("body.line.faded", peak=words.worth(level), level=words.worth(now), **names)


def _others(report: Report, parts: Sequence[Part]) -> Iterator[Text]:
    """Yield the other lines, two small ones in one sentence where neither has more to say."""
    left = list(parts)
    while left:
        first, *left = left
        if left and (said := _pair(report, first, left[0])):
            yield said
            left = left[1:]
        else:
            yield from _rose(report, first, report.item(first.code))


def _pair(report: Report, one: Part, two: Part) -> Text | None:
    small = all(report.gross(part).high < _SMALL for part in (one, two))
    if one.way != two.way or not small:
        return None
    first, second = (report.item(part.code) for part in (one, two))
    rates = [report.words.rate(item.growth) for item in (first, second)]
    if rates[0] is None or rates[1] is None or max(report.rate_of(first), report.rate_of(second)) >= _WHOLE:
        return None
    change = report.changed("body.change", first)
    if change is None:
        return None
    names: dict[str, Slot] = {"one": report.name(one.code), "two": report.name(two.code)}
    way = report.words.way(two.way or "up")
    return report.say("body.line.pair", change=change, two_rate=rates[1], way=way, **names)


def _against(report: Report, parts: Sequence[Part]) -> Iterator[Text]:
    """Yield the lines that went the other way."""
    if not parts:
        return
    first, *others = parts
    item = report.item(first.code)
    rate = report.words.rate(item.growth)
    if item.now is None or rate is None or report.rate_of(item) >= _WHOLE or first.way is None:
        yield from _rose(report, first, item)
    else:
        yield report.say(
            "body.line.against",
            line=report.name(first.code),
            way=report.words.way(first.way),
            rate=rate,
            level=report.words.worth(item.now),
            tail=_tail(report, first, alone=False),
        )
    yield from _others(report, others)


def _aside(report: Report) -> Text | None:
    """Return the largest change of the other way in money, where no line of it is told."""
    other = report.counter
    if other is None or other.way is None:
        return None
    if other.size.value < report.dollars(_ASIDE) and other != report.other_way():
        return None
    if f"gain {other.code}" in report.topics or any(part == other for part in report.told):
        return None
    gain = report.gain(other)
    if gain is None:
        return None
    amount, way = report.words.size(gain), report.words.way(other.way)
    return report.say("body.other_side", line=report.name(other.code), amount=amount, way=way)


def _rest(report: Report) -> Iterator[Text]:
    """Yield what the lines without a sentence came to at most: of a quiet month, or where they made much of it."""
    words, parts = report.words, report.news.parts
    left = [part for part in parts.lines if part.code not in report.named]
    if not left or not parts.lines or not report.named:
        return
    most = report.month.account.ceiling([part.step for part in left])
    amount = words.in_round(most)
    covered = sum((parts.gross(part).value for part in parts.lines if part not in left), Decimal(0))
    if report.is_quiet:
        yield report.say("body.quiet.none", amount=amount)
    elif covered < _COVERED and len(left) > 1:
        count = report.month.material.ledger.size([part.code for part in left])
        yield report.say("body.rest", n=words.number(count), amount=amount)
