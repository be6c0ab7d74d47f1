"""The verbs of an editor's decisions: `approve`, `hold`, `correct`, `withdraw`."""

from __future__ import annotations

import getpass
import os
from contextlib import suppress
from typing import TYPE_CHECKING, Annotated

import typer

from generator.cli import printer, taken_files
from generator.cli.printer import DESK, EDITION, JSON, QUIET, VerbOutput, counted

if TYPE_CHECKING:
    from generator.editions.edition_names import NamedEdition

BY = Annotated[str | None, typer.Option("--by", metavar="NAME", help="Who decides; default: the user of this machine.")]
BECAUSE = Annotated[str, typer.Option("--because", metavar="TEXT", help="The reason, kept with the decision.")]
_NOTE = typer.Option("--note", metavar="TEXT", help='What to tell readers; per language: ur="…".')
NOTE = Annotated[list[str], _NOTE]


def approve(
    edition: EDITION,
    by: BY = None,
    *,
    clean: Annotated[
        bool, typer.Option("--clean", help="Only if none of its releases is flagged or was accepted by hand.")
    ] = False,
    desk: DESK = None,
    as_json: JSON = False,
) -> None:
    """Approve an edition; this binds the approval to its bytes and fixes its readers."""
    from generator.readers import approval
    from generator.readers.audience import unmade_forms
    from generator.readers.send import embargoed

    opened = printer.open_desk(desk)
    ledger = opened.store.ledger

    def approve_edition(name: str, named: NamedEdition) -> VerbOutput:
        note = approval.approve(*opened, named, who(by), printer.now(), clean=clean)
        mailing = ledger.mailing(*named)
        letters = [letter for letter, _, _ in ledger.letters(mailing.number)] if mailing else []
        data = {
            "edition": approval.title(note),
            "state": note.state,
            "reason": note.reason,
            "readers": len(letters),
        }
        head = f"{approval.title(note)} {note.state}"
        if note.state == "approved":
            head += f", {counted(len(letters), 'reader')}"
            embargo = embargoed(opened.desk, opened.store, note, printer.now())
            next_step = f"tradebrief send {name}{f', {embargo}' if embargo else ''}"
        else:
            head += f": {note.reason}" if note.reason else ""
            next_step = f"tradebrief approve {name} --by ANOTHER"
        unmade = unmade_forms(opened.desk, opened.store, note, letters)
        return VerbOutput(data, [head, *(f"  {line}" for line in unmade)], next_step)

    printer.report_editions(opened, edition, approve_edition, as_json=as_json)


def hold(
    edition: EDITION,
    because: BECAUSE,
    by: BY = None,
    *,
    lift: Annotated[bool, typer.Option("--lift", help="Release the edition.")] = False,
    desk: DESK = None,
    as_json: JSON = False,
) -> None:
    """Stop an edition, even while it is being sent; --lift releases it."""
    from generator.readers import approval

    opened = printer.open_desk(desk)
    decide = approval.lift if lift else approval.hold

    def hold_edition(name: str, named: NamedEdition) -> VerbOutput:
        note = decide(opened.store, named, who(by), because, printer.now())
        data = {"edition": approval.title(note), "state": note.state, "reason": note.reason}
        step = {"approved": "send", "drafted": "approve"}.get(note.state, "hold --lift --because TEXT")
        return VerbOutput(data, [f"{approval.title(note)} {note.state}"], f"tradebrief {step} {name}")

    printer.report_editions(opened, edition, hold_edition, as_json=as_json)


def who(by: str | None) -> str:
    """Return who decides: as they say, else the user of this machine; a usage error where the name is empty."""
    from generator.readers.approval import folded

    if by is None:
        by = f"user {os.getuid()}"  # a user without a name, as in a container
        with suppress(OSError, KeyError):
            by = getpass.getuser()
    name = " ".join(by.split())
    if not folded(name):
        msg = "the name is empty. Write --by NAME: who decides?"
        raise typer.BadParameter(msg)
    return name


def correct(
    edition: EDITION,
    note: NOTE,
    by: BY = None,
    *,
    desk: DESK = None,
    as_json: JSON = False,
    quiet: QUIET = False,
) -> None:
    """Make a correction of an edition that went out, with a box that says what was wrong.

    The inbox is taken in first, as `build` does.
    """
    from generator.editions.commentary_verdicts import notes_of
    from generator.editions.edition_names import edition_named, editions_named
    from generator.readers import correction

    opened = printer.open_desk(desk)
    notes, names = notes_of(opened.desk, note), editions_named(opened.desk, edition)
    if len(names) == 1:  # refused before the inbox is touched
        correction.affected(opened.store, edition_named(opened.store, opened.shelf, names[0]))

    def correct_edition(_: str, named: NamedEdition) -> VerbOutput:
        with printer.progress(quiet=quiet or as_json) as progress:
            new, wrong = correction.correct(*opened, named, notes, who(by), printer.now(), progress)
        title = f"{new.name}/{new.period}/r{new.revision}"
        errata = correction.errata_of(new)
        data = {"edition": title, "corrects": wrong, "folder": str(new.folder), "errata": errata}
        lines = [] if errata else ["nothing that was printed differs: the box holds the note alone"]
        lines.append(f"{title} corrects {wrong}: {new.folder}")
        return VerbOutput(data, lines, f"tradebrief diff {title} {wrong}, then approve it")

    briefing = names[0].partition("/")[0]
    with opened.held(), taken_files.from_inbox(opened, briefing, err=as_json or quiet):
        printer.report_editions(opened, edition, correct_edition, as_json=as_json, quiet=quiet)


def withdraw(
    edition: EDITION,
    because: BECAUSE,
    note: Annotated[list[str] | None, _NOTE] = None,
    by: BY = None,
    *,
    desk: DESK = None,
    as_json: JSON = False,
) -> None:
    """Withdraw an edition; letters that wait stop, and the next send tells those who have it."""
    from generator.editions.commentary_verdicts import notes_of
    from generator.readers import correction
    from generator.readers.approval import title

    opened = printer.open_desk(desk)
    notes = notes_of(opened.desk, note or [because])

    def withdraw_edition(_: str, named: NamedEdition) -> VerbOutput:
        withdrawn, mailing = correction.withdraw(*opened, named, who(by), because, notes, printer.now())
        readers = sum(opened.store.ledger.counts(mailing.number).values()) if mailing else 0
        data = {"edition": title(withdrawn), "state": withdrawn.state, "reason": withdrawn.reason, "readers": readers}
        if not readers:
            return VerbOutput(data, [f"{title(withdrawn)} withdrawn: nobody has it"], "tradebrief status")
        line = f"{title(withdrawn)} withdrawn: {counted(readers, 'reader')} to be told"
        return VerbOutput(data, [line], f"tradebrief send {title(withdrawn)}")

    printer.report_editions(opened, edition, withdraw_edition, as_json=as_json)
