"""Forms of the mail: which a revision was made with, and who chose one that it has not."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping

from generator.errors import NotApproved
from generator.settings.desk import Desk
from generator.settings.mail_settings import FORMS
from generator.settings.wiring import reopened
from generator.store import EditionNote, FigureStore, Letter


def made_with(desk: Desk, store: FigureStore, note: EditionNote) -> tuple[str, ...]:
    """Return the forms that a revision was made with; the first goes to all who chose none of the others."""
    kept = json.loads(store.raw(note.manifest_sha256))["inputs"]
    then = reopened(desk, {file: store.raw(sha) for file, sha in kept.items()})
    return tuple(FORMS[one] for one in then.settings.mail.attach)


def unmade(desk: Desk, store: FigureStore, note: EditionNote, letters: Iterable[Letter]) -> Mapping[str, int]:
    """Return how many letters are of readers who chose a form that the revision has not, by form."""
    chosen = Counter(letter.format for letter in letters if letter.format)
    made = made_with(desk, store, note) if chosen else ()
    return {form: count for form, count in chosen.items() if form not in made}


def refuse_stale(desk: Desk, store: FigureStore, note: EditionNote, letters: Iterable[Letter]) -> None:
    """Raise NotApproved where readers chose a form that the desk offers by now, and the revision was made without."""
    offered = {FORMS[one] for one in desk.settings.mail.attach}
    late = {form: count for form, count in unmade(desk, store, note, letters).items() if form in offered}
    if late:
        of, chose = f"{note.briefing}/{note.period}/r{note.revision}", ", ".join(_told(late))
        remedy = f"Next: tradebrief build {note.briefing} --period {note.period}"
        msg = f"{of} was made with {', '.join(made_with(desk, store, note))}; {chose}. {remedy}"
        raise NotApproved(msg)


def told(desk: Desk, store: FigureStore, note: EditionNote, letters: Iterable[Letter]) -> tuple[str, ...]:
    """Return a line for each form that readers chose and nobody makes: what they get instead."""
    lines = tuple(_told(unmade(desk, store, note, letters)))
    return tuple(f"{line}, which this edition has not: they get {made_with(desk, store, note)[0]}" for line in lines)


def _told(counts: Mapping[str, int]) -> list[str]:
    return [f"{count} reader{'s' * (count != 1)} chose {form}" for form, count in sorted(counts.items())]
