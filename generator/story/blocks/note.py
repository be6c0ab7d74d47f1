"""The method note: what is counted, how it is compared and rounded, what is not known, and how the text was made."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Sequence
from datetime import date

from generator.story import corrections, data_gaps, rounding
from generator.story.blocks.source_revisions import published, revised
from generator.story.brief import Beside
from generator.story.month import Month
from generator.story.news.report import NewsReport
from generator.story.patterns import needs_reader
from generator.story.plan import EVERYWHERE, Note, NoteRun, Text
from generator.story.text import leaf
from generator.story.words.speech import Slot
from generator.trade.codes import WORLD, is_within
from generator.trade.currency import DOLLAR
from generator.trade.editions import TOTAL
from generator.trade.flags import Flag
from generator.trade.period import A_QUARTER, Period

_RUNS = 4  # runs of months that a sentence has room for
_BOUNDS = ("over", "at_least", "about")


def section(report: NewsReport, used: Sequence[tuple[Beside, date]], printed: Container[str] = ()) -> Note:
    """Return the note with a run for each subject that the edition has; `printed` are the claims so far.

    `used` are the series of prices and rates that stand beside the lines, with the day of their release.
    """
    month, words = report.month, report.month.words
    tag = leaf(month.brief.tag, "setting", "tag")
    runs = tuple(
        NoteRun(words.say(f"note.{key}.head", tag=tag), tuple(sentences))
        for key, sentences in _subjects(report, used, printed)
        if sentences
    )
    return Note(id="note", shown=EVERYWHERE, label=words.label("note"), runs=runs)


def _subjects(
    report: NewsReport, used: Sequence[tuple[Beside, date]], printed: Container[str]
) -> Iterator[tuple[str, list[Text]]]:
    """Yield the key of each run with its sentences; none where it does not apply."""
    month = report.month
    yield "correction", [month.words.say("correction.one", said=text) for text in corrections.sentences(month)]
    yield "counted", _counted(month)
    yield "source", _reported(month)
    yield "codes", _codes(month)
    yield "change", _compared(report)
    yield "published", list(_published(report))
    yield "average", _fixed(month, "average", ("is", "moves"), applies=_has_average(month, printed))
    yield "estimated", _fixed(month, "estimated", ("said",), applies=_has_estimates(month))
    yield "lunar", _lunar(month)
    yield "low_base", _fixed(month, "low_base", ("said", "no_rate"), applies=any(item.low for item in month.items))
    yield "qualified", _bounds(month, printed)
    yield "provisional", _fixed(month, "provisional", ("said",), applies=_is_provisional(report))
    yield "revised", _revised(month)
    yield "unknown", _unknown(month)
    yield "untraded", _untraded(month)
    yield "gaps", _gaps(month)
    yield "left_out", _left_out(month)
    yield "beside", _series(month, used)
    yield "named", _code_lists(month)
    yield "odd", _odd(month)
    yield "accepted", _accepted(month)
    yield "rounding", _fixed(month, "rounding", ("said",))
    yield "invented", _fixed(month, "invented", ("said",), applies=bool(month.brief.tag))
    yield "composed", _composed(month)


def _fixed(month: Month, key: str, sentences: Iterable[str], *, applies: bool = True) -> list[Text]:
    """Return the sentences of a run that have no slots."""
    return [month.words.say(f"note.{key}.{sentence}") for sentence in sentences] if applies else []


def _counted(month: Month) -> list[Text]:
    """Return what is measured, how it is valued and what a line is."""
    words, of, valued = month.words, month.trade.of, month.valued
    currency = month.figures.currency
    text = words.say(
        "note.counted.dollars" if currency == DOLLAR else "note.counted.published",
        trade=words.trade_of(month.trade),
        counted=words.counted_by(of),
        how=words.valuation(valued.how),
        money=words.currency_name(currency),
        office=words.office_of(of.reporter, month.brief.customs),
    )
    if TOTAL in of.whole:
        return [words.say("note.counted.all", said=text), *_valued(month)]
    codes = words.say("note.counted.codes", said=text, codes=words.codes(of.whole))
    if set(of.whole) == set(of.lines):
        return [codes, *_valued(month)]
    hs = words.hs_editions(month.editions) if month.editions else words.say("note.counted.the_hs")
    return [codes, *_valued(month), words.say("note.counted.lines", hs=hs)]


def _valued(month: Month) -> Iterator[Text]:
    """Yield what it means that the office does not value the flow by the rule, or did not before."""
    words, flow, valued = month.words, month.trade.of.flow, month.valued
    if valued.how != flow.valuation:
        key = valued.how if valued.how in {"CIF", "FOB"} else "both"
        yield words.say(f"note.rule.{key}", flow=words.flow(flow)[0], rule=words.valuation(flow.valuation))
    if valued.before:
        last, then = valued.before
        yield words.say("note.rule.before", when=words.period(last), then=words.valuation(then))


def _reported(month: Month) -> list[Text]:
    """Return who printed the office's figures, and where they were read, where others did."""
    words = month.words
    reported = words.reports(month.cells)
    if reported is None:
        return []
    office = words.office_of(month.figures.selection.reporter, month.brief.customs)
    addresses = sorted({cell.address for cell in month.cells if cell.address})
    text = words.say("note.source.reported", whose=office, reported=reported)
    return [text, *(leaf(address, "words", address) for address in addresses)]


def _codes(month: Month) -> list[Text]:
    """Return whose reading the codes are, and of which editions, where the source prints none."""
    words = month.words
    if not any(cell.code_basis == "assigned" for cell in month.cells):
        return []
    years = words.listed([leaf(name.removeprefix("HS"), "hs", name, "year") for name in month.editions], "row")
    return [words.say("note.codes.of" if month.editions else "note.codes.ours", years=years)]


def _compared(report: NewsReport) -> list[Text]:
    """Return what rates compare, and what a contribution is."""
    month, words = report.month, report.month.words
    if not report.whole.comparable:
        return []
    slots: dict[str, Slot] = {**words.ends(month.period), "money": words.in_money(month.figures.currency)}
    return [words.say("note.change.rate", **slots), words.say("note.change.contribution", **slots)]


def _published(report: NewsReport) -> Iterator[Text]:
    """Yield what the source prints as the change of a line, or of the total, and what its levels give."""
    words = report.words
    for line, theirs, ours in published(report):
        rates = (rounding.as_published(theirs), theirs), (rounding.per_cent(ours), ours)
        slots: dict[str, Slot] = {
            name: words.in_per_cent(rounding.with_sign(value, claim), claim)
            for name, (value, claim) in zip(("theirs", "ours"), rates, strict=True)
            if value is not None
        }
        if line is None:
            yield words.say("note.published.total", **slots)
        else:
            yield words.say("note.published.line", name=words.briefly(line), **slots)


def _has_average(month: Month, printed: Container[str]) -> bool:
    return any(claim.kind == "unit_value" and claim.id in printed for claim in month.ledger.claims)


def _has_estimates(month: Month) -> bool:
    return any(cell.measure == "kg" and cell.status == "E" for cell in month.ledger.cells.values())


def _is_provisional(report: NewsReport) -> bool:
    return report.whole.amount is not None and "P" in report.whole.amount.marks


def _lunar(month: Month) -> list[Text]:
    """Return why January and February are read together; of a late holiday, that March may still show it.

    A quarter has both months between which the holiday moves.
    """
    is_late = any("lunar_tail" in line.flags for line in month.movements.lines)
    keys = ("said", "late") if is_late else ("said",)
    return _fixed(month, "lunar", keys, applies=month.is_lunar and month.period.months < A_QUARTER)


def _bounds(month: Month, printed: Container[str]) -> list[Text]:
    """Return what the words for the printed bounds mean, and that no rate is computed from one."""
    kinds = {claim.qualifier for claim in month.ledger.claims if claim.id in printed}
    keys = [kind for kind in _BOUNDS if kind in kinds]
    return _fixed(month, "qualified", (*keys, "no_rate"), applies=bool(keys))


def _revised(month: Month) -> list[Text]:
    """Return how many months were published again, and by how much they changed.

    Nothing where no rounding holds, and where the change would be printed as none.
    """
    words, restated = month.words, revised(month)
    if restated is None:
        return []
    count, mean, size = restated
    signed, plain = rounding.per_cent(mean), rounding.per_cent(size)
    if signed is None or not plain:
        return []
    text = words.say(
        "note.revised.said",
        n=words.number(count),
        when=words.period(count.period.last),
        mean=words.in_per_cent(rounding.signed(signed + 0), mean),  # no minus before zero
        size=words.in_per_cent(rounding.grouped(plain), size),
    )
    return [text]


def _unknown(month: Month) -> list[Text]:
    """Return which codes have no figure, and that no sum includes them, nor is compared where they had some."""
    silent = month.silent
    if not silent:
        return []
    lacking = month.words.lacks_figures([month.named(code) for code in silent], month.period)
    return [lacking, month.words.say("note.unknown.no_whole" if month.lost else "note.unknown.no_sum")]


def _untraded(month: Month) -> list[Text]:
    """Return in which codes of the briefing nothing was traded, so that no line of them stands anywhere."""
    words, codes = month.words, data_gaps.untraded(month)
    if not codes:
        return []
    return [words.say("note.untraded.said", codes=words.codes(codes), when=words.span(month.period))]


def _gaps(month: Month) -> list[Text]:
    """Return which months, in runs that follow one another, the desk's releases lack; of many the first and last.

    Whose doing that is nobody says: a source may have them, and a check have set them aside.
    """
    words, runs = month.words, data_gaps.gaps(month)
    if not runs:
        return []
    if len(runs) <= _RUNS:
        return [words.say("note.gaps.said", months=words.listed([_run_of_months(month, run) for run in runs]))]
    ends = {"first": words.period(runs[0].split()[0]), "last": words.period(runs[-1].last)}
    return [words.say("note.gaps.said", months=words.say("note.gaps.some", **ends))]


def _run_of_months(month: Month, run: Period) -> Text:
    words = month.words
    if run.months == 1:
        return words.period(run)
    first, last = run.split()[0], run.last
    ends = {"first": words.period(first), "last": words.period(last)}
    if first.year != last.year:
        return words.say("note.gaps.run", **ends)
    return words.say("note.gaps.within", begin=words.month_name(first), end=words.month_name(last), **ends)


def _left_out(month: Month) -> list[Text]:
    """Return which lines the editor left out of the text, and that no sum leaves them out."""
    names = [month.words.briefly(month.named(code)) for code in month.choice.left_out]
    return [month.words.say("note.left_out.said", names=month.words.listed(names))] if names else []


def _series(month: Month, used: Sequence[tuple[Beside, date]]) -> list[Text]:
    """Return whose prices and rates stand beside the figures, under which terms."""
    words = month.words
    terms = []
    for kind, title, released in dict.fromkeys((of.kind, of.title, released) for of, released in used):
        key = "note.beside.prices" if kind == "prices" else "note.beside.rates"
        terms.append(words.say(key, title=title, day=words.day(released)))
    return [*terms, words.say("note.beside.explain_nothing")] if terms else []


def _code_lists(month: Month) -> list[Text]:
    """Return from which code lists the lines have their names that neither desk nor nomenclature gave them."""
    words = month.words
    return [words.say("note.named.list", title=title, day=words.day(day)) for title, day in month.brief.lists]


def _odd(month: Month) -> list[Text]:
    """Return what is odd about the figures, a sentence for each kind of oddity and line (docs/figures.md).

    No figure stands in them: what is odd is looked up with `tradebrief status`.
    """
    return list(dict.fromkeys(_odd_about(month, flag) for flag in month.brief.doubts.flags))


def _odd_about(month: Month, flag: Flag) -> Text:
    words, codes = month.words, month.figures.selection.codes
    kind = "parts_of_all" if (flag.kind, flag.partner) == ("parts", WORLD) else flag.kind
    when = words.span(flag.period) if flag.period else words.say("note.odd.months")
    around = next((code for code in codes if is_within(flag.code, code)), None)
    if flag.code in codes:
        line = words.say("note.odd.own", code=words.code(flag.code))
    elif around:
        line = words.say("note.odd.within", code=words.code(around))
    else:
        line = words.say("note.odd.a_line")
    return words.say(f"note.odd.{kind}", line=line, when=when)


def _accepted(month: Month) -> list[Text]:
    """Return of which periods a person took in figures that were set aside, and the reason in its own words."""
    words = month.words
    return [
        words.say("note.accepted.said", when=words.span(when), why=why) for when, why in month.brief.doubts.accepted
    ]


def _composed(month: Month) -> list[Text]:
    """Return how the text was made, who read its words as a native, where one must, and whom to write to."""
    words, brief = month.words, month.brief
    texts = _fixed(month, "composed", ("said", "traced"))
    if needs_reader(words.language) and brief.reader:
        texts.append(words.say("note.reader.read", name=brief.reader.name, day=words.day(brief.reader.day)))
    elif needs_reader(words.language):
        texts.append(words.say("note.reader.none"))
    if brief.contact:
        texts.append(words.say("corrections", contact=leaf(brief.contact, "setting", "contact")))
    return texts
