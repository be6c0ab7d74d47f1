"""What briefings ask of a source, and for which trade the source has figures."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

from generator.settings.briefing_settings import mirror_of, published
from generator.settings.desk import Briefing, Desk, TableSource
from generator.settings.value_types import partner_written
from generator.store import FigureStore
from generator.trade.codes import Flow, is_within
from generator.trade.editions import TABLED, descriptions
from generator.trade.figures import Selection
from generator.trade.release import Vintage

KEPT_BACK = 24  # months before the newest one in the first request: a year, and the year that it is compared with
_PUBLISHED = 6  # digits that all offices share; deeper lines are national
_FETCHED = frozenset({"comtrade", "sql", "sdmx"})  # a person brings the files of the other kinds
_FEW = 6  # so many pairs or codes are listed; further ones are counted


@dataclass(frozen=True)
class Question:
    """A question to one source about a reporter and a partner."""

    source: str
    reporter: str
    partner: str
    flows: tuple[Flow, ...]
    codes: tuple[str, ...]
    annual: bool = False  # whole years instead of months
    names: tuple[str, ...] = ()  # the briefings that ask
    every: bool = False  # asks for all partners at once, the one above included: a briefing tells whose market it is

    def selections(self) -> tuple[Selection, ...]:
        """Return the question as selections of the store, one per flow."""
        return tuple(Selection(self.source, self.reporter, self.partner, flow, self.codes) for flow in self.flows)


def is_service(source: TableSource) -> bool:
    """Whether the program asks the source itself. SDMX without a dataflow means files that a person fetches."""
    return source.kind in _FETCHED and (source.kind != "sdmx" or source.dataflow is not None)


def questions_of(desk: Desk, names: Sequence[str]) -> tuple[Question, ...]:
    """Return the questions of the briefings called `names`, merged: one for each source, reporter and partner.

    A question for every partner stands apart from one for the same partner alone.
    """
    merged: dict[tuple[str, str, str, bool, bool], Question] = {}
    for name in names:
        for question in _of(desk.briefing(name)):
            key = (question.source, question.reporter, question.partner, question.annual, question.every)
            earlier = merged.get(key, replace(question, flows=(), codes=()))
            flows = dict.fromkeys((*earlier.flows, *question.flows))
            codes = dict.fromkeys((*earlier.codes, *question.codes))
            merged[key] = replace(question, flows=tuple(flows), codes=tuple(codes), names=(*earlier.names, name))
    return tuple(merged.values())


def _of(briefing: Briefing) -> Iterator[Question]:
    """Yield the questions of a briefing. For months this includes the partner's report if the briefing wants it.

    With a market the briefing's own flow is asked of every partner in one question. The other flow, for a balance, is
    asked of the partner alone.
    """
    figures = briefing.figures
    flows = (figures.flow, figures.flow.opposite) if figures.balance else (figures.flow,)
    codes = tuple(figures.codes)
    if figures.detail is not None:  # lines of every HS edition, since old months have old codes
        depth = min(figures.detail, _PUBLISHED)
        lines = frozenset().union(*(lines_within(code, depth) for code in codes))
        codes = (*codes, *sorted(lines - {*codes}))
    question = Question(figures.source, figures.reporter, figures.partner, flows, codes)
    questions = [question]
    if figures.market:
        questions = [replace(question, flows=(flow,), every=flow is figures.flow) for flow in flows]
    if set(briefing.frequency) - {"annual"}:
        yield from questions
        if (mirror := mirror_of(briefing)) is not None:
            yield Question(mirror.source, mirror.reporter, mirror.partner, (mirror.flow,), published(codes))
    if "annual" in briefing.frequency:
        yield from (replace(question, annual=True) for question in questions)


@cache
def lines_within(code: str, digits: int) -> frozenset[str]:
    """Return the codes of `digits` digits within `code`, of all editions of the HS."""
    codes = (line for edition in (*TABLED, None) for line in descriptions(edition))
    return frozenset(line for line in codes if len(line) == digits and is_within(line, code))


def holdings_in_words(store: FigureStore, selection: Selection, vintage: Vintage) -> str:
    """Return what the source has of the reporter, partner and flow of `selection`, or else which others it has."""
    holdings = store.holdings(selection.source, vintage)
    exact = [holding for holding in holdings if replace(holding, codes=selection.codes) == selection]
    shown = exact or holdings[:_FEW]
    more = "" if exact or len(holdings) <= _FEW else f"; and {len(holdings) - _FEW} more"
    return "; ".join(map(selection_in_words, shown)) + more if shown else "none of customs at all"


def selection_in_words(selection: Selection) -> str:
    """Return a selection in a line: "reporter CHN, partner PAK, import, codes 2603, 7403"."""
    more = f" and {len(selection.codes) - _FEW} more" if len(selection.codes) > _FEW else ""
    flow = selection.flow.name.lower().replace("_", "-")
    parties = f"reporter {selection.reporter}, partner {partner_written(selection.partner)}"
    return f"{parties}, {flow}, codes {', '.join(selection.codes[:_FEW])}{more}"
