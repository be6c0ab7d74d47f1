"""Sentence: an editor's sentence in pieces, with its figures and times parsed, and the goods and months of each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from generator.commentary.goods_names import GoodsNames
from generator.commentary.sentence_figures import Figure, figure_of
from generator.commentary.subjects import Subjects
from generator.commentary.times import EditionCalendar, Spans, TimeMention, whens
from generator.commentary.tokens import PER, Pieces, Token, tokens_of
from generator.story.month import Month
from generator.trade.period import Period

_BARE = 100  # a number below this, without a unit, is a count
_RANGE = frozenset({"to", "glue", "against", "beside", "up", "down", *PER})


@dataclass(frozen=True, eq=False)
class Sentence(Pieces):
    """A sentence with its times."""

    whens: dict[int, TimeMention]  # by their places among the tokens
    period: Period  # of the edition
    last: Sentence | None  # the previous sentence, whose goods and months this one may refer to

    @cached_property
    def subjects(self) -> Subjects:
        """Which goods its pieces are about."""
        return Subjects(self, self.last.subjects if self.last else None)

    @cached_property
    def spans(self) -> Spans:
        """Which months its pieces are about."""
        return Spans(self, self.whens, self.period, self.last.spans if self.last else None)


def sentence_of(text: str, names: GoodsNames, month: Month, last: Sentence | None) -> Sentence:
    """Parse a sentence with the `names` of the edition of a month. `last` is the sentence that it follows."""
    tokens = tokens_of(text, names)
    words = names.words
    figures: dict[int, Figure] = {}
    for at, token in enumerate(tokens):
        if token.kind != "figure" or token.match is None:
            continue
        figure = figure_of(token.match, words, month.figures.unit)
        if figure is None:
            tokens[at] = replace(token, kind="word")
            continue
        if figure.unit == "count" and "." in figure.words and figures:  # "39.6 points and 21.3"
            units = [earlier.unit for earlier in figures.values()]
            figure = replace(figure, unit="pp" if "pp" in units else units[-1])
        figures[at] = figure
    for at in list(figures)[:-1]:
        figures[at] = _with_unit(at, figures, tokens)
    times = whens(tokens, EditionCalendar(month.period, month.figures.to_date, words))
    return Sentence(text, tokens, figures, words, times, month.period, last)


def _with_unit(at: int, figures: dict[int, Figure], tokens: Sequence[Token]) -> Figure:
    """Return a figure; if it has no unit, with the unit of the next one: "from 4,400 to 4,800 dollars"."""
    figure, behind = figures[at], min(place for place in figures if place > at)
    between = {token.kind for token in tokens[at + 1 : behind]}
    is_bare = figure.unit == "count" and figure.value >= _BARE and between <= _RANGE
    return replace(figure, unit=figures[behind].unit) if is_bare and figures[behind].unit != "kg" else figure
