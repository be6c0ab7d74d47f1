"""The columns of the query platform's files, by every name that they go by: Chinese, English, and old spellings.

Chinese and English names are the platform's own; the aliases are those of older exports and of tools that pass its
files on. What is written in full-width signs or other capitals is the same name.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping

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


def folded(text: str) -> str:
    """Return a name without differences that no person sees: width, capitals, spaces."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


MEANING = {folded(name): meaning for meaning, names in _NAMES.items() for name in names}
CURRENCIES = {"USD": "US dollars", "CNY": "Renminbi"}
# What the platform's units are to us; others are kept as they are written, and are no weight.
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
