"""Data: checked claims for a program, numbers as texts."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from generator.audit.claimed.claim import NEEDS
from generator.audit.claimed.verdict import RULES, Verdict, shown
from generator.desk.claimed.judged import Checked


def as_json(found: Sequence[Checked]) -> bytes:
    """Return the claims as a JSON list in the order of the file; docs/check.md has its keys."""
    return (json.dumps([_claim(one) for one in found], ensure_ascii=False, indent=2) + "\n").encode()


def _claim(one: Checked) -> dict[str, Any]:
    first, *rest = (_check(verdict) for verdict in one.verdicts)
    return {"line": one.place.line, "claim": one.place.claim, "id": one.claim.id, **first, "also": rest}


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
