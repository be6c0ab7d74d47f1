"""The gallery: what a briefing meets now and then, each a small table with what it is told from.

`gallery/NAME.txt` has what the English edition of each says, to be read line by line; `python -m tests.story.gallery`
writes the files anew.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from generator.trade.codes import Flow, nomenclature
from tests.story.months import Monthly, Table, months, table

TEXTS = Path(__file__).with_name("gallery")
MILLION = 10**6
BEFORE = {"7403": 60, "7402": 28, "2608": 9, "2601": 11, "2606": 4}  # US$ million a month in 2023 and 2024: 112
NOW = {"7403": 72, "7402": 27, "2608": 10, "2601": 7, "2606": 4}  # and in 2025: 120
LINES = tuple(NOW)
HOUSES = ("DEU", "POL")  # parties without Lunar New Year
SELECTION = {"codes": LINES}
LISTED = {"codes": LINES, "covers": "listed"}


def stepped(code: str, place: int) -> int:
    """Return a level that is the same in each of two years, and in the one after them."""
    return MILLION * (NOW if place >= 24 else BEFORE)[code]


def flat(code: str, _: int) -> int:
    """Return a level that never moves."""
    return MILLION * BEFORE[code]


def growing(code: str, place: int) -> int:
    """Return a level that gains two per cent of its first month each month."""
    return MILLION * BEFORE.get(code, 100) * (100 + 2 * place) // 100


def swaying(code: str, place: int) -> int:
    """Return a level that sways over five months, and is larger the larger the last digit of its code."""
    return MILLION * (9 + place % 5 + int(code[3]))


def without(rows: Table, *gone: tuple[str, str]) -> Table:
    """Return rows without those of some codes and months."""
    return {key: row for key, row in rows.items() if key not in gone}


def _falling(code: str, place: int) -> int:
    return MILLION * BEFORE[code] * (100 - 8 * (place // 12)) // 100


def _still(code: str, place: int) -> int:
    return MILLION * BEFORE[code] + 1000 * place


def _eventful(code: str, place: int) -> int:
    """Aluminium ores begin and zinc ores end in December 2025; unrefined copper is 2.5 times, iron ores half."""
    now = {"7403": 60, "7402": 70, "2608": 0, "2601": 5.5, "2606": 4}
    return int(MILLION * (now if place == 35 else BEFORE | {"2606": 0})[code])


def _dividing(code: str, place: int) -> int:
    """January–December: 36,951 million after 37,588: 1.7 % less, where "36.95" and "37.59" give 1.7 and 1.69."""
    return {"7403": 3_183_440_000, "7402": 1}[code] if place >= 24 else {"7403": 3_239_940_000, "7402": 1}[code]


def _against_without_a_print() -> dict[str, Any]:
    """Iron ores rose to 4.5 million, give or take 0.1 of which no print holds; refined copper fell from 30 to 26."""
    ends = {"7403": (130, 150), "2601": (22, 15)}  # hundreds of thousands in each of two months, now and before
    rows = table(lambda code, at: ends[code][at < 24] + (code == "2601" and at == 25), codes=("7403", "2601"))
    rows = {key: (own[0], own[0] * 300_000) for key, own in rows.items()}
    return {"rows": rows, "period": "2025-01..2025-02", "codes": ("7403", "2601"), "scale": 100_000}


def _ended_without_a_print() -> dict[str, Any]:
    """Iron ores had 0.235 to 0.265 million in a quarter, of which no print holds, and none now."""
    small = {21: 8, 22: 8, 23: 9, 33: 0, 34: 0, 35: 0}
    rows = table(lambda code, at: small.get(at, 20) if code == "2601" else 900, codes=("7403", "2601"))
    return {"rows": rows, "period": "2025-Q4", "codes": ("7403", "2601"), "scale": 10_000}


def _no_line_has_a_print() -> dict[str, Any]:
    """Two lines of 0.135 to 0.165 million each have none; together they are 0.27 to 0.33, and so 0.3."""
    rows = table(lambda _, place: 5 if place < 27 else 15, codes=LINES[:2])
    return {"rows": rows, "period": "2025-Q1", "codes": LINES[:2], "scale": 10_000, "parties": HOUSES}


def _a_quarter_back() -> dict[str, Any]:
    """Refined copper rose from 98.7 to 100.7 million, and unrefined fell by a quarter of that, from 0.9 to 0.4."""
    ends = {"7403": (987, 1007), "7402": (9, 4)}
    rows = table(lambda code, place: ends[code][place == 35], codes=LINES[:2])
    return {"rows": rows, "codes": LINES[:2], "scale": 100_000}


def _low_and_open() -> dict[str, Any]:
    """Unrefined copper came to 3.2 million, after 0.2 to 0.4 of which no print holds: by too much for a rate."""
    small, codes = {12: 1, 13: 2, 24: 14, 25: 18}, LINES[:3]
    rows = table(lambda code, at: small.get(at, 10) if code == "7402" else 250, codes=codes)
    return {"rows": rows, "period": "2025-01..2025-02", "codes": codes, "scale": 100_000}


def _nothing() -> dict[str, Any]:
    """Aluminium ores are printed as nothing in every month."""
    idle = {("2606", month): (0, 0) for _, month in table(flat, codes=("7403",))}
    return {
        "rows": {**table(stepped, codes=LINES[:-1]), **idle},
        "charts": ("contributions", "shares", "waterfall"),
        **LISTED,
    }


def _unknown_way() -> dict[str, Any]:
    """1 on 1 million may be a third or three times: of no large change is it said that the series is volatile."""
    rows = table(lambda code, at: 3 if code == "2610" else int(at >= 24), codes=("2606", "2610"), months=60)
    return {"rows": {key: (own[0], 0) for key, own in rows.items()}, "scale": MILLION}


def _open_place() -> dict[str, Any]:
    """Copper scrap and chromium ores stand at about a hundred hundred thousand each, give or take six."""
    sizes = {"7403": (1364, 1311), "2606": (206, 218), "2601": (102, 91), "2608": (19, 18), "7402": (8, 8)}
    every = sizes | {"7404": (8.6, 8.2), "2610": (8.4, 8.4)}
    rows = table(lambda code, at: round(every[code][at < 24] + (at % 2) * 0.3), codes=tuple(every))
    return {"rows": rows, "scale": 100_000}


def _of(codes: tuple[str, ...], group: str = "", **more: Any) -> dict[str, Any]:  # noqa: ANN401 -- as months() takes them
    """Return lines under their own names, each of which grows."""
    return {"rows": table(growing, codes=codes), "codes": codes, "group": group, "labels": {}, **more}


def _between(reporter: str, partner: str, customs: str = "Customs", **more: Any) -> dict[str, Any]:  # noqa: ANN401 -- as months() takes them
    rows = table(growing, codes=("7403", "7402", "2601"))
    parties = {"parties": (reporter, partner), "customs": customs, "group": ""}
    return {"rows": rows, "codes": ("7403", "7402", "2601"), **parties, **more}


def _partial(codes: tuple[str, ...], gone: str, *, ever: bool = True, **more: Any) -> dict[str, Any]:  # noqa: ANN401 -- as months() takes them
    """Return lines of which one has no figure of December 2025, nor `ever` before."""
    rows = table(swaying, codes=codes)
    kept = {key: row for key, row in rows.items() if key[0] != gone or (ever and key[1] != "2025-12")}
    return {"rows": kept, "codes": codes, "covers": "listed", "parties": HOUSES, **more}


def _missing(*gone: str, lost: str = "") -> dict[str, Any]:
    """Return two lines of which a listed table has nothing in the months `gone`; one has `lost` another one."""
    rows = table(swaying, codes=("7403", "7404"))
    kept = {key: row for key, row in rows.items() if key[1] not in gone and key != ("7404", lost)}
    return {"rows": kept, "codes": ("7403", "7404"), "covers": "listed", "parties": HOUSES}


def _withheld(*when: str) -> dict[str, Any]:
    rows = table(swaying, codes=("7403", "7404"))
    return {"rows": rows, "codes": ("7403", "7404"), "withheld": tuple(("7404", month) for month in when)}


def _year(levels: Mapping[str, tuple[str, str]], parties: tuple[str, str], **more: Any) -> dict[str, Any]:  # noqa: ANN401 -- as months() takes them
    """Return lines by their levels of 2025 and 2024 in US$ million, "" where there is no figure."""
    rows = {
        (code, year): (int(Decimal(level) * MILLION), 0)
        for code, ends in levels.items()
        for year, level in zip(("2025", "2024"), ends, strict=True)
        if level
    }
    return {"rows": rows, "period": "2025", "codes": tuple(levels), "covers": "listed", "parties": parties, **more}


THREE = ("2601", "2606", "7403")
STEPPED, GROWING = table(stepped, codes=LINES), table(growing, codes=LINES)
Fields = Mapping[str, Any]
GALLERY: dict[str, Callable[[], Fields]] = {
    # kinds of month
    "step": lambda: {"rows": STEPPED},
    "lines-alone": lambda: {"rows": STEPPED, **SELECTION},
    "june": lambda: {"rows": STEPPED, "period": "2025-06", **SELECTION},
    "january-and-february": lambda: {"rows": GROWING, "period": "2025-01..2025-02"},
    "january-alone": lambda: {"rows": GROWING, "period": "2025-01"},
    "all-falling": lambda: {"rows": table(_falling, codes=LINES)},
    "nothing-moved": lambda: {"rows": table(flat, codes=LINES), **SELECTION},
    "quiet": lambda: {"rows": table(_still, codes=LINES)},
    "events": lambda: {"rows": table(_eventful, codes=LINES)},
    "one-line": lambda: {"rows": table(stepped, codes=("7403",)), "codes": ("7403",)},
    "one-line-of-a-chapter": lambda: {"rows": table(growing, codes=("7403",))},
    "one-line-without-a-past": lambda: {"rows": table(flat, codes=("7403",), months=3), "codes": ("7403",)},
    "one-line-in-its-first-month": lambda: {"rows": table(flat, codes=("7403",), months=1), "codes": ("7403",)},
    "short-past": lambda: {"rows": table(growing, codes=LINES, months=5)},
    "a-year-and-two-months": lambda: {"rows": table(growing, codes=LINES, months=14)},
    "quarter-of-one-line": lambda: {
        "rows": table(stepped, codes=("7403",)),
        "period": "2025-Q3",
        "codes": ("7403",),
    },
    "first-quarter": lambda: {"rows": STEPPED, "period": "2025-Q1", **SELECTION},
    "last-quarter": lambda: {"rows": STEPPED, "period": "2025-Q4", **SELECTION},
    "illustrative": lambda: {"rows": STEPPED, "tag": "Illustrative figures"},
    "chapter-with-more-than-its-lines": lambda: {"rows": GROWING, "besides": 5 * MILLION},
    # what is not there
    "line-gone": lambda: {"rows": without(STEPPED, ("2606", "2025-12")), **LISTED},
    "line-without-a-base": lambda: {"rows": without(STEPPED, ("2606", "2024-12")), **LISTED},
    "line-without-a-month": lambda: {"rows": without(STEPPED, ("2606", "2025-05")), **LISTED},
    "quarter-without-a-month-of-a-line": lambda: {
        "rows": without(STEPPED, ("2606", "2025-05")),
        "period": "2025-Q2",
        **LISTED,
    },
    "partial": lambda: _partial(THREE, "2606", group=""),
    "partial-group": lambda: _partial(THREE, "2606"),
    "partial-never-known": lambda: _partial(THREE, "2606", ever=False, group=""),
    "partial-one-left": lambda: _partial(("2601", "2606"), "2606"),
    "partial-one-left-ever": lambda: _partial(("2601", "2606"), "2606", ever=False),
    "months-missing": lambda: _missing("2023-03", "2024-05", "2024-06", "2024-12"),
    "many-months-missing": lambda: _missing(*(f"2023-{month:02}" for month in range(2, 13, 2))),
    "base-of-a-line-missing": lambda: _missing(lost="2024-12"),
    "withheld": lambda: _withheld("2025-05"),
    "withheld-often": lambda: _withheld(*(f"2025-{month:02}" for month in range(3, 8))),
    "codes-without-trade": lambda: {
        "rows": table(growing, codes=("7402", "7403")),
        "codes": ("7402", "7403", "7404", "7602"),
    },
    # sizes and prints
    "three-thousand-times": lambda: {
        "rows": table(lambda code, place: 3000 * stepped(code, place), codes=LINES),
        **SELECTION,
    },
    "hundredth": lambda: {"rows": table(lambda code, place: stepped(code, place) // 100, codes=LINES), **SELECTION},
    "thousandth": lambda: {"rows": table(lambda code, place: stepped(code, place) // 1000, codes=LINES), **SELECTION},
    "digits-that-do-not-divide": lambda: {
        "rows": table(_dividing, codes=("7403", "7402")),
        "codes": ("7403", "7402"),
    },
    "printed-as-nothing": _nothing,
    "against-without-a-print": _against_without_a_print,
    "ended-without-a-print": _ended_without_a_print,
    "no-line-has-a-print": _no_line_has_a_print,
    "a-quarter-back": _a_quarter_back,
    "low-base-without-a-print": _low_and_open,
    "way-unknown": _unknown_way,
    "place-open": _open_place,
    "bound": lambda: {"rows": STEPPED, "period": "2025-11", "codes": LINES, "over": {("2601", "2025-11")}},
    "bound-in-a-quarter": lambda: {
        "rows": STEPPED,
        "period": "2025-Q4",
        "codes": LINES,
        "over": {("2601", "2025-11")},
    },
    "bound-and-about": lambda: {
        "rows": STEPPED,
        "period": "2025-11",
        "codes": LINES,
        "over": {("2601", "2025-11")},
        "about": {("2608", "2025-11")},
    },
    # names of what is traded
    "exports": lambda: {"rows": GROWING, "flow": Flow.EXPORT},
    "exports-of-one-line": lambda: {
        "rows": table(growing, codes=("7403",)),
        "codes": ("7403",),
        "flow": Flow.EXPORT,
    },
    "re-exports": lambda: {"rows": STEPPED, "flow": Flow.RE_EXPORT, **SELECTION},
    "selection": lambda: {"rows": STEPPED, "group": "", **SELECTION},
    "two-chapters": lambda: _of(("74", "76")),
    "chapters-in-a-row": lambda: _of(("03", "01", "02")),
    "one-heading": lambda: _of(("7410",)),
    "some-fish": lambda: _of(("0302", "0304")),
    "all-fish": lambda: _of(("0301", "0302", "0303", "0304", "0305")),
    "prepared-fish": lambda: _of(("0303", "0304", "160414")),
    "many-headings": lambda: _of(("0101", "0201", "0301", "0401", "0601", "0701", "0801")),
    "group-of-chapters": lambda: _of(("74", "76"), "base metal"),
    "chapter-with-its-lines": lambda: {
        "rows": table(growing, codes=("0302", "0303")),
        "codes": ("03", "0302", "0303"),
        "group": "seafood",
        "labels": {},
    },
    "every-chapter": lambda: _of(tuple(code for code in nomenclature() if len(code) == 2)),
    "all-goods": lambda: _of(("TOTAL",)),
    # who trades with whom
    "netherlands-emirates": lambda: _between("NLD", "ARE", "Statistics Netherlands"),
    "congo-hong-kong": lambda: _between("COD", "HKG"),
    "tanzania-russia": lambda: _between("TZA", "RUS"),
    "comtrade": lambda: _between("CHN", "PAK", "customs (UN Comtrade)"),
    "world-imports": lambda: _between("CHN", "W00"),
    "world-re-exports": lambda: _between("CHN", "W00", flow=Flow.RE_EXPORT),
    "world-one-line": lambda: {
        "rows": table(growing, codes=("7403",), months=14),
        "codes": ("7403",),
        "parties": ("CHN", "W00"),
    },
    "world-year": lambda: _year({"2608": ("110.9", "100.3"), "2601": ("90.1", "80.2")}, ("CHN", "W00")),
    "world-year-one-line": lambda: _year({"2608": ("110.9", "")}, ("CHN", "W00")),
    "year": lambda: _year({"74": ("1140", "1000"), "2608": ("110.9", "100"), "2610": ("10", "10")}, ("CHN", "PAK")),
    "year-of-two-chapters": lambda: _year({"74": ("12", "10"), "76": ("12", "10")}, ("CHN", "PAK"), group=""),
    "year-of-exports": lambda: _year(
        {"2608": ("110.9", "112.3"), "2601": ("90.1", "80.2")}, ("GBR", "NLD"), flow=Flow.EXPORT
    ),
    "year-offset": lambda: _year({"2608": ("110.9", "119.3"), "2601": ("90.1", "80.2")}, ("GBR", "NLD")),
    "year-of-one-line": lambda: _year({"2608": ("110.9", "")}, ("GBR", "NLD"), flow=Flow.EXPORT),
}


@cache
def edition(name: str, language: str = "en") -> Monthly:
    """Return an edition of the gallery in a language, under the names that the language has itself."""
    fields = dict(GALLERY[name]())
    if language != "en":
        fields.pop("group", None)
    return months(**fields, language=language)


def text_of(told: Monthly) -> str:
    """Return what an edition says, a sentence a line, tables and marks of pictures left aside."""
    return "\n".join(line for block in told.edition["stories"]["en"]["blocks"] for line in _lines(block)) + "\n"


def _lines(block: Any) -> Iterator[str]:  # noqa: ANN401 -- JSON
    if block["kind"] in {"masthead", "call", "foot"}:
        return
    yield f"[{block['id']}]"
    for key, part in block.items():
        if key in {"title", "subtitle", "source", "series", "headline", "label"} and part:
            yield part["words"]
        elif key in {"things", "notes", "aside"}:
            yield from (text["words"] for text in part)
        elif key == "paragraphs":
            yield from (text["words"] for paragraph in part for text in paragraph)
        elif key == "runs":
            yield from (text["words"] for run in part for text in run["sentences"])
        elif key == "cells" and block["kind"] == "strip":
            yield from (" | ".join(cell[name]["words"] for name in ("label", "figure", "note")) for cell in part)


def main() -> None:
    """Write the texts."""
    for name in GALLERY:
        (TEXTS / f"{name}.txt").write_text(text_of(edition(name)), encoding="utf-8")


if __name__ == "__main__":
    main()
