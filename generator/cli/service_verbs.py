"""The verbs `run`, `service`, `backup`, `restore` and `tidy`."""

from __future__ import annotations

import json
import os
import sys
from datetime import date, datetime, time, timedelta
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING, Annotated
from zoneinfo import ZoneInfo

import typer

from generator.cli import printer
from generator.cli.decision_verbs import BY, who
from generator.cli.printer import DESK, JSON, QUIET, VerbOutput
from generator.cli.sending_verbs import Stopping, signals

if TYPE_CHECKING:
    from generator.service.backup import BackupList
    from generator.service.desk_clock import Running
    from generator.service.tick import Entry


_PLAIN = ("", "waits", "approval", "hold", "stale")  # words of which the sentence says enough
_TO_FETCH = ("slip", "late")  # words whose sentence may have a slip below it
_NAP = 0.5  # seconds between two looks whether to end


def run(
    until: Annotated[
        str | None, typer.Option("--until", help="End after this day, or at a time: 2026-12-31T10:00.")
    ] = None,
    seconds: Annotated[float, typer.Option("--every", min=0.1, help="Seconds between two checks of what is due.")] = 60,
    *,
    once: Annotated[bool, typer.Option("--once", help="Check once and end; for cron and systemd.")] = False,
    desk: DESK = None,
    as_json: JSON = False,
) -> None:
    """Pull, build, audit and send each edition when its figures are out."""
    from generator.service.desk_clock import Running
    from generator.service.tick import Time

    running = Running(printer.desk_folder(desk), os.environ, Time())
    printer.print_notices(running.parts)
    diary = _Diary(running, as_json=as_json)
    end = _end_of_run(until, diary.zone)
    try:
        with running.hold_clock(), signals() as stopping:
            if once:
                diary.look(stopping)
            else:
                _loop(diary, stopping, seconds, end)
    finally:
        running.close()


class _Diary:
    """What the clock did, a line each as it happens: of the desk's own time, or as JSON."""

    def __init__(self, running: Running, *, as_json: bool) -> None:
        self._running, self._as_json = running, as_json

    @property
    def zone(self) -> ZoneInfo:
        """The desk's time zone, as its settings have it now."""
        return ZoneInfo(self._running.parts.desk.settings.time_zone)

    def look(self, stopping: Stopping) -> None:
        """Let the clock look once, and print what it did."""
        for entry in self._running.tick(stopping):
            self._print(entry)

    def say(self, text: str) -> None:
        """Print a line about the clock itself."""
        from generator.service.tick import Entry

        self._print(Entry(printer.now(), "", "", "run", "", text))

    def _print(self, entry: Entry) -> None:
        at = entry.at.astimezone(self.zone)
        if self._as_json:
            typer.echo(json.dumps({**vars(entry), "at": at.isoformat(timespec="seconds")}, ensure_ascii=False))
        else:
            edition = f"{entry.briefing}/{entry.period}: " if entry.briefing else ""
            word = f"{entry.word}: " if entry.word not in _PLAIN else ""
            first, *more = entry.said.splitlines() or [""]
            has_slip = more and entry.word in _TO_FETCH
            slip = f" (tradebrief pull {entry.briefing} says what to fetch)" if has_slip else ""
            typer.echo(f"{at:%Y-%m-%d %H:%M}  {edition}{word}{first}{slip}")
        sys.stdout.flush()


def _loop(diary: _Diary, stopping: Stopping, seconds: float, end: datetime | None) -> None:
    from schedule import Scheduler

    diary.say(f"the clock looks every {seconds:g} seconds at what is due")
    scheduler = Scheduler()
    nap = Event()
    look = scheduler.every(seconds).seconds.do(diary.look, stopping)  # type: ignore[arg-type]
    look.run()
    while not stopping() and (end is None or printer.now() < end):
        nap.wait(min(_NAP, seconds))
        if (scheduler.idle_seconds or 0) > seconds + 1:  # it goes by the wall clock, which was set back
            look.run()
        scheduler.run_pending()
    diary.say("the clock ends; the next run goes on from here")


def _end_of_run(text: str | None, zone: ZoneInfo) -> datetime | None:
    """Return the moment to come that `text` writes: of a day its end, in the desk's zone."""
    if text is None:
        return None
    try:
        if len(text) == len("2026-12-31"):
            moment = datetime.combine(date.fromisoformat(text) + timedelta(1), time.min, zone)
        else:
            moment = datetime.fromisoformat(text)
    except ValueError:
        msg = f"{text!r} is neither a day nor a time; write 2026-12-31 or 2026-12-31T10:00."
        raise typer.BadParameter(msg) from None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=zone)
    if moment <= printer.now():
        msg = f"{text} is over. Write a day or a time to come, or --once for one look."
        raise typer.BadParameter(msg)
    return moment


def service(
    kind: Annotated[str, typer.Argument(metavar="KIND", help="systemd, cron or container.")],
    out: Annotated[Path | None, typer.Option("--out", metavar="DIR", help="Write the files into this folder.")] = None,
    user: Annotated[str | None, typer.Option("--user", help="The user who runs it; default: the desk's owner.")] = None,
    *,
    desk: DESK = None,
) -> None:
    """Print the files that start `run` by systemd, cron or a container. Nothing is installed."""
    from generator.service.service_files import context_of_build, service_files, write_files

    contents, step = service_files(printer.desk_folder(desk), os.environ, kind, user)
    if out is None:
        for name, text in contents.items():
            typer.echo(f"# {name}\n{text}")
        typer.echo(f"# next: tradebrief service {kind} --out DIR writes {', '.join(contents)}; {step}")
        return
    build_context = context_of_build() if kind == "container" else {}
    for path in write_files(out, {**contents, **build_context}):
        typer.echo(path)
    printer.print_next(step)


_MOST = 12  # lines of what was left out


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
    from generator.service.backup import back_up, is_compressed, look_through

    if check:
        with printer.progress(quiet=quiet, first="reading", verb="read") as shown:
            held = look_through(file, shown)
        typer.echo(f"{file}: {_sized(held)}, taken {held.taken}, as they were packed")
        printer.print_next(f"tradebrief restore {file} --into DIR")
        return
    is_compressed(file.name)
    opened = printer.open_desk(desk)
    refuse_place(file, "backup")
    refuse_of_desk(file, opened.desk, opened.store, option="backup")
    with opened.store, printer.progress(quiet=quiet, first="copying", verb="copied") as shown:
        held = back_up(*opened, file.resolve(), printer.now(), shown, secrets=not without_secrets)
    backup_list = "keys and passwords among them" if held.secrets else "no key and no password"
    typer.echo(f"{file}: {_sized(held)}, {backup_list}; nobody but you can read it (mode 0600)")
    _print_left_out(held)
    printer.print_next(f"tradebrief backup --check {file}, and keep it on another machine")


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
        _confirm_restored(desk, by, nothing_went_out=nothing_went_out, yes=yes)
        return
    if file is None or into is None:
        msg = "name the backup, and where to: tradebrief restore FILE --into DIR"
        raise typer.BadParameter(msg)
    with printer.progress(quiet=quiet, first="reading", verb="restored") as shown:
        restored_desk = make(file, into, os.environ, printer.now(), shown)
    typer.echo(f"{restored_desk.folder}: {_sized(restored_desk.held)}, as they stood {restored_desk.held.taken}")
    for line in restored_desk.moved:
        typer.echo(f"  in desk.yaml now {line}")
    if not restored_desk.held.secrets:
        typer.echo("  keys and passwords are not in the backup: put them into secrets/, each with mode 0600")
    _print_left_out(restored_desk.held)
    typer.echo("It sends nothing until somebody confirms that it may.")
    printer.print_next(f"tradebrief doctor --desk {into}, then tradebrief restore --confirm --desk {into}")


def _confirm_restored(desk: str | None, by: str | None, *, nothing_went_out: bool, yes: bool) -> None:
    from generator.editions.edition_holds import restored
    from generator.readers.resolution import confirm, uncounted

    opened = printer.open_desk(desk)
    with opened.store:
        waits = restored(opened.store)
        if waits:
            printer.print_lines((waits, *(f"  {line}" for line in uncounted(opened.store))))
            if not yes:
                _ask_person(nothing_went_out=nothing_went_out)
        done = confirm(opened.desk, opened.store, who(by), printer.now(), nothing_went_out=nothing_went_out)
    if done.letters:
        typer.echo(f"  {done.letters} letters are uncertain: tradebrief resolve EDITION --assume-sent, or --resend")
    for edition in done.held:
        typer.echo(f"  {edition} is held: tradebrief hold {edition} --lift --because TEXT")
    typer.echo("It sends again, but for what may have gone out since." if not nothing_went_out else "It sends again.")
    printer.print_next("tradebrief status")


def _ask_person(*, nothing_went_out: bool) -> None:
    """Ask whether letters may go; a usage error where nobody is there, Abort at a no."""
    if not sys.stdin.isatty():
        msg = "letters would go again, and nobody is there to ask. Add --yes when it is known what went out."
        raise typer.BadParameter(msg)
    question = "Did nothing of it go out, and may all of it go?" if nothing_went_out else "May it send again?"
    typer.confirm(question, abort=True)


def tidy(
    *,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show what would be deleted; delete nothing.")] = False,
    desk: DESK = None,
    as_json: JSON = False,
) -> None:
    """Delete what is older than `retention:` of desk.yaml allows, never what an edition needs."""
    from generator.service.retention import tidy as take_away

    opened = printer.open_desk(desk)
    with opened.store, opened.held():
        done = take_away(*opened, printer.now(), dry_run=dry_run)
    goes = ", would go" if dry_run else " went"
    lines = [f"{entry.kind}: {entry.count} older than {entry.after}{goes}" for entry in done]
    lines = lines or ["nothing is older than retention: of desk.yaml says"]
    next_step = "tradebrief tidy" if done and dry_run else "tradebrief status"
    printer.show(
        VerbOutput({"schema": 1, "tidied": [vars(entry) for entry in done]}, lines, next_step), as_json=as_json
    )


def _sized(held: BackupList) -> str:
    return f"{len(held.files)} files, {held.size / 2**20:.1f} MiB"


def _print_left_out(held: BackupList) -> None:
    """Say what is not in a backup, each thing by its name."""
    for line in held.left_out[:_MOST]:
        typer.echo(f"  left out or odd: {line}")
    more = len(held.left_out) - _MOST
    if more > 0:
        typer.echo(f"  and {more} more, in backup.json")
