"""Head: a headline, or its tail, as the table picks it: a key of the patterns and the arguments of its words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from generator.story.facts import Claim
from generator.story.last import LastEdition
from generator.trade.period import Period

Argument = Claim | Period | str | tuple[str, ...]  # a figure, a time, a code or a way, several codes


@dataclass(frozen=True)
class Mark:
    """What the next edition knows of a head: its row of the table, its way, and the line that it names."""

    row: str
    way: str | None
    line: str | None = None


@dataclass(frozen=True)
class Point:
    """What a pattern is to say: its `key` ("head.turn"), and the arguments of its slots, by their names there.

    `proof` are the claims that its conditions are, and that no slot prints.
    """

    key: str
    arguments: Mapping[str, Argument] = field(default_factory=dict)
    proof: tuple[Claim, ...] = ()

    @property
    def claims(self) -> tuple[Claim, ...]:
        """Every claim of it."""
        return (*(one for one in self.arguments.values() if isinstance(one, Claim)), *self.proof)


@dataclass(frozen=True)
class Head(Point):
    """One true row of the table, its `row` ("turn"), the way of the whole, and the line that it names."""

    row: str = ""
    way: str | None = None
    line: str | None = None

    @property
    def mark(self) -> Mark:
        """What the next edition is to know of it."""
        return Mark(self.row, self.way, self.line)


@dataclass(frozen=True)
class Last:
    """What this edition must not say again: the head of the last one, and the first row that was true then."""

    head: Mark
    first: Mark

    def has(self, mark: Mark) -> bool:
        """Say whether a row is one of the two."""
        return mark in (self.head, self.first)


@dataclass(frozen=True)
class Headline:
    """The head of an edition with its tail, and every row that was true, in the order of the table.

    `span` is what it is about: the edition's own period, or the year that its December ends.
    """

    span: Period
    head: Head
    tail: Head | None
    true: tuple[Head, ...]

    @property
    def last(self) -> Last:
        """What the next edition is to know."""
        return Last(self.head.mark, self.true[0].mark)


def form_of(found: Headline) -> str:
    """Return what the next edition is to know of a headline, as the form of its text: "turn/down/ plain/down/"."""
    last = found.last
    return " ".join("/".join((mark.row, mark.way or "", mark.line or "")) for mark in (last.head, last.first))


def last_of(edition: LastEdition | None) -> Last | None:
    """Return what the last edition said in its headline; None where it left nothing, or was written another way."""
    marks = [form.split("/") for form in edition.forms.get("headline", "").split()] if edition else []
    if [len(parts) for parts in marks] != [3, 3]:
        return None
    head, first = (Mark(row, way or None, line or None) for row, way, line in marks)
    return Last(head, first)
