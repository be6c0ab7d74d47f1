"""Judges an editor's text, or somebody else's article, by the figures, and places audit findings in the text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, get_args

from generator.audit import Finding
from generator.commentary.gate import COMMENT, CONTRADICTED, Gate
from generator.editions.edition_movements import movements_of
from generator.editions.edition_names import briefings_named
from generator.editions.edition_sheet import sheet_of
from generator.editions.edition_text import briefs_of, stories_of
from generator.editions.line_names import briefed
from generator.errors import SettingsError
from generator.factcheck.article import sentences
from generator.factcheck.claim_file import CheckedClaim, ClaimPlace, is_article, judge
from generator.factcheck.printed_claim import PrintedClaim
from generator.intake.period_choice import figures_for
from generator.intake.side_figures import besides
from generator.settings.commentary_file import Commentary
from generator.settings.commentary_text import Paragraph
from generator.settings.desk import Desk
from generator.settings.value_types import Language
from generator.settings.yaml_reader import at, hidden_sign
from generator.store import FigureStore
from generator.story.claim_ledger import ClaimLedger
from generator.story.month import Month
from generator.story.plan import SentenceVerdict
from generator.story.words import speak


@dataclass(frozen=True)
class JudgedCommentary:
    """The verdicts on an editor's file."""

    name: str
    period: str
    file: str | None  # None if the edition has no such file
    # One for each sentence, in file order: file, line, language, place, sentence, outcome, claims, why, right.
    entries: list[dict[str, Any]]

    @property
    def wrong(self) -> list[dict[str, Any]]:
        """The sentences that the figures contradict."""
        return [entry for entry in self.entries if entry["outcome"] == CONTRADICTED]


def judge_commentary(desk: Desk, store: FigureStore, name: str, period: str | None) -> JudgedCommentary:
    """Judge each sentence that an editor wrote for an edition."""
    figures = figures_for(desk, store, name, period)
    when = str(figures.period)
    note = desk.note(name, when)
    if note is None:
        return JudgedCommentary(name, when, None, [])
    sheet = sheet_of(desk, store, name, figures)
    stories = stories_of(desk, store, sheet, briefs_of(desk, store, sheet), ClaimLedger(figures.period))
    entries = [_entry(verdict) for story in stories for verdict in story.verdicts]
    return JudgedCommentary(name, when, note.file, sorted(entries, key=lambda entry: int(entry["line"])))


def _entry(verdict: SentenceVerdict) -> dict[str, Any]:
    file, _, line = verdict.where.rpartition(":")
    return {
        "file": file,
        "line": int(line),
        "language": verdict.language,
        "place": verdict.place,
        "sentence": verdict.sentence,
        "outcome": verdict.outcome,
        "claims": list(verdict.claims),
        "why": verdict.why,
        "right": verdict.right,
    }


def at_their_lines(note: Commentary | None, findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return `findings`, with file and line where they are about a sentence of `note`; the same fault of a line once.

    The sentence of a finding may be longer than the editor's: a summary or a signed headline begins with it.
    """
    texts = dict(_texts(note)) if note else {}
    by_place: dict[tuple[str, str, str], Finding] = {}
    for finding in findings:
        words = " ".join(finding.sentence.split())
        where = ""
        if words:
            where = next((place for text, place in texts.items() if words in text or words.startswith(text)), "")
        key = (where, finding.rule, finding.problem) if where else (finding.file, str(finding), "")
        by_place.setdefault(key, replace(finding, file=where) if where else finding)
    return tuple(by_place.values())


def _texts(note: Commentary) -> Iterator[tuple[str, str]]:
    """Yield each text by the editor, with white space folded, and its file and line."""
    for language, words in note.headline.items():
        yield " ".join(words.split()), note.where("headline", language)
    for place, quote in enumerate(note.quotes):
        for language, words in quote.answer.items():
            yield " ".join(words.split()), note.where("quotes", place, "answer", language)
    paragraphs: list[Paragraph] = []
    for remarks in note.remarks.values():
        for remark in remarks:
            paragraphs.extend(remark.paragraphs)
    for manuscript in note.whole_text.values():
        paragraphs.append(manuscript.headline)
        paragraphs.extend(manuscript.things)
        for remark in manuscript.remarks:
            paragraphs.extend(remark.paragraphs)
    for paragraph in paragraphs:
        yield " ".join(paragraph.words.split()), at(note.file, paragraph.line)


_UNREAD = "it has no two figures that can be compared"


def beside_releases(
    file: Path, checks: Sequence[CheckedClaim], desk: Desk, store: FigureStore, edition: str | None
) -> list[CheckedClaim]:
    """Return the claims of an article, with the judgement of the releases on their sentences.

    `edition` is NAME/PERIOD or NAME. A sentence without a claim is added if the releases bear it out or contradict it.
    Raise SettingsError if the file is not an article or the desk does not write in English.
    """
    raw = file.read_bytes() if file.is_file() else b""
    if not is_article(file, raw):
        problem = "a desk judges sentences, and this is not an article."
        raise SettingsError(str(file), problem, "Name a .txt, .md, .html or .pdf.")
    gate = _gate(desk, store, edition)
    claims: dict[ClaimPlace, list[CheckedClaim]] = {}
    for claim in checks:
        claims.setdefault(claim.place._replace(claim=0), []).append(claim)
    judged = []
    for sentence in sentences(str(file), file.suffix.lower(), raw):
        judgement = gate.judge(sentence.words, follows=bool(sentence.before))
        place = ClaimPlace(sentence.line, 0, sentence.page, sentence.words)
        placed = claims.pop(place, [])
        if not placed and judgement.outcome != COMMENT:
            unread = PrintedClaim(unread=_UNREAD)
            placed = [CheckedClaim(place, unread, judge([unread])[0])]
        judged += [replace(claim, releases=judgement) for claim in placed]
    return judged


def _gate(desk: Desk, store: FigureStore, edition: str | None) -> Gate:
    """Return the gate of one edition in English."""
    if "en" not in desk.settings.languages:
        where, problem = "desk.yaml: languages", "English is not among them."
        raise SettingsError(where, problem, "Articles are read in English alone: add en.")
    name, _, period = (edition or "").partition("/")
    names = briefings_named(desk, store, name or None)
    if len(names) > 1:
        where, problem = "--against", "several briefings are meant."
        raise SettingsError(where, problem, f"Name one of {', '.join(names)}.")
    name = names[0]
    figures = figures_for(desk, store, name, period or None)
    movements = movements_of(desk, store, name, figures).movements
    context = besides(desk, store, name, figures.vintage.as_of)
    brief = replace(briefed(desk, store, name, figures, "en"), contexts=context)
    return Gate(Month(figures, movements, brief, speak("en"), ClaimLedger(figures.period)))


OPTION = "--note"
_IN = re.compile(rf"\s*({'|'.join(get_args(Language))})\s*=(.*)", re.DOTALL)


def notes_of(desk: Desk, texts: Sequence[str]) -> Mapping[str, str]:
    """Return the note by language, as one line. Raise SettingsError if a language of the desk has none.

    Invisible signs are refused, as in a commentary.
    """
    languages = desk.settings.languages
    notes: dict[str, str] = {}
    for text in texts:
        named = _IN.fullmatch(text)
        tag, words = named.groups() if named else (languages[0], text)
        if tag in notes:
            raise SettingsError(OPTION, f"the note in {tag} is given twice.", "Keep one.")
        notes[tag] = " ".join(words.split())
        sign = hidden_sign(notes[tag])
        if sign is not None:
            raise SettingsError(OPTION, f"it has a sign that does not show ({sign}).", "Take it out.")
    lacking = [tag for tag in languages if not notes.get(tag)]
    if lacking:
        remedy = " ".join(f'{OPTION} {tag}="…"' for tag in languages)
        raise SettingsError(OPTION, f"readers are told in {', '.join(lacking)} too.", f"Write {remedy}")
    unknown = sorted(set(notes) - set(languages))
    if unknown:
        raise SettingsError(OPTION, f"this desk does not write in {', '.join(unknown)}.", "Leave it out.")
    return {tag: notes[tag] for tag in languages}
