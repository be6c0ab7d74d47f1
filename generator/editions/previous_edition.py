"""Before: what stands before an edition of a month: the edition that came before it, what it knew and what it had told.

It is an input of the edition like its settings, kept among the raw bytes: what one edition leaves behind (`after` of
its manifest) is what the next one begins with (`before.json` of its inputs), whatever is built again in between.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from generator.editions import carried_forms
from generator.editions.carried_forms import Told
from generator.movements.edition_memory import Memory
from generator.settings.desk_folder import BEFORE
from generator.settings.desk_parts import digest
from generator.store import EditionNote, FigureStore
from generator.story.brief import LastEdition, Level, Once
from generator.trade.figures import Figures, Selection
from generator.trade.period import Period
from generator.trade.release import Vintage

LONGEST = 2  # months of a period that is measured against its own past: January and February together
WITHDRAWN = "withdrawn"


@dataclass(frozen=True)
class Before:
    """An edition as the next one sees it: its name with the revision, the vintage it knew, and the memory after it.

    `about` is whose trade it told: source, reporter, partner, flow. `forms` are those of its headline and its lede,
    `rates` the changes that its text printed, `levels` its amounts; one that was made before they were kept has none.
    `raw` are the bytes that it was read from, which may hold more: another version kept other things.
    """

    edition: str
    as_of: date
    releases: tuple[str, ...]
    about: tuple[str, ...]
    memory: Memory
    forms: Mapping[str, str] = field(default_factory=dict)
    rates: tuple[Once, ...] = ()
    levels: tuple[Level, ...] = ()
    raw: bytes = field(default=b"", compare=False, repr=False)

    @classmethod
    def read(cls, raw: bytes) -> Before:
        """Return what `written` wrote."""
        data = json.loads(raw)
        memory = Memory.read(data["memory"])
        as_of, whose = date.fromisoformat(data["as_of"]), tuple(data["about"])
        return cls(data["edition"], as_of, tuple(data["releases"]), whose, memory, *carried_forms.read(data), raw)

    def written(self) -> bytes:
        """Return the bytes that it was read from, else itself as JSON that is the same each time."""
        if self.raw:
            return self.raw
        data: dict[str, Any] = {
            "schema": 1,
            "edition": self.edition,
            "as_of": self.as_of.isoformat(),
            "about": list(self.about),
            "releases": list(self.releases),
            "memory": self.memory.as_data(),
        }
        data |= carried_forms.rows(self.told)
        return (json.dumps(data, ensure_ascii=False, indent=1) + "\n").encode()

    @property
    def period(self) -> Period:
        """The period of the edition."""
        return Period.parse(self.edition.split("/")[1])

    @property
    def last(self) -> LastEdition:
        """What its text printed, as the next edition takes it up."""
        return LastEdition(self.edition, digest(self.written()), *self.told)

    @property
    def told(self) -> Told:
        """Forms, rates and levels, in this order."""
        return self.forms, self.rates, self.levels

    @property
    def vintage(self) -> Vintage:
        """What it knew."""
        return Vintage(self.as_of, self.releases)

    def remembered(self, period: Period) -> Memory:
        """Return the memory with which the edition of `period` begins: periods that were passed over told nothing."""
        return self.memory.passed_over((period.first - self.period.last.first - 1) // period.months)


def about(selection: Selection) -> tuple[str, ...]:
    """Return whose trade a selection is of, its codes aside."""
    return selection.source, selection.reporter, selection.partner, selection.flow.value


def before_of(store: FigureStore, name: str, figures: Figures) -> Before | None:
    """Return what stands before the edition that `figures` make; None for a first one, and for a year.

    Where a revision of it stands, made of the same releases, that is what it began with; one that was made before
    memories were kept does not say. Else it is the newest revision of the newest earlier period that was known by the
    day of the figures, and told the same trade.
    """
    period = figures.period
    if period.months > LONGEST:
        return None
    own = store.edition(name, period)
    kept = _manifest(store, own) if own else {}
    if kept.get("releases") == list(figures.vintage.releases) and ("after" in kept or BEFORE in kept["inputs"]):
        return recorded(store, kept)
    earlier = [
        note
        for note in store.editions()
        if note.briefing == name
        and note.period.months <= LONGEST
        and note.period.last < period.split()[0]
        and note.as_of <= figures.vintage.as_of
        and note.state != WITHDRAWN
    ]
    last = max(earlier, key=lambda note: (note.period.last, note.period.months, note.revision), default=None)
    return after(store, last, about(figures.selection)) if last else None


def recorded(store: FigureStore, manifest: Mapping[str, Any]) -> Before | None:
    """Return what the edition of a manifest began with."""
    kept = manifest["inputs"].get(BEFORE)
    return Before.read(store.raw(kept)) if kept else None


def after(store: FigureStore, note: EditionNote, whose: tuple[str, ...]) -> Before | None:
    """Return what an edition left behind; None where it told other trade.

    One that was made before memories were kept remembers nothing; its releases count.
    """
    manifest = _manifest(store, note)
    if kept := manifest.get("after"):
        found = Before.read(store.raw(kept))
        return found if found.about == whose else None
    releases, source = tuple(manifest["releases"]), whose[0]
    if not {*releases} <= {one.name for one in store.releases(source)}:
        return None
    return Before(f"{note.briefing}/{note.period}/r{note.revision}", note.as_of, releases, whose, Memory.empty())


def _manifest(store: FigureStore, note: EditionNote) -> Mapping[str, Any]:
    found: Mapping[str, Any] = json.loads(store.raw(note.manifest_sha256))
    return found
