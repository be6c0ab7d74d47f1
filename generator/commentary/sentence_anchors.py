"""Anchors: what the releases say to each figure of a sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from generator.commentary.answer import Answer, Hit, Miss, Open
from generator.commentary.candidates import Candidates
from generator.commentary.pieces import PER, nearest
from generator.commentary.release_facts import Fact, ReleaseFacts, known
from generator.commentary.sentence import Sentence
from generator.commentary.sentence_figures import Figure
from generator.commentary.tokens import Token
from generator.story.news.line_changes import round_above
from generator.trade.currency import is_money

_KILOGRAMS = 1000  # in a tonne
_SHARES = frozenset({"share", "part", "of_whole"})
_LEVELS = frozenset({"level", "price", "share"})
_TYPO = Decimal("0.2")  # within which a figure is taken for one with a digit wrong
_SMALL_SUM = 1000  # a sum below is no trade of an economy


@dataclass(frozen=True)
class Anchors:
    """Judges the figures of one sentence."""

    of: Sentence
    facts: ReleaseFacts

    def every(self) -> Iterator[Answer]:
        """Yield what the releases say to each figure; nothing to one that counts months or years."""
        hits: dict[int, Hit] = {}
        for at, figure in self.of.figures.items():
            if "run" not in self.of.around(at, 2, 2):
                found = self._count(at, figure) if figure.unit == "count" else self._figure(at, figure)
                if isinstance(found, Hit):
                    hits[at] = found
                if found is not None:
                    yield found
        for at in hits:
            if self.of.joint(at) == "against":
                yield from self._contrast(at, hits)
        for place, token in enumerate(self.of.tokens):
            if token.kind in {"above", "below"} and self._compares(place):
                yield from self._comparison(place, hits)

    def _figure(self, at: int, figure: Figure) -> Answer:
        if "quiet" in self.of.kinds and is_money(figure.unit):
            return self._of_others(at, figure)
        candidates = Candidates(self.of, self.facts)
        own = self.facts.month.figures.unit
        if figure.unit in {"ratio", "multiple"} and self._is_of_another(at):
            return Open(figure.words)
        if self.of.subjects.is_of_another_name(at):
            return Open(figure.words)
        found = candidates.every(at, figure)
        way = self.of.way(at)
        fitting = [fact for fact in found if self._fits(fact, at, figure, way)]
        is_foreign = is_money(figure.unit) and figure.unit != own
        if fitting:
            return Miss.of_figure(figure.words, fitting[0]) if is_foreign else Hit(*_printed_at(figure), fitting[0])
        is_small = is_money(figure.unit) and figure.value < _SMALL_SUM and not self.of.is_priced
        if not found or is_foreign or is_small or not self._is_certain(at):
            return Open(figure.words)
        return Miss.of_figure(figure.words, _nearest(figure, found))

    def _contrast(self, at: int, hits: dict[int, Hit]) -> Iterator[Miss]:
        """Judge "up from $5 million": the word for it must fit the two levels, of which that at `at` is the base."""
        base = hits[at].fact
        place = nearest([place for place, hit in hits.items() if place != at and _is_like(hit.fact, base)], at)
        fact = None if place is None else hits[place].fact
        if base is None or place is None or fact is None:
            return
        word = self._word_over(*sorted((at, place)))
        gain = fact.reading.value - base.reading.value
        if word is not None and gain and (gain > 0) != (word.way == "up"):
            right = self.facts.growth(fact.codes, fact.span, base.span, of="price" if fact.kind == "price" else "value")
            yield Miss.of_word(word.words, right)

    def _word_over(self, first: int, last: int) -> Token | None:
        """Return the word of movement that is said of two figures: between them, or before both.

        A figure or a base between the word and the figures has it for itself.
        """
        for place in range(last - 1, -1, -1):
            token = self.of.tokens[place]
            if token.way:
                return token
            is_base = self.of.spans.roles.get(place) == "base"
            if place < first and (is_base or token.kind in {"figure", "turn", "clause", "subject"}):
                return None
        return None

    def _compares(self, at: int) -> bool:
        """Say whether goods or a figure stand behind "above": what stands before it is compared with them."""
        behind = self.of.behind(at, "glue", "turn", "time", "party")
        return behind[:1] in (["subject"], ["pronoun"], ["figure"])

    def _comparison(self, at: int, hits: dict[int, Hit]) -> Iterator[Miss]:
        """Judge "$5 million, above zinc’s $3 million"."""
        before = [hit.fact for place, hit in hits.items() if place < at][-1:]
        behind = [hit.fact for place, hit in hits.items() if place > at][:1]
        for first, second in zip(before, behind, strict=False):
            is_like = first and second and (first.kind, first.unit) == (second.kind, second.unit)
            if first is None or second is None or not is_like or first.kind not in _LEVELS:
                continue
            gap = first.reading.value - second.reading.value
            if gap and (gap > 0) != (self.of.tokens[at].kind == "above"):
                yield Miss.of_word(self.of.tokens[at].words, second)

    def _of_others(self, at: int, figure: Figure) -> Answer:
        """Judge "no other line moved by $30,000", of the lines that the text has not just named."""
        fact = self.facts.ceiling(*next(self.of.spans.changes(at)))
        if fact is None:
            return Open(figure.words)
        if fact.reading.value >= figure.value:
            return Miss.of_figure(figure.words, fact)
        is_round = round_above(fact.reading.value) == figure.value
        return Hit(*_printed_at(figure), fact) if is_round else Open(figure.words)

    def _fits(self, fact: Fact, at: int, figure: Figure, way: str | None) -> bool:
        values = self._prices(at, fact.reading.value) if fact.kind == "price" else [fact.reading.value]
        is_bound = not fact.reading.is_exact and figure.qualifier != "exact" and figure.value == fact.reading.value
        is_print = is_bound or any(figure.prints(value) for value in values)
        if fact.kind in {"growth", "contribution"} and way is None:
            ways = {token.way for token in self.of.tokens}  # in a list one word may serve for all figures
            return is_print and fact.way in {"up", *ways} and self._is_moved(figure)
        return is_print and (fact.way is None or way is None or fact.way == way)

    def _prices(self, at: int, value: Decimal) -> list[Decimal]:
        """Return a price as it may be printed: of a tonne or a kilogram, as the words behind it say, else of either."""
        every = {"per_tonne": value, "per_kilogram": value / _KILOGRAMS}
        behind = self.of.behind(at, within=1)
        return [every[behind[0]]] if PER.intersection(behind) else list(every.values())

    def _is_certain(self, at: int) -> bool:
        """Say whether a figure can mean nothing but a fact of the releases: it is that of the goods of the edition.

        Nobody else is named beside it: a company, a port, prices in London.
        """
        of = self.of
        is_named = of.subjects.at(at)[1] and self._is_moved(of.figures[at])
        if "rest" in of.kinds and "subject" not in of.kinds:  # "all other goods" of lines that it does not name
            return False
        return is_named and not self._is_of_a_name(at) and not of.is_elsewhere(at) and not of.subjects.is_strange(at)

    def _is_moved(self, figure: Figure) -> bool:
        """Say whether a rate is one of trade: something moves or is a share, unlike "the duty on marble is 10%"."""
        is_moved = any(token.way for token in self.of.tokens) or bool(self.of.kinds & _SHARES)
        return is_moved or figure.unit != "pct"

    def _is_of_a_name(self, at: int) -> bool:
        """Say whether a name that nobody knows may own a figure: one beside its goods, else one of a clause before."""
        if self.of.inside(at, self.of.subjects.named):
            return "name" in self.of.kinds and "whole" not in self.of.kinds
        return any(place < self.of.clause(at).start for place in self.of.places("name"))

    def _is_of_another(self, at: int) -> bool:
        """Say whether a multiple is of another figure: "five times the $1 paid for frozen fish"."""
        return self.of.behind(at, "glue", "to", within=3)[:1] in (["figure"], ["subject"])

    # Counts of lines

    def _count(self, at: int, figure: Figure) -> Answer | None:
        of = self.of
        if "lines" not in of.kinds or not (of.has(at, "lines") or of.way(at)):
            is_of_names = of.subjects.counts(at, int(figure.value))
            return None if self._counts_time(at) or is_of_names else Open(figure.words)
        way = None if "of_whole" in of.around(at, 2, 0) else of.way(at)
        span = of.spans.at(at)[0]
        found = known(self.facts.moved(way, span, base) for base in of.spans.bases(at, span)) if way else []
        counts = [place for place in of.inside(at, of.figures) if of.figures[place].unit == "count"]
        if way is None or len(counts) > 1:  # "28 lines, of which 15 fell"
            found.extend(self.facts.lines())
        fitting = [fact for fact in found if figure.prints(fact.reading.value)]
        if fitting:
            return Hit(*_printed_at(figure), fitting[0])
        return Miss.of_figure(figure.words, found[0]) if found and way else Open(figure.words)

    def _counts_time(self, at: int) -> bool:
        """Say whether a number counts months that pass; of "nine months of the year" something is said."""
        following = self.of.text[self.of.tokens[at].end :].lstrip(" -")
        pattern = self.of.words.bounded(self.of.words.data["time_words"])
        is_some = "of_whole" in self.of.after(at, within=2)
        return not is_some and re.match(pattern, following, re.IGNORECASE) is not None


def _nearest(figure: Figure, found: Sequence[Fact]) -> Fact:
    """Return what a figure was meant to be: one of its size where a digit is wrong, else what it is said of."""
    alike = [fact for fact in found if fact.kind == found[0].kind and fact.unit == found[0].unit]
    near = [fact for fact in alike if abs(abs(fact.reading.value) - figure.value) < figure.value * _TYPO]
    return near[0] if near else found[0]


def _is_like(fact: Fact | None, base: Fact | None) -> bool:
    """Say whether two facts are levels of the same goods at two times."""
    if fact is None or base is None or fact.kind not in _LEVELS:
        return False
    is_same = fact.kind == base.kind and fact.unit == base.unit and fact.codes == base.codes
    return is_same and fact.span != base.span


def _printed_at(figure: Figure) -> tuple[int, int]:
    """Return where a figure prints its claim: with the word for what it leaves open, which the claim has not."""
    return figure.core if figure.qualifier == "exact" else (figure.start, figure.end)
