"""The verbs `send` and `resolve`: letters to readers, and what a sending left open."""

from __future__ import annotations

import signal
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

import typer

from generator.cli import printer
from generator.cli.decision_verbs import BY, who
from generator.cli.printer import DESK, EDITION, JSON, QUIET, VerbOutput
from generator.errors import Unfinished

if TYPE_CHECKING:
    from generator.readers.send import Sent
    from generator.settings.desk_parts import DeskParts


UNCERTAIN, INTERRUPTED = 5, 130


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
    from generator.editions.edition_names import edition_named, editions_named
    from generator.readers.send import planned
    from generator.readers.send import send as deliver

    opened = printer.open_desk(desk)
    if test is not None:
        _test(opened, edition, test, alone=not any((yes, dry_run, as_json)))
        return
    uncertain: list[str] = []
    waiting: list[str] = []

    def one(wanted: str) -> VerbOutput:
        named = edition_named(opened.store, opened.shelf, wanted)
        plan = planned(opened.desk, opened.store, opened.shelf, named, who(None), printer.now())
        if dry_run:
            return VerbOutput(plan.data, plan.lines, f"tradebrief send {wanted}")
        if plan.letters and not yes:
            agree(plan.lines)
        with printer.progress(quiet=quiet or as_json, first="sending", verb="sent") as shown, signals() as stopping:
            sent = deliver(
                opened.desk,
                opened.store,
                opened.shelf,
                named,
                who(None),
                printer.now,
                stopping=stopping,
                tell=lambda now: shown(_short(now)),
            )
        if sent.is_uncertain:
            uncertain.append(wanted)
        if stopping() and sent.counts["queued"]:
            raise typer.Exit(INTERRUPTED)
        if sent.counts["queued"]:
            waiting.append(f"{sent.edition}: {sent.counts['queued']} wait until {sent.due}")
        elif sent.state == "sending" and sent.counts["failed"]:
            remedy = f"When the cause is mended: tradebrief resolve {wanted} --resend --failed"
            waiting.append(f"{sent.edition}: every letter has failed. {remedy}")
        return VerbOutput(vars(sent), _sent_lines(sent), _next_of_sent(wanted, sent))

    with opened.held():
        if not dry_run:
            _take_in(opened)
        printer.report(editions_named(opened.desk, edition), one, as_json=as_json, quiet=quiet)
    _end(uncertain, waiting)


def _end(uncertain: list[str], waiting: list[str]) -> None:
    """Leave with the exit code of what is not known, else of what waits."""
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
    from generator.readers.resolution import resolve as settle

    if assume_sent == resend or (failed and not resend):
        msg = "say --assume-sent or --resend; --failed goes with --resend."
        raise typer.BadParameter(msg)
    opened = printer.open_desk(desk)
    for wanted in editions_named(opened.desk, edition):
        named = edition_named(opened.store, opened.shelf, wanted)
        count = settle(opened.store, named, who(by), printer.now(), again=resend, failed=failed, only=to)
        typer.echo(f"{wanted}: {count} letter{'s' * (count != 1)} {'to be sent again' if resend else 'taken as sent'}")
    printer.print_next(f"tradebrief send {edition}" if resend else "tradebrief status")


def _take_in(desk: DeskParts) -> None:
    """Read what came back before anything goes out: who cannot be reached, or left, gets no letter."""
    from generator.readers.returned_mail import read_bounces

    if taken := read_bounces(desk.desk, desk.store, printer.now()):
        counted = Counter(one.what for one in taken)
        typer.echo("bounces/: " + ", ".join(f"{count} {what}" for what, count in counted.items()), err=True)


def _test(desk: DeskParts, edition: str, address: str, *, alone: bool) -> None:
    """Send a trial to one address; a usage error where another option stands beside it."""
    from generator.editions.edition_names import edition_named, noted
    from generator.readers.send import send_trial

    if not alone:
        msg = "--test sends at once, to that address alone: leave out --yes, --dry-run and --json."
        raise typer.BadParameter(msg)
    named = edition_named(desk.store, desk.shelf, edition)
    for answer in send_trial(desk.desk, desk.store, desk.shelf, named, address, printer.now()):
        typer.echo(f"to {address}: {answer.text or answer.state}")
    note = noted(desk.store, named.name, named.period, named.revision)
    state = note.state if note else "drafted"
    going = f"tradebrief send {edition}"
    steps = {"drafted": f"tradebrief approve {edition}", "approved": going, "sending": going}
    printer.print_next(steps.get(state, f"nothing: {named.name}/{named.period}/r{named.revision} is {state}"))


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


class Stopping:
    """Whether a signal asked for an end."""

    def __init__(self) -> None:
        """Begin with nobody having asked."""
        self._asked = False

    def __call__(self) -> bool:
        """Say whether one did."""
        return self._asked

    def ask(self, *_: object) -> None:
        """Remember that an end was asked for."""
        self._asked = True


def agree(lines: tuple[str, ...]) -> None:
    """Show what would be sent and ask a person; a usage error where nobody is there, Abort at a no."""
    if not sys.stdin.isatty():
        msg = "this would send letters, and nobody is there to ask. Add --yes, or look first with --dry-run."
        raise typer.BadParameter(msg)
    for line in lines:
        typer.echo(line)
    typer.confirm("Send?", abort=True)


def _sent_lines(sent: Sent) -> list[str]:
    said = ", ".join(f"{count} {state}" for state, count in sent.counts.items() if count) or "no reader"
    if sent.state == "published" and not sent.moved:
        return [f"{sent.edition} {sent.state}: nothing was left to send ({said})"]
    return [f"{sent.edition} {sent.state}: {said}"]


def _short(counts: Mapping[str, int]) -> str:
    return f"{counts['sent']} of {sum(counts.values())}"


def _next_of_sent(wanted: str, sent: Sent) -> str:
    if sent.is_uncertain:
        return f"tradebrief resolve {wanted} --assume-sent, or --resend"
    if sent.counts["queued"]:
        return f"tradebrief send {wanted}"
    if sent.counts["failed"]:
        return f"tradebrief status --letters {wanted}, where those who failed stand with the reason"
    return "tradebrief status"
