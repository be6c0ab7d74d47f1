"""Release: observations as they came out together, what they are complete about, and the vintage that they make."""

from __future__ import annotations

from dataclasses import KW_ONLY, dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path

from generator.trade.codes import WORLD, Flow, is_within
from generator.trade.observation import Observation
from generator.trade.period import Period

ALONE = "="


@dataclass(frozen=True)
class Coverage:
    """What a release is complete about: a line of these that it does not have was not traded.

    `partner` "" stands for every partner but the World: a table without a row of it says nothing of what all came to
    together. `codes` () stands for every code. A code stands for itself and whatever lies within it; behind ALONE
    ("=2603") for itself only: who asks for a heading is not told its lines.
    """

    reporter: str
    partner: str
    flow: Flow
    codes: tuple[str, ...]
    periods: tuple[Period, ...]

    def is_of(self, partner: str) -> bool:
        """Say whether it speaks of trade with `partner`."""
        return self.partner in among(partner)

    def holds(self, observation: Observation) -> bool:
        """Say whether the release is complete about what `observation` is about."""
        return (
            (observation.reporter, observation.flow) == (self.reporter, self.flow)
            and self.is_of(observation.partner)
            and observation.period in self.periods
            and holds(self.codes, observation.code)
        )


def among(partner: str) -> tuple[str, str]:
    """Return which partners of a coverage hold `partner`: its own, and "" but for the World."""
    return ("" if partner != WORLD else WORLD), partner


def holds(codes: tuple[str, ...], code: str) -> bool:
    """Say whether `code` is among `codes` of a coverage, or within one that does not stand alone; none are all."""
    return not codes or any(
        covered == f"{ALONE}{code}" if covered.startswith(ALONE) else is_within(code, covered) for covered in codes
    )


@dataclass(frozen=True)
class Refusal:
    """One row that was set aside: file, 1-based line, column ("" for the whole row) and the reason in words."""

    file: str
    row: int
    column: str
    reason: str
    text: str = ""


@dataclass(frozen=True)
class ReleaseHead:
    """What each release says of itself as published: `source`, the day it was `released`, the file's name and digest.

    `period` is the newest period the release is about. `covers` is `listed` where an absent line is unknown (a press
    piece prints some lines), `all` where it means that no trade was recorded (a complete customs table).
    `layout` is the digest of the layout under which the bytes were read: under another one they may say other things.
    `coverage` is what else it is complete about, whatever `covers` says; `address` is where the bytes were fetched.
    `repeated` rows said what another one said, and are left out.
    """

    source: str
    released: date
    document: str
    raw: str
    period: Period
    _: KW_ONLY
    refusals: tuple[Refusal, ...] = ()
    covers: str = "listed"
    layout: str = ""
    coverage: tuple[Coverage, ...] = ()
    address: str = ""
    repeated: int = 0

    @property
    def release(self) -> str:
        """The release's name: source, day, first digits of the digests of bytes and layout.

        Two answers may have the same bytes: there was no trade in either month. The digest is then that of the bytes
        and of the document's name, which says what was asked.
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
        """How many observations it has."""
        return len(self.observations)

    @property
    def parties(self) -> tuple[tuple[str, str, str], ...]:
        """Of which reporter, partner and flow it has figures, each once."""
        return tuple(sorted({(row.reporter, row.partner, row.flow.value) for row in self.observations}))


@dataclass(frozen=True, kw_only=True)
class LargeBatch(ReleaseHead):
    """A release of trade figures with more observations than memory should hold: they lie in `file`.

    `file` is Parquet with the columns of trade.columns, sorted by series; it passes away unless it is recorded.
    `content` is the digest of what it says, whatever bytes say it, "" where nobody was asked for it.
    """

    file: Path
    content: str
    count: int
    parties: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True)
class Vintage:
    """The state of knowledge at one moment: the releases known, in the order in which they count."""

    as_of: date
    releases: tuple[str, ...]
