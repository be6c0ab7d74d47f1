"""English prose of a monthly edition: one line after the other."""

from __future__ import annotations

from dataclasses import replace

from generator.story.facts import Claim
from generator.story.languages.en.amounts import (
    TWICE,
    against,
    both,
    full,
    in_points,
    is_little,
    rate,
    span,
    streak,
    tonnes,
    turned,
    were,
    worth,
)
from generator.story.languages.en.numbers import known, period
from generator.story.monthly.item import Item
from generator.story.plan import Text
from generator.story.rounding import multiple
from generator.story.text import Part, Printed, capital, say
from generator.trade.period import Period


def line_moved(
    item: Item, place: int, clause: Text | None, times: Claim | None, *, first: bool = True, level_first: bool = False
) -> Text:
    """Return how a line moved: verb, rate, level, then one `clause`; `place` and `level_first` vary the sentence.

    From a doubling on, `times` tells how many times the level of a year before. The `first` of a paragraph says
    what it is compared with.
    """
    growth, tail = item.growth, say(", {c}", c=clause) if clause else ""
    said: dict[str, Part] = {"name": full(item), "was": were(item), "now": worth(known(item.now)), "tail": tail}
    said["on"] = f" on {span(item.span.year_before())}" if first else ""
    if is_little(growth):
        return capital(say("{name} {was} little changed{on} at {now}{tail}.", **said))
    if growth is None or rate(growth) is None:
        return _levels(item, said)
    if growth.value >= TWICE:
        return _manifold(item, times, said)
    if level_first:
        way = "up" if growth.direction == "up" else "down"
        return say("At {now}, {name} {was} {way} {rate}{on}{tail}.", way=way, rate=rate(growth) or "", **said)
    return capital(say("{name} {turned}{on} to {now}{tail}.", turned=turned(growth, place), **said))


def _levels(item: Item, said: dict[str, Part]) -> Text:
    if item.base is None:
        return capital(say("{name} came to {now}{tail}.", **said))
    now, base, _ = both(item)
    if base is None:
        return capital(say("{name} came to {now}{tail}.", **said))
    verb = {"up": "rose to {now} from", "down": "fell to {now} from"}.get(item.way or "", "came to {now}, against")
    ends: dict[str, Part] = said | {"now": now, "base": base, "when": span(item.span.year_before())}
    return capital(say("{name} " + verb + " {base} in {when}{tail}.", **ends))


def _manifold(item: Item, times: Claim | None, said: dict[str, Part]) -> Text:
    shown = multiple(times) if times else None
    if times is None or shown is None or item.base is None:
        return _levels(item, said)
    ends: dict[str, Part] = said | {
        "times": Printed(f"{shown} times", times.id),
        "base": worth(item.base),
        "when": span(item.span.year_before()),
    }
    return capital(say("{name} rose to {now}, {times} the {base} of {when}{tail}.", **ends))


def extreme_clause(item: Item, claim: Claim, side: str) -> Text:
    """Return "its largest single month in these figures"."""
    word, whose = "largest" if side == "highest" else "smallest", "its" if were(item) == "was" else "their"
    return say("{whose} {word} single month in these figures", whose=whose, word=Printed(word, claim.id))


def since_clause(claim: Claim, side: str) -> Text:
    """Return "the highest since March 2023"."""
    then = period(claim.compare_period) if claim.compare_period else ""
    return say("the {words}", words=Printed(f"{side} since {then}", claim.id))


def step_clause(claim: Claim, way: str) -> Text:
    """Return "a rise that has stood since the step in October 2025"."""
    then = period(claim.compare_period) if claim.compare_period else ""
    said = Printed(f"since the step in {then}", claim.id)
    return say("a {way} that has stood {since}", way="rise" if way == "up" else "fall", since=said)


def streak_clause(claim: Claim, way: str) -> Text:
    """Return "down for an eighth month in a row"."""
    return streak(claim, way)


def weight_clause(item: Item, change: Claim | None) -> Text | None:
    """Return "its weight down 5.5%"."""
    whose = "its" if were(item) == "was" else "their"
    if is_little(change):
        return Text(f"{whose} weight little changed")
    shown = rate(change)
    if change is None or shown is None or change.value >= TWICE:
        return None
    return say("{whose} weight {way} {n}", whose=whose, way="up" if change.direction == "up" else "down", n=shown)


def took_away(item: Item) -> Text | None:
    """Return what a line that went against the total took from its change, or added to it."""
    if item.label is None or (shown := in_points(item.contribution)) is None:
        return None
    return say("The rise added {n} to the total." if item.way == "up" else "The fall took {n} off the total.", n=shown)


def by_weight(
    weights: tuple[Claim, Claim, Claim | None], worth: Claim | None, before: Period | None = None
) -> Text | None:
    """Return how the quantity moved and the average value of a tonne, on the period `before`: never a price."""
    mass, earlier, change = weights
    shown, moved, was = tonnes(mass), rate(change), tonnes(earlier)
    if shown is None or moved is None or change is None:
        return None
    verb = "rose" if change.direction == "up" else "fell"
    said: dict[str, Part] = {"verb": verb, "rate": moved, "mass": shown}
    head, said["on"] = "The quantity {verb} {rate}{on} to {mass}", f" on {span(before)}" if before else ""
    if change.value >= TWICE and was:
        head, said["was"] = "The quantity rose to {mass} from {was}{on}", was
        said["on"] = f" in {span(before)}" if before else ""
    value = rate(worth)
    if is_little(worth):
        return say(head + "; the average value of a tonne was little changed.", **said)
    if worth is None or value is None:
        return say(head + ".", **said)
    more = "rose" if worth.direction == "up" else "fell"
    return say(head + "; the average value of a tonne {more} {value}.", more=more, value=value, **said)


def from_little_month(item: Item, change: Claim | None) -> Text | None:
    """Return the gain on a low base and what it added, never a rate."""
    shown = in_points(item.contribution)
    if item.way != "up" or shown is None:
        return None
    gain = say(" of {n}", n=worth(change)) if change else ""
    return say("The gain{gain} added {n} to the total.", gain=gain, n=shown)


def longer_levels(item: Item) -> Text | None:
    """Return the levels of a longer span: "In 2025 aluminium ores came to $14.16 million, against … in 2024."."""
    if item.label is None or item.now is None or item.base is None:
        return None
    now, tail = against(replace(item, growth=None))
    said: dict[str, Part] = {"when": span(item.span), "name": item.label.short, "now": now}
    return say("In {when} {name} came to {now}{tail}.", tail=say(", {tail}", tail=tail) if tail else "", **said)


def began(item: Item) -> tuple[Text, Text]:
    """Return a level, and that no trade in the line was recorded a year before."""
    level = capital(say("{name} came to {now}.", name=full(item), now=worth(known(item.now))))
    return level, _no_trade(item, item.span.year_before())


def ended(item: Item) -> tuple[Text, Text]:
    """Return a level a year before, and that no trade was recorded since."""
    pattern = "{name} came to {base} in {when}."
    level = say(pattern, name=full(item), base=worth(known(item.base)), when=span(item.span.year_before()))
    return capital(level), _no_trade(item, item.span)


def _no_trade(item: Item, when: Period) -> Text:
    return Text(f"No trade in {item.label.short if item.label else ''} was recorded in {span(when)}.")
