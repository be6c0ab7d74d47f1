"""An edition made and audited."""

from __future__ import annotations

from generator.audit import Finding, audit_data, audit_files
from generator.editions.edition_files import Progress, Sheet, Told, draw, tell
from generator.page import EditionLook
from generator.settings.desk import Desk
from generator.store import FigureStore


def make_audited(
    desk: Desk, store: FigureStore, made_of: Sheet, look: EditionLook, progress: Progress
) -> tuple[dict[str, bytes], tuple[Finding, ...]]:
    """Return every file of the edition but the manifest's list, by name, and what the audit finds; none: it passes."""
    return draw_audited(desk, store, made_of, tell(desk, store, made_of), look, progress)


def draw_audited(
    desk: Desk, store: FigureStore, made_of: Sheet, told: Told, look: EditionLook, progress: Progress
) -> tuple[dict[str, bytes], tuple[Finding, ...]]:
    """Return the same of an edition that is told already."""
    files = draw(desk, store, made_of, told, look, progress)
    findings = (*audit_files(files), *audit_data(told.files, store.raw))
    return files, tuple(dict.fromkeys(findings))
