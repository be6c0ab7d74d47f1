"""The verbs by which a reader says yes or leaves, and letters come back: subscribers ask, confirm, leave, bounces."""

from __future__ import annotations

import os
from collections import Counter
from dataclasses import asdict
from typing import Annotated

import typer

from generator.cli import say
from generator.cli.say import DESK, JSON, QUIET
from generator.cli.sending import INTERRUPTED, UNCERTAIN, agree, signals

TOKEN = Annotated[str, typer.Argument(metavar="TOKEN", help="The token in the reader's letter.")]


def add_to(verbs: typer.Typer) -> None:
    """Add the verbs to those of the readers."""
    verbs.command(epilog="Example: tradebrief subscribers ask --yes")(ask)
    verbs.command(epilog="Example: tradebrief subscribers confirm 0a1b2c…")(confirm)
    verbs.command(epilog="Example: tradebrief subscribers leave 0a1b2c…")(leave)
    verbs.command(epilog="Example: tradebrief subscribers bounces")(bounces)


def ask(
    *,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    desk: DESK = None,
    as_json: JSON = False,
    quiet: QUIET = False,
) -> None:
    """Send pending readers the letter that asks them to confirm, each once."""
    from generator.readers.consent import ask as send
    from generator.readers.consent import waiting
    from generator.settings.wiring import open_desk

    opened = open_desk(say.desk_folder(desk), os.environ)
    with opened.held():
        if (count := waiting(opened.store)) and not yes:
            agree((f"{count} readers wait to be asked, by transport {opened.desk.settings.mail.transport}",))
        with say.progress(quiet=quiet or as_json, first="sending", verb="asked") as shown, signals() as stopping:
            became = send(
                opened.desk, opened.store, say.now, stopping=stopping, tell=lambda now: shown(str(now["sent"]))
            )
    said = ", ".join(f"{count} {state}" for state, count in became.items() if count)
    if as_json:
        say.as_json({"schema": 1, "counts": became})
    elif not quiet:
        typer.echo(f"asked: {said}" if said else "nobody waits to be asked")
        say.then("tradebrief subscribers list, where those who confirmed are active")
    if stopping() and became["queued"]:
        raise typer.Exit(INTERRUPTED)
    if became["uncertain"]:
        raise typer.Exit(UNCERTAIN)


def confirm(token: TOKEN, *, desk: DESK = None) -> None:
    """Confirm the reader who holds this token."""
    from generator.readers.consent import confirm as activate
    from generator.settings.wiring import open_desk

    opened = open_desk(say.desk_folder(desk), os.environ)
    reader = activate(opened.desk, opened.store, token, say.now())
    typer.echo(f"{reader.address}: {reader.basis}")
    say.then("tradebrief subscribers list")


def leave(token: TOKEN, *, desk: DESK = None) -> None:
    """Unsubscribe the reader who holds this token."""
    from generator.readers.consent import leave as go
    from generator.settings.wiring import open_desk

    opened = open_desk(say.desk_folder(desk), os.environ)
    gone = go(opened.desk, opened.store, token, say.now())
    typer.echo("they get nothing any more" if gone else "they had left before, and get nothing")
    say.then("tradebrief subscribers list")


def bounces(*, desk: DESK = None, as_json: JSON = False) -> None:
    """Read returned mail from bounces/: bounces, confirmations and unsubscriptions."""
    from generator.readers.returned_mail import take_in
    from generator.settings.wiring import open_desk

    opened = open_desk(say.desk_folder(desk), os.environ)
    taken = take_in(opened.desk, opened.store, say.now())
    counted = Counter(one.what for one in taken)
    if as_json:
        say.as_json({"schema": 1, "counts": counted, "files": [asdict(one) for one in taken]})
        return
    for one in taken:
        typer.echo(f"{one.file}: {one.what}" + (f": {one.why}" if one.why else ""))
    typer.echo(", ".join(f"{count} {what}" for what, count in counted.items()) or "nothing new in bounces/")
    say.then("look into bounces/strange/" if counted["strange"] else "tradebrief status")
