"""Seeded changes to a monthly edition: no month, record, weight or share more or less escapes."""

from __future__ import annotations

import random
from itertools import islice

import pytest

from generator.audit import audit
from tests.audit.month_story import edition
from tests.audit.monthly import claims_data, raw
from tests.audit.mutate import KINDS, bare, changed_texts, mutations
from tests.audit.printing import files

PROMISED = 0.98


def test_a_change_in_one_file_is_found_and_named() -> None:
    """Of 80 changes to page, texts, edition or claims, at least 98 % are found with the sentence they touch."""
    made = mutations(files(edition(), claims_data()), seed=20260120, count=80)
    missed = [item.change for item in made if not item.is_named_in(audit(item.files, raw))]
    assert len(missed) <= (1 - PROMISED) * len(made), missed


@pytest.mark.parametrize("kind", KINDS)
def test_a_change_in_every_file_is_found_and_named(kind: str) -> None:
    """A sentence with a figure that is wrong in all files alike is held by its claims."""
    changes = list(islice(changed_texts(edition(), kind, random.Random(1), marked=True), 12))  # noqa: S311
    missed = [
        new
        for told, _, new in changes
        if bare(new) not in {bare(item.sentence) for item in audit(files(told, claims_data()), raw)}
    ]
    assert changes
    assert [] == missed
