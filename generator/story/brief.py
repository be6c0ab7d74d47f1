"""What a desk tells the story about itself, the names of its lines and the editor's choices, in one language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal

from generator.story.label import Label, described, typed
from generator.story.patterns import NativeReader
from generator.trade.figures import Figures, Selection
from generator.trade.flags import Flag
from generator.trade.period import Period
from generator.trade.side_batches import SideSeries


@dataclass(frozen=True)
class Trade:
    """What an edition counts: who trades which way with whom, the lines of its whole, what the desk calls them.

    `missing_lines` are lines of the briefing that have no figure: they are none of `selection` and `lines`.
    """

    selection: Selection
    lines: tuple[Label, ...]
    group: str = ""
    missing_lines: tuple[Label, ...] = ()


@dataclass(frozen=True)
class ThemeLines:
    """A paragraph's label and its lines."""

    label: str
    codes: tuple[str, ...]


@dataclass(frozen=True)
class OutsideAccount:
    """What an outside account says, with its source; attributed, never computed with."""

    words: str
    medium: str
    address: str
    published: date
    where: str = ""


@dataclass(frozen=True)
class LineContext:
    """A series of prices or rates to be told beside the lines `codes` (none: beside the whole), where they are told.

    `kind` is that of its source, `title` what the source is called in print, `where` the line of the settings.
    """

    kind: str
    title: str
    series: SideSeries
    codes: tuple[str, ...] = ()
    where: str = ""


@dataclass(frozen=True)
class Doubts:
    """What is odd about the releases of an edition; `accepted` are periods of those that a person took in, and why."""

    flags: tuple[Flag, ...] = ()
    accepted: tuple[tuple[Period, str], ...] = ()


@dataclass(frozen=True)
class Valued:
    """How values are meant: CIF, FOB, or "CIF and FOB"; `before` are the last that were meant otherwise, and how."""

    how: str
    before: tuple[Period, str] | None = None


@dataclass(frozen=True)
class PrintedRate:
    """A rate in the text of the last edition: of `codes`, `period` against `base`, printed as `shown` ("12%")."""

    codes: tuple[str, ...]
    period: Period
    base: Period
    way: str | None
    shown: str

    @property
    def rate(self) -> Decimal:
        """The rate as it was printed, with its sign."""
        size = Decimal(self.shown.removesuffix("%").replace(",", ""))
        return -size if self.way == "down" else size


@dataclass(frozen=True)
class PrintedLevel:
    """An amount of money in the text of the last edition, printed as `shown`: "78.00e6" is 78.00 million."""

    codes: tuple[str, ...]
    period: Period
    unit: str
    shown: str

    @property
    def value(self) -> Decimal:
        """What was printed."""
        return Decimal(self.shown)

    @property
    def step(self) -> Decimal:
        """What its last digit stands for."""
        return Decimal(1).scaleb(int(self.value.as_tuple().exponent))

    @property
    def digits(self) -> tuple[Decimal, int]:
        """The digits as they were printed, and the power of ten that their scale is."""
        digits, _, power = self.shown.partition("e")
        return Decimal(digits), int(power)


@dataclass(frozen=True)
class LastEdition:
    """An edition as the next one sees its text; `document` is the digest of what it left behind, where that is kept.

    `forms` has what its headline said.
    """

    edition: str
    document: str
    forms: Mapping[str, str] = field(default_factory=dict)
    rates: tuple[PrintedRate, ...] = ()
    levels: tuple[PrintedLevel, ...] = ()

    @property
    def period(self) -> Period:
        """Its period."""
        return Period.parse(self.edition.split("/")[1])


@dataclass(frozen=True)
class Brief:
    """One briefing in one language; `customs` is the office whose figures these are.

    `valuation` is how it values all trade where its figures do not say, "" where it goes by the rule: imports CIF,
    exports FOB. `first` are the figures as the same releases said them first, None where none was published again;
    `last` is what the edition before printed. `listed` are names from code lists, which `lists` has by title and day.
    `reader` read the words of the language as a native, None where nobody has. `charts` are the pictures that it asks
    for, in order, None where the plan of the edition decides. `kept_in` is where all its figures are: inside its `pdf`,
    in its `folder` where it has none, with the `publisher` whose terms keep them there.
    """

    name: str
    title: str
    publisher: str
    place: str
    contact: str
    customs: str
    group: str
    labels: Mapping[str, Label] = field(default_factory=dict)
    themes: tuple[ThemeLines, ...] = ()
    background: tuple[OutsideAccount, ...] = ()
    watch: tuple[tuple[str, str], ...] = ()
    lead_with: str = ""
    lead_where: str = ""
    leave_out: tuple[str, ...] = ()
    leave_where: tuple[str, ...] = ()
    attach: tuple[str, ...] = ("pdf",)
    site: str = ""
    tag: str = ""
    address: str = ""
    valuation: str = ""
    contexts: tuple[LineContext, ...] = ()
    charts: tuple[str, ...] | None = None
    doubts: Doubts = Doubts()
    first: Figures | None = None
    last: LastEdition | None = None
    listed: Mapping[str, Label] = field(default_factory=dict)
    lists: tuple[tuple[str, date], ...] = ()
    language: str = "en"
    reader: NativeReader | None = None
    kept_in: str = "pdf"

    def draws(self, name: str, *, usually: bool = True) -> bool:
        """Say whether the edition has the picture called `name`, which it has `usually` where nobody says which."""
        return usually if self.charts is None else name in self.charts

    def is_named(self, code: str) -> bool:
        """Say whether the desk or this program has a name for `code`, which no list replaces."""
        return code in self.labels or typed(code, self.language) is not None

    def label(self, code: str) -> Label:
        """Return the names of `code`: the desk's own, the typed ones, those of a code list, else the nomenclature's."""
        label = (
            self.labels.get(code)
            or typed(code, self.language)
            or self.listed.get(code)
            or described(code, self.language)
        )
        return replace(label, code=code)
