"""What an edition is made of: figures, movements, settings, look, and the digests that decide its bytes."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from typing import Any

import generator
from generator import __version__
from generator.editions.edition_movements import EditionMovements
from generator.editions.errata import Correction
from generator.editions.line_names import NO_NAMES, Names, names_for
from generator.editions.previous_edition import PreviousEdition, about, read_files
from generator.intake.side_figures import besides
from generator.movements import Movements
from generator.page import LOGO, EditionLook, Palette, load_look
from generator.settings.desk import Desk
from generator.settings.desk_folder import BEFORE, CORRECTION, DESK
from generator.settings.desk_parts import digest
from generator.settings.environment import BRIEFINGS, ENVIRONMENT, folded
from generator.settings.look_copies import used
from generator.settings.matrix import canonical
from generator.settings.output_shapes import SignedBy
from generator.store import FigureStore
from generator.story.brief import Beside
from generator.trade.figures import Figures

LIBRARIES = (  # what decides bytes
    *("weasyprint", "vl-convert-python", "altair", "fonttools", "pikepdf", "jinja2"),
    "numpy",  # what stands out from its past
)
FULL, NONE = "full", "none"  # terms of a source: every cell that was seen goes out, or no cell does
Progress = Callable[[str], None]


@dataclass(frozen=True)
class EditionSheet:
    """What an edition is made of: its figures, movements, revision, and the digest of all inputs."""

    name: str
    figures: Figures
    moved: EditionMovements
    revision: int
    inputs: Mapping[str, str]
    versions: Mapping[str, Any]
    draft: bool = False
    beside: tuple[Beside, ...] = ()
    names: Names = NO_NAMES
    terms: str = "used"  # of the source: whether its cells may go out
    correction: Correction | None = None
    signed_by: SignedBy | None = None

    @property
    def inputs_sha256(self) -> str:
        """The digest of everything that decides the edition's bytes, its number left aside."""
        parts = [dict(self.inputs), list(self.figures.vintage.releases), dict(self.versions), str(self.figures.period)]
        beside: list[Any] = [list(self.context)] if self.context else []
        named = [{"names": list(self.names.releases)}] if self.names.releases else []
        mirrored = [{"mirror": list(self.mirror)}] if self.mirror else []
        signed: list[Any] = [{"signed_by": dict(self.signed_by)}] if self.signed_by else []
        return digest(json.dumps(parts + beside + named + mirrored + signed, sort_keys=True).encode())

    @property
    def movements(self) -> Movements:
        """What moved, line by line."""
        return self.moved.movements

    def after(self, files: Mapping[str, bytes]) -> bytes | None:
        """Return what the edition of these `files` leaves behind for the next one; None for a year."""
        if self.moved.picks is None:
            return None
        vintage, of = self.figures.vintage, f"{self.name}/{self.figures.period}/r{self.revision}"
        whose, memory = about(self.figures.selection), self.moved.picks.memory
        return PreviousEdition(of, vintage.as_of, tuple(vintage.releases), whose, memory, *read_files(files)).written()

    @property
    def mirror(self) -> tuple[str, ...]:
        """The releases of the partner's report that were known; none where it is not asked for."""
        return self.moved.report.releases if self.moved.report else ()

    @property
    def context(self) -> tuple[str, ...]:
        """The releases of prices and rates that were known, each once."""
        return tuple(dict.fromkeys(name for one in self.beside for name in one.context.vintage.releases))


def look_of(desk: Desk, store: FigureStore) -> EditionLook:
    """Return templates, styles and faces: the packaged ones, and the desk's own over them."""
    settings = desk.settings
    palette, logo = Palette(settings.colours.mark, settings.colours.down), settings.publisher.logo or LOGO
    own, languages = used(desk.files, logo), settings.languages
    dress = {"name": settings.style, "paper": settings.paper}
    return load_look(store.folder / "faces", own, palette=palette, logo=logo, languages=languages, **dress)


def sheet_of(
    desk: Desk,
    store: FigureStore,
    name: str,
    figures: Figures,
    found: EditionMovements,
    revision: int,
    look: EditionLook,
    correction: Correction | None = None,
) -> EditionSheet:
    """Return the sheet of one edition; the settings it is made from are kept among the raw bytes."""
    libraries = {library: version(library) for library in LIBRARIES}
    versions = {"program": __version__, "code": code_digest(), **look.versions(), "libraries": libraries}
    inputs = kept_inputs(desk, store, name, str(figures.period), found.before, correction)
    sheet = sheet_of_words(desk, store, name, figures, found, revision)
    return replace(sheet, inputs=inputs, versions=versions, correction=correction)


def sheet_of_words(
    desk: Desk, store: FigureStore, name: str, figures: Figures, found: EditionMovements, revision: int = 0
) -> EditionSheet:
    """Return the sheet of an edition of which nothing but the words is wanted: nothing is kept, no page can be made."""
    beside, names = besides(desk, store, name, figures.vintage.as_of), names_for(desk, store, name, figures)
    terms = desk.settings.sources[figures.selection.source].redistribution
    return EditionSheet(name, figures, found, revision, {}, {}, beside=beside, names=names, terms=terms)


# where a desk lies decides no byte of an edition
_PLACES = re.compile(rb"^(output|state):.*$", re.MULTILINE)
PLACED_BY = ("TRADEBRIEF_OUTPUT", "TRADEBRIEF_STATE")


def kept_inputs(
    desk: Desk,
    store: FigureStore,
    name: str,
    period: str,
    before: PreviousEdition | None = None,
    correction: Correction | None = None,
) -> dict[str, str]:
    """Keep what one edition is made from: settings, what stood before it, what it corrects; the digests by name."""
    own = (DESK, f"briefings/{name}.yaml", f"commentary/{name}/{period}.md")
    look = used(desk.files, desk.settings.publisher.logo or "")
    kept = {file: raw for file, raw in desk.files.items() if file in own} | look
    kept[own[1]] = canonical(desk.documents[own[1]].data)
    kept[DESK] = _PLACES.sub(b"", kept[DESK]).rstrip() + b"\n"
    if set_outside := _environment(desk, name):
        kept[ENVIRONMENT] = json.dumps(set_outside, ensure_ascii=False, indent=1).encode()
    if before is not None:
        kept[BEFORE] = before.written()
    if correction is not None:
        kept[CORRECTION] = correction.written()
    return {file: store.keep(raw) for file, raw in sorted(kept.items())}


def _environment(desk: Desk, name: str) -> dict[str, str]:
    own = f"{BRIEFINGS}{folded(name).upper()}__"
    return {
        key: value
        for key, value in desk.environment.items()
        if key not in PLACED_BY and (key.startswith(own) or not key.startswith(BRIEFINGS))
    }


def code_digest() -> str:
    """Return the digest of the program itself: another program may make other bytes."""
    total = sha256()
    for name, content in sorted(program_files().items()):
        total.update(name.encode() + b"\0" + content)
    return total.hexdigest()


def program_files() -> dict[str, bytes]:
    """Return every file of the package, code and data, by its name in it."""
    return dict(_contents(Path(generator.__file__).parent, ""))


def _contents(folder: Path, prefix: str) -> Iterator[tuple[str, bytes]]:
    for item in os.scandir(folder):  # which knows what is a folder without asking for each
        if item.is_dir() and not item.name.startswith(("_", ".")):  # caches; templates and styles have digests apart
            yield from _contents(folder / item.name, f"{prefix}{item.name}/")
        elif item.is_file():
            with open(item, "rb", buffering=0) as file:  # noqa: PTH123 -- a path for each takes half as long again
                yield prefix + item.name, file.readall()
