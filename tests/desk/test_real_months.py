"""Real months: China's imports of fish from Pakistan, as UN Comtrade answered, raise no alarm; spoilt ones do."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from generator.intake.plausibility import PlausibilityJudgement, judge
from generator.settings.tolerances import AS_A_RULE
from generator.sources import as_written, read
from generator.sources.comtrade_layout import LAYOUT
from generator.store import FigureStore
from generator.trade.release import Batch

DAY, NOON = date(2024, 9, 1), datetime(2024, 9, 2, 12, tzinfo=UTC)
FISH = replace(LAYOUT, covers_codes=("0301", "0302", "0303", "0304"))


def batch(raw: bytes, name: str) -> Batch:
    """Return what an answer says."""
    return read(as_written(FISH, raw, name), raw, name, DAY)


def judged(folder: Path, state: Path) -> Iterator[tuple[bytes, PlausibilityJudgement, FigureStore]]:
    """Yield each month of 2019 and 2020 with what is odd about it after those before, which are recorded."""
    with FigureStore(state) as store:
        for file in sorted(folder.glob("chn_pak_M_*.json")):
            raw = file.read_bytes()
            found = batch(raw, file.name)
            yield raw, judge(store.measured(found, AS_A_RULE.limits)), store
            store.keep(raw)
            store.record(found, FISH.as_data(), NOON)


def test_no_real_month_is_stopped_or_flagged(shared_data: Path, tmp_path: Path) -> None:
    """Four to eight lines a month, which double and halve: nothing of it is an error."""
    folder = shared_data / "comtrade-china-pakistan-pair" / "api-envelope-json"
    months = [found for _, found, _ in judged(folder, tmp_path / "state")]
    assert [PlausibilityJudgement()] * 24 == months


@pytest.mark.parametrize(("field", "factor"), [("primaryValue", 10), ("primaryValue", 1000), ("netWgt", 0.001)])
def test_real_months_in_another_unit_are_stopped(shared_data: Path, tmp_path: Path, field: str, factor: float) -> None:
    """Every value, or every weight, by one factor; three lines need a past, which January 2019 and one more lack."""
    folder = shared_data / "comtrade-china-pakistan-pair" / "api-envelope-json"
    passed = set()
    for raw, _, store in judged(folder, tmp_path / "state"):
        answer = json.loads(raw)
        for record in answer["data"]:
            record[field] = round(record[field] * factor, 3)
        spoilt = judge(store.measured(batch(json.dumps(answer).encode(), "spoilt.json"), AS_A_RULE.limits))
        if not spoilt.stops:
            passed.add(str(answer["data"][0]["period"]))
    assert passed <= {"201901", "202009"}


def tables(folder: Path, factor: int = 1) -> Iterator[Batch]:
    """Yield the months of 2019 and 2020 up to each from the seventh on, as one table, its newest month by a factor."""
    months = [batch(file.read_bytes(), file.name) for file in sorted(folder.glob("chn_pak_M_*.json"))]
    for count in range(7, len(months) + 1):
        own = [one for found in months[: count - 1] for one in found.observations]
        last = [replace(one, value=(one.value or Decimal(0)) * factor) for one in months[count - 1].observations]
        yield replace(months[count - 1], observations=(*own, *last), coverage=())


@pytest.mark.parametrize("factor", [1, 10, 1000])
def test_the_newest_month_of_a_first_table_is_judged(shared_data: Path, tmp_path: Path, factor: int) -> None:
    """By the table's own months: no real one stops, and each spoilt one does."""
    folder = shared_data / "comtrade-china-pakistan-pair" / "api-envelope-json"
    with FigureStore(tmp_path / "state") as store:
        found = [judge(store.measured(one, AS_A_RULE.limits)) for one in tables(folder, factor)]
    assert [factor > 1] * 18 == [bool(one.stops) for one in found]
