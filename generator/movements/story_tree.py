"""Chooses which series tells a movement if a chapter, a heading and a line moved for the same reason.

A movement that goods and partners both show is also told only once.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

import numpy as np

from generator.movements.candidate_series import JudgedPanel
from generator.movements.chance import BROAD
from generator.movements.flow_states import EVENTS
from generator.movements.panel import Truths, is_rest

STRONG = 3.0  # least |z| of a child that explains its parent
# Shares of the parent's excess that one child, or several together, must explain; most children that may do so.
ALONE, TOGETHER, MOST = 0.60, 0.70, 3
SEVERAL = 2  # least number of children for a broad movement
ITS_WAY = 0.60  # least share of the children, by value, that move the parent's way in a broad movement
APART = frozenset(("offset", "drift"))  # kinds that are never absorbed by a parent


@dataclass
class PanelStory:
    """A series whose movement is told."""

    column: int
    broad: bool = False  # whether most children moved its way
    context: list[int] = field(default_factory=list)  # columns above that it explains
    drivers: list[int] = field(default_factory=list)  # columns below that explain it


def stories(judged: JudgedPanel) -> list[PanelStory]:
    """Return the stories. No two lie on one path from the top unless one rose and the other fell."""
    return list(_StoryTree(judged).stories())


class _StoryTree:
    """Walks the panel from its roots down, and skips what another story on the same path already tells."""

    def __init__(self, judged: JudgedPanel) -> None:
        self._judged, self._panel = judged, judged.panel
        absorbed = judged.panel.absorbed | {at for at, level in enumerate(judged.panel.levels) if is_rest(level)}
        children = judged.panel.children
        self._children = {at: [child for child in columns if child not in absorbed] for at, columns in children.items()}
        strong = (np.abs(judged.snapshot.unusual.z) >= STRONG) | np.isin(judged.kind, EVENTS)
        self._strong: Truths = strong & judged.snapshot.usable
        self._sign = np.sign(judged.excess)

    def stories(self) -> Iterator[PanelStory]:
        roots = [at for at in range(len(self._panel.codes)) if self._panel.parents[at] < 0]
        for root in roots:
            if root not in self._panel.absorbed:
                yield from self._below(root, {})

    def _below(self, at: int, told_above: dict[float, PanelStory]) -> Iterator[PanelStory]:
        """Yield the stories at `at` and below it. Those in `told_above`, by sign, suppress others of their sign."""
        carries, kind, sign = dict(told_above), self._kind(at), float(self._sign[at])
        if kind in APART:
            sign = float(self._judged.direction[at])
            if not self._has_below(at, kind, sign) and (kind != "drift" or sign not in told_above):
                yield (story := PanelStory(at))
                carries |= {sign: story} if kind == "drift" else {}
        elif kind and (sign not in told_above or kind in EVENTS):
            path = self._carriers(at)
            if path:
                yield from self._carried([at, *path], told_above)
                return
            own_story = self._own_story(at)
            if own_story is not None:
                yield own_story
                carries[sign] = own_story
        for child in self._children.get(at, ()):
            yield from self._below(child, carries)

    def _kind(self, at: int) -> str:
        return str(self._judged.kind[at]) if self._judged.notable[at] else ""

    def _has_below(self, at: int, kind: str, sign: float) -> bool:
        """Whether a series below `at` is a movement of the same kind and direction."""
        for child in self._children.get(at, ()):
            is_alike = self._kind(child) == kind and float(self._judged.direction[child]) == sign
            if is_alike or self._has_below(child, kind, sign):
                return True
        return False

    def _carried(self, path: list[int], told_above: dict[float, PanelStory]) -> Iterator[PanelStory]:
        """Yield the story of the last column of `path`, which explains the others, and the other stories below them."""
        *above, child = path
        story = self._own_story(child, forced=True)
        assert story is not None  # noqa: S101 -- forced
        story.context = above[::-1]
        yield story
        sign = float(self._sign[above[0]])
        for node in above[::-1]:
            for sibling in self._children.get(node, ()):
                if sibling not in path:
                    yield from self._below(sibling, told_above)
        for below in self._children.get(child, ()):
            yield from self._below(below, {**told_above, sign: story})

    def _carriers(self, at: int) -> list[int]:
        """Return the path of columns below `at` that explain each other, down to the last that passes its rule."""
        path, child = [], self._carrier(at)
        while child is not None:
            path.append(child)
            child = self._carrier(child)
        while path and not self._judged.snapshot.passed[path[-1]]:
            path.pop()
        return path

    def _carrier(self, at: int) -> int | None:
        """Return the child that alone explains enough of the excess of `at`; None if there is none."""
        excess = self._judged.excess[at]
        if excess == 0 or np.isnan(excess):
            return None
        shares = [(self._judged.excess[child] / excess, child) for child in self._alike(at)]
        share, child = max(shares, default=(0.0, -1))
        return child if share >= ALONE else None

    def _alike(self, at: int) -> list[int]:
        """Return the children that are strong and moved as `at` did: goods, or partners if there are no goods."""
        children = self._children.get(at, ())
        goods = [child for child in children if not self._panel.is_partner[child]] or list(children)
        return [child for child in goods if self._strong[child] and self._sign[child] == self._sign[at]]

    def _own_story(self, at: int, *, forced: bool = False) -> PanelStory | None:
        """Return the story of `at` itself; None if stories below tell it, unless `forced`."""
        excess, alike = self._judged.excess[at], self._alike(at)
        order = sorted(alike, key=lambda child: (-abs(self._judged.excess[child]), self._panel.codes[child]))[:MOST]
        if len(order) > 1 and excess and sum(self._judged.excess[order]) / excess >= TOGETHER:
            return PanelStory(at, drivers=order)
        silenced = self._carrier(at)
        if silenced is not None:
            return PanelStory(at, drivers=[silenced])
        if self._is_broad(at):
            return PanelStory(at, broad=True)
        below = self._notable_below(at)
        return PanelStory(at) if forced or not below else None

    def _is_broad(self, at: int) -> bool:
        children = [child for child in self._children.get(at, ()) if not self._panel.is_partner[child]]
        before = np.nan_to_num(self._judged.snapshot.frame.before[children])
        if len(children) < SEVERAL or before.sum() <= 0 or not abs(self._judged.snapshot.unusual.z[at]) >= BROAD:
            return False
        its_way = before[self._sign[children] == self._sign[at]].sum()
        return bool(its_way / before.sum() >= ITS_WAY)

    def _notable_below(self, at: int) -> bool:
        """Whether a series below `at` that moved as it did is notable, other than as an offset or a drift."""
        judged = self._judged
        for child in self._children.get(at, ()):
            is_alike = judged.notable[child] and self._sign[child] == self._sign[at]
            if (is_alike and judged.kind[child] not in APART) or self._notable_below(child):
                return True
        return False


COVERS = 0.60  # least ratio of the smaller excess to the larger for one story to cover the other


def without_duplicates(judged: JudgedPanel, stories: list[PanelStory], score: dict[int, float]) -> list[PanelStory]:
    """Return the stories, without those that a better story of the other dimension covers, which gets them as context.

    The dimensions are goods and partners. Two stories cover each other if their excesses have the same sign and the
    smaller is at least 60 per cent of the larger.
    """
    panel, remaining = judged.panel, list(stories)
    goods = [story for story in remaining if not panel.is_partner[story.column]]
    for partner in [story for story in remaining if panel.is_partner[story.column]]:
        covering = [story for story in goods if _covers(judged, story.column, partner.column)]
        best = max(covering, key=lambda story: (score[story.column], panel.codes[story.column]), default=None)
        if best is None:
            continue
        better, dropped = (best, partner) if score[best.column] >= score[partner.column] else (partner, best)
        at = remaining.index(better)
        remaining[at] = replace(better, context=[*better.context, dropped.column])
        remaining.remove(dropped)
        goods = [story for story in remaining if not panel.is_partner[story.column]]
    return remaining


def _covers(judged: JudgedPanel, goods: int, partner: int) -> bool:
    ancestors = judged.panel.ancestors(partner)
    if ancestors[:-1] and goods in ancestors:
        return False  # a partner of that line, which the tree has already decided
    mine, theirs = float(judged.excess[goods]), float(judged.excess[partner])
    return mine * theirs > 0 and min(abs(mine), abs(theirs)) >= COVERS * max(abs(mine), abs(theirs))
