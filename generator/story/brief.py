"""What a desk gives the story about one briefing in one language: itself, the names of lines, the editor's choices."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal

from generator.story.label import Label, code_name, described, typed, wider_codes, within
from generator.story.patterns import NativeReader
from generator.trade.figures import Figures, Selection
from generator.trade.flags import Flag
from generator.trade.period import Period
from generator.trade.side_batches import SideSeries


@dataclass(frozen=True)
class Trade:
    """The trade that an edition covers: reporter, partner, flow, the lines of its total, and a common name."""

    selection: Selection
    lines: tuple[Label, ...]
    group: str = ""  # the desk's name for all lines together, or ""
    # lines of the briefing without a figure, which are not in `selection` and `lines`
    missing_lines: tuple[Label, ...] = ()


@dataclass(frozen=True)
class ThemeLines:
    """A paragraph's label and its lines."""

    label: str
    codes: tuple[str, ...]


@dataclass(frozen=True)
class OutsideAccount:
    """What somebody else published, with its source. It is attributed, and nothing is computed from it."""

    words: str
    medium: str
    address: str
    published: date
    where: str = ""


@dataclass(frozen=True)
class LineContext:
    """A series of prices or rates, quoted where its lines are described."""

    kind: str  # the kind of its source: "prices" or "rates"
    title: str  # the printed name of the source
    series: SideSeries
    codes: tuple[str, ...] = ()  # the lines it belongs to; () is the total
    where: str = ""  # the line of the settings, for messages


@dataclass(frozen=True)
class MirrorReport:
    """The partner's report of the same trade."""

    figures: Figures
    title: str  # the printed name of its source


@dataclass(frozen=True)
class NoTradeStatement:
    """A person's word that lines had no trade in a period, although no release has a row that says so."""

    period: Period
    codes: tuple[str, ...]
    reason: str


@dataclass(frozen=True)
class Doubts:
    """Oddities in the releases of an edition."""

    flags: tuple[Flag, ...] = ()
    accepted: tuple[tuple[Period, str], ...] = ()  # periods of releases that a person accepted all the same, and why
    statements: tuple[NoTradeStatement, ...] = ()


@dataclass(frozen=True)
class Valued:
    """The valuation of the figures."""

    how: str  # CIF, FOB, or "CIF and FOB"
    before: tuple[Period, str] | None = None  # the last period with another valuation, and that valuation


@dataclass(frozen=True)
class PrintedRate:
    """A rate that the last edition printed."""

    codes: tuple[str, ...]
    period: Period  # compared with `base`
    base: Period
    way: str | None
    shown: str  # as printed: "12%"

    @property
    def rate(self) -> Decimal:
        """The printed rate with its sign."""
        size = Decimal(self.shown.removesuffix("%").replace(",", ""))
        return -size if self.way == "down" else size


@dataclass(frozen=True)
class PrintedLevel:
    """An amount of money that the last edition printed."""

    codes: tuple[str, ...]
    period: Period
    unit: str
    shown: str  # as printed: "78.00e6" is 78.00 million

    @property
    def value(self) -> Decimal:
        """The printed amount."""
        return Decimal(self.shown)

    @property
    def step(self) -> Decimal:
        """The size of its last printed digit."""
        return Decimal(1).scaleb(int(self.value.as_tuple().exponent))

    @property
    def digits(self) -> tuple[Decimal, int]:
        """The printed digits, and the power of ten of their scale."""
        digits, _, power = self.shown.partition("e")
        return Decimal(digits), int(power)


@dataclass(frozen=True)
class LineMemory:
    """What the text last said of a line."""

    code: str
    period: Period  # of the edition that said it
    key: str  # of the pattern that said it
    way: str | None  # the printed direction; None where no change was printed
    level: Decimal | None  # the printed amount of that period; None where none was printed
    editions: int  # in a row, with that one, that said the same direction
    since: Period  # the period of the first of them


@dataclass(frozen=True)
class TextMemory:
    """What the editions up to now said: the lines, and the period in which each pattern was last used."""

    lines: tuple[LineMemory, ...] = ()
    patterns: Mapping[str, Period] = field(default_factory=dict)

    def line(self, code: str) -> LineMemory | None:
        """Return what was last said of a line, or None."""
        return next((line for line in self.lines if line.code == code), None)


@dataclass(frozen=True)
class LastEdition:
    """What the next edition needs to know about an edition's text."""

    edition: str
    document: str  # the digest of what the edition left behind; "" if that was not kept
    forms: Mapping[str, str] = field(default_factory=dict)  # what its headline said
    rates: tuple[PrintedRate, ...] = ()
    levels: tuple[PrintedLevel, ...] = ()
    uses: Mapping[str, str] = field(default_factory=dict)  # the period in which each line's use was last explained
    text: TextMemory = field(default_factory=TextMemory)  # of it and the editions before it

    @property
    def period(self) -> Period:
        """The period of the edition."""
        return Period.parse(self.edition.split("/")[1])


@dataclass(frozen=True)
class Brief:
    """One briefing in one language."""

    name: str
    title: str
    publisher: str
    place: str
    contact: str
    customs: str  # the office that publishes the figures
    group: str
    labels: Mapping[str, Label] = field(default_factory=dict)
    # what people and publications of the files are called in the language; others keep their original letters
    names: Mapping[str, str] = field(default_factory=dict)
    themes: tuple[ThemeLines, ...] = ()
    background: tuple[OutsideAccount, ...] = ()
    watch: tuple[tuple[str, str], ...] = ()
    lead_with: str = ""  # the code of the line or chapter to lead with, and its place in the settings, for messages
    lead_where: str = ""
    leave_out: tuple[str, ...] = ()  # codes that the text must not describe, and their places in the settings
    leave_where: tuple[str, ...] = ()
    attach: tuple[str, ...] = ("pdf",)  # what a mail carries: "pdf" attached, or a "link"
    site: str = ""
    formats: tuple[str, ...] = ("pdf", "html", "email")
    tag: str = ""  # a warning printed on every page and picture
    address: str = ""
    # the office's valuation where its figures state none; "" is the usual one: imports CIF, exports FOB
    valuation: str = ""
    contexts: tuple[LineContext, ...] = ()
    charts: tuple[str, ...] | None = None  # the pictures it asks for, in order; None: the plan of the edition decides
    doubts: Doubts = Doubts()
    first: Figures | None = None  # the figures as first published; None where nothing was revised
    last: LastEdition | None = None  # what the last edition printed
    mirror: MirrorReport | None = None  # None where the briefing asks for none, or none may be printed
    listed: Mapping[str, Label] = field(default_factory=dict)  # names from code lists
    lists: tuple[tuple[str, date], ...] = ()  # title and day of these code lists
    language: str = "en"
    reader: NativeReader | None = None  # the native speaker who checked the language, if anybody did
    # where figures.csv is: inside the "pdf", in the edition's "folder"; "publisher": its terms forbid passing it on
    kept_in: str = "pdf"

    def local_name(self, original: str) -> str:
        """Return what a person or publication is called in the language, else its original letters."""
        return self.names.get(original, original)

    def draws(self, name: str, *, usually: bool = True) -> bool:
        """Return whether the edition has the picture `name`; by default it has it `usually`."""
        return usually if self.charts is None else name in self.charts

    def is_named(self, code: str) -> bool:
        """Return whether the desk or the program names `code`, so that no code list may."""
        return self._given_label(code) is not None

    def label(self, code: str) -> Label:
        """Return the names of `code`: the desk's, typed ones, those of a code list, or those of the nomenclature.

        A name that it lacks is that of the heading or chapter that it lies in, with its code.
        """
        label = self._given_label(code) or self.listed.get(code) or described(code, self.language)
        nameless = code_name(code, self.language)
        wider = next(filter(None, map(self._given_label, wider_codes(code))), None)
        if wider and label.short == nameless:
            coded = within(wider, code, self.language)
            label = coded if label.full == nameless else replace(label, short=coded.short, head=coded.head)
        return replace(label, code=code)

    def _given_label(self, code: str) -> Label | None:
        """Return the names that the desk or the program gives to `code`."""
        return self.labels.get(code) or typed(code, self.language)
