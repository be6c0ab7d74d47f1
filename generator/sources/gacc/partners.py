"""The trading partners of China's customs by its own codes, which are neither ISO nor M49."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from functools import cache
from importlib.resources import files


@cache
def partners() -> Mapping[str, str]:
    """Return code to ISO letters; "" for what is no economy of its own (README.md beside the table)."""
    text = files("generator.sources.gacc").joinpath("partners.csv").read_text(encoding="utf-8")
    return {row["code"]: row["iso3"] for row in csv.DictReader(text.splitlines())}


def code_of(iso3: str) -> str:
    """Return the customs' code of an economy, or raise ValueError where its list has none."""
    found = {letters: code for code, letters in partners().items() if letters}.get(iso3)
    if found is None:
        msg = f"{iso3} has no code among the trading partners of China's customs"
        raise ValueError(msg)
    return found
