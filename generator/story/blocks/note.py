"""The method note: what is counted, how it is compared and rounded, what is unknown, and how the text was made."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

from generator.story import corrections, data_gaps, rounding
from generator.story.amounts import Amount, Claim, amount
from generator.story.month import Month
from generator.story.news.report import NewsReport
from generator.story.patterns import needs_reader
from generator.story.plan import PAGES, Note, NoteRun, Text
from generator.story.record import cells_of
from generator.story.text import leaf
from generator.story.words.speech import Slot
from generator.trade.codes import WORLD, is_within
from generator.trade.currency import DOLLAR
from generator.trade.editions import TOTAL
from generator.trade.figures import Figures
from generator.trade.flags import Flag
from generator.trade.period import A_QUARTER, Period

# subjects that are the same in every edition, which a printed page leaves to the web page; its foot says whose codes
_METHOD = frozenset({"codes", "change", "average", "lunar", "low_base", "rounding"})
_IN_FULL = ("html", "txt", "md")
_RUNS = 4  # runs of missing months that a sentence has room for
_AVERAGES = frozenset({"unit_value", "mix", "context_gap"})  # kinds of claims that rest on an average value
_BOUNDS = ("over", "at_least", "about")
_REVISED_MONTHS = 6  # months that a mean revision needs
_DIFFERENCE = Decimal("0.1")  # percentage points between the source's own rate and the rate of its levels


def section(report: NewsReport, printed: Container[str] = ()) -> Note:
    """Return the note, with a run of sentences for each subject that applies.

    `printed` are the claims printed so far.
    """
    words = report.month.words
    tag = leaf(report.month.brief.tag, "setting", "tag")
    is_invented = bool(report.month.brief.tag)
    runs = []
    for key, subject in _subjects(report, printed):
        head, sentences = words.say(f"note.{key}.head", tag=tag), tuple(subject)
        if key == "base":
            head = replace(head, shown=("pdf",))
        if key in _METHOD or (key == "provisional" and is_invented):
            head = replace(head, shown=_IN_FULL)
            sentences = tuple(replace(sentence, shown=_IN_FULL) for sentence in sentences)
        if sentences:
            runs.append(NoteRun(head, sentences))
    return Note(id="note", shown=PAGES, label=words.label("note"), runs=tuple(runs))


def counted(month: Month) -> NoteRun:
    """Return the run on what is measured, how it is valued, and what a line is."""
    return NoteRun(month.words.say("note.counted.head"), tuple(_counted(month)))


def _is_of_average(claim: Claim) -> bool:
    """Return whether a claim is on an average value, or on the change of one."""
    return claim.kind in _AVERAGES or (claim.kind == "change" and claim.formula[1][0] == "unit_value")


def _subjects(report: NewsReport, printed: Container[str]) -> Iterator[tuple[str, Iterable[Text]]]:
    """Yield the key of each run with its sentences. A subject that does not apply has no sentences."""
    month, words, brief = report.month, report.month.words, report.month.brief
    claims = [claim for claim in month.ledger.claims if claim.id in printed]
    bounds = [kind for kind in _BOUNDS if any(claim.qualifier == kind for claim in claims)]
    has_average = any(_is_of_average(claim) for claim in claims)
    is_estimated = any(cell.measure == "kg" and cell.status == "E" for cell in month.ledger.cells.values())
    total = report.period_total.amount
    yield "correction", [words.say("correction.one", said=text) for text in corrections.sentences(month)]
    yield "counted", _counted(month)
    yield "source", _reported(month)
    yield "codes", _codes(month)
    base = data_gaps.base(month) if report.head.row == "first" else None  # the lede has it, but not on paper
    yield "base", [replace(base, shown=("pdf",))] if base else []
    yield "change", _compared(report)
    yield "published", _published(report)
    yield "average", _fixed(month, "average", ["is", "moves"], applies=has_average)
    yield "estimated", _fixed(month, "estimated", ["said"], applies=is_estimated)
    yield "lunar", _lunar(month)
    yield "low_base", _fixed(month, "low_base", ["said", "no_rate"], applies=any(item.low for item in month.items))
    yield "qualified", _fixed(month, "qualified", [*bounds, "no_rate"], applies=bool(bounds))
    yield "provisional", _fixed(month, "provisional", ["said"], applies=total is not None and "P" in total.marks)
    yield "revised", _revised(month)
    yield "untraded", _untraded(month)
    yield "gaps", _gaps(month)
    yield "left_out", _left_out(month)
    yield "beside", _series(month, claims)
    yield "market", _market(month, claims)
    yield "named", [words.say("note.named.list", title=title, day=words.day(day)) for title, day in brief.lists]
    yield "odd", dict.fromkeys(_odd(month, flag) for flag in brief.doubts.flags)
    yield "accepted", _accepted(month)
    yield "rounding", _fixed(month, "rounding", ["said"])
    yield "invented", _fixed(month, "invented", ["said"], applies=bool(brief.tag))
    yield "composed", _composed(month, has_rates=any(claim.kind == "change" for claim in claims))


def _market(month: Month, claims: Sequence[Claim]) -> Iterator[Text]:
    """Yield what the market is: the source's own total, or a sum without the reporter itself; and who has no rank."""
    shares = [claim for claim in claims if claim.kind == "market_share"]
    if not shares:
        return
    market = shares[0].formula[2]
    cells = [month.ledger.cells[part[1]] for part in market[1:] if part[0] == "cell"]
    key = "world" if all(cell.partner == WORLD for cell in cells) else "sum"
    yield month.words.say(f"note.market.{key}", reporter=month.words.land(month.figures.selection.reporter))
    if any(claim.kind == "market_rank" for claim in claims):
        yield month.words.say("note.market.rank")


def _fixed(month: Month, key: str, sentences: Iterable[str], *, applies: bool = True) -> list[Text]:
    """Return the sentences of a run that have no slots, or none where it does not apply."""
    return [month.words.say(f"note.{key}.{sentence}") for sentence in sentences] if applies else []


def _counted(month: Month) -> Iterator[Text]:
    """Yield what is measured, how it is valued, and what a line is."""
    words, of, valued = month.words, month.trade.selection, month.valued
    currency = month.figures.currency
    text = words.say(
        "note.counted.dollars" if currency == DOLLAR else "note.counted.published",
        flow=words.flow(of.flow)[0],
        counted=words.counted_by(of),
        how=words.valuation(valued.how),
        money=words.currency_name(currency),
        office=words.office_of(of.reporter, month.brief.customs),
    )
    if TOTAL in of.top_codes:
        yield words.say("note.counted.all", said=text)
    else:
        yield words.say("note.counted.codes", said=text, codes=words.codes(of.top_codes))
    if valued.how != of.flow.valuation:  # the office departs from the usual valuation of the flow
        key = valued.how if valued.how in {"CIF", "FOB"} else "both"
        yield words.say(f"note.rule.{key}", flow=words.flow(of.flow)[0], rule=words.valuation(of.flow.valuation))
    if valued.before:
        last, how_before = valued.before
        yield words.say("note.rule.before", when=words.period(last), then=words.valuation(how_before))
    if TOTAL not in of.top_codes and set(of.top_codes) != set(of.lines):
        hs = words.hs_editions(month.editions) if month.editions else words.say("note.counted.the_hs")
        yield words.say("note.counted.lines", hs=hs)
        yield replace(words.say("note.counted.others"), shown=_IN_FULL)


def _reported(month: Month) -> Iterator[Text]:
    """Yield who published the office's figures, which the foot of a page says, and where, if the office did not."""
    words = month.words
    reported = words.reports(month.cells, month.brief.names)
    if reported is None:
        return
    office = words.office_of(month.figures.selection.reporter, month.brief.customs)
    yield replace(words.say("note.source.reported", whose=office, reported=reported), shown=_IN_FULL)
    yield words.say("note.source.unread")
    for address in sorted({cell.address for cell in month.cells if cell.address}):
        yield leaf(address, "words", address)


def _codes(month: Month) -> Iterator[Text]:
    """Yield who assigned the codes, and by which editions of the HS, where the source prints none."""
    words = month.words
    if any(cell.code_basis == "assigned" for cell in month.cells):
        years = words.listed([leaf(name.removeprefix("HS"), "hs", name, "year") for name in month.editions], "row")
        yield words.say("note.codes.of" if month.editions else "note.codes.ours", years=years)


def _compared(report: NewsReport) -> Iterator[Text]:
    """Yield what rates compare, and what a contribution is."""
    month, words = report.month, report.month.words
    if report.period_total.comparable:
        slots: dict[str, Slot] = {**words.ends(month.period), "money": words.in_money(month.figures.currency)}
        yield words.say("note.change.rate", **slots)
        yield words.say("note.change.contribution", **slots)


def _published(report: NewsReport) -> Iterator[Text]:
    """Yield the source's own rates where they differ from the rates of its levels.

    The total and the lines of the text are compared. They differ if the two rates are more than a tenth of a point
    apart, without rounding.
    """
    words = report.words
    for item in (report.period_total, *map(report.month.item, sorted(report.named_codes))):
        ours = item.growth
        theirs = report.month.ledger.published(item.amount) if ours and item.amount else None
        if ours is None or theirs is None or abs(theirs.value - ours.value) <= _DIFFERENCE:
            continue
        theirs_rounded, ours_rounded = rounding.as_published(theirs), rounding.per_cent(ours)
        if theirs_rounded is None or ours_rounded is None:
            continue
        slots: dict[str, Slot] = {
            "theirs": words.in_per_cent(rounding.with_sign(theirs_rounded, theirs), theirs),
            "ours": words.in_per_cent(rounding.with_sign(ours_rounded, ours), ours),
        }
        if item.label is None or item.code == TOTAL:
            yield words.say("note.published.total", **slots)
        else:
            yield words.say("note.published.line", name=words.briefly(item.label), **slots)


def _lunar(month: Month) -> list[Text]:
    """Return why January and February are combined, except in a quarter; after a late holiday, mention March."""
    is_late = any("lunar_tail" in line.flags for line in month.movements.lines)
    applies = month.is_lunar and month.period.months < A_QUARTER
    return _fixed(month, "lunar", ["said", "late"] if is_late else ["said"], applies=applies)


def _revised(month: Month) -> Iterator[Text]:
    """Yield how many of the last twelve months were revised, and by how much.

    Mean change and mean absolute change are in per cent of the total as first published. There is no sentence for fewer
    than six months, for an edition in which a line lost its figure, where a month is only a bound, where no rounding
    holds, or where the change would print as zero.
    """
    words, ledger, first = month.words, month.ledger, month.brief.first
    pairs = _first_and_newest(month, first) if first and not month.codes_that_stopped else []
    if len(pairs) < _REVISED_MONTHS or not all(now.is_exact and first_value.is_exact for now, first_value in pairs):
        return
    heads = ("restated", "revision_mean", "revision_size")
    count, mean, size = (ledger.restated(head, pairs, month.twelve) for head in heads)
    if count is None or mean is None or size is None:
        return
    signed, plain = rounding.per_cent(mean), rounding.per_cent(size)
    if signed is not None and plain:
        yield words.say(
            "note.revised.said",
            n=words.number(count),
            when=words.period(month.twelve.last),
            mean=words.in_per_cent(rounding.signed(signed + 0), mean),  # no minus before zero
            size=words.in_per_cent(rounding.grouped(plain), size),
        )


def _first_and_newest(month: Month, first: Figures) -> list[tuple[Amount, Amount]]:
    """Return the total of each month, now and as first published, if the two are from different releases."""
    pairs = []
    for when in month.twelve.split():
        now, first_value = month.total(when), amount(first, month.total_codes, when)
        if now and first_value and first_value.value and _releases(now) != _releases(first_value):
            pairs.append((now, first_value))
    return pairs


def _releases(of: Amount) -> set[tuple[str, str]]:
    return {(part.code, part.cell.release) for cell in of.cells for part in cell.parts or (cell,)}


def _accepted(month: Month) -> Iterator[Text]:
    """Yield why a person accepted a release that a check doubted, and which absent lines a person takes as no trade."""
    words, doubts = month.words, month.brief.doubts
    for when, why in doubts.accepted:
        yield words.say("note.accepted.said", when=words.span(when), why=why)
    for statement in doubts.statements:
        codes, when_said = words.codes(statement.codes), words.span(statement.period)
        yield words.say("note.accepted.absent", codes=codes, when=when_said, why=statement.reason)


def _untraded(month: Month) -> Iterator[Text]:
    """Yield the codes of the briefing without trade, which no part of the edition lists."""
    words, codes = month.words, data_gaps.untraded(month)
    if codes:
        yield words.say("note.untraded.said", codes=words.codes(codes), when=words.span(month.period))


def _gaps(month: Month) -> Iterator[Text]:
    """Yield the months that no release has, as runs; of many runs, only the first and the last month.

    The text names no cause: the source may have them, and a check may have rejected them.
    """
    words, runs = month.words, data_gaps.gaps(month)
    if not runs:
        return
    if len(runs) <= _RUNS:
        months = words.listed([_run_of_months(month, run) for run in runs])
    else:
        first, last = words.period(runs[0].split()[0]), words.period(runs[-1].last)
        months = words.say("note.gaps.some", first=first, last=last)
    yield words.say("note.gaps.said", months=months)


def _run_of_months(month: Month, run: Period) -> Text:
    words = month.words
    if run.months == 1:
        return words.period(run)
    first, last = run.split()[0], run.last
    ends = {"first": words.period(first), "last": words.period(last)}
    if first.year != last.year:
        return words.say("note.gaps.run", **ends)
    return words.say("note.gaps.within", begin=words.month_name(first), end=words.month_name(last), **ends)


def _left_out(month: Month) -> Iterator[Text]:
    """Yield which lines the editor left out of the text, and that sums still include them."""
    names = [month.words.briefly(month.brief.label(code)) for code in month.choice.left_out]
    if names:
        yield month.words.say("note.left_out.said", names=month.words.listed(names))


def _series(month: Month, claims: Sequence[Claim]) -> Iterator[Text]:
    """Yield the releases of the prices and rates that are printed or drawn, and the caveat about them."""
    words, ledger = month.words, month.ledger
    names = [*(name for claim in claims for name in cells_of(claim.formula)), *ledger.drawn_cells]
    figures = [ledger.context_figures[name] for name in names if name in ledger.context_figures]
    contexts = {of.series.source: of for of in month.brief.contexts}
    for source, day in dict.fromkeys(tuple(figure.cell.release.split("/")[:2]) for figure in figures):
        key = "note.beside.prices" if contexts[source].kind == "prices" else "note.beside.rates"
        yield words.say(key, title=contexts[source].title, day=words.day(date.fromisoformat(day)))
    if figures:
        yield words.say("note.beside.explain_nothing")


def _odd(month: Month, flag: Flag) -> Text:
    """Return what is odd about a line (docs/figures.md). `tradebrief status` shows the figures."""
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


def _composed(month: Month, *, has_rates: bool) -> Iterator[Text]:
    """Yield how text and rates were made, which native reader checked the words, if one must, and whom to write to."""
    words, brief = month.words, month.brief
    yield from _fixed(month, "composed", ["said"])
    if has_rates:
        yield replace(words.say("note.composed.exact"), shown=("pdf",))
    if needs_reader(words.language) and brief.reader:
        yield words.say("note.reader.read", name=brief.reader.name, day=words.day(brief.reader.day))
    elif needs_reader(words.language):
        yield words.say("note.reader.none")
