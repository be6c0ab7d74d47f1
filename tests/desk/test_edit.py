"""The whole text of the sample's month in an editor's hand: rewritten, restated, merged."""

import json
import shutil
from pathlib import Path

import pytest

from tests.desk.conftest import StarterDesk

EDITION = "pakistan-minerals-monthly/2025-12"
FILE = "commentary/pakistan-minerals-monthly/2025-12.md"
INBOX = "inbox/illustrative-customs"
HEADLINE = "Copper in demand: China’s mineral imports from Pakistan up a tenth"
COPPER = "Nearly half of the bill was refined copper, which climbed 28% to $64.74 million."
BAUXITE = "Bauxite stood at $1.42 million, against $0.02 million a year earlier."
IRON = (
    "Iron ores, the raw material of steel, went the other way, down 41% to $6.51 million, the least since "
    "January 2023. That was 64,092 tonnes, 40% less; a tonne averaged $102, down from $103."
)
DRAFTED = (
    "Refined copper, used in cables, motors and pipes, climbed 28%, to $64.74 million, 49% of the total. "
    "Its gain was mostly in tonnage: 6,481 tonnes, 23% more; a tonne averaged $9,989, up from $9,592."
)


@pytest.fixture(scope="module")
def drafted(faces: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a desk with the drafted text of the sample's month in its commentary; tests copy it."""
    desk = StarterDesk(tmp_path_factory.mktemp("drafted") / "desk")
    assert 0 == desk.run("init", str(desk.folder), "--sample").code
    (desk.folder / "state").mkdir(mode=0o700)
    shutil.copytree(faces, desk.folder / "state" / "faces")
    tables = map(str, sorted((desk.folder / INBOX).glob("*.csv")))
    assert 0 == desk.run("ingest", *tables, "--source", "illustrative-customs").code
    assert 0 == desk.run("edit", EDITION, "--no-open").code
    return desk.folder


@pytest.fixture
def desk(drafted: Path, tmp_path: Path) -> StarterDesk:
    """Return a copy of the desk."""
    shutil.copytree(drafted, tmp_path / "desk")
    return StarterDesk(tmp_path / "desk")


def text(desk: StarterDesk) -> str:
    """Return the editor's file."""
    return (desk.folder / FILE).read_text(encoding="utf-8")


def change(desk: StarterDesk, *changes: tuple[str, str]) -> None:
    """Change the editor's file as an editor would."""
    said = text(desk)
    for old, new in changes:
        assert old in said
        said = said.replace(old, new)
    (desk.folder / FILE).write_text(said, encoding="utf-8")


def rewrite(desk: StarterDesk) -> None:
    """Write another headline, reword a sentence, move one and leave two out, and add a comment."""
    drafted = next(line for line in text(desk).splitlines() if line.startswith("# "))
    change(
        desk,
        (drafted, f"# {HEADLINE}"),
        (DRAFTED, COPPER),
        (f"{IRON}\n\n", ""),
        (" Manganese ores brought nothing, for the first time in 60 months of figures.", ""),
        (BAUXITE, f"{BAUXITE} Smelters expect a strong spring.\n\n## Iron\n{IRON}"),
        ("text: whole", "text: whole\nby: Li Na"),
    )


def restate(desk: StarterDesk) -> None:
    """Let refined copper come to four million dollars less: 28 per cent more become 20."""
    (table,) = (desk.folder / INBOX).glob("**/*.csv")
    head, *rows = (line.split(",") for line in table.read_text(encoding="utf-8").splitlines())
    for row in rows:
        if row[0] == "2025-12" and row[4] in {"7403", "74"}:
            row[5], row[9] = str(int(row[5]) - 4_000_000), "2026-02-10"
    restated = desk.folder / "restated.csv"
    restated.write_text("\n".join(map(",".join, [head, *rows])) + "\n", encoding="utf-8")
    assert 0 == desk.run("ingest", str(restated), "--source", "illustrative-customs").code


def prose(desk: StarterDesk) -> list[str]:
    """Return headline, things and sentences of the edition, labels among them."""
    place = desk.folder / "output" / EDITION / "r1" / "edition.json"
    found: list[str] = []
    for block in json.loads(place.read_bytes())["stories"]["en"]["blocks"]:
        if block["kind"] == "finding":
            found += [block["headline"]["words"], *(thing["words"] for thing in block["things"])]
        elif block["kind"] == "section":
            found += [block["label"]["words"]] if block["label"] else []
            found += [sentence["words"] for paragraph in block["paragraphs"] for sentence in paragraph]
    return found


@pytest.mark.long
def test_the_draft_is_the_text_that_the_program_writes(desk: StarterDesk) -> None:
    """Nothing is changed, so the edition is that of a desk without the file, with the proof of each sentence."""
    entries = json.loads(desk.run("commentary", EDITION, "--json").said)
    assert {"borne_out"} == {entry["outcome"] for entry in entries}
    done = desk.run("build", "pakistan-minerals-monthly")
    assert 0 == done.code, done.said
    told = prose(desk)
    (desk.folder / FILE).unlink()
    assert 0 == desk.run("build", "pakistan-minerals-monthly").code
    assert prose(desk) == told


@pytest.mark.long
def test_a_rewritten_text_is_printed_as_it_was_written(desk: StarterDesk) -> None:
    """Order, headings and what is left out are the editor's; a comment is signed."""
    rewrite(desk)
    done = desk.run("build", "pakistan-minerals-monthly")
    assert 0 == done.code, done.said
    told = prose(desk)
    assert HEADLINE == told[0]
    assert COPPER == told[6]
    assert told[7].startswith("Antimony and other ores")
    assert ["Smelters expect a strong spring.", "(Comment, Li Na)", "Iron", IRON] == told[-5:-1]
    assert not any("manganese" in sentence for sentence in told)
    assert 0 == desk.run("audit", EDITION).code


@pytest.mark.long
def test_a_restated_month_changes_what_was_not_touched_and_names_what_was(desk: StarterDesk) -> None:
    """The figures of drafted sentences follow; two that the editor wrote do not hold any more."""
    rewrite(desk)
    restate(desk)
    done = desk.run("commentary", EDITION, "--json")
    wrong = [entry for entry in json.loads(done.said) if entry["outcome"] == "contradicted"]
    assert [(HEADLINE, "+7.0%"), (COPPER, "+20%")] == [(entry["sentence"], entry["right"]) for entry in wrong]
    change(desk, ("up a tenth", "up 7%"), ("climbed 28% to $64.74 million", "climbed 20% to $60.74 million"))
    done = desk.run("build", "pakistan-minerals-monthly")
    assert 0 == done.code, done.said
    told = prose(desk)
    assert "$129.08 million in December 2025, up 7.0% from $120.58 million a year earlier" in told[1]
    assert told[7].startswith("Antimony and other ores")
    assert [IRON] == told[-2:-1]


def test_an_update_writes_the_new_figures_into_the_file(desk: StarterDesk) -> None:
    """What the editor wrote stays, with the address of its source."""
    source = "The port was shut for a week ([Port authority, 3 January 2026](https://example.org/port))."
    rewrite(desk)
    change(desk, ("Smelters expect a strong spring.", source))
    restate(desk)
    done = desk.run("edit", EDITION, "--update", "--no-open")
    assert 3 == done.code  # two sentences do not hold
    said = text(desk)
    assert "$129.08 million in December 2025, up 7.0% from $120.58 million a year earlier" in said
    assert f"# {HEADLINE}\n" in said
    assert COPPER in said
    assert source in said
    assert "by: Li Na" in said
    assert "manganese" not in said
