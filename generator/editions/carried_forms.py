"""Left: what the text of an edition leaves to the next one, as rows: forms, rates, levels."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields
from typing import Any

from generator.story.brief import Level, Once
from generator.trade.period import Period

Told = tuple[Mapping[str, str], tuple[Once, ...], tuple[Level, ...]]


def rows(told: Told) -> dict[str, Any]:
    """Return what an edition told as data; of what it told nothing there is no key, as where no such thing was kept."""
    forms, rates, levels = told
    every: dict[str, Sequence[Once | Level]] = {"rates": rates, "levels": levels}
    data: dict[str, Any] = {"forms": dict(forms)} if forms else {}
    return data | {key: [_row(one) for one in kind] for key, kind in every.items() if kind}


def read(data: Mapping[str, Any]) -> Told:
    """Return what `rows` wrote."""
    rates = tuple(Once(*_of(row), Period.parse(row["base"]), row["way"], row["shown"]) for row in data.get("rates", ()))
    levels = tuple(Level(*_of(row), row["unit"], row["shown"]) for row in data.get("levels", ()))
    return data.get("forms", {}), rates, levels


def _row(one: Once | Level) -> dict[str, Any]:
    return {field.name: _plain(getattr(one, field.name)) for field in fields(one)}


def _plain(value: object) -> object:
    return str(value) if isinstance(value, Period) else list(value) if isinstance(value, tuple) else value


def _of(row: Mapping[str, Any]) -> tuple[tuple[str, ...], Period]:
    return tuple(row["codes"]), Period.parse(row["period"])
