"""English prose: one sentence per kind of fact.

Figures are by origin and CIF, so goods are "imported", never "bought". A verb of direction needs two levels; a strong
one needs a surprise that annual figures cannot show, so none stands here.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from generator.story import rounding
from generator.story.brief import Line
from generator.story.facts import Claim
from generator.story.languages.en.numbers import (
    bounded,
    briefly,
    day,
    goods_from,
    known,
    level,
    money,
    month,
    named,
    number,
    per_cent,
    period,
    points,
    possessive,
    total,
)
from generator.story.plan import Text
from generator.story.text import Printed, capital, listed, say
from generator.trade.codes import Flow, economy
from generator.trade.figures import Observation, Selection
from generator.trade.period import Period

_LITTLE, _SLIGHT = Decimal(1), Decimal(3)  # per cent: "little changed", "slightly" (docs/movements.md, words for size)


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


def moved(line: Line, base: Claim, growth: Claim | None, before: Period) -> Text:
    """Return how a line moved between two levels, with a per cent where one holds."""
    now = known(line.now)
    scale = rounding.scale_of(now.value)
    scale = scale if scale is not rounding.BILLIONS or base.value >= 10**rounding.BILLIONS.power else rounding.MILLIONS
    last, this = money(base, scale), money(now, scale)
    shown = _shown(growth, this.words, last.words)
    when = period(before)
    if shown is None or growth is None:
        verb = "rose" if now.value > base.value else "fell" if now.value < base.value else "held"
        pattern = "{name} {verb} to {now} from {base} in {when}."
        return capital(say(pattern, name=named(line), verb=verb, now=this, base=last, when=when))
    if abs(growth.value) < _LITTLE:
        was = "were" if line.label.plural else "was"
        pattern = "{name} {was} little changed at {now}, against {base} in {when}."
        return capital(say(pattern, name=named(line), was=was, now=this, base=last, when=when))
    pattern = "{name} {verb} {growth} to {now} from {base} in {when}."
    return capital(say(pattern, name=named(line), verb=verb_of(growth), growth=shown, now=this, base=last, when=when))


def verb_of(growth: Claim) -> str:
    """Return the verb for a change of known size and unknown surprise."""
    verb = "rose" if growth.direction == "up" else "fell"
    return f"{verb} slightly, by" if abs(growth.value) < _SLIGHT else verb


def from_little(change: Claim, share: Claim | None, lines: Claim) -> Text:
    """Return the money change of a low base, and what it is of the whole: never a per cent of growth."""
    part = per_cent(share)
    word = "gain" if change.direction == "up" else "fall"
    scale = rounding.scale_of(change.value)
    if part is None:
        return say("The {word} of {change} started from almost nothing.", word=word, change=money(change, scale))
    pattern = "The {word} of {change} started from almost nothing and equals {part} of the {count} lines."
    return say(pattern, word=word, change=money(change, scale), part=part, count=number(lines))


def headline_total(growth: Claim, group: str, of: Selection, when: Period) -> Text:
    """Return "China’s imports of mineral and metal goods from Pakistan rose 10% in 2025"."""
    word, way = ("imports", "from") if of.flow is Flow.IMPORT else ("exports", "to")
    pattern = "{whose} {word} of {group} goods {way} {partner} {verb}{growth} in {when}"
    whose, land = possessive(economy(of.reporter).name), economy(of.partner).name
    shown = per_cent(growth) if abs(growth.value) >= _LITTLE else None
    verb = verb_of(growth) if shown else "were little changed"
    said = say(" {p}", p=shown) if shown else ""
    when_words = period(when)
    return say(
        pattern, whose=whose, word=word, group=group, way=way, partner=land, verb=verb, growth=said, when=when_words
    )


def headline_growth(line: Line, growth: Claim, of: Selection, when: Period) -> Text | None:
    """Return "China’s imports of Pakistani copper rose 12% in 2025", or None where no per cent holds."""
    if (shown := per_cent(growth)) is None or abs(growth.value) < _LITTLE:
        return None
    word = "imports" if of.flow is Flow.IMPORT else "exports"
    goods = (
        goods_from(line.label.head, of.partner)
        if of.flow is Flow.IMPORT
        else f"{line.label.head} to {economy(of.partner).name}"
    )
    pattern = "{whose} {word} of {goods} {verb} {growth} in {when}"
    whose = possessive(economy(of.reporter).name)
    verb = verb_of(growth)
    return say(pattern, whose=whose, word=word, goods=goods, verb=verb, growth=shown, when=period(when))


def headline_level(line: Line, of: Selection, when: Period) -> Text:
    """Return "China imported $1.14 billion of Pakistani copper in 2025"."""
    who = economy(of.reporter).name
    if of.flow is Flow.IMPORT:
        pattern, goods = "{who} imported {level} of {goods} in {when}", goods_from(line.label.head, of.partner)
    else:
        pattern, goods = (
            "{who} exported {level} of {goods} in {when}",
            f"{line.label.head} to {economy(of.partner).name}",
        )
    return say(pattern, who=who, level=level(line), goods=goods, when=period(when))


def coverage(lines: Claim, based: Claim) -> Text:
    """Return how many of the lines have a figure for the year before."""
    if lines.value == 1:
        there = "A" if based.value else "No"
        return Text(f"{there} figure for the year before is published.")
    if based.value == 0:
        pattern = "{lines} lines have a published figure; none has one for the year before."
        return capital(say(pattern, lines=number(lines)))
    verb = "has" if based.value == 1 else "have"
    pattern = "Of {lines} published lines, {based} {verb} a figure for the year before."
    return say(pattern, lines=number(lines), based=number(based), verb=verb)


def contributions(up: tuple[Line, Claim] | None, down: tuple[Line, Claim] | None) -> Text:
    """Return which line added most and which took most away, percentage points."""
    parts = []
    if up and (added := points(up[1])):
        parts.append(say("{name} added {points}", name=up[0].label.short, points=added))
    if down and (taken := points(down[1])):
        parts.append(say("{name} took away {points}", name=down[0].label.short, points=taken))
    return capital(say("{all}.", all=listed(parts, "and"))) if parts else Text("No line moved the whole.")


def lede(line: Line, customs: str, of: Selection, when: Period) -> Text:
    """Return who counted how much of what, from where and when: the first half of the lede."""
    way = "from" if of.flow is Flow.IMPORT else "to"
    pattern = "{whose} {customs} recorded {level} of {name} {way} {partner} in {when}"
    whose, land = possessive(economy(of.reporter).name), economy(of.partner).name
    return say(
        pattern,
        whose=whose,
        customs=customs,
        level=level(line),
        name=named(line),
        way=way,
        partner=land,
        when=period(when),
    )


def of_the_lines(said: Text, share: Claim | None, lines: Claim, group: str) -> Text:
    """Return the lede with the share of its line in the whole, where one holds."""
    part = per_cent(share)
    if part is None:
        return say("{said}.", said=said)
    pattern = "{said}, {part} of the {lines} {group} lines for which figures have been published."
    return say(pattern, said=said, part=part, lines=number(lines), group=group)


def the_others(others: Claim, count: Claim) -> Text:
    """Return what the lines beside the leading one came to, together."""
    if count.value == 1:
        return say("The other line came to {total}.", total=total(others))
    return say("The other {count} came to {total} together.", count=number(count), total=total(others))


def not_comparable(lines: Sequence[Line], before: Period) -> Text:
    """Return why nothing is said of the whole: which lines alone have a base."""
    tail = "so this edition does not say whether the whole rose or fell"
    if not lines:
        return say("No line has a published figure for {when}, {tail}.", when=period(before), tail=tail)
    names = listed([line.label.short for line in lines[:3]], "and")
    verb = "have" if len(lines) > 1 or lines[0].label.plural else "has"
    only = "Only {names} {verb} a published figure for {when}, {tail}."
    return say(only, names=names, verb=verb, when=period(before), tail=tail)


def of_whole(total_now: Claim, total_base: Claim, growth: Claim, before: Period) -> Text:
    """Return the growth of the whole between its two levels."""
    shown = per_cent(growth)
    pattern = "Together they {verb} {growth}to {now} from {base} in {when}."
    how = say("{p} ", p=shown) if shown else ""
    verb = verb_of(growth)
    return say(pattern, verb=verb, growth=how, now=money(total_now), base=money(total_base), when=period(before))


def without_figures(lines: Sequence[Line], when: Period) -> Text:
    """Return which lines of the briefing have no figure at all this period."""
    names = listed([briefly(line) for line in lines], "and")
    return say("No figure for {when} has been found for {names}.", when=period(when), names=names)


def appeared(line: Line, before: Period) -> Text:
    """Return a level where customs recorded no trade a period earlier."""
    pattern = "{name} came to {level}; no trade was recorded in {when}."
    return capital(say(pattern, name=named(line), level=level(line), when=period(before)))


def vanished(line: Line, base: Claim, when: Period, before: Period) -> Text:
    """Return that a line's trade ended: no rate of minus a hundred."""
    pattern = "No trade in {name} was recorded in {when}, against {base} in {before}."
    return say(pattern, name=named(line), when=period(when), base=money(base), before=period(before))


def untraded(lines: Sequence[Line], when: Period) -> Text:
    """Return the lines in which no trade was recorded."""
    names = listed([briefly(line) for line in lines], "and")
    return say("No trade was recorded in {when} in {names}.", when=period(when), names=names)


def not_in_sums() -> Text:
    """Return that lines without figures are in no sum."""
    return Text("No sum here includes them.")


def relayed(line: Line, levels: Sequence[Claim], source: Observation) -> Text:
    """Return a figure that was passed on, with who said it, and why nothing is computed from it."""
    way = ("exports", "to") if source.flow is Flow.IMPORT else ("imports", "from")
    parts = [say("{level} in {when}", level=money(claim), when=period(claim.period)) for claim in levels]
    pattern = "{who} put {name} {word} {way} {land} at {levels}, as {publication} reported in {month}."
    return capital(
        say(
            pattern,
            who=f"{source.speaker}," if source.speaker else source.publication,
            name=line.label.head,
            word=way[0],
            way=way[1],
            land=economy(source.reporter).name,
            levels=listed(parts, "and"),
            publication=source.publication if source.speaker else "it",
            month=month(source.published) if source.published else "an undated account",
        )
    )


def untraced(many: bool) -> Text:  # noqa: FBT001 -- one or several
    """Return why no change is computed from figures that were passed on."""
    if many:
        return Text("These figures have not been traced to a customs table, so no change is computed from them.")
    return Text("That figure has not been traced to a customs table, so no change is computed from it.")


def said_again(speaker: str) -> str:
    """Return the line that names a speaker whose office stands above."""
    return f"{speaker}, as above"


def said_by(speaker: str, role: str, organisation: str, medium: str, when: date) -> str:
    """Return the line that names a speaker: who, what, where, to whom, when."""
    office = " at ".join(part for part in (role, organisation) if part)
    return ", ".join(part for part in (speaker, office, f"to {medium}", day(when)) if part)


def attributed(words: Text, medium: str, when: date) -> Text:
    """Return an outside account's sentence with its source."""
    return say("{words} ({medium}, {day}).", words=words, medium=medium, day=day(when))


def _shown(growth: Claim | None, now: str, base: str) -> Printed | None:
    printed = rounding.per_cent(growth) if growth else None
    figures = [words.strip("$").split()[0] for words in (now, base)]
    if printed is None or not rounding.recomputes(printed, *figures):
        return None
    return per_cent(growth)


def _commas(parts: Sequence[Text]) -> Text:
    said, *rest = parts
    for part in rest:
        said = say("{said}, {part}", said=said, part=part)
    return said
