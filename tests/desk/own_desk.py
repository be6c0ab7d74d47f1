"""A desk of one's own for tests: one office, one table as text, and the briefings on it."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from pathlib import Path

from generator.intake.file_intake import IntakeResult, ingest
from generator.settings.desk_parts import DeskParts
from generator.settings.wiring import open_desk

NOW = datetime(2026, 3, 20, tzinfo=UTC)
DESK = """
publisher:
  name: {en: Trade Section}
  contact: trade@example.org
  dateline: {en: Berlin}
time_zone: Europe/Berlin
sources:
  office:
    kind: tables
    title: {en: Federal Statistical Office}
    covers: COVERS
    scale: SCALE
    status_marks: {c: C}
    columns: {period: month, reporter: reporter, partner: partner, flow: flow, code: hs, value: usd, published: day}
mail:
  transport: folder
  from: Trade Section <trade@example.org>
"""
HEAD = "month,reporter,partner,flow,hs,usd,day"
Parties = tuple[str, str, str]  # reporter, partner, flow


def briefing(parties: Parties, codes: Iterable[str], more: str = "") -> str:
    """Return the file of a monthly briefing; `more` are lines under its figures."""
    reporter, partner, flow = parties
    quoted = ", ".join(f'"{code}"' for code in codes)
    figures = f"  source: office\n  reporter: {reporter}\n  partner: {partner}\n  flow: {flow}\n  codes: [{quoted}]\n"
    return f"title: {{en: Trade}}\nfrequency: monthly\nfigures:\n{figures}{more}"


def row(parties: Parties, month: str, code: str, dollars: int | str) -> str:
    """Return one row of the table."""
    return f"{month},{','.join(parties)},{code},{dollars},2026-02-18"


def empty_desk(
    folder: Path, briefings: Mapping[str, str], *changes: tuple[str, str], scale: int = 1, covers: str = "all"
) -> DeskParts:
    """Return a desk without figures; `changes` are texts of its settings, each with what stands in its place."""
    for name in ("briefings", "inbox/office", "state"):
        (folder / name).mkdir(parents=True)
    settings = DESK.replace("SCALE", str(scale)).replace("COVERS", covers)
    for old, new in changes:
        assert old in settings
        settings = settings.replace(old, new)
    (folder / "desk.yaml").write_text(settings, "utf-8")
    for name, text in briefings.items():
        (folder / "briefings" / f"{name}.yaml").write_text(text, "utf-8")
    return open_desk(folder, os.environ)


def add_table(
    desk: DeskParts,
    rows: Iterable[str],
    released: date | None = None,
    accept: str = "",
    head: str = HEAD,
    now: datetime = NOW,
) -> IntakeResult:
    """Take in one more file of the office with these rows."""
    file = desk.desk.folder / "more.csv"
    file.write_text("\n".join([head, *rows]), "utf-8")
    return ingest(desk.desk, desk.store, file, "office", now, released, accept=accept)


def own_desk(
    folder: Path, rows: Iterable[str], briefings: Mapping[str, str], scale: int = 1, covers: str = "all"
) -> DeskParts:
    """Return a desk in `folder` whose office has published `rows`, in units of `scale` dollars."""
    desk = empty_desk(folder, briefings, scale=scale, covers=covers)
    table = folder / "inbox" / "office" / "table.csv"
    table.write_text("\n".join([HEAD, *rows]), "utf-8")
    ingest(desk.desk, desk.store, table, "office", NOW)
    return desk
