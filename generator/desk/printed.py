"""Printed: what the text of an edition said that the next one takes up: forms, rates of money, places in time."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from generator.story import rounding
from generator.story.facts import Claim
from generator.story.last import Once, Place
from generator.story.record import cells_of
from generator.trade.currency import is_money
from generator.trade.period import Period

_PROSE = ("finding", "section")  # kinds of blocks; pictures and tables draw their own figures again
_PLACES = frozenset({"record", "since"})
_OTHERS = ("remarks", "earlier")  # sections whose words are an editor's, or others'


def forms_of(edition: Mapping[str, Any]) -> dict[str, str]:
    """Return the forms of headline and lede in edition.json; they are the same in every language."""
    blocks = {block["id"]: block for block in _story(edition)["blocks"]}
    headline = blocks.get("finding", {}).get("headline", {})
    lede: Mapping[str, Any] = next((text for part in blocks.get("lede", {}).get("paragraphs", ()) for text in part), {})
    return {what: text["form"] for what, text in (("headline", headline), ("lede", lede)) if text.get("form")}


def rates_of(edition: Mapping[str, Any], claims: Mapping[str, Any]) -> Iterator[Once]:
    """Yield the changes of money on an earlier period that the sentences of an edition print, each once, in order."""
    known = {claim["id"]: claim for claim in claims["claims"]}
    for name in dict.fromkeys(_marked(edition)):
        claim = known[name]
        if claim["kind"] != "change" or not _is_of_money(claim["formula"], claims["cells"]):
            continue
        if (shown := rounding.per_cent(_claim(claim))) is not None:
            period, base = Period.parse(claim["period"]), Period.parse(claim["compare_period"])
            way, size = claim["direction"], f"{rounding.grouped(abs(shown))}%"
            yield Once(tuple(claim["codes"]), period, base, way, size)


def places_of(edition: Mapping[str, Any], claims: Mapping[str, Any]) -> Iterator[Place]:
    """Yield the records, and the months since which a level was no higher or lower, that the sentences print."""
    known = {claim["id"]: claim for claim in claims["claims"]}
    for claim in (known[name] for name in dict.fromkeys(_marked(edition))):
        if claim["kind"] in _PLACES and _is_of_money(claim["formula"], claims["cells"]):
            period, side = Period.parse(claim["period"]), claim["formula"][0]
            since = claim["compare_period"]
            then = Period.parse(since) if since else period.step(-int(claim["value"]))  # a record counts its past
            yield Place(tuple(claim["codes"]), period, then, side)


def read_files(files: Mapping[str, bytes]) -> tuple[dict[str, str], tuple[Once, ...], tuple[Place, ...]]:
    """Return forms, rates and places of an edition's files."""
    edition, claims = (json.loads(files[name]) for name in ("edition.json", "claims.json"))
    return forms_of(edition), tuple(rates_of(edition, claims)), tuple(places_of(edition, claims))


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
    value, low, high = (Decimal(row[end]) for end in ("value", "low", "high"))
    period = Period.parse(row["period"])
    return Claim(row["id"], row["kind"], tuple(row["codes"]), period, row["unit"], value, low, high, formula=())
