"""The frame: masthead, what to watch, method note, call and foot."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from generator.story.brief import Beside, Brief
from generator.story.material import Material
from generator.story.plan import EVERYWHERE, PAGES, Call, Due, Foot, Masthead, Note, Run, Text, Watch
from generator.story.text import leaf
from generator.trade.period import Period

_ORIGIN = {"annual": "origin"}  # the label of the running foot


def masthead(material: Material, as_of: date, revision: int) -> Masthead:
    """Return who publishes what, as of when."""
    words, brief = material.words, material.brief
    return Masthead(
        id="masthead",
        shown=EVERYWHERE,
        publisher=leaf(brief.publisher, "setting", "publisher"),
        place=leaf(brief.place, "setting", "place"),
        issue=words.label(material.period.frequency),
        tag=material.warning,
        dated=words.dated(as_of, revision),
    )


def watch(material: Material) -> Watch | None:
    """Return the calendar facts of the briefing; None where it has none."""
    rows = tuple(Due(_setting(when, "watch"), _setting(what, "watch")) for when, what in material.brief.watch)
    return Watch(id="watch", shown=PAGES, label=material.words.label("watch"), rows=rows) if rows else None


def _setting(words: str, key: str) -> Text:
    return leaf(words, "setting", key)


def note(material: Material, used: Sequence[tuple[Beside, date]] = ()) -> Note:
    """Return what the data are and how the text was made."""
    runs = tuple(Run(head, tuple(sentences)) for head, sentences in _runs(material, used))
    return Note(id="note", shown=EVERYWHERE, label=material.words.label("note"), runs=runs)


def _runs(material: Material, used: Sequence[tuple[Beside, date]]) -> Iterator[tuple[Text, list[Text]]]:
    words, of, members = material.words, material.figures.selection, material.members
    yield words.note_values(
        words.trade_of(material.trade), of, material.period, material.valued, material.figures.currency
    )
    yield words.note_source(material.brief.customs, of.reporter, members)
    if any(cell.code_basis == "assigned" for cell in members):
        yield words.note_codes(material.editions)
    if wordings := [words.wording(material.line(cell)) for cell in members if cell.is_bound]:
        yield words.note_bounds(wordings)
    based = {cell.code for cell in material.based}
    if unbased := [cell for cell in members if cell.code not in based and not material.appeared(cell)]:
        yield words.note_growth(material.ledger.count(unbased), material.base, broken=material.is_broken)
    if left := [material.named(code) for code in material.hand.left_out]:
        yield words.note_left_out(left)
    yield from of_doubts(material)
    if material.brief.lists:
        yield words.note_named(material.brief.lists)
    if used:
        yield words.note_beside(used)
    yield words.note_made(material.brief.contact, words.of_reader(material.brief.reader))


def of_doubts(material: Material) -> Iterator[tuple[Text, list[Text]]]:
    """Yield what is odd about the figures, and what a person took in all the same."""
    found, codes = material.brief.doubts, material.figures.selection.codes
    if found.flags:
        yield material.words.note_odd(found.flags, codes)
    if found.accepted:
        yield material.words.note_accepted(found.accepted)


def calls(material: Material, revision: int, attachment: str) -> Iterator[Call]:
    """Yield what the mail carries beside itself, or where it leads, in each of the forms that readers may choose.

    The first is that of the mail and its text; another stands in the mail of that form alone.
    """
    brief, words = material.brief, material.words
    said = {"pdf": ("attached", attachment), "link": ("linked", link(brief, material.period, revision))}
    for place, form in enumerate(brief.attach):
        if form in said:
            label, where = said[form]
            name, shown = (f"call-{form}", (f"mail-{form}",)) if place else ("call", ("mail", "txt"))
            yield Call(id=name, shown=shown, action=words.label(label), attached=_setting(where, "attached"))


def link(brief: Brief, period: Period, revision: int) -> str:
    """Return the address of the PDF on the publisher's site."""
    return f"{brief.site.rstrip('/')}/{brief.name}/{period}/r{revision}/{brief.language}.pdf"


def foot(material: Material, revision: int) -> Foot:
    """Return the running foot and the end of page and mail."""
    words, brief = material.words, material.brief
    origin = words.label(_ORIGIN.get(material.period.frequency, "customs_figures"))
    return Foot(
        id="foot",
        shown=EVERYWHERE,
        left=replace(words.foot_left(material.period, revision), shown=("pdf",)),
        middle=replace(material.warning or origin, shown=("pdf",)),
        page=replace(words.label("page"), shown=("pdf",)),
        contact=replace(leaf(brief.contact, "setting", "contact"), shown=("html", "mail", "txt", "md")),
        reason=replace(words.reason(brief.title, brief.contact), shown=("mail", "txt")),
        address=leaf(brief.address, "setting", "address") if brief.address else None,
    )
