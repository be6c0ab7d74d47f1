"""A stranger's edition and what the program has against it: by its data alone, or on the command line with pages."""

from __future__ import annotations

import json
import re
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from time import process_time
from typing import Any

from generator.errors import GeneratorError, Held
from generator.intake.file_intake import ingest
from generator.settings.wiring import open_desk
from tests.desk.unpaged import unpaged
from tests.program import run
from tests.strangers.drawing import stranger as drawn

NOW = datetime(2026, 7, 1, tzinfo=UTC)
_KIND = 110  # letters
_PAGED = 20  # one seed of so many is built by the command line, pages and all


@dataclass(frozen=True)
class Outcome:
    """What became of an edition: nothing where it was made, else the findings or the error that held it."""

    seed: int
    road: str
    findings: tuple[str, ...]
    seconds: float  # of a processor


def kind_of(finding: str) -> str:
    """Return a finding without what is of one edition: its rule and its problem, without names, days and numbers."""
    rule = re.search(r"\[([a-z ]+)\] (.*)", finding)
    problem = rule[2] if rule else finding
    plain = re.sub(r"'[^']*'|\S*[^a-z\s,;:]\S*", "…", problem)
    plain = re.sub(r"…(?:[\s,;:]*…)+", "…", plain)
    return f"[{rule[1]}] {plain}" if rule else f"{finding.partition(':')[0]}: {plain}"[:_KIND]


def build(seed: int, road: str | None = None, keep: Path | None = None) -> Outcome:
    """Return what became of the edition of a seed, by `road`, or by that of the seed; a held desk is left in `keep`."""
    stranger, way = drawn(seed), road or ("pages" if seed % _PAGED == 0 else "data")
    with tempfile.TemporaryDirectory(prefix="stranger-") as place:
        folder = Path(place, "desk")
        stranger.write(folder)
        begun = process_time()
        try:
            findings = ROADS[way](stranger, folder)
        except Exception as error:  # noqa: BLE001 -- a fault of the program holds an edition as well
            findings = (f"{type(error).__name__}: {error}",)
        seconds = process_time() - begun
    if keep and findings:
        stranger.write(keep / str(seed))
    return Outcome(seed, way, findings, seconds)


def _by_its_data(stranger: Stranger, folder: Path) -> tuple[str, ...]:
    desk = open_desk(folder, {})
    with desk.store:
        try:
            for release in stranger.releases:
                ingest(
                    desk.desk,
                    desk.store,
                    folder / "files" / release.name,
                    SOURCE,
                    NOW,
                    release.day,
                    accept=release.accept,
                )
            return unpaged(desk, BRIEFING, stranger.period).findings
        except GeneratorError as error:
            return (f"{type(error).__name__}: {_without(folder, str(error))}",)


def _on_the_command_line(stranger: Stranger, folder: Path) -> tuple[str, ...]:
    for release in stranger.releases:
        more = ("--accept", release.accept) if release.accept else ()
        file = folder / "files" / release.name
        done = run("ingest", file, "--source", SOURCE, "--released", release.day, *more, "--desk", folder)
        if done.code:
            return (f"ingest ended with {done.code}: {_without(folder, done.err)}",)
    done = run("build", BRIEFING, "--period", stranger.period, "--desk", folder, "--quiet", seconds=600)
    if done.code == Held.exit_code and (findings := re.findall(r"(?m)^  (\S.*)$", done.err)):
        return tuple(findings)
    return (f"build ended with {done.code}: {_without(folder, done.err)}",) if done.code else ()


def _without(folder: Path, text: str) -> str:
    return " ".join(text.replace(str(folder), "DESK").split())


ROADS = {"data": _by_its_data, "pages": _on_the_command_line}


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
