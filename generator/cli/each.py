"""One after another: a verb run for every briefing it was asked for; one that fails stops no other."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

import typer

from generator.cli import say
from generator.errors import GeneratorError

# the worst first: a fault of ours, bytes that differ, settings, held, uncertain mails, not out yet
_WORST = (1, 6, 2, 3, 5, 4)
# what a machine may refuse us, and what helps
_OF_THE_MACHINE = {
    errno.ENOSPC: "no room is left on the disk. Free some, then run this again.",
    errno.EDQUOT: "the quota of this user is used up. Free some room, then run this again.",
    errno.EROFS: "it can only be read here. Choose a place that can be written, or make this one writable.",
    errno.EACCES: "this user may not do that here. Give the rights, or choose another place.",
    errno.EPERM: "this user may not do that here. Give the rights, or choose another place.",
    errno.ENAMETOOLONG: "the name is too long. Choose a shorter one.",
    errno.ENOENT: "it is not there. Make the folder first, or name another.",
    errno.EISDIR: "it is a folder. Name a file.",
    errno.ENOTDIR: "a part of it is a file, not a folder. Name another place.",
}
Made = TypeVar("Made")


@dataclass(frozen=True)
class Said:
    """What a verb has to say of one briefing: data for a program, lines for a person, and what to do next.

    `quietly` are the lines of a person who asked for few.
    """

    data: Any
    lines: Sequence[str]
    then: str
    quietly: Sequence[str] = ()


def run(names: Sequence[str], one: Callable[[str], Said], *, as_json: bool, quiet: bool = False) -> None:
    """Say what `one` says of each name; of several, leave with the worst exit code, each failure told in one line."""

    def told(name: str) -> Said:
        said = one(name)
        for line in () if as_json else said.quietly if quiet else said.lines:
            typer.echo(line)
        return said

    done, failures = attempt(names, told)
    if as_json:
        say.as_json([*(said.data for said in done), *failures] if len(names) > 1 else done[0].data)
    elif done and not quiet:
        say.then(done[-1].then)
    leave(failures)


def attempt(names: Sequence[str], one: Callable[[str], Made]) -> tuple[list[Made], list[dict[str, Any]]]:
    """Return what `one` makes of each name, and the failures as data; a single name's failure is raised as it is."""
    done: list[Made] = []
    failures: list[dict[str, Any]] = []
    for name in names:
        try:
            done.append(one(name))
        except (typer.Exit, typer.Abort):
            raise
        except Exception as error:
            if len(names) == 1:
                raise
            message, code = told_of(error)
            first = message.splitlines()[0]
            typer.echo(f"tradebrief: {name}: {first}", err=True)
            failures.append({"briefing": name, "error": first, "exit": code})
    return done, failures


def leave(failures: Sequence[dict[str, Any]]) -> None:
    """Leave with the worst of the failures' exit codes, where there is any."""
    if failures:
        raise typer.Exit(min((failure["exit"] for failure in failures), key=_WORST.index))


def _help_of(context: Any) -> str:  # noqa: ANN401 -- of click, which typer carries
    """Return which help says more: that of the verb which was asked wrongly, where it is known."""
    names = " ".join(_verbs(context))
    return f"`tradebrief {names} --help` says what it takes." if names else "`tradebrief --help` lists the verbs."


def _verbs(context: Any) -> list[str]:  # noqa: ANN401 -- of click, which typer carries
    """Return the verb that a context is of, after those that it is under."""
    within = context is not None and context.parent is not None
    return [*_verbs(context.parent), str(context.info_name)] if within else []


def told_of(error: Exception) -> tuple[str, int]:
    """Return the one line and the exit code of what went wrong; usage errors are worded by the library."""
    if isinstance(error, GeneratorError):
        return str(error), error.exit_code
    if hasattr(error, "format_message"):
        said = error.format_message()
        return f"{said}{'' if said.endswith(('.', '?')) else '.'} {_help_of(getattr(error, 'ctx', None))}", 2
    if os.environ.get("TRADEBRIEF_TRACEBACK"):
        raise error
    if isinstance(error, OSError) and error.errno in _OF_THE_MACHINE:
        return f"{error.filename or 'the disk'}: {_OF_THE_MACHINE[error.errno]}", 1
    kind = type(error).__name__
    return f"a fault of ours: {kind}: {error}. TRADEBRIEF_TRACEBACK=1 shows where.", 1
