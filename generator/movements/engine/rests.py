"""Rests: what children leave of their parents, kept as a child of its own and never spread over the others."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from generator.movements.engine.panel import PARTNERS, Panel
from generator.movements.engine.unit_values import Floats

UNALLOCATED = "unallocated"  # the level of a rest

Rest = tuple[int, Floats, bool]  # the parent's column, its values, whether partners leave it


def with_rests(panel: Panel) -> Panel:
    """Return the panel with a child `CODE unallocated` where the others leave more than 1 each of their parent.

    A parent without a row in a period in which its children have some is unknown there.
    """
    value = panel.value.copy()
    added = list(_rests(panel, value))
    grown = replace(panel, value=value)
    return _with_columns(grown, added) if added else grown


def is_rest(level: str) -> bool:
    """Say whether a level is that of a rest."""
    return level.endswith(UNALLOCATED)


def _rests(panel: Panel, value: Floats) -> Iterator[Rest]:
    for parent, children in panel.children.items():
        for partner in (False, True):
            these = [one for one in children if bool(panel.is_partner[one]) is partner]
            if not these:
                continue
            total = np.nan_to_num(value[:, these]).sum(axis=1)
            value[(value[:, parent] == 0) & (total > 0), parent] = np.nan
            rest = np.round(value[:, parent] - value[:, these].sum(axis=1), panel.decimals)
            rest[np.abs(rest) <= len(these)] = 0.0
            if np.nan_to_num(rest).any():
                yield parent, rest, partner


def _with_columns(panel: Panel, added: list[Rest]) -> Panel:
    nothing = np.zeros((len(panel.value), len(added)))
    ends = [f" {UNALLOCATED} by {PARTNERS}" if partner else f" {UNALLOCATED}" for _, _, partner in added]
    return replace(
        panel,
        codes=(*panel.codes, *(panel.codes[at] + end for (at, *_), end in zip(added, ends, strict=True))),
        levels=(*panel.levels, *(f"{PARTNERS} {UNALLOCATED}" if partner else UNALLOCATED for *_, partner in added)),
        parents=np.append(panel.parents, [at for at, *_ in added]),
        value=np.column_stack([panel.value, *(rest for _, rest, _ in added)]),
        quantity=np.column_stack([panel.quantity, nothing * np.nan]),
        unit=np.column_stack([panel.unit, nothing.astype(panel.unit.dtype)]),
        status=np.column_stack([panel.status, nothing.astype(panel.status.dtype)]),
    )
