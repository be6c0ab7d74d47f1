"""The story of the monthly edition made by hand: every form of chart, bars and sparks, words for claims."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tests.audit.monthly import ALL, BEFORE, LABELS, LAST, MONTHS, THIS, YEAR, claims, value
from tests.audit.sample import Json, block, text

SCREEN, EVERY = ["pdf", "html"], ["pdf", "html", "mail", "txt", "md"]
SOURCE = "Source: customs, China, 20 January 2026. HS 2022."
TRADE = "China\N{RIGHT SINGLE QUOTATION MARK}s imports of minerals from Pakistan"
NAMES = {"2603": "Copper ores", "2610": "Chromium ores", "7403": "Refined copper"}


def drawn(codes: str, months: Sequence[str]) -> float:
    """Return the millions of `codes` over months."""
    return float(sum(value(code, month) for code in codes.split() for month in months) / 10**6)


def chart(name: str, form: str, scale: str, title: str, subtitle: str, *heard: str, **drawing: Json) -> dict[str, Any]:
    """Return a chart of pages; `heard` are its alternative text and description, `drawing` holds what it draws."""
    alt, how = heard
    words = {
        "alt": text(alt),
        "source": text(SOURCE),
        "more": text("The picture in words and figures"),
        "description": text(how),
        "aside": [],
    }
    return block(
        "chart",
        SCREEN,
        **{
            "name": name,
            "form": form,
            "scale": scale,
            "title": text(title),
            "subtitle": text(subtitle),
            "bars": [],
            "curves": [],
            "stacks": [],
            "steps": [],
            "ticks": [],
            **words,
            "head": [],
            "rows": [],
            **drawing,
        },
    ) | {"id": name}


def bars() -> dict[str, Any]:
    """Return the contributions: +35.7, +7.1 and −10.7 make 32.1 of 28 million."""
    found = {claim["id"]: claim for claim in claims()}
    shown = {"7403": "+35.7", "2610": "+7.1", "2603": "\N{MINUS SIGN}10.7"}
    drawing = [
        {
            "label": text(NAMES[code]),
            "figure": text(f"[{words}|points{code}]"),
            "bound": False,
            "before": None,
            "rest": False,
            **{end: float(found[f"points{code}"][end]) for end in ("value", "low", "high")},
        }
        for code, words in shown.items()
    ]
    rows = [{"cells": [bar["label"], bar["figure"]], "weight": "line"} for bar in drawing]
    return chart(
        "contributions",
        "contributions",
        "points",
        "What moved the total, line by line",
        f"Contribution to the change in {TRADE}, percentage points, December 2025 on December 2024",
        f"Bar chart of contributions to the change in {TRADE}, December 2025 on December 2024.",
        "Bars to the right of the line added to the total, bars to the left took away from it; they stand in order, "
        "the other lines last.",
        aside=[text("How to read it.")],
        bars=drawing,
        head=[text("Line"), text("Contribution, percentage points")],
        rows=rows,
    )


def years() -> dict[str, Any]:
    """Return the years added up: 334 million in 2025, 336 in 2024, from January and February on."""
    curves = []
    for year, figure, role in (("2025", "[334|ytd]", "this"), ("2024", "", "last")):
        spans = [f"{year}-01..{year}-{month:02d}" for month in range(2, 12)] + [year]
        ends = [[f"{year}-{month:02d}" for month in range(1, last + 1)] for last in range(2, 13)]
        curves.append(
            {
                "label": text(year),
                "figure": text(figure),
                "codes": ALL.split(),
                "spans": spans,
                "points": [drawn(ALL, months) for months in ends],
                "role": role,
            }
        )
    names = ["Jan\N{EN DASH}Feb", *["Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]]
    return chart(
        "years",
        "cumulative",
        "million",
        "The total, month by month",
        f"{TRADE}, US$ million, added up over January\N{EN DASH}December, 2024 to 2025",
        f"Line chart of {TRADE}, added up within each year, 2024 to 2025.",
        "Each year is a line that adds up its months from nothing; this year\N{RIGHT SINGLE QUOTATION MARK}s is the "
        "heaviest.",
        curves=curves,
        steps=[text(name) for name in names],
        ticks=[text(tick) for tick in ("0", "200", "400")],
    )


def panels() -> dict[str, Any]:
    """Return 36 months of two lines; the years stand under both."""
    spans = list(MONTHS)
    curves = [
        {
            "label": text(NAMES[code]),
            "figure": text(figure),
            "codes": [code],
            "spans": list(spans),
            "role": "line",
            "points": [drawn(code, [month]) for month in spans],
        }
        for code, figure in (("7403", "[30.00|level7403], [+50%|up7403]"), ("2603", "[5.00|level2603]"))
    ]
    steps = [text(month[:4] if month.endswith("-01") else "") for month in spans]
    return chart(
        "panels",
        "panels",
        "million",
        "[Two|rose] lines rose on December 2024, [one|fell] fell",
        f"{TRADE}, US$ million a month, January 2023 to December 2025. Scales differ; rings mark each December",
        f"Small line charts of {TRADE} by line, month by month, January 2023 to December 2025.",
        "Each line has a panel with a scale of its own; the last point is the newest.",
        curves=curves,
        steps=steps,
    )


def stacks() -> dict[str, Any]:
    """Return the shares of twelve months: 272, 60 and 2 of 334 million; 240 and 96 of 336."""
    told = (("2025", YEAR, "[81%|share]"), ("2024", BEFORE, ""))
    found = [
        {
            "label": text(year),
            "span": year,
            "parts": [
                {
                    "label": text(NAMES[code]),
                    "figure": text(figure if code == "7403" else ""),
                    "codes": [code],
                    "value": 100 * drawn(code, months) / drawn(ALL, months),
                    "rest": False,
                }
                for code in LABELS
            ],
        }
        for year, months, figure in told
    ]
    return chart(
        "shares",
        "shares",
        "per cent",
        "Refined copper made up [81%|share] of 2025",
        f"Shares in {TRADE}, %, 2025 and 2024",
        f"Stacked bars of shares in {TRADE}: 2025 and 2024.",
        "Each bar is the whole; its parts are the lines in order of size, and the other lines at the end.",
        stacks=found,
    )


def table() -> dict[str, Any]:
    """Return the lines with their bars and twenty-four months."""
    low, nil = "low base", "nil"
    cells = {
        "7403": (
            "7403",
            "[30.00|level7403]",
            "[20.00|was7403]",
            "[+50|up7403]",
            "[+35.7|points7403]",
            "[272.00|ytd7403]",
        ),
        "2603": (
            "2603",
            "[5.00|level2603]",
            "",
            "",
            "[\N{MINUS SIGN}10.7|points2603]",
            "",
        ),
        "2610": ("2610", "[2.00|level2610]", f"[{nil}|none2610]", low, "[+7.1|points2610]", "[2.00|ytd2610]"),
    }
    found = {claim["id"]: claim for claim in claims()}
    rows = [
        {
            "cells": [text(words) for words in (NAMES[code], *more)],
            "weight": "line",
            "codes": [code],
            "bar": float(found[f"points{code}"]["value"]),
            "spark": [drawn(code, [month]) for month in MONTHS[12:]],
        }
        for code, more in cells.items()
    ]
    whole = ("Total", "", "[37.00|total]", "[28.00|total_was]", "[+32|total_up]", "", "[334.00|ytd]")
    rows += [
        {
            "cells": [text(words) for words in whole],
            "weight": "total",
            "codes": ALL.split(),
            "bar": None,
            "spark": [drawn(ALL, [month]) for month in MONTHS[12:]],
        }
    ]
    groups = [("", 2), ("December", 3), ("Contribution", 1), ("January\N{EN DASH}December", 1), ("", 1)]
    return block(
        "table",
        SCREEN,
        scale="million",
        title=text("All lines"),
        subtitle=text(f"{TRADE}, US$ million"),
        groups=[{"words": text(words), "columns": columns} for words, columns in groups],
        head=[text(head) for head in ("Line", "HS", "2025", "2024", "y/y, %", "points", "2025", "24 months")],
        rows=rows,
        notes=[
            text(
                "Low base: the figure a year before is so small, or the growth so large, that a rate would mislead; "
                "both levels stand instead."
            )
        ],
        footnotes=[{"note": 0, "mark": "a", "heard": "note a", "cells": [[2, 4]]}],
        source=text(SOURCE),
        bar_column=5,
        spans=MONTHS[12:],
    )


PARAGRAPHS = {
    "lede": [
        [
            (
                "Customs recorded [$37.0 million|total] of minerals from Pakistan in December 2025, "
                "[32%|total_up] more than "
                "the [$28.0 million|total_was] of December 2024."
            ),
            "[Two|rose] lines rose and [one|fell] fell.",
        ]
    ],
    "copper": [
        [
            (
                "Refined copper (HS 7403) rose [50%|up7403] to [$30.00 million|level7403] "
                "from [$20.00 million|was7403] in "
                "December 2024, the [highest since June 2023|since]."
            ),
            (
                "China took [5,000 tonnes|kilos] of refined copper "
                "against [4,000 tonnes|kilos_was] a year earlier; the "
                "average value of a tonne rose [20%|worth_up] to [$6,000 a tonne|worth]."
            ),
        ],
        ["On November 2025 refined copper rose [36%|mom7403]."],
    ],
    "other-way": [
        [
            (
                "Copper ores fell for the [twelfth month in a row|streak] and took away [10.7 points|points2603], "
                "against December 2024."
            )
        ]
    ],
    "new": [
        [
            (
                "Chromium ores came to [$2.00 million|level2610], their [largest|record] month "
                "since January 2023; there was "
                "[no trade recorded|none2610] a year earlier."
            )
        ]
    ],
    "year": [
        [
            "In 2025 the total fell by [$2.0 million|ytd_change] on 2024, to [$334.0 million|ytd].",
            "Refined copper was the [largest|first] line of 2025.",
            "The share of refined copper, came to [81%|share] in 2025.",
        ]
    ],
}


def section(name: str, shown: Sequence[str] = ("pdf", "html", "txt", "md")) -> dict[str, Any]:
    """Return the section called `name`."""
    told = [[text(sentence) for sentence in paragraph] for paragraph in PARAGRAPHS[name]]
    frame = {"label": text(name.capitalize()), "codes": None, "dateline": None}
    role = "lede" if name == "lede" else "text"
    return block("section", list(shown), role=role, **frame, paragraphs=told) | {"id": name}


def story() -> dict[str, Any]:
    """Return the story in English."""
    headline = "China\N{RIGHT SINGLE QUOTATION MARK}s mineral imports from Pakistan rose [32%|total_up] in December"
    blocks = [
        block(
            "masthead",
            EVERY,
            publisher=text("Trade Desk"),
            place=text("Beijing"),
            issue=text("Monthly briefing"),
            dated=text("Figures as of 20 January 2026, revision 1"),
            tag=None,
        ),
        block(
            "finding",
            EVERY,
            series=text("Minerals in China"),
            period=text("December 2025"),
            headline=text(headline),
            things=[text("Refined copper added [35.7|points7403] percentage points.")],
        ),
        section("lede", EVERY),
        bars(),
        section("copper"),
        section("other-way"),
        section("new"),
        panels(),
        section("year"),
        years(),
        stacks(),
        table(),
        block(
            "foot",
            EVERY,
            left=text("December 2025", "html", "pdf"),
            middle=text("Trade Desk", "pdf"),
            page=text("Page {page} of {pages}", "pdf"),
            contact=text("Write to desk@example.org"),
            reason=text("You asked for it.", "mail", "txt"),
        ),
    ]
    heads = {
        "subject": text(headline),
        "preheader": text("Refined copper added [35.7|points7403] percentage points."),
        "title": text(headline),
        "summary": text("What moved, and by how much."),
    }
    return {"language": "en", "direction": "ltr", **heads, "blocks": blocks}


def edition() -> dict[str, Any]:
    """Return edition.json."""
    head = {"schema": 2, "briefing": "minerals", "period": THIS, "compare_period": LAST, "revision": 1}
    return {**head, "as_of": "2026-01-20", "codes": list(LABELS), "labels": {"en": LABELS}, "stories": {"en": story()}}
