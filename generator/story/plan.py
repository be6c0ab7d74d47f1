"""The blocks of an edition in one language, without markup. docs/edition.md describes them as data.

`schema` prints their shape as JSON Schema, with the docstrings of these classes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, is_dataclass
from functools import cache
from typing import Any, ClassVar

from generator.trade.trees import Tree

PAGES = ("pdf", "html", "txt", "md")
_ASIDE = {"written": False}  # for a field that `as_data` leaves out
_SPARE = {"spare": True}  # for a field that `as_data` leaves out while it is empty
ALT_LETTERS = 150  # of a picture's alternative text: screen readers cut longer ones
MAIL = ("mail",)
EVERYWHERE = ("pdf", "html", "mail", "txt", "md")


@dataclass(frozen=True)
class Mark:
    """The half-open range `start:end` of a text that prints one claim."""

    claim: str
    start: int
    end: int


@dataclass(frozen=True)
class Text:
    """One sentence, label or figure, with the claims it prints. `shown` limits the formats of its block.

    `tree` is the pattern with the slots that made the words (generator/trade/trees.py), or None for words that a person
    wrote. `form` is the name of the pattern of a headline or lede, so that the next edition can use another. `phrases`
    are the positions where its phrases end: in a language without spaces, large type breaks only there. `name` is where
    the name of the line ends with which a sentence begins, 0 if it begins otherwise. Both go into no file.
    """

    words: str
    marks: tuple[Mark, ...] = ()
    shown: tuple[str, ...] = ()
    form: str = ""
    tree: Tree | None = field(default=None, compare=False, repr=False, metadata=_ASIDE)
    phrases: tuple[int, ...] = field(default=(), compare=False, metadata=_ASIDE)
    name: int = field(default=0, compare=False, metadata=_ASIDE)

    def __str__(self) -> str:
        """Return the words alone."""
        return self.words


@dataclass(frozen=True)
class Block:
    """A part of the page. `shown` lists the formats that have it."""

    kind: ClassVar[str]
    id: str
    shown: tuple[str, ...]


@dataclass(frozen=True)
class Masthead(Block):
    """Who publishes, what kind of briefing, and as of when. `tag` is a warning such as "Illustrative figures".

    A `draft` says that it is one, with the `reason` to be careful with it.
    """

    kind: ClassVar[str] = "masthead"
    publisher: Text
    place: Text
    issue: Text
    tag: Text | None
    dated: Text
    draft: Text | None = field(default=None, metadata=_SPARE)
    reason: Text | None = field(default=None, metadata=_SPARE)


@dataclass(frozen=True)
class KeyFinding(Block):
    """The main finding: series line, headline, and up to three `things` under it.

    `labels` say what each thing is about; an editor's own sentence has an empty one.
    """

    kind: ClassVar[str] = "finding"
    series: Text
    period: Text
    headline: Text
    things: tuple[Text, ...]
    labels: tuple[Text, ...] = ()


@dataclass(frozen=True)
class Erratum:
    """What was printed (`head`, `was`) and what is right (`mark`, `right`): the figure now, or that it was removed."""

    head: Text
    was: tuple[Text, ...]
    mark: Text
    right: tuple[Text, ...]


@dataclass(frozen=True)
class CorrectionBox(Block):
    """The box at the top of a corrected edition: what was wrong, what is right, and the editor's note under `reason`.

    `more` says that further figures were corrected besides those listed.
    """

    kind: ClassVar[str] = "correction"
    label: Text
    errata: tuple[Erratum, ...]
    more: Text | None
    reason: Text
    note: Text


@dataclass(frozen=True)
class KeyFigure:
    """One cell of the strip. `figure` is "$1.14 billion"; the page prints "billion" small."""

    label: Text
    figure: Text
    note: Text


@dataclass(frozen=True)
class Strip(Block):
    """A strip of key figures."""

    kind: ClassVar[str] = "strip"
    cells: tuple[KeyFigure, ...]


@dataclass(frozen=True)
class Section(Block):
    """Paragraphs under one label. `role` is `lede` for the opening, `rows` if a page has a row for each sentence."""

    kind: ClassVar[str] = "section"
    shown: tuple[str, ...] = PAGES
    role: str = "text"
    label: Text | None = None
    codes: Text | None = None
    dateline: Text | None = None
    paragraphs: tuple[tuple[Text, ...], ...] = ()


@dataclass(frozen=True)
class Bar:
    """One bar: `value`, `low`, `high` and the level a year before (`before`), at the picture's scale.

    `rest` marks a bar for several lines. `panel` is the number of its scale in a picture with two, where the scale of
    the larger lines is 0, or of its panel in a picture with two panels on one scale. `total` marks a bar at either end
    of a waterfall, not a step.
    """

    label: Text
    figure: Text
    value: float
    low: float
    high: float
    bound: bool = False
    before: float | None = None
    rest: bool = False
    panel: int = field(default=0, metadata=_SPARE)
    total: bool = field(default=False, metadata=_SPARE)


@dataclass(frozen=True)
class Curve:
    """One line through time: a point for each of `spans` at the picture's scale, None where a month is unknown.

    A point is the sum of `codes` over its span, "2025-12" or "2025-01..2025-02", or in a `year_gap` its change on a
    year before. Points of one span share it equally: January and February stand at their mean where a holiday moves
    between them. `role` is `line`, `fallen` for a panel that ends lower than a year before, `price` and `average` for
    two lines that are 100 at the start, `own` and `supplier` for partners in a market, or `exports`, `imports` and
    `balance` for two flows. `figure` is printed at the line's end, or under a panel's name. `lows` and `highs` are the
    ends of the usual range, None where that is unknown. `provisional` are the spans whose figures may still change.
    `cells` are the figures in a row of a heatmap, "" where a month has none, of the bars of a year gap, beside the row
    of a partner, or of the years of upright bars, each at its January.
    """

    label: Text
    figure: Text
    codes: tuple[str, ...]
    spans: tuple[str, ...]
    points: tuple[float | None, ...]
    role: str = "line"
    lows: tuple[float | None, ...] = field(default=(), metadata=_SPARE)
    highs: tuple[float | None, ...] = field(default=(), metadata=_SPARE)
    provisional: tuple[str, ...] = field(default=(), metadata=_SPARE)
    cells: tuple[Text, ...] = field(default=(), metadata=_SPARE)


@dataclass(frozen=True)
class SeriesBreak:
    """A point in time: from `span` on the code counts other goods or is valued differently, as `label` says."""

    span: str
    label: Text


@dataclass(frozen=True)
class Row:
    """One row of a table. `weight` is `line`, `total` or `quiet`.

    `bar` is the length of its bar, `bound` whether that is a lower bound. `spark` has one point for each of the table's
    `spans`: the sum of `codes`.
    """

    cells: tuple[Text, ...]
    weight: str = "line"
    codes: tuple[str, ...] = ()
    bar: float | None = None
    spark: tuple[float | None, ...] = ()
    bound: bool = field(default=False, metadata=_SPARE)


@dataclass(frozen=True, kw_only=True)
class Chart(Block):
    """A picture: what to draw, without marks or colours, and the words around it.

    `form` is the module of generator/charts that draws it. `ordered_bars`, `contributions`, `dumbbell`,
    `quantity_value`, `tiles` and `waterfall` draw `bars`; `index_lines`, `panels`, `share_dots`, `trend`,
    `updown_bars`, `upright_bars` and `year_gap` draw `curves`; `counts` and `dots` draw the
    `curves` of a lab (in `dots`, two curves with the same label share a row, and `ticks` name the two and what both
    have). `band` names the usual range of a `trend`. `steps` are the labels along the time axis, one per point (empty:
    no label); `ticks` are the figures along the other axis, or the heads of panels. `aside` says how to read the
    picture. `head` and `rows` are the picture as a table.
    """

    kind: ClassVar[str] = "chart"
    name: str
    form: str
    scale: str
    title: Text
    subtitle: Text
    alt: Text
    bars: tuple[Bar, ...] = ()
    curves: tuple[Curve, ...] = ()
    band: Text | None = field(default=None, metadata=_SPARE)
    breaks: tuple[SeriesBreak, ...] = field(default=(), metadata=_SPARE)
    thresholds: tuple[float, ...] = field(default=(), metadata=_SPARE)
    steps: tuple[Text, ...] = ()
    ticks: tuple[Text, ...] = ()
    source: Text
    aside: tuple[Text, ...] = ()
    more: Text
    description: Text
    head: tuple[Text, ...] = ()
    rows: tuple[Row, ...] = ()


@dataclass(frozen=True)
class ColumnGroup:
    """A head over several columns of a table. Empty words mean that the columns have no common head."""

    words: Text
    columns: int


@dataclass(frozen=True)
class Footnote:
    """The cells, as (row, column), that refer to one of a table's notes, and the letter that marks them.

    `note` is the note's index, from 0. `heard` is how a screen reader reads `mark` ("note a").
    """

    note: int
    mark: str
    heard: str
    cells: tuple[tuple[int, int], ...]


@dataclass(frozen=True, kw_only=True)
class Table(Block):
    """A table. The first cell of a row is its name; the others are figures, aligned to the right.

    `bar_column` is the column with the rows' bars, or None. If `spans` are given, the last head is over the rows'
    sparklines, for which the rows have no cell. `notes` are printed under the table. A note without a footnote is on
    the whole table and has no mark.
    """

    kind: ClassVar[str] = "table"
    scale: str
    title: Text
    subtitle: Text
    groups: tuple[ColumnGroup, ...] = ()
    head: tuple[Text, ...]
    rows: tuple[Row, ...]
    notes: tuple[Text, ...] = ()
    footnotes: tuple[Footnote, ...] = field(default=(), metadata=_SPARE)
    source: Text
    bar_column: int | None = None
    spans: tuple[str, ...] = ()


@dataclass(frozen=True)
class Statement:
    """What a named person said, in reported speech, and what the figures say where the two do not match."""

    words: tuple[Text, ...]
    speaker: Text
    answer: tuple[Text, ...]


@dataclass(frozen=True)
class Voices(Block):
    """Statements, set apart from the figures."""

    kind: ClassVar[str] = "voices"
    label: Text
    statements: tuple[Statement, ...]


@dataclass(frozen=True)
class DueDate:
    """One coming date: when, and what."""

    when: Text
    what: Text


@dataclass(frozen=True)
class WatchList(Block):
    """What to watch: dates from calendars only."""

    kind: ClassVar[str] = "watch"
    label: Text
    rows: tuple[DueDate, ...]


@dataclass(frozen=True)
class NoteRun:
    """One run of sentences in the note, with its run-in head."""

    head: Text
    sentences: tuple[Text, ...]


@dataclass(frozen=True)
class Note(Block):
    """The method note: what the data are, and how the text was made."""

    kind: ClassVar[str] = "note"
    label: Text
    runs: tuple[NoteRun, ...]


@dataclass(frozen=True)
class Call(Block):
    """Only in mail: the button to the edition's page on the publisher's site, and how the PDF comes.

    `action` and `address` are those of the page, None without a site. `attached` says that the PDF is in the mail, with
    its number of pages in place of `{pages:…}`, or where it is; None for a mail without it.
    """

    kind: ClassVar[str] = "call"
    action: Text | None
    address: Text | None
    attached: Text | None


@dataclass(frozen=True, kw_only=True)
class Foot(Block):
    """The running foot of a PDF (`left middle page contact`), and the end of page and mail.

    `left` is the source of the figures, `middle` that the edition is a draft or a later revision, `contact` who
    publishes it and whom to write to. The mail says what is
    `counted`, with a link to the `method` where a site has it, and how a reader leaves.
    """

    kind: ClassVar[str] = "foot"
    left: Text
    middle: Text | None
    page: Text
    counted: NoteRun | None = None
    method: Text | None = None
    contact: Text
    reason: Text
    address: Text | None = None


@dataclass(frozen=True)
class SentenceVerdict:
    """The check of one sentence that a person wrote, at `where` of its file, against the figures.

    `place` is headline, paragraph or quote. `outcome` is borne_out, contradicted, comment, sourced or accepted.
    `claims` are the ids of the claims it prints. `why` says what is wrong, and `right` what the releases say. `by` is
    who vouches for a comment. `because` is the reason why a sentence was accepted.
    """

    language: str
    place: str
    sentence: str
    outcome: str
    claims: tuple[str, ...]
    where: str
    why: str
    right: str | None
    by: str
    because: str


@dataclass(frozen=True)
class Story:
    """One edition in one language. `direction` is `ltr` or `rtl`.

    `glossary` has the names of its lines and the words of its settings, for edition.json (story/record.py). `verdicts`
    are the checks of sentences that a person wrote.
    """

    language: str
    direction: str
    subject: Text
    preheader: Text
    title: Text
    summary: Text
    blocks: tuple[Block, ...]
    glossary: Mapping[str, Any] = field(default_factory=dict, compare=False, repr=False, metadata=_ASIDE)
    verdicts: tuple[SentenceVerdict, ...] = field(default=(), compare=False, repr=False, metadata=_ASIDE)


def as_data(value: object) -> Any:  # noqa: ANN401 -- JSON is any
    """Return a plan value as plain lists, dicts, strings and numbers, with fields in reading order.

    Each block has its `kind`. A text without marks, `shown` or `form` leaves out those keys; its tree is written as
    `said`.
    """
    if isinstance(value, str):
        return value
    if isinstance(value, Text):
        row = {key: as_data(part) for key, part in _parts(value) if part or key == "words"}
        return row | {"said": value.tree} if value.tree and value.words else row
    if is_dataclass(value) and not isinstance(value, type):
        kind = {"kind": value.kind} if isinstance(value, Block) else {}
        return kind | {key: as_data(part) for key, part in _parts(value)}
    if isinstance(value, tuple | list):
        return [as_data(part) for part in value]
    return value


def _parts(value: Any) -> list[tuple[str, Any]]:  # noqa: ANN401 -- any dataclass
    kind: type = type(value)
    values = ((name, getattr(value, name), is_spare) for name, is_spare in _names(kind))
    return [(name, part) for name, part, is_spare in values if part or not is_spare]


@cache
def _names(kind: type) -> tuple[tuple[str, bool], ...]:
    written = [item for item in fields(kind) if item.metadata.get("written", True)]
    return tuple((item.name, "spare" in item.metadata) for item in written)
