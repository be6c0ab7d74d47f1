"""`build --watch`: a draft anew for each change of the desk, and a line for each time."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path
from time import monotonic

import typer

from generator.cli import say, taken
from generator.errors import GeneratorError, SettingsError


def watch(folder: Path, briefing: str | None, period: str | None, as_of: date | None) -> None:
    """Make the draft anew whenever a file of the desk changes, until the person ends it."""
    from generator.editions.watch import changes

    _refuse_arguments(folder, briefing, period)
    typer.echo(f"watching {folder}; Ctrl-C ends it")
    for names in changes(folder):
        started = monotonic()
        because = f" ({', '.join(names)})" if names else ""
        try:
            said = _made_anew(folder, briefing, period, as_of)
        except GeneratorError as fault:
            said = str(fault)
        except typer.Exit:  # a strange file, which was said
            continue
        typer.echo(f"{say.now().astimezone():%H:%M:%S} {said}, {monotonic() - started:.1f} s{because}")


def _refuse_arguments(folder: Path, briefing: str | None, period: str | None) -> None:
    """Raise what no change of a file would mend: a period that is none or cannot be made, a briefing that is not there.

    Settings that cannot be read are what a person may be mending.
    """
    from generator.editions.edition_names import briefings_named
    from generator.intake.period_choice import parsed
    from generator.settings.wiring import open_desk

    if period:
        parsed(period)
    try:
        opened = open_desk(folder, os.environ)
    except SettingsError:
        return
    with opened.store:
        briefings_named(opened.desk, opened.store, briefing)


def _made_anew(folder: Path, briefing: str | None, period: str | None, as_of: date | None) -> str:
    """Return what became of the drafts; settings and figures are read anew each time."""
    from generator.editions.drafts import draft
    from generator.editions.edition_names import briefings_named
    from generator.settings.wiring import open_desk

    opened = open_desk(folder, os.environ)
    with opened.store, opened.held():
        names = briefings_named(opened.desk, opened.store, briefing)
        with taken.from_inbox(opened, names[0]):
            made = [
                draft(opened.desk, opened.store, opened.shelf, name, period, lambda _: None, as_of=as_of)
                for name in names
            ]
    found = [finding for one in made for finding in one.findings]
    pages = ", ".join(str(one.receipt.folder / "en.html") for one in made)
    return f"{pages}: {'; '.join(map(str, found)) or 'the audit finds nothing'}"
