"""Link B: the texts of an edition say what its claims say, rule by rule and sentence by sentence."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from generator.audit import (
    allowed,
    crossed,
    money,
    moved,
    naming,
    parties,
    prints,
    rounds,
    strange,
    timing,
    unmarked,
    whole,
    wording,
)
from generator.audit.agreement import agree
from generator.audit.around import around
from generator.audit.beside_words import of_prices, said
from generator.audit.doubts import doubtful, reasons, without_reasons
from generator.audit.edition import Data
from generator.audit.evidence import Evidence
from generator.audit.finding import Finding
from generator.audit.footnotes import lettered
from generator.audit.frames import framed
from generator.audit.grounds import Grounds, Rule
from generator.audit.heads import headed
from generator.audit.invented import illustrative
from generator.audit.key_figures import key_figures
from generator.audit.passages import Passage, passages
from generator.audit.readers import read_by, without_reader
from generator.audit.shapes import shapes
from generator.audit.tongues import LEXICONS
from generator.trade.currency import is_money, rough_worth
from generator.trade.period import Period

EDITION = "edition.json"

RULES: dict[str, Rule] = {
    "number trace": allowed.trace,
    "rounding": prints.rounding,
    "unit": prints.unit,
    "qualifier": prints.qualifier,
    "direction": wording.direction,
    "moved": moved.steps,
    "name": naming.name,
    "code": naming.code,
    "speaker": naming.relayed,
    "parties": parties.named,
    "whole": whole.part,
    "period": timing.period,
    "compare period": timing.compared,
    "publication": timing.reported,
    "currency": money.named,
    "price": wording.price,
    "cause": wording.cause,
    "judgement": wording.judgement,
    "size": wording.sized,
    "round number": crossed.told,
    "headline": wording.headline,
    "plain words": unmarked.known,
    "strange word": strange.strange,
}
_ON_FIGURES = frozenset(  # they look at figures alone: a text without any passes them
    (
        "rounding",
        "unit",
        "qualifier",
        "direction",
        "moved",
        "name",
        "speaker",
        "period",
        "compare period",
        "publication",
        "strange word",
    )
)
_ON_LETTERS = frozenset(
    ("parties", "whole", "price", "cause", "judgement", "size", "round number", "plain words")
)  # their words have some
_CHECKS = {
    (figures, letters): {
        rule: check
        for rule, check in RULES.items()
        if (figures or rule not in _ON_FIGURES) and (letters or rule not in _ON_LETTERS)
    }
    for figures in (False, True)
    for letters in (False, True)
}


def judge(edition: Data, evidence: Evidence) -> Iterator[Finding]:
    """Yield every sentence of the edition that breaks a rule."""
    edition = evidence.bare(edition)
    yield from money.one_currency(evidence)
    for language, story in edition["stories"].items():
        if language not in LEXICONS:
            yield Finding(
                EDITION, "", "language", f"the audit has no words of {language!r}, so it passes nothing in it"
            )
            continue
        grounds = Grounds(edition, evidence, language)
        known = reasons(grounds)
        told = (without_reader(passage, grounds) for passage in passages(story))
        found = [without_reasons(passage, known, grounds.lexicon.quotes) for passage in told]
        for passage in found:
            yield from _by_rule(passage, grounds)
        yield from _low_bases(found, grounds)
        yield from _finer_headline(found, grounds)
        yield from shapes(story, grounds)
        yield from framed(story, grounds)
        yield from around(story, grounds)
        yield from lettered(story, grounds)
        yield from headed(story, grounds)
        yield from key_figures(story, grounds)
        yield from illustrative(story, grounds)
        yield from read_by(story, grounds)
        yield from doubtful(story, grounds)
    yield from agree(edition, evidence)


def _by_rule(passage: Passage, grounds: Grounds) -> Iterator[Finding]:
    if of_prices(passage, grounds):
        yield from (Finding(EDITION, passage.words, "price or rate", problem) for problem in said(passage, grounds))
        return
    for rule, check in _CHECKS[bool(grounds.marked(passage)), any(map(str.isalpha, passage.words))].items():
        for problem in check(passage, grounds):
            yield Finding(EDITION, passage.words, rule, problem)


def _low_bases(found: list[Passage], grounds: Grounds) -> Iterator[Finding]:
    """Yield the per cents of growth from a base that is too low for one."""
    for passage in found:
        for mark, claim in grounds.marked(passage):
            if claim["formula"][0] == "growth" and _is_from_little(claim, grounds):
                problem = f"{passage.said.printed(mark)!r} grows from too little, or by too much, for a rate"
                yield Finding(EDITION, passage.words, "low base", problem)


def _is_from_little(claim: Data, grounds: Grounds) -> bool:
    bench = grounds.bench
    now, base = map(bench.span, claim["formula"][1:])
    months = Period.parse(claim["period"]).months
    unit = bench.terms.unit(claim["formula"][1])
    dollar = rough_worth(Decimal(1), unit) if is_money(unit) else Decimal(0)  # a weight has no floor
    return rounds.is_from_little(now.value, base.value, months, dollar)


def _finer_headline(found: list[Passage], grounds: Grounds) -> Iterator[Finding]:
    """Yield a headline that prints a figure finer than the body does."""
    prints_of = [
        (passage, mark.claim, shown)
        for passage in found
        for mark, _ in grounds.marked(passage)
        if (shown := grounds.print(passage, mark)) is not None and not shown.in_words
    ]
    for passage, claim, shown in (one for one in prints_of if one[0].role == "headline"):
        others = [other.fine for place, same, other in prints_of if same == claim and place.role != "headline"]
        if others and shown.coarse < min(others):
            yield Finding(EDITION, passage.words, "precision", f"the headline prints {claim} finer than the text does")
