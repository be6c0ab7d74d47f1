"""Said: what a lab found, in sentences that its page and a terminal share."""

from __future__ import annotations

from pathlib import Path

from generator.charts.faces import characters_without_a_glyph
from generator.settings.output_shapes import LabAgainst, LabFile, LabPick, LabSeries, Stable

FIVE = 5
TOO_FEW = "too few to say"  # under five movements
WHAT = "What stands out against its own past"
NOT_THE_TEXT = "Not replayed: the lines of the text, which are judged month by month"
AS_KNOWN_NOW = "By the figures that are known now: no month has a revision, and none stands beside the partner's report"
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
    every, quiet = counted(found["told"], "movement"), counted(found["quiet"], "month")
    return f"{every} in {counted(months, 'month')}, {a_month(found['told'], months)} a month; {quiet} quiet"


def a_month(told: int, months: int) -> str:
    """Return how many movements a month tells, one decimal."""
    return f"{told / months:.1f}"


def kinds(found: LabFile) -> str:
    """Return the kinds, the commonest first."""
    return ", ".join(f"{in_words(kind)} {count}" for kind, count in found["kinds"].items())


def again(found: LabFile) -> str:
    """Return how often a series is told again, and which most often."""
    named = [f"{called(one)} ({len(one['months'])} times)" for one in found["series"][:_MOST]]
    most = f"; most often {', '.join(named)}" if named else ""
    return f"{share_again(found)}{most}"


def share_again(found: LabFile | LabAgainst) -> str:
    """Return how many of the movements are of a series that is told again; something is told."""
    series = "series that was told in the twelve months before as well"
    if found["told"] == 1:
        return f"the one movement is of {'a' if found['again'] else 'no'} {series}"
    is_are = "is" if found["again"] <= 1 else "are"
    return f"{found['again'] or 'none'} of {found['told']:,} movements {is_are} of a {series}"


def stable(found: Stable) -> str:
    """Return how much hangs on the very numbers of the thresholds."""
    if found["first"] < FIVE:
        return f"{TOO_FEW}: {counted(found['first'], 'movement')} came first in a month"
    larger, smaller = of_five(found)
    return (
        f"of every five that come first in their month, {larger} stay among the first five with every number "
        f"of the thresholds a tenth larger, and {smaller} with every number a tenth smaller"
    )


def least_of_five(found: Stable) -> str:
    """Return how many of every five stay, the fewer of both; a dash where there are too few to say."""
    return min(of_five(found), key=float) if found["first"] >= FIVE else "–"


def of_five(found: Stable) -> tuple[str, str]:
    """Return how many of every five stay with larger numbers, and with smaller ones; something is told."""
    larger, smaller = (count * FIVE / found["first"] for count in (found["larger"], found["smaller"]))
    return f"{larger:.1f}", f"{smaller:.1f}"


def again_too(other: LabAgainst | None) -> list[str]:
    """Return the same of other thresholds, where there are any that tell something."""
    return [f"with {file_name(other['file'])}, {share_again(other)}"] if other and other["told"] else []


def stable_too(other: LabAgainst | None) -> list[str]:
    """Return how much hangs on the very numbers of other thresholds, where there are any that tell something."""
    return [f"with {file_name(other['file'])}, {stable(other['stable'])}"] if other and other["told"] else []


def tried(other: LabAgainst, found: LabFile, name: str) -> str:
    """Return what the thresholds of a file change in all."""
    return (
        f"the thresholds of {name} tell {counted(other['told'], 'movement')} where those of {found['briefing']} tell "
        f"{found['told']}, with {counted(other['quiet'], 'quiet month')} instead of {found['quiet']}; "
        f"they add {other['added']} and lose {other['lost']}"
    )
