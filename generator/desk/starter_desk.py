"""The starter desk: settings, one briefing, its published figures and statements, copied from the package."""

from __future__ import annotations

from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from generator.errors import SettingsError


def init(folder: Path, output: str = "output") -> tuple[str, ...]:
    """Make a starter desk in `folder`; return the names of its files.

    Raises SettingsError where the folder holds anything: nothing of a person is ever written over.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise SettingsError(str(folder), "this is not an empty folder.", "Name one that is empty, or not there yet.")
    made = tuple(_copied(files("generator.desk").joinpath("starter"), folder, ""))
    if output != "output":
        settings = folder / "desk.yaml"
        settings.write_text(f"{settings.read_text(encoding='utf-8')}\noutput: {output}\n", encoding="utf-8")
    (folder / "secrets").mkdir(mode=0o700)
    return made


def _copied(source: Traversable, target: Path, prefix: str) -> list[str]:
    made: list[str] = []
    target.mkdir(parents=True, exist_ok=True)
    for item in sorted(source.iterdir(), key=lambda item: item.name):
        name = f"{prefix}{item.name}"
        if item.is_dir():
            made += _copied(item, target / item.name, f"{name}/")
        else:
            (target / item.name).write_bytes(item.read_bytes())
            made.append(name)
    return made
