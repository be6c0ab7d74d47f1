"""Inputs: whatever decides an edition's bytes besides its figures, kept by digest so that it can be made again."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import generator
from generator.editions.correction_contents import Correction
from generator.editions.previous_edition import Before
from generator.settings.canonical import canonical
from generator.settings.desk import Desk
from generator.settings.desk_files import BRIEFINGS
from generator.settings.desk_folder import BEFORE, CORRECTION, DESK
from generator.settings.environment import ENVIRONMENT, folded
from generator.settings.look_copies import used
from generator.store import FigureStore

# where a desk lies decides no byte of an edition
_PLACES = re.compile(rb"^(output|state):.*$", re.MULTILINE)
PLACED_BY = ("TRADEBRIEF_OUTPUT", "TRADEBRIEF_STATE")


def kept_inputs(
    desk: Desk,
    store: FigureStore,
    name: str,
    period: str,
    before: Before | None = None,
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
