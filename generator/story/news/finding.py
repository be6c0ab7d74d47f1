"""Finding: the headline of an edition, and the three things under it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from generator.story import editor
from generator.story.facts import Claim
from generator.story.news.head import Argument, Head, form_of
from generator.story.news.points import texts
from generator.story.news.report import Report
from generator.story.phrasing import phrased
from generator.story.plan import EVERYWHERE, Finding, Text
from generator.story.text import leaf
from generator.story.words.speech import Slot
from generator.trade.period import Period

_ORDINALS = frozenset({"head.run", "tail.run", "head.record_of_year"})
_NAMED = 2  # lines that a headline has room for
_OF_A_LINE = frozenset({"partial", "hand"})  # rows that are told of a line


def section(report: Report) -> Finding:
    """Return series line, headline and things, which tell what the headline had no room for."""
    words, brief, material = report.words, report.month.brief, report.month.material
    headline = _headline(report)
    if headline.tree is not None and headline.tree[0] != "head.with_tail":
        report.headline = replace(report.headline, tail=None)
    return Finding(
        id="finding",
        shown=EVERYWHERE,
        series=leaf(brief.title, "setting", "title"),
        period=words.span(report.month.period),
        headline=phrased(headline, material),
        things=tuple(phrased(thing, material) for thing in texts(report)),
    )


def _headline(report: Report) -> Text:
    if report.month.brief.headline:
        return editor.headline(report.month.material)
    said = report.words.fitting(_heads(report))
    return replace(said, form=form_of(report.headline))


def _heads(report: Report) -> Iterator[tuple[Text, ...]]:
    """Return the headline with the names of its trade, the fullest first."""
    head, words, material = report.head, report.words, report.month.material
    key, slots = _said(report, head)
    tail = _tail(report, report.headline.tail) if report.headline.tail else None
    line = report.only or (head.line if head.row in _OF_A_LINE else None)
    names = words.of_line(report.line(line), material.trade.of) if line else words.trades(material.trade)
    if report.news.span != report.month.period:
        names = (words.trade_over(name, report.news.span) for name in names)
    return words.heads(names, key, report.frame | slots, tail)


def _tail(report: Report, tail: Head) -> Text:
    key, slots = _said(report, tail)
    return report.say(key, **slots)


def _said(report: Report, head: Head) -> tuple[str, dict[str, Slot]]:
    """Return the key and the slots of a head."""
    words, total = report.words, report.total
    slots: dict[str, Slot] = {}
    for name, argument in head.arguments.items():
        if (slot := _slot(report, name, argument)) is not None:
            slots[name] = slot
    if head.way:
        slots["way"] = words.way(head.way)
    item = report.item(head.line) if head.line and head.row in _OF_A_LINE else total
    change = words.changed("head.change", item.growth, report.size(item), report.times(item))
    slots |= {"change": change} if change else {}
    key = _variant(report, head, slots)
    if report.lacks(key, slots) and item.now:  # a figure that has no print
        if change:
            return "head.plain", slots
        return "head.level", {"level": words.worth(item.now)}
    if head.proof and words.has(f"{key}.proof"):
        slots["proof"] = report.proof(key, head.proof[0], **slots)
    return key, slots


def _variant(report: Report, head: Head, slots: dict[str, Slot]) -> str:
    """Return the key of a head, or that of one of its variants; what they need is put into the slots."""
    words, key = report.words, head.key
    match head.arguments:
        case {"kind": str(kind)}:
            return f"{key}.{kind}" if kind != "narrowing" else f"{key}.{kind}.{head.way}"
        case {"n": Claim() as n} if key in _ORDINALS:
            return _nth(report, key, "n", n, slots)
        case {"nth": Claim() as n}:
            return _nth(report, key, "nth", n, slots)
        case {"times": Claim() as times} if key == "head.multiple" and head.way == "down":
            slots["change"] = words.fell_by_part("head.change", times) or slots.get("change", "")
        case {"back": Claim() as back}:
            slots |= {"back": words.per_cent(back) or "", "other": words.way(back.direction or "down")}
        case {"second": Claim() as second} if key == "tail.halves":
            slots["way"] = words.way(second.direction or "down")
        case {"good": str(good), "level": Claim()}:
            slots["goods"] = words.goods_of(report.line(good), report.month.material.trade.of)
        case {"missing": tuple(), "level": Claim()}:
            return "head.partial.level"
        case {"q": Claim() as q, "v": Claim() as v}:
            slots |= {"q_way": words.way(q.direction or "up"), "v_way": words.way(v.direction or "up")}
            return f"{key}.{'same' if q.direction == v.direction else 'opposite'}"
    return key


def _nth(report: Report, key: str, name: str, count: Claim, slots: dict[str, Slot]) -> str:
    """Put an ordinal into the slots, or, where the language has none so high, a number."""
    words = report.words
    slots[name] = words.nth(count) if words.has_ordinal(count) else words.digits(count)
    return key if words.has_ordinal(count) else f"{key}.many"


def _slot(report: Report, name: str, argument: Argument) -> Slot | None:
    """Return what an argument is in words."""
    match argument:
        case Claim():
            return _figure(report, name, argument)
        case Period():
            return _time(report, name, argument)
        case str():
            return _word(report, name, argument)
    return _lines(report, argument)


def _lines(report: Report, codes: Sequence[str]) -> Text:
    """Return the lines that have not come: two by their names, more by their number."""
    words = report.words
    if len(codes) <= _NAMED:
        return words.say("head.partial.lines.named", names=words.listed([report.brief_name(code) for code in codes]))
    return words.say("head.partial.lines.many", n=words.number(report.month.account.ledger.size(codes)))


def _figure(report: Report, name: str, claim: Claim) -> Slot | None:
    words = report.words
    match claim.unit:
        case "pct":
            return words.fraction(claim) if name == "part" else words.per_cent(claim)
        case "months" | "count":
            return words.number(claim)
        case "ratio":
            return words.manifold(claim)
    return None if words.is_open(claim) else words.size(claim)


def _time(report: Report, name: str, when: Period) -> Text:
    words = report.words
    if name == "before":
        return words.month_before(when, report.news.span)
    return words.quarter(when) if name == "quarter" else words.period(when)


_WORDS: dict[str, Callable[[Report, str], Slot]] = {
    "side": lambda report, word: report.words.side(word),
    "half": lambda report, word: report.words.way(word),
    "turn": lambda report, word: report.words.way(word),
    "kind": lambda report, _: report.words.way("up"),
}


def _word(report: Report, name: str, word: str) -> Slot:
    """Return a side, a way, or a line by its code."""
    if name in _WORDS:
        return _WORDS[name](report, word)
    return report.head_name(word)
