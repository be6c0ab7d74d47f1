"""English prose: one sentence per kind of fact.

Figures are by origin and CIF, so goods are "imported", never "bought". A verb of direction needs two levels; a strong
one needs a surprise that annual figures cannot show, so none stands here.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from generator.story import rounding
from generator.story.brief import Line, Trade
from generator.story.facts import Claim
from generator.story.languages.en.headlines import fitting, of_line
from generator.story.languages.en.numbers import (
    bounded,
    briefly,
    day,
    direction,
    goods_of,
    known,
    land,
    level,
    money,
    month,
    named,
    number,
    of_trade,
    office_of,
    pair,
    per_cent,
    period,
    points,
    total,
    whence,
    whose_trade,
)
from generator.story.languages.en.trades import trades
from generator.story.plan import Text
from generator.story.text import Part, Printed, capital, listed, say
from generator.trade.codes import WORLD
from generator.trade.figures import Observation, Selection
from generator.trade.period import Period

_DIGITS = re.compile(r"\d[\d,]*(?:\.\d+)?")

_SLIGHTLY = {"up": "edged up", "down": "slipped"}
_VERBS = {"up": "rose", "down": "fell"}
_BOTH, _NAMED = 2, 3  # lines that a sentence names; of more it gives the number
_LITTLE, _SLIGHT = Decimal(1), Decimal(3)  # per cent: "little changed", "edged up" (docs/movements.md, words for size)


def came_to(lines: Sequence[Line]) -> Text:
    """Return "Zinc ores … came to $110.90 million and chromium ores … to $89.43 million."; at most three lines."""
    first, *rest = lines
    parts = [say("{name} came to {level}", name=named(first), level=level(first))]
    parts += [say("{name} to {level}", name=briefly(line), level=level(line)) for line in rest]
    return capital(say("{all}.", all=listed(parts, "and")))


def published_as(lines: Sequence[Line]) -> Text:
    """Return "Iron ores … were published as above $101 million, copper ores … as more than $11 million."."""
    first, *rest = lines
    verb = "were" if first.label.plural else "was"
    parts = [say("{name} {verb} published as {level}", name=named(first), verb=verb, level=bounded(first))]
    parts += [say("{name} as {level}", name=briefly(line), level=bounded(line)) for line in rest]
    return capital(say("{all}.", all=_commas(parts)))


def moved(line: Line, base: Claim, growth: Claim | None, way: str | None, before: Period) -> Text:
    """Return how a line moved between two levels, with a per cent where one holds and a verb where it is sure."""
    now = known(line.now)
    this, last = pair(now, base)
    shown = _shown(growth, this.words, last.words)
    was = "were" if line.label.plural else "was"
    if now.value == base.value:
        pattern = "{name} {was} unchanged at {now}, against {base} in {when}."
    elif shown and growth and abs(growth.value) < _LITTLE:
        pattern = "{name} {was} little changed at {now}, against {base} in {when}."
    elif way is None:
        pattern = "{name} came to {now}, against {base} in {when}."
    else:
        pattern = "{name} {verb} {growth}to {now} from {base} in {when}."
    verb = verb_of(growth) if growth and shown else _VERBS.get(way or "", "")
    rate = say("{p} ", p=shown) if shown else ""
    said = {"name": named(line), "was": was, "verb": verb, "growth": rate, "now": this, "base": last}
    return capital(say(pattern, when=period(before), **said))


def verb_of(growth: Claim) -> str:
    """Return the verb for a change of known size and unknown surprise, before its per cent."""
    verbs = _SLIGHTLY if abs(growth.value) < _SLIGHT else _VERBS
    return verbs.get(growth.direction or "", "moved")


def from_little(change: Claim, share: Claim | None, lines: Claim) -> Text:
    """Return the gain on a low base, and what it is of the whole: never a per cent of growth."""
    part, gain = per_cent(share), money(change)
    if part is None:
        return say("The gain was {change}.", change=gain)
    pattern = "The gain of {change} equals {part} of the {count} lines."
    return say(pattern, change=gain, part=part, count=number(lines))


def headline_total(growth: Claim, trade: Trade, when: Period) -> Text | None:
    """Return "China’s mineral and metal imports from Pakistan rose 10% in 2025", or None where no rate holds."""
    if (shown := per_cent(growth)) is None or (growth.direction is None and abs(growth.value) >= _LITTLE):
        return None
    little = abs(growth.value) < _LITTLE
    rate = Text("were little changed") if little else say("{verb} {p}", verb=verb_of(growth), p=shown)
    return fitting(_headline(name, rate, when) for name in trades(trade))


def _headline(trade: str, rate: Text, when: Period) -> Text:
    return say("{trade} {rate} in {when}", trade=trade, rate=rate, when=period(when))


def headline_growth(line: Line, growth: Claim, of: Selection, when: Period) -> Text | None:
    """Return "China’s imports of Pakistani copper rose 12% in 2025", or None where no per cent holds."""
    if (shown := per_cent(growth)) is None or abs(growth.value) < _LITTLE or growth.direction is None:
        return None
    rate = say("{verb} {p}", verb=verb_of(growth), p=shown)
    return fitting(_headline(trade, rate, when) for trade in of_line(line, of))


def headline_level(line: Line, of: Selection, when: Period) -> Text:
    """Return "China imported $1.14 billion of Pakistani copper in 2025"."""
    verb = direction(of.flow)[2]
    who, sum_of_it = land(of.reporter), level(line)
    pattern = "{who} {verb} {level} of {goods} in {when}"
    goods = (goods_of(line, of), f"HS {line.code}{whence(of)}", f"HS {line.code}")
    return fitting(say(pattern, who=who, verb=verb, level=sum_of_it, goods=one, when=period(when)) for one in goods)


def coverage(lines: Claim, based: Claim, before: Period, *, broken: bool = False) -> Text:
    """Return how many of the lines have a figure for the year before too; where it is `broken`, to compare with."""
    when = _base(before, broken=broken)
    if lines.value == 1:
        return Text(f"A figure for {when} is published too." if based.value else f"No figure for {when} is published.")
    if based.value == 0:
        pattern = "{lines} lines have a published figure; none has any for {when}."
        return capital(say(pattern, lines=number(lines), when=when))
    if based.value == lines.value:
        if lines.value == _BOTH:
            return Text(f"Both published lines have a figure for {when} too.")
        return say("All {lines} published lines have a figure for {when} too.", lines=number(lines), when=when)
    verb = "has" if based.value == 1 else "have"
    pattern = "Of {lines} published lines, {based} {verb} a figure for {when} too."
    return say(pattern, lines=number(lines), based=number(based), verb=verb, when=when)


def _base(before: Period, *, broken: bool) -> str:
    return f"{period(before)} to compare with" if broken else period(before)


def contributions(up: tuple[Line, Claim] | None, down: tuple[Line, Claim] | None, before: Period) -> Text | None:
    """Return which line added most and which took most away, in points; None where neither can be printed."""
    added, taken = (points(part[1]) if part else None for part in (up, down))
    when = period(before)
    if up and added and down and taken:
        pattern = "{up} added {added} on {when}; a fall in {down} took away {taken}."
        said = {"up": up[0].label.short, "down": down[0].label.short}
        return capital(say(pattern, added=added, taken=taken, when=when, **said))
    if up and added:
        return capital(say("{up} added {added} on {when}.", up=up[0].label.short, added=added, when=when))
    if down and taken:
        return say("A fall in {down} took away {taken} on {when}.", down=down[0].label.short, taken=taken, when=when)
    return None


def lede(line: Line, customs: str, of: Selection, when: Period) -> Text:
    """Return who counted how much of what, from where and when: the first half of the lede."""
    pattern = "{office} recorded {level} {of} {name}{way} in {when}"
    office, way = office_of(of.reporter, customs), whence(of) + whose_trade(of, customs)
    said: dict[str, Part] = {"office": office, "level": level(line), "of": of_trade(of), "name": named(line)}
    return capital(say(pattern, way=way, when=period(when), **said))


def of_the_lines(said: Text, share: Claim | None, lines: Claim, group: str) -> Text:
    """Return the lede with the share of its line in the whole, where one holds."""
    part = per_cent(share)
    if part is None:
        return say("{said}.", said=said)
    pattern = "{said}, {part} of the {lines} {group}lines for which figures have been published."
    return say(pattern, said=said, part=part, lines=number(lines), group=f"{group} " if group else "")


def the_others(others: Claim, count: Claim) -> Text | None:
    """Return what the lines beside the leading one came to, together; None where no rounding of it holds."""
    if (sum_of_them := total(others)) is None:
        return None
    return say("The other {count} came to {total} together.", count=number(count), total=sum_of_them)


def not_comparable(
    reason: str, lines: Sequence[Line], counts: tuple[Claim, Claim], before: Period, *, broken: bool = False
) -> Text:
    """Return why nothing is said of the whole: `bound`, `lost`, `few` (lines have a base), or `none`."""
    tail, when = "so this edition does not say whether the whole rose or fell", _base(before, broken=broken)
    names = listed([line.label.short for line in lines], "and")
    many = len(lines) > 1 or any(line.label.plural for line in lines)
    if reason == "none" or not lines:
        return say("No line has a published figure for {when}, {tail}.", when=when, tail=tail)
    if reason == "bound":
        pattern = "{names} {were} not published exactly, {tail}."
        return capital(say(pattern, names=names, were="were" if many else "was", tail=tail))
    if reason == "lost":
        return say("For {names} a figure is known for {when} alone, {tail}.", names=names, when=when, tail=tail)
    if len(lines) > _NAMED:
        pattern = "Only {some} of the {all} lines have a published figure for {when}, {tail}."
        return say(pattern, some=number(counts[0]), all=number(counts[1]), when=when, tail=tail)
    pattern = "Only {names} {have} a published figure for {when}, {tail}."
    return say(pattern, names=names, have="have" if many else "has", when=when, tail=tail)


def of_whole(now: Claim, base: Claim, growth: Claim | None, lines: Claim | None, before: Period) -> Text | None:
    """Return the whole between its two levels, with a rate where one holds; None where no level can be printed."""
    this, last, shown, when = total(now), total(base), per_cent(growth), period(before)
    sure = growth is not None and shown is not None and growth.direction is not None
    whole: dict[str, Part] = {"lines": _all_lines(lines), "when": when}
    if growth and shown and sure and abs(growth.value) >= _LITTLE:
        rate = say("{verb} {rate}", verb=verb_of(growth), rate=shown)
        if this is None or last is None:
            return say("{lines} together {rate} on {when}.", rate=rate, **whole)
        return say("{lines} together {rate} to {now} from {base} in {when}.", rate=rate, now=this, base=last, **whole)
    if this is None or last is None:
        return None
    return say("{lines} together came to {now}, against {base} in {when}.", now=this, base=last, **whole)


def _all_lines(lines: Claim | None) -> Text:
    if lines is None or lines.value == _BOTH:
        return Text("Both lines" if lines else "All lines")
    return say("All {n} lines", n=number(lines))


def without_figures(lines: Sequence[Line], when: Period) -> Text:
    """Return which lines of the briefing have no figure at all this period."""
    names = listed([briefly(line) for line in lines], "and")
    return say("No figure for {when} has been found for {names}.", when=period(when), names=names)


def appeared(line: Line, before: Period) -> tuple[Text, Text]:
    """Return a level, and that customs recorded no trade in the line a period earlier."""
    return came_to([line]), Text(f"No trade in {line.label.short} was recorded in {period(before)}.")


def vanished(line: Line, base: Claim, when: Period, before: Period) -> tuple[Text, Text]:
    """Return the level of a line whose trade ended, and that it ended: no rate of minus a hundred."""
    level_then = say("{name} came to {base} in {when}.", name=named(line), base=money(base), when=period(before))
    return capital(level_then), Text(f"No trade in {line.label.short} was recorded in {period(when)}.")


def untraded(lines: Sequence[Line], when: Period) -> Text:
    """Return the lines in which no trade was recorded."""
    names = listed([briefly(line) for line in lines], "and")
    return say("No trade was recorded in {when} in {names}.", when=period(when), names=names)


def not_in_sums() -> Text:
    """Return that lines without figures are in no sum."""
    return Text("No sum here includes them.")


def relayed(line: Line, levels: Sequence[Claim], source: Observation) -> Text:
    """Return a figure that was passed on, with who said it, and why nothing is computed from it."""
    way = ("exports", "to") if direction(source.flow)[1] == "from" else ("imports", "from")
    if source.partner == WORLD:  # whose exports they are nobody can say
        way = (direction(source.flow)[0], "of")
    parts = [say("{level} in {when}", level=money(claim), when=period(claim.period)) for claim in levels]
    pattern = "{who} put {name} {word} {way} {land} at {levels}, as {publication} reported in {month}."
    return capital(
        say(
            pattern,
            who=f"{source.speaker}," if source.speaker else source.publication,
            name=line.label.head,
            word=way[0],
            way=way[1],
            land=land(source.reporter),
            levels=listed(parts, "and"),
            publication=source.publication if source.speaker else "it",
            month=month(source.published) if source.published else "an undated account",
        )
    )


def untraced(*, many: bool) -> Text:
    """Return why no change is computed from figures that were passed on."""
    if many:
        return Text("These figures have not been traced to a customs table, so no change is computed from them.")
    return Text("That figure has not been traced to a customs table, so no change is computed from it.")


def said_again(speaker: str) -> str:
    """Return the line that names a speaker whose office stands above."""
    return f"{speaker}, as above. Paraphrased"


def said_by(speaker: str, role: str, organisation: str, medium: str, when: date) -> str:
    """Return the line that names a speaker: who, what, where, to whom, when."""
    office = " at ".join(part for part in (role, organisation) if part)
    return ", ".join(part for part in (speaker, office, f"to {medium}", day(when)) if part) + ". Paraphrased"


def attributed(words: Text, medium: str, when: date) -> Text:
    """Return an outside account's sentence with its source."""
    return say("{words} ({medium}, {day}).", words=words, medium=medium, day=day(when))


def _shown(growth: Claim | None, now: str, base: str) -> Printed | None:
    printed = rounding.per_cent(growth) if growth else None
    figures = [found[0] for words in (now, base) if (found := _DIGITS.search(words))]
    if printed is None or not rounding.recomputes(printed, *figures):
        return None
    return per_cent(growth)


def _commas(parts: Sequence[Text]) -> Text:
    said, *rest = parts
    for part in rest:
        said = say("{said}, {part}", said=said, part=part)
    return said
