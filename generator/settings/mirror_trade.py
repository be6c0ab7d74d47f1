"""Exchanged: the trade of a briefing as its partner counts it: parties exchanged, the other flow."""

from __future__ import annotations

from generator.settings.briefing_settings import Briefing
from generator.trade.figures import Selection

_PUBLISHED = 6  # digits that every office has alike; a deeper line of one is none of the other


def mirror_of(briefing: Briefing) -> Selection | None:
    """Return what `figures.mirror` asks for, without national lines; None where the briefing does not ask."""
    asked = briefing.figures
    if asked.mirror is None:
        return None
    return Selection(asked.mirror, asked.partner, asked.reporter, asked.flow.opposite, published(asked.codes))


def published(codes: tuple[str, ...]) -> tuple[str, ...]:
    """Return the codes that every office has alike."""
    return tuple(code for code in codes if not code.isdigit() or len(code) <= _PUBLISHED)
