"""Tonnes or average value: how both changed on the year, for the largest lines with weights, on one scale."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from generator.story import rounding
from generator.story.amounts import Claim
from generator.story.line_selection import LineItem
from generator.story.month import Month
from generator.story.news.line_changes import tonnage_of_line
from generator.story.picture import ON_EVERY_PAGE, PicturePlan, is_part_of_year, picture, single_chart
from generator.story.plan import Bar, Chart, Row, Text
from generator.story.text import printed
from generator.story.words.speech import Slot

_MOST, _FEWEST = 6, 2  # lines


@dataclass(frozen=True)
class _LineWeights:
    """A line with the changes of its weight and of its average value, in per cent."""

    item: LineItem
    mass: Claim
    worth: Claim


def chart(month: Month) -> Chart | None:
    """Return the chart, or None where fewer than two lines have weights that can be compared."""
    lines = list(_lines(month))[:_MOST]
    if len(lines) < _FEWEST:
        return None
    words = month.words
    heads = (words.say("quantity_value.mass"), words.say("quantity_value.worth"))
    masses = [_bar(month, line, line.mass, 0) for line in lines]
    worths = [_bar(month, line, line.worth, 1) for line in lines]
    return replace(
        picture(
            month,
            "quantity_value",
            "quantity_value",
            _title(month, lines),
            words.ends(month.period),
            scale="per cent",
            shown=ON_EVERY_PAGE,
        ),
        bars=(*masses, *worths),
        ticks=heads,
        aside=(words.say("quantity_value.average"), words.say("quantity_value.how")),
        head=(words.say("heads.line"), *heads),
        rows=tuple(
            Row((line.item.name, mass.figure, worth.figure), "line", line.item.codes)
            for line, mass, worth in zip(lines, masses, worths, strict=True)
        ),
    )


def _lines(month: Month) -> Iterator[_LineWeights]:
    """Yield the lines with weights now and a year before, none in doubt, whose rates can be printed; largest first."""
    for item in month.compared:
        tonnage = tonnage_of_line(month, item.code, month.period)
        if tonnage is None or item.growth is None or not month.choice.tells(item.code):
            continue
        (value, base_value), (mass, base_mass) = tonnage.value, tonnage.mass
        growth = month.ledger.growth(mass, base_mass)
        worth = month.ledger.value_growth((value, mass), (base_value, base_mass))
        if growth is None or worth is None:
            continue
        if rounding.per_cent(growth) is not None and rounding.per_cent(worth) is not None:
            yield _LineWeights(item, growth, worth)


def _bar(month: Month, line: _LineWeights, claim: Claim, panel: int) -> Bar:
    low, value, high = float(claim.low), float(claim.value), float(claim.high)
    return Bar(line.item.name, month.words.signed_rate(claim), value, low, high, panel=panel)


def _title(month: Month, lines: Sequence[_LineWeights]) -> Text:
    """Return how tonnes and average value moved the line that moved the total most."""
    words = month.words
    for line in sorted(lines, key=lambda line: -abs(line.item.change)):
        name = words.short(line.item)
        tonnage = tonnage_of_line(month, line.item.code, month.period)
        part = tonnage.claim(month.ledger) if tonnage is not None and tonnage.is_mostly else None
        if part is not None:
            way = words.way(part.direction or "")
            slots: dict[str, Slot] = {"name": name, "way": way}
            proof = words.proof("quantity_value.mostly", part, **slots)
            return words.say("quantity_value.mostly", proof=proof, **slots)
        if line.mass.direction is not None and line.worth.direction is not None:
            key = f"quantity_value.{line.mass.direction}.{line.worth.direction}"
            mass = printed(words.say("quantity_value.in_mass"), line.mass.id)
            worth = printed(words.say("quantity_value.in_worth"), line.worth.id)
            return words.say(key, name=name, mass=mass, worth=worth)
    return words.say("quantity_value.title")


PLAN = PicturePlan(single_chart(chart), "first paragraph", usual=is_part_of_year)
