"""Seeded changes to claims.json: no field of a printed claim, or of a cell under one, may say anything else."""

from __future__ import annotations

import random

import pytest

from generator.audit import audit_data
from tests.audit.mutate import in_claims
from tests.audit.sample import as_json
from tests.audit.seeded import LANGUAGES, seeded

PROMISED, COUNT = 0.98, 100


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
