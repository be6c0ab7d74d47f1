"""One picture of each form, of invented monthly figures that grow, fall, start and pause."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from generator.story.plan import Bar, Chart, ColumnGroup, Curve, Row, SeriesBreak, Story, Table, Text
from tests.page.sample import SOURCE, chart, finding, foot, masthead, note, section, story, watch

MONTHS = tuple(f"{year}-{month:02}" for year in (2023, 2024, 2025) for month in range(1, 13))
NAMES = (
    *("Refined copper", "Unrefined copper", "Zinc ores", "Copper scrap", "Chromium ores and concentrates", "Iron ores"),
    *("Aluminium scrap", "Aluminium ores", "Lead ores", "Marble and travertine", "Copper ores", "Salt"),
)
POINTS = (
    ("Refined copper", 10.1),
    ("Aluminium ores", 1.7),
    ("Zinc ores", 1.4),
    ("Chromium ores", 1.0),
    ("Copper scrap", 0.9),
    ("Unrefined copper", -2.3),
    ("Iron ores", -3.0),
    ("All other lines", 0.4),
)


def signed(value: float) -> str:
    """Return a number with its sign, a true minus."""
    return f"{value:+.1f}".replace("-", "\u2212")


def _picture(form: str, changes: Mapping[str, object], *, name: str = "", **fields: object) -> Chart:
    """Return a picture of a `form` with these fields, some of them changed; it goes by its form without a `name`."""
    names = {"form": form, "name": name or form, "id": name or form, "bars": ()}
    return chart(**{**names, **fields, **changes})


def _years(months: Sequence[str]) -> tuple[Text, ...]:
    """Return the steps of months: the year at each January."""
    return tuple(Text(month[:4] if month.endswith("-01") else "") for month in months)


def contributions(**changes: object) -> Chart:
    """Return eight bars in points, two below zero, the last for all other lines."""
    bars = tuple(
        Bar(Text(name), Text(signed(value)), value, value - 0.05, value + 0.05, rest=name == "All other lines")
        for name, value in POINTS
    )
    return _picture(
        "contributions",
        changes,
        scale="points",
        title=Text("Refined copper added 10.1 of the 10.2 points"),
        subtitle=Text("Contribution to the change in imports from Pakistan, percentage points, on December 2024"),
        bars=bars,
        aside=(Text("How to read it."), Text("A line\u2019s change, divided by the total of December 2024.")),
        head=(Text("Line"), Text("Points")),
        rows=tuple(Row((bar.label, bar.figure)) for bar in bars),
    )


def monthly(line: int) -> tuple[float | None, ...]:
    """Return 36 months of one line: a saw that climbs, or falls for every fifth; the last line pauses for a month."""
    slope = -0.02 if line % 5 == 1 else 0.015
    saw = ((month * (line + 3)) % 7 for month in range(36))
    points = [round((60 / (line + 1)) * (1 + slope * month + 0.04 * step), 2) for month, step in enumerate(saw)]
    return tuple(None if line == 11 and month == 20 else point for month, point in enumerate(points))


def panels(**changes: object) -> Chart:
    """Return twelve lines of 36 months."""
    curves = tuple(
        Curve(
            Text(name),
            Text(f"{min(filter(None, points)):.1f} to {max(filter(None, points)):.1f}; now {points[-1]:.1f}"),
            (f"26{line:02}",),
            MONTHS,
            points,
            "fallen" if (points[-1] or 0) < (points[-13] or 0) else "line",
        )
        for line, name in enumerate(NAMES)
        for points in (monthly(line),)
    )
    return _picture(
        "panels",
        changes,
        title=Text("Nine lines ended the year above the December before, three below"),
        subtitle=Text("Monthly imports, US$ million, January 2023 to December 2025. Scales differ"),
        curves=curves,
        steps=tuple(Text(month[:4] if month.endswith("-07") else "") for month in MONTHS),
    )


CHANGES = (6.27, 2.39, 4.01, -0.6, 2.09, 5.01, -0.8, 0.61, 4.36, 11.37, 12.5)  # of January and February, of March, ...
MONTH_NAMES = ("Jan\u2013Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def year_gap(months: int = 12, **changes: object) -> Chart:
    """Return a year against the year before, up to one of its months: two of its months fell, all others rose."""
    values = CHANGES[: months - 1]
    spans = ("2025-01..2025-02", *(f"2025-{month:02}" for month in range(3, months + 1)))
    curve = Curve(
        Text(f"{signed(sum(values))} in the year"),
        Text("1,436 after 1,389"),
        ("26",),
        spans,
        values,
        cells=tuple(Text(signed(value)) for value in values),
    )
    return _picture(
        "year_gap",
        changes,
        title=Text("October\u2013December brought $28.2 million of the year\u2019s gain of $47.2 million"),
        subtitle=Text("Each month\u2019s change on the same month of 2024, US$ million"),
        curves=(curve,),
        steps=tuple(map(Text, MONTH_NAMES[: months - 1])),
    )


WEIGHED = (
    ("Refined copper", 22.6, 4.1),
    ("Unrefined copper", -5.5, 3.4),
    ("Zinc ores", 1.2, 2.2),
    ("Copper scrap", 1.3, 1.6),
    ("Chromium ores", 2.3, 0.1),
    ("Iron ores", -40.0, -1.5),
)


def quantity_value(**changes: object) -> Chart:
    """Return the changes of tonnes and of average values of six lines: two fell in tonnes, one in average value."""
    bars = [
        Bar(Text(name), Text(f"{signed(changes[panel])}%"), changes[panel], changes[panel], changes[panel], panel=panel)
        for panel in (0, 1)
        for name, *changes in WEIGHED
    ]
    return _picture(
        "quantity_value",
        changes,
        scale="per cent",
        title=Text("Refined copper rose 22.6% in tonnes and 4.1% in average value"),
        subtitle=Text("Change on December 2024, %; lines with weights, the largest first; one scale for both"),
        bars=tuple(bars),
        ticks=(Text("Quantity, tonnes"), Text("Average value of a tonne")),
    )


LARGE_AND_SMALL = (
    ("Copper and articles", 2140.0, 1845.0, "2,140, +16%"),
    ("Zinc ores", 110.9, 92.4, "110.9, +20%"),
    ("Iron ores and concentrates", 101.3, 155.8, "101.3, \u221235%"),
    ("Chromium ores", 89.4, 74.5, "89.4, +20%"),
    ("Aluminium and articles", 30.35, 33.2, "30.4, \u22128.6%"),
    ("Aluminium ores", 14.16, 0.29, "14.16, from 0.29"),
)


def dumbbell(**changes: object) -> Chart:
    """Return six lines of two years on two scales: four rise, one of them from almost nothing, and two fall."""
    bars = tuple(
        Bar(Text(name), Text(figure), now, now - 0.005, now + 0.005, before=before, panel=int(now < 200))
        for name, now, before, figure in LARGE_AND_SMALL
    )
    return _picture(
        "dumbbell",
        changes,
        title=Text("Four of six lines rose on 2024, two fell"),
        subtitle=Text("China\u2019s imports from Pakistan, US$ million, 2025. The ring is 2024; two scales"),
        bars=bars,
        ticks=tuple(map(Text, ("0", "1,000", "2,000", "0", "50", "100"))),
        head=(Text("Line"), Text("2025")),
        rows=tuple(Row((bar.label, bar.figure)) for bar in bars),
    )


STEPS = (
    ("December 2024", 112.30, True),
    ("Average value", 31.20, False),
    ("Quantity", -14.86, False),
    ("New and ended", 12.50, False),
    ("Not split", 6.32, False),
    ("December 2025", 147.46, True),
)


FALLING = (-60.0, -30.0, -10.0, 10.0, 30.0, 60.0)
KEY = ("\u221260% or less", "\u221230", "\u221210", "+10", "+30", "+60% or more")


def heatmap(lines: int = 8, months: int = 12, **changes: object) -> Chart:
    """Return the changes of some lines; at most 100 have their figure, and two months of the last line are unknown."""
    spans = MONTHS[-months:]
    curves = []
    for line, name in enumerate(NAMES[:lines]):
        points = tuple(
            None if line == lines - 1 and at in (3, 4) else float((at * (line + 7) * 13 + line * 31) % 163 - 75)
            for at in range(months)
        )
        cells = tuple(Text("" if one is None else f"{one:+.0f}".replace("-", "\u2212")) for one in points)
        kept = cells if lines * months <= 100 else ()
        curves.append(Curve(Text(name), Text(""), (f"26{line:02}",), spans, points, "line", cells=kept))
    return _picture(
        "heatmap",
        changes,
        scale="per cent",
        title=Text("Five of eight lines rose on December 2024, three fell"),
        subtitle=Text("China\u2019s imports from Pakistan, % on a year before, January to December 2025"),
        curves=tuple(curves),
        thresholds=FALLING,
        steps=tuple(
            map(
                Text,
                ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec") * (months // 12),
            )
        ),
        ticks=tuple(map(Text, KEY)),
    )


def waterfall(alone: bool = False, **changes: object) -> Chart:  # noqa: FBT001, FBT002 -- a picture of the same form
    """Return two totals and what led from the one to the other, a fall among it; `alone` the steps and their sum."""
    named = (*STEPS[1:-1], ("Change", 35.16, True)) if alone else STEPS
    bars = tuple(
        Bar(
            Text(name),
            Text(f"{value:.2f}" if total and not alone else f"{value:+.2f}".replace("-", "\u2212")),
            value,
            value - 0.005,
            value + 0.005,
            total=total,
        )
        for name, value, total in named
    )
    return _picture(
        "waterfall",
        changes,
        title=Text("Average value added $31.20 million, quantity took away $14.86 million"),
        subtitle=Text("China\u2019s imports from Pakistan, US$ million, December 2025 on December 2024; 94% is split"),
        bars=bars,
        head=(Text("Step"), Text("US$ million")),
        rows=tuple(Row((bar.label, bar.figure)) for bar in bars),
    )


LONG = tuple(f"{year}-{month:02}" for year in range(2021, 2026) for month in range(1, 13))


def trend(**changes: object) -> Chart:
    """Return five years of a line that steps up, with a month that is not known, a band from the second year on.

    Januaries and Februaries have no band; the last six months are provisional.
    """
    size = [40 + 0.3 * at + 9 * ((at * 7) % 5) / 4 + (14 if at > 50 else 0) for at in range(60)]
    points = tuple(None if at == 20 else round(one, 2) for at, one in enumerate(size))
    bases = [points[at - 12] if at >= 12 and at % 12 > 1 else None for at in range(60)]
    curve = Curve(
        Text("December 2025"),
        Text("79.0, +31%"),
        ("7403",),
        LONG,
        points,
        lows=tuple(None if base is None else round(base * 0.86, 2) for base in bases),
        highs=tuple(None if base is None else round(base * 1.24, 2) for base in bases),
        provisional=LONG[-6:],
    )
    return _picture(
        "trend",
        changes,
        title=Text("Refined copper was up 31% on December 2024"),
        subtitle=Text("China\u2019s imports from Pakistan, US$ million a month, January 2021 to December 2025"),
        curves=(curve,),
        band=Text("Usual range of changes"),
        breaks=(SeriesBreak("2022-01", Text("HS 2022")),),
        steps=_years(LONG),
        ticks=tuple(map(Text, ("0", "20", "40", "60", "80"))),
    )


PARTNERS = (
    *(("Chile", 27.1, 26.4), ("Democratic Republic of the Congo", 17.2, 19.8), ("Peru", 9.6, 9.1)),
    *(("Russia", 7.9, 8.8), ("Japan", 5.4, 5.0), ("Kazakhstan", None, 4.9), ("Zambia", 4.2, 4.0)),
    ("Pakistan", 1.2, 1.9),
)


def balance(**changes: object) -> Chart:
    """Return seven years of exports, of imports, and of the balance between them."""
    exports = (2.5, 2.3, 3.8, 3.6, 3.9, 2.8, 2.9)
    imports = (12.9, 12.4, 18.1, 18.2, 11.2, 15.6, 14.8)
    years = tuple(map(str, range(2019, 2026)))
    balances = tuple(round(out - into, 2) for out, into in zip(exports, imports, strict=True))
    levels = {
        "exports": (exports, "Exports 2025", "2.9"),
        "balance": (balances, "Balance 2025", "\u221211.9"),
        "imports": (imports, "Imports 2025", "14.8"),
    }
    curves = tuple(
        Curve(Text(label), Text(figure), ("7403",), years, points, role)
        for role, (points, label, figure) in levels.items()
    )
    return _picture(
        "updown_bars",
        changes,
        name="balance",
        title=Text("Pakistan\u2019s deficit narrowed to $11.9 billion"),
        subtitle=Text("Exports up, imports down, balance as a line, US$ billion a year, 2019 to 2025"),
        curves=curves,
        steps=tuple(map(Text, years)),
        ticks=(),
    )


def partners(**changes: object) -> Chart:
    """Return seven partners, one of them without a share a year before, and our own with its rank."""
    curves = tuple(
        Curve(
            Text(name),
            Text("13" if name == "Pakistan" else ""),
            ("7403",),
            ("2024", "2025"),
            (base, now),
            "own" if name == "Pakistan" else "supplier",
            cells=(Text(f"{now}%"), Text("no base" if base is None else signed(now - base))),
        )
        for name, base, now in PARTNERS
    )
    return _picture(
        "share_dots",
        changes,
        name="partners",
        scale="per cent",
        title=Text("Pakistan\u2019s share rose to 1.9%, from 1.2% in 2024"),
        subtitle=Text("Shares in China\u2019s imports of refined copper from all suppliers, %, 2025"),
        curves=curves,
        steps=(Text("2024"), Text("2025")),
        ticks=(Text("share"), Text("points")),
    )


def price(**changes: object) -> Chart:
    """Return two years of a price that climbs by half and an average value that stands, both 100 at the start."""
    months = LONG[-25:]
    prices = tuple(round(100 + 2 * at + 6 * ((at * 5) % 4 - 1.5 * (at > 0)), 2) for at in range(25))
    averages = tuple(round(100 + 0.2 * at + (at * 3) % 4, 2) for at in range(25))
    return _picture(
        "index_lines",
        changes,
        name="price",
        scale="index",
        title=Text("The world price rose 32% on December 2024; the average value of refined copper rose 4.1%"),
        subtitle=Text(
            "The World Bank\u2019s price of copper, and the average value of refined copper, to December 2025"
        ),
        curves=(
            Curve(Text("World price"), Text("$11,785 a tonne"), ("7403",), months, prices, "price"),
            Curve(Text("Average value"), Text("$9,989 a tonne"), ("7403",), months, averages, "average"),
        ),
        steps=_years(months),
        ticks=tuple(map(Text, ("80", "100", "120", "140", "160"))),
    )


def total(**changes: object) -> Chart:
    """Return three years of months, with one that is not known; this year's lie over and under those before."""
    months = LONG[-36:]
    points = tuple(None if at == 5 else 100.0 + 7 * ((at * 5) % 7) / 6 + 0.6 * at for at in range(36))
    return _picture(
        "upright_bars",
        changes,
        name="total",
        title=Text("Only November was larger"),
        subtitle=Text("China\u2019s imports from Pakistan, US$ million a month, January 2023 to December 2025"),
        curves=(Curve(Text(""), Text("121.0, +6.3%"), ("7403",), months, points),),
        steps=_years(months),
        ticks=tuple(map(Text, ("0", "50", "100", "150"))),
    )


CHAPTERS = (
    ("Mineral fuels and oils", 2140.0, 1845.0, "2,140.00, +16%"),
    ("Optical and medical instruments", 1110.9, 644.4, "1,110.90, +72%"),
    ("Animal and vegetable fats and oils", 901.3, 2455.8, "901.30, \u221263%"),
    ("Electrical machinery", 689.4, 674.5, "689.40, +2.2%"),
    ("Dairy produce, eggs and honey", 530.35, 433.2, "530.35, +22%"),
    ("Preparations of cereals and milk", 414.16, 604.1, "414.16, \u221231%"),
    ("Cotton", 310.1, 355.9, "310.10, \u221213%"),
)


def tiles(**changes: object) -> Chart:
    """Return seven chapters, one in each step of their change."""
    bars = tuple(
        Bar(Text(name), Text(figure), now, now - 0.005, now + 0.005, before=before)
        for name, now, before, figure in CHAPTERS
    )
    return _picture(
        "tiles",
        changes,
        title=Text("Four of seven chapters rose on 2024, three fell"),
        subtitle=Text("China\u2019s imports from Pakistan by chapter, US$ million, 2025"),
        bars=bars,
        thresholds=FALLING,
        ticks=tuple(map(Text, KEY)),
    )


def shares(**changes: object) -> Chart:
    """Return the shares of six lines in the total, now and a year before."""
    names = ("Refined copper", "Unrefined copper", "Zinc ores", "Iron ores", "Copper scrap", "Chromium ores")
    bars = tuple(
        Bar(Text(name), Text(f"{now}%, from {before}%"), float(now), float(now), float(now), before=float(before))
        for name, now, before in zip(names, (50, 17, 7.2, 6.4, 6, 5.4), (46, 20, 7, 8.6, 6.4, 5), strict=True)
    )
    return _picture(
        "dumbbell",
        changes,
        name="shares",
        scale="per cent",
        title=Text("Refined copper rose to 50% of the total in 2025, from 46%"),
        subtitle=Text("Shares in China\u2019s imports from Pakistan, %, 2025. The ring is 2024"),
        bars=bars,
        ticks=tuple(map(Text, ("0", "20", "40", "60"))),
    )


def monthly_table() -> Table:
    """Return the table of a month: two groups of heads, a bar, a spark, words instead of a rate, and a note."""
    spans = MONTHS[12:]
    rows = []
    for line, (name, points) in enumerate(zip(NAMES, map(monthly, range(12)), strict=True)):
        now, before, share = points[-1] or 0.0, points[-13] or 0.0, dict(POINTS).get(name, 0.1)
        rate = "low base" if name == "Aluminium ores" else signed(100 * (now / before - 1))
        cells = (name, f"26{line:02}", f"{now:.2f}", f"{before:.2f}", rate, signed(share), f"{12 * now:,.2f}", rate)
        rows.append(Row(tuple(map(Text, cells)), bar=share, spark=points[12:]))
    total = ("All four chapters", "", "147.46", "133.79", "+10.2", "+10.2", "1,565.26", "+9.0")
    rows.append(Row(tuple(map(Text, total)), "total", spark=monthly(0)[12:]))
    heads = ("Heading", "HS", "2025", "2024", "y/y, %", "points", "2025", "y/y, %", "24 months")
    groups = (("", 2), ("December, US$ million", 3), ("Contribution", 1), ("January\u2013December", 2), ("", 1))
    return Table(
        id="months",
        shown=("pdf", "html"),
        scale="million",
        title=Text("All lines"),
        subtitle=Text("China\u2019s imports from Pakistan by heading, in order of December 2025"),
        groups=tuple(ColumnGroup(Text(words), columns) for words, columns in groups),
        head=tuple(map(Text, heads)),
        rows=tuple(rows),
        notes=(Text("Low base: under 0.1% of the total a year before, told by levels."),),
        source=Text(SOURCE),
        bar_column=5,
        spans=spans,
    )


def monthly_story() -> Story:
    """Return a story with a picture of every form in its pages, one more in its mail, and the table of a month."""
    pages = ("pdf", "html")
    mailed = contributions(id="mailed", name="mailed", shown=("mail",), bars=contributions().bars[:5])
    noted = Text("January and February are one bar, since a holiday moves between them.")
    drawn = (contributions(shown=pages), mailed, panels(shown=pages), year_gap(shown=pages, aside=(noted,)))
    mixed = [block for picture in drawn for block in (section(f"on-{picture.id}", "Ores", None, "Ores rose."), picture)]
    told = (masthead(), finding(), *mixed, section("parts", "Shares", None, "Shares moved."), shares(shown=pages))
    return replace(story(), blocks=(*told, monthly_table(), watch(), note(), foot()))
