"""The verb that writes what starts the clock by itself: units of systemd, a crontab, a Containerfile."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from generator.cli import say
from generator.cli.say import DESK
from generator.errors import SettingsError

if TYPE_CHECKING:
    from generator.service.unit_files import Kind

_KINDS = ("systemd", "cron", "container")


def add_to(app: typer.Typer) -> None:
    """Add the verb to the program."""
    app.command(epilog="Example: tradebrief service systemd --user ann --out units")(service)


def service(
    kind: Annotated[str, typer.Argument(metavar="KIND", help="systemd, cron or container.")],
    out: Annotated[Path | None, typer.Option("--out", metavar="DIR", help="Write the files into this folder.")] = None,
    user: Annotated[str | None, typer.Option("--user", help="The user who runs it; default: the desk's owner.")] = None,
    *,
    desk: DESK = None,
) -> None:
    """Print the files that start `run` by systemd, cron or a container. Nothing is installed."""
    from generator.service.unit_files import context_of_build, service_files, write_files

    wanted = _kind(kind)
    made, step = service_files(say.desk_folder(desk), os.environ, wanted, user)
    if out is None:
        for name, text in made.items():
            typer.echo(f"# {name}\n{text}")
        typer.echo(f"# next: tradebrief service {kind} --out DIR writes {', '.join(made)}; {step}")
        return
    beside = context_of_build() if kind == "container" else {}
    for path in write_files(out, {**made, **beside}):
        typer.echo(path)
    say.then(step)


def _kind(text: str) -> Kind:
    from generator.service.unit_files import Kind

    if text not in _KINDS:
        where, problem = "service", f"{text!r} starts nothing that is known."
        raise SettingsError(where, problem, f"Write one of {', '.join(_KINDS)}.")
    return Kind(text)
