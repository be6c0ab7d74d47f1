"""Detect a jump of the wall clock by the time since boot; nothing is done until two looks agree."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from generator.store import Look

BACK, FORWARD, AGREEING = timedelta(hours=1), timedelta(days=1), 2
MADE = datetime(2025, 1, 1, tzinfo=UTC)  # nobody had this program before: a wall clock that says so is wrong
_BOOT = Path("/proc/sys/kernel/random/boot_id")


def _boot() -> str:
    with suppress(OSError):
        return _BOOT.read_text(encoding="ascii").strip()
    return ""


@dataclass(frozen=True)
class Time:
    """The wall clock, seconds since boot (sleep counted) that nobody sets, and which boot it is."""

    now: Callable[[], datetime] = lambda: datetime.now(UTC)
    steady: Callable[[], float] = lambda: time.clock_gettime(getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC))
    boot: str = field(default_factory=_boot)


def look(last: Look | None, clock: Time) -> Look:
    """Return how the clock stands now: in doubt where the wall clock jumped since `last`.

    More than an hour back or a day forward is a jump; since another boot only back, for a machine that was off for
    months wakes up months later. A year before the program was made is in doubt for as long as it lasts.
    """
    now = Look(clock.now(), clock.steady(), clock.boot)
    if last is None:
        return replace(now, doubts=AGREEING if now.at < MADE else 0)
    doubts = AGREEING if jumped(last, now) or now.at < MADE else max(0, last.doubts - 1)
    return Look(now.at, now.steady, now.boot, doubts)


def jumped(last: Look, now: Look) -> bool:
    """Say whether the wall clock was set between two looks."""
    gone = now.at - last.at
    if not now.boot or now.boot != last.boot:
        return gone < -BACK
    ahead = gone - timedelta(seconds=now.steady - last.steady)
    return ahead < -BACK or ahead > FORWARD
