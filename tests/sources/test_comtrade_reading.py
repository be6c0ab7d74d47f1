"""What UN Comtrade's records say: answers of the API, the same records as CSV, and bulk files."""

import csv
import gzip
import io
import json
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from generator.errors import SourceChanged
from generator.sources import TableLayout, layout_of, read
from generator.sources.comtrade_layout import LAYOUT
from generator.trade.codes import Flow
from generator.trade.period import Period
from generator.trade.release import Batch, Coverage

DAY = date(2024, 9, 1)
MONTH = Period.parse("2019-01")
ASKED = Coverage("CHN", "PAK", Flow.IMPORT, ("03", "160414"), (MONTH,))


@pytest.fixture
def pair(shared_data: Path) -> Path:
    """Return the folder of the China-Pakistan pair."""
    return shared_data / "comtrade-china-pakistan-pair"


def batch(raw: bytes, *asked: Coverage, layout: TableLayout = LAYOUT) -> Batch:
    """Return what the bytes say in the form that they have."""
    return read(layout_of(layout, raw, "answer"), raw, "answer", DAY, questions=asked)


def test_an_answer_is_read_to_the_last_field(pair: Path) -> None:
    """M49 becomes ISO letters, 201901 a month, H5 an edition; a weight of 0 is not given."""
    raw = (pair / "api-envelope-json" / "chn_pak_M_201901.json").read_bytes()
    record, one = json.loads(raw)["data"][0], batch(raw, ASKED).observations[0]
    assert ("CHN", "PAK", Flow.IMPORT, record["cmdCode"], MONTH) == (
        *(one.reporter, one.partner, one.flow, one.code, one.period),
    )
    assert (Decimal(str(record["primaryValue"])), "HS2017", "USD") == (one.value, one.edition, one.currency)
    assert (1, "primaryValue") == (one.cell.row, one.cell.column)
    assert one.weight
    assert Decimal(str(record["netWgt"])) == one.weight.value


@pytest.mark.parametrize(
    ("amounts", "valuation"),
    [
        ({"cifvalue": 25.5, "fobvalue": None, "primaryValue": 25.5}, "CIF"),
        ({"cifvalue": 25.5, "fobvalue": 24.0, "primaryValue": 25.5}, "CIF"),
        ({"cifvalue": 0.0, "fobvalue": 24.0, "primaryValue": 24.0}, "FOB"),
        ({"cifvalue": 25.5, "fobvalue": 24.0, "primaryValue": 24.0}, "FOB"),
        ({"cifvalue": 24.0, "fobvalue": 24.0, "primaryValue": 24.0}, ""),
        ({"cifvalue": None, "fobvalue": None, "primaryValue": 24.0}, ""),
        ({"cifvalue": 25.5, "fobvalue": 24.0, "primaryValue": 24.7}, ""),
        ({"cifvalue": 0.0, "fobvalue": None, "primaryValue": 0.0}, ""),
    ],
)
def test_a_record_says_how_its_value_is_meant(pair: Path, amounts: dict[str, float | None], valuation: str) -> None:
    """It is the CIF value or the FOB value, whichever it repeats; where both or neither, nobody says, and so of 0."""
    answer = json.loads((pair / "api-envelope-json" / "chn_pak_M_201901.json").read_text("utf-8"))
    answer = answer | {"data": [answer["data"][0] | amounts], "count": 1}
    [one] = batch(json.dumps(answer).encode(), ASKED).observations
    assert valuation == one.valuation
    assert not one.weight or one.weight.valuation == ""


def test_the_same_records_are_the_same_figures_in_every_form(pair: Path) -> None:
    """JSON, CSV by commas, and by tabs in gzip with other capitals, as bulk files have it."""
    raw = (pair / "api-envelope-json" / "chn_pak_M_201901.json").read_bytes()
    text = (pair / "chn_reporter_pak_partner_2010_2020.csv").read_text(encoding="utf-8")
    rows = list(csv.reader(io.StringIO(text)))
    january = [rows[0], *(row for row in rows if row[5] == "201901" and row[9] == "M")]
    comma = "\n".join(",".join(f'"{text}"' for text in row) for row in january).encode()
    capitals = [[name.upper() for name in rows[0]], *january[1:]]
    tabs = gzip.compress("\n".join("\t".join(row) for row in capitals).encode())
    told = [
        {(one.code, one.value, one.quantity, one.valuation) for one in batch(form).observations}
        for form in (raw, comma, tabs)
    ]
    assert len(january) - 1 == len(told[0])
    assert told[0] == told[1] == told[2]


def test_an_empty_answer_says_what_was_asked() -> None:
    """No rows for what is out: no trade in it; and nothing at all where nobody asked."""
    empty = b'{"elapsedTime": "0.1 secs", "count": 0, "data": [], "error": ""}'
    found = batch(empty, ASKED)
    assert ((), (ASKED,), MONTH) == (found.observations, found.coverage, found.period)
    with pytest.raises(SourceChanged, match="none of the 0 rows"):
        batch(empty)


@pytest.mark.parametrize(
    "other",
    [
        {"reporter": "IND"},
        {"partner": "IND"},
        {"flow": Flow.EXPORT},
        {"codes": ("02",)},
        {"periods": (Period.parse("2019-02"),)},
    ],
)
def test_an_answer_to_another_question_is_refused(pair: Path, other: dict[str, Any]) -> None:
    """Another reporter, partner, flow, code or month than was asked for is no part of this answer."""
    raw = (pair / "api-envelope-json" / "chn_pak_M_201901.json").read_bytes()
    with pytest.raises(SourceChanged, match="answers another question"):
        batch(raw, replace(ASKED, **other))


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (b'{"count": 2, "data": [{"period": "201901"}]}', "has 1 records and counts 2"),
        (b'{"data": null}', "no list of records"),
        (b'{"data": [], "error": "no"}', "is an error"),
        (b'{"data": [{"primaryValue": NaN}]}', "NaN is no number"),
        (b'{"data": [{"a": 1, "a": 2}]}', "stands twice"),
        (b'{"data": ' + b"[" * 5000, "no JSON that can be read"),
        (b"{", "no JSON that can be read"),
    ],
)
def test_a_broken_answer_is_refused_whole(answer: bytes, words: str) -> None:
    """What is no answer is never read as no trade."""
    with pytest.raises(SourceChanged, match=words):
        batch(answer, ASKED)


def test_a_record_with_other_names_is_refused(pair: Path) -> None:
    """A field that comes or goes within one answer is a changed format."""
    answer = json.loads((pair / "api-envelope-json" / "chn_pak_M_201901.json").read_bytes())
    answer["data"][1]["tariff"] = 1
    with pytest.raises(SourceChanged, match='record 2 has other names than the first one: "tariff"'):
        batch(json.dumps(answer).encode(), ASKED)


def test_re_exports_and_other_parts_are_passed_over(shared_data: Path) -> None:
    """RX, DX and FM are parts of X and M: only the two are figures."""
    name = shared_data / "comtrade-china-pakistan-pair" / "pak_reporter_all_partners_2016_2020.csv"
    found = batch(name.read_bytes())
    rows = list(csv.DictReader(io.StringIO(name.read_text(encoding="utf-8"))))
    assert {"M", "X", "DX"} <= {row["flowCode"] for row in rows}
    assert sum(row["flowCode"] in {"M", "X"} for row in rows) == len(found.observations) + len(found.refusals)
    assert () == found.refusals
