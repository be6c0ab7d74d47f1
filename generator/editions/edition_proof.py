"""Proof: an edition as a person names it, its evidence, and the audit of its finished bytes."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass

from generator.audit import Finding, audit, check_hashes, has_trees
from generator.audit.seals import SIGNATURE, UNLISTED
from generator.delivery import Shelf
from generator.delivery.shelf import MANIFEST
from generator.editions.desk_signature import is_signed
from generator.editions.edition_evidence import Evidence, of_files
from generator.editions.revision_numbers import newest, noted
from generator.errors import IntegrityError, PeriodUnknown, SettingsError
from generator.intake.period_choice import parsed
from generator.store import FigureStore

_EDITION = re.compile(r"(?P<name>[A-Za-z0-9.-]+)/(?P<period>[^/]+)(?:/r(?P<revision>\d+))?")


@dataclass(frozen=True)
class Named:
    """An edition as a person names it: NAME/PERIOD or NAME/PERIOD/rN."""

    name: str
    period: str
    revision: int


def edition_named(store: FigureStore, shelf: Shelf, text: str) -> Named:
    """Return the edition that `text` names, at its newest revision unless it says which."""
    if not (found := _EDITION.fullmatch(text.strip("/"))):
        raise SettingsError(text, "this names no edition.", "Write NAME/PERIOD, such as pakistan-minerals/2025.")
    period = str(parsed(found["period"]))
    revision = int(found["revision"] or newest(store, shelf, found["name"], period))
    place = (found["name"], period, revision)
    if not shelf.place(*place).is_dir() and noted(store, *place) is None:
        known = ", ".join("/".join(edition) for edition in shelf.editions()) or "none"
        msg = f"there is no edition {text} in {shelf.root}; there: {known}. `tradebrief build` makes one."
        raise PeriodUnknown(msg)
    return Named(*place)


def evidence_of(shelf: Shelf, named: Named) -> Evidence:
    """Return the claims of an edition with their cells and the texts that print them."""
    files = shelf.read(named.name, named.period, named.revision)
    return of_files(f"{named.name}/{named.period}/r{named.revision}", files)


def audited(store: FigureStore, shelf: Shelf, named: Named, *, content_only: bool) -> tuple[Finding, ...]:
    """Return what the audit finds in the finished files; IntegrityError where their bytes are not the recorded ones."""
    files = shelf.read(named.name, named.period, named.revision)
    if not content_only and (changed := departures(store, named, files)):
        listed = "\n".join(f"  {finding}" for finding in changed)
        of = f"{named.name}/{named.period}/r{named.revision}"
        msg = f"{of} is not what was recorded:\n{listed}\n`tradebrief regenerate` mends it."
        raise IntegrityError(msg)
    return audit({name: raw for name, raw in files.items() if name not in UNLISTED}, store.raw)


def is_judged(shelf: Shelf, named: Named) -> bool:
    """Say whether the audit judges what an edition says; of one of an earlier form it judges bytes and cells."""
    files = shelf.read(named.name, named.period, named.revision)
    return has_trees(json.loads(files["edition.json"]))


def departures(store: FigureStore, named: Named, files: Mapping[str, bytes]) -> tuple[Finding, ...]:
    """Return where the files are not those of the recorded manifest; of the shelf's own, where none was recorded."""
    note, found = noted(store, named.name, named.period, named.revision), files.get(MANIFEST, b"")
    recorded = store.raw(note.manifest_sha256) if note else found
    try:
        manifest = json.loads(recorded)
    except ValueError:
        return (Finding(MANIFEST, "", "manifest", "it is missing or no JSON, and the state has no other"),)
    problem = "it is not the one that was recorded" if found else "the file is missing"
    changed: tuple[Finding, ...] = () if found == recorded else (Finding(MANIFEST, "", "manifest", problem),)
    if not is_signed({**files, MANIFEST: recorded}):
        changed = (*changed, Finding(SIGNATURE, "", "signature", "it is not that of the manifest"))
    return (*changed, *check_hashes(files, manifest))
