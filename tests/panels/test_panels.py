"""A panel is what it says: sums that hold, the same bytes each time, sizes and noise as trade has them."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from pathlib import Path

import numpy as np
import pytest

from tests.panels.conftest import Files
from tests.panels.ground import usual
from tests.panels.making import Wanted, make
from tests.panels.months import holiday_share, month
from tests.panels.writing import write


def test_parents_are_the_sums_of_their_children(panels: list[Files]) -> None:
    """To the dollar, in every month, but where a child is withheld."""
    for files in panels[:4]:
        sums: dict[tuple[str, str], int] = defaultdict(int)
        for line in files.lines:
            sums[line["parent"], line["period"]] += int(line["value_usd"] or 0)
        withheld = {(line["parent"], line["period"]) for line in files.lines if line["status"] == "C"}
        own = {key: int(files.rows[key]["value_usd"]) for key in sums.keys() & files.rows.keys()}
        assert own.keys() == sums.keys() - {("", line["period"]) for line in files.lines}
        assert withheld == {key for key, value in own.items() if value != sums[key]}


def test_the_same_wants_give_the_same_bytes(tmp_path: Path) -> None:
    """And another seed gives others."""
    for name, seed in (("first", 5), ("again", 5), ("other", 6)):
        write(make(Wanted(seed, 60, 60)), tmp_path / name)
    names = ("panel.csv", "previous.csv", "meta.json", "truth.json")
    first, again, other = (
        [(tmp_path / one / name).read_bytes() for name in names] for one in ("first", "again", "other")
    )
    assert first == again
    assert first[0] != other[0]


def test_every_case_is_planted_at_every_difficulty(panels: list[Files]) -> None:
    """Truths lie in chapters of their own, and about a third each is easy, medium and hard."""
    found = Counter(mark["difficulty"] for files in panels for mark in files.truth["truths"])
    assert min(found.values()) > found.total() / 5
    for files in panels:
        chapters = [mark["series"][:2] for mark in files.truth["truths"]]
        assert len(set(chapters)) == len(chapters)


def test_nothing_is_planted_in_a_quiet_panel() -> None:
    """Only irregular lines go on being irregular."""
    panel = make(Wanted(3, 200, 72, quiet=True))
    assert [] == panel.truths
    assert {"irregular line"} == {mark.case for mark in panel.decoys}
    assert [] == panel.breaks


def test_what_is_unusual_by_chance_is_listed_apart() -> None:
    """Heavy tails put some quiet lines three noises off; they are no truths, and few."""
    panels = [make(Wanted(seed, 200, 72, quiet=True)) for seed in range(8)]
    found = [(panel, code) for panel in panels for code in panel.unusual]
    assert 0 < len(found) < 8 * 200 * 0.05
    for panel, code in found:
        past = panel.value[:, panel.tree.columns[code]].sum(axis=1)
        changes = np.log(past[12:] / past[:-12])
        assert np.mean(np.abs(changes[-1] - np.median(changes)) > np.abs(changes - np.median(changes))) > 0.85


@pytest.mark.parametrize(("leaves", "months"), [(30, 60), (300, 132), pytest.param(5000, 96, marks=pytest.mark.long)])
def test_sizes_are_those_of_trade(leaves: int, months: int) -> None:
    """A few lines are half of all, and small lines are noisier than large ones."""
    panel = make(Wanted(1, leaves, months, quiet=True))
    assert (months, leaves) == panel.value.shape
    size = np.sort(panel.value[-12:].sum(axis=0))[::-1]
    assert size[: leaves // 5].sum() > 0.5 * size.sum()
    steady = panel.value[:, panel.steady]
    order = np.argsort(steady[-12:].sum(axis=0))
    noise = usual(steady)[1][order]
    assert np.median(noise[: len(order) // 3]) > 1.2 * np.median(noise[-len(order) // 3 :])


def test_partners_are_one_more_level(tmp_path: Path) -> None:
    """They lie below subheadings, and are where truths are planted."""
    write(make(Wanted(2, 300, 72, partners=True)), tmp_path)
    files = Files(tmp_path)
    assert ["total", "hs2", "hs4", "hs6", "partner"] == files.meta["levels"]
    assert {"partner", "hs2"} >= {mark["level"] for mark in files.truth["truths"]}
    assert all(line["parent"] == line["series"][:6] for line in files.lines if line["level"] == "partner")


def test_trade_dips_where_the_new_year_falls() -> None:
    """In 2025 (29 January) January had the holiday, in 2026 (17 February) February."""
    shares = [holiday_share(month(text)) for text in ("2025-01", "2025-02", "2026-01", "2026-02", "2026-06")]
    assert [6 / 31, 10 / 28, 0, 15 / 28, 0] == shares


def test_nothing_can_be_told_of_a_lunar_january() -> None:
    """Such a panel is quiet or not at all."""
    with pytest.raises(ValueError, match="lunar January"):
        make(Wanted(1, period="2025-01", lunar=True))
    assert "2025-01" == make(Wanted(1, 60, 60, "2025-01", lunar=True, quiet=True)).period


def test_the_sidecar_has_the_new_years_of_a_lunar_panel(tmp_path: Path) -> None:
    """And none where the partner does not keep them."""
    for name, lunar in (("lunar", True), ("plain", False)):
        write(make(Wanted(1, 40, 60, "2025-06", lunar=lunar)), tmp_path / name)
    lunar, plain = (json.loads((tmp_path / name / "meta.json").read_text("utf-8")) for name in ("lunar", "plain"))
    assert "2025-01-29" == lunar["lunar_new_year"]["2025"]
    assert "lunar_new_year" not in plain
