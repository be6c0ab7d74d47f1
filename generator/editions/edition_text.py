"""Composes the text of an edition: figures, movements and settings in, stories with their claims out."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from itertools import chain
from typing import Any

from generator.commentary.editor import faults_of, vouched
from generator.commentary.editorial import edited_story
from generator.commentary.editors_text import EditorsText, Passage
from generator.editions.edition_movements import EditionMovements
from generator.editions.edition_sheet import FULL, NONE, EditionSheet
from generator.editions.errata import with_correction
from generator.errors import Contradicted, IntegrityError
from generator.intake.side_figures import first_told
from generator.movements.pick_facts import MIRROR
from generator.settings.desk import Desk
from generator.settings.tolerances import RULE, RULE_PERIODS
from generator.settings.value_types import Language
from generator.settings.wiring import brief, editors_text, readers, source_title
from generator.store import FigureStore
from generator.story.brief import Brief, Doubts, MirrorReport, NoTradeStatement
from generator.story.claim_ledger import ClaimLedger
from generator.story.composing import as_draft
from generator.story.plan import Story
from generator.story.proofs import Proofs, proofs_of
from generator.story.record import as_json, cells_csv, claims_data, edition_data
from generator.trade.codes import is_within
from generator.trade.figures import Figures
from generator.trade.flags import Flag
from generator.trade.observation import Observation
from generator.trade.period import Period
from generator.trade.release import holds

Briefs = Mapping[Language, Brief]


@dataclass(frozen=True)
class ComposedEdition:
    """The text of an edition, before its pages are made."""

    stories: tuple[Story, ...]
    files: Mapping[str, bytes]  # edition.json, claims.json and figures.csv
    proofs: Mapping[str, Proofs]  # by language
    sources: Mapping[str, Proofs]  # proofs for the sources page of the PDF, by language; empty without that page


def compose(desk: Desk, store: FigureStore, sheet: EditionSheet) -> ComposedEdition:
    """Return the text of the edition with its claims and cells. Raise Contradicted if an editor's text has faults."""
    note = desk.note(sheet.name, str(sheet.figures.period))
    if note:
        note.refuse_expired(sheet.figures.vintage.as_of)
    briefs = briefs_of(desk, store, sheet)
    ledger = ClaimLedger(sheet.figures.period)
    stories = stories_of(desk, store, sheet, briefs, ledger)
    refuses = desk.settings.editorial == "refuse"
    faults = list(chain.from_iterable(faults_of(story.verdicts, refuses_comments=refuses) for story in stories))
    if faults and not sheet.draft:
        raise Contradicted(faults)
    if sheet.correction:
        before = {name: store.raw.read(sha) for name, sha in sheet.correction.files.items()}
        stories = with_correction(before, sheet.correction, sheet.figures, ledger, stories, briefs)
    if sheet.terms == FULL:
        for side in _sides(sheet.figures):
            ledger.keep(cell for cell in side.cells.values() if cell.value is not None)
    head = _head(desk, store, sheet)
    terms = {"redistribution": head["redistribution"]} if "redistribution" in head else {}
    listed = {raw: {**document, **terms} for raw, document in documents(store, sheet).items()}
    listed = _with_mirror(store, sheet, ledger, listed)
    listed |= _context_documents(store, sheet, ledger)
    claims = claims_data({key: head[key] for key in ("briefing", "period", "revision")}, listed, ledger, stories)
    verdicts = list(chain.from_iterable(story.verdicts for story in stories))
    shown = verdicts if sheet.draft else vouched(verdicts)
    if shown:
        claims["editorial"] = [asdict(verdict) for verdict in shown]
    proofs = {}
    sources = {}
    forms = {}
    for story, story_brief in zip(stories, briefs.values(), strict=True):
        labels = {code: story_brief.label(code) for code in sheet.figures.selection.codes}
        names = {code: label.short for code, label in labels.items()}
        forms[story.language] = {code: label.forms() for code, label in labels.items()}
        proofs[story.language] = proofs_of(story, claims, names)
        if "sources_page" in head:
            sources[story.language] = proofs_of(story, claims, names, "pdf")
    edition = edition_data(head, forms, stories)
    movements = _movements_data(sheet.moved, has_facts=sheet.terms == FULL)
    if movements:
        edition["movements"] = movements
    files = {"claims.json": as_json(claims), "figures.csv": cells_csv(claims), "edition.json": as_json(edition)}
    return ComposedEdition(stories, files, proofs, sources)


def briefs_of(desk: Desk, store: FigureStore, sheet: EditionSheet) -> Briefs:
    """Return the briefs of an edition by language: the settings and names that the story room needs."""
    figures = sheet.figures
    doubts = _doubts(store, figures, sheet.movements.base)
    first = first_told(store, figures)
    last = sheet.moved.before.last if sheet.moved.before else None
    briefs = {}
    for language in desk.settings.languages:
        edition_brief = sheet.names.over(brief(desk, sheet.name, str(figures.period), language), desk, store, language)
        briefs[language] = replace(edition_brief, contexts=sheet.contexts, doubts=doubts, first=first, last=last)
        briefs[language] = replace(briefs[language], mirror=_mirror(desk, store, sheet, language))
    return briefs


def _mirror(desk: Desk, store: FigureStore, sheet: EditionSheet, language: Language) -> MirrorReport | None:
    """Return the partner's report as a text may print it, or None.

    Its source must allow what that of the edition allows, and be illustrative if that is. No release of it may be one
    that a person accepted although it was odd.
    """
    report = sheet.moved.report
    if report is None or report.figures is None:
        return None
    source, own = (desk.settings.sources[name] for name in (report.selection.source, sheet.figures.selection.source))
    releases = store.releases.all(report.selection.source)
    is_odd = any(release.accepted for release in releases if release.name in report.releases)
    is_alike = (source.redistribution, source.illustrative) == (own.redistribution, own.illustrative)
    return None if is_odd or not is_alike else MirrorReport(report.figures, source_title(source, language))


def stories_of(
    desk: Desk, store: FigureStore, sheet: EditionSheet, briefs: Briefs, ledger: ClaimLedger, *, drafted: bool = False
) -> tuple[Story, ...]:
    """Return the stories of an edition, one for each language. With `drafted`, leave out an editor's text."""
    stories = []
    for language, language_brief in briefs.items():
        written = editors_text_of(desk, store, sheet, language)
        if drafted:
            written = replace(written, headline=None, manuscript=None)
        story = edited_story(sheet.figures, sheet.movements, language_brief, ledger, written, revision=sheet.revision)
        stories.append(as_draft(story) if sheet.draft else story)
    return tuple(stories)


def _head(desk: Desk, store: FigureStore, sheet: EditionSheet) -> dict[str, Any]:
    """Return what edition.json says about the edition itself. Default values have no key."""
    settings = desk.settings
    briefing = desk.briefing(sheet.name)
    note = desk.note(sheet.name, str(sheet.figures.period))
    head: dict[str, Any] = {
        "briefing": sheet.name,
        "period": str(sheet.movements.period),
        "compare_period": str(sheet.movements.base),
        "revision": sheet.revision,
        "as_of": sheet.figures.vintage.as_of.isoformat(),
        "codes": list(sheet.figures.selection.codes),
        "formats": list(briefing.formats),
        "editors_files": [note.sha256] if note else [],
    }
    if sheet.correction:
        head["correction"] = sheet.correction.as_data()
    if sheet.names.lines:
        head["names"] = sheet.names.as_data(store)
    signed = readers(settings)
    if signed:
        head["readers"] = signed
    if briefing.sources_page and sheet.terms != NONE:
        head["sources_page"] = True
    if sheet.figures.year_start != 1:
        head["year_start"] = sheet.figures.year_start
    if len(settings.mail.attach) > 1:
        head["attach"] = list(settings.mail.attach)
    if settings.mail.site:
        head["site"] = settings.mail.site
    if sheet.terms != "used":
        head["redistribution"] = sheet.terms
    return head


def _movements_data(moved: EditionMovements, *, has_facts: bool) -> dict[str, Any]:
    """Return `movements` of edition.json, with figures only if `has_facts`.

    An edition without picks has `before` alone. Figures of the partner's report are left out: they are for the editor
    alone.
    """
    before, picks = moved.before, moved.picks
    if picks is None:
        return {"before": before.as_data()} if before else {}
    notable = []
    for pick in picks.picks:
        data = pick.as_data()
        facts = [fact for fact in data.pop("facts") if fact["metric"] != MIRROR]
        if has_facts:
            data["facts"] = facts
        notable.append(data)
    lines = [
        {
            "notable": line in moved.movements.notable,
            "code": line.code,
            "kind": line.kind,
            "direction": line.direction,
            "score": float(line.score),
            "parts": dict(line.parts),
            "may_lead": line.may_lead,
            "told_before": line.told_before,
            "since_step": line.since_step,
            "flags": list(line.flags),
            "rule": line.rule,
            "why": line.reason or str(line.judgement),
        }
        for line in (*moved.movements.notable, *moved.movements.left_out)
    ]
    return {
        "before": before.as_data() if before else None,
        "lines": lines,
        "told": notable,
        "left_out": [pick.as_data() for pick in picks.left_out],
        "memory": picks.memory.as_data(),
    }


def documents(store: FigureStore, sheet: EditionSheet) -> dict[str, Any]:
    """Return the releases of the edition as docs/edition.md lists them, by the digest of their bytes.

    Several releases may have the same bytes: no trade in May, none in June. They become one document, with the `places`
    that it has among the releases, and its coverage at each place.
    """
    about = sheet.figures.selection
    names = sheet.figures.vintage.releases
    raw = {release.name: release.raw for release in store.releases.all(about.source)}
    flags = _standing_flags(store, sheet.figures)
    entries = []
    places: dict[str, list[int]] = {}
    for place, name in enumerate(names):
        has_market = sheet.figures.market is not None
        entry = dict(store.document(name, about, every_partner=has_market))
        if flags[name]:
            entry["flags"] = [str(flag) for flag in flags[name]]
        entries.append(entry)
        places.setdefault(raw[name], []).append(place)
    if len(places) == len(names):
        return {raw[name]: entry for name, entry in zip(names, entries, strict=True)}
    return {sha256: _merged(entries, places_in_document) for sha256, places_in_document in places.items()}


def _merged(entries: Sequence[dict[str, Any]], places: Sequence[int]) -> dict[str, Any]:
    """Return the entry of a document that has several places among the releases."""
    merged = entries[places[-1]] | {"places": list(places)}
    coverage: list[dict[str, Any]] = []
    flags: list[str] = []
    for place in places:
        coverage.extend({**part, "place": place} for part in entries[place].get("coverage", ()))
        flags.extend(entries[place].get("flags", ()))
    if coverage:
        merged["coverage"] = coverage
    if flags:
        merged["flags"] = list(dict.fromkeys(flags))
    return merged


def _with_mirror(
    store: FigureStore, sheet: EditionSheet, ledger: ClaimLedger, listed: dict[str, Any]
) -> dict[str, Any]:
    """Return documents with the releases of the partner's report, if the edition quotes it.

    A release that the edition has anyhow is complete about the partner's report, too.
    """
    report = sheet.moved.report
    if report is None or not any(claim.kind == "mirror" for claim in ledger.claims):
        return listed
    found = dict(listed)
    raws = {release.name: release.raw for release in store.releases.all(report.selection.source)}
    for name in report.releases:
        entry, before = store.document(name, report.selection), found.get(raws[name], {})
        coverage = [*before.get("coverage", ()), *entry.get("coverage", ())]
        found[raws[name]] = {**entry, **before, **({"coverage": coverage} if coverage else {})}
    return found


def _context_documents(store: FigureStore, sheet: EditionSheet, ledger: ClaimLedger) -> dict[str, Any]:
    """Return the releases of prices and rates that the edition uses a cell of, by the digest of their bytes."""
    used = {cell.cell.release: cell.cell.raw for cell in ledger.context_figures.values()}
    titles = {name: context.title for context in sheet.contexts for name in context.series.vintage.releases}
    return {used[name]: store.document(name) | {"title": titles[name]} for name in sheet.context if name in used}


def keep_drafts(store: FigureStore, drafts: Mapping[str, tuple[Passage, ...]]) -> str:
    """Keep the passages of a draft, by language, and return their digest, for the key `drafted` of a commentary."""
    data = {language: [asdict(passage) for passage in passages] for language, passages in drafts.items()}
    return store.raw.keep(json.dumps(data, ensure_ascii=False, sort_keys=True).encode())


def editors_text_of(desk: Desk, store: FigureStore, sheet: EditionSheet, language: Language) -> EditorsText:
    """Return an editor's text for an edition. A whole text comes with the draft that the editor began with.

    If that draft is not in the store, as in a copy of the settings alone, it is left out, and today's is used.
    """
    name = sheet.name
    period = str(sheet.figures.period)
    note = desk.note(name, period)
    written = editors_text(desk, name, period, language)
    if note is None or written.manuscript is None or not note.drafted:
        return written
    try:
        draft_data = json.loads(store.raw.read(note.drafted))
    except IntegrityError:
        return written
    draft = [Passage(**{**row, "subject": tuple(row["subject"])}) for row in draft_data.get(language, ())]
    return replace(written, manuscript=replace(written.manuscript, draft=tuple(draft)))


_SILENT = frozenset({"repeated"})  # flags without effect on figures: a repeated row
_OF_ABSENCE = frozenset({"gone", "partial"})  # flags about missing lines
_MONTHS = 13  # months before a period in which a line is expected to have figures


def _doubts(store: FigureStore, figures: Figures, base: Period) -> Doubts:
    """Return the flags on the figures of an edition, and the reasons why a person accepted a release.

    A release counts if the edition uses one of its cells in a period from `base` on, and so does a person's statement
    that a line of the edition had no trade in one.
    """
    months = range(base.first, figures.period.first + figures.period.months)
    used = set()
    for side in _sides(figures):
        for cell in _printed(side.cells.values()):
            if cell.period.first in months:
                used.add(cell.cell.release)
    doubts = []
    for name, flags in _standing_flags(store, figures).items():
        if name not in used:
            continue
        for flag in flags:
            is_about = flag.is_about(figures.period) or flag.is_about(base)
            if is_about and flag.kind not in _SILENT:
                doubts.append(flag)
    releases = [release for release in store.releases.all(figures.selection.source) if release.name in used]
    accepted = [(release.period, release.accepted) for release in releases if release.accepted]
    statements = tuple(dict.fromkeys(_statements(store, figures, months)))
    return Doubts(tuple(dict.fromkeys(doubts)), tuple(dict.fromkeys(accepted)), statements)


def _statements(store: FigureStore, figures: Figures, months: range) -> Iterator[NoTradeStatement]:
    """Yield what people say of lines of the edition that had no trade in one of `months`."""
    names = store.releases.statements() & {*figures.vintage.releases}
    reasons = {release.name: release.accepted for release in store.releases.all() if release.name in names}
    for side in _sides(figures):
        for name, scope in store.releases.covering(side.selection):
            is_about = any(holds(scope.codes, code) for code in side.selection.codes)
            for period in scope.periods if name in names and is_about else ():
                if period.first in months:
                    yield NoTradeStatement(period, scope.codes, reasons[name])


def _standing_flags(store: FigureStore, figures: Figures) -> Mapping[str, tuple[Flag, ...]]:
    """Return the flags that still apply to these figures, by release, in the order of releases.

    A release is flagged alone, when it is ingested: a file with some lines lacks all others. Another release may have
    brought those lines since, or replaced the odd figure. The edition's note prints the remaining flags, and
    claims.json has them for the audit.
    """
    flags = {release.name: release.flags for release in store.releases.all(figures.selection.source)}
    cells: dict[tuple[int, str], list[Observation]] = {}
    sides = _sides(figures)
    for number, side in enumerate(sides):
        for cell in _printed(side.cells.values()):
            cells.setdefault((number, cell.cell.release), []).append(cell)

    def is_standing(flag: Flag, name: str) -> bool:
        return any(_stands(flag, side, cells.get((number, name), ())) for number, side in enumerate(sides))

    standing = {}
    for name in figures.vintage.releases:
        parsed = [Flag.parse(text) for text in flags[name]]
        standing[name] = tuple(flag for flag in parsed if is_standing(flag, name))
    return standing


def _stands(flag: Flag, figures: Figures, cells: Iterable[Observation]) -> bool:
    """Whether a flag of a release applies to the figures. `cells` are the cells of that release that they use."""
    if not flag.concerns(figures.selection):
        return False
    if flag.kind in _OF_ABSENCE:
        return flag.period is None or _lacks_lines(figures, flag.period)
    codes = (cell.code for cell in cells if flag.is_about(cell.period))
    return any(not flag.code or is_within(flag.code, code) or is_within(code, flag.code) for code in codes)


def _lacks_lines(figures: Figures, when: Period) -> bool:
    """Whether a line that usually has a row lacks one in `when`.

    Usually means in at least the fraction RULE of the recent periods, and in at least RULE_PERIODS of them.
    """
    recent = {
        month for _, month in figures.cells if month.months == when.months and 0 < when.first - month.first <= _MONTHS
    }
    for code in figures.selection.lines:
        count = sum((code, month) in figures.cells for month in recent)
        if count >= max(RULE_PERIODS, RULE * len(recent)) and (code, when) not in figures.cells:
            return True
    return False


def _sides(figures: Figures) -> tuple[Figures, ...]:
    """Return the figures and, if the briefing shows the balance, those of the opposite flow."""
    return (figures, figures.opposite) if figures.opposite else (figures,)


def _printed(cells: Iterable[Observation]) -> Iterator[Observation]:
    """Yield the cells as published: for a sum of lines, the cells of the lines."""
    for cell in cells:
        yield from cell.parts or (cell,)
