"""Anchors: judges each figure of a sentence by the releases."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from generator.commentary.goods_names import WHOLE, Codes
from generator.commentary.release_facts import Answer, Fact, Hit, Miss, Open, ReleaseFacts, without_none
from generator.commentary.sentence import Sentence
from generator.commentary.sentence_figures import Figure
from generator.commentary.tokens import PER, Token, nearest
from generator.story.news.line_changes import round_above
from generator.trade.currency import is_money
from generator.trade.period import Period

_KILOGRAMS = 1000  # in a tonne
_SHARES = frozenset({"share", "part", "of_whole"})
_LEVELS = frozenset({"level", "price", "share"})
_TYPO = Decimal("0.2")  # a fact within this fraction of a figure is taken for the one meant, with a wrong digit
_SMALL_SUM = 1000  # a smaller sum of money cannot be the trade of an economy


@dataclass(frozen=True)
class Anchors:
    """Judges the figures of one sentence."""

    of: Sentence
    facts: ReleaseFacts

    def answers(self) -> Iterator[Answer]:
        """Yield an answer to each figure. Figures that count months or years have none."""
        hits: dict[int, Hit] = {}
        for at, figure in self.of.figures.items():
            if "run" not in self.of.around(at, 2, 2):
                answer = self._count(at, figure) if figure.unit == "count" else self._figure(at, figure)
                if isinstance(answer, Hit):
                    hits[at] = answer
                if answer is not None:
                    yield answer
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
        currency = self.facts.month.figures.unit
        if figure.unit in {"ratio", "multiple"} and self._is_of_another(at):
            return Open(figure.words)
        if self.of.subjects.is_of_another_name(at):
            return Open(figure.words)
        facts = candidates.facts_of(at, figure)
        way = self.of.way(at)
        fitting = [fact for fact in facts if self._fits(fact, at, figure, way)]
        is_foreign = is_money(figure.unit) and figure.unit != currency
        if fitting:
            return Miss.of_figure(figure.words, fitting[0]) if is_foreign else Hit(*_printed_at(figure), fitting[0])
        is_small = is_money(figure.unit) and figure.value < _SMALL_SUM and not self.of.is_priced
        if not facts or is_foreign or is_small or not self._is_certain(at):
            return Open(figure.words)
        return Miss.of_figure(figure.words, _nearest(figure, facts))

    def _contrast(self, at: int, hits: dict[int, Hit]) -> Iterator[Miss]:
        """Judge "up from $5 million": the word of movement must fit the two levels. The base stands at `at`."""
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
        """Return the word of movement for two figures: between them, or before both.

        If another figure or a base stands between the word and the figures, the word belongs to that.
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
        """Whether goods or a figure stand behind "above" or "below", so that two levels are compared."""
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
        """Judge "no other line moved by $30,000", about the lines that the text has not named before."""
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
            ways = {token.way for token in self.of.tokens}  # one word may apply to all figures of a list
            return is_print and fact.way in {"up", *ways} and self._is_moved(figure)
        return is_print and (fact.way is None or way is None or fact.way == way)

    def _prices(self, at: int, value: Decimal) -> list[Decimal]:
        """Return a price as it may be printed: per tonne or per kilogram; both if no words behind it say which."""
        prices = {"per_tonne": value, "per_kilogram": value / _KILOGRAMS}
        behind = self.of.behind(at, within=1)
        return [prices[behind[0]]] if PER.intersection(behind) else list(prices.values())

    def _is_certain(self, at: int) -> bool:
        """Whether a figure can only mean a fact of the releases, so that a wrong one is refused.

        It must be about goods of the edition, with nobody else named beside it: no company, no port, no other market.
        """
        of = self.of
        is_named = of.subjects.at(at)[1] and self._is_moved(of.figures[at])
        if "rest" in of.kinds and "subject" not in of.kinds:  # "all other goods", without naming the excluded lines
            return False
        return is_named and not self._is_of_a_name(at) and not of.is_elsewhere(at) and not of.subjects.is_strange(at)

    def _is_moved(self, figure: Figure) -> bool:
        """Whether a rate is a change or a share, unlike "the duty on marble is 10%". Other units always pass."""
        is_moved = any(token.way for token in self.of.tokens) or bool(self.of.kinds & _SHARES)
        return is_moved or figure.unit != "pct"

    def _is_of_a_name(self, at: int) -> bool:
        """Whether a figure may belong to an unknown name: in the sentence with its goods, else in an earlier clause."""
        if self.of.inside(at, self.of.subjects.named):
            return "name" in self.of.kinds and "whole" not in self.of.kinds
        return any(place < self.of.clause(at).start for place in self.of.places("name"))

    def _is_of_another(self, at: int) -> bool:
        """Whether a multiple refers to another figure: "five times the $1 paid for frozen fish"."""
        return self.of.behind(at, "glue", "to", within=3)[:1] in (["figure"], ["subject"])

    # Counts of lines

    def _count(self, at: int, figure: Figure) -> Answer | None:
        of = self.of
        if "lines" not in of.kinds or not (of.has(at, "lines") or of.way(at)):
            is_of_names = of.subjects.counts(at, int(figure.value))
            return None if self._counts_time(at) or is_of_names else Open(figure.words)
        way = None if "of_whole" in of.around(at, 2, 0) else of.way(at)
        span = of.spans.at(at)[0]
        facts = without_none(self.facts.moved(way, span, base) for base in of.spans.bases(at, span)) if way else []
        counts = [place for place in of.inside(at, of.figures) if of.figures[place].unit == "count"]
        if way is None or len(counts) > 1:  # "28 lines, of which 15 fell"
            facts.extend(self.facts.lines())
        fitting = [fact for fact in facts if figure.prints(fact.reading.value)]
        if fitting:
            return Hit(*_printed_at(figure), fitting[0])
        return Miss.of_figure(figure.words, facts[0]) if facts and way else Open(figure.words)

    def _counts_time(self, at: int) -> bool:
        """Whether a number counts time that passes, unlike "nine months of the year"."""
        following = self.of.text[self.of.tokens[at].end :].lstrip(" -")
        pattern = self.of.words.bounded(self.of.words.data["time_words"])
        is_some = "of_whole" in self.of.kinds_after(at, within=2)
        return not is_some and re.match(pattern, following, re.IGNORECASE) is not None


def _nearest(figure: Figure, facts: Sequence[Fact]) -> Fact:
    """Return the fact that a wrong figure was meant to print: one of nearly its size, else the likeliest."""
    alike = [fact for fact in facts if fact.kind == facts[0].kind and fact.unit == facts[0].unit]
    near = [fact for fact in alike if abs(abs(fact.reading.value) - figure.value) < figure.value * _TYPO]
    return near[0] if near else facts[0]


def _is_like(fact: Fact | None, base: Fact | None) -> bool:
    """Whether two facts are levels of the same goods at two times."""
    if fact is None or base is None or fact.kind not in _LEVELS:
        return False
    is_same = fact.kind == base.kind and fact.unit == base.unit and fact.codes == base.codes
    return is_same and fact.span != base.span


def _printed_at(figure: Figure) -> tuple[int, int]:
    """Return the offsets of a figure's claim: digits and unit, and its qualifier if it has one."""
    return figure.core if figure.qualifier == "exact" else (figure.start, figure.end)


_CUES = {"price": "price", "mean": "price", "per_tonne": "price", "per_kilogram": "price", "weight": "weight"}
_REACH = 6  # pieces behind a rate in which its goods or total are named
Found = Iterator[Fact | None]


@dataclass(frozen=True)
class Candidates:
    """Finds the facts that the figures of one sentence can mean. None stands for a fact that the releases lack."""

    of: Sentence
    facts: ReleaseFacts

    def facts_of(self, at: int, figure: Figure) -> list[Fact]:
        """Return the facts that the figure at a place can mean, likeliest first."""
        if is_money(figure.unit):
            facts = self._money(at)
        elif figure.unit == "kg":
            facts = self._amount(at, "weight")
        elif figure.unit in {"pct", "fraction"}:
            facts = self._rate(at, figure)
        elif figure.unit == "pp":
            facts = self._points(at)
        else:
            facts = self._multiples(at)
        return without_none(facts)

    # Sums and weights

    def _money(self, at: int) -> Found:
        if "mean" in [*self.of.kinds_before(at), *self.of.kinds_after(at, within=2)]:
            for codes, span in self._levels(at):
                yield self.facts.mean(codes, span)
        if self.of.is_priced:
            for codes, span in self._levels(at):
                yield self.facts.price(codes, span)
        yield from self._amount(at, "value")

    def _amount(self, at: int, of: str) -> Found:
        """Yield the levels and the changes that an amount of value or weight may be."""
        joint = self.of.joint(at)
        is_change = joint in {"by", "part"} or self._has_way_beside(at) or self.of.kinds_after(at, within=1) == ["by"]
        if joint in {"part", "of_whole"} or "part" in self.of.kinds_after(at, within=2):
            # "of the $3 million gain", "$2 million of the gain"
            for span, base in self.of.spans.changes(at):
                yield self.facts.change((WHOLE,), span, base, of=of)
                yield self.facts.level((WHOLE,), span, of=of)
        if self.of.is_without or self.of.has(at, "rest"):
            yield from self._amount_of_rest(at, of, is_change=is_change)
        changes = [self.facts.change(*change, of=of) for change in self._changes(at)]
        if is_change:
            yield from changes
        if self._has_way_behind(at):
            return
        for codes, span in self._levels(at):
            yield self.facts.level(codes, span, of=of)
        if joint != "against" and self.of.kinds & {"up", "down", "part"}:
            yield from changes

    def _amount_of_rest(self, at: int, of: str, *, is_change: bool) -> Found:
        """Yield the levels, and the changes, of what the named lines leave."""
        if not is_change:
            for codes, span in self._levels(at, line=True):
                yield self.facts.level(self.facts.remainder(codes), span, of=of)
        for codes, span, base in self._changes(at, line=True):
            yield self.facts.change(self.facts.remainder(codes), span, base, of=of)

    def _has_way_behind(self, at: int) -> bool:
        """Whether a figure is a change, by the word behind it: "$5 million more"."""
        following = [self.of.tokens[place] for place in self.of.places_after(at)]
        word = next((token for token in following if token.kind not in {"glue", "per_tonne"}), None)
        if word is None or word.kind not in {"up", "down"}:
            return False
        return re.fullmatch(self.of.words.data["way_behind"], word.words) is not None

    def _has_way_beside(self, at: int) -> bool:
        """Whether a word of movement stands right beside a figure: "$5 million more", "gained $5 million"."""
        return self._has_way_behind(at) or self.of.kinds_before(at)[-1:] in (["up"], ["down"])

    # Rates, shares and points

    def _rate(self, at: int, figure: Figure) -> Found:
        """Yield the parts, growths and shares that a rate may be."""
        of = self.of
        if self._is_part(at):
            yield from self._parts(at)
        elif "mean" in of.kinds_before(at):
            yield from self._price_growths(at)
        elif of.is_without or of.has(at, "rest"):
            for codes, span, base in self._changes(at, line=True):
                yield self.facts.growth(self.facts.remainder(codes), span, base)
            if self._is_share(at):
                yield from self._share(at)
        elif self._is_share(at):
            yield from self._share(at)
        else:
            yield from self._growths(at)
            if figure.unit == "fraction":  # "a third" may be a share of the total, or of the change of the total
                yield from self._parts(at)
                if of.way(at) is None:
                    yield from self._shares(at)

    def _price_growths(self, at: int) -> Found:
        """Yield the growths of the average value, where there is one."""
        if self.of.is_priced:
            for change in self._changes(at):
                yield self.facts.growth(*change, of="price")

    def _parts(self, at: int) -> Found:
        """Yield what part of the change of the whole each line was."""
        for change in self._changes(at, line=True):
            yield self.facts.part(*change)

    def _growths(self, at: int) -> Found:
        """Yield the growth of what the words beside a rate name (price, weight), then of the value."""
        of = self.of
        if of.joint(at) == "of_whole":
            for span, base in of.spans.changes(at):
                yield self.facts.growth((WHOLE,), span, base)
        for kind in self._grown(at):
            for change in self._changes(at):
                yield self.facts.growth(*change, of=kind)

    def _multiples(self, at: int) -> Found:
        for kind in self._grown(at):
            yield from (self.facts.multiple(*change, of=kind) for change in self._changes(at))

    def _grown(self, at: int) -> list[str]:
        """Return what a rate may be the growth of, likeliest first: "price", "weight" or "value"."""
        of = self.of
        cues = self._cues(at)
        has_goods = bool(of.inside(at, of.subjects.named))
        before = [figure.unit for place, figure in of.figures.items() if place < at]
        if not has_goods and before[-1:] == ["kg"] and "price" not in cues:
            return ["weight"]
        has_weight = (of.is_priced or of.has_tonnes) and "price" not in cues  # the sentence splits value and weight
        return list(dict.fromkeys([*cues, "value", "weight"] if has_weight else [*cues, "value"]))

    def _cues(self, at: int) -> list[str]:
        """Return "price", "weight" or "value", as the words beside a rate name them, likeliest first.

        The word stands between the previous figure and this one, or in English behind it ("a 5% rise in tonnage").
        Otherwise the last such word before the rate counts.
        """
        of = self.of
        kinds = {*_CUES, "whole", "subject"}
        ahead = [kind for kind in reversed(of.kinds_before(at)) if kind in kinds]
        behind = [kind for kind in of.kinds_after(at) if kind in kinds]
        neighbours = [*ahead, *behind] if of.words.data["figure_first"] else ahead
        if neighbours:
            parts = [] if ahead else ["weight"]  # "30% less shipped at an average of $4,800"
            return [*(_CUES[kind] for kind in neighbours if kind in _CUES), "value", *parts]
        earlier = [kind for kind in reversed(of.between(-1, at)) if kind in kinds]
        later = [kind for kind in of.between(at, of.clause(at).stop) if kind in kinds]
        return [_CUES.get(kind, "value") for kind in [*earlier, *later][:1]]

    def _share(self, at: int) -> Found:
        if "part" in self.of.kinds:
            yield from self._parts(at)
        yield from self._shares(at)
        if self.of.has_weight:
            for codes, span in self._levels(at, line=True):
                yield self.facts.share(codes, span, of="weight")
        if self.of.kinds & {"up", "down"}:
            yield from self._parts(at)

    def _shares(self, at: int) -> Found:
        yield from (self.facts.share(codes, span) for codes, span in self._levels(at, line=True))

    def _points(self, at: int) -> Found:
        yield from (self.facts.contribution(*change) for change in self._changes(at, line=True))

    def _is_part(self, at: int) -> bool:
        """Whether a rate is part of a change: "two thirds of the gain", "two thirds of November’s $3 million gain"."""
        if "part" in self.of.kinds_after(at, within=2):
            return True
        behind = self.of.behind(at, "glue", "word", "name", "time", within=_REACH)
        return behind[:1] in (["of_whole"], ["to"]) and behind[1:3] in (["figure", "up"], ["figure", "down"])

    def _is_share(self, at: int) -> bool:
        behind = self.of.kinds_after(at, "glue")
        if behind[:1] in (["up"], ["down"]):
            return False
        is_of_whole = behind[:2] == ["to", "whole"] or self.of.kinds_after(at, within=1) == ["of_whole"]
        return (
            behind[:1] == ["share"] or is_of_whole or "share" in self.of.kinds_before(at) or self._is_share_of_base(at)
        )

    def _is_share_of_base(self, at: int) -> bool:
        """Whether a rate is an earlier value of a share: "57.6% of imports, up from 53.0% a year earlier"."""
        of = self.of
        before = [place for place, figure in of.figures.items() if place < at and figure.unit in {"pct", "fraction"}]
        is_base = of.joint(at) == "against" or (of.way(at) is None and bool(of.inside(at, of.whens)))
        return bool(before) and is_base and self._is_share(before[-1])

    # Goods and months of a figure

    def _levels(self, at: int, *, line: bool = False) -> Iterator[tuple[Codes, Period]]:
        for codes in self.of.subjects.at(at, line=line)[0]:
            for span in self.of.spans.levels(at):
                yield codes, span

    def _changes(self, at: int, *, line: bool = False) -> Iterator[tuple[Codes, Period, Period]]:
        for codes in self.of.subjects.at(at, line=line)[0]:
            for span, base in self.of.spans.changes(at):
                yield codes, span, base
