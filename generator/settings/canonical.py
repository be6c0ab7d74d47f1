"""Settings as bytes that say what a file says and nothing of how it was typed: what is kept with each edition."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from generator.settings.briefing_settings import Briefing, Choice


def canonical(data: Mapping[str, Any]) -> bytes:
    """Return the settings of a briefing as YAML: keys in the order of the models, no comment.

    Two files that say the same have the same bytes, and so has a member of a matrix that says it.
    """
    whole = _ordered(data, Briefing.model_fields)
    if isinstance(whole.get("figures"), Mapping):
        whole["figures"] = _ordered(whole["figures"], Choice.model_fields)
    return f"{_written(whole, '')}\n".encode()


def _ordered(data: Mapping[str, Any], keys: Iterable[str]) -> dict[str, Any]:
    known = [key for key in keys if key in data]
    return {key: data[key] for key in (*known, *(key for key in data if key not in known))}


def _written(value: object, indent: str) -> str:
    """Return a value as YAML's flow form, which is JSON but for the numbers: no digit of those is lost."""
    deeper = f"{indent} "
    match value:
        case Mapping() if value:
            parts = [f"{deeper}{_written(key, '')}: {_written(part, deeper)}" for key, part in value.items()]
            return "{\n" + ",\n".join(parts) + f"\n{indent}}}"
        case list() if value:
            return "[" + ", ".join(_written(part, deeper) for part in value) + "]"
        case Decimal():
            digits = f"{value:f}"
            return digits if "." in digits else f"{digits}.0"
        case _:
            return json.dumps(value, ensure_ascii=False)
