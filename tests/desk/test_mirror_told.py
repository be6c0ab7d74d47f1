"""What the partner's office recorded of the same trade: once a year, and where it went the other way."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from generator.audit import audit_data
from generator.editions.previous_edition import rates_of
from generator.settings.desk_parts import DeskParts
from generator.trade.period import Period
from tests.desk.own_desk import Parties, briefing, own_desk, row
from tests.desk.unpaged import Unpaged, unpaged

OURS: Parties = ("DEU", "POL", "export")
THEIRS: Parties = ("POL", "DEU", "import")
CODES = ("8703", "8708")
FIRST, LAST = Period.parse("2023-01"), Period.parse("2025-12")
OFFICE = "Poland’s Federal Statistical Office recorded"
Dollars = Mapping[str, int]  # by month, of each line; 10 million in all other months


def rows(parties: Parties, dollars: Dollars) -> Iterator[str]:
    """Yield the rows of one report."""
    for month in (FIRST.step(at) for at in range(LAST.first - FIRST.first + 1)):
        for code in CODES:
            yield row(parties, str(month), code, dollars.get(str(month), 10_000_000))


def desk_of(folder: Path, theirs: Iterable[str], ours: Dollars) -> DeskParts:
    """Return a desk with a briefing that asks for the partner's report."""
    return own_desk(folder, [*rows(OURS, ours), *theirs], {"trade": briefing(OURS, CODES, "  mirror: office\n")})


def told(folder: Path, period: str, theirs: Iterable[str], ours: Dollars) -> Unpaged:
    """Return the edition of a month, in which the audit finds nothing."""
    desk = desk_of(folder, theirs, ours)
    with desk.store:
        edition = unpaged(desk, "trade", period)
    assert () == edition.findings
    return edition


ROSE: Dollars = {"2025-06": 12_000_000}  # 24 million after 20


@pytest.mark.parametrize(
    ("period", "theirs", "said"),
    [
        # 14 million after 20: 30 per cent less, and ours 20 more
        ("2025-06", {"2025-06": 7_000_000}, "$14.00 million for the same trade in June, valued CIF, 30% less than"),
        ("2025-06", {"2025-06": 9_600_000}, ""),  # 4 per cent less: 24 points apart
        ("2025-06", {"2025-06": 16_000_000}, ""),  # 60 per cent more: the same way
        # a December tells it whatever it is: 20.4 million after 20
        (
            "2025-12",
            {"2025-12": 10_200_000},
            "$20.40 million for the same trade in December, valued CIF, 2.0% more than",
        ),
        ("2025-12", {"2025-12": 40_000_000}, "in December, valued CIF, against $20.00 million a year earlier."),
    ],
)
def test_when_it_is_told(tmp_path: Path, period: str, theirs: Dollars, said: str) -> None:
    """Opposite ways, more than 25 points apart; or in December."""
    prose = told(tmp_path / "desk", period, rows(THEIRS, theirs), ROSE).prose
    sentences = [line for line in prose.splitlines() if OFFICE in line]
    assert (1 if said else 0) == len(sentences)
    assert not said or said in sentences[0]


def test_a_month_that_the_partner_lacks_is_not_told(tmp_path: Path) -> None:
    """Neither now nor a year before is anything taken for it."""
    for month in ("2025-06", "2024-06"):
        lines = [line for line in rows(THEIRS, {"2025-06": 7_000_000}) if not line.startswith(month)]
        assert OFFICE not in told(tmp_path / month, "2025-06", lines, ROSE).prose


@pytest.fixture(scope="module")
def edition(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[DeskParts, dict[str, bytes]]]:
    """Return an edition with the partner's figure, and its desk."""
    theirs = rows(THEIRS, {"2025-06": 7_000_000})
    desk = desk_of(tmp_path_factory.mktemp("mirror") / "desk", theirs, ROSE)
    with desk.store:
        yield desk, dict(unpaged(desk, "trade", "2025-06").files)


CHANGES: list[tuple[str, object, str]] = [
    ("value", "14000001", "value comes to 14000000"),
    ("formula", ["mirror", ["cell", "c1"], ["cell", "c2"]], "is no report of the partner"),
    ("formula", None, "comes to 14000000, it takes 7000000"),
]


@pytest.mark.parametrize(("name", "value", "why"), CHANGES)
def test_another_figure_is_found(
    edition: tuple[DeskParts, dict[str, bytes]],
    name: str,
    value: object,
    why: str,
) -> None:
    """Value, parties and lines are worked out again from the partner's rows."""
    desk, files = edition
    claims = json.loads(files["claims.json"])
    mirror = next(claim for claim in claims["claims"] if claim["kind"] == "mirror")
    mirror[name] = value or mirror["formula"][:2]
    if value is None:
        mirror |= {"value": "7000000", "low": "6999999.5", "high": "7000000.5"}
    changed = files | {"claims.json": json.dumps(claims, ensure_ascii=False).encode()}
    assert any(why in finding.problem for finding in audit_data(changed, desk.store.raw.read))


def test_another_valuation_is_found(edition: tuple[DeskParts, dict[str, bytes]]) -> None:
    """Imports are not valued FOB."""
    desk, files = edition
    written = json.dumps(json.loads(files["edition.json"]), ensure_ascii=False)
    assert '"valuation": ["valuation", "CIF"' in written
    changed = written.replace('"valuation": ["valuation", "CIF"', '"valuation": ["valuation", "FOB"')
    found = audit_data(files | {"edition.json": changed.encode()}, desk.store.raw.read)
    assert any("valued in another way" in finding.problem for finding in found)


@pytest.mark.parametrize(
    ("reporter", "partner", "flow", "rates"),
    [("CHN", "PAK", "M", 1), ("PAK", "CHN", "X", 0), ("CHN", "PAK", "X", 0), ("CHN", "NOR", "M", 0)],
)
def test_a_rate_of_another_trade_is_no_rate_of_ours(reporter: str, partner: str, flow: str, rates: int) -> None:
    """The next edition corrects what it printed of its own trade alone, not of the partner's report or a balance."""
    claim: dict[str, Any] = {
        "id": "f1",
        "kind": "change",
        "codes": ["8703"],
        "period": "2025-06",
        "compare_period": "2024-06",
    }
    claim |= {"unit": "pct", "qualifier": "exact", "direction": "down", "value": "-30", "low": "-30", "high": "-30"}
    claim |= {"formula": ["growth", ["cell", "c1"], ["cell", "c2"]]}
    block = {"kind": "section", "id": "market", "paragraphs": [[{"words": "30%", "marks": [{"claim": "f1"}]}]]}
    edition = {"period": "2025-06", "stories": {"en": {"blocks": [block]}}}
    cell = {"measure": "usd", "reporter": reporter, "partner": partner, "flow": flow}
    claims = {"claims": [claim], "cells": {"c1": cell, "c2": cell}}
    assert rates == len(list(rates_of(edition, claims, ("CHN", "PAK", "M"))))
