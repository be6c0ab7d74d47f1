"""English prose of a monthly edition: the total and what carried it."""

from __future__ import annotations

from collections.abc import Sequence

from generator.story import rounding
from generator.story.brief import Line, Trade
from generator.story.facts import Claim
from generator.story.languages.en.amounts import (
    TWICE,
    against,
    bare_points,
    both,
    full,
    in_points,
    is_little,
    is_named,
    is_rolling,
    month_name,
    ordinal,
    rate,
    scale_of,
    span,
    streak,
    turned,
    were,
    whole_name,
    worth,
)
from generator.story.languages.en.headlines import fitting, of_line
from generator.story.languages.en.numbers import (
    hs_edition,
    known,
    number,
    of_trade,
    office_of,
    per_cent,
    period,
    whence,
    whose_trade,
)
from generator.story.languages.en.trades import in_trade, trades
from generator.story.monthly.item import Item
from generator.story.plan import Text
from generator.story.rounding import UNITS
from generator.story.text import Part, Printed, capital, listed, say
from generator.trade.period import Period

_BOTH, _IN_WORDS = 2, 12
_CODES = 4  # codes that a note has room for


def headline_month(total: Item, trade: Trade) -> Text:
    """Return "China’s mineral and metal imports from Pakistan rose 10% in December", or its level."""
    growth, when = total.growth, month_name(total.span)
    told: Part = ""
    if is_little(growth):
        pattern = "{trade} were little changed in {when}"
    elif growth is None or rate(growth) is None or growth.value >= TWICE:
        pattern, told = "In {when} {trade} were {told}", worth(known(total.now))
    else:
        pattern, told = "{trade} {told} in {when}", turned(growth)
    line = Line(total.label, total.code) if total.label and is_named(total) else None
    names = of_line(line, trade.of) if line else trades(trade)
    return fitting(say(pattern, trade=name, told=told, when=when) for name in names)


def carried(total: Item, first: Item | None, other: Item | None, run: Claim | None) -> Text | None:
    """Return which line carried the total's change and which went the other way, with its `run` of months."""
    parts = [part for part in (_carried(total, first), _against(other, run)) if part]
    if len(parts) == len("ab"):
        return say("{a} {b}", a=parts[0], b=parts[1])
    return parts[0] if parts else None


def _carried(total: Item, first: Item | None) -> Text | None:
    if first is None or first.label is None or (added := in_points(first.contribution)) is None:
        return None
    does = "{name} added {n}" if first.way == "up" else "A fall in {name} took away {n}"
    within = abs(first.points) <= abs(total.points) and first.way == total.way
    whole, bare = bare_points(total.contribution) if within else None, bare_points(first.contribution)
    if whole and bare:
        added = say("{n} of the {t} percentage points", n=bare, t=whole)
    return capital(say(does + ".", name=first.label.short, n=added))


def _against(other: Item | None, run: Claim | None) -> Text | None:
    if other is None or other.label is None or (taken := in_points(other.contribution, "points")) is None:
        return None
    if other.way == "up":
        return capital(say("{name} added {n}.", name=other.label.short, n=taken))
    if run is None:
        return say("A fall in {name} took away {n}.", name=other.label.short, n=taken)
    pattern = "{name}, {run}, took away {n}."
    return capital(say(pattern, name=other.label.short, run=streak(run, "down"), n=taken))


def leading(items: Sequence[Item], *, largest: bool) -> Text:
    """Return the levels of the `largest` lines, or of those that an editor tells, where nothing can be compared."""
    lead = "the largest lines were" if largest else "among the lines were"
    parts = [
        say("{name} at {level}", name=item.label.short, level=worth(known(item.now))) for item in items if item.label
    ]
    return say("{all}.", all=capital(say("{lead}: {list}", lead=lead, list=listed(parts, "and"))))


def no_past(begin: Period, longer: Item) -> Text:
    """Return why a single line has no longer view: its figures have just begun, or have a gap.

    No month is named: an opening names only those of its figures.
    """
    if begin > longer.span.year_before().last:
        return Text("These figures have just begun; there is nothing earlier to compare them with.")
    return Text("Figures of some earlier months are missing, so no sum over more months is given.")


def broken_past(codes: Sequence[str], then: str, *, known: bool) -> Text:
    """Return that the figures before are those of another edition of the HS, in which the codes cover other goods."""
    one = len(codes) == 1
    subject, cover = ("the code" if one else "the codes"), ("covers" if one else "cover") if known else "may cover"
    return Text(f"Earlier figures are under {hs_edition(then)}, where {subject} {cover} other goods; none is compared.")


def month_lede(total: Item, customs: str, trade: Trade) -> Text:
    """Return who counted how much of what, from where and when, and how it stands against a year before."""
    of = trade.of
    said: dict[str, Part] = {
        "office": office_of(of.reporter, customs),
        "trade": f"{of_trade(of)} {full(total)}" if is_named(total) else in_trade(trade),
        "way": whence(of) + whose_trade(of, customs),
        "when": period(total.span),
    }
    now, tail = against(total)
    if total.base is not None and not total.base.value:
        tail = Text(f"after no recorded trade in {period(total.span.year_before())}")
    ends: dict[str, Part] = said | {"now": now, "tail": say(", {tail}", tail=tail) if tail else ""}
    return capital(say("{office} recorded {now} {trade}{way} in {when}{tail}.", **ends))


def without_base(before: Period, *, some: bool) -> Text:
    """Return "There is no figure for March 2015, so no change on the year is given."; `some` lines have one."""
    if some:
        return Text(f"Not every line has a figure for {span(before)}, so the total has no change on the year.")
    return Text(f"There is no figure for {span(before)}, so no change on the year is given.")


def other_goods(codes: Sequence[str], then: str, now: str, *, known: bool) -> str:
    """Return "HS 030289 does not cover the same goods in HS 2012 and HS 2017"; of many codes "some lines do not …".

    `known` says that a table of the two editions tells so; otherwise nobody knows what the code covered.
    """
    one = len(codes) == 1
    names = f"HS {listed(sorted(codes), 'and').words}" if len(codes) <= _CODES else "Some lines"
    verb = ("does not" if one else "do not") if known else ("is not known to" if one else "are not known to")
    return f"{names} {verb} cover the same goods in {hs_edition(then)} and {hs_edition(now)}"


def broken_base(codes: Sequence[str], then: str, now: str, *, known: bool) -> Text:
    """Return that the total has no change on the year, since codes of it came to cover other goods."""
    return Text(f"{other_goods(codes, then, now, known=known)}, so the total has no change on the year.")


def break_note(codes: Sequence[str], then: str, now: str, *, known: bool) -> Text:
    """Return why lines of the table have no change: their codes came to cover other goods."""
    return Text(f"{other_goods(codes, then, now, known=known)}.")


def revalued_base(before: Period, then: str, now: str) -> Text:
    """Return that the total has no change on the year, since it was valued in another way then."""
    return Text(f"The figures for {period(before)} are {then} and these {now}, so the total has no change on the year.")


def revalued_note(then: str, now: str) -> Text:
    """Return why lines of the table have no change: they were valued in another way."""
    return Text(f"Earlier figures are {then}, these {now}, so no change is given.")


def extreme(total: Item, claim: Claim, side: str, begin: Period) -> Text:
    """Return "It was the largest single month since these figures begin in January 2021."."""
    word = Printed("largest" if side == "highest" else "smallest", claim.id)
    pattern = "{it} was the {word} single month since these figures begin in {when}."
    return say(pattern, it=_it(total), word=word, when=period(begin))


def _it(total: Item) -> str:
    return f"For {total.label.short} it" if total.label else "It"


def since(total: Item, claim: Claim, side: str) -> Text:
    """Return "It was the highest since March 2023."."""
    if claim.compare_period is None:
        msg = f"{claim.id} is since nothing"
        raise ValueError(msg)
    words = Printed(f"{side} since {period(claim.compare_period)}", claim.id)
    return say("{it} was the {words}.", it=_it(total), words=words)


def breadth(lines: Claim, rose: Claim, fell: Claim) -> Text:
    """Return "Nine of the twelve lines rose and three fell."; None of a side leaves it out."""
    if not fell.value or not rose.value:
        way, some = ("rose", rose) if rose.value else ("fell", fell)
        if some.value == lines.value == _BOTH:
            return Text(f"Both lines {way}.")
        if some.value == lines.value:
            return say("All {n} lines {way}.", n=number(some), way=way)
        return capital(say("{some} of the {n} lines {way}.", some=number(some), n=number(lines), way=way))
    pattern = "{rose} of the {n} lines rose and {fell} fell."
    if rose.value > _IN_WORDS:  # a sentence does not begin with digits
        pattern = "Of the {n} lines {rose} rose and {fell} fell."
    return capital(say(pattern, rose=number(rose), n=number(lines), fell=number(fell)))


def to_date(total: Item) -> Text:
    """Return "In January–June 2025 the total came to $1.57 billion, 9.0% more than the $1.44 billion of …"."""
    now, tail = against(total)
    was = "was" if total.label is None else were(total)
    said: dict[str, Part] = {"when": span(total.span), "whole": whole_name(total), "was": was, "now": now}
    if not is_little(total.growth):
        said["tail"] = say(", {tail}", tail=tail) if tail else ""
        return say("In {when} {whole} came to {now}{tail}.", **said)
    base = None if is_rolling(total.span) else both(total)[1]
    said["tail"] = say(", against {base} in {then}", base=base, then=span(total.span.year_before())) if base else ""
    return say("In {when} {whole} {was} little changed at {now}{tail}.", **said)


def quiet() -> Text:
    """Return that nothing stands out."""
    return Text("No line moved unusually against its own past.")


def year_change(total: Item, change: Claim) -> Text | None:
    """Return by how much the total of a longer span changed in money."""
    if change.direction is None or (size := _size(change)) is None:
        return None
    verb = "rose" if change.direction == "up" else "fell"
    pattern = "In {when} {whole} {verb} by {change} on {before}, to {now}."
    ends = {"whole": whole_name(total), "when": span(total.span), "before": span(total.span.year_before())}
    return say(pattern, verb=verb, change=size, now=worth(known(total.now)), **ends)


def _size(change: Claim) -> Part | None:
    """Return a change in money without its sign, None where no rounding holds: two small sums that nearly cancel."""
    if rounding.money(change, scale_of(change)) is None and rounding.money(change, UNITS) is None:
        return None
    shown = worth(change)
    if not isinstance(shown, Printed):
        return shown
    return Printed(shown.words.replace("\N{MINUS SIGN}", ""), shown.claim)


def year_part(item: Item, change: Claim, *, whole: bool) -> Text | None:
    """Return a line's part in it: "Refined copper, up 18% to $775.40 million, added $120.22 million.".

    Not `whole`: its part alone, "A fall in iron ores took away $24.11 million.".
    """
    if item.label is None or change.direction is None or (size := _size(change)) is None:
        return None
    shown, way = rate(item.growth) if whole else None, "up" if change.direction == "up" else "down"
    level = worth(known(item.now))
    aside = say(", {way} {rate} to {level},", way=way, rate=shown, level=level) if shown else ""
    does = "added" if way == "up" else "took away"
    if way == "down" and not shown:
        return capital(say("A fall in {name} took away {n}.", name=item.label.short, n=size))
    return capital(say("{name}{aside} {does} {n}.", name=item.label.short, aside=aside, does=does, n=size))


def replaced(up: tuple[Item, Claim], down: Item) -> Text:
    """Return "In 2025 the third-largest line was zinc ores, at $110.90 million, in place of iron ores, at …"."""
    item, place = up
    if item.label is None or down.label is None:
        msg = "only lines have ranks"
        raise ValueError(msg)
    word = ordinal(place)
    rank = Printed("largest", place.id) if place.value == 1 else say("{n}-largest", n=Printed(word, place.id))
    pattern = "In {when} the {rank} line was {name}, at {now}, in place of {other}, at {then}."
    return say(
        pattern,
        when=span(item.span),
        name=item.label.short,
        now=worth(known(item.now)),
        other=down.label.short,
        then=worth(known(down.now)),
        rank=rank,
    )


def shares_together(lines: Claim, now: Claim, base: Claim, when: Period) -> Text | None:
    """Return "The three largest lines made up 71% of it, against 72% a year before."."""
    shown = [per_cent(claim) for claim in (now, base)]
    if shown[0] is None or shown[1] is None:
        return None
    said: dict[str, Part] = {"n": number(lines), "now": shown[0], "base": shown[1], "before": span(when.year_before())}
    if shown[0].words == shown[1].words:
        return say("The {n} largest lines together made up {now}, the same as a year before.", **said)
    return say("The {n} largest lines together made up {now}, against {base} in {before}.", **said)


def share_moved(item: Item, now: Claim, base: Claim) -> Text | None:
    """Return "Refined copper made up 50% of the total in 2025, against 45% in 2024."."""
    shown = [per_cent(claim) for claim in (now, base)]
    if item.label is None or shown[0] is None or shown[1] is None:
        return None
    if shown[0].words == shown[1].words:
        same = "{name} made up {now} of the total in {when}, the same as a year before."
        return capital(say(same, name=item.label.short, now=shown[0], when=span(item.span)))
    pattern = "{name} made up {now} of the total in {when}, against {base} in {before}."
    ends = {"when": span(item.span), "before": span(item.span.year_before())}
    return capital(say(pattern, name=item.label.short, now=shown[0], base=shown[1], **ends))
