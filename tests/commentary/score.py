"""How the gate judges sentences that strangers wrote: `python -m tests.commentary.score [FILE]` prints the table.

Each row of a file has a sentence, its desk and language, whether it is `true`, and whether the figures bear it out.
"""

from __future__ import annotations

import json
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from generator.commentary.gate import BORNE_OUT, CONTRADICTED, Gate
from tests.commentary.desks import NEWEST, months

SENTENCES = Path(__file__).with_name("sentences.jsonl")
Row = Mapping[str, Any]


@dataclass(frozen=True)
class Score:
    """How many sentences of each kind had which outcome."""

    counted: Counter[tuple[str, str]]

    @staticmethod
    def kind(row: Row) -> str:
        """Return whether a sentence is borne by the figures, true of something else, or false."""
        return "false" if not row["true"] else "borne" if row["bears"] else "other"

    def share(self, outcome: str, *kinds: str) -> float:
        """Return which part of the sentences of some kinds had an outcome."""
        every = sum(count for (kind, _), count in self.counted.items() if kind in kinds)
        return sum(self.counted[kind, outcome] for kind in kinds) / every if every else 0.0

    @property
    def table(self) -> str:
        """The four figures that docs/audit.md has."""
        return (
            f"true, not refused {1 - self.share(CONTRADICTED, 'borne', 'other'):.1%}; "
            f"of those with a figure of the releases, borne out {self.share(BORNE_OUT, 'borne'):.1%}; "
            f"false, contradicted {self.share(CONTRADICTED, 'false'):.1%}, "
            f"borne out {self.share(BORNE_OUT, 'false'):.1%}"
        )


def rows(file: Path = SENTENCES) -> list[Row]:
    """Return the sentences of a file."""
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]


def score(given: Iterable[Row], folder: Path) -> tuple[Score, list[str]]:
    """Return how the gate judges sentences, and those that it judges otherwise than they are."""
    gates = {}
    for desk in NEWEST:
        gates[desk] = {tag: Gate(month) for tag, month in months(folder / desk, desk).items()}
    counted: Counter[tuple[str, str]] = Counter()
    wrong = []
    for row in given:
        kind = Score.kind(row)
        judgement = gates[row["desk"]][row["lang"]].judge(row["text"], follows=False)
        counted[kind, judgement.outcome] += 1
        wanted = {"borne": {BORNE_OUT}, "other": {"comment"}, "false": {CONTRADICTED}}[kind]
        if judgement.outcome not in wanted:
            wrong.append(f"{kind}: {judgement.outcome}: {row['text']} {judgement.why} {judgement.right or ''}")
    return Score(counted), wrong


def main() -> None:
    """Print the table of a file of sentences, and what the gate judges otherwise than it is."""
    file = Path(sys.argv[1]) if len(sys.argv) > 1 else SENTENCES
    with tempfile.TemporaryDirectory() as folder:
        found, wrong = score(rows(file), Path(folder))
    sys.stdout.write("\n".join([*wrong, found.table, ""]))


if __name__ == "__main__":
    main()
