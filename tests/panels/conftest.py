"""A dozen panels written once, and a plain way to look things up in their files."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator, Mapping
from math import log
from pathlib import Path
from typing import Any

import pytest

from tests.panels.making import make
from tests.panels.measured import wants
from tests.panels.months import month, written
from tests.panels.writing import write

Mark = Mapping[str, Any]


class Files:
    """The files of one panel, read as a stranger would."""

    def __init__(self, folder: Path) -> None:
        """Read panel.csv, previous.csv, meta.json and truth.json."""
        self.lines = _lines(folder / "panel.csv")
        self.rows = {(line["series"], line["period"]): line for line in self.lines}
        self.before = {
            (one["series"], one["period"]): float(one["value_usd"]) for one in _lines(folder / "previous.csv")
        }
        self.meta: dict[str, Any] = json.loads((folder / "meta.json").read_text(encoding="utf-8"))
        self.truth: dict[str, Any] = json.loads((folder / "truth.json").read_text(encoding="utf-8"))
        self.period: str = self.meta["reference_period"]
        self.lunar_february = self.meta["lunar"] and self.period.endswith("-02")

    def ago(self, back: int) -> str:
        """Return the month `back` months before the reference month."""
        return written(month(self.period) - back)

    def row(self, series: str, back: int = 0) -> dict[str, str] | None:
        """Return a series' row `back` months ago."""
        return self.rows.get((series, self.ago(back)))

    def value(self, series: str, back: int = 0, length: int = 1) -> float:
        """Return the value of `length` months, the last of them `back` months ago; 0 where there is no row."""
        found = [self.row(series, back + at) for at in range(length)]
        return sum(float(one["value_usd"] or 0) for one in found if one)

    def change(self, series: str, back: int = 0, length: int = 0) -> float:
        """Return the log change over a year; of January and February together where a lunar February is asked for."""
        months = length or (2 if self.lunar_february and back == 0 else 1)
        return log(self.value(series, back, months) / self.value(series, back + 12, months))

    def unit_value(self, series: str, back: int = 0) -> float:
        """Return dollars per unit of quantity."""
        line = self.row(series, back)
        assert line is not None
        return float(line["value_usd"]) / float(line["quantity"])

    def unit_value_change(self, series: str) -> float:
        """Return the log change of the value per unit over a year."""
        return log(self.unit_value(series) / self.unit_value(series, 12))


def _lines(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as text:
        return list(csv.DictReader(text))


@pytest.fixture(scope="session")
def panels(tmp_path_factory: pytest.TempPathFactory) -> list[Files]:
    """Return sixteen panels: four reference months, two of them lunar, 60 to 132 months."""
    found = []
    for wanted in wants(range(16), 250, quiet=False):
        write(make(wanted), folder := tmp_path_factory.mktemp("panel"))
        found.append(Files(folder))
    return found


def marked(panels: list[Files], which: str, case: str) -> Iterator[tuple[Files, Mark]]:
    """Yield each truth or decoy of a case with its panel; there is one at least."""
    found = [(one, mark) for one in panels for mark in one.truth[which] if mark["case"] == case]
    assert found, f"no panel has the case {case}"
    yield from found
