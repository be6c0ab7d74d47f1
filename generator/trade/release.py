"""Release: observations published together, what they are complete about, and the vintage that releases make."""

from __future__ import annotations

from dataclasses import KW_ONLY, dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path

from generator.trade.codes import WORLD, Flow, is_within
from generator.trade.observation import Observation
from generator.trade.period import Period

ALONE = "="  # before a code of a coverage ("=2603"): the code itself, without the lines under it


@dataclass(frozen=True)
class Coverage:
    """What a release is complete about: a line covered here that the release does not have was not traded."""

    reporter: str
    # "" is every partner except the World: a table without a World row says nothing about the World's total
    partner: str
    flow: Flow
    codes: tuple[str, ...]  # each with all that lies within it, or alone behind ALONE; () is every code
    periods: tuple[Period, ...]

    def is_of(self, partner: str) -> bool:
        """Return whether the coverage includes trade with `partner`."""
        return self.partner in among(partner)

    def holds(self, observation: Observation) -> bool:
        """Return whether the coverage includes what `observation` is about."""
        return (
            (observation.reporter, observation.flow) == (self.reporter, self.flow)
            and self.is_of(observation.partner)
            and observation.period in self.periods
            and holds(self.codes, observation.code)
        )


def among(partner: str) -> tuple[str, str]:
    """Return the values of `Coverage.partner` that include `partner`: its own code, and "" unless it is the World."""
    return ("" if partner != WORLD else WORLD), partner


def holds(codes: tuple[str, ...], code: str) -> bool:
    """Return whether a coverage's `codes` include `code`. An empty tuple includes every code."""
    return not codes or any(
        covered == f"{ALONE}{code}" if covered.startswith(ALONE) else is_within(code, covered) for covered in codes
    )


@dataclass(frozen=True)
class Refusal:
    """One row, or one cell of it, that was set aside."""

    file: str
    row: int  # line of the file, the first is 1
    column: str  # "" for the whole row
    reason: str  # in words
    text: str = ""


@dataclass(frozen=True)
class ReleaseHead:
    """What a release says about itself."""

    source: str
    released: date  # the day of publication
    document: str  # the file's name
    raw: str  # the digest of the file's bytes
    period: Period  # the newest period that the release is about
    _: KW_ONLY
    refusals: tuple[Refusal, ...] = ()
    # "listed": an absent line is unknown (a press article prints some lines); "all": it means that no trade was
    # recorded (a complete customs table)
    covers: str = "listed"
    layout: str = ""  # the digest of the layout used to read the bytes; another layout may read them differently
    coverage: tuple[Coverage, ...] = ()  # what else the release is complete about, whatever `covers` says
    address: str = ""  # where the bytes were fetched
    repeated: int = 0  # how many rows repeated another row and were left out

    @property
    def release(self) -> str:
        """The release's name: source, day, and the first digits of the digests of its bytes and its layout.

        Two downloads may have the same bytes, for example two months without trade. For a release with an address the
        digest therefore includes the document's name, which says what was asked for.
        """
        digest = sha256(f"{self.raw} {self.document}".encode()).hexdigest() if self.address else self.raw
        layout = f"-{self.layout[:8]}" if self.layout else ""
        return f"{self.source}/{self.released.isoformat()}/{digest[:12]}{layout}"


@dataclass(frozen=True)
class Batch(ReleaseHead):
    """A release of trade figures with its observations."""

    observations: tuple[Observation, ...]

    @property
    def count(self) -> int:
        """How many observations the release has."""
        return len(self.observations)

    @property
    def parties(self) -> tuple[tuple[str, str, str], ...]:
        """Each reporter, partner and flow that the release has figures of, once."""
        return tuple(sorted({(row.reporter, row.partner, row.flow.value) for row in self.observations}))


@dataclass(frozen=True, kw_only=True)
class LargeBatch(ReleaseHead):
    """A release of trade figures with too many observations for memory: they are in a file."""

    # Parquet with the columns of `trade.columns`, sorted by series; temporary unless the release is recorded
    file: Path
    content: str  # a digest of the observations, independent of the file's bytes; "" if it was not computed
    count: int
    parties: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True)
class Vintage:
    """The state of knowledge at one moment."""

    as_of: date
    releases: tuple[str, ...]  # in the order in which they count
