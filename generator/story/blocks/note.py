"""The method note: made from what the edition uses."""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence
from datetime import date

from generator.story import gaps as missing
from generator.story.blocks.published_rates import published
from generator.story.blocks.revisions import revised
from generator.story.brief import Beside, Line
from generator.story.corrections import corrections as corrected
from generator.story.month import Month
from generator.story.news.report import Report
from generator.story.plan import EVERYWHERE, Note, Run, Text
from generator.story.text import leaf
from generator.trade.period import A_QUARTER


def section(report: Report, used: Sequence[tuple[Beside, date]], printed: Container[str] = ()) -> Note:
    """Return what is counted, how it is compared and rounded, and how it was made; `printed` are the claims so far."""
    runs = tuple(Run(head, tuple(sentences)) for head, sentences in _runs(report, used, printed))
    return Note(id="note", shown=EVERYWHERE, label=report.month.words.label("note"), runs=runs)


def _runs(
    report: Report, used: Sequence[tuple[Beside, date]], printed: Container[str]
) -> Iterator[tuple[Text, list[Text]]]:
    month, words, of = report.month, report.month.words, report.month.material.trade.of
    if undone := corrected.told(month):
        yield words.note_corrected(undone)
    yield words.note_counted(
        of,
        month.brief.customs,
        words.trade_of(month.material.trade),
        month.material.valued,
        month.figures.currency,
        month.editions,
    )
    yield from _sources(month)
    yield from _compared(report)
    if any(claim.kind == "unit_value" and claim.id in printed for claim in month.material.ledger.claims):
        yield words.note_average()
    if any(cell.measure == "kg" and cell.status == "E" for cell in month.material.ledger.cells.values()):
        yield words.note_estimated()
    if month.is_lunar and month.period.months < A_QUARTER:  # which has both months between which the holiday moves
        late = any("lunar_tail" in line.flags for line in month.material.movements.lines)
        yield words.note_lunar(late=late)
    if any(item.low for item in month.items):
        yield words.note_low_base()
    if kinds := {claim.qualifier for claim in month.material.ledger.claims if claim.id in printed} - {"exact"}:
        yield words.note_qualified(kinds)
    if report.whole.amount and "P" in report.whole.amount.marks:
        yield words.note_provisional()
    if (restated := revised(month)) and (said := words.note_revised(*restated)):
        yield said
    yield from _lacking(month)
    yield from _asides(report, used)
    yield words.note_rounding()
    if month.brief.tag:
        yield words.note_invented(leaf(month.brief.tag, "setting", "tag"))
    yield words.note_composed(month.brief.contact, month.brief.reader)


def _sources(month: Month) -> Iterator[tuple[Text, list[Text]]]:
    """Return who printed the office's figures, where others did, and that the codes are ours, where they are."""
    words, cells = month.words, month.cells
    if reported := words.reports(cells):
        addresses = sorted({cell.address for cell in cells if cell.address})
        yield words.note_reported(month.brief.customs, month.figures.selection.reporter, reported, addresses)
    if any(cell.code_basis == "assigned" for cell in cells):
        yield words.note_codes(month.editions)


def _compared(report: Report) -> Iterator[tuple[Text, list[Text]]]:
    """Return what rates compare, which of them the source prints otherwise, and a day more in one of two Februaries."""
    month, words = report.month, report.month.words
    if report.whole.comparable:
        yield words.note_change(month.period, month.figures.currency)
    if others := list(published(report)):
        yield words.note_published(others)
    if report.whole.comparable and month.period.days != month.period.year_before().days:
        yield words.note_leap()


def _lacking(month: Month) -> Iterator[tuple[Text, list[Text]]]:
    """Return which codes have no figure, or no trade, and of which months nothing is known."""
    words = month.words
    if month.material.silent:
        lines = [Line(month.brief.label(code), code) for code in month.material.silent]
        yield words.note_unknown(lines, month.period, compared=not month.lost)
    if idle := missing.untraded(month):
        yield words.note_untraded(idle, month.period)
    if gaps := missing.gaps(month):
        yield words.note_gaps(gaps)


def _asides(report: Report, used: Sequence[tuple[Beside, date]]) -> Iterator[tuple[Text, list[Text]]]:
    """Return what the editor left out, whose prices and rates stand beside the lines, and whose names they have."""
    month, words = report.month, report.month.words
    if left := [Line(month.brief.label(code), code) for code in month.hand.left_out]:
        yield words.note_left_out(left)
    if used:
        yield words.note_beside(used)
    if month.brief.lists:
        yield words.note_named(month.brief.lists)
    doubts = month.brief.doubts
    if doubts.flags:
        yield words.note_odd(doubts.flags, month.figures.selection.codes)
    if doubts.accepted:
        yield words.note_accepted(doubts.accepted)
