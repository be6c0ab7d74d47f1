"""Replay: the heads of published series, step by step, beside those that an editor expects."""

import csv
from pathlib import Path

import pytest

from tests.story.news.replay import told

# our head where it is another one than expected: docs/decisions/heads.md says why
OURS = {
    ("fish CHN from NOR", "2020-09"): "line_all",
    ("fish CHN from VNM", "2019-05"): "plain",
    ("fish CHN from VNM", "2019-12"): "since.on_file",
    ("graphite CHN to K", "2024-04"): "pace.narrowing",
}


@pytest.mark.long
def test_published_series_have_the_heads_that_are_expected(shared_data: Path) -> None:
    """Of 156 steps four have another one; the auditor works every claim out of every true row, tail and thing."""
    table = shared_data.parent / "design" / "news" / "expected-heads.csv"
    with table.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    differ: dict[tuple[str, str], str] = {}
    faults: list[str] = []
    for series in dict.fromkeys(row["series"] for row in rows):
        mine = [row for row in rows if row["series"] == series]
        for row, one in zip(mine, told(shared_data, series, [row["step"] for row in mine]), strict=True):
            faults += one.faults
            if one.head != row["head"]:
                differ[series[:17], one.step] = one.head
    assert (OURS, []) == (differ, faults)
