"""`run`: the clock, from release calendar to mailbox without a person; its lines read like a diary."""

from __future__ import annotations

import json
import os
import sys
from datetime import date, datetime, time, timedelta
from threading import Event
from typing import TYPE_CHECKING, Annotated
from zoneinfo import ZoneInfo

import typer

from generator.cli import say
from generator.cli.say import DESK, JSON
from generator.cli.sending import Stopping, signals

if TYPE_CHECKING:
    from generator.service.clock import Entry
    from generator.service.clock.clock_loop import Running

_PLAIN = ("", "waits", "approval", "hold", "stale")  # words of which the sentence says enough
_TO_FETCH = ("slip", "late")  # words whose sentence may have a slip below it
_NAP = 0.5  # seconds between two looks whether to end


def add_to(app: typer.Typer) -> None:
    """Add the verb to the program."""
    app.command(epilog="Example: tradebrief run --until 2026-12-31")(run)


def run(
    until: Annotated[
        str | None, typer.Option("--until", help="End after this day, or at a time: 2026-12-31T10:00.")
    ] = None,
    every: Annotated[float, typer.Option("--every", min=0.1, help="Seconds between two checks of what is due.")] = 60,
    *,
    once: Annotated[bool, typer.Option("--once", help="Check once and end; for cron and systemd.")] = False,
    desk: DESK = None,
    as_json: JSON = False,
) -> None:
    """Pull, build, audit and send each edition when its figures are out."""
    from generator.service.clock import Time
    from generator.service.clock.clock_loop import Running

    running = Running(say.desk_folder(desk), os.environ, Time())
    diary = _Diary(running, as_json=as_json)
    end = _end(until, diary.zone)
    _refuse_past(until, end)
    try:
        with running.alone(), signals() as stopping:
            if once:
                diary.look(stopping)
            else:
                _loop(diary, stopping, every, end)
    finally:
        running.close()


class _Diary:
    """What the clock did, a line each as it happens: of the desk's own time, or as JSON."""

    def __init__(self, running: Running, *, as_json: bool) -> None:
        self._running, self._as_json = running, as_json

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self._running.parts.desk.settings.time_zone)

    def look(self, stopping: Stopping) -> None:
        for entry in self._running.tick(stopping):
            typer.echo(json.dumps(self._data(entry), ensure_ascii=False) if self._as_json else self._line(entry))
            sys.stdout.flush()

    def say(self, text: str) -> None:
        from generator.service.clock import Entry

        entry = Entry(say.now(), "", "", "run", "", text)
        typer.echo(json.dumps(self._data(entry), ensure_ascii=False) if self._as_json else self._line(entry))

    def _line(self, entry: Entry) -> str:
        of = f"{entry.briefing}/{entry.period}: " if entry.briefing else ""
        word = f"{entry.word}: " if entry.word not in _PLAIN else ""
        first, *more = entry.said.splitlines() or [""]
        rest = f" (tradebrief pull {entry.briefing} says what to fetch)" if more and entry.word in _TO_FETCH else ""
        return f"{entry.at.astimezone(self.zone):%Y-%m-%d %H:%M}  {of}{word}{first}{rest}"

    def _data(self, entry: Entry) -> dict[str, str]:
        return {**vars(entry), "at": entry.at.astimezone(self.zone).isoformat(timespec="seconds")}


def _loop(diary: _Diary, stopping: Stopping, every: float, end: datetime | None) -> None:
    from schedule import Scheduler

    diary.say(f"the clock looks every {every:g} seconds at what is due")
    scheduler, nap = Scheduler(), Event()
    look = scheduler.every(every).seconds.do(diary.look, stopping)  # type: ignore[arg-type]
    look.run()
    while not stopping() and (end is None or say.now() < end):
        nap.wait(min(_NAP, every))
        if (scheduler.idle_seconds or 0) > every + 1:  # it goes by the wall clock, which was set back
            look.run()
        scheduler.run_pending()
    diary.say("the clock ends; the next run goes on from here")


def _refuse_past(text: str | None, end: datetime | None) -> None:
    """Refuse an end that has been: nothing would be looked at but once."""
    if end is not None and end <= say.now():
        msg = f"{text} is over. Write a day or a time to come, or --once for one look."
        raise typer.BadParameter(msg)


def _end(text: str | None, zone: ZoneInfo) -> datetime | None:
    """Return the moment that `text` writes: of a day its end, in the desk's zone."""
    if text is None:
        return None
    try:
        if len(text) == len("2026-12-31"):
            return datetime.combine(date.fromisoformat(text) + timedelta(1), time.min, zone)
        moment = datetime.fromisoformat(text)
    except ValueError:
        msg = f"{text!r} is neither a day nor a time; write 2026-12-31 or 2026-12-31T10:00."
        raise typer.BadParameter(msg) from None
    return moment if moment.tzinfo else moment.replace(tzinfo=zone)
