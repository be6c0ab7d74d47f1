"""Restores a past edition from the store; if this program version made it, makes it again and compares the bytes."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from generator.audit.seals import SIGNATURE, UNLISTED
from generator.delivery import Shelf
from generator.delivery.shelf import MANIFEST
from generator.editions.build import Receipt
from generator.editions.desk_signature import sign
from generator.editions.edition_files import make, with_signed_manifest
from generator.editions.edition_names import NamedEdition
from generator.editions.edition_sheet import Progress, code_digest, look_of, recorded_sheet
from generator.editions.edition_text import documents
from generator.errors import IntegrityError, PeriodUnknown
from generator.intake.period_choice import parse_period
from generator.settings.desk import Desk
from generator.settings.desk_parts import digest, keep_edition, kept_files
from generator.settings.wiring import reopened
from generator.store import FigureStore
from generator.store.edition_table import PUBLISHED


@dataclass(frozen=True)
class RegeneratedEdition:
    """The result of regenerating a revision."""

    receipt: Receipt
    restored: tuple[str, ...]  # files that were missing or damaged
    made_by: str = ""  # the other program version that made it; then nothing was compared. Empty for this version


def regenerate(
    desk: Desk,
    store: FigureStore,
    shelf: Shelf,
    name: str,
    period: str | None,
    revision: int | None,
    progress: Progress,
) -> RegeneratedEdition:
    """Restore the missing or damaged files of a revision.

    If this program version made it, its files are made again from the kept inputs and compared with the record.
    Otherwise the kept bytes are used. Raise IntegrityError if the bytes differ from the record or were not kept.
    """
    raw = _recorded(store, name, period, revision)
    manifest = json.loads(raw)
    edition = NamedEdition(manifest["briefing"], manifest["period"], manifest["revision"])
    version = manifest["versions"]["program"]
    is_ours = manifest["versions"]["code"] == code_digest()
    if is_ours:
        files = _make_again(desk, store, manifest, progress)
        listed = {item["name"]: item["sha256"] for item in manifest["files"]}
        changed = [file for file, sha in listed.items() if digest(files.get(file, b"")) != sha]
        changed = sorted([*changed, *(set(files) - set(listed) - UNLISTED)])
        if changed:
            origin = f"It was made by tradebrief {version}, whose libraries its manifest lists"
            msg = (
                f"{edition} does not come back byte for byte: {', '.join(changed)} differ. {origin}. "
                "Nothing was written."
            )
            raise IntegrityError(msg)
        keep_edition(store, files)
    else:
        files, missing = kept_files(store, shelf, manifest)
        if missing:
            origin = f"It was made by tradebrief {version}, and this version may make other bytes"
            lost = f"{', '.join(missing)} are damaged or missing, and were not kept"
            msg = f"{edition} cannot be restored: {lost}. {origin}."
            raise IntegrityError(msg)
    files[MANIFEST] = raw
    signed_by = manifest.get("signed_by")
    if signed_by:
        files[SIGNATURE] = sign(desk, store, signed_by["key"], raw)
    place = shelf.place(*edition)
    restored = sorted(
        file
        for file, content in files.items()
        if not (place / file).is_file() or (place / file).read_bytes() != content
    )
    if restored:
        shelf.put(*edition, files)
    receipt = Receipt(*edition, place, tuple(sorted(files)), made=bool(restored))
    return RegeneratedEdition(receipt, tuple(restored), "" if is_ours else str(version))


def _recorded(store: FigureStore, name: str, period: str | None, revision: int | None) -> bytes:
    """Return the recorded manifest of a revision. Raise PeriodUnknown if there is none.

    `period` None means the newest period. `revision` None means the newest published revision, or else the newest.
    """
    chosen = parse_period(period) if period else None
    notes = [
        note
        for note in store.editions.all()
        if note.briefing == name and chosen in {None, note.period} and revision in {None, note.revision}
    ]
    if not notes:
        of = f"{name}/{period or 'any period'}" + (f"/r{revision}" if revision else "")
        msg = f"no edition {of} was made here. `tradebrief build {name}` makes one."
        raise PeriodUnknown(msg)
    newest = max(notes, key=lambda note: (note.period, note.state in PUBLISHED, note.revision))
    return store.raw.read(newest.manifest_sha256)


def _make_again(desk: Desk, store: FigureStore, manifest: Mapping[str, Any], progress: Progress) -> dict[str, bytes]:
    """Make the files of a recorded revision again from its settings and releases."""
    before = reopened(desk, {file: store.raw.read(sha) for file, sha in manifest["inputs"].items()})
    look = look_of(before, store)
    sheet = recorded_sheet(before, store, manifest, look)
    # Read every raw file that its cells and names point to: this raises if one is damaged or missing.
    for raw in documents(store, sheet):
        store.raw.read(raw)
    side_releases = (*sheet.context, *sheet.mirror, *sheet.names.releases)
    for release in store.releases.all():
        if release.name in side_releases:
            store.raw.read(release.raw)
    return with_signed_manifest(desk, store, sheet, make(before, store, sheet, look, progress))
