"""The verbs of an editor's decisions: `approve`, `hold`, `correct`, `withdraw`."""

from __future__ import annotations

import getpass
import os
from contextlib import suppress
from typing import Annotated

import typer

from generator.cli import printer, taken_files
from generator.cli.printer import DESK, EDITION, JSON, QUIET, VerbOutput

BY = Annotated[str | None, typer.Option("--by", metavar="NAME", help="Who decides; default: the user of this machine.")]
BECAUSE = Annotated[str, typer.Option("--because", metavar="TEXT", help="The reason, kept with the decision.")]


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
    from generator.editions.edition_names import edition_named, editions_named
    from generator.readers.approval import approve as decide
    from generator.readers.approval import title
    from generator.readers.audience import unmade_forms
    from generator.readers.send import embargoed

    opened = printer.open_desk(desk)

    def one(wanted: str) -> VerbOutput:
        named = edition_named(opened.store, opened.shelf, wanted)
        note = decide(opened.desk, opened.store, opened.shelf, named, who(by), printer.now(), clean=clean)
        mailing = opened.store.ledger.mailing(named.name, named.period, named.revision)
        readers = sum(opened.store.ledger.counts(mailing.number).values()) if mailing else 0
        told = f", {readers} reader{'s' * (readers != 1)}" if note.state == "approved" else f": {note.reason}"
        lines = [f"{title(note)} {note.state}{told if note.state == 'approved' or note.reason else ''}"]
        letters = [letter for letter, _, _ in opened.store.ledger.letters(mailing.number)] if mailing else []
        lines += [f"  {line}" for line in unmade_forms(opened.desk, opened.store, note, letters)]
        data = {"edition": title(note), "state": note.state, "reason": note.reason, "readers": readers}
        if note.state != "approved":
            return VerbOutput(data, lines, f"tradebrief approve {wanted} --by ANOTHER")
        goes = embargoed(opened.desk, opened.store, note, printer.now())
        return VerbOutput(data, lines, f"tradebrief send {wanted}{f', {goes}' if goes else ''}")

    printer.report(editions_named(opened.desk, edition), one, as_json=as_json)


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
    from generator.editions.edition_names import edition_named, editions_named
    from generator.readers import approval
    from generator.readers.approval import title

    opened = printer.open_desk(desk)
    decide = approval.lift if lift else approval.hold

    def one(wanted: str) -> VerbOutput:
        note = decide(
            opened.store,
            edition_named(opened.store, opened.shelf, wanted),
            who(by),
            because,
            printer.now(),
        )
        data = {"edition": title(note), "state": note.state, "reason": note.reason}
        step = {"approved": "send", "drafted": "approve"}.get(note.state, "hold --lift --because TEXT")
        return VerbOutput(data, [f"{title(note)} {note.state}"], f"tradebrief {step} {wanted}")

    printer.report(editions_named(opened.desk, edition), one, as_json=as_json)


def who(by: str | None) -> str:
    """Return who decides: as they say, else the user of this machine; a usage error where the name is empty."""
    from generator.readers.approval import folded

    name = " ".join((_user() if by is None else by).split())
    if not folded(name):
        msg = "the name is empty. Write --by NAME: who decides?"
        raise typer.BadParameter(msg)
    return name


def _user() -> str:
    """Return the name of this machine's user, or the number where it has none, as in a container."""
    with suppress(OSError, KeyError):
        return getpass.getuser()
    return f"user {os.getuid()}"


_NOTE = typer.Option("--note", metavar="TEXT", help='What to tell readers; per language: ur="…".')
NOTE = Annotated[list[str], _NOTE]


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
    from generator.readers.correction import affected, errata_of
    from generator.readers.correction import correct as make

    opened = printer.open_desk(desk)
    notes, names = notes_of(opened.desk, note), editions_named(opened.desk, edition)
    if len(names) == 1:
        affected(opened.store, edition_named(opened.store, opened.shelf, names[0]))  # before the inbox is touched

    def one(wanted: str) -> VerbOutput:
        with printer.progress(quiet=quiet or as_json) as progress:
            made, wrong = make(
                *opened,
                edition_named(opened.store, opened.shelf, wanted),
                notes,
                who(by),
                printer.now(),
                progress,
            )
        of = f"{made.name}/{made.period}/r{made.revision}"
        told = errata_of(made)
        data = {"edition": of, "corrects": wrong, "folder": str(made.folder), "errata": told}
        alone = [] if told else ["nothing that was printed differs: the box holds the note alone"]
        return VerbOutput(
            data, [*alone, f"{of} corrects {wrong}: {made.folder}"], f"tradebrief diff {of} {wrong}, then approve it"
        )

    briefing = names[0].partition("/")[0]
    with opened.held(), taken_files.from_inbox(opened, briefing, err=as_json or quiet):
        printer.report(names, one, as_json=as_json, quiet=quiet)


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
    from generator.editions.edition_names import edition_named, editions_named
    from generator.readers.approval import title
    from generator.readers.correction import withdraw as take_back

    opened = printer.open_desk(desk)
    notes = notes_of(opened.desk, note or [because])

    def one(wanted: str) -> VerbOutput:
        withdrawn, mailing = take_back(
            opened.desk,
            opened.store,
            opened.shelf,
            edition_named(opened.store, opened.shelf, wanted),
            who(by),
            because,
            notes,
            printer.now(),
        )
        readers = sum(opened.store.ledger.counts(mailing.number).values()) if mailing else 0
        data = {"edition": title(withdrawn), "state": withdrawn.state, "reason": withdrawn.reason, "readers": readers}
        told = f"{readers} reader{'s' * (readers != 1)} to be told" if readers else "nobody has it"
        step = f"tradebrief send {title(withdrawn)}" if readers else "tradebrief status"
        return VerbOutput(data, [f"{title(withdrawn)} withdrawn: {told}"], step)

    printer.report(editions_named(opened.desk, edition), one, as_json=as_json)
