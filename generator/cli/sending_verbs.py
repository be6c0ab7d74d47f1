"""The verbs `send` and `resolve`: letters to readers, and what a sending left open."""

from __future__ import annotations

import signal
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

import typer

from generator.cli import printer
from generator.cli.decision_verbs import BY, who
from generator.cli.printer import DESK, EDITION, JSON, QUIET, VerbOutput, counted
from generator.errors import Unfinished

if TYPE_CHECKING:
    from generator.editions.edition_names import NamedEdition
    from generator.readers.send import Sent
    from generator.settings.desk_parts import DeskParts


# Exit codes.
UNCERTAIN = 5
INTERRUPTED = 130


def send(
    edition: EDITION,
    test: Annotated[
        str | None, typer.Option("--test", metavar="ADDRESS", help="Send a copy to this address only, in any state.")
    ] = None,
    *,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show who would get what; send nothing.")] = False,
    desk: DESK = None,
    as_json: JSON = False,
    quiet: QUIET = False,
) -> None:
    """Send an approved edition to its readers, each once."""
    from generator.readers import send as letters

    opened = printer.open_desk(desk)
    if test is not None:
        _send_trial(opened, edition, test, is_alone=not any((yes, dry_run, as_json)))
        return
    uncertain: list[str] = []
    waiting: list[str] = []

    def send_edition(name: str, named: NamedEdition) -> VerbOutput:
        plan = letters.planned(*opened, named, who(None), printer.now())
        if dry_run:
            return VerbOutput(plan.data, plan.lines, f"tradebrief send {name}")
        if plan.letters and not yes:
            agree(plan.lines)
        with printer.progress(quiet=quiet or as_json, first="sending", verb="sent") as shown, signals() as stopping:
            sent = letters.send(
                *opened,
                named,
                who(None),
                printer.now,
                stopping=stopping,
                tell=lambda counts: shown(f"{counts['sent']} of {sum(counts.values())}"),
            )
        if sent.is_uncertain:
            uncertain.append(name)
        if stopping() and sent.counts["queued"]:
            raise typer.Exit(INTERRUPTED)
        waiting.extend(_waiting(name, sent))
        return VerbOutput(vars(sent), [_sent_line(sent)], _next_of_sent(name, sent))

    with opened.held():
        if not dry_run:
            _read_bounces(opened)
        printer.report_editions(opened, edition, send_edition, as_json=as_json, quiet=quiet)
    if uncertain:
        raise typer.Exit(UNCERTAIN)
    if waiting:
        raise Unfinished("; ".join(waiting))


def resolve(
    edition: EDITION,
    to: Annotated[str | None, typer.Option("--to", metavar="ADDRESS", help="Only the letter to this reader.")] = None,
    by: BY = None,
    *,
    assume_sent: Annotated[bool, typer.Option("--assume-sent", help="Count them as sent.")] = False,
    resend: Annotated[bool, typer.Option("--resend", help="Send them again; some may arrive twice.")] = False,
    failed: Annotated[bool, typer.Option("--failed", help="With --resend: also those that failed.")] = False,
    desk: DESK = None,
) -> None:
    """Decide on letters that may have arrived: count them as sent, or send them again."""
    from generator.editions.edition_names import edition_named, editions_named
    from generator.readers import resolution

    if assume_sent == resend or (failed and not resend):
        msg = "say --assume-sent or --resend; --failed goes with --resend."
        raise typer.BadParameter(msg)
    opened = printer.open_desk(desk)
    for name in editions_named(opened.desk, edition):
        named = edition_named(opened.store, opened.shelf, name)
        count = resolution.resolve(
            opened.store, named, who(by), printer.now(), send_again=resend, failed=failed, address=to
        )
        typer.echo(f"{name}: {counted(count, 'letter')} {'to be sent again' if resend else 'taken as sent'}")
    printer.print_next(f"tradebrief send {edition}" if resend else "tradebrief status")


def _read_bounces(desk: DeskParts) -> None:
    """Read what came back before anything goes out: who cannot be reached, or left, gets no letter."""
    from generator.readers.returned_mail import read_bounces

    messages = read_bounces(desk.desk, desk.store, printer.now())
    if messages:
        counts = Counter(message.what for message in messages)
        typer.echo("bounces/: " + ", ".join(f"{count} {what}" for what, count in counts.items()), err=True)


def _send_trial(desk: DeskParts, edition: str, address: str, *, is_alone: bool) -> None:
    """Send a trial to one address; a usage error where another option stands beside it."""
    from generator.editions.edition_names import edition_named, note_on
    from generator.readers.send import send_trial

    if not is_alone:
        msg = "--test sends at once, to that address alone: leave out --yes, --dry-run and --json."
        raise typer.BadParameter(msg)
    named = edition_named(desk.store, desk.shelf, edition)
    for answer in send_trial(*desk, named, address, printer.now()):
        typer.echo(f"to {address}: {answer.text or answer.state}")
    note = note_on(desk.store, named)
    state = note.state if note else "drafted"
    going = f"tradebrief send {edition}"
    steps = {"drafted": f"tradebrief approve {edition}", "approved": going, "sending": going}
    printer.print_next(steps.get(state, f"nothing: {named} is {state}"))


class Stopping:
    """Says, when it is called, whether a signal asked for an end."""

    is_stopped = False

    def __call__(self) -> bool:
        """Say whether one did."""
        return self.is_stopped

    def ask(self, *_: object) -> None:
        """Remember that an end was asked for: a handler of signals."""
        self.is_stopped = True


@contextmanager
def signals() -> Iterator[Stopping]:
    """Give what says whether a signal asked for an end; without it a signal would end the process at once."""
    stopping = Stopping()
    before = {number: signal.signal(number, stopping.ask) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        yield stopping
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def agree(lines: Iterable[str]) -> None:
    """Show what would be sent and ask a person; a usage error where nobody is there, Abort at a no."""
    if not sys.stdin.isatty():
        msg = "this would send letters, and nobody is there to ask. Add --yes, or look first with --dry-run."
        raise typer.BadParameter(msg)
    printer.print_lines(lines)
    typer.confirm("Send?", abort=True)


def _sent_line(sent: Sent) -> str:
    counts = ", ".join(f"{count} {state}" for state, count in sent.counts.items() if count) or "no reader"
    if sent.state == "published" and not sent.moved:
        return f"{sent.edition} {sent.state}: nothing was left to send ({counts})"
    return f"{sent.edition} {sent.state}: {counts}"


def _waiting(name: str, sent: Sent) -> Iterator[str]:
    """Yield what keeps an edition from being published."""
    if sent.counts["queued"]:
        yield f"{sent.edition}: {sent.counts['queued']} wait until {sent.due}"
    elif sent.state == "sending" and sent.counts["failed"]:
        remedy = f"When the cause is fixed: tradebrief resolve {name} --resend --failed"
        yield f"{sent.edition}: every letter has failed. {remedy}"


def _next_of_sent(name: str, sent: Sent) -> str:
    if sent.is_uncertain:
        return f"tradebrief resolve {name} --assume-sent, or --resend"
    if sent.counts["queued"]:
        return f"tradebrief send {name}"
    if sent.counts["failed"]:
        return f"tradebrief status --letters {name}, where those who failed stand with the reason"
    return "tradebrief status"
