"""The sample: a table that behaves like trade, and is the same every time."""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from hashlib import sha256

from generator.service.sample_table import sample_table
from generator.trade.codes import nomenclature

ROWS = list(csv.DictReader(io.StringIO(sample_table().decode())))
VALUES = {(row["hs"], row["month"]): int(row["usd"]) for row in ROWS}


def test_the_table_is_the_same_every_time() -> None:
    """A seeded generator whose arithmetic is exact everywhere."""
    assert sha256(sample_table()).digest() == sha256(sample_table()).digest()


def test_sixty_months_of_thirty_headings_with_their_chapters() -> None:
    """Every code is one of HS 2022, and each chapter is the sum of its headings, in value and weight."""
    codes = {row["hs"] for row in ROWS}
    assert (60, 30, 4) == (len({row["month"] for row in ROWS}), *(sum(len(c) == n for c in codes) for n in (4, 2)))
    assert codes <= nomenclature().keys()
    for measure in ("usd", "quantity"):
        sums: dict[tuple[str, str], int] = defaultdict(int)
        for row in ROWS:
            sums[row["hs"][:2], row["month"]] += int(row[measure]) * (1 if len(row["hs"]) == 4 else -1)
        assert {0} == set(sums.values())


def test_there_is_something_to_tell() -> None:
    """A jump from almost nothing, a fall of many months, a flow that is new, one that ended, and a New Year dip."""
    assert VALUES["2606", "2025-12"] > 20 * VALUES["2606", "2024-12"]
    assert all(VALUES["2601", f"2025-{month:02d}"] < VALUES["2601", f"2024-{month:02d}"] for month in range(5, 13))
    assert ("2617", "2025-09") not in VALUES
    assert ("2617", "2025-10") in VALUES
    assert ("2602", "2025-12") not in VALUES
    whole = {month: sum(VALUES[code, month] for code in ("25", "26", "74", "76")) for _, month in VALUES}
    assert min(whole[f"2024-{month:02d}"] for month in range(1, 13)) == whole["2024-02"]
