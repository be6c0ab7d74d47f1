"""Marks in a draft: each sentence that a finding names is marked where it stands, with what is wrong."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from generator.audit import Finding
from generator.page.sentence_marks import LEAST

_TYPED = {"‘": "[‘’']", "’": "[‘’']", "“": '[“”"]', "”": '[“”"]'}


def notes_of(findings: Iterable[Finding]) -> Mapping[str, str]:
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
