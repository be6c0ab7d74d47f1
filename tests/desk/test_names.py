"""Lines that nobody named go by a list's words: in an edition only where it can print them, and the audit agrees."""

from datetime import date
from pathlib import Path
from random import Random

from generator.editions.figure_tables import rows
from generator.editions.line_names import names_for
from generator.intake.period_choice import figures_for
from generator.sources import SideLayout, read_names
from generator.story.languages.en.goods import from_list
from tests.desk.listed_desk import (
    LINES,
    findings,
    listed_desk,
    named,
    names_in,
    only,
    prose,
    take,
    told,
    told_without,
)
from tests.name_lists import GACC, of_customs, of_the_un

COPPER = "copper ores and concentrates"
DESKS_OWN = "labels: {'26030000': {en: {full: red ore, short: red ore, head: red ore}}}\n"


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
    assert "goods of HS 26030000" not in text.replace("imports of goods", "")
    assert (COPPER, "goods of HS 26020000") == (names["26030000"], names["26020000"])


def test_the_desk_and_this_program_name_first(tmp_path: Path) -> None:
    """A list replaces neither a label of the briefing nor a typed name, but the nomenclature's words."""
    lines = {"0301": "Fish in water", "26030000": "Copper ores", "740400": "Copper shavings"}
    raw = of_the_un({code: f"{code} - {words}" for code, words in lines.items()})
    desk = listed_desk(tmp_path / "desk", [], tuple(lines), DESKS_OWN)
    take(desk, raw, released=date(2026, 1, 1))
    with desk.store:
        assert {"740400": "copper shavings"} == named(desk)
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
        "unprintable": listed_desk(tmp_path / "unprintable", [of_customs({"26030000": "Cu ores&cncntrt"})]),
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
    desk = listed_desk(tmp_path / "desk", [of_customs(LINES), of_customs({"26030000": "Copper sands"}, year=2026)])
    take(desk, of_customs({"26030000": "Copper gravels"}, year=2025), released=date(2026, 3, 1))
    with desk.store:
        assert ["copper sands", None] == only(named(desk), "26030000", "74031111")
        early = figures_for(desk.desk, desk.store, "copper", None, date(2026, 2, 18))
        assert {"26030000": "copper sands"} == names_in(names_for(desk.desk, desk.store, "copper", early))
        [first, *_] = names_for(desk.desk, desk.store, "copper", early).releases
        kept = [one.name for one in desk.store.releases("lists") if one.released == date(2023, 1, 1)]
        assert first not in kept
        assert {"26030000": COPPER, "74031111": "refined copper cathodes, high purity"} == names_in(
            names_for(desk.desk, desk.store, "copper", early, kept)
        )
        assert {} == names_in(names_for(desk.desk, desk.store, "copper", early, ()))


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
