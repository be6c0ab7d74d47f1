"""Names: what a line is called where the desk has no name for it, and what of a code list can be printed."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from generator.sources import SideLayout, read_names
from generator.story.brief import Brief
from generator.story.label import Label, described
from generator.story.languages.en.goods import from_list
from generator.trade.codes import nomenclature
from tests.name_lists import GACC
from tests.story.months import months, table

DAY = date(2026, 11, 26)


@pytest.mark.parametrize(
    ("code", "full", "short"),
    [
        ("2608", "zinc ores and concentrates", "zinc ores"),
        ("2602", "manganese ores and concentrates", "manganese ores"),
        ("2501", "salt, rock salt and brine", "salt"),
        ("7402", "unrefined copper", "unrefined copper"),
        ("7403", "refined copper and copper alloys, unwrought", "refined copper"),
        ("85", "electrical machinery", "electrical machinery"),
        ("7410", "copper foil", "copper foil"),
        ("8708", "vehicle parts", "car parts"),
        ("8529", "transmission apparatus, parts", "transmission apparatus, parts"),
        ("8607", "parts of railway rolling stock", "parts of railway rolling stock"),
        ("2617", "antimony and other ores", "antimony and other ores"),
        ("1502", "other fats of bovine animals, sheep or goats", "other fats of bovine animals, sheep or goats"),
        ("7419", "other articles of copper", "other articles of copper"),
        ("731829", "iron or steel, other non-threaded articles", "iron or steel, other non-threaded articles"),
        ("310590", "other fertilizers, mineral or chemical", "other fertilizers, mineral or chemical"),
        ("8471", "computers", "computers"),
        ("7404", "copper waste and scrap", "copper scrap"),
        ("7503", "nickel, waste and scrap", "nickel, waste and scrap"),
        ("0303", "frozen fish", "frozen fish"),
        ("030353", "frozen sardines", "frozen sardines"),
        ("030389", "other frozen fish", "other frozen fish"),
        ("030392", "frozen shark fins", "frozen shark fins"),  # a cut of its description left "fish, frozen"
    ],
)
def test_a_line_is_named_by_the_nomenclature(code: str, full: str, short: str) -> None:
    """Two codes of a chapter that share a name are told apart; clauses that only widen a name are left out."""
    assert (full, short) == (described(code, "en").full, described(code, "en").short)


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("TOTAL", "all goods"),
        ("160414", "prepared tunas and bonito"),
        ("030269", "goods of HS 030269"),  # in HS2007 "other": of what, its entry does not say
        ("251830", "dolomite ramming mix"),  # of HS2017
        ("26030000", "copper ores and concentrates"),  # 00 is all of the code above it
        ("26030010", "goods of HS 26030010"),  # a country's own line, a part of 260300
        ("980100", "goods of HS 980100"),
    ],
)
def test_a_code_beside_hs2022_is_named_or_goes_by_its_number(code: str, name: str) -> None:
    """A name of other goods would be worse than none."""
    assert name == described(code, "en").full


def test_a_name_with_a_figure_in_it_is_no_name() -> None:
    """The 8402 of plant for boilers is a figure that no cell carries."""
    assert "goods of HS 8404" == described("8404", "en").full


@pytest.mark.parametrize("digits", [4, 6])
def test_what_other_codes_leave_over_is_called_other(digits: int) -> None:
    """“Ores and concentrates” beside iron ores would be all of them; a first clause that ends so is of the rest."""
    rest = re.compile(
        r"^[^;]*(?<!ways )(?<!forms )\b(n\.e\.c|not elsewhere|other than those)|^[^;]*; (n\.e\.c|not else)"
    )
    codes = [code for code, words in nomenclature().items() if len(code) == digits and rest.match(_plain(words))]
    codes = [code for code in codes if code != "8471"]  # computers, and other machines than these
    said = {code: described(code, "en") for code in codes}
    names = {code: {label.full, label.short, label.head} for code, label in said.items()}
    lacking = {code: forms for code, forms in names.items() if not all(map(_says_so, forms))}
    assert {} == lacking
    assert len(codes) > 50


def _plain(words: str) -> str:
    """Return a description without what stands in brackets."""
    return re.sub(r"\([^()]*\)", "", words)


def _says_so(name: str) -> bool:
    """Say whether a name is none, or says that it is of what is left."""
    return name.startswith("goods of HS") or "other" in name.split()


def test_no_two_lines_of_a_length_go_by_one_name() -> None:
    """Else a figure of the one could be read as the other's, and the audit would hold it."""
    for digits in (2, 4, 6):
        names = Counter(described(code, "en").short for code in nomenclature() if len(code) == digits)
        assert [] == [name for name, count in names.items() if count > 1]


def test_names_of_one_length_stand_in_one_order() -> None:
    """The same inputs give the same bytes: of four names as long as each other the first one given comes first."""
    assert Label("ores", "iron", "clay", oblique=("salt", "", "")).forms() == ["ores", "iron", "clay", "salt"]


def test_one_line_is_no_name_of_a_whole_that_had_another() -> None:
    """Zinc ores alone are traded now and a year before, iron ores were until then: the record is that of both."""

    def dollars(code: str, place: int) -> int:
        if code == "2608":
            return 5_000_000 + place * 100_000
        return 9_000_000 if place < 18 else 0

    of = months(table(dollars, codes=("2601", "2608")), codes=("2601", "2608"))
    assert "zinc" not in of.block("finding").headline.words
    assert () == of.findings


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("Copper ores and concentrates", "copper ores and concentrates"),
        ("Refined copper cathodes, high purity", "refined copper cathodes, high purity"),
        ("Men's overcoats of wool", "men's overcoats of wool"),
        ("PVC floor coverings", "PVC floor coverings"),
        ("X-ray tubes", "X-ray tubes"),
        ("Tin", "tin"),
        ("Mn ores&cncntrt", None),  # signs
        ("Prdct of zinc", None),  # no vowel: cut
        ("Molluscs nes", None),
        ("Wheels, incl tyres", None),
        ("Aircraft engines,spark-ignition", None),  # no blank behind the comma
        ("Milk, fat not over 6 per cent", None),
        ("Rails, iron/steel", None),
        ("Buses (electric)", None),
        ("- Capers", None),
        ("Horses, asses; live", None),
        ("铜矿砂及其精矿", None),
        ("Copper <b>ores</b>", None),
        ("=SUM(A1)", None),
        ("", None),
        ("Ag", None),
        ("Brazil nuts, in shell", "Brazil nuts, in shell"),
        ("French windows", "French windows"),
        ("c" + "o" * 80, None),
    ],
)
def test_what_a_sentence_can_have_is_a_name(words: str, name: str | None) -> None:
    """Anything else is none: nobody rewrites what a list says."""
    found = from_list(words, "26030000")
    assert name == (found.full if found else None)


def test_a_typed_name_goes_before_a_listed_one() -> None:
    """And a listed one before the nomenclature's."""
    own = Label("sea creatures", "sea creatures", "sea creatures")
    told = Brief("b", "t", "p", "", "", "c", "", listed={"0301": own, "740311": own})
    assert ["live fish", "sea creatures"] == [told.label(code).full for code in ("0301", "740311")]


def test_of_chinas_list_more_than_a_third_can_be_printed(shared_data: Path) -> None:
    """Of 8,944 names in English, most are abbreviated, measured or too long: they are not guessed at."""
    file = shared_data / GACC / "en-hs8-2023.csv"
    batch = read_names(SideLayout("gacc", "names"), file.read_bytes(), file.name, None, DAY)
    names = [name.full for one in batch.observations if (name := from_list(one.words, one.code))]
    assert 0.3 < len(names) / batch.count < 0.5
    assert all(name.replace("’", "'").isascii() and not any(map(str.isdigit, name)) for name in names)


def test_a_line_without_a_name_has_that_of_its_heading_with_its_own_code() -> None:
    """Two subheadings of one heading are told apart by it; the desk's name of the heading goes first."""
    own = Label("阴极铜", "阴极铜", "阴极铜")
    told = Brief("b", "t", "p", "", "", "c", "", language="zh")
    coded = "{}\N{FULLWIDTH LEFT PARENTHESIS}HS {}\N{FULLWIDTH RIGHT PARENTHESIS}".format
    assert coded("精炼铜", "740311") == told.label("740311").short
    assert coded("精炼铜", "740312") == told.label("740312").short
    assert coded("无机化学品", "284510") == told.label("284510").head
    assert "精炼铜" == told.label("7403").short
    named = Brief("b", "t", "p", "", "", "c", "", labels={"7403": own}, language="zh")
    assert coded("阴极铜", "740311") == named.label("740311").short
    assert "refined copper (HS 74030010)" == Brief("b", "t", "p", "", "", "c", "").label("74030010").short
