"""A desk whose figures a person fetched from China's customs: two years of two chapters, by tariff lines."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from generator.settings.desk_parts import DeskParts
from generator.settings.wiring import open_desk
from tests.desk.own_desk import DESK
from tests.sources.gacc_rows import written

NOW = datetime(2026, 1, 20, 12, tzinfo=UTC)
SOURCE = "  gacc-imports: {kind: gacc, flow: import, currency: USD, MORE}\n"
COVERS = 'covers: ["26", "74"]'
# kilograms first, and for cathodes as the second quantity; US dollars a month in 2024, then in 2025
LINES = {
    "26030000": ("铜矿砂及其精矿", (1_000_000, 1_500_000), (2_000_000, 3_300_000)),
    "26080000": ("锌矿砂及其精矿", (400_000, 300_000), (500_000, 410_000)),
    "74031111": ("精炼铜阴极", (200_000, 260_000), (1_800_000, 2_600_000)),
}
BRIEFING = """
title: {en: Ores and copper}
frequency: monthly
figures:
  {source: gacc-imports, reporter: CHN, partner: PAK, flow: import, codes: ["2603", "2608", "74"]}
"""


def rows() -> Iterator[tuple[str, ...]]:
    """Yield the rows of 24 months."""
    for year, now in ((2024, 0), (2025, 1)):
        for month in range(1, 13):
            for code, (name, weights, dollars) in LINES.items():
                weight, value = str(weights[now] + month), f"{dollars[now] + 1_000 * month:,}"
                first, second = ((weight, "千克"), ("0", "?")) if code[:2] == "26" else (("12", "件"), (weight, "千克"))
                yield (f"{year}{month:02d}", code, name, "127", "巴基斯坦", *first, *second, value)


def gacc_desk(folder: Path, more: str = COVERS) -> DeskParts:
    """Return a desk with the file in its inbox and nothing taken in yet."""
    for name in ("briefings", "inbox/gacc-imports", "state"):
        (folder / name).mkdir(parents=True)
    sources = DESK.index("  office:"), DESK.index("mail:")
    text = DESK[: sources[0]] + SOURCE.replace(", MORE", f", {more}" if more else "") + DESK[sources[1] :]
    (folder / "desk.yaml").write_text(text, "utf-8")
    (folder / "briefings" / "copper.yaml").write_text(BRIEFING, "utf-8")
    (folder / "inbox" / "gacc-imports" / "2025.csv").write_bytes(written(*rows()).encode("gb18030"))
    return open_desk(folder, os.environ)
