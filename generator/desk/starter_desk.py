"""The starter desk: settings, one briefing, its published figures and statements, copied from the package.

With the sample it has a monthly briefing as well, on figures that are invented here and say so.
"""

from __future__ import annotations

from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from generator.desk.sample_table import sample_table
from generator.errors import SettingsError

SAMPLE = "illustrative-customs"
_TABLE = f"inbox/{SAMPLE}/china-minerals-monthly.csv"


def init(folder: Path, output: str = "output", *, sample: bool = False) -> tuple[str, ...]:
    """Make a starter desk in `folder`, with the monthly `sample` where asked; return the names of its files.

    Raises SettingsError where the folder holds anything: nothing of a person is ever written over.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise SettingsError(str(folder), "this is not an empty folder.", "Name one that is empty, or not there yet.")
    made = _copied(files("generator.desk").joinpath("starter"), folder, "")
    if sample:
        made += _add_sample(folder)
    if output != "output":
        settings = folder / "desk.yaml"
        settings.write_text(f"{settings.read_text(encoding='utf-8')}\noutput: {output}\n", encoding="utf-8")
    (folder / "secrets").mkdir(mode=0o700)
    return tuple(made)


def _add_sample(folder: Path) -> list[str]:
    """Add the sample's source, briefing and table; return the names of the new files."""
    kept = files("generator.desk").joinpath("sample")
    settings = folder / "desk.yaml"
    before, mail, after = settings.read_text(encoding="utf-8").partition("\nmail:\n")
    source = kept.joinpath("source.yaml").read_text(encoding="utf-8")
    settings.write_text(f"{before}\n{source}{mail}{after}", encoding="utf-8")
    made = _copied(kept.joinpath("briefings"), folder / "briefings", "briefings/")
    (folder / _TABLE).parent.mkdir(parents=True)
    (folder / _TABLE).write_bytes(sample_table())
    return [*made, _TABLE]


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
