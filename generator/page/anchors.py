"""Where the figures of a printed page stand: the first print of each claim, so that a page number can be set for it."""

from __future__ import annotations

import re
from collections.abc import Mapping

_CLAIM = re.compile(r'<span class="claim" data-claim="([^"]+)">')
_SOUGHT = re.compile(r'data-to="#at-([^"]+)"')


def anchored(page: str, drawn: Mapping[str, str]) -> str:
    """Return `page` with a name at the first print of each claim.

    What only pictures print stands where their title does: `drawn` has the id of the block.
    """
    named: set[str] = set()

    def name(found: re.Match[str]) -> str:
        claim = found[1]
        if claim in named:
            return "<span>"
        named.add(claim)
        return f'<span id="at-{claim}">'

    page = _CLAIM.sub(name, page)
    return _SOUGHT.sub(lambda found: f'data-to="#{_place(found[1], named, drawn)}"', page)


def _place(claim: str, named: set[str], drawn: Mapping[str, str]) -> str:
    return f"at-{claim}" if claim in named else f"{drawn.get(claim, '')}-title"
