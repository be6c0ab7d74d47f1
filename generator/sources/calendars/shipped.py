"""The calendars that ship with the program, one YAML file each."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from ruamel.yaml import YAML

from generator.sources.calendars.release_calendar import Calendar
from generator.sources.calendars.rule import Count, Rule

SHIPPED = ("gacc", "comtrade", "eurostat", "pink-sheet")
_COUNTS: Mapping[str, Count] = {"days_after": "days", "working_days_after": "working days"}
_OF_A_YEAR = {"day", "moved", "combined", "announcement", "address"}


@cache
def shipped(name: str, reporter: str = "") -> Calendar:
    """Return the calendar called `name`, for the figures of `reporter` (ISO3) where they differ.

    Raises ValueError where none is called so.
    """
    if name not in SHIPPED:
        msg = f"{name!r} is no calendar; known are {', '.join(SHIPPED)}"
        raise ValueError(msg)
    text = files("generator.sources.calendars").joinpath(f"{name}.yaml").read_text(encoding="utf-8")
    data: dict[str, Any] = YAML(typ="safe", pure=True).load(text)
    return _calendar(data, reporter)


def _calendar(data: dict[str, Any], reporter: str) -> Calendar:
    zone, groups = data.pop("time_zone"), data.pop("reporters", ())
    if "years" in data:
        return Calendar(zone, {year: _year(entry) for year, entry in data["years"].items()})
    own = next((entry for entry in groups if reporter in entry.pop("codes")), data)
    return Calendar(zone, {0: _lag(own)})


def _lag(entry: dict[str, Any]) -> Rule:
    ((key, days),) = entry.items()
    first, *last = days
    return Rule(first, last[0] if last else None, _COUNTS[key])


def _year(entry: dict[str, Any]) -> Rule:
    if unknown := entry.keys() - _OF_A_YEAR:
        msg = f"a year of a calendar has no {', '.join(sorted(unknown))}"
        raise ValueError(msg)
    return Rule(
        entry["day"],
        entry["day"],
        combined=tuple((first, last) for first, last in entry.get("combined", ())),
        moved=entry.get("moved", {}),
        about=False,
        address=entry["address"],
    )
