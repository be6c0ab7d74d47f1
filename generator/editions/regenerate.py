"""A past edition restored from what was kept of it, and compared byte for byte where it is made anew."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from generator.audit.seals import SIGNATURE, UNLISTED
from generator.delivery import Shelf
from generator.delivery.shelf import MANIFEST, write_folder
from generator.editions.build import Receipt, make_audited
from generator.editions.desk_signature import sign
from generator.editions.edition_files import documents, make, with_manifest, with_signed_manifest
from generator.editions.edition_movements import movements_of, movements_since
from generator.editions.edition_sheet import Progress, code_digest, look_of, sheet_of
from generator.editions.errata import correction_in
from generator.editions.line_names import names_for
from generator.editions.previous_edition import recorded as begun_with
from generator.errors import Held, IntegrityError, PeriodUnknown
from generator.intake.period_choice import figures_at, figures_for, parsed
from generator.intake.side_figures import besides
from generator.settings.desk import Desk
from generator.settings.desk_parts import FINDINGS, digest, keep_edition, kept_files
from generator.settings.wiring import reopened
from generator.store import FigureStore
from generator.store.edition_table import PUBLISHED
from generator.trade.period import Period
from generator.trade.release import Vintage


@dataclass(frozen=True)
class RegeneratedEdition:
    """What regenerating found: where the revision stands, and which of its files were missing or damaged.

    `made_by` is the version of the program that made it where that is another one than this: then nothing was made
    anew, and the bytes that were kept came back.
    """

    receipt: Receipt
    mended: tuple[str, ...]
    made_by: str = ""


def regenerate(
    desk: Desk,
    store: FigureStore,
    shelf: Shelf,
    name: str,
    period: str | None,
    revision: int | None,
    progress: Progress,
) -> RegeneratedEdition:
    """Bring a revision back: its kept bytes, and by the same program made anew from its kept inputs and compared.

    It is rewritten where files are missing or damaged. Raises IntegrityError where the bytes made now are not the ones
    that were recorded, or where another version made it and its bytes are not kept.
    """
    manifest = recorded(store, name, period, revision)
    kept = dict(json.loads(manifest))
    made_by = "" if kept["versions"]["code"] == code_digest() else str(kept["versions"]["program"])
    files = _restored(store, shelf, kept) if made_by else _compared(desk, store, kept, progress)
    files[MANIFEST] = manifest
    if signed_by := kept.get("signed_by"):
        files[SIGNATURE] = sign(desk, store, signed_by["key"], manifest)
    place = (kept["briefing"], kept["period"], kept["revision"])
    mended = _damaged(shelf, kept, files)
    if mended:
        shelf.put(*place, files)
    return RegeneratedEdition(
        Receipt(*place, shelf.place(*place), tuple(sorted(files)), made=bool(mended)), mended, made_by
    )


def _restored(store: FigureStore, shelf: Shelf, kept: Mapping[str, Any]) -> dict[str, bytes]:
    """Return the kept bytes of a revision that another version of the program made."""
    files, missing = kept_files(store, shelf, kept)
    if missing:
        of = f"{kept['briefing']}/{kept['period']}/r{kept['revision']}"
        made = f"It was made by tradebrief {kept['versions']['program']}, and this version may make other bytes"
        msg = f"{of} cannot be restored: {', '.join(missing)} are damaged or missing, and were not kept. {made}."
        raise IntegrityError(msg)
    return files


def _compared(desk: Desk, store: FigureStore, kept: Mapping[str, Any], progress: Progress) -> dict[str, bytes]:
    """Return a revision made anew from its kept inputs; IntegrityError where it is not as it was recorded."""
    files = made_again(desk, store, kept, progress)
    changed = [name for name, sha in _listed(kept).items() if digest(files.get(name, b"")) != sha]
    extra = set(files) - set(_listed(kept)) - UNLISTED
    if changed or extra:
        raise IntegrityError(_differs(kept, sorted([*changed, *extra])))
    keep_edition(store, files)
    return files


def preview(
    desk: Desk, store: FigureStore, name: str, period: str | None, as_of: date | None, progress: Progress
) -> Receipt:
    """Make an edition as the figures stood on `as_of` (None: as they stand), aside in state/preview/.

    Raises Held where the audit refuses it; what stands of the edition itself is not held by that.
    """
    figures, look = figures_for(desk, store, name, period, as_of), look_of(desk, store)
    sheet = sheet_of(desk, store, name, figures, movements_of(desk, store, name, figures), 0, look)
    made, findings = make_audited(desk, store, sheet, look, progress)
    place, files = store.folder / "preview" / name / str(figures.period), with_manifest(sheet, made)
    if findings:
        listed = "\n".join(f"  {finding}" for finding in findings)
        write_folder(place, {**files, FINDINGS: f"{listed}\n".encode()})
        msg = f"the audit refuses this preview of {name}/{figures.period}.\n{listed}\nIts files are in {place}."
        raise Held(msg)
    write_folder(place, files)
    return Receipt(name, str(figures.period), 0, place, tuple(sorted(files)), made=True)


def recorded(store: FigureStore, name: str, period: str | None, revision: int | None) -> bytes:
    """Return the manifest of a revision as it was recorded; PeriodUnknown where there is none.

    `revision` None means the newest that was published, else the newest.
    """
    wanted = parsed(period) if period else None
    notes = [
        note
        for note in store.editions()
        if note.briefing == name and wanted in {None, note.period} and revision in {None, note.revision}
    ]
    if not notes:
        of = f"{name}/{period or 'any period'}" + (f"/r{revision}" if revision else "")
        msg = f"no edition {of} was made here. `tradebrief build {name}` makes one."
        raise PeriodUnknown(msg)
    meant = max(notes, key=lambda note: (note.period, note.state in PUBLISHED, note.revision))
    return store.raw(meant.manifest_sha256)


def made_again(desk: Desk, store: FigureStore, kept: Mapping[str, Any], progress: Progress) -> dict[str, bytes]:
    """Return the files of a recorded revision, made from its own settings and releases."""
    before = reopened(desk, {file: store.raw(sha) for file, sha in kept["inputs"].items()})
    vintage = Vintage(date.fromisoformat(kept["as_of"]), tuple(kept["releases"]))
    figures = figures_at(store, before.briefing(kept["briefing"]), Period.parse(kept["period"]), vintage)
    mirror = kept.get("mirror", ())
    found, look = (
        movements_since(before, store, kept["briefing"], figures, begun_with(store, kept), mirror),
        look_of(before, store),
    )
    sheet = sheet_of(before, store, kept["briefing"], figures, found, kept["revision"], look)
    beside = besides(before, store, kept["briefing"], vintage.as_of, kept.get("context", ()))
    names = names_for(before, store, kept["briefing"], figures, kept.get("names", ()))
    correction = correction_in(store, kept)
    sheet = replace(sheet, inputs=kept["inputs"], beside=beside, names=names, correction=correction)
    sheet = replace(sheet, signed_by=kept.get("signed_by"))
    others = (*sheet.context, *sheet.mirror, *names.releases)
    received = [one.raw for one in store.releases() if one.name in others]
    for raw in (*documents(store, sheet), *received):
        store.raw(raw)  # what its cells and names point to must be there as it was received
    return with_signed_manifest(desk, store, sheet, make(before, store, sheet, look, progress))


def _damaged(shelf: Shelf, kept: Mapping[str, Any], files: Mapping[str, bytes]) -> tuple[str, ...]:
    place = shelf.place(kept["briefing"], kept["period"], kept["revision"])
    return tuple(sorted(name for name, content in files.items() if not _lies_at(place / name, content)))


def _lies_at(path: Path, content: bytes) -> bool:
    return path.is_file() and path.read_bytes() == content


def _listed(kept: Mapping[str, Any]) -> dict[str, str]:
    return {item["name"]: item["sha256"] for item in kept["files"]}


def _differs(kept: Mapping[str, Any], names: list[str]) -> str:
    of = f"{kept['briefing']}/{kept['period']}/r{kept['revision']}"
    made = f"It was made by tradebrief {kept['versions']['program']}, whose libraries its manifest lists"
    return f"{of} does not come back byte for byte: {', '.join(names)} differ. {made}. Nothing was written."
