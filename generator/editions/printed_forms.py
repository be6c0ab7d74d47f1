"""Printed: what the text of an edition said that the next one takes up: forms, rates, levels."""

from __future__ import annotations

import json
from collections.abc import Container, Iterator, Mapping
from decimal import Decimal
from functools import lru_cache
from typing import Any

from generator.editions.carried_forms import Told
from generator.story import rounding
from generator.story.amounts import Claim
from generator.story.brief import Level, Once
from generator.story.record import cells_of
from generator.trade.currency import is_money
from generator.trade.period import Period

_PROSE = ("finding", "section")  # kinds of blocks; pictures and tables draw their own figures again
_LEVELS = frozenset({"level", "sum"})
_OTHERS = ("remarks", "earlier")  # sections whose words are an editor's, or others'


def forms_of(edition: Mapping[str, Any]) -> dict[str, str]:
    """Return what the headline of edition.json said, which the next one says no more; all languages have the same."""
    blocks = {block["id"]: block for block in _story(edition)["blocks"]}
    form = blocks.get("finding", {}).get("headline", {}).get("form")
    return {"headline": form} if form else {}


def rates_of(edition: Mapping[str, Any], claims: Mapping[str, Any]) -> Iterator[Once]:
    """Yield the changes of money on an earlier period that the sentences of an edition print, each once, in order."""
    for claim in _told(edition, claims, frozenset({"change"})):
        if (shown := rounding.per_cent(_claim(claim))) is not None:
            period, base = Period.parse(claim["period"]), Period.parse(claim["compare_period"])
            way, size = claim["direction"], f"{rounding.grouped(abs(shown))}%"
            yield Once(tuple(claim["codes"]), period, base, way, size)


def levels_of(edition: Mapping[str, Any], claims: Mapping[str, Any]) -> Iterator[Level]:
    """Yield the amounts that an edition's sentences print of what ends with its month; a rate tells of its base.

    One so small that its last digits are left open is left out.
    """
    last = Period.parse(edition["period"]).last
    for claim in _told(edition, claims, _LEVELS):
        amount = _claim(claim)
        if amount.period.last != last or not amount.value or claim["qualifier"] != "exact":
            continue
        if found := rounding.in_digits(amount, rounding.prose_scale(amount)):
            digits, scale = found
            level = Level(amount.codes, amount.period, amount.unit, f"{digits:f}e{scale.power}")
            if abs(level.value - amount.value) <= level.step:
                yield level


def read_files(files: Mapping[str, bytes]) -> Told:
    """Return what an edition's files told: forms, rates and levels."""
    return _read(files["edition.json"], files["claims.json"])


@lru_cache(1)
def _read(*written: bytes) -> Told:
    """Return what edition.json and claims.json told: who makes an edition asks for it three times."""
    edition, claims = map(json.loads, written)
    return forms_of(edition), tuple(rates_of(edition, claims)), tuple(levels_of(edition, claims))


def _told(edition: Mapping[str, Any], claims: Mapping[str, Any], kinds: Container[str]) -> Iterator[Mapping[str, Any]]:
    """Yield the claims of some kinds on money that the sentences of an edition print, each once, in order."""
    known = {claim["id"]: claim for claim in claims["claims"]}
    for claim in (known[name] for name in dict.fromkeys(_marked(edition))):
        if claim["kind"] in kinds and _is_of_money(claim["formula"], claims["cells"]):
            yield claim


def _story(edition: Mapping[str, Any]) -> Mapping[str, Any]:
    first: Mapping[str, Any] = next(iter(edition["stories"].values()))
    return first


def _marked(edition: Mapping[str, Any]) -> Iterator[str]:
    for block in _story(edition)["blocks"]:
        if block["kind"] in _PROSE and not block["id"].startswith(_OTHERS):
            yield from _marks(block)


def _marks(part: Any) -> Iterator[str]:  # noqa: ANN401 -- JSON is any
    if isinstance(part, dict):
        yield from (mark["claim"] for mark in part.get("marks", ()))
        yield from (name for key, one in part.items() if key != "marks" for name in _marks(one))
    elif isinstance(part, list):
        yield from (name for one in part for name in _marks(one))


def _is_of_money(formula: Any, cells: Mapping[str, Any]) -> bool:  # noqa: ANN401 -- JSON is any
    used = [cells[name] for name in cells_of(formula)]
    return "unit_value" not in str(formula) and all(is_money(cell["measure"]) for cell in used)


def _claim(row: Mapping[str, Any]) -> Claim:
    """Return a claim as its figures are printed; of a level its cell's last digit is known by how it is read."""
    value, low, high = (Decimal(row[end]) for end in ("value", "low", "high"))
    period, step = Period.parse(row["period"]), (high - low or Decimal(1)) if row["kind"] == "level" else None
    codes = tuple(row["codes"])
    return Claim(row["id"], row["kind"], codes, period, row["unit"], value, low, high, formula=(), step=step)
