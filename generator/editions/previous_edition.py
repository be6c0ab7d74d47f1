"""What an edition takes over from the previous one: its memory, its releases, and what its text printed."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any

from generator.editions import text_memory
from generator.editions.edition_names import manifest_of, name_of
from generator.movements.edition_memory import Memory
from generator.settings.desk_folder import BEFORE
from generator.settings.desk_parts import digest
from generator.store import EditionNote, FigureStore
from generator.story import rounding
from generator.story.amounts import Claim
from generator.story.brief import LastEdition, PrintedLevel, PrintedRate, TextMemory
from generator.story.record import cells_of
from generator.trade.currency import is_money
from generator.trade.figures import Figures, Selection
from generator.trade.period import Period
from generator.trade.release import Vintage

LONGEST = 2  # months of the longest period that is measured against its own past: January and February combined
WITHDRAWN = "withdrawn"


@dataclass(frozen=True)
class PreviousEdition:
    """An edition as the next one sees it. What its text said is empty for editions by older versions."""

    edition: str  # NAME/PERIOD/rN
    as_of: date
    releases: tuple[str, ...]
    about: tuple[str, ...]  # source, reporter, partner and flow
    memory: Memory  # after this edition
    forms: Mapping[str, str] = field(default_factory=dict)  # of its headline
    rates: tuple[PrintedRate, ...] = ()  # changes that its text printed
    levels: tuple[PrintedLevel, ...] = ()  # amounts that its text printed
    uses: Mapping[str, str] = field(default_factory=dict)  # the period in which each line's use was last explained
    text: TextMemory = field(default_factory=TextMemory)  # what its text and those before it said
    # The bytes that it was read from. They may hold more, since another version may have kept other things.
    raw: bytes = field(default=b"", compare=False, repr=False)

    @classmethod
    def read(cls, raw: bytes) -> PreviousEdition:
        """Parse the JSON that `written` returns."""
        data = json.loads(raw)
        memory = Memory.read(data["memory"])
        as_of, whose = date.fromisoformat(data["as_of"]), tuple(data["about"])
        uses, text = data.get("uses", {}), text_memory.read(data)
        printed = read_rows(data)
        return cls(data["edition"], as_of, tuple(data["releases"]), whose, memory, *printed, uses, text, raw)

    def written(self) -> bytes:
        """Return the bytes that it was read from, or else its JSON. Equal editions give equal bytes."""
        if self.raw:
            return self.raw
        data: dict[str, Any] = {
            "schema": 1,
            "edition": self.edition,
            "as_of": self.as_of.isoformat(),
            "about": list(self.about),
            "releases": list(self.releases),
            "memory": self.memory.as_data(),
        }
        data |= as_rows((self.forms, self.rates, self.levels))
        if self.uses:
            data["uses"] = dict(self.uses)
        data |= text_memory.as_data(self.text)
        return (json.dumps(data, ensure_ascii=False, indent=1) + "\n").encode()

    def as_data(self) -> dict[str, str]:
        """Return its entry in edition.json: its name, its day, and the digest of this record."""
        return {"edition": self.edition, "as_of": self.as_of.isoformat(), "sha256": digest(self.written())}

    @property
    def period(self) -> Period:
        """The period of the edition."""
        return Period.parse(self.edition.split("/")[1])

    @property
    def last(self) -> LastEdition:
        """What its text printed, in the form that the next story uses."""
        left = self.forms, self.rates, self.levels, self.uses, self.text
        return LastEdition(self.edition, digest(self.written()), *left)

    @property
    def vintage(self) -> Vintage:
        """The vintage that it knew."""
        return Vintage(self.as_of, self.releases)

    def remembered(self, period: Period) -> Memory:
        """Return the memory at the start of the edition of `period`. Skipped periods count as without picks."""
        return self.memory.passed_over((period.first - self.period.last.first - 1) // period.months)


def about(selection: Selection) -> tuple[str, ...]:
    """Return the trade of a selection without its codes: source, reporter, partner and flow."""
    return selection.source, selection.reporter, selection.partner, selection.flow.value


def before_of(store: FigureStore, name: str, figures: Figures) -> PreviousEdition | None:
    """Return the edition before the one that `figures` make, of the same frequency; None for a first edition.

    If a revision of the same releases exists and recorded its previous edition, that one is used again. Otherwise it is
    the newest revision of the newest earlier period, made by the day of the figures and about the same trade.
    """
    period = figures.period
    note = store.editions.find(name, period)
    is_kept = note is not None and store.raw.has(note.manifest_sha256)
    manifest = manifest_of(store, note) if note and is_kept else {}
    if manifest.get("releases") == list(figures.vintage.releases) and (
        "after" in manifest or BEFORE in manifest["inputs"]
    ):
        return recorded(store, manifest)
    earlier = [
        note
        for note in store.editions.all()
        if note.briefing == name
        and _is_alike(note.period, period)
        and note.period.last < period.split()[0]
        and note.as_of <= figures.vintage.as_of
        and note.state != WITHDRAWN
    ]
    last = max(earlier, key=lambda note: (note.period.last, note.period.months, note.revision), default=None)
    return previous_from(store, last, about(figures.selection)) if last else None


def _is_alike(first: Period, second: Period) -> bool:
    """Return whether two periods have one frequency: both are months (or two combined), or quarters, or years."""
    return max(first.months, LONGEST) == max(second.months, LONGEST)


def recorded(store: FigureStore, manifest: Mapping[str, Any]) -> PreviousEdition | None:
    """Return the previous edition that a manifest records; None if it records none."""
    sha256 = manifest["inputs"].get(BEFORE)
    return PreviousEdition.read(store.raw.read(sha256)) if sha256 else None


def previous_from(store: FigureStore, note: EditionNote, whose: tuple[str, ...]) -> PreviousEdition | None:
    """Return an edition as the previous one; None if it was about another trade.

    An edition by an older version has an empty memory, but its releases count.
    """
    manifest = manifest_of(store, note)
    sha256 = manifest.get("after")
    if sha256:
        previous = PreviousEdition.read(store.raw.read(sha256))
        return previous if previous.about == whose else None
    releases, source = tuple(manifest["releases"]), whose[0]
    if not {*releases} <= {release.name for release in store.releases.all(source)}:
        return None
    return PreviousEdition(str(name_of(note)), note.as_of, releases, whose, Memory())


Trade = tuple[str, str, str]  # reporter, partner and flow
Printed = tuple[Mapping[str, str], tuple[PrintedRate, ...], tuple[PrintedLevel, ...]]


def as_rows(printed: Printed) -> dict[str, Any]:
    """Return what an edition printed as JSON data. Empty parts have no key."""
    forms, rates, levels = printed
    data: dict[str, Any] = {"forms": dict(forms)} if forms else {}
    kinds: dict[str, Sequence[PrintedRate | PrintedLevel]] = {"rates": rates, "levels": levels}
    for kind, rows in kinds.items():
        if rows:
            data[kind] = [{field.name: _as_json(getattr(row, field.name)) for field in fields(row)} for row in rows]
    return data


def _as_json(value: object) -> object:
    return str(value) if isinstance(value, Period) else list(value) if isinstance(value, tuple) else value


def read_rows(data: Mapping[str, Any]) -> Printed:
    """Parse the data that `as_rows` returns."""
    parse = Period.parse
    rates = tuple(
        PrintedRate(tuple(row["codes"]), parse(row["period"]), parse(row["base"]), row["way"], row["shown"])
        for row in data.get("rates", ())
    )
    levels = tuple(
        PrintedLevel(tuple(row["codes"]), parse(row["period"]), row["unit"], row["shown"])
        for row in data.get("levels", ())
    )
    return data.get("forms", {}), rates, levels


_PROSE = ("finding", "section")  # kinds of blocks with sentences
_OTHERS = ("remarks", "earlier")  # prefixes of the ids of sections that the program did not write


def read_files(files: Mapping[str, bytes], trade: Trade) -> Printed:
    """Return what an edition's files print: the form of its headline, which the next one avoids, rates and levels."""
    return _read(trade, files["edition.json"], files["claims.json"])


def uses_in(files: Mapping[str, bytes]) -> dict[str, str]:
    """Return the codes of the lines whose use an edition's files explain, each with the edition's period."""
    edition = json.loads(files["edition.json"])
    glossaries = edition["glossary"].values()
    return dict.fromkeys(sorted({code for words in glossaries for code in words["uses"]}), edition["period"])


@lru_cache(1)  # building one edition calls it three times
def _read(trade: Trade, *written: bytes) -> Printed:
    edition, claims = map(json.loads, written)
    story = next(iter(edition["stories"].values()))  # the same in all languages
    blocks = {block["id"]: block for block in story["blocks"]}
    form = blocks.get("finding", {}).get("headline", {}).get("form")
    forms = {"headline": form} if form else {}
    return forms, tuple(rates_of(edition, claims, trade)), tuple(levels_of(edition, claims, trade))


def rates_of(edition: Mapping[str, Any], claims: Mapping[str, Any], trade: Trade) -> Iterator[PrintedRate]:
    """Yield the changes of money values that the sentences of an edition print, in order, without repeats."""
    for row in _printed(edition, claims, trade, "change"):
        shown = rounding.per_cent(_claim_of(row))
        if shown is not None:
            period, base = Period.parse(row["period"]), Period.parse(row["compare_period"])
            yield PrintedRate(tuple(row["codes"]), period, base, row["direction"], f"{rounding.grouped(abs(shown))}%")


def levels_of(edition: Mapping[str, Any], claims: Mapping[str, Any], trade: Trade) -> Iterator[PrintedLevel]:
    """Yield the amounts that an edition's sentences print for periods that end with its month.

    Amounts that are not printed exactly enough to tell a revision are left out.
    """
    last = Period.parse(edition["period"]).last
    for row in _printed(edition, claims, trade, "level", "sum"):
        amount = _claim_of(row)
        if amount.period.last != last or not amount.value or row["qualifier"] != "exact":
            continue
        in_digits = rounding.in_digits(amount, rounding.prose_scale(amount))
        if in_digits:
            digits, scale = in_digits
            level = PrintedLevel(amount.codes, amount.period, amount.unit, f"{digits:f}e{scale.power}")
            if abs(level.value - amount.value) <= level.step:
                yield level


def _printed(
    edition: Mapping[str, Any], claims: Mapping[str, Any], trade: Trade, *kinds: str
) -> Iterator[Mapping[str, Any]]:
    """Yield the claims of some kinds on the money of a trade that an edition's sentences print, without repeats.

    What other partners, the other flow or the partner's office have is left out: no later edition prints it again.
    """
    by_id = {claim["id"]: claim for claim in claims["claims"]}
    blocks = next(iter(edition["stories"].values()))["blocks"]
    prose = [block for block in blocks if block["kind"] in _PROSE and not block["id"].startswith(_OTHERS)]
    for name in dict.fromkeys(_marks(prose)):
        claim = by_id[name]
        if claim["kind"] not in kinds:
            continue
        cells = [claims["cells"][cell] for cell in cells_of(claim["formula"])]
        is_own = all((cell["reporter"], cell["partner"], cell["flow"]) == trade for cell in cells)
        if is_own and all(is_money(cell["measure"]) for cell in cells):
            yield claim


def _marks(part: Any) -> Iterator[str]:  # noqa: ANN401 -- JSON is any
    if isinstance(part, dict):
        for mark in part.get("marks", ()):
            yield mark["claim"]
        for key, part_below in part.items():
            if key != "marks":
                yield from _marks(part_below)
    elif isinstance(part, list):
        for part_below in part:
            yield from _marks(part_below)


def _claim_of(row: Mapping[str, Any]) -> Claim:
    """Return a claim of claims.json as a Claim for rounding. A level's `step` is one unit of its cell's last digit."""
    value, low, high = (Decimal(row[end]) for end in ("value", "low", "high"))
    period, step = Period.parse(row["period"]), (high - low or Decimal(1)) if row["kind"] == "level" else None
    codes = tuple(row["codes"])
    return Claim(row["id"], row["kind"], codes, period, row["unit"], value, low, high, formula=(), step=step)
