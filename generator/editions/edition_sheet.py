"""Everything that an edition is made from: figures, movements, settings, look, and the digests of all inputs."""

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
from generator.editions.edition_movements import EditionMovements, movements_of, recorded_movements
from generator.editions.errata import Correction, correction_in
from generator.editions.line_names import NO_NAMES, Names, names_for
from generator.editions.previous_edition import PreviousEdition, about, read_files, uses_in
from generator.editions.text_memory import memory_of
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
from generator.story.brief import LineContext, TextMemory
from generator.trade.figures import Figures

LIBRARIES = (  # libraries whose version may change the bytes of an edition
    *("weasyprint", "vl-convert-python", "altair", "fonttools", "pikepdf", "jinja2"),
    "numpy",  # for the movements against their own past
)
FULL, NONE = "full", "none"  # redistribution terms of a source: all cells may be published, or none
Progress = Callable[[str], None]


@dataclass(frozen=True)
class EditionSheet:
    """Everything that an edition is made from."""

    name: str
    figures: Figures
    moved: EditionMovements
    revision: int
    inputs: Mapping[str, str]  # digests of settings files, by name
    versions: Mapping[str, Any]  # of the program, its look and its libraries
    draft: bool = False
    contexts: tuple[LineContext, ...] = ()  # prices and rates
    names: Names = NO_NAMES
    terms: str = "used"  # redistribution terms of the source: "full", "used" or "none"
    correction: Correction | None = None
    signed_by: SignedBy | None = None

    @property
    def inputs_sha256(self) -> str:
        """The digest of everything that decides the edition's bytes, except its revision number."""
        parts: list[Any] = [dict(self.inputs), list(self.figures.vintage.releases), dict(self.versions)]
        parts.append(str(self.figures.period))
        if self.context:
            parts.append(list(self.context))
        if self.names.releases:
            parts.append({"names": list(self.names.releases)})
        if self.mirror:
            parts.append({"mirror": list(self.mirror)})
        if self.signed_by:
            parts.append({"signed_by": dict(self.signed_by)})
        return digest(json.dumps(parts, sort_keys=True).encode())

    @property
    def movements(self) -> Movements:
        """The movements of its lines."""
        return self.moved.movements

    def memory_after(self, files: Mapping[str, bytes]) -> bytes:
        """Return the record of this edition, with these `files`, for the next edition."""
        before = self.moved.before
        of = self.figures.selection
        forms, rates, levels = read_files(files, (of.reporter, of.partner, of.flow.value))
        text = memory_of(files, levels, before.text if before else TextMemory(), before.period if before else None)
        return PreviousEdition(
            f"{self.name}/{self.figures.period}/r{self.revision}",
            self.figures.vintage.as_of,
            tuple(self.figures.vintage.releases),
            about(self.figures.selection),
            self.moved.memory,
            forms,
            rates,
            levels,
            (dict(before.uses) if before else {}) | uses_in(files),
            text,
        ).written()

    @property
    def mirror(self) -> tuple[str, ...]:
        """The releases of the partner's report that were known; () if none is asked for."""
        return self.moved.report.releases if self.moved.report else ()

    @property
    def context(self) -> tuple[str, ...]:
        """The releases of prices and rates that were known, without repeats."""
        return tuple(
            dict.fromkeys(name for line_context in self.contexts for name in line_context.series.vintage.releases)
        )


def look_of(desk: Desk, store: FigureStore) -> EditionLook:
    """Return templates, styles and faces: the packaged ones, overridden by the desk's."""
    settings = desk.settings
    logo = settings.publisher.logo or LOGO
    return load_look(
        store.folder / "faces",
        used(desk.files, logo),
        name=settings.style,
        paper=settings.paper,
        palette=Palette(settings.colours.mark, settings.colours.down),
        logo=logo,
        languages=settings.languages,
    )


def sheet_of(
    desk: Desk,
    store: FigureStore,
    name: str,
    figures: Figures,
    look: EditionLook | None = None,
    revision: int = 0,
    correction: Correction | None = None,
) -> EditionSheet:
    """Return the sheet of an edition, and keep the settings that it is made from in the store.

    Without a look nothing is kept, and the sheet serves for texts only, not for pages.
    """
    moved = movements_of(desk, store, name, figures)
    sheet = EditionSheet(
        name,
        figures,
        moved,
        revision,
        inputs={},
        versions={},
        contexts=besides(desk, store, name, figures.vintage.as_of),
        names=names_for(desk, store, name, figures),
        terms=desk.settings.sources[figures.selection.source].redistribution,
        correction=correction,
    )
    if look is None:
        return sheet
    inputs = kept_inputs(desk, store, name, str(figures.period), moved.before, correction)
    return replace(sheet, inputs=inputs, versions=_versions(look))


def recorded_sheet(desk: Desk, store: FigureStore, manifest: Mapping[str, Any], look: EditionLook) -> EditionSheet:
    """Return the sheet of a recorded revision. `desk` must have the settings that it was made with."""
    figures, moved = recorded_movements(desk, store, manifest)
    name = manifest["briefing"]
    return EditionSheet(
        name,
        figures,
        moved,
        manifest["revision"],
        inputs=manifest["inputs"],
        versions=_versions(look),
        contexts=besides(desk, store, name, figures.vintage.as_of, manifest.get("context", ())),
        names=names_for(desk, store, name, figures, manifest.get("names", ())),
        terms=desk.settings.sources[figures.selection.source].redistribution,
        correction=correction_in(store, manifest),
        signed_by=manifest.get("signed_by"),
    )


def _versions(look: EditionLook) -> dict[str, Any]:
    libraries = {library: version(library) for library in LIBRARIES}
    return {"program": __version__, "code": code_digest(), **look.versions(), "libraries": libraries}


# The places of a desk's folders do not change the bytes of an edition, so they are left out of its inputs.
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
    """Keep the inputs of one edition in the store, and return their digests by name.

    They are its settings and logo, the record of the edition before, and the correction that it makes.
    """
    briefing = f"briefings/{name}.yaml"
    settings = {DESK, briefing, f"commentary/{name}/{period}.md"}
    inputs = {file: raw for file, raw in desk.files.items() if file in settings}
    inputs |= used(desk.files, desk.settings.publisher.logo or "")
    inputs[briefing] = canonical(desk.documents[briefing].data)
    inputs[DESK] = _PLACES.sub(b"", inputs[DESK]).rstrip() + b"\n"
    of_this = f"{BRIEFINGS}{folded(name).upper()}__"
    environment = {
        key: value
        for key, value in desk.environment.items()
        if key not in PLACED_BY and (key.startswith(of_this) or not key.startswith(BRIEFINGS))
    }
    if environment:
        inputs[ENVIRONMENT] = json.dumps(environment, ensure_ascii=False, indent=1).encode()
    if before is not None:
        inputs[BEFORE] = before.written()
    if correction is not None:
        inputs[CORRECTION] = correction.written()
    return {file: store.raw.keep(raw) for file, raw in sorted(inputs.items())}


def code_digest() -> str:
    """Return the digest of the program itself, since another version may make other bytes."""
    total = sha256()
    for name, content in sorted(program_files().items()):
        total.update(name.encode() + b"\0" + content)
    return total.hexdigest()


def program_files() -> dict[str, bytes]:
    """Return every file of the package, code and data, by its path within the package."""
    return dict(_contents(Path(generator.__file__).parent, ""))


def _contents(folder: Path, prefix: str) -> Iterator[tuple[str, bytes]]:
    for item in os.scandir(folder):  # faster than pathlib: it knows folders without a call for each
        if item.is_dir() and not item.name.startswith(("_", ".")):  # no caches; templates and styles: own digests
            yield from _contents(folder / item.name, f"{prefix}{item.name}/")
        elif item.is_file():
            with open(item, "rb", buffering=0) as file:  # noqa: PTH123 -- a path for each takes half as long again
                yield prefix + item.name, file.readall()
