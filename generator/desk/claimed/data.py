"""Data: checked claims for a program, numbers as texts."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from generator.audit.claimed.claim import NEEDS
from generator.audit.claimed.verdict import RULES, Verdict, shown
from generator.desk.claimed.judged import Checked


def as_json(file: Path, found: Sequence[Checked]) -> bytes:
    """Return the claims of a file as a JSON list in its order; docs/check.md has its keys."""
    return (json.dumps([_claim(file, one) for one in found], ensure_ascii=False, indent=2) + "\n").encode()


def _claim(file: Path, one: Checked) -> dict[str, Any]:
    first, *rest = (_check(verdict) for verdict in one.verdicts)
    place, said = one.place, one.releases
    return {
        "file": str(file),
        "line": place.line or None,
        "page": place.page or None,
        "claim": place.claim,
        "id": one.claim.id,
        "sentence": place.sentence or None,
        **first,
        "also": rest,
        "releases": {"outcome": said.outcome, "why": said.why, "right": said.right} if said else None,
    }


def _check(one: Verdict) -> dict[str, Any]:
    least, computed, most = shown(one)
    return {
        "verdict": one.verdict,
        "stated": one.stated.text if one.stated else None,
        "computed": computed or None,
        "possible_range": [least, most] if computed else None,
        "right": one.right or None,
        "rule": f"{NEEDS[one.check][0]} = {RULES[one.check]}" if one.check else None,
        "remark": one.remark or None,
        "would_be_right_if": list(one.likely),
    }
