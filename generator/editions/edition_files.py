"""An edition's files: figures, movements and settings in, every file of docs/edition.md out, not yet on the shelf."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from functools import partial
from typing import Any

from generator.audit.seals import SIGNATURE
from generator.commentary.editor import faults_of, vouched
from generator.commentary.editorial import edited_story
from generator.commentary.editors_text import EditorsText, Passage
from generator.editions.desk_signature import sign, sign_pages
from generator.editions.doubts import doubts, standing_flags
from generator.editions.edition_movements import movements_data
from generator.editions.edition_sheet import FULL, NONE, EditionSheet, Progress
from generator.editions.errata import mended
from generator.editions.glyph_check import refuse_undrawable
from generator.errors import Contradicted, IntegrityError
from generator.intake.side_figures import first_told
from generator.page import EditionLook, RenderLimits, RenderRequest, Sender, render
from generator.settings.desk import Desk
from generator.settings.desk_parts import digest
from generator.settings.output_shapes import InPdf, Listed, Manifest
from generator.settings.value_types import Language
from generator.settings.wiring import brief, editors_text, readers
from generator.store import FigureStore
from generator.story.brief import Brief
from generator.story.claim_ledger import ClaimLedger
from generator.story.composing import as_draft
from generator.story.plan import Story
from generator.story.proofs import Proofs, proofs_of
from generator.story.record import as_json, cells_csv, claims_data, edition_alone, edition_data, verdict_data
from generator.trade.figures import Figures
from generator.trade.flags import Flag
from generator.trade.observation import Observation


@dataclass(frozen=True)
class ComposedEdition:
    """An edition before any page of it: its stories, and edition.json, claims.json and figures.csv."""

    stories: tuple[Story, ...]
    files: Mapping[str, bytes]
    proofs: Mapping[str, Proofs]
    sources: Mapping[str, Proofs]


def tell(desk: Desk, store: FigureStore, sheet: EditionSheet) -> ComposedEdition:
    """Return what the edition says, with the claims and cells that carry it."""
    if note := desk.note(sheet.name, str(sheet.figures.period)):
        note.refuse_expired(sheet.figures.vintage.as_of)
    ledger = ClaimLedger(sheet.figures.period)
    stories = stories_of(desk, store, sheet, ledger)
    refuses = desk.settings.editorial == "refuse"
    faults = [fault for story in stories for fault in faults_of(story.verdicts, refuses_comments=refuses)]
    if faults and not sheet.draft:
        raise Contradicted(faults)
    if sheet.correction:
        briefs = {language: brief_of(desk, store, sheet, language) for language in desk.settings.languages}
        before = {name: store.raw(sha) for name, sha in sheet.correction.files.items()}
        stories = mended(before, sheet.correction, sheet.figures, ledger, stories, briefs)
    if sheet.terms == FULL:
        ledger.draw(_every_cell(sheet.figures))
    head = _head(desk, store, sheet)
    own = {raw: {**document, **_terms(sheet)} for raw, document in documents(store, sheet).items()}
    listed = own | beside_documents(store, sheet, ledger)
    claims = claims_data(_short(head), listed, ledger, stories)
    every = [verdict for story in stories for verdict in story.verdicts]
    said = every if sheet.draft else vouched(every)
    if said:
        claims["editorial"] = [verdict_data(verdict) for verdict in said]
    files = {"claims.json": as_json(claims), "figures.csv": cells_csv(claims)}
    names = {story.language: _full_names(desk, store, sheet, story) for story in stories}
    proofs = {story.language: proofs_of(story, claims, names[story.language]) for story in stories}
    on_paper = stories if _has_sources_page(desk, sheet) else ()
    sources = {story.language: proofs_of(story, claims, names[story.language], "pdf") for story in on_paper}
    edition = edition_data(head, _forms_of_names(desk, store, sheet), stories)
    if of_engine := movements_data(sheet.moved, facts=sheet.terms == FULL):
        edition["movements"] = of_engine
    return ComposedEdition(stories, files | {"edition.json": as_json(edition)}, proofs, sources)


def make(
    desk: Desk, store: FigureStore, sheet: EditionSheet, look: EditionLook, progress: Progress
) -> dict[str, bytes]:
    """Return every file of the edition but the manifest's list, by name; nothing is written outside the state."""
    return draw(desk, store, sheet, tell(desk, store, sheet), look, progress)


def draw(
    desk: Desk,
    store: FigureStore,
    sheet: EditionSheet,
    told: ComposedEdition,
    look: EditionLook,
    progress: Progress,
) -> dict[str, bytes]:
    """Return the files of `told` with its pages, mail, texts and pictures."""
    refuse_undrawable(desk, store, sheet.figures, told.stories, sheet.names.as_data(store))
    limits = desk.settings.limits
    may_take = RenderLimits(limits.render_seconds, limits.memory_mb)
    edition = to_render(desk, sheet, told)

    rendered = render(edition, look, limits=may_take, progress=progress)
    return {**told.files, **{item.name: item.content for item in rendered}}


def to_render(desk: Desk, sheet: EditionSheet, told: ComposedEdition) -> RenderRequest:
    """Return what the page room makes the files of."""
    mail = desk.settings.mail
    attached = {} if sheet.terms == NONE else {name: told.files[name] for name in ("figures.csv", "claims.json")}
    return RenderRequest(
        name=sheet.name,
        period=str(sheet.figures.period),
        revision=sheet.revision,
        date=sheet.figures.vintage.as_of,
        stories=told.stories,
        publisher=Sender(mail.sender, mail.site or ""),
        attachments=attached,
        manifests={one.language: as_json(_inside(sheet, told, attached, one.language)) for one in told.stories},
        formats=tuple(desk.briefing(sheet.name).formats),
        attach=mail.attach,
        proofs=told.proofs,
        sources=told.sources,
        public=_public(mail.site, sheet),
    )


def _public(site: str | None, sheet: EditionSheet) -> str:
    """Return the address of the edition's folder on the site, which has it as output/ does; a draft lies nowhere."""
    if site is None or sheet.draft:
        return ""
    return f"{site.rstrip('/')}/{sheet.name}/{sheet.figures.period}/r{sheet.revision}/"


def manifest_head(sheet: EditionSheet, files: Mapping[str, bytes]) -> Manifest:
    """Return the manifest without its list of files: what the edition is, and of what it was made."""
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
    if after := sheet.after(files):
        head["after"] = digest(after)
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


def _inside(sheet: EditionSheet, told: ComposedEdition, attached: Mapping[str, bytes], language: str) -> Manifest:
    """Return the manifest that lies in the PDF of a language, with all that it takes to judge that file alone."""
    edition = edition_alone(json.loads(told.files["edition.json"]), language)
    of_pdf: InPdf = {"language": language, "inside": _listed(attached), "edition": edition}
    return {**manifest_head(sheet, told.files), "pdf": of_pdf}


def _listed(files: Mapping[str, bytes]) -> list[Listed]:
    return [{"name": name, "bytes": len(raw), "sha256": digest(raw)} for name, raw in sorted(files.items())]


def with_manifest(sheet: EditionSheet, files: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return the files with the manifest that lists them: name, size and SHA-256 of each."""
    head: dict[str, Any] = {**manifest_head(sheet, files), "files": _listed(files)}
    if sheet.terms == NONE:
        head["desk_only"] = sorted(name for name in files if name.endswith((".csv", ".json")))
    return {**files, "manifest.json": as_json(head)}


def with_signed_manifest(
    desk: Desk, store: FigureStore, sheet: EditionSheet, files: Mapping[str, bytes]
) -> dict[str, bytes]:
    """Return the files with the manifest that lists them, both signed if the sheet says by whom.

    What was audited is signed: nothing but the signature comes into a PDF after it was read back.
    """
    if sheet.signed_by is None:
        return with_manifest(sheet, files)
    make = partial(sign, desk, store, sheet.signed_by["key"])
    head = json.loads(as_json(manifest_head(sheet, files)))
    whole = with_manifest(sheet, sign_pages(files, head, make))
    return {**whole, SIGNATURE: make(whole["manifest.json"])}


def _every_cell(figures: Figures) -> Iterator[Observation]:
    """Yield every cell with a figure that the briefing saw, of both directions where it shows the balance."""
    for one in (figures, *([figures.opposite] if figures.opposite else [])):
        yield from (cell for cell in one.cells.values() if cell.value is not None)


def documents(store: FigureStore, sheet: EditionSheet) -> dict[str, Any]:
    """Return the releases of the edition as docs/edition.md lists them, by the digest of their bytes.

    Answers may have the same bytes (no trade in May, none in June; one figure, another, the first again). They are one
    document, which says at which places it counts, and at which it is complete about what.
    """
    about, names = sheet.figures.selection, sheet.figures.vintage.releases
    raw = {release.name: release.raw for release in store.releases(about.source)}
    places: dict[str, list[int]] = {}
    for place, name in enumerate(names):
        places.setdefault(raw[name], []).append(place)
    flags = standing_flags(store, sheet.figures)
    entries = [store.document(name, about) | _flagged(flags[name]) for name in names]
    if len(places) == len(names):
        return {raw[name]: entry for name, entry in zip(names, entries, strict=True)}
    return {digest: _placed(entries, own) for digest, own in places.items()}


def _placed(entries: Sequence[dict[str, Any]], places: Sequence[int]) -> dict[str, Any]:
    told = [{**one, "place": place} for place in places for one in entries[place].get("coverage", ())]
    odd = list(dict.fromkeys(text for place in places for text in entries[place].get("flags", ())))
    more = ({"coverage": told} if told else {}) | ({"flags": odd} if odd else {})
    return entries[places[-1]] | {"places": list(places)} | more


def _flagged(flags: Sequence[Flag]) -> dict[str, Any]:
    return {"flags": list(map(str, flags))} if flags else {}


def beside_documents(store: FigureStore, sheet: EditionSheet, ledger: ClaimLedger) -> dict[str, Any]:
    """Return the releases of prices and rates in which a cell of the edition stands, by the digest of their bytes."""
    used = {cell.cell.release: cell.cell.raw for cell in ledger.beside.values()}
    titles = {name: of.title for of in sheet.beside for name in of.context.vintage.releases}
    return {used[name]: store.document(name) | {"title": titles[name]} for name in sheet.context if name in used}


def stories_of(
    desk: Desk, store: FigureStore, sheet: EditionSheet, ledger: ClaimLedger, *, as_written: bool = False
) -> tuple[Story, ...]:
    """Return what an edition says in each language; `as_written` by the program, no word of an editor's in its text."""
    return tuple(
        _story(desk, store, sheet, ledger, language, as_written=as_written) for language in desk.settings.languages
    )


def _story(
    desk: Desk, store: FigureStore, sheet: EditionSheet, ledger: ClaimLedger, language: Language, *, as_written: bool
) -> Story:
    told = replace(brief_of(desk, store, sheet, language), beside=sheet.beside)
    odd, first = doubts(store, sheet.figures, sheet.movements.base), first_told(store, sheet.figures)
    last = sheet.moved.before.last if sheet.moved.before else None
    told = replace(told, doubts=odd, first=first, last=last)
    written = editors_text_of(desk, store, sheet, language)
    if as_written:
        written = replace(written, headline=None, manuscript=None)
    story = edited_story(sheet.figures, sheet.movements, told, ledger, written, revision=sheet.revision)
    return as_draft(story) if sheet.draft else story


def brief_of(desk: Desk, store: FigureStore, sheet: EditionSheet, language: Language) -> Brief:
    """Return what the desk tells the story about an edition in a language."""
    told = brief(desk, sheet.name, str(sheet.figures.period), language)
    return sheet.names.over(told, desk, store, language)


def _head(desk: Desk, store: FigureStore, sheet: EditionSheet) -> dict[str, Any]:
    note = desk.note(sheet.name, str(sheet.figures.period))
    return {
        "briefing": sheet.name,
        "period": str(sheet.movements.period),
        "compare_period": str(sheet.movements.base),
        "revision": sheet.revision,
        "as_of": sheet.figures.vintage.as_of.isoformat(),
        "codes": list(sheet.figures.selection.codes),
        "formats": list(desk.briefing(sheet.name).formats),
        "editors_files": [note.sha256] if note else [],
        **({"correction": sheet.correction.as_data()} if sheet.correction else {}),
        **({"names": sheet.names.as_data(store)} if sheet.names.lines else {}),
        **({"readers": signed} if (signed := readers(desk.settings)) else {}),
        **({"sources_page": True} if _has_sources_page(desk, sheet) else {}),
        **({"year_start": sheet.figures.year_start} if sheet.figures.year_start != 1 else {}),
        **({"attach": list(attach)} if len(attach := desk.settings.mail.attach) > 1 else {}),
        **({"site": site} if (site := desk.settings.mail.site) else {}),
        **_terms(sheet),
    }


def _has_sources_page(desk: Desk, sheet: EditionSheet) -> bool:
    """Say whether the PDF ends with the cells of its figures; where they stay with the desk it never does."""
    return desk.briefing(sheet.name).sources_page and sheet.terms != NONE


def _terms(sheet: EditionSheet) -> dict[str, str]:
    """Return the terms of the source where they are not the usual ones."""
    return {} if sheet.terms == "used" else {"redistribution": sheet.terms}


def _short(head: Mapping[str, Any]) -> dict[str, Any]:
    return {key: head[key] for key in ("briefing", "period", "revision")}


def _forms_of_names(desk: Desk, store: FigureStore, sheet: EditionSheet) -> dict[str, dict[str, list[str]]]:
    def names(language: Language) -> dict[str, list[str]]:
        told = brief_of(desk, store, sheet, language)
        return {code: told.label(code).forms() for code in sheet.figures.selection.codes}

    return {language: names(language) for language in desk.settings.languages}


def _full_names(desk: Desk, store: FigureStore, sheet: EditionSheet, story: Story) -> dict[str, str]:
    told = brief_of(desk, store, sheet, story.language)  # type: ignore[arg-type]  # a language of the desk
    return {code: told.label(code).full for code in sheet.figures.selection.codes}


def keep_drafts(store: FigureStore, drafts: Mapping[str, tuple[Passage, ...]]) -> str:
    """Keep the passages of a draft by language and return the digest that `drafted` of a commentary names."""
    data = {language: [asdict(passage) for passage in passages] for language, passages in drafts.items()}
    return store.keep(json.dumps(data, ensure_ascii=False, sort_keys=True).encode())


def editors_text_of(desk: Desk, store: FigureStore, sheet: EditionSheet, language: Language) -> EditorsText:
    """Return what an editor wrote for an edition, a whole text with the draft that it began as.

    A draft that is not kept here, as in a copy of the settings alone, is none: today's stands for it.
    """
    name, period = sheet.name, str(sheet.figures.period)
    note, written = desk.note(name, period), editors_text(desk, name, period, language)
    if note is None or written.manuscript is None or not note.drafted:
        return written
    try:
        data = json.loads(store.raw(note.drafted))
    except IntegrityError:
        return written
    draft = tuple(_passage(row) for row in data.get(language, ()))
    return replace(written, manuscript=replace(written.manuscript, draft=draft))


def _passage(row: Mapping[str, object]) -> Passage:
    subject = row["subject"]
    codes = tuple(map(str, subject)) if isinstance(subject, list) else ()
    return Passage(**{**row, "subject": codes})  # type: ignore[arg-type]  # as keep_drafts wrote it
