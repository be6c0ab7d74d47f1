"""`tradebrief movements --input`: a table without a desk, as a person and as a program ask for it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.desk.bare_table import rows, run, sidecar, table

PERIOD = ("--period", "2025-12")
KEYS = ["series", "period", "level", "direction", "kind", "score", "parts", "flags", "p", "rule", "context", "facts"]


@pytest.fixture
def lively(tmp_path: Path) -> Path:
    """Return a table in which one heading tripled."""
    return table(tmp_path, rows({("7403", "2025-12"): 3.0}))


def test_picks_are_written_with_every_key_of_the_contract(lively: Path, tmp_path: Path) -> None:
    """One pick, its chapter in the context, and a line that says where it is."""
    out = tmp_path / "picks.json"
    code, said = run("--input", lively, *PERIOD, "--out", out)
    assert (0, f"written: {out}") == (code, said[-1])
    [pick] = json.loads(out.read_bytes())
    assert KEYS == list(pick)
    assert ["7403", "2025-12", "hs4", "up", "spike"] == [pick[key] for key in KEYS[:5] if key != "score"]
    assert "74" in pick["context"]
    assert pick["score"] == pytest.approx(sum(value for name, value in pick["parts"].items() if name != "quality"))
    assert 0 < pick["p"] < 0.1
    level = next(one for one in pick["facts"] if one["metric"] == "level")
    assert {"value", "unit", "period", "compare_period", "n", "reason", "flags"} < set(level)
    assert "usd" == level["unit"]


def test_the_same_table_gives_the_same_bytes(lively: Path, tmp_path: Path) -> None:
    """In a file, in a file again, and on standard output."""
    files = [tmp_path / "one.json", tmp_path / "two.json"]
    for file in files:
        assert 0 == run("--input", lively, *PERIOD, "--out", file)[0]
    one, two = (file.read_bytes() for file in files)
    code, said = run("--input", lively, *PERIOD, "--json")
    assert one == two
    assert (0, one.decode().splitlines()) == (code, said)


def test_a_person_reads_what_is_told_and_why(lively: Path) -> None:
    """A head, an arrow, a bar, the evaluated rule; then what another pick tells."""
    code, said = run("--input", lively, *PERIOD)
    assert (0, "Notable in 2025-12") == (code, said[0])
    pick = next(line for line in said if line.startswith("7403"))
    for word in ("spike", "▲", "█", "≥ 3.0 yes", "with 74"):
        assert word in pick
    at = said.index("Considered and left out")
    assert any(line.startswith("74 ") and line.endswith("told as 7403") for line in said[at:])


def test_a_quiet_table_says_so_in_one_sentence(tmp_path: Path) -> None:
    """An empty list, exit 0; no bar is lowered to fill the page."""
    quiet, out = table(tmp_path, rows()), tmp_path / "picks.json"
    code, said = run("--input", quiet, *PERIOD, "--out", out)
    assert 0 == code
    assert ["Nothing notable in 2025-12: no movement stands out from its own past.", f"written: {out}"] == said
    assert [] == json.loads(out.read_bytes())
    assert (0, ["[]"]) == run("--input", quiet, *PERIOD, "--json")


def test_the_sidecar_names_the_period(lively: Path, tmp_path: Path) -> None:
    """No --period is needed then."""
    code, said = run("--input", lively, "--meta", sidecar(tmp_path, {"reference_period": "2025-12"}), "--json")
    assert (0, ["7403"]) == (code, [one["series"] for one in json.loads("\n".join(said))])


def test_a_rules_unknown_metric_names_the_nearest(lively: Path, tmp_path: Path) -> None:
    """With the sidecar, the key and exit 2, in one line."""
    meta = sidecar(tmp_path, {"thresholds": {"defaults": {"notable": {"metric": "contrip", "abs_gte": 1}}}})
    code, said = run("--input", lively, "--meta", meta, *PERIOD)
    assert (2, 1) == (code, len(said))
    for word in (str(meta), "thresholds.defaults.notable.metric", "contrip", "Nearest known: contrib."):
        assert word in said[0]


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (("ores",), "--input: is a table without a desk, and a briefing is given."),
        (("--desk", "."), "--input: is a table without a desk, and --desk is given."),
        (("--as-of", "2025-01-01"), "--input: is a table without a desk, and --as-of is given."),
    ],
)
def test_a_table_has_no_desk(lively: Path, given: tuple[str, ...], said: str) -> None:
    """Both together are refused."""
    code, lines = run(*given, "--input", lively, *PERIOD)
    assert 2 == code
    assert said in lines[0]


@pytest.mark.parametrize("flag", ["--meta", "--previous", "--out"])
def test_what_belongs_to_a_table_needs_one(flag: str, tmp_path: Path) -> None:
    """Named, with what to do."""
    code, said = run(flag, tmp_path / "file")
    assert (2, 1) == (code, len(said))
    assert f"{flag}: belongs to a table. Name the table with --input, or leave it out." in said[0]


def test_a_place_for_the_picks_that_is_not_there_is_said(lively: Path, tmp_path: Path) -> None:
    """One line that names it."""
    code, said = run("--input", lively, *PERIOD, "--out", tmp_path / "no" / "picks.json")
    assert code
    assert 1 == len([line for line in said if str(tmp_path / "no") in line])
    assert not any("Traceback" in line for line in said)


def test_a_threshold_that_can_hold_of_nothing_is_said_once(lively: Path, tmp_path: Path) -> None:
    """By name, place and remedy, beside picks that stay a plain list; what any series can have is not named."""
    lines = [line.replace(",kg,", ",,") for line in rows({("7403", "2025-12"): 3.0})]
    bare = table(tmp_path, [",".join([*line.split(",")[:5], "", "", "F"]) for line in lines], "bare.csv")
    notable = {"any": [{"metric": "yoy", "abs_gte": 25}, {"metric": "mirror", "abs_gte": 1}, {"metric": "uv", "gt": 1}]}
    meta = sidecar(tmp_path, {"thresholds": {"defaults": {"notable": notable}}})
    for file, metrics in ((lively, ["mirror"]), (bare, ["mirror", "uv"])):
        code, said = run("--input", file, "--meta", meta, *PERIOD, "--json")
        told = [line for line in said if line.startswith("note: ")]
        assert 0 == code
        assert isinstance(json.loads("\n".join(line for line in said if line not in told)), list)
        assert metrics == [line.split(": ")[3].split(" ")[0] for line in told]
    assert (
        f"note: {meta}: thresholds.defaults.notable.any.1.metric: mirror is null for every line (no partner's report), "
        "so that this holds of none. Leave it out; it needs what the other side's customs counted."
    ) == told[0]
