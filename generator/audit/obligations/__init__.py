"""Rules on an edition as a whole, in addition to those on each sentence.

A rule looks at patterns and their slots, at claims, and at the figures of the releases. It never looks at words.
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.audit.claim_evidence import ClaimEvidence
from generator.audit.edition_data import Data, Finding
from generator.audit.obligations.edition_places import EditionTelling, KnownFigures
from generator.audit.obligations.missing_rules import missing_faults
from generator.audit.obligations.quality_rules import quality_faults
from generator.audit.trace.customs_releases import CustomsReleases
from generator.trade.period import Period


def obligation_faults(edition: Data, evidence: ClaimEvidence, releases: CustomsReleases) -> Iterator[Finding]:
    """Yield what an edition fails to say, and what it says wrongly about its figures as a whole.

    The briefing's main flow is judged. A story without trees has an older format, which the pattern rules refuse.
    """
    for parties in evidence.calculator.every_party[:1]:
        figures = KnownFigures(releases, parties, tuple(edition.get("codes", ())), Period.parse(edition["period"]))
        for language, story in edition["stories"].items():
            telling = EditionTelling(language, story, edition, evidence)
            if telling.places:
                yield from missing_faults(telling, figures)
                yield from quality_faults(telling, figures)
