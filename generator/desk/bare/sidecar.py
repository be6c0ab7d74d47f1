"""Sidecar: what a bare table does not say of itself, as JSON; every key may be left out. movements.md, section 0."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from generator.errors import SettingsError
from generator.movements.engine.panel import Break
from generator.movements.grammar import RuleFault
from generator.movements.lunar import new_years
from generator.movements.rules import Thresholds
from generator.trade.period import Period

KEYS = (
    "reference_period",
    "currency",
    "flow",
    "value_unit",
    "levels",
    "status",
    "hs_breaks",
    "lunar_new_year",
    "lunar",
    "thresholds",
)
LETTERS = {"final": "F", "provisional": "P", "incomplete": "X", "partial": "X", "estimated": "E", "confidential": "C"}
_SCALES = {"thousand": 1_000, "million": 1_000_000, "billion": 1_000_000_000}


@dataclass(frozen=True)
class Sidecar:
    """How a table is meant: its currency, how many of it a printed 1 is, its marks, breaks, holidays and thresholds."""

    period: Period | None = None
    currency: str = "usd"
    scale: int = 1
    status: Mapping[str, str] = field(default_factory=dict)
    breaks: tuple[Break, ...] = ()
    lunar: Mapping[int, date] = field(default_factory=dict)
    thresholds: Thresholds = field(default_factory=Thresholds.read)
    strange: tuple[str, ...] = ()


def read_sidecar(file: Path | None) -> Sidecar:
    """Return what the file says; SettingsError with the key where it cannot be used."""
    if file is None:
        return Sidecar()
    try:
        data = json.loads(file.read_text(encoding="utf-8-sig"), parse_float=Decimal)
    except (OSError, ValueError) as fault:
        raise SettingsError(str(file), f"is no JSON: {fault}.", "Leave it out, or mend it.") from None
    if not isinstance(data, dict):
        raise SettingsError(str(file), "is no object of keys.", f"Known keys: {', '.join(KEYS)}.")
    return _Reading(file, data).sidecar()


@dataclass(frozen=True)
class _Reading:
    file: Path
    data: Mapping[str, Any]

    def sidecar(self) -> Sidecar:
        when = self.data.get("reference_period")
        return Sidecar(
            period=None if when is None else self._period("reference_period", when),
            currency=str(self.data.get("currency", "USD")).lower(),
            scale=self._scale(),
            status=self._status(),
            breaks=tuple(self._break(at, one) for at, one in enumerate(self._list("hs_breaks"))),
            lunar=self._lunar(),
            thresholds=self._thresholds(),
            strange=tuple(key for key in self.data if key not in KEYS),
        )

    def _refused(self, key: str, problem: str, remedy: str) -> SettingsError:
        return SettingsError(f"{self.file}: {key}", problem, remedy)

    def _list(self, key: str) -> list[Any]:
        found = self.data.get(key) or []
        if not isinstance(found, list):
            raise self._refused(key, "is no list.", "Write it in square brackets.")
        return found

    def _period(self, key: str, text: object) -> Period:
        try:
            return Period.parse(str(text))
        except ValueError as fault:
            raise self._refused(key, f"{fault}.", "For example: 2025-12") from None

    def _scale(self) -> int:
        words = str(self.data.get("value_unit", "")).lower().replace(",", "").split()
        return next((_SCALES.get(word) or int(word) for word in words if word in _SCALES or word.isdigit()), 1)

    def _status(self) -> dict[str, str]:
        """Return the letter of ours that each mark of the table stands for."""
        found = self.data.get("status") or {}
        if not isinstance(found, dict):
            remedy = 'For example: {"P": "provisional"}'
            raise self._refused(key="status", problem="is no list of marks.", remedy=remedy)
        known = {}
        for mark, meaning in found.items():
            letter = next((LETTERS[word] for word in str(meaning).lower().split() if word in LETTERS), None)
            if letter is None:
                key = f"status.{mark}"
                raise self._refused(key, f"is {meaning!r}.", f"Known are {', '.join(LETTERS)}.")
            known[str(mark)] = letter
        return known

    def _break(self, at: int, one: Mapping[str, Any]) -> Break:
        key = f"hs_breaks[{at}]"
        if not isinstance(one, dict) or not {"old", "new", "effective"} <= one.keys():
            raise self._refused(
                key, "has no old, new and effective.", '{"old": "850110", "new": ["850111"], "effective": "2022-01"}'
            )
        new = one["new"] if isinstance(one["new"], list) else [one["new"]]
        return Break(str(one["old"]), tuple(map(str, new)), self._period(f"{key}.effective", one["effective"]))

    def _lunar(self) -> dict[int, date]:
        days = self.data.get("lunar_new_year") or {}
        wanted = self.data.get("lunar", bool(days))
        if not wanted:
            return {}
        try:
            return {int(year): date.fromisoformat(str(day)) for year, day in days.items()} or dict(new_years())
        except (ValueError, AttributeError) as fault:
            key, remedy = "lunar_new_year", '{"2025": "2025-01-29"}'
            raise self._refused(key, f"has no days by year: {fault}.", remedy) from None

    def _thresholds(self) -> Thresholds:
        try:
            return Thresholds.read(self.data.get("thresholds"), ("thresholds",))
        except RuleFault as fault:
            nearest = f"Nearest known: {fault.nearest}." if fault.nearest else "See docs/movements.md."
            raise self._refused(".".join(map(str, fault.path)), f"{fault.problem}.", nearest) from None
