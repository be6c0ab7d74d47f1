"""What the audit finds in an edition, beside the sentences that differ: an editor sees both before a decision."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from generator.audit import Finding, audit, audit_data
from generator.audit.seals import UNLISTED
from generator.editions.differences import Change
from generator.store import FigureStore

_ROWS = frozenset({"strip", "table", "chart", "correction"})  # whose texts a change has as one


@dataclass(frozen=True)
class Judged:
    """A change with the findings on its sentence as it stands now."""

    change: Change
    findings: tuple[Finding, ...]


def found_in(store: FigureStore, files: Mapping[str, bytes], *, is_draft: bool) -> tuple[Finding, ...]:
    """Return what the audit finds; of a draft in its data alone, since its pages carry the findings themselves."""
    if is_draft:
        return audit_data(files, store.raw)
    return audit({name: raw for name, raw in files.items() if name not in UNLISTED}, store.raw)


def beside(changes: Sequence[Change], findings: Sequence[Finding]) -> tuple[tuple[Judged, ...], tuple[Finding, ...]]:
    """Return each change with its findings, and those that are about none of them."""
    judged = tuple(Judged(one, tuple(found for found in findings if _is_about(found, one))) for one in changes)
    told = {found for one in judged for found in one.findings}
    return judged, tuple(found for found in findings if found not in told)


def _is_about(finding: Finding, change: Change) -> bool:
    """Say whether a finding is on a sentence that is new or another one now."""
    if change.change not in ("changed", "new") or not finding.sentence.strip():
        return False
    said = " ".join(" ".join(part.after for part in change.parts if part.after).split())
    sentence = " ".join(finding.sentence.split())
    return sentence == said or (change.kind in _ROWS and sentence in said)
