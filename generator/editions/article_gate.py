"""Releases: what the figures of a desk say to the sentences of an article, by the gate for an editor's words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from generator.commentary.gate import COMMENT, Gate
from generator.editions.briefing_names import briefings_named
from generator.editions.edition_movements import moved
from generator.editions.list_names import briefed
from generator.errors import SettingsError
from generator.factcheck.article import sentences
from generator.factcheck.claim_file import CheckedClaim, ClaimPlace, is_article, judge
from generator.factcheck.printed_claim import PrintedClaim
from generator.intake.period_choice import figures_for
from generator.intake.side_figures import besides
from generator.settings.desk import Desk
from generator.store import FigureStore
from generator.story.claim_ledger import ClaimLedger
from generator.story.month import Month
from generator.story.words import speak

_UNREAD = "it has no two figures that can be compared"


def beside_releases(
    file: Path, found: Sequence[CheckedClaim], desk: Desk, store: FigureStore, edition: str | None
) -> list[CheckedClaim]:
    """Return the claims of an article with what the releases say to their sentences.

    `edition` is NAME/PERIOD or NAME. A sentence without a claim is added where the releases bear it out or contradict
    it. SettingsError where the file is no article, or the desk has no English.
    """
    raw = file.read_bytes() if file.is_file() else b""
    if not is_article(file, raw):
        raise SettingsError(
            str(file), "a desk judges sentences, and this is no article.", "Name a .txt, .md, .html or .pdf."
        )
    gate = _gate(desk, store, edition)
    return list(_judged(file, raw, found, gate))


def _judged(file: Path, raw: bytes, found: Sequence[CheckedClaim], gate: Gate) -> Iterator[CheckedClaim]:
    """Yield the claims with what the releases say, sentence by sentence."""
    claims: dict[ClaimPlace, list[CheckedClaim]] = {}
    for one in found:
        claims.setdefault(one.place._replace(claim=0), []).append(one)
    for sentence in sentences(str(file), file.suffix.lower(), raw):
        said = gate.judge(sentence.words, follows=bool(sentence.before))
        place = ClaimPlace(sentence.line, 0, sentence.page, sentence.words)
        own = claims.pop(place, [])
        if not own and said.outcome != COMMENT:
            claim = PrintedClaim(unread=_UNREAD)
            own = [CheckedClaim(place, claim, judge([claim])[0])]
        yield from (replace(one, releases=said) for one in own)


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
    figures = figures_for(desk, store, names[0], period or None)
    found = moved(desk, store, names[0], figures).movements
    told = replace(
        briefed(desk, store, names[0], figures, "en"),
        beside=besides(desk, store, names[0], figures.vintage.as_of),
    )
    return Gate(Month(figures, found, told, speak("en"), ClaimLedger(figures.period)))
