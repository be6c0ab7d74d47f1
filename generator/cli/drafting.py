"""A draft on the command line: where it lies, and what the audit has against it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from datetime import date
from typing import TYPE_CHECKING

import typer

from generator.cli import say

if TYPE_CHECKING:
    from generator.desk.draft import Draft
    from generator.desk.opened import OpenDesk


def made(desk: OpenDesk, name: str, period: str | None, as_of: date | None, progress: Callable[[str], None]) -> Draft:
    """Return the draft of one briefing, made now."""
    from generator.desk.draft import draft

    return draft(desk, name, period, progress, as_of=as_of)


def told(found: Draft, *, as_json: bool) -> None:
    """Print a draft's files and findings."""
    receipt = found.receipt
    if as_json:
        findings = [asdict(finding) for finding in found.findings]
        say.as_json({**asdict(receipt), "edition": f"{receipt.name}/{receipt.period}/draft", "findings": findings})
        return
    for name in receipt.files:
        typer.echo(f"{receipt.folder / name}")
    for finding in found.findings:
        typer.echo(f"  would be held: {finding}")
    say.then(f"open {receipt.folder / 'en.html'}, then tradebrief build")
