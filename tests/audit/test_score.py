"""A short form of `make mutations`: seeded changes of each sort are refused."""

from __future__ import annotations

import random

import pytest

from generator.audit import audit_data
from tests.audit import printing
from tests.audit.mutate import in_claims
from tests.audit.sample import as_json
from tests.audit.score import SORTS, changes, table
from tests.audit.seeded import LANGUAGES, seeded


def test_changes_are_refused_whatever_they_stand_in() -> None:
    """Of 48 changes, in one file, in all files alike, in the claims or of the program, two of the last pass at most."""
    tried = list(changes(48, seed=20260127))
    missed = [one for one in tried if not one.refused]
    assert set(SORTS) == {one.sort for one in tried}
    assert [] == [one for one in missed if one.sort != SORTS[3]]
    assert len(missed) <= 2, missed
    assert table(tried).endswith(f"| {48 - len(missed)} of 48 |")


def test_a_message_is_the_same_each_time() -> None:
    """A boundary by chance would be counted as a change that nobody finds."""
    assert printing.files()["en.eml"] == printing.files()["en.eml"]


def test_a_run_carries_its_own_direction() -> None:
    """A line that is about level with a year before, and fell for a sixth month: in Chinese 下降 is said of the run."""
    assert () == seeded("quiet", 2028_000297).make("zh").findings


PROMISED, COUNT = 0.98, 100


@pytest.mark.long
@pytest.mark.parametrize(("kind", "language"), [*zip(("claim", "cell", "claim"), LANGUAGES, strict=True)])
def test_a_field_of_the_claims_is_found(kind: str, language: str) -> None:
    """Of a hundred changes at least 98 % are found, by the rules or by the claims' own arithmetic."""
    made = seeded("revised", 99_000_003).make(language)
    files = {"edition.json": as_json(made.edition), "claims.json": as_json(made.claims), "figures.csv": made.figures}
    chance, missed = random.Random(20260127), list[str]()  # noqa: S311 -- the same changes each time
    for _ in range(COUNT):
        change = in_claims(files, made.edition, kind, chance)
        if not audit_data(change.files, made.raw.__getitem__):
            missed.append(change.change)
    assert len(missed) <= (1 - PROMISED) * COUNT, missed
