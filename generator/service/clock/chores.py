"""Chores: what comes back from readers is read at each look; once a day what `retention:` lets go is taken away.

Files in the inbox that no source takes in are told to the operators, once a day.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import datetime

from generator.delivery import Shelf
from generator.intake.inbox import strays_by_file
from generator.intake.timetable import zone_of
from generator.readers.returned_mail import take_in
from generator.service.clock.alerts import note
from generator.service.tidy import tidy
from generator.settings.desk import Desk
from generator.store import FigureStore, Look


def chores(desk: Desk, store: FigureStore, shelf: Shelf, last: Look | None, now: datetime) -> Iterator[str]:
    """Yield what was done, in a sentence each."""
    if back := Counter(one.what for one in take_in(desk, store, now)):
        yield "came back: " + ", ".join(f"{count} {what}" for what, count in back.items())
    for file, said in strays_by_file(desk):
        if note(store, "", file, "failed", said, now):  # once a day
            yield said
    zone = zone_of(desk)
    if last is None or last.at.astimezone(zone).date() != now.astimezone(zone).date():
        yield from (f"taken away after {one.after}: {one.count} of {one.kind}" for one in tidy(desk, store, shelf, now))
