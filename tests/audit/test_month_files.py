"""Files of a monthly edition with every form of chart read back, and its charts held to the raw rows."""

from __future__ import annotations

import copy
import re
from collections.abc import Callable
from functools import cache
from typing import Any

import pytest

from generator.audit import audit_files
from generator.audit.claim_evidence import ClaimEvidence
from generator.audit.trace.recompute import trace
from tests.audit.printing import files
from tests.audit.seeded import seeded
from tests.story.months import Monthly

Data = dict[str, Any]
FORMS = ("upright_bars", "contributions", "panels", "year_gap", "dumbbell")


@cache
def month() -> Monthly:
    """Return a month of four lines or more."""
    return seeded("ordinary", 2).make("en")


@cache
def sound() -> dict[str, bytes]:
    """Return its files, without a PDF."""
    return files(month().edition, month().claims)


def chart(told: Data, form: str) -> Data:
    """Return the first chart of a form in an edition."""
    blocks = told["stories"]["en"]["blocks"]
    found: Data = next(block for block in blocks if block["kind"] == "chart" and block["form"] == form)
    return found


def found(changed: dict[str, bytes]) -> list[str]:
    """Return every finding as a line."""
    return [str(item) for item in audit_files(changed)]


def test_a_sound_month_passes() -> None:
    """Every file says what its edition says."""
    assert [] == found(sound())


def drawn(block: Data) -> float:
    """Return a number that a chart draws."""
    if block.get("bars"):
        return float(block["bars"][0]["value"])
    return float(block["curves"][0]["points"][-1])


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("ending", ["csv", "json"])
def test_a_changed_number_of_a_chart_is_found(form: str, ending: str) -> None:
    """In its table, and in the data of its spec."""
    block = chart(month().edition, form)
    name, value = f"charts/{block['name']}.en.{ending}", drawn(block)
    changed = sound()[name].replace(repr(value).encode(), repr(value + 1).encode())
    assert changed != sound()[name]
    lines = found({**sound(), name: changed})
    assert any(line.startswith(name) and "chart data differ" in line for line in lines), lines


@pytest.mark.parametrize("key", ["ticks", "steps"])
def test_a_tick_or_a_step_of_the_page_is_the_charts(key: str) -> None:
    """A narrow drawing may leave steps out, and may have no other one."""
    form = {"ticks": "upright_bars", "steps": "panels"}[key]
    words = next(text["words"] for text in chart(month().edition, form)[key][1:] if text["words"].strip())
    page = sound()["en.html"].decode()
    other = page.replace(f">{words}</text>", ">Nothing</text>")
    assert any("chart text differs" in line for line in found({**sound(), "en.html": other.encode()}))
    left = re.sub(rf"<text[^>]*>{re.escape(words)}</text>", "", page)
    assert bool(found({**sound(), "en.html": left.encode()})) == (key == "ticks")


def other_sum(block: Data) -> None:
    """Print another last digit in the sum of a year."""
    label = block["curves"][0]["label"]
    last = label["marks"][0]["end"] - 1
    label["words"] = label["words"][:last] + str((int(label["words"][last]) + 1) % 10) + label["words"][last + 1 :]


def shorter_year(block: Data) -> None:
    """Leave out the last month of a year."""
    for kept in (block["steps"], *(block["curves"][0][key] for key in ("spans", "points", "cells"))):
        kept.pop()


DRAWN: dict[str, tuple[str, str, Callable[[Data], object]]] = {
    "a point": ("panels", "is drawn at 41.0", lambda it: it["curves"][0]["points"].__setitem__(5, 41.0)),
    "a gap": ("panels", "is not drawn", lambda it: it["curves"][0]["points"].__setitem__(5, None)),
    "an invented month": (
        "panels",
        "is drawn",
        lambda it: (it["curves"][0]["spans"].insert(0, "2019-12"), it["curves"][0]["points"].insert(0, 1.0)),
    ),
    "a share of the year before": ("dumbbell", "is drawn at 80.0", lambda it: it["bars"][1].update(before=80.0)),
    "a change": ("year_gap", "is drawn at 41.0", lambda it: it["curves"][0]["points"].__setitem__(5, 41.0)),
    "another sum": ("year_gap", "its figures add up to", other_sum),
    "a month left out": ("year_gap", "its bars are not the months of", shorter_year),
    "figures of two months": ("year_gap", "is not its change", lambda it: it["curves"][0]["cells"].reverse()),
    "a bar left out": ("contributions", "it leaves out", lambda it: it["bars"].pop()),
}


@pytest.mark.parametrize("fault", DRAWN)
def test_what_is_drawn_is_what_customs_published(fault: str) -> None:
    """A point or a part is worked out again from the raw rows."""
    form, problem, change = DRAWN[fault]
    made, told = month(), copy.deepcopy(month().edition)
    change(chart(told, form))
    lines = [str(item) for item in trace(told, ClaimEvidence.of(made.claims), made.raw.__getitem__, None)]
    assert any(problem in line for line in lines), lines


def test_a_spark_is_what_customs_published() -> None:
    """Each of its points, and as many as the table has spans."""
    made, told = month(), copy.deepcopy(month().edition)
    rows = [row for block in told["stories"]["en"]["blocks"] if block["kind"] == "table" for row in block["rows"]]
    one, other = [row for row in rows if row.get("spark")][:2]
    one["spark"][3] = 21.0
    other["spark"].pop()
    lines = "\n".join(str(item) for item in trace(told, ClaimEvidence.of(made.claims), made.raw.__getitem__, None))
    assert "is drawn at 21.0" in lines
    assert "points are drawn for" in lines
