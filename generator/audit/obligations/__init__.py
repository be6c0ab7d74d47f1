"""Obligations: what an edition owes its reader as a whole, beyond that each sentence holds.

Each rule looks at patterns and their slots, at claims, and at what the releases have; none at words.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from generator.audit.claim_evidence import ClaimEvidence
from generator.audit.edition_data import Data, Finding
from generator.audit.obligations import missing_rules, quality_rules
from generator.audit.obligations.edition_places import EditionTelling, KnownFigures
from generator.audit.trace.customs_releases import CustomsReleases
from generator.trade.period import Period

Rule = Callable[[EditionTelling, KnownFigures], Iterator[Finding]]

RULES: tuple[Rule, ...] = (
    missing_rules.partial_is_labelled,
    missing_rules.lines_without_a_figure_are_named,
    missing_rules.no_total_goes_for_them,
    missing_rules.a_missing_base_is_told,
    missing_rules.a_base_that_is_called_missing_is,
    missing_rules.months_without_figures_are_told,
    missing_rules.what_is_called_withheld_is,
    missing_rules.codes_without_trade_had_none,
    missing_rules.dashes_are_told,
    missing_rules.low_bases_are_explained,
    quality_rules.editions_are_those_of_cells,
    quality_rules.other_goods_are_others,
    quality_rules.values_are_as_they_are_called,
    quality_rules.a_change_of_values_is_told,
    quality_rules.provisional_figures_are_called_so,
    quality_rules.a_dashed_line_is_explained,
    quality_rules.bounds_have_their_word,
    quality_rules.bounds_are_explained,
    quality_rules.holidays_are_told,
    quality_rules.prices_are_of_their_series,
    quality_rules.terms_of_prices_are_told,
)


def owed(edition: Data, evidence: ClaimEvidence, releases: CustomsReleases) -> Iterator[Finding]:
    """Yield what an edition leaves unsaid, and what it says of its figures as a whole that is not so.

    The briefing's main direction is judged. A story without trees is of an older form, and link B refuses it.
    """
    for parties in evidence.bench.every_party[:1]:
        known = KnownFigures(releases, parties, tuple(edition.get("codes", ())), Period.parse(edition["period"]))
        for language, story in edition["stories"].items():
            telling = EditionTelling(language, story, edition, evidence)
            for rule in RULES if telling.places else ():
                yield from rule(telling, known)
