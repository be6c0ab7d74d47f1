"""A level shift is told once: a screen says since when it stands."""

from __future__ import annotations

from generator.cli import movement_words


def test_a_screen_says_it_in_words() -> None:
    """One month, and two that are one step."""
    assert ["since the step in October 2025", "since the step in January–February 2025"] == [
        movement_words.since(step) for step in ("2025-10", "2025-01..2025-02")
    ]
