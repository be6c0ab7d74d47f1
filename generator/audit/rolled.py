"""Cells that are sums of others: a heading that customs does not print, and every line of it that customs has."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal

from generator.audit.arithmetic import equal, number
from generator.audit.cells import CLAIMS
from generator.audit.edition import Data
from generator.audit.evidence import Evidence
from generator.audit.finding import Finding
from generator.audit.releases import Releases
from generator.trade.period import Period

_ALIKE = ("reporter", "partner", "flow", "period", "measure", "standing", "edition")


def check_sums(evidence: Evidence, releases: Callable[[str], Releases]) -> Iterator[Finding]:
    """Yield every cell that is not the sum of the lines of its code; `releases` are those that count for a cell."""
    for key, cell in evidence.cells.items():
        if cell.get("parts"):
            for problem in (*summed(cell, evidence), *_left_out(cell, evidence, releases(key))):
                yield Finding(CLAIMS, "", "cell", f"{key}: {problem}")


def summed(cell: Data, evidence: Evidence) -> Iterator[str]:
    """Yield where a cell is not the sum of its parts."""
    names = cell["parts"].split()
    parts = [evidence.cells[name] for name in names if name in evidence.cells]
    if len(parts) < len(names):
        yield "a cell that it is the sum of is not there"
        return
    for part in parts:
        yield from (f"{part['code']} has another {name}" for name in _ALIKE if part.get(name) != cell.get(name))
        if part.get("parts"):
            yield f"{part['code']} is no figure as printed"
    bounds = {part["qualifier"] for part in parts} - {"exact"}
    if bounds != {cell["qualifier"]} - {"exact"}:
        yield f"its parts are {' and '.join(sorted(bounds)) or 'exact'}, it is {cell['qualifier']}"
    meant = {str(part.get("valuation") or "") for part in parts} - {""}
    if meant != {str(cell.get("valuation") or "")} - {""}:
        yield f"its parts are {' and '.join(sorted(meant)) or 'neither CIF nor FOB'}, it is {cell.get('valuation')!r}"
    for end in ("low", "value", "high"):
        if not equal(number(cell[end]), sum((number(part[end]) for part in parts), Decimal(0))):
            yield f"its {end} is not the sum of its parts"


def _left_out(cell: Data, evidence: Evidence, releases: Releases) -> Iterator[str]:
    known = (evidence.cells.get(name) for name in cell["parts"].split())
    codes = sorted(part["code"] for part in known if part is not None)
    parties, period = (cell["reporter"], cell["partner"], cell["flow"]), Period.parse(cell["period"])
    have = sorted(releases.lines(parties, cell["code"], period))
    if codes != have:
        yield f"it is the sum of {codes}, customs has {have} in {cell['code']}"
    if not all(releases.covers(parties, cell["code"], month.first) for month in period.split()):
        yield f"no release is complete about {cell['code']} in {period}"
