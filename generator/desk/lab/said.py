"""Said: what a lab found, in sentences that its page and a terminal share."""

from __future__ import annotations

from pathlib import Path

from generator.charts.faces import characters_without_a_glyph
from generator.desk.shapes import LabAgainst, LabFile, LabPick, LabSeries, Stable

FIVE = 5
WHAT = "What stands out against its own past"
NOT_THE_TEXT = "Not replayed: the lines of the text, which are judged month by month"
_MOST = 5  # series that are named


def called(one: LabPick | LabSeries) -> str:
    """Return the code with its name; alone where it has none."""
    return f"{one['code']} {one['name']}".rstrip()


def file_name(file: str) -> str:
    """Return what a page calls a file: its name, where our faces can draw it."""
    name = Path(file).name
    return "the other file" if characters_without_a_glyph(name) else name


def in_words(kind: str) -> str:
    """Return a kind of movement as a person reads it."""
    return kind.replace("_", " ")


def counted(number: int, word: str) -> str:
    """Return a count with its word: "1 movement", "12 movements"."""
    return f"{number:,} {word if number == 1 else f'{word}s'}"


def often(found: LabFile) -> str:
    """Return how much is told."""
    months = len(found["months"])
    quiet = counted(found["quiet"], "month")
    return (
        f"{counted(found['told'], 'movement')} in {counted(months, 'month')}, {a_month(found)} a month; {quiet} quiet"
    )


def a_month(found: LabFile) -> str:
    """Return how many movements a month tells, one decimal."""
    return f"{found['told'] / len(found['months']):.1f}"


def kinds(found: LabFile) -> str:
    """Return the kinds, the commonest first."""
    return ", ".join(f"{in_words(kind)} {count}" for kind, count in found["kinds"].items())


def again(found: LabFile) -> str:
    """Return how often a series is told again, and which most often."""
    named = [f"{called(one)} ({len(one['months'])} times)" for one in found["series"][:_MOST]]
    most = f"; most often {', '.join(named)}" if named else ""
    is_are = "is" if found["again"] == 1 else "are"
    every = counted(found["told"], "movement")
    return f"{found['again']} of {every} {is_are} of a series that was told in the twelve months before as well{most}"


def stable(found: Stable) -> str:
    """Return how much hangs on the very numbers of the thresholds."""
    larger, smaller = of_five(found)
    return (
        f"of every five that come first in their month, {larger} stay among the first five with every number "
        f"of the thresholds a tenth larger, and {smaller} with every number a tenth smaller"
    )


def of_five(found: Stable) -> tuple[str, str]:
    """Return how many of every five stay with larger numbers, and with smaller ones; something is told."""
    larger, smaller = (count * FIVE / found["first"] for count in (found["larger"], found["smaller"]))
    return f"{larger:.1f}", f"{smaller:.1f}"


def tried(other: LabAgainst, found: LabFile, name: str) -> str:
    """Return what the thresholds of a file change in all."""
    return (
        f"the thresholds of {name} tell {counted(other['told'], 'movement')} where those of {found['briefing']} tell "
        f"{found['told']}, with {counted(other['quiet'], 'quiet month')} instead of {found['quiet']}; "
        f"they add {other['added']} and lose {other['lost']}"
    )
