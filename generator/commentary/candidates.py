"""Candidates: the figures of the releases that a figure of a sentence can mean, likeliest first."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from generator.commentary.goods_names import WHOLE, Codes
from generator.commentary.release_facts import Fact, ReleaseFacts, known
from generator.commentary.sentence import Sentence
from generator.commentary.sentence_figures import Figure
from generator.trade.currency import is_money
from generator.trade.period import Period

_CUES = {"price": "price", "mean": "price", "per_tonne": "price", "per_kilogram": "price", "weight": "weight"}
_REACH = 6  # pieces behind a rate in which what it is of is named
Found = Iterator[Fact | None]


@dataclass(frozen=True)
class Candidates:
    """Finds what the figures of one sentence can mean; None stands for what the releases do not have."""

    of: Sentence
    facts: ReleaseFacts

    def every(self, at: int, figure: Figure) -> list[Fact]:
        """Return the facts that the figure at a place can mean."""
        if is_money(figure.unit):
            found = self._money(at)
        elif figure.unit == "kg":
            found = self._amount(at, "weight")
        elif figure.unit in {"pct", "fraction"}:
            found = self._rate(at, figure)
        elif figure.unit == "pp":
            found = self._points(at)
        else:
            found = self._multiples(at)
        return known(found)

    # Sums and weights

    def _money(self, at: int) -> Found:
        if "mean" in [*self.of.before(at), *self.of.after(at, within=2)]:
            yield from (self.facts.mean(codes, span) for codes, span in self._levels(at))
        if self.of.is_priced:
            yield from (self.facts.price(codes, span) for codes, span in self._levels(at))
        yield from self._amount(at, "value")

    def _amount(self, at: int, of: str) -> Found:
        joint = self.of.joint(at)
        is_change = joint in {"by", "part"} or self._has_way_beside(at) or self.of.after(at, within=1) == ["by"]
        if joint in {"part", "of_whole"} or "part" in self.of.after(at, within=2):
            # "of the $3 million gain", "$2 million of the gain"
            for span, base in self.of.spans.changes(at):
                yield self.facts.change((WHOLE,), span, base, of=of)
                yield self.facts.level((WHOLE,), span, of=of)
        if self.of.is_without or self.of.has(at, "rest"):
            rests = [(self.facts.rest(codes), span) for codes, span in self._levels(at, line=True)]
            yield from (self.facts.level(codes, span, of=of) for codes, span in rests if not is_change)
            moves = [(self.facts.rest(codes), span, base) for codes, span, base in self._changes(at, line=True)]
            yield from (self.facts.change(*move, of=of) for move in moves)
        changes = [self.facts.change(*change, of=of) for change in self._changes(at)]
        if is_change:
            yield from changes
        if self._has_way_behind(at):
            return
        yield from (self.facts.level(codes, span, of=of) for codes, span in self._levels(at))
        if joint != "against" and self.of.kinds & {"up", "down", "part"}:
            yield from changes

    def _has_way_behind(self, at: int) -> bool:
        """Say whether a figure is how much more or less there was: "$5 million more"."""
        after = [self.of.tokens[place] for place in self.of.places_after(at)]
        word = next((token for token in after if token.kind not in {"glue", "per_tonne"}), None)
        if word is None or word.kind not in {"up", "down"}:
            return False
        return re.fullmatch(self.of.words.data["way_behind"], word.words) is not None

    def _has_way_beside(self, at: int) -> bool:
        """Say whether a word of movement stands right beside a figure: "$5 million more", "gained $5 million"."""
        return self._has_way_behind(at) or self.of.before(at)[-1:] in (["up"], ["down"])

    # Rates, shares and points

    def _rate(self, at: int, figure: Figure) -> Found:
        of = self.of
        if self._is_part(at):
            yield from (self.facts.part(*change) for change in self._changes(at, line=True))
        elif "mean" in of.before(at):
            yield from (self.facts.growth(*change, of="price") for change in self._changes(at) if of.is_priced)
        elif of.is_without or of.has(at, "rest"):
            rests = [(self.facts.rest(codes), span, base) for codes, span, base in self._changes(at, line=True)]
            yield from (self.facts.growth(*rest) for rest in rests)
            if self._is_share(at):
                yield from self._share(at)
        elif self._is_share(at):
            yield from self._share(at)
        else:
            yield from self._growths(at)
            if figure.unit == "fraction":  # "a third", which may be of all, or of what all gained
                yield from (self.facts.part(*change) for change in self._changes(at, line=True))
                if of.way(at) is None:
                    yield from self._shares(at)

    def _growths(self, at: int) -> Found:
        """Yield changes of what the words beside say, of the value, and of the weight beside one in tonnes."""
        of = self.of
        if of.joint(at) == "of_whole":
            yield from (self.facts.growth((WHOLE,), span, base) for span, base in of.spans.changes(at))
        for kind in self._grown(at):
            yield from (self.facts.growth(*change, of=kind) for change in self._changes(at))

    def _multiples(self, at: int) -> Found:
        for kind in self._grown(at):
            yield from (self.facts.multiple(*change, of=kind) for change in self._changes(at))

    def _grown(self, at: int) -> list[str]:
        """Return what a rate may be the change of: of a figure before it whose goods it has, else by its words."""
        of = self.of
        cues = self._cues(at)
        has_goods = bool(of.inside(at, of.subjects.named))
        before = [figure.unit for place, figure in of.figures.items() if place < at]
        if not has_goods and before[-1:] == ["kg"] and "price" not in cues:
            return ["weight"]
        has_weight = (of.is_priced or of.has_tonnes) and "price" not in cues  # of a value in its parts
        return list(dict.fromkeys([*cues, "value", "weight"] if has_weight else [*cues, "value"]))

    def _cues(self, at: int) -> list[str]:
        """Return what a change may be of, likeliest first, by the words beside it: `price`, `weight` or `value`.

        The word for it stands between the figure before and this one, or in English behind it ("a 5% rise in tonnage");
        else it is the last one before.
        """
        of = self.of
        kinds = {*_CUES, "whole", "subject"}
        ahead = [kind for kind in reversed(of.before(at)) if kind in kinds]
        behind = [kind for kind in of.after(at) if kind in kinds]
        beside = [*ahead, *behind] if of.words.data["figure_first"] else ahead
        if beside:
            parts = [] if ahead else ["weight"]  # "30% less shipped at an average of $4,800"
            return [*(_CUES[kind] for kind in beside if kind in _CUES), "value", *parts]
        earlier = [kind for kind in reversed(of.between(-1, at)) if kind in kinds]
        later = [kind for kind in of.between(at, of.clause(at).stop) if kind in kinds]
        return [_CUES.get(kind, "value") for kind in [*earlier, *later][:1]]

    def _share(self, at: int) -> Found:
        changes = list(self._changes(at, line=True))
        if "part" in self.of.kinds:
            yield from (self.facts.part(*change) for change in changes)
        yield from self._shares(at)
        if self.of.has_weight:
            yield from (self.facts.share(codes, span, of="weight") for codes, span in self._levels(at, line=True))
        if self.of.kinds & {"up", "down"}:
            yield from (self.facts.part(*change) for change in changes)

    def _shares(self, at: int) -> Found:
        yield from (self.facts.share(codes, span) for codes, span in self._levels(at, line=True))

    def _points(self, at: int) -> Found:
        yield from (self.facts.contribution(*change) for change in self._changes(at, line=True))

    def _is_part(self, at: int) -> bool:
        """Say whether a rate is of a change: "two thirds of the gain", "two thirds of November’s $3 million gain"."""
        if "part" in self.of.after(at, within=2):
            return True
        behind = self.of.behind(at, "glue", "word", "name", "time", within=_REACH)
        return behind[:1] in (["of_whole"], ["to"]) and behind[1:3] in (["figure", "up"], ["figure", "down"])

    def _is_share(self, at: int) -> bool:
        behind = self.of.after(at, "glue")
        if behind[:1] in (["up"], ["down"]):
            return False
        is_of_whole = behind[:2] == ["to", "whole"] or self.of.after(at, within=1) == ["of_whole"]
        return behind[:1] == ["share"] or is_of_whole or "share" in self.of.before(at) or self._is_share_of_base(at)

    def _is_share_of_base(self, at: int) -> bool:
        """Say whether a rate is what a share was at another time: "57.6% of imports, up from 53.0% a year earlier"."""
        of = self.of
        before = [place for place, figure in of.figures.items() if place < at and figure.unit in {"pct", "fraction"}]
        is_base = of.joint(at) == "against" or (of.way(at) is None and bool(of.inside(at, of.whens)))
        return bool(before) and is_base and self._is_share(before[-1])

    # What they are of

    def _levels(self, at: int, *, line: bool = False) -> Iterator[tuple[Codes, Period]]:
        for codes in self.of.subjects.at(at, line=line)[0]:
            for span in self.of.spans.levels(at):
                yield codes, span

    def _changes(self, at: int, *, line: bool = False) -> Iterator[tuple[Codes, Period, Period]]:
        for codes in self.of.subjects.at(at, line=line)[0]:
            for span, base in self.of.spans.changes(at):
                yield codes, span, base
