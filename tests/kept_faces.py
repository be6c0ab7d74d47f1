"""The faces of the tests: cut once, and kept from one run of the tests to the next, since that takes ten seconds."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path
from tempfile import mkdtemp

from filelock import FileLock

from generator.charts.faces import cut_faces
from generator.page import edition_look

HOUSE = Path(__file__).parents[1]
_CUTTING = ("faces", "scripts", "shaping", "typeface")


def kept(languages: Sequence[str] = ()) -> Path:
    """Return the folder of the faces of `languages`, cut by what cuts them now: a change of that has another place."""
    cutting = b"".join((HOUSE / "generator" / "charts" / f"{name}.py").read_bytes() for name in _CUTTING)
    place = HOUSE / ".pytest_cache" / f"faces-{sha256(cutting).hexdigest()[:16]}"
    place.parent.mkdir(exist_ok=True)
    with FileLock(f"{place}.lock"):
        return cut_faces(place, languages)


def lent(directory: Path, languages: Sequence[str] = ()) -> Path:
    """Return what `cut_faces` returns, the faces in `directory` copied from those that are kept."""
    own = kept(languages)
    if not (directory / own.name).is_dir():
        directory.mkdir(parents=True, exist_ok=True)
        workplace = Path(mkdtemp(prefix=".faces-", dir=directory))
        shutil.copytree(own, workplace, dirs_exist_ok=True)
        workplace.rename(directory / own.name)
    return cut_faces(directory, languages)


def lend() -> None:
    """Have no desk of this process cut faces; what cuts them is tested in tests/charts and by runs `anew`."""
    edition_look.cut_faces = lent  # type: ignore[attr-defined]  # it imports it, and asks it by that name
