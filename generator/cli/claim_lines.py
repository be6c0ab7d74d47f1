"""A figure explained in plain lines: its sentence, its formula as a tree, its rounding, its cells."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict
from decimal import Decimal
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from generator.errors import IntegrityError

if TYPE_CHECKING:
    from generator.editions.decision_trace import Decision
    from generator.editions.edition_proof import ClaimText
    from generator.editions.explain import ExplainedClaim, Step


FEW = 5  # of the parts of a step, of the cells, of the texts; `--all` shows the others
_DECIMALS = Decimal("0.0001")
Item = TypeVar("Item")


def with_decision(claims: Sequence[ExplainedClaim], decision: Decision | None) -> list[dict[str, Any]]:
    """Return claims as plain data, each with the decision on the code that was asked for, or the decision alone."""
    extra = {"decision": decision.as_data() if decision else None}
    no_claim: dict[str, Any] = {"claim": None, "standings": [], "formula": None, "cells": {}, "documents": {}}
    return [asdict(claim) | extra for claim in claims] or [no_claim | extra]


def shortly(item: ExplainedClaim) -> Iterator[str]:
    """Yield a claim in two lines: what it is, and the text that it stands in."""
    yield f"{item.claim['id']}  {item.claim['printed'][0]}  {_about(item.claim)}"
    for standing in item.standings[:1]:
        yield f"    {_stands(standing)}"


def fully(item: ExplainedClaim, state: Path | None, *, show_all: bool) -> Iterator[str]:
    """Yield all that is known of a claim; `state` is where raw bytes lie, None without a desk.

    Of long lists the first FEW are shown, unless `show_all`.
    """
    claim = item.claim
    most = None if show_all else FEW
    yield f"{claim['id']}  {'; also '.join(claim['printed'])}"
    yield f"  {_about(claim)}"
    yield from _listed(item.standings, lambda standing: [f"  {_stands(standing)}"], "  more places", most)
    yield "formula"
    yield from _tree(item.formula, "  ", most)
    yield "rounding"
    yield f"  {_rounding(claim)}"
    yield f"cells: {len(item.cells)}"
    cells = list(item.cells)
    yield from _listed(cells, lambda name: _cell(name, item.cells[name], item.documents), "  more cells", most)
    yield f"files: {len(item.documents)}"
    for raw, document in item.documents.items():
        yield from _document(raw, document, state)


def _listed(
    items: Sequence[Item], lines_of: Callable[[Item], Iterable[str]], more: str, most: int | None
) -> Iterator[str]:
    """Yield the lines of the items; those beyond `most` are counted, unless it is a single one."""
    shown = items if most is None or len(items) <= most + 1 else items[:most]
    for item in shown:
        yield from lines_of(item)
    hidden = len(items) - len(shown)
    if hidden:
        yield f"{more}: {hidden}; --all shows them"


def _about(claim: Mapping[str, Any]) -> str:
    against = f", against {claim['compare_period']}" if claim["compare_period"] else ""
    if claim["codes"]:
        about = f"HS {', '.join(claim['codes'])}"
    else:
        about = "the whole" if claim["kind"].startswith("context") else "a statement"
    return f"{claim['kind'].replace('_', ' ')} of {about} in {claim['period']}{against}"


def _stands(standing: ClaimText) -> str:
    where = f"{standing.language}, {standing.place}" if standing.language else standing.place
    words = " ".join(standing.words.split())
    return f"{words if words.startswith('“') else f'“{words}”'} ({where})"


def _tree(step: Step, indent: str, most: int | None) -> Iterator[str]:
    role = f"{step.role}: " if step.role else ""
    parts = f" of {len(step.parts)}" if step.head == "sum" else ""
    yield f"{indent}{role}{step.said}{parts} {_worth(step)}".rstrip()
    yield from _listed(step.parts, lambda part: _tree(part, f"{indent}  ", most), f"{indent}  more", most)


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
    parts = cell.get("parts", "").split()
    if parts:  # customs prints its lines, not the heading
        shown = parts if len(parts) <= FEW + 1 else [*parts[:FEW], f"and {len(parts) - FEW} more"]
        yield f"  {name}  the sum of {', '.join(shown).replace(', and', ' and')}: {what}"
        return
    yield f"  {name}  “{cell['text']}” × {Decimal(cell['multiplier']):,f}, {cell['qualifier']}: {what}"
    yield f"      {document}, line {cell['row']}, column {cell['column']}"
    published = [str(cell[key]) for key in ("publication", "published", "address") if cell[key]]
    if published:
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
