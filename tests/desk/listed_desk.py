"""A desk with a table of one's own and lists of names beside it, and a briefing on lines that nobody named."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path

from generator.audit import audit_data
from generator.editions.edition_files import ComposedEdition, tell
from generator.editions.edition_movements import movements_of
from generator.editions.edition_sheet import EditionSheet
from generator.editions.line_names import NO_NAMES, Names, names_for
from generator.intake.file_intake import ingest
from generator.intake.period_choice import figures_for
from generator.settings.desk_parts import DeskParts
from generator.settings.wiring import open_desk
from generator.story.record import texts_of
from tests.desk.own_desk import DESK, HEAD, NOW, Parties, briefing, row
from tests.name_lists import of_customs

PARTIES: Parties = ("CHN", "PAK", "import")
SIDE = "  lists: {kind: names, title: {en: China’s customs}, rows: {at_least: 1}}\n"
LINES = {"26030000": "Copper ores and concentrates", "74031111": "Refined copper cathodes, high purity"}
CODES = ("26030000", "74031111", "2608", "26020000")


def values(codes: Iterable[str]) -> list[str]:
    """Return two years of months in which each line grows, one faster than the other."""
    found = []
    for place, code in enumerate(codes):
        for back in range(24):
            year, month = divmod(2025 * 12 + 11 - back, 12)
            value = 5_000_000 * (place + 2) - 90_000 * (place % 3 + 1) * back
            found.append(row(PARTIES, f"{year}-{month + 1:02d}", code, value))
    return found


def years(codes: Iterable[str]) -> list[str]:
    """Return two years of each line, the second one larger."""
    told = ((year, place, code) for year in (2024, 2025) for place, code in enumerate(codes))
    return [row(PARTIES, f"{year}", code, (year - 2020) * (place + 1) * 1_000_000) for year, place, code in told]


def listed_desk(
    folder: Path,
    lists: Iterable[bytes] = (of_customs(LINES),),
    codes: Iterable[str] = CODES,
    more: str = "",
    side: str = SIDE,
    frequency: str = "monthly",
) -> DeskParts:
    """Return a desk whose table and `lists` are taken in; `more` are lines of its briefing, `side` other sources."""
    for name in ("briefings", "inbox/office", "state"):
        (folder / name).mkdir(parents=True)
    settings = DESK.replace("SCALE", "1").replace("COVERS", "all").replace("mail:", f"{side}mail:")
    (folder / "desk.yaml").write_text(settings, "utf-8")
    text = briefing(PARTIES, codes).replace("monthly", frequency)
    (folder / "briefings" / "copper.yaml").write_text(text + more, "utf-8")
    desk = open_desk(folder, os.environ)
    table = folder / "table.csv"
    table.write_text("\n".join([HEAD, *(values(codes) if frequency == "monthly" else years(codes))]), "utf-8")
    ingest(desk.desk, desk.store, table, "office", NOW)
    for raw in lists:
        take(desk, raw)
    return desk


def take(desk: DeskParts, raw: bytes, source: str = "lists", released: date | None = None) -> None:
    """Take a list in."""
    file = desk.desk.folder / "list"
    file.write_bytes(raw)
    ingest(desk.desk, desk.store, file, source, NOW, released=released)


def named(desk: DeskParts) -> dict[str, str]:
    """Return what lists call the lines of the newest edition, in English."""
    return names_in(names_for(desk.desk, desk.store, "copper", figures_for(desk.desk, desk.store, "copper", None)))


def names_in(found: Names) -> dict[str, str]:
    """Return the English names by code."""
    return {code: one.label.full for code, one in found.lines.get("en", {}).items()}


def told(desk: DeskParts, names: Names | None = None) -> ComposedEdition:
    """Return the newest edition before any page, with `names` (None: those of its lists)."""
    figures = figures_for(desk.desk, desk.store, "copper", None)
    found = names_for(desk.desk, desk.store, "copper", figures) if names is None else names
    return tell(
        desk.desk,
        desk.store,
        EditionSheet("copper", figures, movements_of(desk.desk, desk.store, "copper", figures), 1, {}, {}, names=found),
    )


def told_without(desk: DeskParts) -> ComposedEdition:
    """Return the same edition as if no list had been taken in."""
    return told(desk, NO_NAMES)


def prose(edition: ComposedEdition) -> str:
    """Return all texts of the English story, one a line."""
    return "\n".join(text.words for text in texts_of(edition.stories[0]))


def findings(desk: DeskParts, edition: ComposedEdition) -> list[str]:
    """Return what the audit finds in its data."""
    return list(map(str, audit_data(dict(edition.files), desk.store.raw)))


def only(found: Mapping[str, str], *codes: str) -> list[str | None]:
    """Return what is found of some codes."""
    return [found.get(code) for code in codes]
