"""Unknown: what is told where the growth of the whole is open: the largest line, the next ones, what is missing."""

from __future__ import annotations

from collections.abc import Iterator

from generator.movements import readings
from generator.story.amounts import Amount
from generator.story.facts import Claim
from generator.story.item import Item
from generator.story.news.report import Report
from generator.story.plan import Text
from generator.story.words.speech import Noun, Slot

_NEXT = 3  # lines that are listed after the largest one
_WHOLE = 100  # per cent


def is_open(report: Report) -> bool:
    """Say whether the growth of the whole is not known."""
    return report.head.row == "unknown"


def things(report: Report) -> Iterator[Text]:
    """Yield the part of the largest line, the next lines, and which lines have a figure of the year before."""
    yield from _share(report)
    if rest := listed(report, _others(report)[:_NEXT]):
        yield rest
    yield from _coverage(report)


def lede(report: Report, office: Text) -> Iterator[Text]:
    """Yield the level of the largest line beside that of all others."""
    words, item = report.words, _first(report)
    if item is None or item.now is None:
        return
    slots: dict[str, Slot] = {
        "line": report.name(item.code),
        "level": words.worth(item.now),
        "period": words.span(item.span),
        "office": office,
        "trade": words.trade_of(report.month.material.trade),
    }
    others = [one for one in known(report) if one.code != item.code]
    rest = report.month.amount([one.code for one in others], item.span) if others else None
    if rest is None or (level := report.month.level(rest)) is None or len(others) < 2:  # noqa: PLR2004 -- several
        yield report.say("body.lede.unknown.alone", **slots)
        return
    count = report.month.ledger.size([one.code for one in others])
    key = "most" if _outweighs(item, rest) else "said"
    yield report.say(f"body.lede.unknown.{key}", rest=words.worth(level), n=words.number(count), **slots)


def paragraphs(report: Report) -> Iterator[tuple[Text, ...]]:
    """Yield the lines whose change is known, then the levels of the others, three a sentence."""
    moved = [item for item in known(report) if item.comparable and item.base and item.base.value]
    fresh = [item for item in moved if f"gain {item.code}" not in report.topics]
    plain = [item for item in _others(report) if item not in moved][_NEXT:]
    told = [_moved(report, item) for item in fresh]
    levels = [listed(report, plain[at : at + _NEXT]) for at in range(0, len(plain), _NEXT)]
    for paragraph in (told, levels):
        yield tuple(text for text in paragraph if text)


def _moved(report: Report, item: Item) -> Text | None:
    change = report.changed(item)
    if item.now is None or change is None:
        return report.levels("body.line.from_little", item)
    ends: dict[str, Slot] = {
        "level": report.words.worth(item.now),
        "way": report.words.way(item.way or "up"),
        "tail": "",
    }
    return report.say("body.line.rose", line=report.name(item.code), change=change, **ends)


def known(report: Report) -> list[Item]:
    """Return the lines with a figure, the largest first."""
    return [item for item in report.month.items if item.now and item.now.value and report.month.hand.tells(item.code)]


def _first(report: Report) -> Item | None:
    """Return the line of the headline, or the first of the others."""
    lines = known(report)
    return next((item for item in lines if item.code == report.head.line), next(iter(lines), None))


def _others(report: Report) -> list[Item]:
    first = _first(report)
    return [item for item in known(report) if first is None or item.code != first.code]


def _share(report: Report) -> Iterator[Text]:
    """Yield what the largest line is of all lines with a figure."""
    item, words = _first(report), report.words
    lines = [one for one in report.month.items if one.amount and one.amount.value]
    whole = report.month.amount([one.code for one in lines], report.news.span)
    if item is None or item.amount is None or whole is None or len(lines) < 2 or not item.amount.is_exact:  # noqa: PLR2004
        return
    share = report.month.ledger.share(item.amount, whole)
    shown = _at_most(report, share, whole) if share else None
    if shown is not None:
        count = report.month.ledger.size([one.code for one in lines])
        yield report.say("things.share", line=report.name(item.code), share=shown, n=words.number(count))


def _at_most(report: Report, share: Claim, whole: Amount) -> Text | None:
    """Return a share, which is the largest that it may be where the whole has a bound."""
    shown = report.words.per_cent(share)
    if shown is None or share.value >= _WHOLE or whole.is_exact:
        return shown
    return report.say("things.at_most", share=shown)


def listed(report: Report, items: list[Item]) -> Text | None:
    """Return the levels of some lines in one sentence."""
    words = report.words
    if not items:
        return None
    said: list[Text] = []
    for item in items:
        if item.now is not None:
            form = "first" if not said else "next"
            name, level = report.name(item.code), words.worth(item.now)
            said.append(report.say(f"body.levels.{form}", line=name, level=level))
    return report.say("body.levels.said", levels=words.listed(said)) if said else None


def _coverage(report: Report) -> Iterator[Text]:
    """Yield how many of the lines have a figure of the year before as well."""
    words, every = report.words, known(report)
    ledger = report.month.ledger
    based = [item for item in every if item.base and item.base.value]
    lines, base = ledger.size([item.code for item in every]), words.span(report.news.span.year_before())
    if len(based) == 1 < len(every) and based[0].now and based[0].base:
        now, before, _ = words.both(based[0])
        if before is not None:
            name = report.name(based[0].code)
            report.topics.add(f"gain {based[0].code}")
            yield report.say("things.based.one", line=name, level=now, base=before, then=base)
            return
    if len(every) > 1:
        count = Noun("") if not based else words.number(ledger.size([item.code for item in based]))
        key = "none" if not based else "all" if len(based) == len(every) else "some"
        yield report.say(f"things.based.{key}", n=count, all=words.number(lines), then=base)


def _outweighs(item: Item, rest: Amount) -> bool:
    return item.amount is not None and readings.order(item.amount.reading, rest.reading) == 1
