"""Faults of a layout, which store nothing, and faults of a row, which set one row aside."""

from __future__ import annotations

from generator.errors import SourceChanged
from generator.trade.release import Refusal

_SHOWN = 80  # characters of a cell that a sentence quotes


class LayoutFault(Exception):
    """The file is not what the settings describe: the problem, and what a person can do."""

    def __init__(self, problem: str, remedy: str) -> None:
        """Keep both sentences; `read` adds source and file."""
        self.problem, self.remedy = problem, remedy
        super().__init__(problem)

    def named(self, source: str, document: str) -> SourceChanged:
        """Return the error that names source and file."""
        return SourceChanged(f"{source}: {plain(document)}: {self.problem} Nothing was stored. {self.remedy}")


class RowFault(ValueError):
    """One row cannot be used: the field ("" for the whole row), its text and the reason."""

    def __init__(self, field: str, text: str, reason: str) -> None:
        """Keep the parts; the batch adds file, line and column."""
        self.field, self.text, self.reason = field, text, reason
        super().__init__(reason)


class NothingUsable(SourceChanged):
    """Every row was refused; `refusals` says why."""

    def __init__(self, message: str, refusals: tuple[Refusal, ...]) -> None:
        """Keep the refusals beside the sentence, for the quarantine file."""
        self.refusals = refusals
        super().__init__(message)


def shown(text: str) -> str:
    r"""Return `text` with every character that does not print written as `\u202e`."""
    return "".join(mark if mark.isprintable() else mark.encode("unicode_escape").decode() for mark in text)


def plain(text: str) -> str:
    r"""Return `text` with every character that does not print written as `\u202e`, cut to a readable length.

    Direction marks and zero-width characters can make a terminal or a page show another number than the file holds.
    """
    whole = shown(text)
    return whole if len(whole) <= _SHOWN else whole[: _SHOWN - 1] + "…"


def quoted(text: str) -> str:
    """Return `text` made plain, in quotation marks."""
    return f'"{plain(text)}"'
