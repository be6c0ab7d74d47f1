"""One line in the band of its usual changes: what is drawn, from which month on, and what is told beside it."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from math import exp, log
from statistics import median
from typing import Any

import pytest

from generator.movements.exact_surprise import usual
from generator.story.label import Label
from generator.story.plan import Chart
from generator.trade.period import Period
from tests.story.months import NAMES, Monthly, Table, months, table

MILLION = 10**6
HOUSES = ("AUS", "NZL")  # parties without Lunar New Year
REFINED = "7403"
FINAL = frozenset(str(Period.parse("2020-07").step(at)) for at in range(60))  # to June 2025


def swaying(_: str, place: int) -> int:
    """Return a level that grows by two per cent a year, with a step of a third in the last month."""
    return MILLION * (60 + place // 6 + (place * 7) % 5) * (4 if place == 65 else 3) // 3


def line(value: Callable[[str, int], int] = swaying, months_known: int = 66, **more: Any) -> Monthly:  # noqa: ANN401 -- fields of a brief
    """Return the month of a single line, in which the audit finds nothing."""
    rows = table(value, codes=(REFINED,), months=months_known)
    told = months(rows, codes=(REFINED,), **{"parties": HOUSES, **more})
    assert told.findings == ()
    return told


def trend(told: Monthly) -> Chart:
    """Return the picture of the line."""
    found: Chart | None = told.block("trend")
    assert found is not None
    return found


def test_a_briefing_of_one_line_has_it_behind_the_total_and_in_the_mail() -> None:
    """Five years to the month, its figure and its rate at the last point."""
    told = line()
    blocks = [block.id for block in told.story.blocks]
    curve = trend(told).curves[0]
    assert blocks[blocks.index("lede") + 1 : blocks.index("lede") + 3] == ["total", "trend"]
    assert ("2021-01", "2025-12", 60) == (curve.spans[0], curve.spans[-1], len(curve.points))
    assert ("December 2025", "93.33, +35%") == (curve.label.words, curve.figure.words)
    assert "Refined copper was up 35% on December 2024" == trend(told).title.words
    assert "mail" in trend(told).shown


def test_the_band_is_two_spreads_about_the_usual_change() -> None:
    """Worked out by floats from the same levels: median change, 1.4826 times the median distance from it, 1 + 2/n."""
    told = line()
    curve = trend(told).curves[0]
    levels = [swaying(REFINED, place) / MILLION for place in range(66)]
    offset = 0.05 * median(levels[41:65])
    changes = [log((levels[at] + offset) / (levels[at - 12] + offset)) for at in range(29, 65)]
    middle = median(changes)
    spread = max(1.4826 * median(abs(one - middle) for one in changes), 0.05)
    reach = 2 * spread * (1 + 2 / 36)
    ends = [(levels[53] + offset) * exp(middle + by) - offset for by in (-reach, reach)]
    assert [curve.lows[-1], curve.highs[-1]] == pytest.approx(ends, rel=1e-9)
    assert (curve.highs[-1] or 0) < (curve.points[-1] or 0)  # the last month's step is unusual
    assert trend(told).band is not None


def test_january_and_february_have_no_band_where_a_holiday_moves() -> None:
    """China keeps Lunar New Year; the picture says why two months have none."""
    drawn = trend(line(parties=("CHN", "PAK")))
    ends = zip(drawn.curves[0].spans, drawn.curves[0].lows, strict=True)
    known = [(span, low) for span, low in ends if span > "2021-06"]  # which has a base
    assert all((low is None) == (span[5:] in {"01", "02"}) for span, low in known)
    assert "January and February have none: a holiday moves between them." in [text.words for text in drawn.aside]


def test_months_that_may_change_are_dashed() -> None:
    """The subtitle says what dashes are; where all may change the source line says it."""
    drawn = trend(line(final=FINAL))
    assert (drawn.curves[0].spans[-6:], ()) == (drawn.curves[0].provisional, trend(line()).curves[0].provisional)
    assert drawn.subtitle.words.endswith("January 2021 to December 2025. Dashed: provisional")


@pytest.mark.parametrize(
    "told",
    [
        lambda: line(months_known=13),
        lambda: line(months_known=36),
        lambda: line(lambda _, place: MILLION * (60 if place % 5 else 9)),  # its range would leave the line no room
    ],
)
def test_a_short_past_or_a_wide_range_has_a_line_and_no_band(told: Callable[[], Monthly]) -> None:
    """Two years of changes are needed to say what is usual."""
    drawn = trend(told())
    assert (None, (), ()) == (drawn.band, drawn.curves[0].lows, drawn.aside)


def test_a_year_and_no_more_makes_no_line() -> None:
    """A month needs the one of a year before."""
    assert line(months_known=12).block("trend") is None
    assert line(period="2025-01..2025-02", parties=("CHN", "PAK")).block("trend") is None


def test_a_month_that_is_not_listed_breaks_the_line() -> None:
    """Nothing is drawn over what is not known, nor a range upon it."""
    rows: Table = {key: row for key, row in table(swaying, codes=(REFINED,), months=66).items() if key[1] != "2021-09"}
    told = months(rows, codes=(REFINED,), parties=HOUSES, covers="listed")
    curve = trend(told).curves[0]
    at = curve.spans.index("2021-09")
    assert (None, None) == (curve.points[at], curve.lows[at + 12])
    assert None not in (curve.points[at + 1], curve.lows[at + 11])
    assert told.findings == ()


def test_a_line_that_fell_says_so() -> None:
    """The way of the last point goes with the picture."""
    drawn = trend(line(lambda _, place: MILLION * (60 if place < 65 else 40)))
    assert ("fallen", "Refined copper was down 33% on December 2024") == (drawn.curves[0].role, drawn.title.words)


def test_among_several_lines_it_is_the_one_that_leads() -> None:
    """It is drawn where a briefing asks for it: the editor's line, else the one that carried the total."""
    sizes = {"7403": 60, "2608": 9, "2601": 11}
    rows = table(
        lambda code, at: MILLION * sizes[code] * (140 if (code, at) == ("2601", 65) else 100) // 100,
        codes=tuple(sizes),
        months=66,
    )
    hands: tuple[dict[str, Any], ...] = ({}, {"charts": ("trend",)}, {"charts": ("trend",), "lead_with": "2608"})
    told = [months(rows, **hand) for hand in hands]
    drawn = [one.block("trend") for one in told]
    assert drawn[0] is None
    assert [["2601"], ["2608"]] == [[*one.curves[0].codes] for one in drawn[1:]]
    assert "China’s imports of zinc ores" in drawn[2].subtitle.words
    assert [(), ()] == [one.findings for one in told[1:]]


def test_a_line_with_a_long_name_goes_by_its_own_code() -> None:
    """Where a name has no room in what is counted, the codes named are those of the line, not of the whole."""
    name = "marble, travertine, alabaster and other calcareous stone of a gravity of 2.5 or more"
    long = Label(name, name, name)
    rows = table(
        lambda code, at: MILLION * (5 if code == "2515" and at < 65 else 9), codes=("2515", "2608", "7403"), months=66
    )
    told = months(rows, charts=("trend",), labels={**NAMES, "2515": long}, lead_with="2515")
    assert "2608" not in trend(told).subtitle.words
    assert "HS 2515" in trend(told).subtitle.words
    assert told.findings == ()


@pytest.mark.parametrize("language", ["zh", "ur"])
def test_it_is_told_in_every_language(language: str) -> None:
    """Every sentence about band, holiday and dashes passes the audit of its language."""
    drawn = trend(line(parties=("CHN", "PAK"), final=FINAL, language=language))
    assert (3, True) == (len(drawn.aside), bool(drawn.curves[0].provisional))


SPOILT: dict[str, tuple[str, Callable[[Any], object]]] = {
    "a range": ("2025-12 lies in", lambda it: it["highs"].__setitem__(-1, it["highs"][-1] + 0.01)),
    "a range too many": ("2021-01 lies in 1.0 to None", lambda it: it["lows"].__setitem__(0, 1.0)),
    "no range": (
        "2025-12 lies in None to None",
        lambda it: (it["lows"].__setitem__(-1, None), it["highs"].__setitem__(-1, None)),
    ),
    "ends": ("its band has more or fewer ends than the line has points", lambda it: it["lows"].pop()),
    "a point": ("2025-11 is drawn at 1.0", lambda it: it["points"].__setitem__(-2, 1.0)),
    "a month": ("' is drawn of 2025-12", lambda it: it["label"].update(said=["time", "2025-11", "span"])),
    "dashes": ("2025-06 is dashed, its figure is final", lambda it: it["provisional"].append("2025-06")),
    "no dashes": ("2025-07 is provisional, not dashed", lambda it: it.pop("provisional")),
}


@pytest.mark.parametrize("fault", SPOILT)
def test_the_audit_works_the_band_out_again(fault: str) -> None:
    """From the raw rows, by its own arithmetic."""
    problem, spoil = SPOILT[fault]
    told = line(parties=("CHN", "PAK"), final=FINAL)
    found = told.findings_after("trend", lambda block: spoil(block["curves"][0]))
    assert any(problem in line for line in found), found


def test_what_is_usual_needs_two_years_of_changes_and_trade() -> None:
    """Thirteen months, or trade in every third month, make no range."""
    steady = [Decimal(MILLION)] * 40
    rare = [Decimal(MILLION if at % 3 == 0 else 0) for at in range(40)]
    dollar = Decimal(1)
    assert (None, None, None) == (usual(steady[:36], 12, dollar), usual(rare, 12, dollar), usual([], 12, dollar))
    ends = usual(steady, 12, dollar)
    assert ends is not None
    low, high = ends(Decimal(MILLION))
    assert low < MILLION < high
