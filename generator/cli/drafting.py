"""A draft on the command line: where it lies, and what the audit has against it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from datetime import date
from typing import TYPE_CHECKING

from generator.cli.each import Said

if TYPE_CHECKING:
    from generator.settings.desk_parts import DeskParts


def made(desk: DeskParts, name: str, period: str | None, as_of: date | None, progress: Callable[[str], None]) -> Said:
    """Make the draft of one briefing and return what to say of it: its files, and the audit's findings."""
    from generator.editions.drafts import draft

    found = draft(desk.desk, desk.store, desk.shelf, name, period, progress, as_of=as_of)
    receipt = found.receipt
    findings = [asdict(finding) for finding in found.findings]
    data = {**asdict(receipt), "edition": f"{receipt.name}/{receipt.period}/draft", "findings": findings}
    lines = [f"{receipt.folder}: {len(receipt.files)} files"]
    held = [f"  would be held: {finding}" for finding in found.findings]
    then = f"open {receipt.folder / 'en.html'}, then tradebrief build {receipt.name}"
    return Said(data, [*lines, *held], then, [str(receipt.folder), *held])
