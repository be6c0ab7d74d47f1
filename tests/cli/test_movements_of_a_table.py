"""`tradebrief movements --input`: a table without a desk, as a person and as a program ask for it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.desk.bare_table import months, rows, run, sidecar, table

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
    assert (0, f"written: {out}") == (code, said[-2])
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
    """A head, an arrow, the surprise and the weight; then what another pick tells."""
    code, said = run("--input", lively, *PERIOD)
    assert (0, "Notable in 2025-12") == (code, said[0])
    pick = next(line for line in said if line.startswith("7403"))
    for word in ("spike", "▲", "z 18.2, +10.1 points", "with 74"):
        assert word in pick
    assert "≥" not in pick
    at = said.index("Considered and left out")
    [left] = [line for line in said[at:] if line.startswith("74 ")]
    assert "told as 7403" == left.rpartition("  ")[2]


def test_a_quiet_table_says_so_in_one_sentence(tmp_path: Path) -> None:
    """An empty list, exit 0; no bar is lowered to fill the page. Why of any series is a step away."""
    quiet, out = table(tmp_path, rows()), tmp_path / "picks.json"
    code, said = run("--input", quiet, *PERIOD, "--out", out)
    assert 0 == code
    then = f"next: tradebrief movements --input {quiet} --period 2025-12 --why 74"
    assert ["Nothing notable in 2025-12: no movement stands out from its own past.", f"written: {out}", then] == said
    assert [] == json.loads(out.read_bytes())
    assert (0, ["[]"]) == run("--input", quiet, *PERIOD, "--json")


@pytest.mark.parametrize(
    ("known", "period", "reason"),
    [
        (12, "2019-12", "no month a year before"),
        (15, "2020-02", "fewer than 6 months with a year before them"),
    ],
)
def test_what_cannot_be_judged_is_not_called_quiet(tmp_path: Path, known: int, period: str, reason: str) -> None:
    """The first year of a table, and the one after it, in which cathodes tripled: nobody measured what is usual."""
    short = table(tmp_path, rows({("7403", period): 3.0}, months()[:known]))
    code, said = run("--input", short, "--period", period)
    assert (0, f"{period} cannot be judged by what is usual: {reason}.") == (code, said[0])
    assert "stands out" not in " ".join(said)
    why = run("--input", short, "--period", period, "--why", "7403")[1]
    assert why[0].startswith(f"7403 in {period}: left out: ")
    assert (True, False) == (why[0].endswith(f": {reason}"), "does not stand out" in why[0])


def test_a_month_that_only_its_own_rule_tells_is_asked_for(tmp_path: Path) -> None:
    """An ordinary month that a rule on that series wants: no spike, on the screen; picks.json has its kinds as ever."""
    rule = {"series": {"7403": {"notable": {"metric": "contrib", "abs_gte": 0.01}}}}
    meta, even = sidecar(tmp_path, {"thresholds": rule}), table(tmp_path, rows())
    said = run("--input", even, "--meta", meta, *PERIOD)[1]
    [line] = [line for line in said if line.startswith("7403 ")]
    assert (True, False) == ("asked for" in line, "spike" in line)
    why = run("--input", even, "--meta", meta, *PERIOD, "--why", "7403")[1]
    assert why[0].startswith("7403 in 2025-12: told, 1 of 1: asked for")
    picked = json.loads("\n".join(run("--input", even, "--meta", meta, *PERIOD, "--json")[1]))
    assert ["spike"] == [one["kind"] for one in picked]


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
        "so that this holds of none. Name where it stands: figures.mirror of a briefing, mirror of a sidecar."
    ) == told[0]


@pytest.mark.parametrize(
    ("place", "said"),
    [
        ("no/picks.json", "the folder {0}/no is not there. Make it first: mkdir -p {0}/no. Or name another."),
        ("folder", "it is a folder. Name a file in it."),
        ("table.csv/picks.json", "{0}/table.csv is a file, not a folder. Name another place."),
    ],
)
def test_a_place_for_the_picks_where_no_file_can_be_is_refused_first(
    lively: Path, tmp_path: Path, place: str, said: str
) -> None:
    """Exit 2 and one line with the remedy, before a table is read that is not even there."""
    (tmp_path / "folder").mkdir()
    for table_file in (lively, tmp_path / "none.csv"):
        code, lines = run("--input", table_file, *PERIOD, "--out", tmp_path / place)
        assert (2, [f"tradebrief: --out {tmp_path / place}: {said.format(tmp_path)}"]) == (code, lines)


@pytest.mark.parametrize("flag", ["--input", "--meta", "--previous"])
@pytest.mark.parametrize("link", ["", "symlink_to", "hardlink_to"])
def test_picks_are_not_written_over_what_is_read(lively: Path, tmp_path: Path, flag: str, link: str) -> None:
    """By the file itself, under whichever name; nothing in it changes."""
    files = {"--input": lively, "--meta": sidecar(tmp_path, {}), "--previous": tmp_path / "previous.csv"}
    files["--previous"].write_bytes(lively.read_bytes())
    before = {file: file.read_bytes() for file in files.values()}
    out = tmp_path / "folder" / ".." / files[flag].name
    (tmp_path / "folder").mkdir()
    if link:
        out = tmp_path / "other.json"
        getattr(out, link)(files[flag])
    code, said = run(*(part for pair in files.items() for part in pair), *PERIOD, "--out", out)
    assert (2, [f"tradebrief: --out {out}: it is the file that {flag} reads. Name another file."]) == (code, said)
    assert before == {file: file.read_bytes() for file in files.values()}


def test_a_file_is_replaced_whole_and_a_link_is_followed(lively: Path, tmp_path: Path) -> None:
    """Who reads the old file goes on reading it; no passing name is left behind."""
    real, link = tmp_path / "real.json", tmp_path / "link.json"
    real.write_text("old", "utf-8")
    link.symlink_to(real)
    with real.open(encoding="utf-8") as reader:
        assert 0 == run("--input", lively, *PERIOD, "--out", link)[0]
        assert "old" == reader.read()
    assert ["7403"] == [one["series"] for one in json.loads(real.read_bytes())]
    assert (True, []) == (link.is_symlink(), list(tmp_path.glob(".*")))


WHY = """
7403 in 2025-12: told, 1 of 1: spike ▲
condition             holds  found         asked
threshold (defaults)  yes
  any                 yes
    all               yes
      z               yes    18.2          ≥ 3.0
      contrib         yes    10.1 points   ≥ 0.1 points
    all               yes
      yoy             yes    215%          ≥ 25%
      yoy_abs         yes    42,600,000    ≥ 5,000,000
    event             no     none          new or vanished or resumed or record
  unless              no
    flag              no     none          partial or hs_break or base_effect
"""


def test_why_prints_the_threshold_as_a_tree(lively: Path) -> None:
    """One condition a line: holds or not, what was found, what was asked; then its chance, and the score by parts.

    200,000 times 104 times three in December, 200,000 times 99 a year before.
    """
    code, said = run("--input", lively, *PERIOD, "--why", "7403")
    wanted = [" ".join(line.split()) for line in WHY.strip().splitlines()]
    assert (0, wanted) == (code, [" ".join(line.split()) for line in said[: len(wanted)]])
    assert [line[: len(line) - len(line.lstrip())] for line in WHY.strip().splitlines()] == [
        line[: len(line) - len(line.lstrip())] for line in said[: len(wanted)]
    ]
    chance = "p under 0.000001 to stand out among 9: chance has under 0.000001 such stories a month"
    assert chance in " ".join(said[len(wanted)].split())
    scored = [line.split() for line in said[len(wanted) + 1 : len(wanted) + 8]]
    parts = {name: float(number) for name, number, *_ in scored}
    addends = sum(parts[name] for name in ("surprise", "milestone", "weight", "interest", "novelty"))
    assert parts["score"] == pytest.approx(addends, abs=0.3)
    assert parts["quality"] == pytest.approx(1)


def test_why_is_asked_of_several_and_of_what_is_left_out(lively: Path) -> None:
    """In the order in which they are named, each with what stopped it."""
    code, said = run("--input", lively, *PERIOD, "--why", "74", "--why", "7602")
    heads = [line for line in said if " in 2025-12: " in line]
    stopped = ["74 in 2025-12: left out: told as 7403"]
    stopped += ["7602 in 2025-12: left out: its threshold does not let it through"]
    assert (0, stopped) == (code, heads)
    assert any(" ".join(line.split()) == "story no told as 7403 no other story that tells it" for line in said)


def test_why_is_data_for_a_program(lively: Path, tmp_path: Path) -> None:
    """The tree, the gates and the score; the picks go to their file as ever."""
    out = tmp_path / "picks.json"
    code, said = run("--input", lively, *PERIOD, "--why", "74", "--json", "--out", out)
    [found] = json.loads("\n".join(said))
    assert (0, False, "story") == (code, found["told"], found["stopped"])
    [rule, exception] = found["judgement"]["parts"]
    assert ["any", "flag"] == [rule["condition"], exception["condition"]]
    [z, contrib] = rule["parts"][0]["parts"]
    assert (True, "≥ 3.0", "z") == (z["holds"], z["asked"], z["unit"])
    assert (contrib["value"], "pp") == (pytest.approx(9.9, abs=0.1), contrib["unit"])
    assert [("chance", True), ("story", False)] == [(gate["condition"], gate["holds"]) for gate in found["gates"]]
    assert ["7403"] == [one["series"] for one in json.loads(out.read_bytes())]


def test_an_unknown_series_gets_the_nearest(lively: Path) -> None:
    """Exit 2 and one line; a word by its letters, a number by its digits."""
    for asked, nearest in (("7409", "7408, 7404, 7403"), ("totl", "total"), ("9999", "7604, 7602, 7601")):
        code, said = run("--input", lively, *PERIOD, "--why", asked)
        wanted = f"tradebrief: --why {asked}: the table has no such series. Nearest: {nearest}."
        assert (2, [wanted]) == (code, said)


def test_a_rule_on_a_code_that_the_table_lacks_is_noted(tmp_path: Path) -> None:
    """With its key and the nearest that there are; a rule on one that it has is not."""
    rule = {"notable": {"metric": "yoy", "abs_gte": 50}}
    meta = sidecar(tmp_path, {"thresholds": {"series": {"7405": rule, "7404": rule}}})
    code, said = run("--input", table(tmp_path, rows()), *PERIOD, "--meta", meta)
    noted = [one for one in said if "note: " in one]
    problem = "no line is 7405, so that this holds of none. Nearest: 7404, 7403, 7408."
    assert (0, [f"note: {meta}: thresholds.series.7405: {problem}"]) == (code, noted)
