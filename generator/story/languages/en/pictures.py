"""English words around the pictures of a monthly edition."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from generator.story.brief import Label
from generator.story.facts import Claim
from generator.story.languages.en.amounts import (
    bare_points,
    is_little,
    month_name,
    rate,
    span,
    were,
    whole_name,
)
from generator.story.languages.en.columns import WHOLE_YEAR, million, signed_rate
from generator.story.languages.en.numbers import (
    bare_land,
    day,
    hs_editions,
    in_money,
    lexicon,
    millions_of,
    number,
    per_cent,
    period,
    source_of,
    year_of,
)
from generator.story.monthly.item import Item
from generator.story.plan import ALT_LETTERS, Text
from generator.story.text import Part, Printed, capital, say
from generator.trade.figures import Observation
from generator.trade.period import Period


def bars_title(total: Item, first: Item | None) -> Text:
    """Return the finding of the contributions: "Refined copper added 10.1 of the 10.2 points"."""
    shown, whole = bare_points(first.contribution if first else None), bare_points(total.contribution)
    if first is None or first.label is None or shown is None or whole is None or first.way != total.way:
        return Text("What moved the total, line by line")
    if abs(first.points) > abs(total.points):
        does = "{name} added {n} points" if first.way == "up" else "A fall in {name} took away {n} points"
        return capital(say(does, name=first.label.short, n=shown))
    does = (
        "{name} added {n} of the {t} points"
        if first.way == "up"
        else "A fall in {name} took away {n} of the {t} points"
    )
    return capital(say(does, name=first.label.short, n=shown, t=whole))


def bars_subtitle(trade: str, when: Period) -> Text:
    """Return measure, unit and what it is compared with."""
    before = span(when.year_before())
    return Text(f"Contribution to the change in {trade}, percentage points, {span(when)} on {before}")


def bars_aside(total: Item, before: Period, currency: str) -> tuple[Text, ...]:
    """Return how to read the bars."""
    whole = bare_points(total.contribution)
    said = f"A line’s change {in_money(currency)}, divided by the total of {span(before)}."
    head = Text("How to read it."), Text(said)
    if total.contribution is None or whole is None:
        return head
    sign = "+" if total.contribution.value > 0 else "\N{MINUS SIGN}"
    shown = Printed(f"{sign}{whole.words}", whole.claim)
    return *head, say("The bars sum to the {n} points of the total.", n=shown)


def bars_alt(trade: str, when: Period, first: Label) -> Text:
    """Return the contributions in one sentence."""
    said = f"Bar chart of contributions to the change in {trade}, {span(when)} on {span(when.year_before())}"
    return _in_a_breath(f"{said}, {first.short} first.", f"{said}.", f"Bar chart of contributions, {span(when)}.")


def _in_a_breath(*said: str) -> Text:
    """Return the first sentence that those who listen hear to its end, else the last."""
    return Text(next((words for words in said if len(words) <= ALT_LETTERS), said[-1]))


def bars_description() -> Text:
    """Return how the contributions are drawn."""
    return Text(
        "Bars to the right of the line added to the total, bars to the left took away from it; "
        "they stand in order, the other lines last."
    )


def bars_head() -> tuple[Text, ...]:
    """Return the heads of the contributions as a table."""
    return Text("Line"), Text("Contribution, percentage points")


def months_source(
    customs: str, cells: Sequence[Observation], as_of: date, tag: str, editions: Sequence[str] = ()
) -> Text:
    """Return whose figures these are and of when, of which HS, whether they may change, whether they are invented."""
    lands = sorted({bare_land(cell.reporter) for cell in cells})
    said = [f"Source: {source_of(customs, lands)}, {day(as_of)}"]
    said += [hs_editions(editions)] if editions else []
    said += ["Provisional"] if any(cell.status == "P" for cell in cells) else []
    said += [tag] if tag else []
    return Text(". ".join(said) + ".")


def panels_title(rose: Claim, fell: Claim, when: Period, shown: Claim | None, *, largest: bool) -> Text:
    """Return "Nine lines rose from December 2024 to December 2025, three fell".

    Where only the `largest` lines are `shown`, or the largest that an editor leaves, they are counted among themselves.
    """
    now, before = span(when), span(when.year_before())
    if not rose.value and not fell.value:
        return Text(f"No line moved from {before} to {now}")
    if not rose.value or not fell.value:
        some, way = (rose, "up") if rose.value else (fell, "down")
        noun = "line was" if some.value == 1 else "lines were"
        return capital(say("{n} {noun} {way} on {before}", n=number(some), noun=noun, way=way, before=before))
    if shown is not None:
        which = "largest lines" if largest else "lines drawn"
        pattern = "Of the {shown} " + which + " {rose} rose on {before}, {fell} fell"
        return say(pattern, shown=number(shown), rose=number(rose), before=before, fell=number(fell))
    noun = "line" if rose.value == 1 else "lines"
    pattern = "{rose} {noun} rose from {before} to {now}, {fell} fell"
    return capital(say(pattern, rose=number(rose), noun=noun, before=before, now=now, fell=number(fell)))


def panels_subtitle(trade: str, first: Period, last: Period, currency: str) -> Text:
    """Return measure, unit and span of the panels."""
    return capital(
        Text(
            f"{trade}, {millions_of(currency)} a month, {period(first)} to {period(last)}. Scales differ; "
            f"rings mark each {lexicon()['months'][last.first % 12]}"
        )
    )


def panels_alt(trade: str, first: Period, last: Period) -> Text:
    """Return the panels in one sentence."""
    months = f"month by month, {period(first)} to {period(last)}."
    return _in_a_breath(f"Small line charts of {trade} by line, {months}", f"Small line charts by line, {months}")


def panels_description() -> Text:
    """Return how the panels are drawn."""
    return Text("Each line has a panel with a scale of its own; the last point is the newest month.")


def panel_figure(item: Item) -> Text:
    """Return what stands under a panel's name: "74.12, +22%"."""
    level = million(item.now)
    if item.growth is None or rate(item.growth) is None:
        return level
    return say("{level}, {n}", level=level, n=Printed(signed_rate(item.growth), item.growth.id))


def panels_head(when: Period, currency: str) -> tuple[Text, ...]:
    """Return the heads of the panels as a table."""
    ends = (Text(f"{span(one)}, {millions_of(currency)}") for one in (when, when.year_before()))
    return Text("Line"), *ends, Text("Change, %")


def years_title(total: Item) -> Text:
    """Return the finding of the years against each other."""
    before, name = year_of(total.span.year_before()), whole_name(total)
    was = "was" if total.label is None else were(total)
    if is_little(total.growth):
        return capital(Text(f"{name} to {period(total.span.last)} {was} little changed on {before}"))
    if total.growth is None or rate(total.growth) is None:
        return capital(Text(f"{name} to {period(total.span.last)}, month by month"))
    way, shown = "up" if total.growth.direction == "up" else "down", rate(total.growth)
    pattern = "{name} to {last} {was} {way} {n} on {before}"
    ends: dict[str, Part] = {"name": name, "was": was, "last": period(total.span.last), "before": before}
    return capital(say(pattern, way=way, n=shown or "", **ends))


def years_subtitle(trade: str, when: Period, years: int, currency: str) -> Text:
    """Return measure, unit and span of the years."""
    months = month_name(when) if when.frequency != "annual" else WHOLE_YEAR
    return capital(Text(f"{trade}, {millions_of(currency)}, added up over {months}, {_span_of_years(when, years)}"))


def _span_of_years(when: Period, years: int) -> str:
    """Return "2023 to 2025", of years to date that began in July "2023-24 to 2025-26"."""
    return f"{year_of(Period(when.first - 12 * (years - 1), when.months))} to {year_of(when)}"


def years_aside(*, lunar: bool) -> tuple[Text, ...]:
    """Return why the lines start at the sum of two months."""
    if not lunar:
        return ()
    return (
        Text("January and February."),
        Text("A holiday moves between them, so the lines start at their sum."),
    )


def years_alt(trade: str, when: Period, years: int) -> Text:
    """Return the years in one sentence."""
    months = f"added up month by month, {_span_of_years(when, years)}."
    return _in_a_breath(f"Line chart of {trade}, {months}", f"Line chart of all lines, {months}")


def years_description() -> Text:
    """Return how the years are drawn."""
    return Text("Each year is a line that adds up its months from nothing; this year’s is the heaviest.")


def years_head(when: Period, currency: str) -> tuple[Text, ...]:
    """Return the heads of the years as a table."""
    months = month_name(when) if when.frequency != "annual" else WHOLE_YEAR
    return Text("Year"), Text(f"{months}, {millions_of(currency)}")


def step_name(when: Period) -> Text:
    """Return a month on the axis: "Apr"; two months: "Jan–Feb"."""
    months = [lexicon()["months"][one.first % 12][:3] for one in (when, when.last)]
    return Text(months[0] if when.months == 1 else f"{months[0]}–{months[1]}")


def year_name(when: Period) -> Text:
    """Return the year of a curve."""
    return Text(year_of(when))


def tick(value: Decimal) -> Text:
    """Return a figure along an axis."""
    return Text(f"{value.normalize():,f}")


def shares_title(item: Item, share: Claim) -> Text:
    """Return the finding of the shares: "Refined copper made up 50% of the total"."""
    name = item.label.short if item.label else ""
    pattern = "{name} made up {n} of the total in {when}"
    return capital(say(pattern, name=name, n=per_cent(share) or "", when=span(item.span)))


def shares_subtitle(trade: str, when: Period) -> Text:
    """Return what the parts are parts of."""
    return Text(f"Shares in {trade}, %, {span(when)} and {span(when.year_before())}")


def shares_alt(trade: str, when: Period) -> Text:
    """Return the shares in one sentence."""
    both = f"{span(when)} and {span(when.year_before())}."
    return _in_a_breath(f"Stacked bars of shares in {trade}: {both}", f"Stacked bars of the lines’ shares: {both}")


def shares_description() -> Text:
    """Return how the shares are drawn."""
    return Text("Each bar is the whole; its parts are the lines in order of size, and the other lines at the end.")


def shares_head(when: Period) -> tuple[Text, ...]:
    """Return the heads of the shares as a table."""
    return Text("Line"), Text(f"{span(when)}, %"), Text(f"{span(when.year_before())}, %")


def stack_name(when: Period) -> Text:
    """Return what a stack is of: "2025", "To Jun 2025" for the twelve months to then: a stack has little room."""
    if when.frequency == "annual":
        return Text(period(when))
    return Text(f"To {lexicon()['months'][when.last.first % 12][:3]} {when.last.year}")


def share_figure(claim: Claim) -> Text:
    """Return "50%"."""
    return say("{n}", n=per_cent(claim) or "–")
