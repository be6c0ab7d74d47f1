"""A desk whose editions follow each other: eight calm lines over five years, one of which took a step in May."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from math import exp
from pathlib import Path
from random import Random
from typing import Any

from generator.trade.period import Period
from tests.desk.conftest import StarterDesk
from tests.desk.own_desk import HEAD, Parties, briefing, own_desk, row

PARTIES: Parties = ("DEU", "POL", "export")
USUAL = {"8703": 91, "8708": 62, "3004": 41, "2710": 32, "8471": 22, "0406": 18, "2204": 15, "4011": 12}  # million
FIRST, MONTHS = Period.parse("2021-01"), 54  # to June 2025
MAY = Period.parse("2025-05")
SINCE_MAY = 2.5  # times what it was
NAME, BY_SURPRISE = "trade", "by-surprise"
SURPRISED = "thresholds: {defaults: {notable: {metric: z, abs_gte: 3}}}\n"
Restated = Mapping[tuple[str, str], float]


def dollars(code: str, month: Period) -> int:
    """Return what a line is worth: within a few per cent of its usual, the same each time."""
    chance = Random(f"{code}/{month}").gauss(0, 0.04)  # noqa: S311 -- invented figures
    step = SINCE_MAY if code == "8703" and month >= MAY else 1
    return round(USUAL[code] * 1_000_000 * step * exp(chance))


def rows(restated: Restated | None = None) -> Iterator[str]:
    """Yield the table; of what is `restated` by code and month, so many times the figure."""
    changed = restated or {}
    for code in USUAL:
        for month in (FIRST.step(at) for at in range(MONTHS)):
            yield row(PARTIES, str(month), code, round(dollars(code, month) * changed.get((code, str(month)), 1)))


def desk_in_order(folder: Path, faces: Path) -> StarterDesk:
    """Return the desk with its table taken in, and two briefings on it: one of packaged thresholds, one that asks z."""
    texts = {NAME: "approval: none\n", BY_SURPRISE: SURPRISED}
    own_desk(folder, rows(), {name: briefing(PARTIES, USUAL, more) for name, more in texts.items()}).store.close()
    (folder / "state" / "faces").symlink_to(faces, target_is_directory=True)
    return StarterDesk(folder)


def restate(desk: StarterDesk, restated: Restated) -> None:
    """Take in the table once more, a month later, with figures restated."""
    file = desk.folder / "inbox" / "office" / "later.csv"
    file.write_text("\n".join([HEAD, *rows(restated)]).replace("2026-02-18", "2026-03-18"), "utf-8")
    done = desk.run("ingest", str(file), "--source", "office", "--accept", "restated by the office")
    assert done.code == 0, done.said


def build(desk: StarterDesk, period: str) -> str:
    """Build an edition; return what was said."""
    done = desk.run("build", NAME, "--period", period)
    assert done.code == 0, done.said
    return done.said


def edition(desk: StarterDesk, period: str, revision: int = 1) -> Path:
    """Return the folder of a revision."""
    return desk.folder / "output" / NAME / period / f"r{revision}"


def moved(desk: StarterDesk, period: str, revision: int = 1) -> Any:  # noqa: ANN401 -- JSON is any
    """Return `movements` of edition.json."""
    return json.loads((edition(desk, period, revision) / "edition.json").read_bytes())["movements"]


def manifest(desk: StarterDesk, period: str, revision: int = 1) -> Any:  # noqa: ANN401 -- JSON is any
    """Return the manifest of a revision."""
    return json.loads((edition(desk, period, revision) / "manifest.json").read_bytes())
