"""The form of edition.json and claims.json, key by key; docs/edition.md says what each means, `schema` prints them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NotRequired, TypedDict

from generator.story.plan import SentenceVerdict, Story


class CellRow(TypedDict):
    """One cell: where it stands in its file, what it is about, how it is read.

    `parts` are the ids of the cells that it is the sum of: a heading that its publisher does not print.
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
    """One cell of a price or rate: where it stands in its file, whose it is, how it is read."""

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
    """One figure or claim word; numbers are text, so that no digit is lost."""

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
    """claims.json; `documents` hold each release's own settings beside its name.

    `editorial` are the editor's sentences for which a person or a source vouches, in a draft all of the editor's.
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
    """Where the words of a line's name stand in a code list; `line` is the code that they stand beside."""

    words: str
    line: str
    raw: str
    release: str
    name: str
    row: int
    column: str


class ReaderRow(TypedDict):
    """Who read the words of a language, on which day; `words` is the digest of what was read."""

    name: str
    day: str
    words: str


class BeforeRow(TypedDict):
    """The edition in whose light the movements were judged; `sha256` is that of what it left behind."""

    edition: str
    as_of: str
    sha256: NotRequired[str]


class LineRow(TypedDict):
    """One line of the edition as its threshold judged it, in rank order, the notable ones first."""

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
    """One movement that stands out from its own past; `facts` where the terms of the source let figures go out."""

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
    """One movement that was considered and left out; `contrib` in percentage points, null where there is none.

    `gate` names what kept it out, `score` is what it would have been told by.
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
    """One movement that editions told: since when it stands, when it was told last and how large it was then.

    `below` and `silent` count the editions in which it was below its bar, and those since it was told.
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
    """What moved in an edition of a month: lines, what stands out among all codes within them, and the memory after."""

    before: BeforeRow | None
    lines: list[LineRow]
    told: list[PickRow]
    left_out: list[LeftOutRow]
    memory: list[ToldRow]


class CorrectionRow(TypedDict):
    """What a correction mends: the revision, the day, and by digest the note and that revision's text and claims."""

    edition: str
    on: str
    sha256: str
    document: str
    claims: str


class GlossaryRow(TypedDict):
    """What lines and settings are called in one language: names by code, and each form of a setting's words by key."""

    lines: Mapping[str, list[str]]
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
