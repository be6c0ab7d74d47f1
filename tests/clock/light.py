"""An edition in no time: the files of one that was really made, under another period."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime
from random import Random

from generator.delivery import Shelf
from generator.delivery.shelf import MANIFEST
from generator.editions.build import Receipt, build
from generator.editions.edition_names import NamedEdition, newest, note_on
from generator.intake.period_choice import figures_for
from generator.settings.desk import Desk
from generator.settings.desk_parts import DeskParts, digest
from generator.store import EditionNote, FigureStore
from generator.trade.period import Period

_KEPT = ("en.eml", "edition.json")


class Maker:
    """Makes editions: the first of a briefing, and one of `every` after it, as the program does."""

    def __init__(self, chance: Random, every: int) -> None:
        """Draw by `chance` which ones are really made."""
        self._chance, self._every = chance, every
        self._files: dict[str, dict[str, bytes]] = {}
        self.really = 0

    def __call__(
        self,
        settings: Desk,
        store: FigureStore,
        shelf: Shelf,
        name: str,
        period: str,
        now: datetime,
        progress: Callable[[str], None],
    ) -> Receipt:
        """Make an edition; what lacks figures is refused as it is by the program."""
        desk = DeskParts(settings, store, shelf)
        if name in self._files and self._chance.randrange(self._every):
            return self._lightly(desk, name, period, now)
        self.really += 1
        receipt = build(desk.desk, desk.store, desk.shelf, name, period, now, progress)
        whole = desk.shelf.read(name, receipt.period, receipt.revision)
        self._files[name] = {file: whole[file] for file in _KEPT}
        return receipt

    def _lightly(self, desk: DeskParts, name: str, period: str, now: datetime) -> Receipt:
        inputs, last = _inputs(desk, name, period), newest(desk.store, desk.shelf, name, period)
        note = note_on(desk.store, NamedEdition(name, period, last)) if last else None
        if note and note.inputs_sha256 == inputs and desk.shelf.manifest(name, period, last) is not None:
            return Receipt(name, period, last, desk.shelf.place(name, period, last), _KEPT, made=False)
        number = last if note and not desk.store.editions.is_fixed(name, Period.parse(period), last) else last + 1
        number = max(last, 1) if note is None or note.inputs_sha256 == inputs else number
        files = self._files[name]
        listed = [{"name": file, "bytes": len(raw), "sha256": digest(raw)} for file, raw in files.items()]
        vintage = figures_for(desk.desk, desk.store, name, period).vintage
        told = {"briefing": name, "period": period, "revision": number, "inputs": {}, "files": listed}
        told |= {"releases": [*vintage.releases]}
        manifest = json.dumps({**told, "inputs_sha256": inputs}).encode()
        desk.store.raw.keep(manifest)
        desk.shelf.put(name, period, number, {**files, MANIFEST: manifest})
        row = EditionNote(name, Period.parse(period), number, "drafted", "", digest(manifest), inputs, vintage.as_of)
        desk.store.editions.note(row, now)
        return Receipt(name, period, number, desk.shelf.place(name, period, number), _KEPT, made=True)


def _inputs(desk: DeskParts, name: str, period: str) -> str:
    figures = figures_for(desk.desk, desk.store, name, period)
    cells = sorted(f"{code} {when} {cell.value}" for (code, when), cell in figures.cells.items())
    return digest("\n".join(cells).encode())
