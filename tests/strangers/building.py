"""A stranger's edition and what the program has against it: by its data alone, or on the command line with pages."""

from __future__ import annotations

import re
import tempfile
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from time import process_time

from generator.errors import GeneratorError, Held
from generator.intake.file_intake import ingest
from generator.settings.wiring import open_desk
from tests.desk.unpaged import remembered, unpaged
from tests.program import run
from tests.strangers.drawing import BRIEFING, PRICES, SOURCE, Stranger
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
            if stranger.prices:
                ingest(desk.desk, desk.store, folder / "files" / PRICES, "pink-sheet", NOW)
            before = remembered(desk, BRIEFING, stranger.before) if stranger.before else None
            return unpaged(desk, BRIEFING, stranger.period, before).findings
        except GeneratorError as error:
            return (f"{type(error).__name__}: {_without(folder, str(error))}",)


def _on_the_command_line(stranger: Stranger, folder: Path) -> tuple[str, ...]:
    for release in stranger.releases:
        more = ("--accept", release.accept) if release.accept else ()
        file = folder / "files" / release.name
        done = run("ingest", file, "--source", SOURCE, "--released", release.day, *more, "--desk", folder)
        if done.code:
            return (f"ingest ended with {done.code}: {_without(folder, done.err)}",)
    if stranger.prices:
        done = run("ingest", folder / "files" / PRICES, "--source", "pink-sheet", "--desk", folder)
        if done.code:
            return (f"ingest ended with {done.code}: {_without(folder, done.err)}",)
    if stranger.before:
        run("build", BRIEFING, "--period", stranger.before, "--desk", folder, "--quiet", seconds=600)
    done = run("build", BRIEFING, "--period", stranger.period, "--desk", folder, "--quiet", seconds=600)
    if done.code == Held.exit_code and (findings := re.findall(r"(?m)^  (\S.*)$", done.err)):
        return tuple(findings)
    return (f"build ended with {done.code}: {_without(folder, done.err)}",) if done.code else ()


def _without(folder: Path, text: str) -> str:
    return " ".join(text.replace(str(folder), "DESK").split())


ROADS = {"data": _by_its_data, "pages": _on_the_command_line}
