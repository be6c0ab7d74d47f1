"""A desk's editions up to their audit, before any page: settings as text, tables as text, every room but the page's."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from generator.audit import audit_data
from generator.editions.edition_movements import movements_since
from generator.editions.edition_sheet import EditionSheet
from generator.editions.edition_text import compose
from generator.editions.previous_edition import PreviousEdition, before_of
from generator.errors import GeneratorError
from generator.intake.file_intake import ingest
from generator.intake.period_choice import figures_for
from generator.intake.side_figures import besides
from generator.service.starter_desk import init
from generator.settings.desk_parts import DeskParts
from generator.settings.wiring import open_desk
from generator.story.plan import Chart, Story
from generator.story.record import texts_of

NOW = datetime(2026, 2, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Unpaged:
    """One edition's English story, with what the audit's links B and C find in its data."""

    story: Story
    findings: tuple[str, ...]
    files: Mapping[str, bytes]

    @property
    def charts(self) -> list[Chart]:
        """The pictures of the story."""
        return [block for block in self.story.blocks if isinstance(block, Chart)]

    @property
    def prose(self) -> str:
        """All texts, one a line."""
        return "\n".join(text.words for text in texts_of(self.story))


def sample_desk(folder: Path, **briefings: str) -> DeskParts:
    """Return a starter desk in `folder` with the sample taken in, and `briefings` written beside its own."""
    init(folder, sample=True)
    for name, text in briefings.items():
        (folder / "briefings" / f"{name.replace('_', '-')}.yaml").write_text(text, encoding="utf-8")
    desk = open_desk(folder, os.environ)
    for table in sorted((folder / "inbox" / "illustrative-customs").glob("*.csv")):
        ingest(desk.desk, desk.store, table, "illustrative-customs", NOW)
    return desk


def unpaged(desk: DeskParts, name: str, period: str | None, before: PreviousEdition | None = None) -> Unpaged:
    """Return the edition of `period`, None for the newest, told and audited; `before` is what it remembers."""
    sheet = _sheet(desk, name, period, before)
    told = compose(desk.desk, desk.store, sheet)
    return Unpaged(told.stories[0], tuple(map(str, audit_data(told.files, desk.store.raw.read))), told.files)


def remembered(desk: DeskParts, name: str, period: str) -> PreviousEdition | None:
    """Return what the edition after that of `period` remembers of it; None where that one cannot be made."""
    try:
        sheet = _sheet(desk, name, period, None)
        memory = sheet.memory_after(compose(desk.desk, desk.store, sheet).files)
    except GeneratorError:
        return None
    return PreviousEdition.read(memory)


def _sheet(desk: DeskParts, name: str, period: str | None, before: PreviousEdition | None) -> EditionSheet:
    figures = figures_for(desk.desk, desk.store, name, period)
    beside = besides(desk.desk, desk.store, name, figures.vintage.as_of)
    since = before or before_of(desk.store, name, figures)
    moved = movements_since(desk.desk, desk.store, name, figures, since)
    return EditionSheet(name, figures, moved, 1, {}, {}, contexts=beside)
