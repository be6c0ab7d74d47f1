"""The starter desk: settings, one briefing, its published figures and statements, copied from the package.

With the sample it has a monthly briefing as well, on figures that are invented here and say so.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from generator.delivery.keys import FILE, add_key
from generator.editions.desk_signature import SIGNING
from generator.errors import SettingsError
from generator.intake.file_intake import QUIET
from generator.service.sample_table import sample_table
from generator.service.starter_languages import PLAIN, worded
from generator.settings.desk_folder import DESK
from generator.settings.value_types import Language

SAMPLE = "illustrative-customs"
_TABLE = f"inbox/{SAMPLE}/china-minerals-monthly.csv"


def init(
    folder: Path,
    output: str = "output",
    *,
    sample: bool = False,
    languages: Sequence[Language] = PLAIN,
    signs: bool = True,
) -> tuple[str, ...]:
    """Make a starter desk in `folder`, with the monthly `sample` where asked; return the names of its files.

    Its texts are in each of `languages`; it has a key and `signs` its editions, unless that is not wanted.

    Raises SettingsError where the folder holds anything but what a killed `init` left: nothing of a person is ever
    written over.
    """
    contents = worded(dict(_contents(output, sample=sample)), languages)
    _refuse_occupied(folder, contents)
    (folder / "secrets").mkdir(mode=0o700, parents=True, exist_ok=True)
    for name in (FILE, SIGNING) if signs else (FILE,):
        if not (folder / name).exists():
            add_key(folder, name)
    for name, content in contents.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
        _settle(folder / name)
    return tuple(contents)


def _settle(file: Path) -> None:
    """Date a whole file back, so that the first build need not watch whether it still grows."""
    written = file.stat().st_mtime - QUIET
    os.utime(file, (written, written))


def _contents(output: str, *, sample: bool) -> Iterator[tuple[str, bytes]]:
    """Yield the files of a starter desk; desk.yaml comes last, since it is what makes a folder a desk."""
    made = dict(_packaged(files("generator.service").joinpath("starter"), ""))
    settings = made.pop(DESK)
    if sample:
        kept = files("generator.service").joinpath("sample")
        made |= dict(_packaged(kept.joinpath("briefings"), "briefings/")) | {_TABLE: sample_table()}
        before, mail, after = settings.partition(b"\nmail:\n")
        settings = b"".join((before, b"\n", kept.joinpath("source.yaml").read_bytes(), mail, after))
    yield from made.items()
    yield DESK, settings + (f"\noutput: {output}\n".encode() if output != "output" else b"")


def _packaged(folder: Traversable, prefix: str) -> Iterator[tuple[str, bytes]]:
    for item in sorted(folder.iterdir(), key=lambda item: item.name):
        if item.is_dir():
            yield from _packaged(item, f"{prefix}{item.name}/")
        else:
            yield f"{prefix}{item.name}", item.read_bytes()


def _refuse_occupied(folder: Path, contents: Mapping[str, bytes]) -> None:
    if not folder.exists():
        return
    found = [path for path in folder.rglob("*") if not path.is_dir()] if folder.is_dir() else [folder]
    if (folder / DESK).exists() or not all(_is_ours(path, folder, contents) for path in found):
        raise SettingsError(str(folder), "this is not an empty folder.", "Name one that is empty, or not there yet.")


def _is_ours(path: Path, folder: Path, contents: Mapping[str, bytes]) -> bool:
    """Say whether a file is one that a killed `init` left, whole or by half."""
    whole = contents.get(path.relative_to(folder).as_posix())
    if path.is_relative_to(folder / "secrets"):
        keys = [Path(name).name for name in (FILE, SIGNING)]
        return path.name in (*keys, *(f".{name}.new" for name in keys))
    return whole is not None and not path.is_symlink() and whole.startswith(path.read_bytes())
