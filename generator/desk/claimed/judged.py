"""Judged: the claims of a file, each with its place and its verdicts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from generator.audit.claimed import judge
from generator.audit.claimed.claim import Claim
from generator.audit.claimed.verdict import INCONSISTENT, VERDICTS, Verdict
from generator.desk.claimed.files import Place, read_texts
from generator.story.commentary.gate import CONTRADICTED, Judgement


@dataclass(frozen=True)
class Checked:
    """A claim, where it stands in its file, and the verdicts on it, the gravest first.

    `releases` is what the figures of a desk say to its sentence, where a desk was asked.
    """

    place: Place
    claim: Claim
    verdicts: tuple[Verdict, ...]
    releases: Judgement | None = None

    @property
    def verdict(self) -> str:
        """The verdict that counts."""
        return self.verdicts[0].verdict

    @property
    def needs_a_look(self) -> bool:
        """Whether an editor should look at the sentence again."""
        return self.is_contradicted or any(one.needs_a_look for one in self.verdicts)

    @property
    def is_contradicted(self) -> bool:
        """Whether the figures of a desk contradict its sentence."""
        return self.releases is not None and self.releases.outcome == CONTRADICTED


def checked(file: Path) -> list[Checked]:
    """Return the claims of a file in its order, each with its verdicts; `-` is standard input.

    Raise SettingsError with file, line, key and remedy where nothing in the file can be read.
    """
    found: list[Checked] = []
    for text in read_texts(file):
        verdicts = judge([claim for _, claim in text])
        found += [Checked(place, claim, one) for (place, claim), one in zip(text, verdicts, strict=True)]
    return sorted(found, key=lambda one: (one.place.page, one.place.line))


def counts(found: Sequence[Checked]) -> dict[str, int]:
    """Return how many claims have each verdict, the gravest first; verdicts that none has are left out."""
    told = Counter(one.verdict for one in found)
    return {verdict: told[verdict] for verdict in VERDICTS if told[verdict]}


def failed(found: Sequence[Checked]) -> bool:
    """Say whether a claim does not hold, or the figures of a desk contradict it."""
    return any(one.verdict == INCONSISTENT or one.is_contradicted for one in found)
