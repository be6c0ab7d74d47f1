"""Build an edition: figures in, audited files on the shelf. Nothing is mailed here."""

from __future__ import annotations

import json
import shutil
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
from generator.editions.edition_files import ComposedEdition, draw, tell, with_manifest, with_signed_manifest
from generator.editions.edition_holds import in_doubt
from generator.editions.edition_movements import movements_of
from generator.editions.edition_names import newest, noted
from generator.editions.edition_sheet import EditionSheet, Progress, look_of, sheet_of
from generator.editions.errata import Correction, correction_in
from generator.errors import Held
from generator.intake.period_choice import figures_for
from generator.page import EditionLook
from generator.settings.desk import Desk
from generator.settings.desk_parts import FINDINGS, digest, held_folder, keep_edition
from generator.store import EditionNote, FigureStore
from generator.trade.period import Period


@dataclass(frozen=True)
class Receipt:
    """Where an edition stands, its number, and whether it was made now or stood there already."""

    name: str
    period: str
    revision: int
    folder: Path
    files: tuple[str, ...]
    made: bool


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
    """Make, audit and shelve the edition of `period`, as the figures stood on `as_of`; `anew` replaces no draft.

    It is the `correction` of a revision that went out; made again before anybody approved it, it stays one.

    Equal inputs return the revision that stands, and note it where a kill came before its note. Raises Held where the
    audit refuses the edition: its files are then in state/held/, and output/ is left as it was.
    """
    figures = figures_for(desk, store, name, period, as_of)
    look = look_of(desk, store)
    last = newest(store, shelf, name, str(figures.period))
    correction = correction or _begun(store, name, str(figures.period), last)
    sheet = sheet_of(desk, store, name, figures, movements_of(desk, store, name, figures), last, look, correction)
    sheet = replace(sheet, signed_by=signer(desk))
    if (manifest := standing(store, shelf, sheet)) is not None:
        _note_standing(desk, store, sheet, manifest, now)
        _clear_held(store, sheet)
        return _receipt(shelf, sheet, made=False)
    sheet = replace(sheet, revision=sheet.revision + 1 if anew else number_for(desk, store, shelf, sheet))
    files, findings = make_audited(desk, store, sheet, look, progress)
    return shelve(desk, store, shelf, sheet, files, findings, now)


def _begun(store: FigureStore, name: str, period: str, revision: int) -> Correction | None:
    """Return what the newest revision corrects where nobody has decided about it yet, else None."""
    note = noted(store, name, period, revision) if revision else None
    if note is None or note.state != "drafted" or not store.has(note.manifest_sha256):
        return None
    return correction_in(store, json.loads(store.raw(note.manifest_sha256)))


def shelve(
    desk: Desk,
    store: FigureStore,
    shelf: Shelf,
    sheet: EditionSheet,
    files: dict[str, bytes],
    findings: tuple[Finding, ...],
    now: datetime,
) -> Receipt:
    """Put an edition that passed on the shelf; set one that did not aside for the editor and raise Held."""
    if findings:
        hold(desk, store, sheet, with_manifest(sheet, files), findings, now)
    whole = with_signed_manifest(desk, store, sheet, files)
    note = _note(desk, store, sheet, whole[MANIFEST])
    store.refuse_change(note)
    if after := sheet.after(files):
        store.keep(after)  # before the manifest that names it
    store.keep(whole[MANIFEST])
    keep_edition(store, whole)
    shelf.put(sheet.name, str(sheet.figures.period), sheet.revision, whole)
    store.note_edition(note, now)
    _clear_held(store, sheet)
    return _receipt(shelf, sheet, made=True)


def hold(
    desk: Desk,
    store: FigureStore,
    sheet: EditionSheet,
    files: dict[str, bytes],
    findings: tuple[Finding, ...],
    now: datetime,
) -> NoReturn:
    """Keep a refused edition's files in state/held/ and raise Held with every finding."""
    place = held_folder(store, sheet.name, str(sheet.figures.period))
    note = desk.note(sheet.name, str(sheet.figures.period))
    listed = "\n".join(f"  {finding}" for finding in at_their_lines(note, findings))
    write_folder(place, {**files, FINDINGS: f"{listed}\n".encode()})
    store.add_to_log("held", {"edition": f"{sheet.name}/{sheet.figures.period}", "findings": listed}, now)
    msg = f"{sheet.name}/{sheet.figures.period} is held: the audit refuses it.\n{listed}\nIts files are in {place}."
    raise Held(msg)


def _clear_held(store: FigureStore, sheet: EditionSheet) -> None:
    """Take away what the audit had refused of this period: a good edition stands now."""
    shutil.rmtree(held_folder(store, sheet.name, str(sheet.figures.period)), ignore_errors=True)


def _note_standing(desk: Desk, store: FigureStore, sheet: EditionSheet, manifest: bytes, now: datetime) -> None:
    note = noted(store, sheet.name, str(sheet.figures.period), sheet.revision)
    if note is None or note.manifest_sha256 != digest(manifest):
        store.note_edition(_note(desk, store, sheet, manifest), now)


def _note(desk: Desk, store: FigureStore, sheet: EditionSheet, manifest: bytes) -> EditionNote:
    """Return a draft; it is held where one of its period may have gone out before the desk was restored."""
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


def _receipt(shelf: Shelf, sheet: EditionSheet, *, made: bool) -> Receipt:
    place = (sheet.name, str(sheet.figures.period), sheet.revision)
    return Receipt(*place, shelf.place(*place), tuple(shelf.read(*place)), made)


def make_audited(
    desk: Desk, store: FigureStore, sheet: EditionSheet, look: EditionLook, progress: Progress
) -> tuple[dict[str, bytes], tuple[Finding, ...]]:
    """Return every file of the edition but the manifest's list, by name, and what the audit finds; none: it passes."""
    return draw_audited(desk, store, sheet, tell(desk, store, sheet), look, progress)


def draw_audited(
    desk: Desk, store: FigureStore, sheet: EditionSheet, told: ComposedEdition, look: EditionLook, progress: Progress
) -> tuple[dict[str, bytes], tuple[Finding, ...]]:
    """Return the same of an edition that is told already."""
    files = draw(desk, store, sheet, told, look, progress)
    findings = (*audit_files(files), *audit_data(told.files, store.raw))
    return files, tuple(dict.fromkeys(findings))


def standing(store: FigureStore, shelf: Shelf, sheet: EditionSheet) -> bytes | None:
    """Return the manifest of the revision `sheet.revision` where it stands whole, made of the very same inputs.

    Only a manifest that was kept before its revision was shelved counts: one written by another hand is no proof.
    """
    place = (sheet.name, str(sheet.figures.period), sheet.revision)
    if shelf.manifest(*place) is None:
        return None
    files = shelf.read(*place)
    has_signature = is_signed(files)
    files.pop(SIGNATURE, None)
    raw, note = files.pop(MANIFEST), noted(store, *place)
    is_other = note is not None and note.manifest_sha256 != digest(raw)
    if not store.has(digest(raw)) or (is_other and _is_fixed(store, *place)):
        return None
    manifest = json.loads(raw)
    listed = {item["name"]: item["sha256"] for item in manifest["files"]}
    is_whole = has_signature and listed == {file: digest(content) for file, content in files.items()}
    return raw if is_whole and manifest["inputs_sha256"] == sheet.inputs_sha256 else None


def number_for(desk: Desk, store: FigureStore, shelf: Shelf, sheet: EditionSheet) -> int:
    """Return the number of the revision to make: a newer one, unless the newest may still be replaced or is lost."""
    name, period = sheet.name, str(sheet.figures.period)
    if not (last := newest(store, shelf, name, period)):
        return 1
    note = noted(store, name, period, last)
    if note and note.inputs_sha256 == sheet.inputs_sha256:
        return last
    return last + 1 if _is_fixed(store, name, period, last) or desk.briefing(name).approval == "none" else last


def _is_fixed(store: FigureStore, name: str, period: str, revision: int) -> bool:
    return store.is_fixed(name, Period.parse(period), revision)
