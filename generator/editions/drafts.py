"""Editions to look at: drafts while the text is being written, and previews of other figures.

Neither is a revision, and neither is recorded. A draft is marked as one on every page.
"""

from __future__ import annotations

import json
import re
import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from generator.audit import Finding
from generator.commentary.gate import CONTRADICTED
from generator.delivery import Shelf
from generator.delivery.shelf import write_folder
from generator.editions.build import Receipt, audited
from generator.editions.edition_files import render_limits, render_request, with_manifest
from generator.editions.edition_sheet import Progress, look_of, sheet_of
from generator.editions.edition_text import compose
from generator.errors import Held
from generator.intake.period_choice import figures_for
from generator.page import render
from generator.page.sentence_marks import LEAST, from_left, marked_page
from generator.settings.desk import Desk
from generator.settings.desk_folder import DESK, KINDS
from generator.settings.desk_parts import FINDINGS, digest
from generator.store import FigureStore

DRAFT_FINDINGS = "FINDINGS.txt"
_BODY = re.compile(r"<body\b[^>]*>")


def preview(
    desk: Desk, store: FigureStore, name: str, period: str | None, as_of: date | None, progress: Progress
) -> Receipt:
    """Make an edition as the figures stood on `as_of` (None: now) in state/preview/.

    Raise Held if the audit refuses it. The real edition of the period is not affected.
    """
    figures = figures_for(desk, store, name, period, as_of)
    look = look_of(desk, store)
    sheet = sheet_of(desk, store, name, figures, look)
    edition, findings = audited(desk, store, sheet, compose(desk, store, sheet), look, progress)
    place = store.folder / "preview" / name / str(figures.period)
    files = with_manifest(sheet, edition)
    if findings:
        listed = "\n".join(f"  {finding}" for finding in findings)
        write_folder(place, {**files, FINDINGS: f"{listed}\n".encode()})
        msg = f"the audit refuses this preview of {name}/{figures.period}.\n{listed}\nIts files are in {place}."
        raise Held(msg)
    write_folder(place, files)
    return Receipt(name, str(figures.period), 0, place, tuple(sorted(files)), made=True)


@dataclass(frozen=True)
class Draft:
    """Where a draft is, and the audit's findings on it."""

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
    """Make the edition of `period` as a draft. It replaces the last draft."""
    figures = figures_for(desk, store, name, period, as_of)
    look = look_of(desk, store)
    sheet = replace(sheet_of(desk, store, name, figures, look), draft=True)
    composed = compose(desk, store, sheet)
    files, faults = audited(desk, store, sheet, composed, look, progress)
    contradicted = _contradicted(files)
    findings = (*contradicted, *faults)
    notes = notes_by_sentence(findings)
    if findings:
        for file, raw in files.items():
            if file.endswith((".txt", ".md")):
                files[file] = marked_text(raw.decode(), notes).encode()
            elif file.endswith(".html"):
                language = file.removesuffix(".html")
                listed = [finding for finding in findings if contradicted.get(finding, language) == language]
                files[file] = _with_findings(marked_page(raw.decode(), notes), listed).encode()
    if findings and "pdf" in desk.briefing(name).formats:
        request = replace(render_request(desk, sheet, composed), formats=("pdf",), marks=notes)
        for rendition in render(request, look, limits=render_limits(desk)):
            if rendition.name.endswith(".pdf"):
                files[rendition.name] = rendition.content
    lines = findings or ("The audit finds nothing.",)
    files[DRAFT_FINDINGS] = "".join(f"{finding}\n" for finding in lines).encode()
    finished = with_manifest(sheet, files)
    place = shelf.put_draft(name, str(figures.period), finished)
    return Draft(Receipt(name, str(figures.period), 0, place, tuple(sorted(finished)), made=True), findings)


def _contradicted(files: Mapping[str, bytes]) -> dict[Finding, str]:
    """Return a finding for each editor's sentence that the figures contradict, with its language."""
    languages = {}
    for row in json.loads(files["claims.json"]).get("editorial", ()):
        if row["outcome"] == CONTRADICTED:
            right = f" The figures have {row['right']}." if row["right"] else ""
            finding = Finding(row["where"], row["sentence"], "commentary", f"{row['why']}{right}")
            languages[finding] = row["language"]
    return languages


def _with_findings(page: str, findings: Iterable[Finding]) -> str:
    """Return a page with the findings, if there are any, at its top."""
    items = "".join(f"<li>{from_left(str(finding))}</li>" for finding in findings)
    box = f'<aside class="faults" lang="en" dir="ltr"><p>The audit would hold this edition:</p><ul>{items}</ul></aside>'
    return _BODY.sub(lambda body: f"{body[0]}\n{box}", page, count=1) if items else page


_TYPED = {"‘": "[‘’']", "’": "[‘’']", "“": '[“”"]', "”": '[“”"]'}


def notes_by_sentence(findings: Iterable[Finding]) -> Mapping[str, str]:
    """Return the problems of each sentence, with white space folded, longest sentence first."""
    problems: dict[str, list[str]] = {}
    for finding in findings:
        sentence = " ".join(finding.sentence.split())
        if sentence:
            problems.setdefault(sentence, []).append(f"{finding.rule}: {' '.join(finding.problem.split())}")
    longest_first = sorted(problems, key=len, reverse=True)
    return {sentence: "; ".join(dict.fromkeys(problems[sentence])) for sentence in longest_first}


def marked_text(text: str, notes: Mapping[str, str]) -> str:
    """Return a draft in plain text or Markdown with each note inserted behind its sentence."""
    for sentence, note in notes.items():
        pattern = re.compile(r"\s+".join("".join(map(_written, word)) for word in sentence.split()))
        places = list(pattern.finditer(text))
        if len(sentence.split()) >= LEAST or len(places) == 1:
            text = pattern.sub(lambda match, note=note: f"{match[0]} ⟦{note}⟧", text)  # type: ignore[misc]  # bound now
    return text


def _written(letter: str) -> str:
    """Return a pattern for a letter with or without Markdown's escape, and for quotation marks of either form."""
    return r"\\?" + _TYPED.get(letter, re.escape(letter))


PAUSE = 0.5  # seconds between two looks at the files
_INBOX = "inbox"


@dataclass(frozen=True)
class FileStamp:
    """The state of a file at one look."""

    stamp: tuple[int, int]  # size and time of the last change
    sha256: str


def changes(folder: Path, pause: float = PAUSE) -> Iterator[tuple[str, ...]]:
    """Yield () at once, and then, each time that files change, their names.

    A file that leaves the inbox was ingested, which is not a change. Changes while the caller works are yielded next.
    """
    stamps = look(folder, {})
    yield ()
    while True:
        now = look(folder, stamps)
        names = changed(stamps, now)
        if names:
            stamps = _settled(folder, now, pause)
            yield names
        else:
            stamps = now
            time.sleep(pause)


def _settled(folder: Path, now: dict[str, FileStamp], pause: float) -> dict[str, FileStamp]:
    """Wait until the files stay unchanged, and return them: an editor may save a file in several steps."""
    while True:
        time.sleep(pause)
        later = look(folder, now)
        if later == now:
            return now
        now = later


def look(folder: Path, last: Mapping[str, FileStamp]) -> dict[str, FileStamp]:
    """Return the stamp of every file that a person edits. Only files whose stamp differs from `last` are read."""
    stamps: dict[str, FileStamp] = {}
    for path in _files(folder):
        name = path.relative_to(folder).as_posix()
        try:
            status = path.stat()
            stamp = (status.st_size, status.st_mtime_ns)
            before = last.get(name)
            stamps[name] = before if before and before.stamp == stamp else FileStamp(stamp, digest(path.read_bytes()))
        except OSError:
            continue  # removed meanwhile, or not readable: the build will report what it lacks
    return stamps


def changed(before: Mapping[str, FileStamp], now: Mapping[str, FileStamp]) -> tuple[str, ...]:
    """Return the names of the files that are new, removed or different."""
    different = {name for name, stamp in now.items() if name not in before or before[name].sha256 != stamp.sha256}
    removed = {name for name in before if name not in now and not name.startswith(f"{_INBOX}/")}
    return tuple(sorted(different | removed))


def _files(folder: Path) -> Iterator[Path]:
    yield folder / DESK
    for kind in KINDS:
        yield from filter(_is_edited, sorted((folder / kind).rglob("*")))
    yield from filter(_is_edited, sorted((folder / _INBOX).glob("*/*")))


def _is_edited(path: Path) -> bool:
    return path.is_file() and not path.name.startswith(".") and not path.name.endswith("~")
