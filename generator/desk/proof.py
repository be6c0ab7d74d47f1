"""Proof: an edition audited on its finished bytes, and a figure followed back to its cells."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from generator.audit import Finding, audit, check_hashes
from generator.delivery.shelf import MANIFEST
from generator.desk.opened import OpenDesk
from generator.desk.periods import parsed
from generator.desk.revisions import newest, noted
from generator.errors import IntegrityError, PeriodUnknown, SettingsError

_EDITION = re.compile(r"(?P<name>[a-z0-9.-]+)/(?P<period>[^/]+)(?:/r(?P<revision>\d+))?")


@dataclass(frozen=True)
class Named:
    """An edition as a person names it: NAME/PERIOD or NAME/PERIOD/rN."""

    name: str
    period: str
    revision: int


@dataclass(frozen=True)
class Explained:
    """One claim with its cells, as plain data, and the names of the files they were read from."""

    claim: Mapping[str, Any]
    cells: Mapping[str, Mapping[str, Any]]
    documents: Mapping[str, Mapping[str, Any]]


def edition_named(desk: OpenDesk, text: str) -> Named:
    """Return the edition that `text` names, at its newest revision unless it says which."""
    if not (found := _EDITION.fullmatch(text.strip("/"))):
        raise SettingsError(text, "this names no edition.", "Write NAME/PERIOD, such as pakistan-minerals/2025.")
    period = str(parsed(found["period"]))
    revision = int(found["revision"] or newest(desk, found["name"], period))
    place = (found["name"], period, revision)
    if not desk.shelf.place(*place).is_dir() and noted(desk, *place) is None:
        known = ", ".join("/".join(edition) for edition in desk.shelf.editions()) or "none"
        msg = f"there is no edition {text} in {desk.shelf.root}; there: {known}. `tradebrief build` makes one."
        raise PeriodUnknown(msg)
    return Named(*place)


def audited(desk: OpenDesk, named: Named, *, content_only: bool) -> tuple[Finding, ...]:
    """Return what the audit finds in the finished files; IntegrityError where their bytes are not the recorded ones."""
    files = desk.shelf.read(named.name, named.period, named.revision)
    if not content_only and (changed := _departures(desk, named, files)):
        listed = "\n".join(f"  {finding}" for finding in changed)
        of = f"{named.name}/{named.period}/r{named.revision}"
        msg = f"{of} is not what was recorded:\n{listed}\n`tradebrief regenerate` mends it."
        raise IntegrityError(msg)
    return audit({name: raw for name, raw in files.items() if name != MANIFEST}, desk.store.raw)


def _departures(desk: OpenDesk, named: Named, files: Mapping[str, bytes]) -> tuple[Finding, ...]:
    """Return where the files are not those of the recorded manifest; of the shelf's own, where none was recorded."""
    note, found = noted(desk, named.name, named.period, named.revision), files.get(MANIFEST, b"")
    recorded = desk.store.raw(note.manifest_sha256) if note else found
    try:
        manifest = json.loads(recorded)
    except ValueError:
        return (Finding(MANIFEST, "", "manifest", "it is missing or no JSON, and the state has no other"),)
    problem = "it is not the one that was recorded" if found else "the file is missing"
    changed = () if found == recorded else (Finding(MANIFEST, "", "manifest", problem),)
    return (*changed, *check_hashes(files, manifest))


def explained(desk: OpenDesk, named: Named, wanted: str) -> tuple[Explained, ...]:
    """Return the claims that `wanted` names: an id, an HS code or a printed figure; SettingsError where none does."""
    files = desk.shelf.read(named.name, named.period, named.revision)
    ledger = json.loads(files["claims.json"])
    found = [claim for claim in ledger["claims"] if _is(claim, wanted)]
    if not found:
        known = ", ".join(claim["printed"][0] for claim in ledger["claims"][:6])
        place, problem = "claims.json", f"no claim goes by {wanted!r}."
        raise SettingsError(place, problem, f"Write an id such as f1, an HS code, or a figure: {known} …")
    return tuple(_explained(claim, ledger) for claim in found)


def cells_in(formula: Any) -> Iterator[str]:  # noqa: ANN401 -- a formula is nested lists
    """Return the ids of the cells in a formula of claims.json."""
    if isinstance(formula, list):
        head, *parts = formula
        yield from parts if head in ("cell", "count", "rank") else (name for part in parts for name in cells_in(part))


def _is(claim: Mapping[str, Any], wanted: str) -> bool:
    bare = wanted.strip().lstrip("$").casefold()
    forms = {form.strip().lstrip("$").casefold() for form in claim["printed"]}
    numbers = {form.split()[0].rstrip("%") for form in forms if form}
    return wanted == claim["id"] or claim["codes"] == [wanted] or bare in forms or bare.rstrip("%") in numbers


def _explained(claim: Mapping[str, Any], ledger: Mapping[str, Any]) -> Explained:
    names = list(dict.fromkeys(cells_in(claim["formula"])))
    cells = {name: ledger["cells"][name] for name in names}
    documents = {cell["raw"]: ledger["documents"].get(cell["raw"], {}) for cell in cells.values()}
    return Explained(claim, cells, documents)
