"""Lines: JSON Lines as objects, numbers kept as they are written."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from generator.desk.claimed.fields import Where


def claims_of(piece: Mapping[str, Any], where: Where) -> Iterator[tuple[int, object, Where]]:
    """Yield the claims of a piece, counted from 1, and where each stands."""
    if not isinstance(piece["claims"], list):
        where.refuse("claims", "it is no list.", "Write the claims of a piece in square brackets.")
    for number, one in enumerate(piece["claims"], 1):
        yield number, one, Where(where.file, where.line, f"claims[{number}]")


def object_of(text: str, where: Where) -> Mapping[str, Any]:
    """Return the object of a line; a number is the text that it is written with, so that 7.0 is not 7."""
    try:
        found = json.loads(text, parse_float=str, parse_int=str, object_pairs_hook=_once)
    except RecursionError:
        where.refuse("", "it is nested too deeply.", "Write one object a line.")
    except ValueError as fault:
        where.refuse("", f"it is no JSON: {fault}.", "Write one object a line.")
    if not isinstance(found, dict):
        where.refuse("", "it is no object.", 'Write one a line: {"value": "14.2", …}; jq -c ".[]" makes them.')
    return found


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    names = [name for name, _ in pairs]
    if twice := next((name for name in names if names.count(name) > 1), ""):
        msg = f"{twice!r} stands twice"
        raise ValueError(msg)
    return dict(pairs)
