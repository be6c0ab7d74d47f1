"""A small edition made by hand: raw rows, cells, claims and one story, with figures invented for the purpose."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from decimal import Decimal, localcontext
from typing import Any

Json = Any
M, B = 10**6, 10**9
HEADER = "code,period,value,scale,qualifier,standing,speaker,reporter,partner,flow,published"
ROWS = (
    "74,2025,1.30,billion,,,,CHN,PAK,import,2026-01-27",
    "2601,2025,101,million,over,,,CHN,PAK,import,2026-01-27",
    "2606,2025,14.16,million,,,,CHN,PAK,import,2026-01-27",
    "2606,2024,0.29,million,,,,CHN,PAK,import,2026-01-27",
    "2608,2025,110.90,million,,,,CHN,PAK,import,2026-01-27",
    "2608,2024,100.10,million,,,,CHN,PAK,import,2026-01-27",
    '74,2022,1.22,billion,,relayed,"Ada Khan, minister of trade",CHN,PAK,import,2024-05-03',
)
RAW = "\n".join((HEADER, *ROWS, "")).encode()
EDITOR = b"quotes:\n- text: The aim, reflecting demand, is $2 billion\n    of copper.\n"
RELEASE, NOTES = (hashlib.sha256(content).hexdigest() for content in (RAW, EDITOR))
LABELS = {
    "74": ["copper and articles", "copper"],
    "2601": ["iron ores and concentrates", "iron ores"],
    "2606": ["aluminium ores and concentrates", "aluminium ores"],
    "2608": ["zinc ores and concentrates", "zinc ores"],
}


def raw(digest: str) -> bytes:
    """Return the bytes kept under `digest`, as a store would."""
    return {RELEASE: RAW, NOTES: EDITOR}[digest]


def text(marked: str, *shown: str) -> dict[str, Any]:
    """Return the TEXT that `marked` writes: "[$1.30 billion|f1]" prints the claim f1."""
    words, marks = "", []
    for part in re.split(r"(\[[^\]]*\|\w+\])", marked):
        said, _, claim = part.strip("[]").rpartition("|") if part.startswith("[") else (part, "", "")
        if claim:
            marks.append({"claim": claim, "start": len(words), "end": len(words) + len(said)})
        words += said
    return {"words": words, **({"marks": marks} if marks else {}), **({"shown": list(shown)} if shown else {})}


def documents() -> dict[str, Any]:
    """Return how the one release is read."""
    names = HEADER.split(",")
    scales = {"million": str(M), "billion": str(B)}
    layout = {"encoding": "utf-8", "delimiter": ",", "columns": dict(zip(names, names, strict=True)), "scales": scales}
    return {RELEASE: {"name": "press.csv", "source": "press", "released": "2026-01-27", "covers": "listed", **layout}}


def cell(row: int, period: str, code: str, digits: str, factor: int, half: str, **more: str) -> dict[str, Any]:
    """Return the cell on line `row`; `half` is half of its last digit, in dollars."""
    value = Decimal(digits) * factor
    low, high = (value, value * Decimal("1.05")) if more else (value - Decimal(half), value + Decimal(half))
    more = {"qualifier": "exact", "standing": "customs", "speaker": "", "published": "2026-01-27"} | more
    if more["standing"] == "relayed":
        low, high = value - Decimal(half), value + Decimal(half)
    place = {"raw": RELEASE, "row": row, "column": "value", "text": digits, "multiplier": str(factor)}
    trade = {"reporter": "CHN", "partner": "PAK", "flow": "M", "code": code, "period": period, "address": ""}
    return {**place, **trade, **more, "value": f"{value:f}", "low": f"{low:f}", "high": f"{high:f}"}


def cells() -> dict[str, Any]:
    """Return the seven cells."""
    return {
        "c1": cell(2, "2025", "74", "1.30", B, "5e6"),
        "c2": cell(3, "2025", "2601", "101", M, "0", qualifier="over"),
        "c3": cell(4, "2025", "2606", "14.16", M, "5e3"),
        "c4": cell(5, "2024", "2606", "0.29", M, "5e3"),
        "c5": cell(6, "2025", "2608", "110.90", M, "5e3"),
        "c6": cell(7, "2024", "2608", "100.10", M, "5e3"),
        "c7": cell(
            8,
            "2022",
            "74",
            "1.22",
            B,
            "5e6",
            standing="relayed",
            speaker="Ada Khan, minister of trade",
            published="2024-05-03",
        ),
    }


Reading = tuple[Decimal, Decimal, Decimal]


def claim(
    name: str, kind: str, codes: str, unit: str, reading: Reading, formula: list[Any], **more: Json
) -> dict[str, Any]:
    """Return one claim about `codes` (parted by spaces), of 2025 unless `more` says otherwise."""
    low, value, high = (f"{end:f}" for end in reading)
    base = {"period": "2025", "compare_period": None, "qualifier": "exact", "direction": None} | more
    about = {"id": name, "kind": kind, "codes": codes.split(), "unit": unit, **base}
    return {**about, "low": low, "value": value, "high": high, "formula": formula}


def level(name: str, key: str, **more: Json) -> dict[str, Any]:
    """Return the claim that prints the cell `key`."""
    of = cells()[key]
    reading = (Decimal(of["low"]), Decimal(of["value"]), Decimal(of["high"]))
    more = {"kind": "level", "period": of["period"], "qualifier": of["qualifier"]} | more
    return claim(name, more.pop("kind"), of["code"], "usd", reading, ["cell", key], **more)


def claims() -> list[dict[str, Any]]:
    """Return the claims; each reading is worked out here from the printed digits, in millions."""
    with localcontext() as context:
        context.prec = 60
        return _claims()


def _claims() -> list[dict[str, Any]]:
    d = Decimal
    low, value, high = d("1521.05"), d("1526.06"), d("1536.12")
    total = ["sum", *(["cell", key] for key in ("c1", "c2", "c3", "c5"))]
    now, was = (d("110.895"), d("110.90"), d("110.905")), (d("100.105"), d("100.10"), d("100.095"))
    grown = [100 * (one / other - 1) for one, other in zip(now, was, strict=True)]
    part = (129500 / (1295 + d("231.12")), 130000 / value, 130500 / (1305 + d("226.05")))
    times = (2000 / d(1305), 2000 / d(1300), 2000 / d(1295))
    four, two = d(4), d(2 * B)
    every = "74 2601 2606 2608"
    change = {"compare_period": "2024", "direction": "up"}
    return [
        *(level(f"f{place}", f"c{place}") for place in range(1, 7)),
        claim(
            "f7",
            "change",
            "2608",
            "pct",
            (grown[0], grown[1], grown[2]),
            ["growth", ["cell", "c5"], ["cell", "c6"]],
            **change,
        ),
        claim(
            "f8",
            "change_abs",
            "2606",
            "usd",
            (d("13.86") * M, d("13.87") * M, d("13.88") * M),
            ["difference", ["cell", "c3"], ["cell", "c4"]],
            **change,
        ),
        claim("f9", "share", "74", "pct", part, ["share", ["cell", "c1"], total]),
        claim("f10", "count", every, "count", (four, four, four), ["size", *every.split()]),
        claim("f11", "sum", every, "usd", (low * M, value * M, high * M), total, qualifier="at_least"),
        level("f12", "c7", kind="background"),
        claim("f13", "quoted", "", "usd", (two, two, two), ["stated", NOTES, "$2 billion"]),
        claim("f14", "multiple", "74", "ratio", times, ["multiple", ["stated", NOTES, "$2 billion"], ["cell", "c1"]]),
    ]


PAGES, ALL = ["pdf", "html", "txt", "md"], ["pdf", "html", "mail", "txt", "md"]


def block(kind: str, shown: list[str], **fields: Json) -> dict[str, Any]:
    """Return a block whose id is its kind."""
    return {"kind": kind, "id": kind, "shown": shown, **fields}


def bar(label: str, figure: str, key: str, *, bound: bool = False, before: float | None = None) -> dict[str, Any]:
    """Return the bar of the cell `key`, in millions."""
    ends = {end: float(Decimal(cells()[key][end]) / M) for end in ("value", "low", "high")}
    return {"label": text(label), "figure": text(figure), **ends, "bound": bound, "before": before}


def table_row(*words: str, weight: str = "line") -> dict[str, Any]:
    """Return a row of the table."""
    return {"cells": [text(item) for item in words], "weight": weight}


TRADE = "China\N{RIGHT SINGLE QUOTATION MARK}s mineral imports from Pakistan"


def story() -> dict[str, Any]:
    """Return the story in English."""
    blocks = [
        block("masthead", ALL, publisher=text("Trade Desk"), place=text("Beijing"), issue=text("Annual briefing"),
              dated=text("Figures as of 27 January 2026"), tag=None),
        block("finding", ALL, series=text("Minerals in China"), period=text("2025"),
              headline=text("China imported [$1.30 billion|f1] of Pakistani copper in 2025"),
              things=[text("The lines with a figure were [four|f10].")]),
        block("strip", ["pdf", "html"], cells=[
            {"label": text("Copper"),
             "figure": text("[$1.30 billion|f1]"), "note": text("[85%|f9] of the [four|f10] lines")}]),
        block("section", ALL, role="lede", label=None, codes=None, dateline=text("BEIJING \N{EM DASH}"), paragraphs=[
            [text("Customs recorded [$1.30 billion|f1] of copper and articles (HS 74) in 2025, "
                  "[85%|f9] of [four|f10] lines."),
             text("Iron ores (HS 2601) were published as [above $101 million|f2].")]]),
        block("section", PAGES, role="text", label=text("Ores"), codes=text("HS 2606, 2608"),
              dateline=None, paragraphs=[
            [text("Zinc ores and concentrates rose [11%|f7] to [$110.90 million|f5] "
                  "from [$100.10 million|f6] in 2024.")],
            [text("Aluminium ores (HS 2606) rose to [$14.16 million|f3] from [$0.29 million|f4] in 2024."),
             text("The gain of [$13.9 million|f8] was from almost nothing.")],
            [text("Ada Khan, minister of trade, put copper exports at [$1.22 billion|f12] in 2022, "
                  "in a report of May 2024."),
             text("That figure has not been traced to a customs table, so no change is computed from it.")]]),
        block("chart", ALL, name="lines", form="ordered_bars", scale="million",
              title=text("What moved the total, line by line"), subtitle=text(f"{TRADE}, US$ million, 2025"),
              alt=text(f"Bar chart of {TRADE} in 2025, led by copper with [$1.30 billion|f1]."),
              bars=[bar("Copper", "[1,300|f1]", "c1"), bar("Zinc ores", "[110.90|f5]", "c5", before=100.1),
                    bar("Iron ores", "above [101|f2]", "c2", bound=True),
                    bar("Aluminium ores", "[14.16|f3], from [0.29|f4] in 2024", "c3", before=0.29)],
              source=text("Source: customs, China, 27 January 2026. HS 2022."),
              more=text("The picture in words and figures"),
              description=text("Horizontal bars start at zero and stand in the order of the published figures, "
                               "in US$ million.")),
        block("table", ALL, scale="million", title=text("All lines"), subtitle=text(f"{TRADE}, US$ million"),
              head=[text(word) for word in ("Line", "HS", "2025", "2024", "Share, %")],
              rows=[table_row("Copper", "74", "[1,300|f1]", "\N{EN DASH}", "[85|f9]"),
                    table_row("Zinc ores", "2608", "[110.90|f5]", "[100.10|f6]", "\N{EN DASH}"),
                    table_row("The [four|f10] lines", "", "at least [1,521.0|f11]", "\N{EN DASH}", "\N{EN DASH}",
                              weight="total")],
              notes=[text("A dash stands where there is no figure, or none to compare with.")],
              source=text("Source: customs, China, 27 January 2026.")),
        block("voices", PAGES, label=text("Voices"), statements=[{
            "words": [text("The aim, reflecting demand, is [$2 billion|f13] of copper.")],
            "speaker": text("Ada Khan, minister"),
            "answer": [text("That is [1.5|f14] times the customs figure of copper for 2025.")]}]),
        block("watch", PAGES, label=text("To watch"), rows=[
            {"when": text("About 20 March 2026"), "what": text("The first months are published.")}]),
        block("note", ALL, label=text("Note"), runs=[
            {"head": text("Codes."), "sentences": [
                text("The HS codes (2022) are ours, read from the names of the products.")]}]),
        block("call", ["mail"], action=text("The briefing is attached"), attached=text("As a PDF")),
        block("foot", ALL, left=text("2025, revision 1", "html", "pdf"), middle=text("Trade Desk", "pdf"),
              page=text("Page {page} of {pages}", "pdf"),
              contact=text("Write to desk@example.org", "html", "mail", "txt"),
              reason=text("You asked for it.", "mail", "txt")),
    ]  # fmt: skip
    heads = {
        "subject": text("China imported [$1.30 billion|f1] of Pakistani copper in 2025"),
        "preheader": text("[85%|f9] of [four|f10] lines"),
        "title": text(
            "China imported $1.30 billion of Pakistani copper in 2025".replace("$1.30 billion", "[$1.30 billion|f1]")
        ),
        "summary": text("Copper was [85%|f9] of mineral imports."),
    }
    return {"language": "en", "direction": "ltr", **heads, "blocks": blocks}


def edition() -> dict[str, Any]:
    """Return edition.json."""
    head = {"schema": 2, "briefing": "minerals", "period": "2025", "compare_period": "2024", "revision": 1}
    return {**head, "as_of": "2026-01-27", "codes": list(LABELS), "labels": {"en": LABELS}, "stories": {"en": story()}}


def claims_data() -> dict[str, Any]:
    """Return claims.json."""
    head = {"schema": 2, "briefing": "minerals", "period": "2025", "revision": 1}
    return {**head, "documents": documents(), "cells": cells(), "claims": claims()}


def as_json(data: Mapping[str, Any]) -> bytes:
    """Return `data` as the bytes of a JSON file."""
    return json.dumps(data, ensure_ascii=False).encode()
