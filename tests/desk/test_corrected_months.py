"""Corrections of the sample's month: whatever the source restated, the box quotes it and no edition is held."""

# ruff: noqa: RUF001 -- Chinese and Urdu have signs of their own

import json
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from filelock import FileLock

from tests.desk.conftest import Result, StarterDesk
from tests.desk.mailed import enlist

EDITION = "pakistan-minerals-monthly/2025-12"
INBOX = "inbox/illustrative-customs"
NOTES = {
    "en": "A row was typed wrongly.",
    "zh": "抄录来源时有一行出错。",
    "ur": "ماخذ کی ایک سطر غلط نقل ہوئی تھی۔",
}
READERS = {"ann": "en", "bo": "zh", "cy": "ur"}
Rows = list[list[str]]
MONTH, CODE, VALUE, WEIGHT, PUBLISHED = 0, 4, 5, 6, 9


def add(rows: Rows, month: str, codes: Sequence[str], amount: int, column: int = VALUE) -> Rows:
    """Return the rows with so many dollars more for codes in a month."""
    found = [row for row in rows if row[MONTH] == month and row[CODE] in codes]
    assert len(found) == len(codes)
    for row in found:
        row[column], row[PUBLISHED] = str(int(row[column]) + amount), "2026-02-10"
    return rows


def lower_the_top(rows: Rows) -> Rows:
    """Let the line that moves the total most come to less: 28 per cent more become 20."""
    return add(rows, "2025-12", ("7403", "74"), -4_000_000)


def turn_a_fall(rows: Rows) -> Rows:
    """Let iron ores rise that fell: from 11,000,615 to 12,507,533 dollars."""
    return add(rows, "2025-12", ("2601", "26"), 6_000_000)


def withhold(rows: Rows) -> Rows:
    """Leave a line out whose chapter is printed whole."""
    kept = [row for row in rows if (row[MONTH], row[CODE]) != ("2025-12", "7602")]
    return add(kept, "2025-12", ("76",), 0)


def raise_a_chapter(rows: Rows) -> Rows:
    """Let a chapter alone come to more, none of its lines."""
    return add(rows, "2025-12", ("76",), 500_000)


def raise_the_year(rows: Rows) -> Rows:
    """Let an earlier month of the year come to more."""
    return add(rows, "2025-03", ("7403", "74"), 5_000_000)


def raise_a_low_base(rows: Rows) -> Rows:
    """Let a line have a base of 3,023,414 dollars that had 23,414: 1,419,469 are less than half of it."""
    return add(rows, "2024-12", ("2606", "26"), 3_000_000)


def lower_a_small_line(rows: Rows) -> Rows:
    """Let marble, of which only tables tell, come to 1,132,471 dollars: 12 per cent less than a year before."""
    return add(rows, "2025-12", ("2515", "25"), -300_000)


def lower_a_weight(rows: Rows) -> Rows:
    """Let refined copper weigh a million kilograms less."""
    return add(rows, "2025-12", ("7403", "74"), -1_000_000, WEIGHT)


Change = Callable[[Rows], Rows]
CHANGES: dict[Change, tuple[str, str]] = {  # what was printed, what is right
    lower_the_top: ("climbed 28%, to $64.74 million", "climbed 20%, to $60.74 million"),
    turn_a_fall: (
        "down 41% to $6.51 million",
        "Iron ores (HS 2601): $12.51 million in December 2025, 14% more",
    ),
    withhold: ("Aluminium scrap (HS 7602): $2.52 million", "Aluminium scrap (HS 7602): no figure for December 2025."),
    raise_a_chapter: ("came to $133.08 million", "came to $133.58 million"),
    raise_the_year: ("$1.44 billion, 3.4% more", "$1.44 billion, 3.8% more"),
    raise_a_low_base: ("$1.42 million, against $23,414 a year earlier", "down 53%, at $1.42 million"),
    lower_a_small_line: (
        "Marble (HS 2515): $1.43 million in December 2025, 12% more",
        "Marble (HS 2515): $1.13 million in December 2025, 12% less",
    ),
    lower_a_weight: ("up 23%, at 6,481 tonnes", "up 3.7%, at 5,481 tonnes"),
}


@pytest.fixture(scope="module")
def printed(faces: Path, shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a desk whose month of the sample went out, in English."""
    with FileLock(shared / "month.lock"):
        if not (shared / "month").is_dir():
            _printed(tmp_path_factory.mktemp("month") / "desk", faces, "en").rename(shared / "month")
    return shared / "month"


def _printed(folder: Path, faces: Path, languages: str) -> Path:
    desk = StarterDesk(folder)
    assert 0 == desk.run("init", str(folder), "--sample", "--languages", languages).code
    (folder / "state").mkdir(mode=0o700)
    shutil.copytree(faces, folder / "state" / "faces")
    done = desk.run("build", "pakistan-minerals-monthly")
    assert 0 == done.code, done.said
    enlist(desk, {name: tag for name, tag in READERS.items() if tag in languages}, "pakistan-minerals-monthly")
    assert 0 == desk.run("approve", EDITION).code
    assert 0 == desk.run("send", EDITION, "--yes").code
    return folder


def copied(folder: Path, to: Path) -> StarterDesk:
    """Return a copy of a desk."""
    shutil.copytree(folder, to)
    return StarterDesk(to)


def restate(desk: StarterDesk, change: Change) -> None:
    """Put the source's table into the inbox once more, with a change."""
    (first,) = (desk.folder / INBOX / "done").glob("*.csv")
    head, *rows = (line.split(",") for line in first.read_text(encoding="utf-8").splitlines())
    text = "\n".join(map(",".join, [head, *change(rows)])) + "\n"
    (desk.folder / INBOX / "restated.csv").write_text(text, encoding="utf-8")


def correct(desk: StarterDesk, *languages: str) -> Result:
    """Correct the month with a note in each of the languages."""
    given = [part for tag in languages for part in ("--note", f"{tag}={NOTES[tag]}")]
    return desk.run("correct", EDITION, *given, "--by", "Ann Editor")


def boxes(desk: StarterDesk) -> dict[str, list[tuple[str, str]]]:
    """Return by language what the box says was printed and is right, in its order."""
    place = desk.folder / "output" / "pakistan-minerals-monthly" / "2025-12" / "r2"
    stories = json.loads((place / "edition.json").read_bytes())["stories"]
    blocks = {
        tag: next(one for one in story["blocks"] if one["kind"] == "correction") for tag, story in stories.items()
    }
    return {tag: [(_said(one["was"]), _said(one["right"])) for one in box["errata"]] for tag, box in blocks.items()}


def _said(texts: list[dict[str, str]]) -> str:
    return " ".join(" ".join(text["words"] for text in texts).replace("\u00a0", " ").split())


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__)
def test_what_was_restated_is_quoted_and_nothing_is_held(printed: Path, tmp_path: Path, change: Change) -> None:
    """Points, shares, counts, weights and bounds of what was printed stand in the box beside what is right."""
    desk = copied(printed, tmp_path / "desk")
    restate(desk, change)
    done = correct(desk, "en")
    assert 0 == done.code, done.said
    said = boxes(desk)["en"]
    was, right = CHANGES[change]
    assert [True] == [right in now for before, now in said if was in before]
