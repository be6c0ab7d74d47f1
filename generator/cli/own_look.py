"""The verbs of the look: `look list` and `look copy`."""

from __future__ import annotations

from typing import Annotated

import typer

from generator.cli import say
from generator.cli.say import DESK, JSON

FILE = Annotated[str, typer.Argument(metavar="FILE", help="A file that `tradebrief look list` shows.")]
FORCE = Annotated[bool, typer.Option("--force", help="Replace the desk's copy, which is kept as FILE~.")]
_SAID = {
    "ours": "ours",
    "copied": "a copy, as ours",
    "changed": "the desk's own",
    "behind": "the desk's own; ours has changed since it was copied",
    "own": "the desk's own, of which we have none",
}


def add_to(app: typer.Typer) -> None:
    """Add the verbs to the program."""
    verbs = typer.Typer(
        rich_markup_mode=None, help="Show and change templates and styles.", invoke_without_command=True
    )
    verbs.callback(epilog="Example: tradebrief look copy print.css")(bare)
    verbs.command("list", epilog="Example: tradebrief look list")(files)
    verbs.command("copy", epilog="Example: tradebrief look copy print.css")(copy)
    app.add_typer(verbs, name="look")


def bare(ctx: typer.Context) -> None:
    """Show and change templates and styles."""
    if ctx.invoked_subcommand is None:
        files(desk=None, as_json=False)


def files(*, desk: DESK = None, as_json: JSON = False) -> None:
    """List all templates and styles, and mark your own."""
    from generator.settings import look_copies

    found = look_copies.files(say.desk_folder(desk))
    if as_json:
        say.as_json([vars(file) for file in found])
        return
    say.table(("file", "whose"), [[file.name, _SAID[file.state]] for file in found])
    say.then("tradebrief look copy FILE")


def copy(file: FILE, *, force: FORCE = False, desk: DESK = None) -> None:
    """Copy a template or style into the desk for you to change."""
    from generator.settings import look_copies

    folder = say.desk_folder(desk)
    path = look_copies.copy(folder, file, force=force)
    files = (folder / "briefings").glob("*.yaml")  # settings that cannot be read keep nobody from a copy
    name = min(((-int(file.stat().st_mtime // 60), file.stem) for file in files), default=(0, "NAME"))[1]
    typer.echo(str(path))
    say.then(f"change {path.name}, then tradebrief build {name} --draft")
