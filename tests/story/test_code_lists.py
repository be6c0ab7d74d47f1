"""What of a code list's English an edition prints: names of goods in plain letters, and nothing else."""

from datetime import date
from pathlib import Path

import pytest

from generator.sources import SideLayout, read_names
from generator.story.brief import Brief
from generator.story.label import Label
from generator.story.languages.en.goods import from_list
from tests.name_lists import GACC

DAY = date(2026, 11, 26)


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
    told = Brief("b", "t", "p", "", "", "c", "", listed={"0301": own, "740400": own})
    assert ["live fish", "sea creatures"] == [told.label(code).full for code in ("0301", "740400")]


def test_of_chinas_list_more_than_a_third_can_be_printed(shared_data: Path) -> None:
    """Of 8,944 names in English, most are abbreviated, measured or too long: they are not guessed at."""
    file = shared_data / GACC / "en-hs8-2023.csv"
    batch = read_names(SideLayout("gacc", "names"), file.read_bytes(), file.name, None, DAY)
    names = [name.full for one in batch.observations if (name := from_list(one.words, one.code))]
    assert 0.3 < len(names) / batch.count < 0.5
    assert all(name.replace("’", "'").isascii() and not any(map(str.isdigit, name)) for name in names)
