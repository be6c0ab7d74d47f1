"""A desk with a table of one's own, a Pink Sheet and rates beside it, and a briefing that asks for them."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from pathlib import Path

from generator.intake.file_intake import ingest
from generator.settings.desk_parts import DeskParts
from generator.settings.wiring import open_desk
from tests.desk.own_desk import DESK, HEAD, Parties, briefing, row
from tests.side_tables import BY_COUNTRY, MONTHS, UNITS, pink_sheet

NOW = datetime(2026, 4, 1, 12, tzinfo=UTC)
PARTIES: Parties = ("DEU", "PAK", "import")
SIDE = "  pink-sheet: {kind: prices}\n  fred: {kind: rates, title: {en: Federal Reserve}}\nmail:"
COPPER = 'context: [{source: pink-sheet, series: Copper, for: ["74"]}]\n'
RATE = "context: [{source: fred, series: China}]\n"
RATES = BY_COUNTRY + (
    "2025-02-01,China,7.2658\n2025-02-01,Euro,1.0410\n2026-02-01,China,6.9128\n2026-02-01,Euro,1.0396\n"
)
Lines = Mapping[str, tuple[int, int]]  # by code, what it was worth in the last month, and the month a year before
RISES: Lines = {"74": (9_400_000, 7_100_000), "2608": (2_000_000, 3_200_000), "72": (1_500_000, 1_450_000)}


def rows_of(lines: Lines) -> list[str]:
    """Return two years and a half of months; each line grows by little but for the last month and its base."""
    found = []
    for back in range(30):
        year, month = divmod(2026 * 12 + 1 - back, 12)
        for code, (now, base) in lines.items():
            value = {0: now, 12: base}.get(back, base + 1000 * (30 - back))
            found.append(row(PARTIES, f"{year}-{month + 1:02d}", code, value))
    return found


def side_desk(  # noqa: PLR0913 -- what a desk may have
    folder: Path,
    context: str = COPPER,
    *,
    lines: Lines = RISES,
    months: Mapping[str, Sequence[object]] = MONTHS,
    units: Sequence[str | None] = UNITS,
    rows: Iterable[str] | None = None,
    frequency: str = "monthly",
    currency: str = "USD",
    side: str = SIDE,
    beside: bool = True,
) -> DeskParts:
    """Return a desk whose briefing `minerals` asks for `context`, with all of its files taken in."""
    for name in ("briefings", "inbox/office", "state"):
        (folder / name).mkdir(parents=True)
    settings = DESK.replace("SCALE", "1").replace("COVERS", "all").replace("mail:", side)
    settings = settings.replace("kind: tables", f"kind: tables\n    currency: {currency}")
    (folder / "desk.yaml").write_text(settings, "utf-8")
    (folder / "briefings" / "minerals.yaml").write_text(
        briefing(PARTIES, lines).replace("monthly", frequency) + context, "utf-8"
    )
    files = {
        "office": "\n".join([HEAD, *(rows or rows_of(lines))]).replace("2026-02-18", "2026-03-18").encode(),
        "pink-sheet": pink_sheet(months, units=units),
        "fred": RATES.encode(),
    }
    desk = open_desk(folder, os.environ)
    for source, raw in files.items() if beside else [("office", files["office"])]:
        file = folder / f"{source}.{'xlsx' if source == 'pink-sheet' else 'csv'}"
        file.write_bytes(raw)
        ingest(desk.desk, desk.store, file, source, NOW, released=date(2026, 3, 2) if source == "fred" else None)
    return desk
