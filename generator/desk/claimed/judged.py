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


@dataclass(frozen=True)
class Checked:
    """A claim, where it stands in its file, and the verdicts on it, the gravest first."""

    place: Place
    claim: Claim
    verdicts: tuple[Verdict, ...]

    @property
    def verdict(self) -> str:
        """The verdict that counts."""
        return self.verdicts[0].verdict

    @property
    def needs_a_look(self) -> bool:
        """Whether an editor should look at the sentence again."""
        return any(one.needs_a_look for one in self.verdicts)


def checked(file: Path) -> list[Checked]:
    """Return the claims of a file in its order, each with its verdicts; `-` is standard input.

    Raise SettingsError with file, line, key and remedy where the file cannot be read as claims.
    """
    found: list[Checked] = []
    for text in read_texts(file):
        verdicts = judge([claim for _, claim in text])
        found += [Checked(place, claim, one) for (place, claim), one in zip(text, verdicts, strict=True)]
    return sorted(found, key=lambda one: (one.place.line, one.place.claim))


def counts(found: Sequence[Checked]) -> dict[str, int]:
    """Return how many claims have each verdict, the gravest first; verdicts that none has are left out."""
    told = Counter(one.verdict for one in found)
    return {verdict: told[verdict] for verdict in VERDICTS if told[verdict]}


def failed(found: Sequence[Checked]) -> bool:
    """Say whether a claim does not hold."""
    return any(one.verdict == INCONSISTENT for one in found)
