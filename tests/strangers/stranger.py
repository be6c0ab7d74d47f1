"""A stranger: a desk as somebody else would keep it, with its files of figures; the same seed has the same one."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

SOURCE, BRIEFING = "office", "trade"


@dataclass(frozen=True)
class Release:
    """One file as the office published it; `accept` is why the desk takes it in, "" where nobody has to say it."""

    name: str
    text: str
    day: date
    accept: str = ""


@dataclass(frozen=True)
class Stranger:
    """A desk's settings and releases, the period of its edition, and in words what is drawn of it (`--only`)."""

    seed: int
    traits: frozenset[str]
    period: str
    desk: Mapping[str, Any]
    briefing: Mapping[str, Any]
    releases: tuple[Release, ...]

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages of the desk."""
        return tuple(self.desk["languages"])

    def write(self, folder: Path) -> None:
        """Write the desk into a new folder, its releases beside their settings, in files/."""
        for name in ("briefings", "files"):
            (folder / name).mkdir(parents=True)
        _write(folder / "desk.yaml", self.desk)
        _write(folder / "briefings" / f"{BRIEFING}.yaml", self.briefing)
        for release in self.releases:
            (folder / "files" / release.name).write_text(release.text, "utf-8")


def _write(file: Path, settings: Mapping[str, Any]) -> None:
    """Write settings as JSON, which is YAML as well."""
    file.write_text(json.dumps(settings, ensure_ascii=False, indent=1), "utf-8")
