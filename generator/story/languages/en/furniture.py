"""English furniture: labels, captions, heads and the method note; what stands around the prose."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from generator.story import rounding
from generator.story.brief import Line, Valued
from generator.story.facts import Claim
from generator.story.languages.en.numbers import (
    bare_land,
    counted_by,
    day,
    direction,
    hs_editions,
    known,
    land,
    level,
    millions_of,
    money_of,
    number,
    pair,
    per_cent,
    period,
    possessive,
)
from generator.story.plan import ALT_LETTERS, Text
from generator.story.rounding import MILLIONS
from generator.story.text import Printed, capital, listed, say
from generator.trade.codes import Flow
from generator.trade.figures import Observation, Selection
from generator.trade.period import Period


def from_level(now: Claim, base: Claim, before: Period) -> Text:
    """Return "from $0.29 million in 2024"."""
    return say("from {base} in {when}", base=pair(now, base)[1], when=period(before))


def share_of_lines(share: Claim, lines: Claim) -> Text:
    """Return "76% of the seven lines"."""
    part = per_cent(share)
    return say("{part} of the {count} lines", part=part, count=number(lines)) if part else Text("")


def no_base(before: Period, *, broken: bool = False) -> Text:
    """Return "no figure for 2024", or that the line is not compared with it."""
    return Text(f"{'not compared with' if broken else 'no figure for'} {period(before)}")


def of_count(some: Claim, all_of_them: Claim) -> Text:
    """Return "1 of 7" in digits: a key figure."""
    return say("{some} of {all}", some=_digits(some), all=_digits(all_of_them))


def with_figure(before: Period, *, broken: bool = False) -> Text:
    """Return what the counted lines have."""
    return Text(f"with a figure for {period(before)}{' to compare with' if broken else ''}")


def chart_title(line: Line, share: Claim | None, lines: Claim) -> Text:
    """Return the finding of the bars: the leading line's share, or what they are."""
    part = per_cent(share)
    if part is None:
        noun = "line" if lines.value == 1 else "lines"
        return capital(say("{n} published {noun}, by value", n=number(lines), noun=noun))
    name = line.label.short
    return capital(say("{name} made up {part} of the {n} published lines", name=name, part=part, n=number(lines)))


def chart_subtitle(trade: str, when: Period, before: Period | None, *, currency: str, bounds: bool) -> Text:
    """Return measure, unit, period and signs: "China’s imports from Pakistan, US$ million, 2025. The tick is 2024"."""
    arrow = ". An arrow means “or more”" if bounds else ""
    tick = f". The tick is {period(before)}" if before else ""
    return capital(Text(f"{trade}, {millions_of(currency)}, {period(when)}{tick}{arrow}"))


def chart_alt(trade: str, line: Line, when: Period) -> Text:
    """Return the picture in one sentence."""
    said = f"Bar chart of {trade} in {period(when)}"
    led = say("{said}, led by {name} with {level}.", said=said, name=line.label.short, level=level(line))
    return led if len(led.words) <= ALT_LETTERS else Text(f"{said}.")


def chart_description(bounds: Claim, currency: str) -> Text:
    """Return how the picture is made, for a reader who does not see it."""
    said = Text(
        f"Horizontal bars start at zero and stand in the order of the published figures, in {millions_of(currency)}."
    )
    if not bounds.value:
        return said
    end = "ends" if bounds.value == 1 else "end"
    count = capital(say("{n}", n=number(bounds)))
    return say("{said} {n} of them {end} in an arrow: more was traded than the bar shows.", said=said, n=count, end=end)


def chart_head(currency: str) -> tuple[str, ...]:
    """Return the heads of the picture as a table; a figure of another year says so itself."""
    return "Line", millions_of(currency)


def bar_figure(line: Line, base: Claim | None = None, before: Period | None = None) -> Text:
    """Return the figure beside a bar, in millions: "110.90", "above 101", "14.16, from 0.29 in 2024"."""
    claim = known(line.now)
    digits = in_millions(claim)
    said = (
        say("{n}", n=digits) if claim.qualifier == "exact" else say("{w} {n}", w=line.wording or "more than", n=digits)
    )
    if base is None or before is None:
        return said
    was = in_millions(base)
    return say("{said}, from {was} in {when}", said=said, was=was, when=period(before))


def source_line(customs: str, cells: Sequence[Observation], as_of: date, editions: Sequence[str] = ()) -> Text:
    """Return whose figures these are, who printed them when, and whose reading the codes are."""
    lands = {bare_land(cell.reporter) for cell in cells}
    said = f"Source: {customs}, {' and '.join(sorted(lands))}"
    ours = (
        ["codes ours" if editions else "HS codes ours"] if any(cell.code_basis == "assigned" for cell in cells) else []
    )
    codes = ", ".join([*([hs_editions(editions)] if editions else []), *ours])
    return Text(f"{said}{_reported(cells) or f', {day(as_of)}'}.{f' {codes}.' if codes else ''}")


def _reported(cells: Sequence[Observation]) -> str:
    found = sorted({(cell.published, cell.publication) for cell in cells if cell.published and cell.publication})
    parts = [f"as reported by {publication} on {day(when)}" for when, publication in found]
    return f", {'; '.join(parts)}" if parts else ""


def code_list(codes: Sequence[str]) -> str:
    """Return "HS 2608, 2610, 2601 and 2603"."""
    return f"HS {listed(sorted(codes), 'and').words}"


def table_head(when: Period, before: Period) -> tuple[str, ...]:
    """Return the heads of the table's columns."""
    return ("Line", "HS", period(when), period(before), "Change", "Share, %")


def mail_head(when: Period, before: Period) -> tuple[str, ...]:
    """Return the heads of the mail's table."""
    return ("Line", period(when), period(before))


def table_subtitle(trade: str, currency: str) -> Text:
    """Return measure and unit, and what a dash is."""
    dash = "A dash stands where no figure was found or none can be computed"
    return capital(Text(f"{trade}, {millions_of(currency)}. {dash}"))


def total_label() -> Text:
    """Return the name of the total's row."""
    return Text("Total")


def in_millions(claim: Claim) -> Printed:
    """Return the digits of a level or change in millions."""
    return Printed(rounding.money(claim, MILLIONS) or "", claim.id)


def total_figure(claim: Claim) -> Text:
    """Return a sum in millions with the word for its bounds, "at least 1,496.8"; a dash where none holds."""
    if rounding.money(claim, MILLIONS) is None:
        return Text("–")
    word = {"at_least": "at least ", "about": "about "}.get(claim.qualifier, "")
    return say("{word}{n}", word=word, n=in_millions(claim))


def dated(as_of: date, revision: int) -> str:
    """Return "Figures as of 27 January 2026, revision 1"; a draft or preview, 0, has no revision."""
    return f"Figures as of {day(as_of)}" + (f", revision {revision}" if revision else "")


_ON_THE_WAY = {"CIF": "these values include", "FOB": "these values leave out"}


def note_valuation(flow: Flow, valued: Valued) -> list[Text]:
    """Return what it means that the office does not value the flow by the rule, or did not before; else nothing."""
    said = []
    if valued.how != flow.valuation:
        do = _ON_THE_WAY.get(valued.how, "some of these values include, others leave out")
        said.append(f"The rule for {direction(flow)[0]} is {flow.valuation}; {do} freight and insurance on the way.")
    if valued.before:
        last, then = valued.before
        said.append(f"Earlier figures, the last of them for {period(last)}, are {then}; none is compared with these.")
    return [Text(one) for one in said]


def note_values(trade: str, of: Selection, when: Period, valued: Valued, currency: str) -> tuple[str, list[Text]]:
    """Return what was measured, how it is valued and for when."""
    span = "calendar year" if when.frequency == "annual" else "period"
    how = f"{valued.how}, {money_of(currency)}"
    said = f"They are {trade}, {counted_by(of)}, {how}, for the {span} {period(when)}."
    return "Values.", [Text(said), *note_valuation(of.flow, valued)]


def note_source(customs: str, reporter: str, cells: Sequence[Observation]) -> tuple[str, list[Text]]:
    """Return whose figures these are and where they were read."""
    whose = f"{possessive(land(reporter))} {customs}"
    said = [Text(f"The figures are those of {whose}{_reported(cells)}; the customs table itself was not read.")]
    addresses = sorted({cell.address for cell in cells if cell.address})
    if not _reported(cells):
        said = [Text(f"The figures are those of {whose}.")]
    return "Source.", said + [Text(address) for address in addresses]


def note_codes(editions: Sequence[str] = ()) -> tuple[str, list[Text]]:
    """Return whose reading the codes are, and of which editions."""
    years = f" ({', '.join(name.removeprefix('HS') for name in editions)})" if editions else ""
    return "Codes.", [Text(f"The HS codes{years} are ours, read from the names of the products.")]


def note_bounds(wordings: Sequence[str]) -> tuple[str, list[Text]]:
    """Return how bounds are read: N to 1.05 N."""
    first, *rest = dict.fromkeys(wordings)
    quoted = listed([f"“{word}”" for word in (first.capitalize(), *rest)], "and").words
    verb = "stand" if rest else "stands"
    tail = "sums count such a figure as printed, and shares hold if it is somewhat higher."
    rounding_too = "Sums allow for the rounding of the printed figures."
    return "Bounds.", [Text(f"{quoted} {verb} as published: {tail}"), Text(rounding_too)]


def note_growth(lines: Claim, before: Period, *, broken: bool = False) -> tuple[str, list[Text]]:
    """Return for how many lines nothing can be said about growth, or (`broken`) no figure can be compared."""
    noun = "line" if lines.value == 1 else "lines"
    whose = "its" if lines.value == 1 else "their"
    found = "can be compared" if broken else "was found"
    pattern = f"For {{n}} {{noun}} no figure for {{when}} {found}, so nothing is said about {{whose}} growth."
    return "Growth.", [say(pattern, n=number(lines), noun=noun, whose=whose, when=period(before))]


def note_made(contact: str) -> tuple[str, list[Text]]:
    """Return how the text was made, and whom to write to."""
    said = [
        Text("Composed by rules from the figures and checked on the finished files; claims.json traces each figure.")
    ]
    return "Method.", said + ([Text(f"Corrections: {contact}")] if contact else [])


def foot_left(when: Period, revision: int) -> str:
    """Return "2025, revision 1"; a draft or preview, 0, has no revision."""
    return period(when) + (f", revision {revision}" if revision else "")


def reason(title: str, contact: str) -> str:
    """Return why a reader has this mail and how to end it."""
    stop = f" To stop, write to {contact}." if contact else ""
    return f"You receive this as a reader of {title}.{stop}"


def _digits(claim: Claim) -> Printed:
    return Printed(f"{int(claim.value):,}", claim.id)
