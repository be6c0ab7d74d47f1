"""Link A for a monthly edition: curves, panels, stacks, sparks and their data, in every file."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

import pytest

from generator.audit import audit_files
from tests.audit.month_story import edition
from tests.audit.monthly import claims_data
from tests.audit.printing import files


def found(changed: dict[str, bytes]) -> list[str]:
    """Return every finding as a line."""
    return [str(item) for item in audit_files(changed)]


def test_a_sound_monthly_edition_passes() -> None:
    """Every file of the monthly sample says what its edition says, the PDF as well."""
    assert [] == found(files(edition(), claims_data(), pdf=True))


CHANGES: dict[str, tuple[str, Callable[[str], str], str]] = {
    "a tick": ("en.html", lambda words: words.replace(">400<", ">500<"), "chart text differs"),
    "a step": ("en.html", lambda words: words.replace(">Jun<", ">Jul<"), "chart text differs"),
    "a year under a third panel": (
        "charts/panels.en.svg",
        lambda words: words.replace("</svg>", "<text>2024</text></svg>"),
        "the picture says '2024' besides",
    ),
    "an aside": ("en.html", lambda words: words.replace("How to read it.", "How to see it."), "text differs"),
    "a group's head": ("en.html", lambda words: words.replace(">Contribution<", ">Addition<"), "text differs"),
    "a note": ("en.html", lambda words: words.replace("both levels stand", "the levels stand"), "text differs"),
    "a cell of the picture's table": (
        "en.html",
        lambda words: words.replace("Contribution, percentage points</p>", "Points</p>"),
        "text differs",
    ),
    "a spark with words": (
        "en.html",
        lambda words: words.replace('2"/></svg>', '2"/><text>up</text></svg>'),
        "alt text differs",
    ),
    "a point as data": (
        "charts/years.en.csv",
        lambda words: words.replace("2025,2025,334.0", "2025,2025,335.0"),
        "chart data differ",
    ),
    "a month as data": (
        "charts/panels.en.json",
        lambda words: words.replace("2024-05", "2022-05", 1),
        "chart data differ",
    ),
    "a part as data": (
        "charts/shares.en.csv",
        lambda words: words.replace("Refined copper,81%", "Refined copper,80%"),
        "chart data differ",
    ),
    "a bar as data": (
        "charts/contributions.en.csv",
        lambda words: words.replace("+35.7", "+35.8"),
        "chart data differ",
    ),
}


@pytest.mark.parametrize("fault", CHANGES)
def test_a_change_in_a_file_is_found(fault: str) -> None:
    """What is drawn or written otherwise than the edition says is found in its file."""
    name, change, rule = CHANGES[fault]
    made = files(edition(), claims_data())
    changed = change(made[name].decode())
    assert changed.encode() != made[name]
    lines = found({**made, name: changed.encode()})
    assert any(line.startswith(name) and rule in line for line in lines), lines


def test_a_narrow_drawing_may_leave_steps_out() -> None:
    """Where there is no room for every month, the others are enough."""
    made = files(edition(), claims_data())
    page, count = re.subn(r"<text[^>]*>Apr</text>", "", made["en.html"].decode())
    assert count == 1
    assert [] == found({**made, "en.html": page.encode()})


def test_a_pdf_lacks_no_tick() -> None:
    """The PDF says everything that is drawn, steps apart."""
    told: dict[str, Any] = json.loads(json.dumps(edition()))
    made = files(told, claims_data(), pdf=True)
    years = next(block for block in told["stories"]["en"]["blocks"] if block["id"] == "years")
    years["ticks"][1]["words"] = "150"
    changed = {**made, "edition.json": json.dumps({**told, "formats": ["pdf"]}).encode()}
    assert any(line.startswith("en.pdf") and "150" in line for line in found(changed))
