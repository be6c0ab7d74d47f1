"""The verbs for what went out and was wrong: correct, withdraw."""

from __future__ import annotations

import os
from typing import Annotated

import typer

from generator.cli import each, say, taken
from generator.cli.deciding import BECAUSE, BY, who
from generator.cli.each import Said
from generator.cli.proof import EDITION
from generator.cli.say import DESK, JSON, QUIET

_NOTE = typer.Option("--note", metavar="TEXT", help='What to tell readers; per language: ur="…".')
NOTE = Annotated[list[str], _NOTE]


def add_to(app: typer.Typer) -> None:
    """Add the verbs to the program."""
    app.command(
        epilog="Example: tradebrief correct pakistan-minerals/2025 --note 'A row of the source was read twice.'"
    )(correct)
    app.command(epilog="Example: tradebrief withdraw pakistan-minerals/2025 --because 'the file was of another year'")(
        withdraw
    )


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
    from generator.settings.wiring import open_desk

    opened = open_desk(say.desk_folder(desk), os.environ)
    notes, names = notes_of(opened.desk, note), editions_named(opened.desk, edition)
    if len(names) == 1:
        affected(opened.store, edition_named(opened.store, opened.shelf, names[0]))  # before the inbox is touched

    def one(wanted: str) -> Said:
        with say.progress(quiet=quiet or as_json) as progress:
            made, wrong = make(
                *opened,
                edition_named(opened.store, opened.shelf, wanted),
                notes,
                who(by),
                say.now(),
                progress,
            )
        of = f"{made.name}/{made.period}/r{made.revision}"
        told = errata_of(made)
        data = {"edition": of, "corrects": wrong, "folder": str(made.folder), "errata": told}
        alone = [] if told else ["nothing that was printed differs: the box holds the note alone"]
        return Said(
            data, [*alone, f"{of} corrects {wrong}: {made.folder}"], f"tradebrief diff {of} {wrong}, then approve it"
        )

    briefing = names[0].partition("/")[0]
    with opened.held(), taken.from_inbox(opened, briefing, err=as_json or quiet):
        each.run(names, one, as_json=as_json, quiet=quiet)


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
    from generator.readers.withdrawal import withdraw as take_back
    from generator.settings.wiring import open_desk

    opened = open_desk(say.desk_folder(desk), os.environ)
    notes = notes_of(opened.desk, note or [because])

    def one(wanted: str) -> Said:
        taken, mailing = take_back(
            opened.desk,
            opened.store,
            opened.shelf,
            edition_named(opened.store, opened.shelf, wanted),
            who(by),
            because,
            notes,
            say.now(),
        )
        readers = sum(opened.store.ledger.counts(mailing.number).values()) if mailing else 0
        data = {"edition": title(taken), "state": taken.state, "reason": taken.reason, "readers": readers}
        told = f"{readers} reader{'s' * (readers != 1)} to be told" if readers else "nobody has it"
        step = f"tradebrief send {title(taken)}" if readers else "tradebrief status"
        return Said(data, [f"{title(taken)} withdrawn: {told}"], step)

    each.run(editions_named(opened.desk, edition), one, as_json=as_json)
