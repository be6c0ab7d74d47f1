"""Passed: a named series that passed its threshold between two editions is told to the operators, once."""

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest

from generator.service.alerts import tell
from generator.service.threshold_alerts import series_alerts
from generator.settings.desk_parts import DeskParts
from generator.settings.wiring import open_desk
from generator.trade.period import Period
from tests.desk.clock_desk import ClockDesk, HandSet
from tests.desk.conftest import StarterDesk
from tests.desk.in_order import NAME, build, desk_in_order, dollars, restate
from tests.desk.mailed import text_of
from tests.desk.test_alerts import told
from tests.desk.test_in_order import copied

NOW = datetime(2026, 4, 1, 9, tzinfo=UTC)
FELL = ("3004", "2025-05")


@pytest.fixture(scope="module")
def may(finished: StarterDesk, tmp_path_factory: pytest.TempPathFactory) -> StarterDesk:
    """Return the desk with its edition of May and a word for two series; tests copy it, none changes it."""
    desk = desk_in_order(tmp_path_factory.mktemp("may") / "desk", finished.folder / "state" / "faces")
    build(desk, "2025-05")
    with (desk.folder / "desk.yaml").open("a", encoding="utf-8") as settings:
        settings.write("notify: [ops@example.org]\n")
    assert 0 == desk.run("subscribers", "key").code
    with (desk.folder / "briefings" / f"{NAME}.yaml").open("a", encoding="utf-8") as settings:
        settings.write('alert: ["3004", "8703"]\n')
    return desk


@pytest.fixture
def desk(may: StarterDesk, tmp_path: Path) -> StarterDesk:
    """Return a copy of it."""
    return copied(may, tmp_path)


@contextmanager
def opened(desk: StarterDesk) -> Iterator[DeskParts]:
    """Give the desk as a tick has it."""
    one = open_desk(desk.folder, os.environ)
    with one.store, one.held():
        yield one


def looked(desk: StarterDesk) -> list[str]:
    """Return what a look says of series that passed, and let the operators know."""
    with opened(desk) as one:
        said = list(series_alerts(one.desk, one.store, NOW))
        list(tell(one.desk, one.store, lambda: NOW))
    return said


def letters(desk: StarterDesk) -> list[str]:
    """Return the letters to the operators as text, with their subjects."""
    return [f"{one['Subject']} {text_of(one)}" for one in told(ClockDesk(desk, HandSet(NOW)))]


@pytest.mark.long
def test_a_restated_month_that_passes_is_told_once_with_its_figures(desk: StarterDesk) -> None:
    """What the edition told stands, and is not told again; the figures are those of the table, worked out by hand."""
    assert [] == looked(desk), "nothing is new"
    restate(desk, {FELL: 0.6})
    (said,) = looked(desk)
    assert said.startswith("3004 ")
    now, before = round(dollars("3004", Period.parse(FELL[1])) * 0.6), dollars("3004", Period.parse("2024-05"))
    found = re.search(r"([\d.]+) million USD in 2025-05, ([\d.]+) in 2024-05, (.*)%$", said)
    assert found, said
    assert [f"{now / 1e6:.2f}", f"{before / 1e6:.2f}"] == [found[1], found[2]]
    assert f"\N{MINUS SIGN}{abs(100 * (now / before - 1)):.0f}" == found[3]
    (letter,) = letters(desk)
    assert "Trade Section: 1 edition moved" in letter
    assert f"{NAME}/2025-05 moved, and this is not an edition" in letter
    assert said in letter
    assert ([], 1) == (looked(desk), len(letters(desk)))


@pytest.mark.long
def test_it_is_told_again_only_after_it_was_let_go(desk: StarterDesk) -> None:
    """It stays past its threshold: silence. Under it for two releases, and past it again: told."""
    said = []
    for factor in (0.6, 0.61, 1.0, 1.001, 0.59):
        restate(desk, {FELL: factor})
        said.append(len(looked(desk)))
    assert [1, 0, 0, 0, 1] == said


def test_a_series_that_is_not_named_tells_nothing(desk: StarterDesk) -> None:
    """Nor does a briefing without `alert`."""
    restate(desk, {("8708", "2025-05"): 0.6})
    assert [] == looked(desk)
    file = desk.folder / "briefings" / f"{NAME}.yaml"
    file.write_text(file.read_text("utf-8").replace("alert:", "# alert:"), "utf-8")
    restate(desk, {FELL: 0.6})
    assert [] == looked(desk)
