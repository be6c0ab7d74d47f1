"""Code lists typed for tests: a few lines in the forms of China's customs, of the UN and of a table of one's own."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

GACC = Path("gacc-codelists", "commodities")
UN = Path("comtrade-reference", "HS.json")
_HEADS = {
    "en": '"CODES","DESCRIPTION","YEAR","UNIT_1_CODES","UNIT_1_DESCRIPTION","UNIT_2_CODES","UNIT_2_DESCRIPTION",',
    "zh": '"商品编码","商品名称","年份","第一计量单位编码","第一计量单位名称","第二计量单位编码","第二计量单位名称",',
}
ENGLISH = {"26030000": "Copper ores and concentrates", "74031111": "Refined copper cathodes, high purity"}


def of_customs(
    lines: Mapping[str, str], language: str = "en", *, year: int | str = 2023, encoding: str = "gb18030"
) -> bytes:
    """Return a commodity list of China's customs; names stand in it as they are given, between quotation marks."""
    rows = [f'{code},"{name}",{year},09,"Kilogram",?,"?",\n' for code, name in lines.items()]
    return "".join([f"{_HEADS[language]}\n", *rows]).encode(encoding)


def of_the_un(lines: Mapping[str, str], **changed: object) -> bytes:
    """Return a reference table of UN Comtrade, with its byte order mark; `changed` are keys of its envelope."""
    results = [{"id": code, "text": text, "parent": "TOTAL"} for code, text in lines.items()]
    return json.dumps({"more": False, "classCode": "HS", "results": results} | changed).encode("utf-8-sig")


def of_ones_own(lines: Mapping[str, str]) -> bytes:
    """Return a table of code and name."""
    return "".join(["code,name\n", *(f'{code},"{name}"\n' for code, name in lines.items())]).encode()
