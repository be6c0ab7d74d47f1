"""Seeded changes: what one figure, unit, name, direction or year more or less does not escape."""

from __future__ import annotations

import random
from itertools import islice

import pytest

from generator.audit import audit
from tests.audit.mutate import bare, changed_texts, mutations
from tests.audit.printing import files
from tests.audit.sample import edition, raw

PROMISED = 0.98


def test_a_change_in_one_file_is_found_and_named() -> None:
    """Of 80 changes to page, texts, edition or claims, at least 98 % are found with the sentence they touch."""
    made = mutations(files(), seed=20260127, count=80)
    missed = [item.change for item in made if not item.is_named_in(audit(item.files, raw))]
    assert len(missed) <= (1 - PROMISED) * len(made), missed


@pytest.mark.parametrize("kind", ["digit", "unit", "name", "direction", "year"])
def test_a_change_in_every_file_is_found_and_named(kind: str) -> None:
    """A sentence that is wrong in all files alike is held by its claims."""
    changes = list(islice(changed_texts(edition(), kind, random.Random(1), marked=True), 12))  # noqa: S311
    missed = [
        new for told, _, new in changes if bare(new) not in {bare(item.sentence) for item in audit(files(told), raw)}
    ]
    assert changes
    assert [] == missed


def test_the_same_seed_gives_the_same_changes() -> None:
    """A failure can be made again."""
    one, two = ([item.change for item in mutations(files(), seed=7, count=10)] for _ in range(2))
    assert one == two
