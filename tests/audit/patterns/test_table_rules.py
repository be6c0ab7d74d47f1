"""Frames: heads, rows, cells, bars, curves and parts exchanged with their trees, and a row that is left out."""

from __future__ import annotations

import copy
from collections.abc import Callable
from functools import cache
from typing import Any

import pytest

from generator.audit.claim_evidence import ClaimEvidence
from generator.audit.patterns.text_rules import judge
from generator.audit.trace.picture_trace import picture_faults
from tests.audit.seeded import LANGUAGES, seeded
from tests.story.months import Monthly

Data = dict[str, Any]


@cache
def made(language: str) -> Monthly:
    """Return an edition with a table of several lines and four pictures."""
    return seeded("ordinary", 99_000_003).make(language)


def faults(language: str, change: Callable[[Data], object]) -> list[str]:
    """Return what the audit says after a change to one of the blocks, pictures by their form, others by their name."""
    edition = copy.deepcopy(made(language).edition)
    blocks = edition["stories"][language]["blocks"]
    change({block.get("form", block["id"]): block for block in blocks})
    evidence = ClaimEvidence.of(made(language).claims)
    return [str(one) for one in (*judge(edition, evidence), *picture_faults(edition, evidence))]


def exchanged(items: list[Any], first: int, second: int) -> None:
    """Exchange two items of a list."""
    items[first], items[second] = items[second], items[first]


def relabelled(items: list[Data], first: int = 0, second: int = 1) -> None:
    """Exchange the labels of two bars or curves."""
    items[first]["label"], items[second]["label"] = items[second]["label"], items[first]["label"]


CHANGES: dict[str, Callable[[Data], object]] = {
    "heads of two years": lambda blocks: exchanged(blocks["table"]["head"], 2, 3),
    "heads of rate and points": lambda blocks: exchanged(blocks["table"]["head"], 4, 5),
    "cells of one row": lambda blocks: exchanged(blocks["table"]["rows"][0]["cells"], 2, 3),
    "names of two rows": lambda blocks: _crossed(blocks["table"]["rows"], 0),
    "codes of two rows": lambda blocks: _crossed(blocks["table"]["rows"], 1),
    "rates of two rows": lambda blocks: _crossed(blocks["table"]["rows"], 4),
    "the total and a line": lambda blocks: _crossed(blocks["table"]["rows"], 2, 0, -1),
    "a row less": lambda blocks: blocks["table"]["rows"].pop(0),
    "a group's month": lambda blocks: _other_month(blocks["table"]),
    "names of two bars": lambda blocks: relabelled(blocks["contributions"]["bars"]),
    "figures of two bars": lambda blocks: _figures(blocks["contributions"]["bars"]),
    "names of two curves": lambda blocks: relabelled(blocks["panels"]["curves"]),
    "figures of two curves": lambda blocks: _figures(blocks["panels"]["curves"]),
    "names of two shares": lambda blocks: relabelled(blocks["dumbbell"]["bars"]),
    "figures of two shares": lambda blocks: _figures(blocks["dumbbell"]["bars"]),
    "two steps": lambda blocks: exchanged(blocks["year_gap"]["steps"], 0, 1),
    "a longer bar": lambda blocks: blocks["contributions"]["bars"][0].update(value=99.0),
    "the figures of two key figures": lambda blocks: _figures(blocks["strip"]["cells"]),
}


def _crossed(rows: list[Data], column: int, first: int = 0, second: int = 1) -> None:
    one, other = rows[first]["cells"], rows[second]["cells"]
    one[column], other[column] = other[column], one[column]


def _figures(items: list[Data]) -> None:
    items[0]["figure"], items[1]["figure"] = items[1]["figure"], items[0]["figure"]


def _other_month(table: Data) -> None:
    group = next(one for one in table["groups"] if one["words"].get("said", [""])[0] == "time")
    group["words"]["said"][1] = "2025-01"


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_sound_edition_passes(language: str) -> None:
    """Nothing of it is held."""
    assert [] == faults(language, lambda _: None)


@pytest.mark.parametrize("fault", CHANGES)
def test_what_stands_in_another_place_is_found(fault: str) -> None:
    """Its words and its tree are sound, and its place says something else."""
    assert faults("en", CHANGES[fault])
