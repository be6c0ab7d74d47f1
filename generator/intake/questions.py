"""What the briefings of a source ask it, and of which trade it has figures."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

from generator.settings.briefing_settings import mirror_of, published
from generator.settings.desk import Briefing, Desk
from generator.settings.value_types import partner_written
from generator.store import FigureStore
from generator.trade.codes import Flow, is_within
from generator.trade.editions import TABLED, descriptions
from generator.trade.figures import Selection
from generator.trade.release import Vintage

_PUBLISHED = 6  # digits that every office has alike; deeper lines are national


@dataclass(frozen=True)
class Question:
    """What one source is asked about a reporter and a partner; `annual` is asked for whole years, else for months.

    `names` are the briefings that ask.
    """

    source: str
    reporter: str
    partner: str
    flows: tuple[Flow, ...]
    codes: tuple[str, ...]
    annual: bool = False
    names: tuple[str, ...] = ()

    def selections(self) -> tuple[Selection, ...]:
        """Return what is asked as the store knows it, one for each flow."""
        return tuple(Selection(self.source, self.reporter, self.partner, flow, self.codes) for flow in self.flows)


def questions(desk: Desk, names: Sequence[str]) -> tuple[Question, ...]:
    """Return what the briefings called `names` ask, each source about each reporter and partner once."""
    found: dict[tuple[str, str, str, bool], Question] = {}
    for name in names:
        for one in _of(desk.briefing(name)):
            key = (one.source, one.reporter, one.partner, one.annual)
            asked = replace(one, names=(name,))
            found[key] = _joined(found[key], asked) if key in found else asked
    return tuple(found.values())


def _of(briefing: Briefing) -> Iterator[Question]:
    figures = briefing.figures
    flows = (figures.flow, figures.flow.opposite) if figures.balance else (figures.flow,)
    asked = Question(figures.source, figures.reporter, figures.partner, flows, _codes(briefing))
    if set(briefing.frequency) - {"annual"}:
        yield asked
        yield from _of_partner(briefing, asked.codes)
    if "annual" in briefing.frequency:
        yield replace(asked, annual=True)


def _of_partner(briefing: Briefing, codes: tuple[str, ...]) -> Iterator[Question]:
    """Yield what is asked of the partner's own report: months alone have a gap, and national lines none."""
    if (one := mirror_of(briefing)) is not None:
        yield Question(one.source, one.reporter, one.partner, (one.flow,), published(codes))


def _codes(briefing: Briefing) -> tuple[str, ...]:
    """Return the briefing's codes, and those of its detail in every edition: old months have old codes."""
    own, digits = tuple(briefing.figures.codes), briefing.figures.detail
    if digits is None:
        return own
    depth = min(digits, _PUBLISHED)
    return (*own, *sorted(frozenset().union(*(lines_within(one, depth) for one in own)) - {*own}))


@cache
def lines_within(code: str, digits: int) -> frozenset[str]:
    """Return the codes of `digits` digits within `code`, in whichever edition of the HS."""
    known = (one for edition in (*TABLED, None) for one in descriptions(edition))
    return frozenset(one for one in known if len(one) == digits and is_within(one, code))


def _joined(one: Question, other: Question) -> Question:
    flows, codes = dict.fromkeys((*one.flows, *other.flows)), dict.fromkeys((*one.codes, *other.codes))
    return replace(one, flows=tuple(flows), codes=tuple(codes), names=(*one.names, *other.names))


_FEW = 6  # pairs, and codes of a pair: more are counted


def held(store: FigureStore, wanted: Selection, vintage: Vintage) -> str:
    """Return of what the source has figures: of the reporter, partner and flow of `wanted`, else of which others."""
    found = store.holdings(wanted.source, vintage)
    same = [
        one for one in found if (one.reporter, one.partner, one.flow) == (wanted.reporter, wanted.partner, wanted.flow)
    ]
    shown = same or found[:_FEW]
    more = "" if same or len(found) <= _FEW else f"; and {len(found) - _FEW} more"
    return "; ".join(map(said_of, shown)) + more if shown else "none of customs at all"


def said_of(one: Selection) -> str:
    """Return a selection in a line: "reporter CHN, partner PAK, import, codes 2603, 7403"."""
    more = f" and {len(one.codes) - _FEW} more" if len(one.codes) > _FEW else ""
    flow = one.flow.name.lower().replace("_", "-")
    parties = f"reporter {one.reporter}, partner {partner_written(one.partner)}"
    return f"{parties}, {flow}, codes {', '.join(one.codes[:_FEW])}{more}"


def _pair(one: Selection) -> tuple[str, str, Flow]:
    return one.reporter, one.partner, one.flow
