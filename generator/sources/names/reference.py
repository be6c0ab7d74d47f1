"""UN Comtrade's reference table of the HS, `HS.json`: every code of any edition, in English (read 2025-12).

`{"more": false, "classCode": "HS", "results": [{"id": "0101", "text": "0101 - Horses, asses, mules and hinnies; live",
…}]}`, with a byte order mark. Words of older editions keep the marks of the nomenclature: `- -  Capers`.
"""

from __future__ import annotations

import json
from typing import Any

from generator.sources.faults import LayoutFault, quoted
from generator.sources.names.listed import CodeList, Listed, Strange

_USUAL = 5_000  # records; one edition of the HS has some 6,900
_AGAIN = "Fetch HS.json again, from the list of references of UN Comtrade."


def of_reference(raw: bytes) -> CodeList:
    """Return what a reference table prints, or raise LayoutFault."""
    try:
        answer = json.loads(raw.decode("utf-8-sig"), object_pairs_hook=_pairs)
    except (ValueError, RecursionError) as fault:
        raise LayoutFault(problem=f"this is no JSON that can be read: {fault}.", remedy=_AGAIN) from None
    results = answer.get("results") if isinstance(answer, dict) else None
    if not isinstance(results, list) or answer.get("classCode") != "HS":
        problem = 'this is no table of the HS: expected "classCode": "HS" and a list of "results".'
        raise LayoutFault(problem, remedy="docs/sources/names.md says which lists are read.")
    if answer.get("more") is not False:
        raise LayoutFault(problem='the table is a part of one: "more" is not false.', remedy=_AGAIN)
    found = [_record(number, one) for number, one in enumerate(results, start=1)]
    records = tuple(one for one in found if isinstance(one, Listed))
    return CodeList("en", "text", records, tuple(one for one in found if isinstance(one, Strange)), usual=_USUAL)


def _record(number: int, record: object) -> Listed | Strange:
    """Return the code and the words behind it: `0101 - Horses` is called "Horses"."""
    texts = [record.get(key) if isinstance(record, dict) else None for key in ("id", "text")]
    code, text = (one if isinstance(one, str) else "" for one in texts)
    start = f"{code} - "
    if not code or text[: len(start)].upper() != start.upper():
        reason = f"its text does not begin with its code: {quoted(text)}"
        return Strange(number, json.dumps(record, ensure_ascii=False), reason, (code,) if code else ())
    return Listed(code, text[len(start) :], number)


def _pairs(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    if len(dict(pairs)) < len(pairs):
        msg = "a name stands twice in one object"
        raise ValueError(msg)
    return dict(pairs)
