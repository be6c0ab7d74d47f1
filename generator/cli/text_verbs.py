"""The verbs of an editor's words: `edit`, `commentary`."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from generator.cli import printer
from generator.cli.printer import DESK, JSON
from generator.errors import Held, SettingsError

if TYPE_CHECKING:
    from generator.editions.commentary_verdicts import JudgedCommentary


EDITION = Annotated[str, typer.Argument(metavar="EDITION", help="NAME/PERIOD, or NAME for the newest period.")]
_WORDS = {
    "borne_out": "borne out",
    "comment": "a comment",
    "sourced": "its source says so",
    "accepted": "accepted",
    "contradicted": "contradicted",
}


def edit(
    edition: EDITION,
    lang: Annotated[list[str] | None, typer.Option(help="Only this language of the desk.")] = None,
    *,
    no_open: Annotated[bool, typer.Option("--no-open", help="Write the file without opening it.")] = False,
    update: Annotated[bool, typer.Option("--update", help="Merge your changes with today's draft.")] = False,
    desk: DESK = None,
) -> None:
    """Write the text of an edition to commentary/NAME/PERIOD.md and open it in your editor.

    The file is Markdown: headline, the lines under it, paragraphs. Sentences that you leave alone stay the program's
    and follow its figures; those that you write are compared with the figures, those that you delete are left out.
    """
    from generator.editions.edit import write_text
    from generator.settings.wiring import open_desk

    folder = printer.desk_folder(desk)
    opened = open_desk(folder, os.environ)
    name, _, period = edition.partition("/")
    languages = opened.desk.settings.languages
    for tag in lang or ():
        if tag not in languages:
            where = "--lang"
            problem = f"this desk does not write in {tag}."
            raise SettingsError(where, problem, f"It writes {', '.join(languages)}.")
    tags = [tag for tag in languages if tag in (lang or ())]
    written = write_text(opened.desk, opened.store, name, period or None, tags, update=update)
    typer.echo(f"wrote {written.file}")
    command = os.environ.get("VISUAL") or os.environ.get("EDITOR")
    next_step = f"open {written.path}, then tradebrief commentary {written.edition}"
    if command and not no_open and sys.stdin.isatty() and sys.stdout.isatty():
        subprocess.run([*shlex.split(command), str(written.path)], check=False)  # noqa: S603 -- the user's own editor
        next_step = ""
    _judge(folder, written.edition, only_faults=True, next_step=next_step)


def commentary(edition: EDITION, *, desk: DESK = None, as_json: JSON = False) -> None:
    """Judge each sentence of a commentary against the figures."""
    _judge(printer.desk_folder(desk), edition, as_json=as_json)


def _judge(
    folder: Path, edition: str, *, as_json: bool = False, only_faults: bool = False, next_step: str = ""
) -> None:
    """Print what the figures say to an editor's file, and what comes next, which is `next_step` where nothing is wrong.

    Leave with 3 where they contradict a sentence.
    """
    from generator.editions.commentary_verdicts import judge_commentary
    from generator.settings.wiring import open_desk

    name, _, period = edition.partition("/")
    opened = open_desk(folder, os.environ)
    judged = judge_commentary(opened.desk, opened.store, name, period or None)
    next_step = next_step or f"tradebrief build {name} --period {judged.period}"
    if as_json:
        printer.print_json(judged.entries)
    elif judged.file is None:
        file = f"commentary/{name}/{judged.period}.md"
        typer.echo(f"{name}/{judged.period} has no {file}: all of its text is the program's")
        next_step = f"tradebrief edit {name}/{judged.period}, or write paragraphs of your own into {file}"
    else:
        for line in judged_lines(judged, only_faults=only_faults):
            typer.echo(line)
    if not as_json:
        wrong = [f"{entry['file']}:{entry['line']}" for entry in judged.wrong]
        printer.print_next(f"fix {wrong[0]}" if wrong else next_step)
    if judged.wrong:
        raise typer.Exit(Held.exit_code)


def judged_lines(judged: JudgedCommentary, *, only_faults: bool = False) -> Iterator[str]:
    """Yield each sentence, or each that is contradicted, with its line; then how many there are of each outcome."""
    entries = judged.wrong if only_faults else judged.entries
    for entry in entries:
        yield f"{entry['file']}:{entry['line']}: {_WORDS[entry['outcome']]}: {entry['sentence']}"
        if entry["why"]:
            right = f" The figures have {entry['right']}." if entry["right"] else ""
            yield f"    {entry['why']}{right}"
    outcomes = [entry["outcome"] for entry in judged.entries]
    counts = ", ".join(f"{outcomes.count(outcome)} {words}" for outcome, words in _WORDS.items() if outcome in outcomes)
    yield f"{judged.name}/{judged.period}: {len(outcomes)} sentences: {counts}"
