"""The verbs of an editor: approve, hold."""

from __future__ import annotations

import getpass
import os
from contextlib import suppress
from typing import Annotated

import typer

from generator.cli import each, say
from generator.cli.each import Said
from generator.cli.proof import EDITION
from generator.cli.say import DESK, JSON

BY = Annotated[str | None, typer.Option("--by", metavar="NAME", help="Who decides; default: the user of this machine.")]
BECAUSE = Annotated[str, typer.Option("--because", metavar="TEXT", help="The reason, kept with the decision.")]


def add_to(app: typer.Typer) -> None:
    """Add the verbs to the program."""
    app.command(epilog="Example: tradebrief approve pakistan-minerals/2025 --by 'A. Khan'")(approve)
    app.command(epilog="Example: tradebrief hold pakistan-minerals/2025 --because 'zinc looks odd'")(hold)


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
    from generator.readers.mail_forms import told as forms_told
    from generator.readers.send import embargoed
    from generator.settings.wiring import open_desk

    opened = open_desk(say.desk_folder(desk), os.environ)

    def one(wanted: str) -> Said:
        named = edition_named(opened.store, opened.shelf, wanted)
        note = decide(opened.desk, opened.store, opened.shelf, named, who(by), say.now(), clean=clean)
        mailing = opened.store.ledger.mailing(named.name, named.period, named.revision)
        readers = sum(opened.store.ledger.counts(mailing.number).values()) if mailing else 0
        told = f", {readers} reader{'s' * (readers != 1)}" if note.state == "approved" else f": {note.reason}"
        lines = [f"{title(note)} {note.state}{told if note.state == 'approved' or note.reason else ''}"]
        letters = [letter for letter, _, _ in opened.store.ledger.letters(mailing.number)] if mailing else []
        lines += [f"  {line}" for line in forms_told(opened.desk, opened.store, note, letters)]
        data = {"edition": title(note), "state": note.state, "reason": note.reason, "readers": readers}
        if note.state != "approved":
            return Said(data, lines, f"tradebrief approve {wanted} --by ANOTHER")
        goes = embargoed(opened.desk, opened.store, note, say.now())
        return Said(data, lines, f"tradebrief send {wanted}{f', {goes}' if goes else ''}")

    each.run(editions_named(opened.desk, edition), one, as_json=as_json)


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
    from generator.settings.wiring import open_desk

    opened = open_desk(say.desk_folder(desk), os.environ)
    decide = approval.lift if lift else approval.hold

    def one(wanted: str) -> Said:
        note = decide(
            opened.store,
            edition_named(opened.store, opened.shelf, wanted),
            who(by),
            because,
            say.now(),
        )
        data = {"edition": title(note), "state": note.state, "reason": note.reason}
        step = {"approved": "send", "drafted": "approve"}.get(note.state, "hold --lift --because TEXT")
        return Said(data, [f"{title(note)} {note.state}"], f"tradebrief {step} {wanted}")

    each.run(editions_named(opened.desk, edition), one, as_json=as_json)


def who(by: str | None) -> str:
    """Return who decides: as they say, else the user of this machine; a usage error where the name is empty."""
    from generator.readers.persons import folded

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
