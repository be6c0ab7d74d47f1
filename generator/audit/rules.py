"""Link B: the texts of an edition say what its claims say, rule by rule and sentence by sentence."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from generator.audit import allowed, naming, prints, timing, wording
from generator.audit.edition import Data
from generator.audit.evidence import Evidence, number
from generator.audit.finding import Finding
from generator.audit.formulas import Bench
from generator.audit.grounds import Grounds, Rule
from generator.audit.lexicon import LEXICONS
from generator.audit.passages import Passage, passages

EDITION = "edition.json"
LOW_BASE, LOW_RATIO = Decimal(1_000_000), 5  # a year's base under this, or a ratio over this, carries no per cent

RULES: dict[str, Rule] = {
    "number trace": allowed.trace,
    "rounding": prints.rounding,
    "unit": prints.unit,
    "qualifier": prints.qualifier,
    "direction": wording.direction,
    "name": naming.name,
    "code": naming.code,
    "speaker": naming.relayed,
    "period": timing.period,
    "compare period": timing.compared,
    "publication": timing.reported,
    "cause": wording.cause,
    "judgement": wording.judgement,
    "headline": wording.headline,
}


def judge(edition: Data, evidence: Evidence) -> Iterator[Finding]:
    """Yield every sentence of the edition that breaks a rule."""
    for language, story in edition["stories"].items():
        if language not in LEXICONS:
            yield Finding(
                EDITION, "", "language", f"the audit has no words of {language!r}, so it passes nothing in it"
            )
            continue
        grounds = Grounds(edition, evidence, language)
        found = list(passages(story))
        for passage in found:
            yield from _by_rule(passage, grounds)
        yield from _low_bases(found, grounds)
        yield from _finer_headline(found, grounds)
        yield from _bars(story, grounds)


def _by_rule(passage: Passage, grounds: Grounds) -> Iterator[Finding]:
    for rule, check in RULES.items():
        yield from (Finding(EDITION, passage.words, rule, problem) for problem in check(passage, grounds))


def _low_bases(found: list[Passage], grounds: Grounds) -> Iterator[Finding]:
    """Yield the per cents of growth from a base that is too low for one."""
    for passage in found:
        for mark, claim in grounds.marked(passage):
            if claim["formula"][0] == "growth" and _is_from_little(claim, grounds):
                problem = f"{passage.said.printed(mark)!r} grows from almost nothing"
                yield Finding(EDITION, passage.words, "low base", problem)


def _is_from_little(claim: Data, grounds: Grounds) -> bool:
    now, base = Bench(grounds.evidence.cells).spans(claim["formula"][1:])
    return base.value < LOW_BASE or now.value > LOW_RATIO * base.value


def _finer_headline(found: list[Passage], grounds: Grounds) -> Iterator[Finding]:
    """Yield a headline that prints a figure finer than the body does."""
    prints_of = [
        (passage, mark.claim, shown)
        for passage in found
        for mark, _ in grounds.marked(passage)
        if (shown := grounds.print(passage, mark)) is not None and not shown.in_words
    ]
    for passage, claim, shown in prints_of:
        others = [other.fine for place, same, other in prints_of if same == claim and place.role != "headline"]
        if passage.role == "headline" and others and shown.coarse < min(others):
            yield Finding(EDITION, passage.words, "precision", f"the headline prints {claim} finer than the text does")


def _bars(story: Data, grounds: Grounds) -> Iterator[Finding]:
    """Yield the bars that are not as long as the claim of their figure says."""
    for block in (block for block in story["blocks"] if block["kind"] == "chart"):
        scale = grounds.lexicon.scales.get(block["scale"], Decimal(1))
        for bar in block["bars"]:
            for problem in _bar(bar, scale, grounds):
                yield Finding(EDITION, bar["figure"]["words"], "bar", f"{bar['label']['words']}: {problem}")


def _bar(bar: Data, scale: Decimal, grounds: Grounds) -> Iterator[str]:
    claims = [grounds.evidence.claims.get(mark["claim"]) for mark in bar["figure"].get("marks", ())]
    levels = [claim for claim in claims if claim is not None and claim["period"] == grounds.edition["period"]]
    if not levels:
        yield "no claim of the edition's period stands under it"
        return
    for end in ("low", "value", "high"):
        if abs(Decimal(repr(bar[end])) * scale - number(levels[0][end])) > abs(number(levels[0][end])) * Decimal(
            "1e-9"
        ):
            yield f"its {end} is drawn at {bar[end]} {scale:f}, the claim says {levels[0][end]}"
    if bar.get("bound", False) != (levels[0]["qualifier"] in {"over", "at_least"}):
        yield f"it is drawn {'with' if bar.get('bound') else 'without'} an arrow, the claim is {levels[0]['qualifier']}"
    if bar.get("before") is not None and not _has_base(bar["before"], scale, levels[0], grounds):
        yield f"its tick stands at {bar['before']}, which is no figure of {grounds.edition.get('compare_period')}"


def _has_base(before: float, scale: Decimal, level: Data, grounds: Grounds) -> bool:
    """Say whether a customs cell of the line's compare period has the value at which the tick is drawn."""
    cells = grounds.evidence.cells.values()
    bases = [cell for cell in cells if [cell["code"]] == level["codes"] and cell["standing"] == "customs"]
    compare = grounds.edition.get("compare_period")
    drawn = Decimal(repr(before)) * scale
    return any(
        cell["period"] == compare and abs(number(cell["value"]) - drawn) <= drawn * Decimal("1e-9") for cell in bases
    )
