"""A briefing's thresholds replayed over its months, and others against them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from generator.editions.lab import Lab, as_data, lab, read_thresholds
from generator.settings.desk_parts import DeskParts
from tests.desk.lab_desk import lab_desk

# 740319 rises by four fifths in May 2025 and goes back in June; 740321 rises by a third in August
CHANGES = {("740319", "2025-05"): 1.8, ("740321", "2025-08"): 1.45}
RULES = """thresholds:
  defaults: {notable: {metric: yoy, abs_gte: 500}}
  series:
    "740319": {notable: {metric: yoy, abs_gte: 50}}
    "740321": {notable: {metric: yoy, abs_gte: 50}}
"""
LOWER = RULES.replace('"740321": {notable: {metric: yoy, abs_gte: 50}}', '"740321": {notable: {metric: yoy, gte: 25}}')
OTHER = LOWER.replace('"740319": {notable: {metric: yoy, abs_gte: 50}}', '"740319": {notable: {metric: yoy, gte: 90}}')


@pytest.fixture(scope="module", name="desk")
def desk_with_rules(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DeskParts]:
    """Return a desk whose rules name two lines."""
    found = lab_desk(tmp_path_factory.mktemp("lab") / "desk", CHANGES, RULES)
    with found.store:
        yield found


def replayed(desk: DeskParts, since: str | None = None, against: Path | None = None) -> Lab:
    """Return the lab of the briefing."""
    return lab(desk.desk, desk.store, "copper", since, read_thresholds(against) if against else None, lambda _: None)


def written(folder: Path, text: str) -> Path:
    """Return a file with other thresholds."""
    file = folder / "other.yaml"
    file.write_text(text, encoding="utf-8")
    return file


def told(months: Any) -> dict[str, list[tuple[str, str]]]:  # noqa: ANN401 -- JSON is any
    """Return code and direction of what each month tells, quiet ones left out."""
    return {one["period"]: [(pick["code"], pick["direction"]) for pick in one["told"]] for one in months if one["told"]}


def codes(picks: Any) -> list[str]:  # noqa: ANN401 -- JSON is any
    """Return the codes of some movements."""
    return [pick["code"] for pick in picks]


def test_each_month_tells_what_its_edition_would(desk: DeskParts) -> None:
    """The first of them has two years before it; what rose by a third is not half as much again."""
    found = as_data(replayed(desk))
    assert ("2025-01", "2025-12", 12) == (found["since"], found["until"], len(found["months"]))
    assert {"2025-05": [("740319", "up")]} == told(found["months"])
    assert (1, 11) == (found["told"], found["quiet"])


@pytest.mark.long
def test_another_file_adds_and_loses_by_month(desk: DeskParts, tmp_path: Path) -> None:
    """With codes, names, kinds and scores; months without a difference are left out."""
    against = as_data(replayed(desk, against=written(tmp_path, OTHER)))["against"]
    assert against
    changed = [(one["period"], codes(one["added"]), codes(one["lost"])) for one in against["months"]]
    assert [("2025-05", [], ["740319"]), ("2025-08", ["740321"], [])] == changed
    assert (1, 1, 1, 11) == (against["told"], against["added"], against["lost"], against["quiet"])
    [lost], [added] = against["months"][0]["lost"], against["months"][1]["added"]
    assert ("up", False, True) == (lost["direction"], lost["again"], "copper" in lost["name"])
    for pick in (lost, added):
        assert pick["kind"] in {"spike", "price"}
        assert pick["score"] > 0
