"""Head: a headline, or its tail, as the table picks it, and what the next edition knows of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from generator.story.facts import Claim
from generator.story.last import LastEdition
from generator.story.news.news import News
from generator.story.plan import Text
from generator.story.words.speech import Slot, tree_of_slot
from generator.trade.period import Period
from generator.trade.trees import leaves


@dataclass(frozen=True)
class Mark:
    """What the next edition knows of a head: its row of the table, its way, and the line that it is about."""

    row: str
    way: str | None
    line: str | None = None


@dataclass(frozen=True)
class Head:
    """A true row of the table: the `form` of its pattern ("record_nth"), and the slots of it.

    One clause of the pattern says the `claim` in words, where it has one. `line` is the line that it is about.
    """

    row: str
    form: str
    slots: Mapping[str, Slot]
    claim: Claim | None = None
    way: str | None = None
    line: str | None = None

    @property
    def lines(self) -> tuple[str, ...]:
        """The codes of the lines that it names, as headlines name them."""
        named = [leaf for slot in self.slots.values() for leaf in leaves(tree_of_slot(slot))]
        return tuple(leaf[1] for leaf in named if leaf[0] == "line" and leaf[2] == "head")

    @property
    def mark(self) -> Mark:
        """What the next edition is to know of it."""
        return Mark(self.row, self.way, self.line)

    def said(self, news: News, kind: str, **slots: Slot) -> Text | None:
        """Return it as a `head` or a `tail`; None where a figure of it has no print."""
        return news.say(f"{kind}.{self.form}", self.claim, **{**self.slots, **slots})


Last = tuple[Mark, Mark]  # the head of the last edition and the first row that was true then: none is said again


@dataclass(frozen=True)
class Headline:
    """The head of an edition with its tail, and every row that was true, in the order of the table.

    `span` is what it is about: the edition's own period, or the year that its December ends. `is_state` says that it is
    about the state of the data.
    """

    span: Period
    head: Head
    tail: Head | None
    true: tuple[Head, ...]
    is_state: bool = False

    @property
    def last(self) -> Last:
        """What the next edition is to know."""
        return self.head.mark, self.true[0].mark


def form_of(found: Headline) -> str:
    """Return what the next edition is to know of a headline, as the form of its text: "turn/down/ plain/down/"."""
    return " ".join("/".join((mark.row, mark.way or "", mark.line or "")) for mark in found.last)


def last_of(edition: LastEdition | None) -> Last | None:
    """Return what the last edition said in its headline; None where it left nothing, or was written another way."""
    marks = [form.split("/") for form in edition.forms.get("headline", "").split()] if edition else []
    if [len(parts) for parts in marks] != [3, 3]:
        return None
    head, first = (Mark(row, way or None, line or None) for row, way, line in marks)
    return head, first
