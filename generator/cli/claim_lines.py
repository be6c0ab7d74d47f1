"""A figure explained in plain lines: its sentence, its formula as a tree, its rounding, its cells."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from decimal import Decimal
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

from generator.errors import IntegrityError

if TYPE_CHECKING:
    from generator.editions.decision_trace import Decision
    from generator.editions.edition_proof import ClaimText
    from generator.editions.explain import ExplainedClaim, Step


FEW = 5  # of the parts of a step, of the cells, of the texts; `--all` shows the others
_DECIMALS = Decimal("0.0001")


def as_data(item: ExplainedClaim) -> dict[str, Any]:
    """Return an explained claim as plain data."""
    return asdict(item)


def with_decision(claims: Sequence[ExplainedClaim], decision: Decision | None) -> list[dict[str, Any]]:
    """Return claims as plain data, each with the decision on the code that was asked for, or the decision alone."""
    extra = {"decision": decision.as_data() if decision else None}
    no_claim: dict[str, Any] = {"claim": None, "standings": [], "formula": None, "cells": {}, "documents": {}}
    return [as_data(item) | extra for item in claims] or [no_claim | extra]


def shortly(item: ExplainedClaim) -> Iterator[str]:
    """Yield a claim in two lines: what it is, and the text that it stands in."""
    yield f"{item.claim['id']}  {item.claim['printed'][0]}  {_about(item.claim)}"
    yield from (f"    {_stands(standing)}" for standing in item.standings[:1])


def fully(item: ExplainedClaim, state: Path | None, *, show_all: bool) -> Iterator[str]:
    """Yield all that is known of a claim; `state` is where raw bytes lie, None without a desk."""
    claim = item.claim
    yield f"{claim['id']}  {'; also '.join(claim['printed'])}"
    yield f"  {_about(claim)}"
    yield from (f"  {_stands(standing)}" for standing in _first_few(item.standings, show_all=show_all))
    yield from _count_of_more(item.standings, "  more places", show_all=show_all)
    yield "formula"
    yield from _tree(item.formula, "  ", show_all=show_all)
    yield "rounding"
    yield f"  {_rounding(claim)}"
    yield f"cells: {len(item.cells)}"
    for name in _first_few(list(item.cells), show_all=show_all):
        yield from _cell(name, item.cells[name], item.documents)
    yield from _count_of_more(list(item.cells), "  more cells", show_all=show_all)
    yield f"files: {len(item.documents)}"
    for raw, document in item.documents.items():
        yield from _document(raw, document, state)


def _about(claim: Mapping[str, Any]) -> str:
    against = f", against {claim['compare_period']}" if claim["compare_period"] else ""
    about = f"HS {', '.join(claim['codes'])}" if claim["codes"] else _of_no_line(claim)
    return f"{claim['kind'].replace('_', ' ')} of {about} in {claim['period']}{against}"


def _of_no_line(claim: Mapping[str, Any]) -> str:
    return "the whole" if claim["kind"].startswith("context") else "a statement"


def _stands(standing: ClaimText) -> str:
    where = f"{standing.language}, {standing.place}" if standing.language else standing.place
    words = " ".join(standing.words.split())
    return f"{words if words.startswith('“') else f'“{words}”'} ({where})"


def _first_few(items: Sequence[Any], *, show_all: bool) -> Sequence[Any]:
    return items if show_all or len(items) <= FEW + 1 else items[:FEW]


def _few(names: Sequence[str]) -> str:
    shown = _first_few(names, show_all=False)
    return ", ".join(shown) + (f" and {more} more" if (more := len(names) - len(shown)) else "")


def _count_of_more(items: Sequence[Any], what: str, *, show_all: bool) -> Iterator[str]:
    if more := len(items) - len(_first_few(items, show_all=show_all)):
        yield f"{what}: {more}; --all shows them"


def _tree(step: Step, indent: str, *, show_all: bool) -> Iterator[str]:
    role = f"{step.role}: " if step.role else ""
    yield f"{indent}{role}{step.said}{f' of {len(step.parts)}' if step.head == 'sum' else ''} {_worth(step)}".rstrip()
    for part in _first_few(step.parts, show_all=show_all):
        yield from _tree(part, f"{indent}  ", show_all=show_all)
    yield from _count_of_more(step.parts, f"{indent}  more", show_all=show_all)


def _worth(step: Step) -> str:
    if not step.value:
        return ""
    value, low, high = (_number(text, step.unit) for text in (step.value, step.low, step.high))
    return f"= {value}" if low == high else f"= {value}, from {low} to {high}"


def _number(text: str, unit: str) -> str:
    from generator.editions.explain import form_of

    value = Decimal(text)
    is_whole = value == value.to_integral()
    digits = f"{abs(value):,.0f}" if is_whole else f"{abs(value.quantize(_DECIMALS)):,f}".rstrip("0").rstrip(".")
    return ("−" if value < 0 else "") + form_of(unit).format(digits)


def _rounding(claim: Mapping[str, Any]) -> str:
    unit = claim["unit"]
    low, value, high = (_number(claim[end], unit) for end in ("low", "value", "high"))
    shown = claim["printed"][0]
    if claim["qualifier"] == "at_least":
        return f"{value} at the least, since a bound stands in it; printed as {shown}"
    if low == high:
        return f"{value}, printed as {shown}"
    return f"{value}, printed as {shown}: the published digits allow {low} to {high} ({claim['qualifier']})"


def _cell(name: str, cell: Mapping[str, Any], documents: Mapping[str, Any]) -> Iterator[str]:
    document = documents.get(cell["raw"], {}).get("name", "a document that is not listed")
    if "series" in cell:  # a price or rate
        yield f"  {name}  “{cell['text']}” {cell['unit']}: {cell['series']}, {cell['period']}"
        yield f"      {document}, row {cell['row']}, {cell['column']}"
        return
    what = f"HS {cell['code']}, {cell['period']}, {cell['reporter']}, partner {cell['partner']}, flow {cell['flow']}"
    if parts := cell.get("parts", "").split():  # customs prints its lines, not the heading
        yield f"  {name}  the sum of {_few(parts)}: {what}"
        return
    yield f"  {name}  “{cell['text']}” × {Decimal(cell['multiplier']):,f}, {cell['qualifier']}: {what}"
    yield f"      {document}, line {cell['row']}, column {cell['column']}"
    if published := [str(cell[key]) for key in ("publication", "published", "address") if cell[key]]:
        yield f"      {', '.join(published)}"


def _document(raw: str, document: Mapping[str, Any], state: Path | None) -> Iterator[str]:
    release = f": release {document['release']}" if "release" in document else ""
    yield f"  {document.get('name', 'a document that is not listed')}{release}"
    if state is None:
        yield f"      raw bytes: SHA-256 {raw}"
        return
    file = state / "raw" / raw[:2] / raw
    if not file.is_file() or sha256(file.read_bytes()).hexdigest() != raw:
        msg = f"{file} is not there as it was received, so no figure can be followed to it. Restore a backup of state/."
        raise IntegrityError(msg)
    yield f"      {file}"
