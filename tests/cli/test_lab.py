"""`tradebrief lab`, as a person and as a program ask for it."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import jsonschema  # type: ignore[import-untyped]
import pytest

from generator.settings.schemas import schema_named
from tests import program
from tests.desk.lab_desk import lab_desk

CHANGES = {("740319", "2025-05"): 1.8, ("740321", "2025-08"): 1.45}
RULES = """thresholds:
  defaults: {notable: {metric: yoy, abs_gte: 500}}
  series:
    "740319": {notable: {metric: yoy, abs_gte: 50}}
"""


@pytest.fixture(scope="module", name="kept")
def made_once(faces: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a desk with its faces cut."""
    folder = tmp_path_factory.mktemp("lab") / "desk"
    desk = lab_desk(folder, CHANGES, RULES)
    desk.store.close()
    (desk.store.folder / "faces").symlink_to(faces, target_is_directory=True)
    return folder


@pytest.fixture(name="desk")
def copied(kept: Path, tmp_path: Path) -> Path:
    """Return a copy of that desk."""
    shutil.copytree(kept, tmp_path / "desk")
    return tmp_path / "desk"


def run(desk: Path, *arguments: object) -> tuple[int, list[str], list[str]]:
    """Return exit code and what was printed on both outputs, by line."""
    done = program.run("lab", "--desk", desk, *arguments)
    return done.code, done.out.splitlines(), done.err.splitlines()


def test_a_person_reads_months_summary_and_next_step(desk: Path) -> None:
    """Nothing but that, and no progress where nobody watches."""
    code, said, beside = run(desk)
    assert (0, []) == (code, beside)
    assert "What stands out against its own past by the thresholds of copper, 2025-01 to 2025-12" == said[0]
    assert said[1].startswith("Not replayed: the lines of the text, ")
    assert said[2].startswith("By the figures that are known now: no month has a revision, ")
    assert 11 == len([line for line in said[4:16] if line.endswith("–  quiet")])
    assert said[8].startswith("2025-05     1  ▲ 740319 other copper, refined (spike ")
    assert ["told", "kinds", "again"] == [line.split()[0] for line in said[17:20]]
    assert "1 movement in 12 months, 0.1 a month; 11 months quiet" in said[17]
    assert "the one movement is of no series that was told in the twelve months before as well" in said[19]
    assert "next: tradebrief lab copper --against FILE, with thresholds that you would like to try" == said[-1]


def test_other_thresholds_are_shown_with_what_they_change(desk: Path, tmp_path: Path) -> None:
    """A line for each movement: month, sign, code, kind, way, score, name."""
    other = tmp_path / "other.yaml"
    more = '    "740321": {notable: {metric: yoy, gte: 25}}\n'
    other.write_text(RULES + more, encoding="utf-8")
    code, said, _ = run(desk, "--against", other)
    assert 0 == code
    at = next(number for number, line in enumerate(said) if line.split() == ["month", "code", "kind", "score"])
    assert ["2025-08", "+", "740321"] == said[at + 1].split()[:3]
    assert any(line.endswith("they add 1 and lose 0") for line in said)


def test_json_fits_its_schema(desk: Path, tmp_path: Path) -> None:
    """`tradebrief schema lab` says the same."""
    other = tmp_path / "other.yaml"
    other.write_text(RULES.replace("50}", "100}"), encoding="utf-8")
    code, said, _ = run(desk, "--json", "--against", other)
    found = json.loads("\n".join(said))
    jsonschema.validate(found, schema_named("lab"), cls=jsonschema.Draft202012Validator)
    assert (0, 1) == (code, found["against"]["lost"])


@pytest.mark.long
def test_thresholds_that_hold_of_no_code_are_named_with_their_lines(desk: Path, tmp_path: Path) -> None:
    """The briefing's own and those that are tried: beside what is printed and in the JSON."""
    file, other = desk / "briefings" / "copper.yaml", tmp_path / "other.yaml"
    text = file.read_text(encoding="utf-8").replace("{metric: yoy, abs_gte: 500}", "{metric: uv, gte: 5}")
    file.write_text(text, encoding="utf-8")
    other.write_text("series:\n  '740319':\n    notable: {metric: balance, gte: 1}\n", encoding="utf-8")
    code, said, beside = run(desk, "--json", "--against", other)
    line = 1 + next(at for at, words in enumerate(text.splitlines()) if "uv" in words)
    assert (0, 2) == (code, len(beside))
    assert beside[0].startswith(f"note: briefings/copper.yaml:{line}: uv is null for every line (no_quantity), ")
    assert beside[1].startswith(f"note: {other}:3: balance is null for every code (no other flow), ")
    assert beside == [f"note: {note}" for note in json.loads("\n".join(said))["notes"]]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--against", "none.yaml"), "--against none.yaml: the file cannot be read"),
        (("--since", "2030-01"), "2030-01 cannot be replayed: 2024-01 is the first month with one a year before"),
        (("--since", "soon"), "'soon' is no period"),
    ],
)
def test_what_cannot_be_is_said_in_one_line(desk: Path, arguments: tuple[str, ...], said: str) -> None:
    """Exit 2."""
    code, out, beside = run(desk, *arguments)
    assert (2, [], 1) == (code, out, len(beside))
    assert said in beside[0]


def test_a_briefing_of_years_has_no_months_to_replay(tmp_path: Path) -> None:
    """Exit 2, with the source."""
    desk = tmp_path / "starter"
    assert 0 == program.run("init", desk).code
    code, _, beside = run(desk)
    assert 2 == code
    assert "the lab replays months, and gacc-press has none of pakistan-minerals" in beside[-1]
