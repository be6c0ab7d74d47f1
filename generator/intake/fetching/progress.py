"""Told: what is asked just now and why it waits, for whoever looks on."""

from __future__ import annotations

from dataclasses import dataclass

from generator.intake.fetching.source_answer import Progress


@dataclass
class Told:
    """What `progress` was told last, with a word behind it while the wire waits for the pace or the service."""

    progress: Progress
    what: str = ""

    def __call__(self, what: str) -> None:
        """Tell what is asked."""
        self.what = what
        self.progress(what)

    def waits(self, why: str) -> None:
        """Tell why nothing is asked yet, "" where the wait is over."""
        self.progress(f"{self.what}: {why}" if why else self.what)
