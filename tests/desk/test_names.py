"""Lines that nobody named go by a list's words: in an edition only where it can print them, and the audit agrees."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from random import Random

import pytest

from generator.audit import audit_data
from generator.cli.taken_files import lines
from generator.editions.edition_movements import movements_of
from generator.editions.edition_sheet import EditionSheet
from generator.editions.edition_text import ComposedEdition, compose
from generator.editions.figure_tables import rows
from generator.editions.line_names import NO_NAMES, Names, names_for
from generator.intake.file_intake import SetAside, ingest, take_in
from generator.intake.period_choice import figures_for
from generator.settings.desk_parts import DeskParts
from generator.sources import SideLayout, read_names
from generator.story.languages.en.goods import from_list
from generator.story.record import texts_of
from tests.desk.conftest import StarterDesk
from tests.desk.own_desk import NOW, Parties, add_table, briefing, empty_desk, row
from tests.name_lists import GACC, of_customs, of_the_un

COPPER = "copper ores and concentrates"
DESKS_OWN = "labels: {'26030010': {en: {full: red ore, short: red ore, head: red ore}}}\n"


def test_a_line_that_nobody_named_goes_by_its_list(tmp_path: Path) -> None:
    """In sentences, tables and pictures, and the note says whose name it is; the audit passes the edition."""
    desk = listed_desk(tmp_path / "desk")
    with desk.store:
        edition = told(desk)
        assert [] == findings(desk, edition)
        names = {row["code"]: row["line"] for row in rows(desk.desk, desk.store, "copper", None, None)}
    text = prose(edition)
    assert {"Copper ores and concentrates", "Refined copper cathodes, high purity"} < set(text.splitlines())
    note = "Lines that we do not name ourselves are called as in the list of China’s customs, as of 1 January 2023."
    assert note in text
    assert "goods of HS 26030010" not in text.replace("imports of goods", "")
    assert (COPPER, "manganese ores (HS 26020010)") == (names["26030010"], names["26020010"])


def test_the_desk_and_this_program_name_first(tmp_path: Path) -> None:
    """A list replaces neither a label of the briefing nor a typed name, but the nomenclature's words."""
    lines = {"0301": "Fish in water", "26030010": "Copper ores", "740311": "Copper shavings"}
    raw = of_the_un({code: f"{code} - {words}" for code, words in lines.items()})
    desk = listed_desk(tmp_path / "desk", [], tuple(lines), DESKS_OWN)
    take(desk, raw, released=date(2026, 1, 1))
    with desk.store:
        assert {"740311": "copper shavings"} == named(desk)
        text = prose(told(desk)).lower()
    assert "red ore" in text
    assert "live fish" in text
    assert "copper shavings" in text


def test_a_desk_without_a_list_makes_the_same_edition(tmp_path: Path) -> None:
    """Byte for byte: with no source of names, with an empty one, and with a list that names none of its lines."""
    desks = {
        "none": listed_desk(tmp_path / "none", [], side=""),
        "empty": listed_desk(tmp_path / "empty", []),
        "others": listed_desk(tmp_path / "others", [of_customs({"01012100": "Live pure-bred breeding horses"})]),
        "unprintable": listed_desk(tmp_path / "unprintable", [of_customs({"26030010": "Cu ores&cncntrt"})]),
    }
    made = {}
    for name, desk in desks.items():
        with desk.store:
            made[name] = dict(told(desk).files)
            assert (
                ()
                == names_for(
                    desk.desk, desk.store, "copper", figures_for(desk.desk, desk.store, "copper", None)
                ).releases
            )
    assert all(files == made["none"] for files in made.values())
    assert b"names" not in b"".join(made["none"][name] for name in ("figures.csv", "claims.json"))


def test_an_edition_knows_the_lists_of_its_day(tmp_path: Path) -> None:
    """Its figures are of 18 February 2026: a list of March is not known yet, that of 2026 is, unless one looks back."""
    desk = listed_desk(tmp_path / "desk", [of_customs(LINES), of_customs({"26030010": "Copper sands"}, year=2026)])
    take(desk, of_customs({"26030010": "Copper gravels"}, year=2025), released=date(2026, 3, 1))
    with desk.store:
        assert ["copper sands", None] == only(named(desk), "26030010", "74031111")
        early = figures_for(desk.desk, desk.store, "copper", None, date(2026, 2, 18))
        assert {"26030010": "copper sands"} == names_in(names_for(desk.desk, desk.store, "copper", early))
        [first, *_] = names_for(desk.desk, desk.store, "copper", early).releases
        kept = [one.name for one in desk.store.releases.all("lists") if one.released == date(2023, 1, 1)]
        assert first not in kept
        assert {"26030010": COPPER, "74031111": "refined copper cathodes, high purity"} == names_in(
            names_for(desk.desk, desk.store, "copper", early, kept)
        )
        assert {} == names_in(names_for(desk.desk, desk.store, "copper", early, ()))


@pytest.mark.long
def test_names_of_chinas_list_pass_the_audit(tmp_path: Path, shared_data: Path) -> None:
    """Thirty lines by chance, of those that can be printed, in one edition."""
    raw = (shared_data / GACC / "en-hs8-2023.csv").read_bytes()
    batch = read_names(SideLayout("lists", "names"), raw, "list", None, date(2026, 1, 1))
    known = sorted(one.code for one in batch.observations if from_list(one.words, one.code))
    codes = tuple(Random(1).sample(known, 30))  # noqa: S311 -- a draw that can be repeated
    desk = listed_desk(tmp_path / "desk", [raw], codes)
    with desk.store:
        edition = told(desk)
        assert [] == findings(desk, edition)
        assert 28 <= len(named(desk))  # some share their words
        assert prose(edition) != prose(told_without(desk))


NAME = "Copper ores and concentrates"


@pytest.mark.long
def test_names_go_the_whole_line(finished: StarterDesk, tmp_path: Path) -> None:
    """Taken in, built, audited, looked at, made again: a later list makes a revision and leaves the first as it was."""
    folder = tmp_path / "desk"
    listed_desk(folder, [], more="approval: none\n").store.close()
    shutil.copytree(finished.folder / "state" / "faces", folder / "state" / "faces")
    desk, edition = StarterDesk(folder), folder / "output" / "copper" / "2025-12"
    (folder / "list.csv").write_bytes(of_customs(LINES))
    taken = desk.run("ingest", str(folder / "list.csv"), "--source", "lists")
    assert (0, True) == (taken.code, "known to editions whose figures are of 2023-01-01 or later" in taken.said), (
        taken.said
    )
    built = desk.run("build", "copper")
    assert 0 == built.code, built.said
    first = (edition / "r1" / "en.html").read_text("utf-8")
    assert NAME in first
    manifest = json.loads((edition / "r1" / "manifest.json").read_text("utf-8"))
    assert ["lists/2023-01-01"] == [name.rpartition("/")[0] for name in manifest["names"]]

    inbox = folder / "inbox" / "lists"
    inbox.mkdir()
    (inbox / "later.csv").write_bytes(of_customs({"26030010": "Copper sands"}, year=2024))
    again = desk.run("build", "copper")
    assert (0, True) == (again.code, "recorded: later.csv: 1 names" in again.said), again.said
    assert "Copper sands" in (edition / "r2" / "en.html").read_text("utf-8")

    (edition / "r1" / "en.html").unlink()
    again = desk.run("regenerate", "copper", "--period", "2025-12", "--revision", "1")
    assert (0, first) == (again.code, (edition / "r1" / "en.html").read_text("utf-8")), again.said

    looked = desk.run("figures", "copper", "--names", "en")
    assert (0, True) == (looked.code, "Copper sands" in looked.said), looked.said
    assert 2 == desk.run("figures", "copper", "--names", "en", "--in", "USD").code


NOON = datetime(2026, 4, 1, 12, tzinfo=UTC)
NAMES = "  lists: {kind: names, title: {en: China customs}, rows: {at_least: 1}}\nmail:"
TRADE = ("CHN", "PAK", "import")


def names_desk(folder: Path) -> DeskParts:
    """Return a desk with a source of names, and nothing in its store."""
    return empty_desk(folder, {"copper": briefing(TRADE, ["2603"])}, ("mail:", NAMES))


def test_a_list_in_the_inbox_becomes_a_release(tmp_path: Path, shared_data: Path) -> None:
    """It is recorded under the first day of its year and moves to done/; what is set aside is listed by its line."""
    desk = names_desk(tmp_path / "desk")
    inbox = tmp_path / "desk" / "inbox" / "lists"
    inbox.mkdir(parents=True)
    raw = (shared_data / GACC / "en-hs8-2023.csv").read_bytes()
    (inbox / "en.csv").write_bytes(raw)
    with desk.store:
        (taken,) = take_in(desk.desk, desk.store, "lists", NOON)
        (release,) = desk.store.releases.all("lists")
        assert raw == desk.store.raw.read(release.raw)
    assert not isinstance(taken, SetAside)
    assert (True, date(2023, 1, 1), 8_944) == (taken.new, release.released, release.rows)
    assert (3320, 3322, 3323, 3326) == release.refused[:4]
    assert "recorded: en.csv: 8,944 names, period 2023, released 2023-01-01" == next(iter(lines(taken)))
    assert 1 == len(list((inbox / "done").iterdir()))
    [listed] = (inbox / "quarantine").iterdir()
    assert 14 == len(listed.read_text("utf-8").splitlines())  # a header, and thirteen records


PARTIES: Parties = ("CHN", "PAK", "import")
SIDE = "  lists: {kind: names, title: {en: China’s customs}, rows: {at_least: 1}}\n"
LINES = {"26030010": "Copper ores and concentrates", "74031111": "Refined copper cathodes, high purity"}
CODES = ("26030010", "74031111", "2608", "26020010")


def values(codes: Iterable[str]) -> list[str]:
    """Return two years of months in which each line grows, one faster than the other."""
    found = []
    for place, code in enumerate(codes):
        for back in range(24):
            year, month = divmod(2025 * 12 + 11 - back, 12)
            value = 5_000_000 * (place + 2) - 90_000 * (place % 3 + 1) * back
            found.append(row(PARTIES, f"{year}-{month + 1:02d}", code, value))
    return found


def listed_desk(
    folder: Path,
    lists: Iterable[bytes] = (of_customs(LINES),),
    codes: Iterable[str] = CODES,
    more: str = "",
    side: str = SIDE,
) -> DeskParts:
    """Return a desk whose table and `lists` are taken in; `more` are lines of its briefing, `side` other sources."""
    desk = empty_desk(folder, {"copper": briefing(PARTIES, codes, more)}, ("mail:", f"{side}mail:"))
    add_table(desk, values(codes))
    for raw in lists:
        take(desk, raw)
    return desk


def take(desk: DeskParts, raw: bytes, source: str = "lists", released: date | None = None) -> None:
    """Take a list in."""
    file = desk.desk.folder / "list"
    file.write_bytes(raw)
    ingest(desk.desk, desk.store, file, source, NOW, released=released)


def named(desk: DeskParts) -> dict[str, str]:
    """Return what lists call the lines of the newest edition, in English."""
    return names_in(names_for(desk.desk, desk.store, "copper", figures_for(desk.desk, desk.store, "copper", None)))


def names_in(found: Names) -> dict[str, str]:
    """Return the English names by code."""
    return {code: one.label.full for code, one in found.lines.get("en", {}).items()}


def told(desk: DeskParts, names: Names | None = None) -> ComposedEdition:
    """Return the newest edition before any page, with `names` (None: those of its lists)."""
    figures = figures_for(desk.desk, desk.store, "copper", None)
    found = names_for(desk.desk, desk.store, "copper", figures) if names is None else names
    return compose(
        desk.desk,
        desk.store,
        EditionSheet("copper", figures, movements_of(desk.desk, desk.store, "copper", figures), 1, {}, {}, names=found),
    )


def told_without(desk: DeskParts) -> ComposedEdition:
    """Return the same edition as if no list had been taken in."""
    return told(desk, NO_NAMES)


def prose(edition: ComposedEdition) -> str:
    """Return all texts of the English story, one a line."""
    return "\n".join(text.words for text in texts_of(edition.stories[0]))


def findings(desk: DeskParts, edition: ComposedEdition) -> list[str]:
    """Return what the audit finds in its data."""
    return list(map(str, audit_data(dict(edition.files), desk.store.raw.read)))


def only(found: Mapping[str, str], *codes: str) -> list[str | None]:
    """Return what is found of some codes."""
    return [found.get(code) for code in codes]
