"""Obligations: what an edition owes its reader as a whole, beyond that each sentence holds.

Each rule looks at patterns and their slots, at claims, and at what the releases have; none at words. They
run at the end of link C (audit/recompute.py).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from generator.audit.edition import Data
from generator.audit.evidence import Evidence
from generator.audit.finding import Finding
from generator.audit.obligations import goods, missing, prices, qualities, tables
from generator.audit.obligations.known import Known
from generator.audit.obligations.telling import Telling
from generator.audit.releases import Releases
from generator.trade.period import Period

Rule = Callable[[Telling, Known], Iterator[Finding]]

RULES: tuple[Rule, ...] = (
    missing.partial_is_labelled,
    missing.lines_without_a_figure_are_named,
    missing.no_total_goes_for_them,
    missing.a_missing_base_is_told,
    missing.a_base_that_is_called_missing_is,
    missing.months_without_figures_are_told,
    missing.what_is_called_withheld_is,
    missing.codes_without_trade_had_none,
    tables.dashes_are_told,
    tables.low_bases_are_explained,
    goods.editions_are_those_of_cells,
    goods.other_goods_are_others,
    goods.values_are_as_they_are_called,
    goods.a_change_of_values_is_told,
    qualities.provisional_figures_are_called_so,
    qualities.a_dashed_line_is_explained,
    qualities.bounds_have_their_word,
    qualities.bounds_are_explained,
    qualities.holidays_are_told,
    prices.prices_are_of_their_series,
    prices.prices_stand_in_their_sentence,
    prices.terms_of_prices_are_told,
)


def owed(edition: Data, evidence: Evidence, releases: Releases) -> Iterator[Finding]:
    """Yield what an edition leaves unsaid, and what it says of its figures as a whole that is not so.

    The briefing's main direction is judged. A story without trees is of an older form, and link B refuses it.
    """
    for parties in evidence.bench.terms.every_party[:1]:
        codes, now = tuple(edition.get("codes", ())), Period.parse(edition["period"])
        known = Known(releases, parties, codes, now)
        for language, story in edition["stories"].items():
            telling = Telling(language, story, edition, evidence)
            for rule in RULES if telling.places else ():
                yield from rule(telling, known)
