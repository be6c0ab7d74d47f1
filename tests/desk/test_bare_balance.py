"""The other flow in a bare table: series that the sidecar names beside others, and the balance of both."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.editions.bare_panel import picks_of
from generator.errors import SettingsError
from generator.movements.metric_values import value_of
from generator.movements.picks import PanelPicks
from tests.desk.bare_table import run, sidecar, table

HEADER = "series,parent,period,value_usd"
SIDES = {"74": "74 exported", "7403": "7403 exported", "7404": "7404 exported"}
# Imports and exports of 7403 and 7404 in every month of 2024, and of 2025
IMPORTS, EXPORTS = {"7403": (900, 1000), "7404": (400, 300)}, {"7403": (500, 800), "7404": (600, 700)}


def rows(partner: str = "") -> list[str]:
    """Return two years of both flows of two headings and their chapter; with the partner's report where it is named."""
    found = []
    for place in range(24):
        when = f"{2024 + place // 12}-{place % 12 + 1:02d}"
        for name, lines in (("", IMPORTS), (" exported", EXPORTS)):
            now = {code: pair[place // 12] for code, pair in lines.items()}
            found += [f"{code}{name},74{name},{when},{value}" for code, value in now.items()]
            found.append(f"74{name},,{when},{sum(now.values())}")
        found += [f"{partner},,{when},1"] if partner else []
    return found


def of(folder: Path, flow: object = "M", **meta: object) -> PanelPicks:
    """Return the picks of the table, imports unless it is said otherwise."""
    return picks_of(
        table(folder, rows(), header=HEADER), None, sidecar(folder, {"flow": flow, "other_flow": SIDES, **meta})
    )


@pytest.mark.parametrize(
    ("flow", "expected"),
    [
        ("M", {"74": (200, 400), "7403": (-200, 200), "7404": (400, 200)}),
        ("exports", {"74": (-200, -400), "7403": (200, -200), "7404": (-400, -200)}),
    ],
)
def test_a_table_of_both_flows_has_balances(tmp_path: Path, flow: str, expected: dict[str, tuple[object, ...]]) -> None:
    """7403: 800 out, 1000 in: -200, after 500 and 900. The chapter: 1500 out, 1300 in, after 1100 and 1300."""
    seen = of(tmp_path, flow).judged.snapshot
    assert ("74", "7403", "7404") == seen.panel.codes
    found = {
        code: tuple(value_of(seen, name, at).value for name in ("balance", "balance_abs"))
        for at, code in enumerate(seen.panel.codes)
    }
    assert expected == found


def test_a_rule_on_it_decides_and_is_shown(tmp_path: Path) -> None:
    """A surplus of 400 or more: 7404 alone. `--why` shows what was found of any, and no note is left."""
    rule = {"notable": {"metric": "balance", "gte": 400}}
    file, meta = (
        table(tmp_path, rows(), header=HEADER),
        sidecar(
            tmp_path,
            {"flow": "M", "other_flow": SIDES, "thresholds": {"series": dict.fromkeys(("7403", "7404"), rule)}},
        ),
    )
    assert ["7404"] == [one.series for one in picks_of(file, None, meta).told]
    code, said = run("--input", file, "--meta", meta, "--why", "7403")
    assert 0 == code
    assert any(line.split()[:2] == ["balance", "no"] and "200" in line for line in said)
    assert "exports less imports \N{MINUS SIGN}200, +200 on a year before" in said
    assert not [line for line in said if "is null for every line" in line]


FAULTS: dict[str, tuple[dict[str, object], str]] = {
    "no flow": ({"other_flow": SIDES}, "flow is not there, and other_flow stands beside it. Write"),
    "no such flow": ({"other_flow": SIDES, "flow": "in"}, "flow is 'in', and other_flow stands beside it"),
    "goods that came back": ({"other_flow": SIDES, "flow": "RM"}, "flow is 'RM', and other_flow stands beside it"),
    "a list": ({"flow": "M", "other_flow": ["7403"]}, "other_flow is no list of series with the series of the other"),
    "an unknown series": ({"flow": "M", "other_flow": {"7403": "7403 export"}}, "the table has no series 7403 export."),
    "in one tree": ({"flow": "M", "other_flow": {"7403": "7404"}}, "7404 lies in one tree with a series that is told."),
    "of the partner as well": (
        {"flow": "M", "other_flow": {"7403": "PAK"}, "mirror": {"7404": "PAK"}},
        "other_flow.7403: PAK is the partner's report of 7404, too.",
    ),
    "beside a report": (
        {"flow": "M", "other_flow": {"PAK": "74 exported"}, "mirror": {"7404": "PAK"}},
        "other_flow.PAK: 74 exported cannot stand beside it, for PAK is the partner's report of 7404.",
    ),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_names_the_key_and_the_remedy(tmp_path: Path, fault: str) -> None:
    """In one line with the sidecar."""
    data, problem = FAULTS[fault]
    with pytest.raises(SettingsError) as raised:
        picks_of(table(tmp_path, rows("PAK"), header=HEADER), None, sidecar(tmp_path, data))
    assert problem in str(raised.value).replace(": is", " is")
