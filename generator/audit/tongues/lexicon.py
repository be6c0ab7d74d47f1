"""What a language's table holds: the words and forms by which the audit knows what a text claims.

The tables are the auditor's own and wider than any writer's: a word that no writer uses costs nothing here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cache
from typing import NamedTuple

from generator.audit.tongues.forces import Force

HAN = "\u3400-\u9fff"  # letters of a script that sets no space between words
# A letter or digit, but for those. Capitals make no difference to it; unless that is said, compiling a pattern looks up
# the small letter of each of those, for ten milliseconds.
LETTER = rf"(?-i:[^\W{HAN}])"
BEFORE, AFTER = f"(?<!{LETTER})", f"(?!{LETTER})"  # none beside


@dataclass(frozen=True)
class Near:
    """What a word for a size admits: `low` to `high` in units of the claim's unit."""

    unit: str
    low: Decimal
    high: Decimal


@dataclass(frozen=True, eq=False)  # equal to itself alone: patterns are kept by lexicon
class Times:
    """How a language names a time: patterns with the groups that when.py reads, and what stands beside a basis.

    `mention` has the groups code, iso, day, twelve, first, last, year and alone, and of a year "2025-26" tail and after
    (behind year and alone), `month_year` month and year.
    `on_before` and `on_after` stand around a time with which something is compared, `openings` before the time with
    which a sentence begins, `quarter` has the groups own ("the quarter"), nth and year, where `quarters` has the number
    of each nth in small letters, `closing` after one up to which something is told. Where `lead` is true, a time stands
    before the figure that is of it, and `of` ties the two so closely that the figure is of no other time.
    """

    mention: re.Pattern[str]
    dates: re.Pattern[str]
    month_year: re.Pattern[str]
    quarter: re.Pattern[str]
    quarters: Mapping[str, int]
    on_before: re.Pattern[str]
    openings: frozenset[str]
    on_after: re.Pattern[str] | None = None
    closing: re.Pattern[str] | None = None
    lead: bool = False
    of: re.Pattern[str] | None = None


@dataclass(frozen=True)
class Missing:
    """How one language says that a figure is missing: `base` a year before, `gaps` in months; `until` joins two.

    The group `some` is there where only some lines, or some months, are missing. `broken` says that the figures of a
    year before are of other goods or valued otherwise, `begun` that there are none before.
    """

    base: re.Pattern[str]
    broken: re.Pattern[str]
    begun: re.Pattern[str]
    gaps: re.Pattern[str]
    withheld: re.Pattern[str]
    idle: re.Pattern[str]
    until: str


@dataclass(frozen=True)
class Valued:
    """How one language says how values are meant: `now`, by the `rule`, `before` the last month that it names.

    `base` says it of a year before, `both` of earlier figures in a table, `odd` that they are not valued alike. `does`
    and `flows` say what the words of a rule stand for, `both_ways` how "CIF and FOB" is said.
    """

    now: re.Pattern[str]
    rule: re.Pattern[str]
    before: re.Pattern[str]
    base: re.Pattern[str]
    both: re.Pattern[str]
    odd: re.Pattern[str]
    does: Mapping[str, str]
    flows: Mapping[str, str]
    both_ways: str


@dataclass(frozen=True)
class Beside:
    """The one form of a sentence of a price or rate: units, monies, ways, and the terms of prices."""

    form: re.Pattern[str]
    units: Mapping[str, str]
    monies: Mapping[str, str]
    dollar: str
    ways: Mapping[str, str]
    updated: str
    terms: tuple[str, ...]


@dataclass(frozen=True)
class Parts:
    """One direction of trade: its flows, the stem of its words, and what stands around who reports and who trades.

    `by` and `to` are patterns with `<who>` for the names of economies.
    """

    flows: frozenset[str]
    stem: str
    by: tuple[str, ...]
    to: tuple[str, ...]


@dataclass(frozen=True)
class Partners:
    """How texts speak of the parties: each direction, and what counts partners one by one, or means them together."""

    parts: tuple[Parts, ...]
    each: re.Pattern[str]
    together: re.Pattern[str]
    every: re.Pattern[str]
    demonyms: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class Wholes:
    """How a text speaks of all trade: the nouns with what stands before and after, and verbs with nothing but a sum.

    `noun` has the groups before, noun and told (there where the goods are named after it); `bare` are the words before
    it that say nothing about the goods, `whose` the endings of one that says whose they are.
    """

    sentence: re.Pattern[str]
    noun: re.Pattern[str]
    verb: re.Pattern[str] | None
    bare: frozenset[str]
    whose: tuple[str, ...]


@cache
def _compiled(pattern: str, *, spaced: bool) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w-])(?:{pattern})(?![\w-])" if spaced else pattern, re.IGNORECASE)


class Crossings(NamedTuple):
    """Words for a round number: a level `passed` it, did so for the `first` time, `stayed` above it."""

    passed: tuple[str, ...]
    first: tuple[str, ...]
    stayed: tuple[str, ...]


@dataclass(frozen=True)
class Corrected:
    """What one language says round a correction: how its subject begins, and the `label` with its `day`.

    `again` is the label of what had been withdrawn `then`.

    `heads` stand before what was printed and before what is right, `gone` in place of what is said no more, `more` for
    further figures, `reason` before the note.
    """

    subject: str
    label: str
    again: str
    heads: tuple[str, str]
    gone: str
    more: str
    reason: str


@dataclass(frozen=True, eq=False)  # equal to itself alone: patterns are kept by lexicon
class Lexicon:
    """One language's words: numbers, sizes, scales, units, qualifiers, directions, causes, judgements, months.

    `counted` finds the number words in a text; `free` is what holds some that count nothing. `spaced` says that words
    stand apart, `trims` that a sum loses the zeros that its digits end in, `verb_last` that a direction stands after
    its figure, `letters` that a headline's length is counted in letters.
    """

    numbers: Mapping[str, int]
    sizes: Mapping[str, tuple[Near, ...]]
    scales: Mapping[str, Decimal]
    units: Mapping[str, str]
    monies: Mapping[str, tuple[str, ...]]
    before: Mapping[str, tuple[str, ...]]
    after: Mapping[str, tuple[str, ...]]
    up: tuple[str, ...]
    down: tuple[str, ...]
    moved: tuple[str, ...]
    open_question: tuple[str, ...]
    causes: tuple[str, ...]
    judgements: Mapping[str, frozenset[str]]
    strong: frozenset[str]
    forces: Mapping[str, Force]
    continued: tuple[str, ...]
    crossings: Crossings
    months: tuple[str, ...]
    revision: str
    places: Mapping[str, tuple[str, ...]]
    nothing: tuple[str, ...]
    beside: Mapping[str, tuple[str, ...]]
    earlier: Mapping[str, tuple[str, ...]]
    spans: Mapping[str, tuple[str, ...]]
    part_of: tuple[str, ...]
    illustrative: str
    partial: str
    provisional: str  # what a source calls figures that may still change
    scope: re.Pattern[str]  # what says of a total which lines are not in it
    rounded: str  # that steps were rounded and need not add up to their total
    draft: str  # how a text calls itself whose words no native reader has read; "" where none has to
    footmarks: tuple[str, str]  # the letters of notes in their order, and how one is read out
    flagged: tuple[str, ...]
    accepted: tuple[str, ...]
    sides: Mapping[str, tuple[str, ...]]
    prices: tuple[str, ...]
    no_price: tuple[str, ...]
    worth: re.Pattern[str]
    times: Times
    missing: Missing
    dashes: Mapping[str, re.Pattern[str]]  # by its reason, what a note under a table says of a dash
    low_base: tuple[str, re.Pattern[str]]  # what a cell has where a rate would mislead, and a note that says so
    corrected: Corrected
    valued: Valued
    priced: Beside
    partners: Partners
    wholes: Wholes
    other_goods: re.Pattern[str]
    clause: re.Pattern[str]
    of_lines: re.Pattern[str]
    money_block: Callable[[str, str], str]
    headline: int
    counted: re.Pattern[str] | None = None
    free: tuple[re.Pattern[str], ...] = ()
    part_after: tuple[str, ...] = ()
    partner_before: str = ""
    quotes: tuple[str, str] = ("“", "”")
    translated: str = "Translated from"
    times_words: tuple[str, ...] = ("times",)
    spaced: bool = True
    trims: bool = False
    composed: bool = False
    verb_last: bool = False
    letters: bool = False
    slight: tuple[str, ...] = ()
    moved_by: re.Pattern[str] = re.compile("(?!)")  # what ends before a change: "rose by"
    moved_to: re.Pattern[str] = re.compile("(?!)")  # and before a level: "rose to"
    month_numbers: Mapping[str, int] = field(default_factory=dict)
    day: str = "{day} {month} {year}"

    def headline_of(self, subject: str) -> str:
        """Return a subject without the word that a correction's begins with."""
        return subject.removeprefix(self.corrected.subject)

    def dated(self, when: date) -> str:
        """Return a day as the language writes it."""
        return self.day.format(day=when.day, month=self.months[when.month - 1], year=when.year)


@cache
def any_of(words: tuple[str, ...]) -> re.Pattern[str]:
    """Return a pattern for any of `words` as whole words, the longest first, a space in them being any white space.

    A script without spaces has no whole words: there, letters are looked for as they are.
    """
    ordered = sorted(words, key=len, reverse=True)
    if not words or any(is_han(letter) for word in words for letter in word):
        return re.compile("|".join(map(_whole, ordered)) or "(?!)", re.IGNORECASE)
    return re.compile(f"{BEFORE}(?:{'|'.join(map(_spaced, ordered))}){AFTER}", re.IGNORECASE)


def _spaced(word: str) -> str:
    return r"\s+".join(re.escape(part) for part in word.split())


def _whole(word: str) -> str:
    return f"{'' if is_han(word[:1]) else BEFORE}{_spaced(word)}{'' if is_han(word[-1:]) else AFTER}"


def is_han(letter: str) -> bool:
    """Say whether a letter is one of Chinese."""
    return "\u3400" <= letter <= "\u9fff"


def near(unit: str, low: str, high: str) -> Near:
    """Return the range `low` to `high` of `unit`."""
    return Near(unit, Decimal(low), Decimal(high))
