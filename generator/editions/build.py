"""Builds an edition: figures in, audited files on the shelf. Nothing is mailed here."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import NoReturn

from generator.audit import Finding, audit_data, audit_files
from generator.audit.seals import SIGNATURE
from generator.delivery import Shelf
from generator.delivery.shelf import MANIFEST, write_folder
from generator.editions.commentary_verdicts import at_their_lines
from generator.editions.desk_signature import is_signed, signer
from generator.editions.edition_files import draw, with_manifest, with_signed_manifest
from generator.editions.edition_holds import in_doubt
from generator.editions.edition_names import NamedEdition, manifest_of, newest, note_on
from generator.editions.edition_sheet import EditionSheet, Progress, look_of, sheet_of
from generator.editions.edition_text import ComposedEdition, compose
from generator.editions.errata import Correction, correction_in
from generator.errors import Held
from generator.intake.period_choice import figures_for
from generator.page import EditionLook
from generator.settings.desk import Desk
from generator.settings.desk_parts import FINDINGS, digest, held_folder, keep_edition
from generator.store import EditionNote, FigureStore


@dataclass(frozen=True)
class Receipt:
    """Where an edition is, and whether it was made now."""

    name: str
    period: str
    revision: int  # 0 for a draft or a preview
    folder: Path
    files: tuple[str, ...]
    made: bool  # False: the same edition was there already


def build(  # noqa: PLR0913 -- what decides which edition is made
    desk: Desk,
    store: FigureStore,
    shelf: Shelf,
    name: str,
    period: str | None,
    now: datetime,
    progress: Progress,
    *,
    as_of: date | None = None,
    anew: bool = False,
    correction: Correction | None = None,
) -> Receipt:
    """Make, audit and shelve the edition of `period`, as the figures stood on `as_of`.

    If the newest revision has the same inputs, return that one, and write its note if an earlier run was killed before
    it could. With `anew`, make a new revision instead of replacing a draft. `correction` says which published revision
    this one corrects; a correction that is rebuilt before its approval stays a correction.

    Raise Held if the audit refuses the edition. Its files are then in state/held/, and output/ is unchanged.
    """
    figures = figures_for(desk, store, name, period, as_of)
    last = NamedEdition(name, str(figures.period), newest(store, shelf, name, str(figures.period)))
    look, correction = look_of(desk, store), correction or _correction_of(store, last)
    sheet = sheet_of(desk, store, name, figures, look, last.revision, correction)
    sheet = replace(sheet, signed_by=signer(desk))
    manifest = _standing(store, shelf, sheet, last)
    is_made = manifest is None
    if manifest is None:
        number = last.revision + 1 if anew else _number_for(desk, store, sheet, last)
        sheet = replace(sheet, revision=number)
        files, findings = audited(desk, store, sheet, compose(desk, store, sheet), look, progress)
        if findings:
            _hold(desk, store, sheet, files, findings, now)
        manifest = _shelve(desk, store, shelf, sheet, files)
    revised = last._replace(revision=sheet.revision)
    note = note_on(store, revised)
    if is_made or note is None or note.manifest_sha256 != digest(manifest):
        store.editions.note(_note(desk, store, sheet, manifest), now)
    shutil.rmtree(held_folder(store, name, last.period), ignore_errors=True)  # files refused for this period earlier
    return Receipt(*revised, shelf.place(*revised), tuple(shelf.read(*revised)), is_made)


def audited(
    desk: Desk,
    store: FigureStore,
    sheet: EditionSheet,
    composed: ComposedEdition,
    look: EditionLook,
    progress: Progress,
) -> tuple[dict[str, bytes], tuple[Finding, ...]]:
    """Return all files of the edition except the manifest, by name, and the audit's findings. None means it passes."""
    files = draw(desk, store, sheet, composed, look, progress)
    findings = (*audit_files(files), *audit_data(composed.files, store.raw.read))
    return files, tuple(dict.fromkeys(findings))


def _correction_of(store: FigureStore, last: NamedEdition) -> Correction | None:
    """Return the correction that the newest revision makes, if it is still a draft; else None."""
    note = note_on(store, last) if last.revision else None
    if note is None or note.state != "drafted" or not store.raw.has(note.manifest_sha256):
        return None
    return correction_in(store, manifest_of(store, note))


def _standing(store: FigureStore, shelf: Shelf, sheet: EditionSheet, last: NamedEdition) -> bytes | None:
    """Return the manifest of the newest revision if it is intact and made from the same inputs; else None.

    The manifest must be in the store, where it is kept before shelving: a manifest on the shelf alone proves nothing.
    """
    manifest = shelf.manifest(*last)
    if manifest is None:
        return None
    files = shelf.read(*last)
    raw, note = files[MANIFEST], note_on(store, last)
    is_other = note is not None and note.manifest_sha256 != digest(raw)
    is_fixed = store.editions.is_fixed(last.name, sheet.figures.period, last.revision)
    if not store.raw.has(digest(raw)) or (is_other and is_fixed):
        return None
    listed = {item["name"]: item["sha256"] for item in manifest["files"]}
    digests = {name: digest(content) for name, content in files.items() if name not in (MANIFEST, SIGNATURE)}
    is_whole = is_signed(files) and listed == digests
    return raw if is_whole and manifest["inputs_sha256"] == sheet.inputs_sha256 else None


def _number_for(desk: Desk, store: FigureStore, sheet: EditionSheet, last: NamedEdition) -> int:
    """Return the number of the revision to make: the next one, unless the newest may be replaced or was lost."""
    if not last.revision:
        return 1
    note = note_on(store, last)
    if note and note.inputs_sha256 == sheet.inputs_sha256:
        return last.revision
    is_fixed = store.editions.is_fixed(last.name, sheet.figures.period, last.revision)
    return last.revision + 1 if is_fixed or desk.briefing(last.name).approval == "none" else last.revision


def _shelve(desk: Desk, store: FigureStore, shelf: Shelf, sheet: EditionSheet, files: dict[str, bytes]) -> bytes:
    """Put an edition that passed the audit on the shelf and return its manifest."""
    finished = with_signed_manifest(desk, store, sheet, files)
    manifest = finished[MANIFEST]
    store.editions.refuse_change(_note(desk, store, sheet, manifest))
    store.raw.keep(sheet.memory_after(files))  # before the manifest, which names it
    store.raw.keep(manifest)
    keep_edition(store, finished)
    shelf.put(sheet.name, str(sheet.figures.period), sheet.revision, finished)
    return manifest


def _note(desk: Desk, store: FigureStore, sheet: EditionSheet, manifest: bytes) -> EditionNote:
    """Return the note of a draft. It is held if an edition of its period may have been sent before a restore."""
    doubt = in_doubt(desk, store, sheet.name, sheet.figures.period)
    return EditionNote(
        briefing=sheet.name,
        period=sheet.figures.period,
        revision=sheet.revision,
        state="held" if doubt else "drafted",
        reason=doubt,
        manifest_sha256=digest(manifest),
        inputs_sha256=sheet.inputs_sha256,
        as_of=sheet.figures.vintage.as_of,
    )


def _hold(
    desk: Desk,
    store: FigureStore,
    sheet: EditionSheet,
    files: dict[str, bytes],
    findings: Sequence[Finding],
    now: datetime,
) -> NoReturn:
    """Keep a refused edition's files in state/held/ and raise Held with every finding."""
    period = str(sheet.figures.period)
    edition, folder = f"{sheet.name}/{period}", held_folder(store, sheet.name, period)
    listed = "\n".join(f"  {finding}" for finding in at_their_lines(desk.note(sheet.name, period), findings))
    write_folder(folder, {**with_manifest(sheet, files), FINDINGS: f"{listed}\n".encode()})
    store.editions.add_to_log("held", {"edition": edition, "findings": listed}, now)
    msg = f"{edition} is held: the audit refuses it.\n{listed}\nIts files are in {folder}."
    raise Held(msg)
