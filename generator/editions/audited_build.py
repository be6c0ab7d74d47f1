"""An edition made and audited."""

from __future__ import annotations

from generator.audit import Finding, audit_data, audit_files
from generator.editions.edition_files import Progress, Sheet, Told, draw, tell
from generator.page import Look
from generator.settings.opened import OpenDesk


def make_audited(
    desk: OpenDesk, made_of: Sheet, look: Look, progress: Progress
) -> tuple[dict[str, bytes], tuple[Finding, ...]]:
    """Return every file of the edition but the manifest's list, by name, and what the audit finds; none: it passes."""
    return draw_audited(desk, made_of, tell(desk, made_of), look, progress)


def draw_audited(
    desk: OpenDesk, made_of: Sheet, told: Told, look: Look, progress: Progress
) -> tuple[dict[str, bytes], tuple[Finding, ...]]:
    """Return the same of an edition that is told already."""
    files = draw(desk, made_of, told, look, progress)
    findings = (*audit_files(files), *audit_data(told.files, desk.store.raw))
    return files, tuple(dict.fromkeys(findings))
