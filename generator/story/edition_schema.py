"""The shape of edition.json and claims.json, key by key; docs/edition.md explains the keys.

`schema` prints the shape as JSON Schema, with the docstrings of these classes.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NotRequired, TypedDict

from generator.story.plan import SentenceVerdict, Story


class CellRow(TypedDict):
    """One cell: its place in its file, what it is about, and how it is read.

    `parts` are the ids of the cells that it is the sum of, if its publisher does not print the heading.
    """

    raw: str
    release: str
    row: int
    column: str
    text: str
    multiplier: str
    reporter: str
    partner: str
    flow: str
    code: str
    period: str
    measure: str
    qualifier: str
    standing: str
    code_basis: str
    wording: str
    speaker: str
    published: str | None
    publication: str
    address: str
    value: str
    low: str
    high: str
    edition: str
    valuation: str
    parts: str


class ContextRow(TypedDict):
    """One cell of a price or rate: its place in its file, its series, and how it is read."""

    raw: str
    release: str
    row: int
    column: str
    text: str
    series: str
    unit: str
    period: str
    value: str
    low: str
    high: str


class ClaimRow(TypedDict):
    """One figure or claim expressed in words. Numbers are text, so that no digit is lost."""

    id: str
    kind: str
    codes: list[str]
    period: str
    compare_period: str | None
    unit: str
    qualifier: str
    direction: str | None
    value: str
    low: str
    high: str
    formula: tuple[Any, ...]
    printed: list[str]


class ClaimsFile(TypedDict):
    """claims.json. `documents` hold each release's name and its own settings.

    `editorial` are the editor's sentences that a person or a source vouches for; in a draft, all of the editor's.
    """

    schema: int
    briefing: str
    period: str
    revision: int
    documents: Mapping[str, Mapping[str, Any]]
    cells: Mapping[str, CellRow]
    context: NotRequired[Mapping[str, ContextRow]]
    claims: list[ClaimRow]
    editorial: NotRequired[list[SentenceVerdict]]


class NameRow(TypedDict):
    """Where a code list prints the words of a line's name. `line` is the code beside them."""

    words: str
    line: str
    raw: str
    release: str
    name: str
    row: int
    column: str


class ReaderRow(TypedDict):
    """Who checked the words of a language, and on which day. `words` is the digest of what was checked."""

    name: str
    day: str
    words: str


class BeforeRow(TypedDict):
    """The earlier edition that the movements were compared with. `sha256` is the digest of what it left behind."""

    edition: str
    as_of: str
    sha256: NotRequired[str]


class LineRow(TypedDict):
    """One line of the edition as its threshold judged it. Rows are in rank order, the notable ones first."""

    notable: bool
    code: str
    kind: str
    direction: str | None
    score: float
    parts: Mapping[str, float]
    may_lead: bool
    told_before: str
    since_step: str
    flags: list[str]
    rule: str
    why: str


class PickRow(TypedDict):
    """One movement that stands out from its own past. `facts` are there if the source's terms let figures go out."""

    series: str
    period: str
    level: str
    direction: str
    kind: str
    score: float
    parts: Mapping[str, float]
    flags: list[str]
    p: float | None
    rule: str
    context: list[str]
    facts: NotRequired[list[Mapping[str, Any]]]


class LeftOutRow(TypedDict):
    """One movement that was considered and left out. `contrib` is in percentage points, or null.

    `gate` names the check that kept it out. `score` is what it would have been ranked by.
    """

    series: str
    level: str
    kind: str
    direction: str | None
    contrib: float | None
    score: float | None
    parts: Mapping[str, float] | None
    why: str
    gate: str


class ToldRow(TypedDict):
    """One movement that earlier editions mentioned: since when, when last, and its size at that time.

    `below` counts the editions in which it was below its threshold, `silent` those since it was mentioned.
    """

    series: str
    kind: str
    direction: str
    since: str
    told: str
    z: float | None
    contrib: float | None
    below: int
    silent: int


class MovementsRow(TypedDict):
    """The edition before, and of a month its lines, what stands out among their codes, and the memory for later."""

    before: BeforeRow | None
    lines: NotRequired[list[LineRow]]
    told: NotRequired[list[PickRow]]
    left_out: NotRequired[list[LeftOutRow]]
    memory: NotRequired[list[ToldRow]]


class CorrectionRow(TypedDict):
    """What a correction corrects: the revision and the day.

    The digests are those of the editor's note and of that revision's text and claims.
    """

    edition: str
    on: str
    sha256: str
    document: str
    claims: str


class GlossaryRow(TypedDict):
    """The names and uses of lines by code, and the printed forms of each setting's words by key, in one language."""

    lines: Mapping[str, list[str]]
    uses: Mapping[str, str]
    settings: Mapping[str, list[str]]


class EditionFile(TypedDict):
    """edition.json."""

    schema: int
    briefing: str
    period: str
    compare_period: str
    revision: int
    as_of: str
    codes: list[str]
    formats: list[str]
    editors_files: list[str]
    correction: NotRequired[CorrectionRow]
    names: NotRequired[Mapping[str, Mapping[str, NameRow]]]
    readers: NotRequired[Mapping[str, ReaderRow]]
    redistribution: NotRequired[str]
    attach: NotRequired[list[str]]
    site: NotRequired[str]
    sources_page: NotRequired[bool]
    year_start: NotRequired[int]
    labels: Mapping[str, Mapping[str, list[str]]]
    glossary: Mapping[str, GlossaryRow]
    stories: Mapping[str, Story]
    movements: NotRequired[MovementsRow]
