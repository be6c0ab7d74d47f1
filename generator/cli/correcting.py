"""The verbs for what went out and was wrong: withdraw."""

from __future__ import annotations

import os
from typing import Annotated

import typer

from generator.cli import each, say
from generator.cli.deciding import BECAUSE, BY, who
from generator.cli.each import Said
from generator.cli.proof import EDITION
from generator.cli.say import DESK, JSON

NOTE = Annotated[
    list[str] | None,
    typer.Option("--note", metavar="TEXT", help='What readers are told; in each language of the desk: ur="…".'),
]


def add_to(app: typer.Typer) -> None:
    """Add the verbs to the program."""
    app.command(epilog="Example: tradebrief withdraw pakistan-minerals/2025 --because 'the file was of another year'")(
        withdraw
    )


def withdraw(
    edition: EDITION,
    because: BECAUSE,
    note: NOTE = None,
    by: BY = None,
    *,
    desk: DESK = None,
    as_json: JSON = False,
) -> None:
    """Take an edition back: what waits stops at once, and who has it is told by the next send."""
    from generator.desk.editorial import title
    from generator.desk.editors_note import notes_of
    from generator.desk.named import editions_named
    from generator.desk.proof import edition_named
    from generator.desk.wiring import open_desk
    from generator.desk.withdrawing import withdraw as take_back

    opened = open_desk(say.desk_folder(desk), os.environ)
    notes = notes_of(opened, note or [because])

    def one(wanted: str) -> Said:
        taken, mailing = take_back(opened, edition_named(opened, wanted), who(by), because, notes, say.now())
        readers = sum(opened.store.ledger.counts(mailing.number).values()) if mailing else 0
        data = {"edition": title(taken), "state": taken.state, "reason": taken.reason, "readers": readers}
        told = f"{readers} reader{'s' * (readers != 1)} to be told" if readers else "nobody has it"
        step = f"tradebrief send {title(taken)}" if readers else "tradebrief status"
        return Said(data, [f"{title(taken)} withdrawn: {told}"], step)

    each.run(editions_named(opened, edition), one, as_json=as_json)
