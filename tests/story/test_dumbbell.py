"""Two years of each line: which are drawn, on how many scales, and what stands beside them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pytest

from generator.story.plan import Chart
from tests.story.months import Monthly, months

THOUSAND = 1000
NOW = {"7403": 864_120, "7402": 288_340, "2608": 132_470, "2601": 108_050, "2606": 48_290}
BASE = {"7403": 720_450, "7402": 336_020, "2608": 108_880, "2601": 132_910, "2606": 37_640}


def year(now: Mapping[str, int] = NOW, base: Mapping[str, int] = BASE, **more: Any) -> Monthly:  # noqa: ANN401 -- fields of a brief
    """Return the edition of 2025 of levels in thousand dollars, with the dumbbell alone."""
    both = (("2025", now), ("2024", base))
    rows = {(code, when): (usd * THOUSAND, usd // 4) for when, own in both for code, usd in own.items()}
    hand = {"charts": ("dumbbell",), "themes": (), **more}
    told = months(rows, "2025", covers="listed", codes=tuple(sorted({*now, *base})), **hand)
    assert told.findings == ()
    return told


def drawn(told: Monthly, name: str = "dumbbell") -> Chart:
    """Return the picture."""
    found: Chart | None = told.block(name)
    assert found is not None
    return found


def test_the_largest_of_this_year_comes_first() -> None:
    """Level and rate stand beside each line, both years are drawn, and the title counts them."""
    told = year()
    chart = drawn(told)
    assert [
        ("Refined copper", 864.12, 720.45, "864.12, +20%"),
        ("Unrefined copper", 288.34, 336.02, "288.34, −14%"),
    ] == [(bar.label.words, bar.value, bar.before, bar.figure.words) for bar in chart.bars[:2]]
    assert ["864.12", "720.45", "+20"] == [cell.words for cell in chart.rows[0].cells[1:]]
    assert ("Three of the five lines rose on the year", ["0", "400", "800"]) == (
        chart.title.words,
        [tick.words for tick in chart.ticks],
    )
    assert (("pdf", "html", "mail"), ()) == (chart.shown, told.findings)


def test_a_line_far_above_the_others_has_a_scale_of_its_own() -> None:
    """More than twenty times the median, and the picture says that its scales differ."""
    told = year({**NOW, "7403": 2_700_000})
    chart = drawn(told)
    assert [0, 1, 1, 1, 1] == [bar.panel for bar in chart.bars]
    assert ["0", "1,000", "2,000", "0", "150", "300"] == [tick.words for tick in chart.ticks]
    assert chart.subtitle.words.endswith("2025. The ring is 2024; scales differ")


@pytest.mark.parametrize("language", ["zh", "ur"])
def test_it_is_told_in_every_language(language: str) -> None:
    """Every sentence passes the audit of its language, on two scales and from little."""
    told = year({**NOW, "7403": 2_700_000, "2606": 14_160}, {**BASE, "2606": 290}, language=language)
    assert (5, ()) == (len(drawn(told).bars), told.findings)


def test_a_mail_has_the_five_largest() -> None:
    """A mail has less room; of twelve lines on a page the title says how many they are."""
    codes = (*NOW, "2603", "2607", "2610", "7404", "7602")
    now = {code: 900_000 - 40_000 * at for at, code in enumerate(codes)}
    told = year(now, {code: usd + 1000 for code, usd in now.items()})
    assert (10, 5, ("mail",)) == (
        len(drawn(told).bars),
        len(drawn(told, "dumbbell-mail").bars),
        drawn(told, "dumbbell-mail").shown,
    )


def _ring(block: Any) -> None:  # noqa: ANN401 -- JSON
    block["bars"][1]["before"] = 300.0


SPOILT: dict[str, tuple[str, Callable[[Any], object]]] = {
    "a ring": ("its tick of 2024 is drawn at 300.0, customs has 336.02", _ring),
    "a point": ("its value is drawn at 900.0", lambda it: it["bars"][0].update(value=900.0)),
    "a year": ("2023", lambda it: it["subtitle"].update(words=it["subtitle"]["words"].replace("2024", "2023"))),
}


@pytest.mark.parametrize("fault", SPOILT)
def test_the_audit_knows_its_ends(fault: str) -> None:
    """Both years are customs' figures."""
    problem, spoil = SPOILT[fault]
    told = year()
    found = told.findings_after("dumbbell", spoil)
    assert any(problem in line for line in found), found
