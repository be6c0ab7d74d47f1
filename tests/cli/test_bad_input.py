"""Bad input: each fault is one clear line that names the thing and the remedy, and leaves everything as it was."""

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from tests import program

HOUSE = Path(__file__).parents[2]
STARTER = HOUSE / "generator" / "service" / "starter" / "inbox" / "gacc-press" / "china-minerals-from-pakistan-2025.csv"
Change = Callable[[str], bytes]


def run(*arguments: str) -> tuple[int, list[str]]:
    """Run `tradebrief`; return its exit code and the lines of what it printed."""
    done = program.run(*arguments)
    return done.code, done.lines


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """Return a starter desk whose figures were not taken in yet."""
    assert run("init", str(tmp_path / "desk"))[0] == 0
    return tmp_path / "desk"


def renamed(text: str) -> bytes:
    """Rename a column."""
    return text.replace("qualifier", "qualfier", 1).encode()


def extra(text: str) -> bytes:
    """Add a column."""
    return "\n".join(f"{line},more" for line in text.splitlines()).encode()


def missing(text: str) -> bytes:
    """Leave the last column out."""
    return "\n".join(line.rpartition(",")[0] for line in text.splitlines()).encode()


def commas(text: str) -> bytes:
    """Write every figure with a decimal comma."""
    for figure in ("1.14", "14.16", "0.29", "110.90", "89.43", "30.35", "1.22"):
        text = text.replace(f",{figure},", f',"{figure.replace(".", ",")}",')
    return text.replace(",11,", ',"11,0",').replace(",101,", ',"101,0",').replace(",132,", ',"132,0",').encode()


FAULTS: dict[str, tuple[Change, str]] = {
    "a renamed column": (renamed, "qualifier"),
    "an extra column": (extra, "more"),
    "a missing column": (missing, "address"),
    "another encoding": (lambda text: text.encode("utf-16"), "utf-8"),
    "an empty file": (lambda _: b"", "empty"),
    "a web page": (lambda _: b"<!doctype html><html><body>Not found</body></html>", "web page"),
    "decimal commas throughout": (commas, "1234,5 throughout"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_layout_fault_is_one_line_and_stores_nothing(desk: Path, tmp_path: Path, fault: str) -> None:
    """Exit 2, the file and what is wrong with it, and an empty store."""
    change, word = FAULTS[fault]
    file = tmp_path / "figures.csv"
    file.write_bytes(change(STARTER.read_text(encoding="utf-8")))
    code, said = run("ingest", str(file), "--source", "gacc-press", "--desk", str(desk))
    assert (2, 1) == (code, len(said)), said
    assert "figures.csv" in said[0]
    assert word.lower() in said[0].lower()
    assert not any((desk / "state" / "figures").glob("*"))


def test_a_ragged_row_goes_to_quarantine_and_the_rest_is_taken(desk: Path, tmp_path: Path) -> None:
    """File, row and reason; nine of ten rows are kept."""
    lines = STARTER.read_text(encoding="utf-8").splitlines()
    lines[4] = lines[4] + ",one too many"
    file = tmp_path / "figures.csv"
    file.write_text("\n".join(lines), encoding="utf-8")
    code, said = run("ingest", str(file), "--source", "gacc-press", "--desk", str(desk))
    assert code == 0
    assert "9 figures" in said[0]
    assert "row 5" in said[1]
    assert len(list((desk / "inbox" / "gacc-press" / "quarantine").iterdir())) == 1


def test_an_unknown_key_is_named_with_its_line_and_the_nearest(desk: Path) -> None:
    """Nothing in the settings is passed over in silence."""
    settings = desk / "desk.yaml"
    text = settings.read_text(encoding="utf-8")
    settings.write_text(text.replace("time_zone:", "time_zon:"), encoding="utf-8")
    line = text[: text.index("time_zone:")].count("\n") + 1
    code, said = run("build", "--desk", str(desk))
    assert (2, 1) == (code, len(said))
    assert f"desk.yaml:{line}" in said[0]
    assert "time_zone" in said[0]


def test_a_verb_outside_a_desk_says_how_to_make_one(tmp_path: Path) -> None:
    """The remedy is the verb that makes a desk."""
    code, said = run("build", "--desk", str(tmp_path))
    assert (2, True) == (code, "tradebrief init" in said[-1])


def test_an_unknown_source_is_named_with_the_known_ones(desk: Path) -> None:
    """A misspelt source is not a new one."""
    code, said = run("ingest", str(STARTER), "--source", "gac-press", "--desk", str(desk))
    assert (2, True) == (code, "gacc-press" in said[0])


def test_a_file_that_is_not_there_is_said_to_be_none(desk: Path) -> None:
    """Its size and kind are not what is wrong with it."""
    code, said = run("ingest", str(desk / "none.csv"), "--source", "gacc-press", "--desk", str(desk))
    assert (2, True) == (code, "none.csv: there is no such file" in " ".join(said)), said


def test_a_dry_run_stores_nothing(desk: Path) -> None:
    """What was understood is said, and forgotten."""
    code, said = run("ingest", str(STARTER), "--source", "gacc-press", "--desk", str(desk), "--dry-run")
    assert (0, True) == (code, "10 figures" in said[0])
    assert not any((desk / "state" / "figures").glob("*"))


def test_a_strange_file_in_the_inbox_goes_to_quarantine_with_its_reason(desk: Path) -> None:
    """Nothing that a person dropped is lost, and nobody overlooks it: exit 2."""
    inbox = desk / "inbox" / "gacc-press"
    shutil.copy(HOUSE / "pyproject.toml", inbox / STARTER.name)
    code, said = run("build", "--desk", str(desk))
    assert (2, True) == (code, any(line.startswith("not taken in: ") and "quarantine" in line for line in said)), said
    assert (inbox / "quarantine" / STARTER.name).read_bytes() == (HOUSE / "pyproject.toml").read_bytes()
    assert STARTER.name in (inbox / "quarantine" / f"{STARTER.name}.reason.txt").read_text(encoding="utf-8")


def test_a_strange_file_stops_no_other(desk: Path) -> None:
    """The figures beside it are shown all the same; a second strange file of that name has a place of its own."""
    for _ in range(2):
        (desk / "inbox" / "gacc-press" / "a.csv").write_text("no table")
        code, said = run("figures", "--desk", str(desk))
        assert (2, True) == (code, any("1,140,000,000" in line for line in said)), said
    kept = {path.name for path in (desk / "inbox" / "gacc-press" / "quarantine").iterdir()}
    assert {"a.csv", "a.csv.1"} <= kept


def test_a_file_that_is_still_being_written_waits(desk: Path) -> None:
    """A copy that goes on while the program looks is not taken by half, and is said."""
    growing = desk / "inbox" / "gacc-press" / "growing.csv"
    row = STARTER.read_text(encoding="utf-8").splitlines()[0]
    with subprocess.Popen(["sh", "-c", f"while :; do echo '{row}' >> {growing}; sleep 0.1; done"]) as writer:
        code, said = run("figures", "--desk", str(desk))
        writer.kill()
    assert (0, True) == (code, any("growing.csv: it is still being written" in line for line in said)), said
    assert growing.is_file()


def test_what_a_spreadsheet_would_run_is_only_shown(desk: Path, tmp_path: Path) -> None:
    """A publication called =HYPERLINK(…) stands as text in csv and xlsx."""
    file = desk / "inbox" / "gacc-press" / STARTER.name
    file.write_text(STARTER.read_text(encoding="utf-8").replace("China Economic Net", "=1+1"), encoding="utf-8")
    assert 0 == run("figures", "--desk", str(desk), "--out", str(tmp_path / "f.xlsx"))[0]
    _, said = run("figures", "--desk", str(desk), "--format", "csv")
    assert any(",'=1+1," in line for line in said)
    sheet = openpyxl.load_workbook(tmp_path / "f.xlsx").active
    assert sheet is not None
    assert "'=1+1" in {row[-4] for row in sheet.iter_rows(min_row=2, values_only=True)}


@pytest.mark.parametrize(
    ("words", "verb"),
    [
        (("regenerate", "pakistan-minerals", "2025-12"), "regenerate --help"),
        (("subscribers", "add"), "subscribers add --help"),
        (("buidl",), "--help"),
    ],
)
def test_who_asks_a_verb_wrongly_is_told_whose_help_says_more(words: tuple[str, ...], verb: str) -> None:
    """One line, which ends with the help of the verb that was meant, or of all."""
    code, (line,) = run(*words)
    assert (2, True) == (code, f". `tradebrief {verb}` " in line or f"? `tradebrief {verb}` " in line), line
