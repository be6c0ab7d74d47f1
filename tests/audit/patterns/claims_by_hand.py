"""A small edition of two lines, made for one claim at a time: the tests of patterns prove trees on it."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from generator.audit.claim_evidence import ClaimEvidence
from generator.audit.patterns.claim_terms import ClaimGround
from generator.audit.patterns.equations import Prover

NOW, BASE = "2025-12", "2024-12"
LINE = "7403"


def cell(code: str, period: str, value: str) -> dict[str, str]:
    """Return the cell of a line in a month, in dollars."""
    trade = {"reporter": "CHN", "partner": "PAK", "flow": "M", "measure": "usd", "standing": "customs"}
    return {**trade, "code": code, "period": period, "value": value, "low": value, "high": value}


def claim(name: str, kind: str, value: str, formula: list[Any], **more: object) -> dict[str, Any]:
    """Return a claim on the line `LINE` in December 2025; `more` may say otherwise."""
    about = {"id": name, "kind": kind, "codes": [LINE], "period": NOW, "compare_period": None, "direction": None}
    ends = {"value": value, "low": value, "high": value, "qualifier": "exact", "unit": "usd"}
    return {**about, **ends, "formula": formula, **more}


def evidence(now: str, base: str, z: str = "-") -> ClaimEvidence:
    """Return the claims of a line that came to `now` after `base`; "-" is no figure."""
    cells = {"c1": cell("2601", NOW, "5000000"), "c2": cell("2601", BASE, "4000000")}
    claims: dict[str, Any] = {}
    if now != "-":
        cells["c3"] = cell(LINE, NOW, now)
        claims["now"] = claim("now", "level", now, ["cell", "c3"])
    if base != "-":
        cells["c4"] = cell(LINE, BASE, base)
        claims["base"] = claim("base", "level", base, ["cell", "c4"], period=BASE)
    if now != "-" and base != "-":
        rate = 100 * (Decimal(now) / Decimal(base) - 1)
        way = "up" if rate > 0 else "down" if rate < 0 else None
        growth = ["growth", ["cell", "c3"], ["cell", "c4"]]
        change = {"unit": "pct", "compare_period": BASE, "direction": way}
        claims["rate"] = claim("rate", "change", str(rate), growth, **change)
    if z != "-":
        claims["z"] = claim("z", "surprise", z, ["surprise"], unit="z")
    whole = {"codes": [LINE, "2601"], "period": NOW}
    claims["whole"] = claim("whole", "sum", "1", ["sum", ["cell", "c1"], ["cell", "c3"]], **whole)
    return ClaimEvidence.of({"claims": list(claims.values()), "cells": cells, "documents": {}})


def prover(known: ClaimEvidence) -> Prover:
    """Return what proves trees on the claims of `evidence`."""
    return Prover(ClaimGround({"period": NOW, "compare_period": BASE, "codes": ["2601", LINE]}, known))
