"""Find the readers of an edition, and the language and form in which each gets it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from email.utils import parseaddr

from generator.delivery.keys import Keys
from generator.editions.edition_names import NamedEdition, manifest_of, name_of
from generator.errors import NotApproved
from generator.settings.desk import Desk
from generator.settings.mail_settings import FORMS
from generator.settings.wiring import reopened
from generator.store import EditionNote, FigureStore, Letter, Reader
from generator.store.ledger import Kind


def lists_of(desk: Desk, name: str) -> frozenset[str]:
    """Return the names under which a reader may have asked for the briefing `name`.

    These are its own name, its `audience`, and for a member of a matrix also MATRIX and MATRIX.*.
    """
    settings = desk.briefing(name)
    matrices = {matrix for matrix, members in desk.matrices.items() if name in members}
    return frozenset({name, settings.audience or name, *matrices, *(f"{matrix}.*" for matrix in matrices)})


def every_list(desk: Desk) -> frozenset[str]:
    """Return every name that a reader of this desk can ask for."""
    return frozenset(list_name for name in desk.briefings for list_name in lists_of(desk, name))


def letters(desk: Desk, named: NamedEdition, keys: Keys, readers: tuple[Reader, ...], kind: Kind) -> Iterator[Letter]:
    """Yield a letter for each reader, in their language if the desk has it, else in the desk's first language."""
    edition, domain = _thread(named, kind), sending_domain(desk)
    for reader in readers:
        identity = keys.message_id(edition, reader.key, domain)
        to = (reader.number, reader.key, reader.address, reader.folded)
        yield Letter(0, *to, language_of(desk, reader), reader.format, identity)


def letters_again(desk: Desk, named: NamedEdition, keys: Keys, old: Iterable[Letter], kind: Kind) -> Iterator[Letter]:
    """Yield a new letter for the reader of each `old` letter of this edition, in the same language and form."""
    edition, domain = _thread(named, kind), sending_domain(desk)
    for letter in old:
        identity = keys.message_id(edition, letter.key, domain)
        yield replace(letter, number=0, message_id=identity, attempt=0, language=language_of(desk, letter))


def language_of(desk: Desk, reader: Reader | Letter) -> str:
    """Return the language for a reader: their own if the desk has it, else the desk's first."""
    languages = desk.settings.languages
    return reader.language if reader.language in languages else languages[0]


def _thread(named: NamedEdition, kind: Kind) -> str:
    return str(named) + ("" if kind == "edition" else f"/{kind}")


def sending_domain(desk: Desk) -> str:
    """Return the domain of the desk's sender address."""
    return parseaddr(desk.settings.mail.sender)[1].rpartition("@")[2]


def forms_of(desk: Desk, store: FigureStore, note: EditionNote) -> tuple[str, ...]:
    """Return the forms of the mail that a revision was made with. The first is the default."""
    inputs = manifest_of(store, note)["inputs"]
    old_desk = reopened(desk, {file: store.raw.read(sha) for file, sha in inputs.items()})
    return tuple(FORMS[form] for form in old_desk.settings.mail.attach)


def missing_forms(desk: Desk, store: FigureStore, note: EditionNote, letters: Iterable[Letter]) -> Mapping[str, int]:
    """Return, for each form that the revision lacks, how many of the `letters` ask for it."""
    chosen = Counter(letter.format for letter in letters if letter.format)
    forms = forms_of(desk, store, note) if chosen else ()
    return {form: count for form, count in chosen.items() if form not in forms}


def refuse_stale(desk: Desk, store: FigureStore, note: EditionNote, letters: Iterable[Letter]) -> None:
    """Raise NotApproved if readers chose a form that the desk offers now but the revision lacks."""
    offered = {FORMS[form] for form in desk.settings.mail.attach}
    late = {form: count for form, count in missing_forms(desk, store, note, letters).items() if form in offered}
    if late:
        forms, chose = ", ".join(forms_of(desk, store, note)), ", ".join(_counted(late))
        remedy = f"Next: tradebrief build {note.briefing} --period {note.period}"
        msg = f"{name_of(note)} was made with {forms}; {chose}. {remedy}"
        raise NotApproved(msg)


def unmade_forms(desk: Desk, store: FigureStore, note: EditionNote, letters: Iterable[Letter]) -> tuple[str, ...]:
    """Return a line for each chosen form that the revision lacks. It says what the readers get instead."""
    lines = tuple(_counted(missing_forms(desk, store, note, letters)))
    return tuple(f"{line}, which this edition has not: they get {forms_of(desk, store, note)[0]}" for line in lines)


def _counted(counts: Mapping[str, int]) -> list[str]:
    return [f"{count} reader{'s' * (count != 1)} chose {form}" for form, count in sorted(counts.items())]
