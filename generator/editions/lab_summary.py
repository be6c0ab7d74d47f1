"""The sentences of a lab: how much the thresholds pick, how often they repeat, and what others would change."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from generator.settings.output_shapes import LabAgainst, LabFile, LabPick, LabSeries

WHAT = "What stands out against its own past"
NOT_THE_TEXT = "Not replayed: the lines of the text, which are judged month by month"
AS_KNOWN_NOW = "By the figures that are known now: no month has a revision, and none stands beside the partner's report"
_MOST = 5  # most series that are named


def summary(data: LabFile) -> Iterator[tuple[str, str]]:
    """Yield pairs of a name and a sentence: how much is picked, of which kinds, and how often again."""
    against = data["against"] if data["against"] and data["against"]["told"] else None
    months = len(data["months"])
    sentence = f"{counted(data['told'], 'movement')} in {counted(months, 'month')}, {data['told'] / months:.1f} a month"
    yield "told", f"{sentence}; {counted(data['quiet'], 'month')} quiet"
    if not data["told"]:
        return
    yield "kinds", ", ".join(f"{in_words(kind)} {count}" for kind, count in data["kinds"].items())
    often = [f"{called(series)} ({len(series['months'])} times)" for series in data["series"][:_MOST]]
    yield "again", repetition(data) + (f"; most often {', '.join(often)}" if often else "")
    if against:
        yield "", f"with {Path(against['file']).name}, {repetition(against)}"


def repetition(data: LabFile | LabAgainst) -> str:
    """Return how many movements repeat a series of the twelve months before, in words. There must be a movement."""
    series = "series that was told in the twelve months before as well"
    if data["told"] == 1:
        return f"the one movement is of {'a' if data['again'] else 'no'} {series}"
    is_are = "is" if data["again"] <= 1 else "are"
    return f"{data['again'] or 'none'} of {data['told']:,} movements {is_are} of a {series}"


def tried(against: LabAgainst, data: LabFile, name: str) -> str:
    """Return what the thresholds of another file change in total, in words."""
    return (
        f"the thresholds of {name} tell {counted(against['told'], 'movement')} where those of {data['briefing']} tell "
        f"{data['told']}, with {counted(against['quiet'], 'quiet month')} instead of {data['quiet']}; "
        f"they add {against['added']} and lose {against['lost']}"
    )


def called(pick: LabPick | LabSeries) -> str:
    """Return the code with its name, if it has one."""
    return f"{pick['code']} {pick['name']}".rstrip()


def in_words(kind: str) -> str:
    """Return a kind of movement as a person reads it."""
    return kind.replace("_", " ")


def counted(number: int, word: str) -> str:
    """Return a count with its word: "1 movement", "12 movements"."""
    return f"{number:,} {word if number == 1 else f'{word}s'}"
