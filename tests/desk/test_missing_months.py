"""China's imports of fish from Pakistan by UN Comtrade's files: what they lack and where their codes change."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from generator.audit import audit_data
from generator.intake.file_intake import ingest
from generator.settings.desk_parts import DeskParts
from generator.settings.wiring import open_desk
from generator.story.plan import Chart
from tests.desk.unpaged import Unpaged, unpaged

DESK = """
publisher: {name: {en: Fisheries Desk}, dateline: {en: Beijing}, contact: fish@example.org}
time_zone: Asia/Shanghai
sources:
  comtrade: {kind: comtrade, title: {en: Chinese customs}, covers: ["0302", "0303", "0304"]}
mail: {transport: folder, from: Fish <fish@example.org>}
"""
BRIEFING = """
title: {en: Fish}
frequency: monthly
figures: {source: comtrade, reporter: CHN, partner: PAK, flow: import, codes: ["0302", "0303", "0304"], detail: 6}
"""
FROZEN = """
title: {en: Frozen fish}
frequency: monthly
figures: {source: comtrade, reporter: CHN, partner: PAK, flow: import, codes: ["030389"]}
"""


@pytest.fixture(scope="module")
def fish(shared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[DeskParts]:
    """Return a desk with eleven years of the pair: none of 2013 to 2015, HS2012 until 2016, then HS2017."""
    folder = tmp_path_factory.mktemp("fish")
    (folder / "briefings").mkdir()
    (folder / "state").mkdir()
    (folder / "desk.yaml").write_text(DESK, "utf-8")
    (folder / "briefings" / "fish.yaml").write_text(BRIEFING, "utf-8")
    (folder / "briefings" / "frozen.yaml").write_text(FROZEN, "utf-8")
    desk, name = open_desk(folder, os.environ), "chn_reporter_pak_partner_2010_2020.csv"
    table = shared_data / "comtrade-china-pakistan-pair" / name
    ingest(desk.desk, desk.store, table, "comtrade", datetime(2026, 3, 20, tzinfo=UTC), released=date(2024, 9, 1))
    yield desk
    desk.store.close()


def told(desk: DeskParts, period: str, name: str = "fish") -> Unpaged:
    """Return the edition of `period`, in which the audit finds nothing."""
    found = unpaged(desk, name, period)
    assert () == found.findings
    return found


def findings(desk: DeskParts, files: Mapping[str, bytes]) -> list[str]:
    """Return what the audit has against the data of an edition."""
    return [str(found) for found in audit_data(files, desk.store.raw.read)]


MIXED = ["2012-06", "2012-09"]  # China changed to HS 2012 in the middle of the year
BROKEN = (
    "HS 0302, 0303 and 0304 are not known to cover the same goods in HS 2007 and HS 2012, "
    "so the total has no change on the year."
)


@pytest.mark.parametrize("period", MIXED)
def test_where_the_editions_meet_the_text_says_why_nothing_is_compared(fish: DeskParts, period: str) -> None:
    """The goods of the codes may have changed: that a figure of 2011 is missing would not be true."""
    of = told(fish, period)
    assert BROKEN in of.prose
    assert "no figure for" not in of.prose
    assert "\nnot compared with " in of.prose


@pytest.mark.parametrize("period", ["2017-05", "2019-10"])
def test_lines_that_came_to_count_other_goods_have_no_change(fish: DeskParts, period: str) -> None:
    """In 2017 the headings are compared, their lines are not; two years later all are."""
    of = told(fish, period)
    assert (period < "2018") is ("cover the same goods in HS 2012 and HS 2017" in of.prose)
    assert "more than a year earlier" in of.prose


@pytest.mark.parametrize("period", ["2018-08", "2019-10"])
def test_a_rule_stands_where_a_code_came_to_count_other_goods(fish: DeskParts, period: str) -> None:
    """Six empty months of HS 2012, then the line of HS 2017; a rule elsewhere, or of another edition, is refused."""
    of = told(fish, period, "frozen")
    picture = next(one for one in of.story.blocks if isinstance(one, Chart) and one.name == "trend")
    assert [("2017-01", "HS 2017")] == [(one.span, one.label.words) for one in picture.breaks]
    curve = picture.curves[0]
    assert ("2016-07", (None,) * 6) == (curve.spans[0], curve.points[:6])
    assert None not in curve.points[6:]
    assert "cover the same goods in HS 2012 and HS 2017." in picture.aside[-1].words
    for right, wrong in (('"span": "2017-01"', '"span": "2017-02"'), ('"words": "HS 2017"', '"words": "HS 2022"')):
        text = of.files["edition.json"].decode()
        assert text.count(right) == 1
        spoilt = {**of.files, "edition.json": text.replace(right, wrong).encode()}
        assert [one for one in findings(fish, spoilt) if "comes to be counted so" in one or "[pattern]" in one]


def test_the_audit_refuses_a_change_across_a_break(fish: DeskParts) -> None:
    """Of eels as of any line: the same claim, its base said to be of the older edition."""
    of = told(fish, "2019-10")
    claims: Any = json.loads(of.files["claims.json"])
    change = next(one for one in claims["claims"] if one["formula"][0] == "growth" and one["codes"] == ["030389"])
    claims["cells"][change["formula"][2][1]]["edition"] = "HS2012"
    found = findings(fish, {**of.files, "claims.json": json.dumps(claims).encode()})
    assert [one for one in found if "030389 does not count the same goods in HS2012 and HS2017" in one]
    assert [one for one in found if "is 'HS2017' in its row, 'HS2012' in claims.json" in one]


@pytest.mark.parametrize(("period", "is_estimated"), [("2018-08", True), ("2019-10", False)])
def test_no_average_is_taken_from_estimated_weights(fish: DeskParts, period: str, *, is_estimated: bool) -> None:
    """UN Comtrade estimated the weights of 2017, with which August 2018 compares, and none since."""
    of = told(fish, period)
    assert is_estimated is not ("a kilogram averaged" in of.prose)
