"""Spoken: whether the figures bear out what an editor's sentence says without one."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from generator.errors import SettingsError
from generator.story import answers
from generator.story.answers import Change
from generator.story.facts import Claim
from generator.story.label import Label
from generator.story.month import Month
from generator.story.plan import Mark
from generator.story.sayings import WHOLE, Doubt, Known, Move, Place

STRONG, SLIGHT, FLAT = 40, 5, Decimal("0.5")  # per cent: more than that, no more, no more
_WHOLE_PARTS = 10  # per cent below this are told to a tenth
_LEAVE, _CORRECT = "Leave it out.", "Correct it, or leave it out."
_OR_SOURCE = "Leave it out, or end the sentence with its source."
_NAME = "Name the line as the table does, or write “imports” or “exports” for all of them."
_PLAINLY = "Say plainly what rose or fell."
_DOUBTS = {
    "number": "“{words}” is a figure that the data of this edition do not have.",
    "past": "“{words}” speaks of more months than the figures of this edition do.",
    "cause": "“{words}” gives a cause, and figures have none.",
    "ahead": "“{words}” beside “{beside}” tells what will be, and figures do not.",
    "denied": "“{words}” beside “{beside}” cannot be followed to a figure.",
    "praise": "“{words}” is a judgement, and no figure stands for it.",
    "period": "“{words}” is said of “{beside}”, of which this edition has no change.",
    "part": "“{words}” stands for all goods, and this edition counts {beside} alone.",
    "stranger": "“{words}” is said with “{beside}”, which is no line of this edition.",
    "alone": "“{words}” is said of no line that is named.",
    "loose": "“{words}” is said of {beside}, and no figure says so.",
    "unheard": "“{words}” is no word that is known here.",
    "idle": "“{words}” stands beside “{beside}”, and no word says how it moved.",
}
_REMEDIES = {
    "part": "Say which goods.",
    "stranger": _NAME,
    "alone": _NAME,
    "denied": _PLAINLY,
    "idle": "Say of each line what it did.",
}


def borne_out(words: str, month: Month, where: str, *, own: bool) -> Iterator[Mark]:
    """Yield the marks of the words that are figures ("doubled"); `own`: the sentence can have no source.

    Raises SettingsError with `where` and a remedy at the first word that the figures do not bear out.
    """
    whole = ", ".join(f"HS {code}" for code in month.figures.selection.whole)
    for said in month.words.ear.sayings_in(words, known_of(month), own=own):
        match said:
            case Doubt():
                remedy = _REMEDIES.get(said.kind, _LEAVE if own else _OR_SOURCE)
                raise SettingsError(
                    where, _DOUBTS[said.kind].format(words=said.words, beside=said.beside or whole), remedy
                )
            case Place():
                _lead(said, month, where)
            case Move():
                yield from _moved(said, month, where)


def known_of(month: Month) -> Known:
    """Return what an editor's sentence may name."""
    codes = month.figures.selection.codes
    labels: dict[str, Label] = {code: month.brief.label(code) for code in codes}
    figures = month.figures
    return Known(labels, month.brief.group, figures.selection, answers.spans(month), figures.year_start)


def _name(code: str, month: Month) -> str:
    return "the total" if code == WHOLE else f"{month.brief.label(code).full} (HS {code})"


def _lead(said: Place, month: Month, where: str) -> None:
    for code in said.codes:
        above = "" if code == WHOLE else answers.above(month, code)
        if above is None:
            continue
        problem = f"“{said.words}” is said of {_name(code, month)}, "
        problem += f"which came after {_name(above, month)}." if above else "which has no figure."
        raise SettingsError(where, problem, _CORRECT)


def _moved(said: Move, month: Month, where: str) -> Iterator[Mark]:
    for code in said.codes:
        for span in said.spans:
            change = answers.change(month, code, span)
            problem = _fault(said, change)
            if problem:
                when = "" if span == month.period else f" in {month.words.period(span)}"
                told = f"“{said.words}” is said of {_name(code, month)}, {problem}".replace("{when}", when)
                raise SettingsError(where, told, _CORRECT)
            if said.reach and change and change.growth and said.codes[0] == code and said.spans[0] == span:
                yield Mark(change.growth.id, said.start, said.end)


def _fault(said: Move, change: Change | None) -> str:
    """Return what is wrong with a move of one line, "" where it holds."""
    if change is None:
        return "whose change{when} the data of this edition do not have."
    if not _goes(said, change):
        return f"which {_told(change)}{{when}}."
    rate = _rate(change)
    if said.force == "strong" and (rate is None or abs(rate) <= STRONG):
        return f"which {_told(change)}{{when}}: {STRONG}% is too little."
    if said.force == "slight" and (rate is None or abs(rate) > SLIGHT):
        return f"which {_told(change)}{{when}}: {SLIGHT}% is the most."
    if said.reach and (change.growth is None or not _reaches(said.reach, change.growth)):
        return f"which {_told(change)}{{when}}."
    return ""


def _reaches(reach: tuple[Decimal, Decimal], growth: Claim) -> bool:
    return reach[0] <= growth.low and growth.high <= reach[1]


def _goes(said: Move, change: Change) -> bool:
    moved, rate = change.now - change.base, _rate(change)
    match said.way:
        case "up":
            return moved.low > 0
        case "down":
            return moved.high < 0
        case "flat":
            return rate is not None and abs(rate) <= FLAT
        case "gone":
            return change.now.high == 0 and change.base.low > 0
        case "new":
            return change.now.low > 0 and change.base.high == 0
        case _:
            return change.now.high == 0


def _rate(change: Change) -> Decimal | None:
    return 100 * (change.now.value / change.base.value - 1) if change.base.value else None


def _told(change: Change) -> str:
    rate = _rate(change)
    if rate is None:
        return "was not traded a year before" if change.now.value else "was not traded"
    digits = f"{abs(rate):.0f}" if abs(rate) >= _WHOLE_PARTS else f"{abs(rate):.1f}".removesuffix(".0")
    return "did not move" if not rate else f"{'rose' if rate > 0 else 'fell'} {digits}%"
