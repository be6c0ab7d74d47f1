"""A small monthly edition made by hand: three lines of China's imports from Pakistan, 36 months, invented figures.

Copper (7403) is 10 million dollars a month in 2023 (40 in June), 20 in 2024, 22 in 2025 and 30 in December 2025; copper
ores (2603) are 8, 8 and 5; chromium ores (2610) begin in December 2025 with 2 million. Weights are 2,000 tonnes of
copper a month, 4,000 in December 2024 and 5,000 in December 2025, and 8,000 tonnes of chromium ores.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from decimal import Decimal, localcontext
from typing import Any

from tests.audit.sample import Json

M, HALF = 10**6, Decimal("0.5")
HEADER = "code,period,value,quantity,unit"
LABELS = {
    "2603": ["copper ores and concentrates", "copper ores"],
    "2610": ["chromium ores and concentrates", "chromium ores"],
    "7403": ["refined copper and alloys", "refined copper"],
}
MONTHS = [f"{year}-{month:02d}" for year in (2023, 2024, 2025) for month in range(1, 13)]
COPPER = {"2023": 10, "2024": 20, "2025": 22}, {"2023-06": 40, "2025-12": 30}
ORES = {"2023": 8, "2024": 8, "2025": 5}
TONNES = {"2024-12": 4000, "2025-12": 5000}
THIS, LAST = "2025-12", "2024-12"
YEAR, BEFORE = MONTHS[24:], MONTHS[12:24]

Reading = tuple[Decimal, Decimal, Decimal]


def value(code: str, month: str) -> int:
    """Return the dollars of a line in a month, 0 where it has no row."""
    if code == "7403":
        years, months = COPPER
        return months.get(month, years[month[:4]]) * M
    return ORES[month[:4]] * M if code == "2603" else 2 * M * (month == THIS)


def rows() -> list[tuple[str, str, int, int, str]]:
    """Return the rows: copper weighed in kilograms, chromium ores in tonnes, copper ores not at all."""
    copper = [("7403", month, value("7403", month), 1000 * TONNES.get(month, 2000), "kg") for month in MONTHS]
    ores = [("2603", month, value("2603", month), 0, "") for month in MONTHS]
    return [*copper, *ores, ("2610", THIS, 2 * M, 8000, "t")]


RAW = "\n".join((HEADER, *(f"{c},{p},{v},{q or ''},{u}" for c, p, v, q, u in rows()), "")).encode()
RELEASE = hashlib.sha256(RAW).hexdigest()
PLACE = {(code, month): place + 2 for place, (code, month, *_) in enumerate(rows())}


def raw(digest: str) -> bytes:
    """Return the bytes kept under `digest`, as a store would."""
    return {RELEASE: RAW}[digest]


def documents() -> dict[str, Any]:
    """Return how the one release is read: complete, whole dollars, parties told for the file."""
    columns = {"code": "code", "period": "period", "value": "value", "quantity": "quantity", "quantity_unit": "unit"}
    told = {"reporter": "CHN", "partner": "PAK", "flow": "import", "scale": "1", "covers": "all"}
    return {RELEASE: {"name": "months.csv", "source": "customs", "released": "2026-01-20", "columns": columns, **told}}


def cell_id(code: str, month: str, measure: str = "usd") -> str:
    """Return the id of a cell, such as c7403_2025_12."""
    return f"{'c' if measure == 'usd' else 'w'}{code}_{month.replace('-', '_')}"


def cells() -> dict[str, Any]:
    """Return every cell of the file, and the weights of the two Decembers."""
    found = {cell_id(code, month): cell(code, month, str(money), "value", 1) for code, month, money, *_ in rows()}
    for code, month, _, quantity, unit in rows():
        if month in TONNES and quantity:
            factor = 1000 if unit == "t" else 1
            found[cell_id(code, month, "kg")] = cell(code, month, str(quantity), "quantity", factor, measure="kg")
    return found


def cell(code: str, month: str, digits: str, column: str, factor: int, measure: str = "usd") -> dict[str, Any]:
    """Return one cell; its reading is half a last digit either way."""
    low, middle, high = (factor * (Decimal(digits) + end) for end in (-HALF, Decimal(0), HALF))
    place = {"raw": RELEASE, "row": PLACE[code, month], "column": column, "text": digits, "multiplier": str(factor)}
    trade = {"reporter": "CHN", "partner": "PAK", "flow": "M", "code": code, "period": month, "measure": measure}
    told = {"qualifier": "exact", "standing": "customs", "address": ""}
    return {**place, **trade, **told, "value": f"{middle:f}", "low": f"{low:f}", "high": f"{high:f}"}


def of(code: str, month: str) -> list[Any]:
    """Return the leaf of a line in a month: its cell, or a nil where it has no row."""
    return ["cell", cell_id(code, month)] if (code, month) in PLACE else ["nil", code, month]


def added(codes: str, months: Sequence[str]) -> list[Any]:
    """Return the sum of `codes` (parted by spaces) over months; a month without a row adds nothing and has no leaf."""
    return ["sum", *(of(code, month) for code in codes.split() for month in months if (code, month) in PLACE)]


def reading(codes: str, months: Sequence[str]) -> Reading:
    """Return what such a sum comes to: half a dollar a row either way."""
    places = [(code, month) for code in codes.split() for month in months if (code, month) in PLACE]
    middle = Decimal(sum(value(*place) for place in places))
    return middle - HALF * len(places), middle, middle + HALF * len(places)


def claim(
    name: str, kind: str, codes: str, unit: str, ends: Reading, formula: list[Any], **more: Json
) -> dict[str, Any]:
    """Return one claim about `codes`, of December 2025 unless `more` says otherwise."""
    low, middle, high = (f"{end:f}" for end in ends)
    base = {"period": THIS, "compare_period": None, "qualifier": "exact", "direction": None} | more
    return {
        "id": name,
        "kind": kind,
        "codes": codes.split(),
        "unit": unit,
        **base,
        "low": low,
        "value": middle,
        "high": high,
        "formula": formula,
    }


ALL = "2603 2610 7403"


def claims() -> list[dict[str, Any]]:
    """Return the claims; each reading is worked out from its sums."""
    with localcontext() as context:
        context.prec = 60
        return [*_month(), *_year(), *_runs()]


def _change(now: Reading, base: Reading, by: Decimal | int = 1) -> Reading:
    return (now[0] - base[2]) * by, (now[1] - base[1]) * by, (now[2] - base[0]) * by


def _growth(now: Reading, base: Reading) -> Reading:
    return 100 * (now[0] / base[2] - 1), 100 * (now[1] / base[1] - 1), 100 * (now[2] / base[0] - 1)


def _share(part: Reading, whole: Reading) -> Reading:
    rest = [whole[end] - part[end] for end in range(3)]
    return (100 * part[0] / (part[0] + rest[2]), 100 * part[1] / whole[1], 100 * part[2] / (part[2] + rest[0]))


def _points(code: str) -> Reading:
    """Return a line's contribution: its change over the total of the December before, 28 million."""
    low, middle, high = _change(reading(code, [THIS]), reading(code, [LAST]), 100)
    whole = reading(ALL, [LAST])
    return min(low / whole[0], low / whole[2]), middle / whole[1], max(high / whole[0], high / whole[2])


def _exactly(count: int) -> Reading:
    return Decimal(count), Decimal(count), Decimal(count)


def _month() -> list[dict[str, Any]]:
    kilos = {
        month: (1000 * TONNES[month] - HALF, Decimal(1000 * TONNES[month]), 1000 * TONNES[month] + HALF)
        for month in (THIS, LAST)
    }
    worth = {
        month: [1000 * reading("7403", [month])[end] / kilos[month][2 - end] for end in range(3)] for month in kilos
    }
    now, was = ((worth[month][0], worth[month][1], worth[month][2]) for month in (THIS, LAST))
    value_of = {month: ["unit_value", of("7403", month), ["cell", cell_id("7403", month, "kg")]] for month in kilos}
    up, down = ({"compare_period": LAST, "direction": way} for way in ("up", "down"))
    whole = added(ALL, [LAST])
    return [
        claim("total", "sum", ALL, "usd", reading(ALL, [THIS]), added(ALL, [THIS])),
        claim("total_was", "sum", "2603 7403", "usd", reading(ALL, [LAST]), whole, period=LAST),
        claim(
            "total_up",
            "change",
            ALL,
            "pct",
            _growth(reading(ALL, [THIS]), reading(ALL, [LAST])),
            ["growth", added(ALL, [THIS]), whole],
            **up,
        ),
        *(claim(f"level{code}", "level", code, "usd", reading(code, [THIS]), of(code, THIS)) for code in LABELS),
        claim("was7403", "level", "7403", "usd", reading("7403", [LAST]), of("7403", LAST), period=LAST),
        claim("none2610", "level", "2610", "usd", _exactly(0), of("2610", LAST), period=LAST),
        claim(
            "up7403",
            "change",
            "7403",
            "pct",
            _growth(reading("7403", [THIS]), reading("7403", [LAST])),
            ["growth", of("7403", THIS), of("7403", LAST)],
            **up,
        ),
        claim(
            "mom7403",
            "change",
            "7403",
            "pct",
            _growth(reading("7403", [THIS]), reading("7403", ["2025-11"])),
            ["growth", of("7403", THIS), of("7403", "2025-11")],
            compare_period="2025-11",
            direction="up",
        ),
        *(
            claim(
                f"points{code}",
                "contribution",
                code,
                "pp",
                _points(code),
                ["contribution", of(code, THIS), of(code, LAST), whole],
                **(down if code == "2603" else up),
            )
            for code in LABELS
        ),
        claim("kilos", "quantity", "7403", "kg", kilos[THIS], ["cell", cell_id("7403", THIS, "kg")]),
        claim("kilos_was", "quantity", "7403", "kg", kilos[LAST], ["cell", cell_id("7403", LAST, "kg")], period=LAST),
        claim("worth", "unit_value", "7403", "usd_per_t", now, value_of[THIS]),
        claim("worth_up", "change", "7403", "pct", _growth(now, was), ["growth", *value_of.values()], **up),
        claim("rose", "count", ALL, "count", _exactly(2), ["rose", *_differences()], compare_period=LAST),
        claim("fell", "count", ALL, "count", _exactly(1), ["fell", *_differences()], compare_period=LAST),
    ]


def _differences() -> list[list[Any]]:
    return [["difference", of(code, THIS), of(code, LAST)] for code in LABELS]


def _year() -> list[dict[str, Any]]:
    whole, was = reading(ALL, YEAR), reading(ALL, BEFORE)
    share = ["share", added("7403", YEAR), added(ALL, YEAR)]
    year = {"period": "2025"}
    moved = {**year, "compare_period": "2024"}
    return [
        claim("ytd", "sum", ALL, "usd", whole, added(ALL, YEAR), **year),
        claim("ytd7403", "sum", "7403", "usd", reading("7403", YEAR), added("7403", YEAR), **year),
        claim("ytd2610", "sum", "2610", "usd", reading("2610", YEAR), added("2610", YEAR), **year),
        claim(
            "ytd_change",
            "change_abs",
            ALL,
            "usd",
            _change(whole, was),
            ["difference", added(ALL, YEAR), added(ALL, BEFORE)],
            **moved,
            direction="down",
        ),
        claim("share", "share", "7403", "pct", _share(reading("7403", YEAR), whole), share, **year),
        claim(
            "first",
            "rank",
            "7403",
            "count",
            _exactly(1),
            ["rank", *(added(code, YEAR) for code in ("7403", "2603", "2610"))],
            **year,
        ),
        claim(
            "rank",
            "rank",
            "2603",
            "count",
            _exactly(2),
            ["rank", *(added(code, YEAR) for code in ("2603", "7403", "2610"))],
            **year,
        ),
    ]


def _runs() -> list[dict[str, Any]]:
    """Return the chains: copper highest since June 2023, chromium ores' first month, ores down for twelve months."""
    past = list(reversed(MONTHS[:-1]))
    steps = [[month] for month in reversed(YEAR[2:])] + [YEAR[:2]]
    falls = [
        ["difference", added("2603", step), added("2603", [_year_before(month) for month in step])] for step in steps
    ]
    return [
        claim(
            "since",
            "since",
            "7403",
            "months",
            _exactly(30),
            ["since_high", *(of("7403", month) for month in [THIS, *past[:30]])],
            compare_period="2023-06",
        ),
        claim(
            "record",
            "record",
            "2610",
            "count",
            _exactly(35),
            ["highest", *(of("2610", month) for month in [THIS, *past])],
        ),
        claim("streak", "streak", "2603", "months", _exactly(12), ["run", *falls], direction="down"),
    ]


def _year_before(month: str) -> str:
    return f"{int(month[:4]) - 1}{month[4:]}"


def claims_data() -> dict[str, Any]:
    """Return claims.json."""
    head = {"schema": 2, "briefing": "minerals", "period": THIS, "revision": 1}
    return {**head, "documents": documents(), "cells": cells(), "claims": claims()}
