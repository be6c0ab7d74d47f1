"""The trading partners of China's customs: every code of its list, by the names that the list gives."""

import csv
from pathlib import Path

import pytest

from generator.settings.value_types import economy_named
from generator.sources.gacc_names import code_of, partners
from generator.trade.codes import area

# names that customs and the UN give differently, typed by hand
_OTHERWISE = {
    "North Korea": "PRK",
    "South Korea": "KOR",
    "Laos": "LAO",
    "Macau": "MAC",
    "Turkey": "TUR",
    "Vietnam": "VNM",
    "East Timor": "TLS",
    "Cape Verde": "CPV",
    "Central African Republic": "CAF",
    "Republic of the Congo": "COG",
    "Ivory Coast": "CIV",
    "Réunion": "REU",
    "Democratic Republic of the Congo": "COD",
    "Mayotte": "MYT",
    "Serbia and Montenegro": "SCG",
    "Czech Republic": "CZE",
    "Bosnia and Herzegovina": "BIH",
    "Faroe Islands": "FRO",
    "Cayman Islands": "CYM",
    "Dominican Republic": "DOM",
    "French Guiana": "GUF",
    "Guadeloupe": "GLP",
    "Turks and Caicos Islands": "TCA",
    "British Virgin Islands": "VGB",
    "Netherlands Antilles": "ANT",
    "United States": "USA",
    "Cook Islands": "COK",
    "Solomon Islands": "SLB",
    "Federated States of Micronesia": "FSM",
    "Marshall Islands": "MHL",
    "Other Africa nes": "F19",
    "Other Europe nes": "E19",
    "Other Oceania nes": "O19",
    "Countries (regions) unknown": "_X",
}
# no economies of their own in the UN's list of partners
_NONE = {
    *("Canary Islands", "Ceuta", "Melilla", "Liechtenstein", "Monaco", "Bonaire", "Saba", "Saint Martin Islands"),
    *("Gambier Islands", "Marquesas Islands", "Society Islands", "Tuamotus", "Tubuai"),
    *("Other Asia nes", "Other Latin America nes", "Other North America nes"),
    *("UN and other international organizations", "Countries from the Neutral Package"),
}


def test_every_code_is_the_economy_of_its_name(shared_data: Path) -> None:
    """All 243 codes of the list, each found again through its English name."""
    path = shared_data / "gacc-codelists" / "partners" / "en-TradingPartner-cleaned-manually.csv"
    names = {row["code"]: row["en"].strip("\0 ") for row in csv.DictReader(path.read_text("utf-8").splitlines())}
    assert 243 == len(names)
    expected = {
        code: "" if name in _NONE else _OTHERWISE.get(name) or economy_named(name).iso3 for code, name in names.items()
    }
    assert expected == partners()


def test_no_economy_has_two_codes() -> None:
    """Two rows of one month would contradict each other."""
    letters = [iso3 for iso3 in partners().values() if iso3]
    assert sorted(set(letters)) == sorted(letters)
    assert letters == [area(iso3).iso3 for iso3 in letters]
    assert ("127", "142", "110") == (code_of("PAK"), code_of("CHN"), code_of("HKG"))
    with pytest.raises(ValueError, match="W00 has no code among the trading partners"):
        code_of("W00")
