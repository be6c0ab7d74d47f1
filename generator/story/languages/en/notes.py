"""English method note of a monthly edition."""

from __future__ import annotations

from collections.abc import Sequence

from generator.story import rounding
from generator.story.brief import Line, Valued
from generator.story.facts import Claim
from generator.story.languages.en.amounts import month_name, span
from generator.story.languages.en.furniture import note_valuation
from generator.story.languages.en.numbers import (
    briefly,
    counted_by,
    currency_name,
    hs_editions,
    in_money,
    number,
    office_of,
    period,
)
from generator.story.plan import Text
from generator.story.text import Part, Printed, capital, listed, say
from generator.trade.codes import WORLD, is_within
from generator.trade.currency import DOLLAR
from generator.trade.editions import TOTAL
from generator.trade.figures import Selection
from generator.trade.flags import Flag
from generator.trade.period import Period

Note = tuple[str, list[Text]]
_RUNS = 4  # runs of months that a sentence has room for


def note_counted(
    of: Selection, customs: str, trade: str, valued: Valued, currency: str, editions: Sequence[str] = ()
) -> Note:
    """Return what is measured, how it is valued and what a line is."""
    office = office_of(of.reporter, customs)
    trade = f"{trade[0].upper()}{trade[1:]}"
    recorded = "recorded" if currency == DOLLAR else "published"
    said = f"{trade}, {counted_by(of)}, {valued.how}, in {currency_name(currency)}, as {office} {recorded} them"
    codes = listed(sorted(of.whole), "and").words
    if TOTAL in of.whole:
        return "What is counted.", [Text(f"{said}, all goods together."), *note_valuation(of.flow, valued)]
    if set(of.whole) == set(of.lines):
        return "What is counted.", [Text(f"{said}, in HS {codes}."), *note_valuation(of.flow, valued)]
    nomenclature = hs_editions(editions) or "the HS"
    lines = (
        f"A line is a code of {nomenclature} inside them; “other lines” are those with trade in the months shown "
        "and no bar or row of their own."
    )
    return "What is counted.", [Text(f"{said}, in HS {codes}."), *note_valuation(of.flow, valued), Text(lines)]


def note_change(when: Period, currency: str) -> Note:
    """Return what rates compare, and what a contribution is."""
    before = span(when.year_before())
    return "Change and contribution.", [
        Text(f"A rate compares {span(when)} with {before}, or a longer span with the same months a year before."),
        Text(f"A contribution is a line’s change {in_money(currency)}, divided by the total of {before}."),
    ]


def note_average() -> Note:
    """Return what an average value is, and is not."""
    return "Average value.", [
        Text("Value divided by net weight."),
        Text("It moves with grade and mix inside a line as well as with what is paid."),
    ]


def note_estimated() -> Note:
    """Return that weights of the edition were estimated, by whoever publishes them."""
    return "Weights.", [Text("Some weights here are estimated by the source; no average value is taken from them.")]


def note_lunar(*, late: bool) -> Note:
    """Return why January and February are read together; of a `late` holiday, that March may still show it."""
    said = [Text("A holiday moves between them, so rates and runs of months take them together.")]
    tail = Text("It fell late this year or the year before, so March may still show it.")
    return "January and February.", [*said, *([tail] if late else [])]


def note_leap() -> Note:
    """Return that one of the two Februaries had a day more, and that nothing is adjusted for it."""
    return "Leap year.", [Text("February has a day more in a leap year; no figure is adjusted for it.")]


def note_low_base() -> Note:
    """Return how a low base is told."""
    return "Low base.", [
        Text("A line that was close to nothing a year before, or grew many times over, is told by its levels alone."),
        Text("No rate is printed."),
    ]


def note_left_out(lines: Sequence[Line]) -> Note:
    """Return which lines the editor left out of the text, and that no sum leaves them out."""
    names = listed([briefly(line) for line in lines], "and").words
    return "Left out.", [Text(f"The editor left {names} out of text and pictures; the table and all sums hold them.")]


# by kind of flag (docs/figures.md); no figure stands in them: what is odd is looked up with `tradebrief status`
_ODD = {
    "parts": "The lines that are printed for {when} and the total of them do not agree.",
    "scale": "The figures of {when} lie far from their usual size.",
    "weight": "Value and weight of {when} do not fit together as they do as a rule.",
    "line": "{line} in {when} lies far from its usual size or average value.",
    "currency": "The figures of {when} are in another currency than those before.",
    "valuation": "The figures of {when} and those before are not valued alike (CIF or FOB).",
    "edition": "The codes of {when} are of another edition of the HS than those before.",
    "unit": "Some quantities of {when} are in another unit than before.",
    "partial": "{when} has far fewer lines than usual and may be incomplete.",
    "gone": "Many lines that are there as a rule are missing in {when}.",
    "zeros": "All figures of {when} were published as zero.",
    "unwithheld": "Lines that were withheld before were published as zero in {when}.",
    "stale": "The figures of {when} are those of another month.",
}
_PARTS_OF_ALL = (
    "In {when} the parts of a printed total, its lines or its partners, do not add up to it."  # of the World
)


def note_odd(flags: Sequence[Flag], codes: Sequence[str]) -> Note:
    """Return what is odd about the figures, a sentence for each kind of oddity and line."""
    said = dict.fromkeys(_odd(flag, codes) for flag in flags)
    return "Flagged.", [Text(one) for one in said]


def _odd(flag: Flag, codes: Sequence[str]) -> str:
    own = flag.code if flag.code in codes else next((code for code in codes if is_within(flag.code, code)), "")
    line = f"HS {own}" if own == flag.code else f"A line of HS {own}"
    when = span(flag.period) if flag.period else "these months"
    pattern = _PARTS_OF_ALL if (flag.kind, flag.partner) == ("parts", WORLD) else _ODD[flag.kind]
    said = pattern.format(line=line if own else "A line", when=when)
    return said[0].upper() + said[1:]


def note_accepted(accepted: Sequence[tuple[Period, str]]) -> Note:
    """Return of which periods a person took in figures that were set aside, and the reason in its own words."""
    said = [
        f"Figures of {span(when)} were set aside by a check and taken in by hand: “{why}”" for when, why in accepted
    ]
    return "Accepted.", [Text(one) for one in said]


def note_rounding() -> Note:
    """Return how figures are rounded."""
    return "Rounding.", [Text("Computed from exact figures and rounded once, so figures may not sum to totals.")]


def note_composed(contact: str) -> Note:
    """Return how the text was made, and whom to write to."""
    said = [
        Text("Composed by rules from the figures and checked on the finished files."),
        Text("Each figure is traced in claims.json."),
    ]
    return "How this was made.", said + ([Text(f"Corrections: {contact}")] if contact else [])


def note_provisional() -> Note:
    """Return that figures may change."""
    return "Provisional.", [Text("Customs may correct these figures; a correction is printed first in the next note.")]


def note_revised(count: Claim, mean: Claim, size: Claim) -> Note | None:
    """Return how many months were published again, and by how much they changed; None where no rounding holds."""
    signed, plain = (rounding.per_cent(claim) for claim in (mean, size))
    if signed is None or plain is None:
        return None
    pattern = (
        "{n} of the twelve months to {when} were published again; between the first and the newest figure "
        "their total changed by {mean} on average, by {size} regardless of sign."
    )
    parts: dict[str, Part] = {
        "n": number(count),
        "when": period(count.period.last),
        "mean": Printed(f"{rounding.signed(signed)}%", mean.id),
        "size": Printed(f"{rounding.grouped(plain)}%", size.id),
    }
    return "Revisions.", [capital(say(pattern, **parts))]


def note_invented(tag: str) -> Note:
    """Return what illustrative figures are."""
    return f"{tag}.", [
        Text("The figures of this edition are invented: they show what an edition looks like, and nothing else.")
    ]


def note_gaps(runs: Sequence[Period]) -> Note:
    """Return which months, in runs that follow one another, the desk's releases lack; of many the first and last.

    Whose doing that is nobody says: a source may have them, and a check have set them aside.
    """
    if len(runs) > _RUNS:
        told = f"some months between {period(runs[0].split()[0])} and {period(runs[-1].last)}"
    else:
        told = listed([_run(run) for run in runs], "and").words
    return "Months without figures.", [Text(f"The data used here have no figures of these goods for {told}.")]


def note_untraded(codes: Sequence[str], when: Period) -> Note:
    """Return in which codes of the briefing nothing was traded, so that no line of them stands anywhere."""
    named = listed(sorted(codes), "and").words
    return "Without trade.", [Text(f"No trade in HS {named} was recorded in {span(when)}, or a year before.")]


def _run(run: Period) -> str:
    if run.months == 1:
        return period(run)
    first = run.split()[0]
    return f"{month_name(first) if first.year == run.last.year else period(first)} to {period(run.last)}"


def note_unknown(names: Sequence[str], when: Period) -> Note:
    """Return which codes have no figure."""
    return "Without figures.", [
        Text(f"No figure for {span(when)} was found for {listed(list(names), 'and').words}."),
        Text("No sum here includes them, so the whole is compared with no other month."),
    ]
