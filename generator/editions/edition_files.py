"""Makes the files of an edition from its text: all those of docs/edition.md. The shelf comes later."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from generator.audit.seals import SIGNATURE
from generator.charts.faces import characters_without_a_glyph
from generator.editions.desk_signature import sign, sign_pages
from generator.editions.edition_sheet import NONE, EditionSheet, Progress
from generator.editions.edition_text import ComposedEdition, compose
from generator.errors import SettingsError
from generator.page import EditionLook, RenderLimits, RenderRequest, Sender, render
from generator.settings.desk import Desk
from generator.settings.desk_parts import digest
from generator.settings.output_shapes import InPdf, Listed, Manifest
from generator.store import FigureStore
from generator.story.plan import Story
from generator.story.record import as_json, edition_alone, texts_of
from generator.trade.figures import Figures


def make(
    desk: Desk, store: FigureStore, sheet: EditionSheet, look: EditionLook, progress: Progress
) -> dict[str, bytes]:
    """Return all files of the edition except the manifest, by name. Nothing is written outside the state."""
    return draw(desk, store, sheet, compose(desk, store, sheet), look, progress)


def draw(
    desk: Desk,
    store: FigureStore,
    sheet: EditionSheet,
    composed: ComposedEdition,
    look: EditionLook,
    progress: Progress,
) -> dict[str, bytes]:
    """Return the files of a composed edition, with its pages, mail, texts and pictures."""
    refuse_undrawable(desk, store, sheet.figures, composed.stories, sheet.names.as_data(store))
    request = render_request(desk, sheet, composed)
    rendered = render(request, look, limits=render_limits(desk), progress=progress)
    return {**composed.files, **{item.name: item.content for item in rendered}}


def render_limits(desk: Desk) -> RenderLimits:
    """Return the time and memory that a page-making process may take on this desk."""
    return RenderLimits(desk.settings.limits.render_seconds, desk.settings.limits.memory_mb)


def render_request(desk: Desk, sheet: EditionSheet, composed: ComposedEdition) -> RenderRequest:
    """Return everything that the page room needs to make the files."""
    mail = desk.settings.mail
    period = str(sheet.figures.period)
    attached = {}
    if sheet.terms != NONE:
        attached = {name: composed.files[name] for name in ("figures.csv", "claims.json")}
    # A draft is not on the site, so it gets no public address.
    public = ""
    if mail.site and not sheet.draft:
        public = f"{mail.site.rstrip('/')}/{sheet.name}/{period}/r{sheet.revision}/"
    head = manifest_head(sheet, composed.files)
    edition = json.loads(composed.files["edition.json"])
    manifests = {}
    for story in composed.stories:
        single = edition_alone(edition, story.language)
        in_pdf: InPdf = {"language": story.language, "inside": _listed(attached), "edition": single}
        manifests[story.language] = as_json({**head, "pdf": in_pdf})
    return RenderRequest(
        name=sheet.name,
        period=period,
        revision=sheet.revision,
        date=sheet.figures.vintage.as_of,
        stories=composed.stories,
        publisher=Sender(mail.sender),
        attachments=attached,
        manifests=manifests,
        formats=tuple(desk.briefing(sheet.name).formats),
        attach=mail.attach,
        proofs=composed.proofs,
        sources=composed.sources,
        public=public,
    )


def manifest_head(sheet: EditionSheet, files: Mapping[str, bytes]) -> Manifest:
    """Return the manifest without its list of files: what the edition is, and what it was made from."""
    head: Manifest = {
        "schema": 1,
        "briefing": sheet.name,
        "period": str(sheet.figures.period),
        "revision": sheet.revision,
        "as_of": sheet.figures.vintage.as_of.isoformat(),
        "releases": list(sheet.figures.vintage.releases),
        "inputs": dict(sheet.inputs),
        "inputs_sha256": sheet.inputs_sha256,
        "versions": dict(sheet.versions),
    }
    head["after"] = digest(sheet.memory_after(files))
    if sheet.context:
        head["context"] = list(sheet.context)
    if sheet.mirror:
        head["mirror"] = list(sheet.mirror)
    if sheet.names.releases:
        head["names"] = list(sheet.names.releases)
    if sheet.draft:
        head["draft"] = True
    if sheet.signed_by:
        head["signed_by"] = sheet.signed_by
    return head


def with_manifest(sheet: EditionSheet, files: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return the files with a manifest that lists the name, size and SHA-256 of each."""
    head: dict[str, Any] = {**manifest_head(sheet, files), "files": _listed(files)}
    if sheet.terms == NONE:
        head["desk_only"] = sorted(name for name in files if name.endswith((".csv", ".json")))
    return {**files, "manifest.json": as_json(head)}


def _listed(files: Mapping[str, bytes]) -> list[Listed]:
    return [{"name": name, "bytes": len(raw), "sha256": digest(raw)} for name, raw in sorted(files.items())]


def with_signed_manifest(
    desk: Desk, store: FigureStore, sheet: EditionSheet, files: Mapping[str, bytes]
) -> dict[str, bytes]:
    """Return the files with their manifest. If the sheet names a signer, sign the PDFs and the manifest.

    Only the signature is added to a PDF after the audit read it.
    """
    if sheet.signed_by is None:
        return with_manifest(sheet, files)
    signature_of = partial(sign, desk, store, sheet.signed_by["key"])
    head = json.loads(as_json(manifest_head(sheet, files)))
    finished = with_manifest(sheet, sign_pages(files, head, signature_of))
    return {**finished, SIGNATURE: signature_of(finished["manifest.json"])}


_VARIANTS = frozenset(map(chr, range(0xFE00, 0xFE10)))  # signs that choose a variant of the character before them
_KEY = re.compile(r"[\s-]*(\w+):")
_SHOWN = 40  # letters of the text that a message quotes


def refuse_undrawable(
    desk: Desk, store: FigureStore, figures: Figures, stories: Sequence[Story], names: Mapping[str, Mapping[str, Any]]
) -> None:
    """Raise SettingsError, with the place, if no face of its language draws a character of a text.

    `names` are the places of names from lists, as edition.json has them.
    """
    for story in stories:
        for words in dict.fromkeys(text.words for text in texts_of(story)):
            lacking = without_a_glyph(words, story.language)
            if not lacking:
                continue
            places = _places(desk.folder, store, figures, names.get(story.language, {}), lacking[0])
            where = next(places, f"the {story.language} edition")
            characters = ", ".join(map(_character, lacking))
            shown = words if len(words) <= _SHOWN else f"{words[:_SHOWN]}…"
            problem = f"no face of {story.language} draws {characters} in {shown!r}."
            drawable = [story.language for story in stories if not without_a_glyph(lacking, story.language)]
            raise SettingsError(where, problem, _remedy(desk.folder, where, story.language, drawable))


def without_a_glyph(words: str, language: str) -> str:
    """Return the visible characters that no face of a language draws. An accent counts with its letter."""
    signs = unicodedata.normalize("NFC", words)
    visible = "".join(sign for sign in signs if unicodedata.category(sign) != "Cf" and sign not in _VARIANTS)
    return characters_without_a_glyph(visible, language)


def _character(sign: str) -> str:
    name = unicodedata.name(sign, "")
    return f"{sign} (U+{ord(sign):04X}{f' {name}' if name else ''})"


def _places(folder: Path, store: FigureStore, figures: Figures, names: Mapping[str, Any], sign: str) -> Iterator[str]:
    """Yield the places of a character: in files of the desk, in lists of names, in rows of figures."""
    files: Iterable[Path] = (folder / "desk.yaml",)
    for kind in ("briefings/*.yaml", "commentary/**/*.md"):
        files = (*files, *sorted(folder.glob(kind)))
    for file in files:
        lines = file.read_text("utf-8", errors="replace").splitlines() if file.is_file() else []
        yield from (f"{file.relative_to(folder)}:{number}" for number, line in enumerate(lines, 1) if sign in line)
    for code, place in names.items():
        if sign in place["words"]:
            yield f"{place['name']}, row {place['row']}, column {place['column']} (HS {code})"
    for cell in (*figures.relayed, *figures.cells.values()):
        if any(sign in words for words in (cell.speaker, cell.publication, cell.wording)):
            yield f"{store.document(cell.cell.release)['name']}, row {cell.cell.row}"


def _remedy(folder: Path, where: str, language: str, languages: Sequence[str]) -> str:
    """Return the remedy. If another language can draw the words, suggest a setting for each language."""
    file, _, line = where.rpartition(":")
    if languages and line.isdigit():
        key = _KEY.match((folder / file).read_text("utf-8").splitlines()[int(line) - 1])
        if key is not None:
            names = ", ".join(f"{tag}: …" for tag in (language, *languages))
            return f"Write it for each language, {key[1]}: {{{names}}}."
    return "Take it out, or say it in words."
