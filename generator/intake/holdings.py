"""Holdings: of which reporter, partner, flow and codes a source has figures, in the words of a briefing's file."""

from __future__ import annotations

from generator.settings.parties import partner_written
from generator.store import FigureStore
from generator.trade.codes import Flow
from generator.trade.figures import Selection
from generator.trade.release import Vintage

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
