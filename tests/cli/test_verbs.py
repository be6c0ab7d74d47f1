"""What the verbs take and say, on a starter desk whose figures are in the store and no edition is made."""

import csv
import io
import json
import shutil
from pathlib import Path

import duckdb
import pytest

from generator.cli import main
from tests import program

HOUSE = Path(__file__).parents[2]


def run(desk: Path, *arguments: str) -> tuple[int, str, str]:
    """Run `tradebrief` on `desk`; return exit code, standard output, standard error."""
    return program.run(*arguments, "--desk", desk)


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """Return a starter desk."""
    shutil.copytree(HOUSE / "generator" / "service" / "starter", tmp_path / "desk")
    return tmp_path / "desk"


def table(desk: Path) -> Path:
    """Return the file that waits in the inbox."""
    return next((desk / "inbox" / "gacc-press").glob("*.csv"))


def test_status_says_what_waits_and_what_takes_it_in(desk: Path) -> None:
    """Who has just dropped a file reads that build is next."""
    code, said, _ = run(desk, "status")
    assert (0, True) == (code, "1 waiting in the inbox" in said)
    assert "next: tradebrief build pakistan-minerals, which takes in what waits in inbox/gacc-press/" in said


def test_figures_are_plain_for_a_program(desk: Path) -> None:
    """Digits without groups, and nothing where a value is withheld; what was taken in is said beside it."""
    settings = desk / "desk.yaml"
    marks = '    status_marks: {"c": C}\n    covers: listed'
    settings.write_text(settings.read_text(encoding="utf-8").replace("    covers: listed", marks), encoding="utf-8")
    table(desk).write_text(table(desk).read_text(encoding="utf-8").replace("76,30.35", "76,c"), encoding="utf-8")
    code, said, beside = run(desk, "figures", "--format", "csv")
    values = {(row["code"], row["period"]): row["value"] for row in csv.DictReader(io.StringIO(said))}
    assert (0, True) == (code, "recorded" in beside)
    assert ("1140000000", "") == (values["74", "2025"], values["76", "2025"])


def test_figures_replace_no_file_of_the_desk(desk: Path) -> None:
    """Their place is looked at before any work."""
    for name, place in (("desk.yaml", desk / "desk.yaml"), ("inbox/", table(desk))):
        before = place.read_bytes()
        code, _, beside = run(desk, "figures", "--format", "csv", "--out", str(place))
        assert (2, True) == (code, f"--out {place}: the desk reads {name} itself." in beside)
        assert before == place.read_bytes()


def test_figures_leave_as_parquet_with_every_digit(desk: Path, tmp_path: Path) -> None:
    """The rows of the CSV, each cell a text as it stands there."""
    out = [tmp_path / f"figures.{form}" for form in ("csv", "parquet")]
    for file in out:
        assert 0 == run(desk, "figures", "--out", str(file))[0]
    with out[0].open(encoding="utf-8", newline="") as sheet:
        wanted = [tuple(row) for row in csv.reader(sheet)]
    found = duckdb.read_parquet(str(out[1]))
    assert wanted == [tuple(found.columns), *found.fetchall()]


def test_figures_go_to_a_file_by_its_ending(desk: Path, tmp_path: Path) -> None:
    """A spreadsheet is a spreadsheet; an ending that says nothing is refused."""
    assert [0, 2] == [run(desk, "figures", "--out", str(tmp_path / name))[0] for name in ("f.xlsx", "f.txt")]
    assert b"PK" == (tmp_path / "f.xlsx").read_bytes()[:2]
    assert not (tmp_path / "f.txt").exists()


def test_figures_of_a_period_are_shown_with_those_of_the_year_before(desk: Path) -> None:
    """On a screen the older ones wait for --all; a file has the whole history, as the briefing sees it."""
    shown, every, out = (run(desk, "figures", "--period", "2025", *more)[1] for more in ((), ("--all",), ("--json",)))
    assert [True, False, True] == [" 2024 " in shown, " 2018 " in shown, "--all" in shown], shown
    assert [True, False] == [" 2018 " in every, "--all" in every], every
    assert "2018" in {row["period"] for row in json.loads(out)}


@pytest.mark.parametrize(
    "flags",
    [["--period", "2025-13"], ["--publish"], ["--as-revised", "--revision", "1"], ["--as-of", "soon"]],
)
def test_regenerate_refuses_what_says_nothing(desk: Path, flags: list[str]) -> None:
    """A month that is none, flags that need or shut out each other: exit 2 and one line."""
    code, _, said = run(desk, "regenerate", *flags)
    assert (2, 1) == (code, len(said.splitlines())), said


@pytest.mark.parametrize("flags", [["--period", "2025", "--month", "2024"], ["--month=2025", "--month=2025"]])
def test_a_period_is_given_once(desk: Path, flags: list[str]) -> None:
    """Of two, nobody knows which was meant."""
    code, _, said = run(desk, "figures", *flags)
    assert (2, True) == (code, "the period is given twice. --period and --month are one option" in said), said


def test_help_says_what_each_verb_does_to_the_end(capsys: pytest.CaptureFixture[str]) -> None:
    """No sentence is cut, however narrow the terminal."""
    with pytest.raises(SystemExit):
        main(["--help"])
    said = capsys.readouterr().out
    assert "…" not in said
    assert "..." not in said.partition("Every month:")[2]
    assert "sentence by sentence" in " ".join(said.split())


@pytest.mark.long
def test_the_period_left_out_is_the_newest_of_the_briefings_frequency(desk: Path) -> None:
    """A release of one month does not hide the year from an annual briefing."""
    month = table(desk).read_text(encoding="utf-8").replace("\n2025,", "\n2025-12,")
    (desk / "inbox" / "gacc-press" / "month.csv").write_text(month, encoding="utf-8")
    said = run(desk, "movements", "--json")[1]
    assert "2025" == json.loads(said)["period"]
    editions = json.loads(run(desk, "status", "--json")[1])["editions"]
    assert [("2025", "complete")] == [(item["period"], item["state"]) for item in editions]


def test_a_bad_file_of_another_source_holds_nobody_up(desk: Path) -> None:
    """Only the inbox of the briefing's own source is read."""
    settings = desk / "desk.yaml"
    text = settings.read_text(encoding="utf-8")
    source = text[text.index("  gacc-press:") : text.index("\nmail:")]
    other = source.replace("gacc-press:", "aside:", 1)
    settings.write_text(text.replace(source, source + other), encoding="utf-8")
    (desk / "inbox" / "aside").mkdir()
    (desk / "inbox" / "aside" / "bad.csv").write_text("not a table")
    assert 0 == run(desk, "movements")[0]


@pytest.mark.long
def test_what_was_taken_in_before_a_bad_file_is_said(desk: Path) -> None:
    """A fault in the second file takes no word of the first back."""
    (desk / "inbox" / "gacc-press" / "z.csv").write_text("not a table")
    code, said, fault = run(desk, "build")
    assert (2, True, True) == (code, "recorded: china-minerals" in said, "z.csv" in fault)


@pytest.mark.parametrize(
    ("name", "content"),
    [("desk.yaml", "}"), ("state/state.sqlite", "no database"), ("briefings", ""), ("secrets", ""), ("state", "")],
)
def test_doctor_never_dies(desk: Path, name: str, content: str) -> None:
    """Whatever is wrong becomes one of its lines."""
    shutil.rmtree(desk / name, ignore_errors=True)
    (desk / name).unlink(missing_ok=True)
    (desk / name).parent.mkdir(exist_ok=True)
    (desk / name).write_text(content)
    _, said, fault = run(desk, "doctor")
    assert ("", True) == (fault, all(f" {check}: " in said for check in ("settings", "disk", "store"))), said
