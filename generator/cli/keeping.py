"""The verbs of what is kept and what is not: backup, restore, tidy."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from generator.cli import say
from generator.cli.deciding import BY, who
from generator.cli.say import DESK, JSON, QUIET

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.readers.restore_confirmation import Confirmed
    from generator.service.backup import Held

_MOST = 12  # lines of what was left out


def add_to(app: typer.Typer) -> None:
    """Add the verbs to the program."""
    app.command(epilog="Example: tradebrief backup /mnt/safe/desk-2026-03.tar.gz")(backup)
    app.command(epilog="Example: tradebrief restore desk-2026-03.tar.gz --into new-desk")(restore)
    app.command(epilog="Example: tradebrief tidy --dry-run")(tidy)


def backup(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The file to write: .tar, or .tar.gz to compress.")],
    *,
    check: Annotated[bool, typer.Option("--check", help="Verify the backup FILE; nothing is written.")] = False,
    without_secrets: Annotated[bool, typer.Option("--without-secrets", help="Leave keys and passwords out.")] = False,
    desk: DESK = None,
    quiet: QUIET = False,
) -> None:
    """Copy the desk, keys and passwords included, into one file while other runs go on."""
    from generator.editions.out_file import refuse_of_desk, refuse_place
    from generator.service.backup import back_up, look_through
    from generator.service.backup.backup_manifest import is_compressed
    from generator.settings.wiring import open_desk

    if check:
        with say.progress(quiet=quiet, first="reading", verb="read") as shown:
            held = look_through(file, shown)
        typer.echo(f"{file}: {_sized(held)}, taken {held.taken}, as they were packed")
        say.then(f"tradebrief restore {file} --into DIR")
        return
    is_compressed(file.name)
    opened = open_desk(say.desk_folder(desk), os.environ)
    refuse_place(file, "backup")
    refuse_of_desk(file, opened.desk, opened.store, option="backup")
    with opened.store, say.progress(quiet=quiet, first="copying", verb="copied") as shown:
        held = back_up(
            opened.desk, opened.store, opened.shelf, file.resolve(), say.now(), shown, secrets=not without_secrets
        )
    kept = "keys and passwords among them" if held.secrets else "no key and no password"
    typer.echo(f"{file}: {_sized(held)}, {kept}; nobody but you can read it (mode 0600)")
    _tell_left_out(held)
    say.then(f"tradebrief backup --check {file}, and keep it on another machine")


def restore(
    file: Annotated[Path | None, typer.Argument(metavar="FILE", help="The backup.")] = None,
    into: Annotated[Path | None, typer.Option("--into", metavar="DIR", help="An empty or new folder.")] = None,
    by: BY = None,
    *,
    confirm: Annotated[
        bool, typer.Option("--confirm", help="Let a restored desk send, except what may have gone out.")
    ] = False,
    nothing_went_out: Annotated[
        bool, typer.Option("--nothing-went-out", help="With --confirm: nothing was sent since the backup.")
    ] = False,
    yes: Annotated[bool, typer.Option("--yes", help="With --confirm: do not ask.")] = False,
    desk: DESK = None,
    quiet: QUIET = False,
) -> None:
    """Restore a desk from a backup; it sends nothing until you confirm it."""
    from generator.service.backup import restore as make

    if confirm:
        if file or into:
            msg = "--confirm is said of a desk that was restored: leave out FILE and --into."
            raise typer.BadParameter(msg)
        _confirm(desk, by, nothing_went_out=nothing_went_out, yes=yes)
        return
    if file is None or into is None:
        msg = "name the backup, and where to: tradebrief restore FILE --into DIR"
        raise typer.BadParameter(msg)
    with say.progress(quiet=quiet, first="reading", verb="restored") as shown:
        made = make(file, into, os.environ, say.now(), shown)
    typer.echo(f"{made.folder}: {_sized(made.held)}, as they stood {made.held.taken}")
    for line in made.moved:
        typer.echo(f"  in desk.yaml now {line}")
    if not made.held.secrets:
        typer.echo("  keys and passwords are not in the backup: put them into secrets/, each with mode 0600")
    _tell_left_out(made.held)
    typer.echo("It sends nothing until somebody confirms that it may.")
    say.then(f"tradebrief doctor --desk {into}, then tradebrief restore --confirm --desk {into}")


def _confirm(desk: str | None, by: str | None, *, nothing_went_out: bool, yes: bool) -> None:
    from generator.editions.edition_holds import restored
    from generator.readers.restore_confirmation import confirm, uncounted
    from generator.settings.wiring import open_desk

    opened = open_desk(say.desk_folder(desk), os.environ)
    with opened.store:
        if said := restored(opened.store):
            for line in (said, *(f"  {line}" for line in uncounted(opened.store))):
                typer.echo(line)
            if not yes:
                _agree("Did nothing of it go out, and may all of it go?" if nothing_went_out else "May it send again?")
        done = confirm(opened.desk, opened.store, who(by), say.now(), nothing_went_out=nothing_went_out)
    for line in _settled_by_a_person(done):
        typer.echo(f"  {line}")
    typer.echo("It sends again, but for what may have gone out since." if not nothing_went_out else "It sends again.")
    say.then("tradebrief status")


def _agree(question: str) -> None:
    """Ask a person; a usage error where nobody is there, Abort at a no."""
    if not sys.stdin.isatty():
        msg = "letters would go again, and nobody is there to ask. Add --yes when it is known what went out."
        raise typer.BadParameter(msg)
    typer.confirm(question, abort=True)


def _settled_by_a_person(done: Confirmed) -> Iterator[str]:
    if done.letters:
        yield f"{done.letters} letters are uncertain: tradebrief resolve EDITION --assume-sent, or --resend"
    for edition in done.held:
        yield f"{edition} is held: tradebrief hold {edition} --lift --because TEXT"


def tidy(
    *,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show what would be deleted; delete nothing.")] = False,
    desk: DESK = None,
    as_json: JSON = False,
) -> None:
    """Delete what is older than `retention:` of desk.yaml allows, never what an edition needs."""
    from generator.service.tidy import tidy as take_away
    from generator.settings.wiring import open_desk

    opened = open_desk(say.desk_folder(desk), os.environ)
    with opened.store, opened.held():
        done = take_away(opened.desk, opened.store, opened.shelf, say.now(), dry_run=dry_run)
    if as_json:
        say.as_json({"schema": 1, "tidied": [vars(one) for one in done]})
        return
    for one in done:
        typer.echo(f"{one.kind}: {one.count} older than {one.after}{', would go' if dry_run else ' went'}")
    if not done:
        typer.echo("nothing is older than retention: of desk.yaml says")
    say.then("tradebrief tidy" if done and dry_run else "tradebrief status")


def _sized(held: Held) -> str:
    return f"{len(held.files)} files, {held.size / 2**20:.1f} MiB"


def _tell_left_out(held: Held) -> None:
    """Say what is not in a backup, each thing by its name."""
    for line in held.left_out[:_MOST]:
        typer.echo(f"  left out or odd: {line}")
    if (more := len(held.left_out) - _MOST) > 0:
        typer.echo(f"  and {more} more, in backup.json")
