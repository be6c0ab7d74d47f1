"""Shares of partners: who is drawn, in which order, and what the audit finds in a wrong one."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from generator.story.plan import Chart
from tests.story.months import Monthly, months

MILLION = 10**6
PARTIES = ("USA", "TUR")
# Millions of dollars in 2025 and 2024, of 200 and 160 in all: Türkiye is ninth of nine.
LEVELS = {"CHL": (60, 40), "COD": (50, 40), "PER": (40, 40), "RUS": (20, 9), "JPN": (9, 11), "KAZ": (8, 0)}
LEVELS |= {"ZMB": (6, 8), "BOL": (5, 9), "TUR": (2, 3)}


def told(levels: dict[str, tuple[int, int]] = LEVELS, **more: Any) -> Monthly:  # noqa: ANN401 -- fields of a brief
    """Return the year 2025 of imports of copper from Türkiye, with all partners of the United States."""
    tables = {}
    for partner, (now, base) in levels.items():
        years = (("2025", now), ("2024", base))
        tables[partner] = {("7403", year): (MILLION * level, 1000 * level) for year, level in years if level}
    own = tables.pop("TUR")
    hand = {"charts": ("partners",), "covers": "listed", "codes": ("7403",), "parties": PARTIES, **more}
    made = months(own, "2025", market=tables, **hand)
    assert made.findings == ()
    return made


def test_the_seven_largest_and_our_own_are_drawn() -> None:
    """Largest first, with the share now and the points since; ours with its rank, and nobody between."""
    chart: Chart = told().block("partners")
    assert [
        ("Chile", "", "30%", "+5.0"),  # 60 of 200, 40 of 160
        ("Democratic Republic of the Congo", "", "25%", "0.0"),
        ("Peru", "", "20%", "−5.0"),
        ("Russia", "", "10%", "+4.4"),
        ("Japan", "", "4.5%", "−2.4"),
        ("Kazakhstan", "", "4.0%", "no base"),
        ("Zambia", "", "3.0%", "−2.0"),
        ("Türkiye", "9", "1.0%", "−0.9"),
    ] == [(curve.label.words, curve.figure.words, *(cell.words for cell in curve.cells)) for curve in chart.curves]
    assert [(None, 4.0), (5.0, 3.0), (1.875, 1.0)] == [curve.points for curve in chart.curves[-3:]]
    assert ("Türkiye’s share fell to 1.0%, from 1.9% in 2024", ["2024", "2025"]) == (
        chart.title.words,
        [step.words for step in chart.steps],
    )
    assert chart.subtitle.words.endswith("the seven largest partners and Türkiye with its rank")


def test_our_own_among_the_largest_stands_at_its_place() -> None:
    """There are seven rows then."""
    chart: Chart = told({**LEVELS, "TUR": (45, 10)}).block("partners")
    assert (7, ["supplier"] * 2 + ["own"] + ["supplier"] * 4) == (
        len(chart.curves),
        [curve.role for curve in chart.curves],
    )
    assert "seven" not in chart.subtitle.words


def test_two_partners_have_no_picture() -> None:
    """They are a sentence."""
    assert told({"TUR": (2, 2), "CHL": (60, 40)}).block("partners") is None


def test_without_the_market_there_is_no_picture() -> None:
    """A briefing may ask for what its figures do not have."""
    rows = {("7403", year): (MILLION, 1000) for year in ("2024", "2025")}
    made = months(rows, "2025", covers="listed", codes=("7403",), charts=("partners",))
    assert (None, ()) == (made.block("partners"), made.findings)


@pytest.mark.parametrize("language", ["zh", "ur"])
def test_it_is_told_in_every_language(language: str) -> None:
    """With a partner that is no economy, and exports as well."""
    levels = {**LEVELS, "S19": LEVELS["CHL"]}
    assert told(levels, language=language).block("partners") is not None


SPOILT: dict[str, tuple[str, Callable[[Any], object]]] = {
    "a share": ("it is drawn at", lambda it: it["curves"][0]["points"].__setitem__(1, 40.0)),
    "a ring": ("it is drawn at", lambda it: it["curves"][0]["points"].__setitem__(0, 20.0)),
    "no ring": ("it had trade in 2024", lambda it: it["curves"][0].update(points=[None, 30.0], cells=_first(it))),
    "a name": ("its figures are those of CHL", lambda it: it["curves"][0].update(label=it["curves"][1]["label"])),
    "a partner left out": ("it draws", lambda it: it["curves"].pop(1)),
    "another order": ("it draws", lambda it: it["curves"].reverse()),
    "another own": ("is not the edition's own", lambda it: _own(it["curves"])),
    "a year": ("its shares are", lambda it: it["curves"][0].update(spans=["2023", "2025"])),
    "a rank": ("'8'", lambda it: it["curves"][-1]["figure"].update(words="8")),
}


def _first(it: Any) -> list[Any]:  # noqa: ANN401 -- JSON
    """Return the first cell of the first partner, and the last of one without a ring."""
    return [it["curves"][0]["cells"][0], it["curves"][5]["cells"][1]]


def _own(curves: list[Any]) -> None:
    """Have the first partner be the edition's own."""
    curves[0].update(role="own", figure=curves[-1]["figure"])
    curves[-1].update(role="supplier", figure={"words": "", "marks": []})


@pytest.mark.parametrize("fault", SPOILT)
def test_the_audit_knows_all_partners(fault: str) -> None:
    """Each share is that of the partner whose name it has; none of the larger ones is left out."""
    said, spoil = SPOILT[fault]
    found = told().findings_after("partners", spoil)
    assert found
    assert any(said in line for line in found), found


@pytest.mark.parametrize("kind", ["supplier_share", "share_gain"])
def test_a_share_that_was_changed_is_found(kind: str) -> None:
    """The audit adds up the rows of the partner, and of all."""
    made = told()
    claims = json.loads(json.dumps(made.claims))
    claim = next(claim for claim in claims["claims"] if claim["kind"] == kind)
    claim.update(value="12", low="12", high="12")
    assert any("[claim]" in line for line in replace(made, claims=claims).findings)


def test_a_share_of_cells_that_are_not_all_is_found() -> None:
    """A share of two of a partner's rows, one of which is another partner's."""
    made = told()
    claims = json.loads(json.dumps(made.claims))
    shares = [claim for claim in claims["claims"] if claim["kind"] == "supplier_share"]
    shares[0]["formula"][1] = shares[1]["formula"][1]
    assert any("comes to" in line for line in replace(made, claims=claims).findings)
