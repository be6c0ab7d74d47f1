"""A draft: an edition to look at while it is written. It is no revision, says so on every page, and is not recorded."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from generator.audit import Finding
from generator.commentary.gate import CONTRADICTED
from generator.delivery import Shelf
from generator.editions.build import Receipt, draw_audited
from generator.editions.edition_files import tell, to_render, with_manifest
from generator.editions.edition_movements import movements_of
from generator.editions.edition_sheet import Progress, look_of, sheet_of
from generator.intake.period_choice import figures_for
from generator.page import EditionLook, RenderLimits, RenderRequest, render
from generator.page.sentence_marks import LEAST, from_left, marked_page
from generator.settings.desk import Desk
from generator.store import FigureStore

DRAFT_FINDINGS = "FINDINGS.txt"
_BODY = re.compile(r"<body\b[^>]*>")


@dataclass(frozen=True)
class Draft:
    """Where a draft stands, and what the audit has against it."""

    receipt: Receipt
    findings: tuple[Finding, ...]


def draft(
    desk: Desk,
    store: FigureStore,
    shelf: Shelf,
    name: str,
    period: str | None,
    progress: Progress,
    *,
    as_of: date | None = None,
) -> Draft:
    """Make the edition of `period` as a draft, in the place of the last draft."""
    figures, look = figures_for(desk, store, name, period, as_of), look_of(desk, store)
    sheet = replace(sheet_of(desk, store, name, figures, movements_of(desk, store, name, figures), 0, look), draft=True)
    told = tell(desk, store, sheet)
    files, audited = draw_audited(desk, store, sheet, told, look, progress)
    own = dict(_contradicted(files))
    findings = (*own, *audited)
    marked = {file: _with_findings(file, raw, findings, own) for file, raw in files.items()}
    if findings:
        marked |= _pages(desk, to_render(desk, sheet, told), look, findings)
    whole = with_manifest(sheet, marked | {DRAFT_FINDINGS: _listed(findings)})
    place = shelf.put_draft(name, str(figures.period), whole)
    return Draft(Receipt(name, str(figures.period), 0, place, tuple(sorted(whole)), made=True), findings)


def _contradicted(files: Mapping[str, bytes]) -> Iterator[tuple[Finding, str]]:
    """Yield the editor's sentences that the figures contradict, with line, right figure, and language."""
    for row in json.loads(files["claims.json"]).get("editorial", ()):
        if row["outcome"] == CONTRADICTED:
            right = f" The figures have {row['right']}." if row["right"] else ""
            yield Finding(row["where"], row["sentence"], "commentary", f"{row['why']}{right}"), row["language"]


def _pages(desk: Desk, edition: RenderRequest, look: EditionLook, findings: tuple[Finding, ...]) -> dict[str, bytes]:
    """Return the PDF of each language set again, its sentences marked as those of the web page are."""
    if "pdf" not in edition.formats:
        return {}
    limits = desk.settings.limits
    marked = replace(edition, formats=("pdf",), marks=notes_by_sentence(findings))
    made = render(marked, look, limits=RenderLimits(limits.render_seconds, limits.memory_mb))
    return {file.name: file.content for file in made if file.name.endswith(".pdf")}


def _listed(findings: tuple[Finding, ...]) -> bytes:
    return "".join(f"{finding}\n" for finding in findings or ("The audit finds nothing.",)).encode()


def _with_findings(file: str, raw: bytes, findings: tuple[Finding, ...], own: Mapping[Finding, str]) -> bytes:
    """Return a file with its marks; on top of a page stand the findings, but those of another language's text."""
    if not findings:
        return raw
    if file.endswith((".txt", ".md")):
        return marked_text(raw.decode(), notes_by_sentence(findings)).encode()
    if not file.endswith(".html"):
        return raw
    language = file.removesuffix(".html")
    return _page(raw.decode(), findings, [one for one in findings if own.get(one, language) == language]).encode()


def _page(page: str, findings: tuple[Finding, ...], listed: Sequence[Finding]) -> str:
    marked = marked_page(page, notes_by_sentence(findings))
    if not listed:
        return marked
    items = "".join(f"<li>{from_left(str(finding))}</li>" for finding in listed)
    box = f'<aside class="faults" lang="en" dir="ltr"><p>The audit would hold this edition:</p><ul>{items}</ul></aside>'
    return _BODY.sub(lambda body: f"{body[0]}\n{box}", marked, count=1)


_TYPED = {"‘": "[‘’']", "’": "[‘’']", "“": '[“”"]', "”": '[“”"]'}


def notes_by_sentence(findings: Iterable[Finding]) -> Mapping[str, str]:
    """Return what is wrong with each sentence, white space folded; the longest sentence first."""
    told: dict[str, list[str]] = {}
    for finding in findings:
        if sentence := " ".join(finding.sentence.split()):
            told.setdefault(sentence, []).append(f"{finding.rule}: {' '.join(finding.problem.split())}")
    notes = {sentence: "; ".join(dict.fromkeys(problems)) for sentence, problems in told.items()}
    return dict(sorted(notes.items(), key=lambda item: -len(item[0])))


def marked_text(text: str, notes: Mapping[str, str]) -> str:
    """Return a draft as plain text or Markdown, its note behind each sentence that has one."""
    for sentence, note in notes.items():
        pattern = re.compile(r"\s+".join("".join(map(_written, word)) for word in sentence.split()))
        places = list(pattern.finditer(text))
        if len(sentence.split()) >= LEAST or len(places) == 1:
            text = pattern.sub(lambda found, note=note: f"{found[0]} ⟦{note}⟧", text)  # type: ignore[misc]  # bound now
    return text


def _written(letter: str) -> str:
    """Return a pattern for a letter as a text may have it: behind Markdown's escape, or as a keyboard types it."""
    return r"\\?" + _TYPED.get(letter, re.escape(letter))
