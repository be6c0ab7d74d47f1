"""Rules on key figures: label and note are of the figure that stands between them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from generator.audit.around_forms import around_forms
from generator.audit.edition import Data, Said, said
from generator.audit.finding import Finding
from generator.audit.gathered import number
from generator.audit.grounds import Grounds
from generator.audit.masked import masked
from generator.audit.terms import period_of

EDITION = "edition.json"
_LEVELS = frozenset({"level", "sum", "background", "quantity"})


def key_figures(story: Data, grounds: Grounds) -> Iterator[Finding]:
    """Yield labels that count lines of the other way, and notes that are of another time than their figure."""
    for cell in (cell for block in story["blocks"] if block["kind"] == "strip" for cell in block["cells"]):
        claims, label, note = _told(said(cell["figure"]), grounds), said(cell["label"]).words, said(cell["note"])
        yield from _counted(claims, label, grounds)
        for claim in claims[:1]:
            yield from _changed(claim, note, grounds)
            is_nil = claim["kind"] == "level" and not number(claim["high"])
            if note.words.strip() and not note.marks and claim["kind"] != "count" and not is_nil:
                yield from _lacking(claim, note, grounds)


def _told(text: Said, grounds: Grounds) -> list[Data]:
    """Return the claims that a text prints."""
    found = (grounds.evidence.claims.get(mark.claim) for mark in text.marks)
    return [claim for claim in found if claim is not None]


def _counted(claims: Sequence[Data], label: str, grounds: Grounds) -> Iterator[Finding]:
    """Yield the label of a count of lines that rose, or fell, that has no word for that way, or one for the other."""
    ways = {"rose": (grounds.lexicon.up, grounds.lexicon.down), "fell": (grounds.lexicon.down, grounds.lexicon.up)}
    for head in (claim["formula"][0] for claim in claims if claim["formula"][0] in ways):
        own, other = ways[head]
        if grounds.found(label, other) or not grounds.found(label, own):
            yield Finding(EDITION, label, "key figure", f"its figure counts the lines that {head}")


def _changed(claim: Data, note: Said, grounds: Grounds) -> Iterator[Finding]:
    """Yield the note whose change is of another time than the level over it."""
    for other in _told(note, grounds) if claim["kind"] in _LEVELS else ():
        if other["kind"] == "change" and other["period"] != claim["period"]:
            problem = f"it is a change of {other['period']}, its figure is of {claim['period']}"
            yield Finding(EDITION, note.words, "key figure", problem)


def _lacking(claim: Data, note: Said, grounds: Grounds) -> Iterator[Finding]:
    """Yield a note without a figure that is of no known form, or names another time than the year before."""
    words, base = masked(note, grounds), period_of(claim["period"]).year_before()
    if not any(form.parts(words) is not None for form in around_forms(grounds.language, "key note", "")):
        yield Finding(EDITION, note.words, "known form", "a note under a key figure of no form that is known here")
    for one in grounds.mentions(note.words):
        if not one.fits(base):
            named = note.words[one.start : one.end]
            yield Finding(EDITION, note.words, "missing", f"a year before its figure is {base}, it names {named}")
