"""Names in files of China's customs: columns, economies and trading partners. gacc/README.md has the tables' origin.

Column names are those of the query platform, Chinese and English, of its older exports, and of tools that pass its
files on. Full-width characters and capitals make no difference. A name of an economy must match as a whole: Guinea
(几内亚) is part of Guinea-Bissau and Papua New Guinea. Codes of partners are neither ISO nor M49.
"""

from __future__ import annotations

import csv
import unicodedata
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from generator.trade.codes import area

_GACC = files("generator.sources").joinpath("gacc")
_NAMES: Mapping[str, tuple[str, ...]] = {
    "period": ("数据年月", "月份", "年月", "Date of data", "Month"),
    "code": ("商品编码", "商品编号", "Commodity code", "Commodity codes", "HS code"),
    "partner": ("贸易伙伴编码", "Trading partner code", "Trading partner codes"),
    "flow": ("进出口", "进出口类型", "Import and export", "Flow"),
    "quantity": ("第一数量", "Quantity", "First quantity"),
    "quantity_unit": ("第一计量单位", "Unit", "First unit"),
    "second_quantity": ("第二数量", "Supplementary Quantity", "Supplimentary Quantity", "Second quantity"),
    "second_unit": ("第二计量单位", "Supplementary Unit", "Supplimentary Unit", "Second unit"),
    "USD": ("美元", "US dollar", "US dollars", "USD"),
    "CNY": ("人民币", "Renminbi Yuan", "Renminbi", "RMB Yuan", "RMB", "CNY"),
    "regime": ("贸易方式编码", "贸易方式名称", "贸易方式", "Customs Regime code", "Customs Regime"),
    "province": (
        *("注册地编码", "注册地名称", "收发货人注册地编码", "收发货人注册地名称"),
        *("Locations of importers and exporters code", "Locations of importers and exporters"),
    ),
    "partner_name": (
        *("贸易伙伴名称", "贸易伙伴", "产销国名称", "原产国(地区)名称", "最终目的国(地区)名称"),
        *("Trading partner", "Trading partner name"),
    ),
    "name": ("商品名称", "Commodity", "Commodity name", "Description"),
    "empty": ("",),  # every line ends with a comma
}
CURRENCIES = {"USD": "US dollars", "CNY": "Renminbi"}
# Our units for the platform's units. Other units are kept as written and do not count as weights.
UNITS = {
    **dict.fromkeys(("千克", "公斤", "kilogram", "kilograms", "kg"), "kg"),
    **dict.fromkeys(("吨", "metric ton", "metric tons", "tonne", "tonnes"), "t"),
    **dict.fromkeys(("克", "gram", "grams"), "g"),
    **dict.fromkeys(("克拉", "carats", "carat"), "carat"),
}
FLOWS = {
    **dict.fromkeys(("进口", "import", "imports"), "M"),
    **dict.fromkeys(("出口", "export", "exports"), "X"),
}


def folded(text: str) -> str:
    """Return a name without differences that a person does not see: width, capitals, spaces."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


MEANING = {folded(name): meaning for meaning, names in _NAMES.items() for name in names}


@cache
def _rows_of_names() -> tuple[tuple[str, tuple[str, ...], tuple[str, ...]], ...]:
    text = _GACC.joinpath("names.csv").read_text(encoding="utf-8")
    return tuple(
        (row["iso3"], tuple(row["zh"].split(";")), tuple(row["en"].split(";")))
        for row in csv.DictReader(text.splitlines())
    )


@cache
def economies_by_name() -> Mapping[str, str]:
    """Return ISO letters by folded name, Chinese or English; "" for continents, groups and other non-economies."""
    return {folded(name): iso3 for iso3, chinese, english in _rows_of_names() for name in (*chinese, *english) if name}


def names_of(iso3: str) -> tuple[str, str]:
    """Return the English and the Chinese name of an economy."""
    chinese = next((names[0] for letters, names, _ in _rows_of_names() if letters == iso3), "")
    return area(iso3).name, chinese


@cache
def partners() -> Mapping[str, str]:
    """Return ISO letters by partner code; "" for what is not an economy of its own (README.md beside the table)."""
    text = _GACC.joinpath("partners.csv").read_text(encoding="utf-8")
    return {row["code"]: row["iso3"] for row in csv.DictReader(text.splitlines())}


def code_of(iso3: str) -> str:
    """Return the customs' code of an economy, or raise ValueError if its list has none."""
    code = {letters: code for code, letters in partners().items() if letters}.get(iso3)
    if code is None:
        msg = f"{iso3} has no code among the trading partners of China's customs"
        raise ValueError(msg)
    return code
