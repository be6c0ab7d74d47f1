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
ALONE = 0.60  # least share of the parent's excess that one child must have to explain it
TOGETHER = 0.70  # least share of the parent's excess that several children must have to explain it
MOST = 3  # children at most that explain a parent together
SEVERAL = 2  # least number of children of a broad story
ITS_WAY = 0.60  # least share of the children, by weight, that move as a broad story does
APART = frozenset(("offset", "drift"))  # kinds that are never told by a parent


@dataclass
class PanelStory:
    """A series whose movement is told."""

    #: The series that is told.
    column: int
    #: Whether most of its children moved the same way, and none of them explains it.
    broad: bool = False
    #: Columns that this one explains, the nearest first; they are not told on their own.
    context: list[int] = field(default_factory=list)
    #: Children that explain this column, the largest first.
    drivers: list[int] = field(default_factory=list)


def stories(judged: JudgedPanel) -> list[PanelStory]:
    """Return the stories. No two lie on one path from the top unless one rose and the other fell."""
    return _StoryTree(judged).stories()


StoriesBySign = dict[float, PanelStory]


class _StoryTree:
    """Walks the panel from its roots down, and skips what another story on the same path already tells."""

    def __init__(self, judged: JudgedPanel) -> None:
        self._judged = judged
        self._panel = judged.panel
        rests = {column for column, level in enumerate(judged.panel.levels) if is_rest(level)}
        absorbed = judged.panel.absorbed | rests
        self._children: dict[int, list[int]] = {}
        for parent, columns in judged.panel.children.items():
            self._children[parent] = [column for column in columns if column not in absorbed]
        strong = (np.abs(judged.snapshot.unusual.z) >= STRONG) | np.isin(judged.kind, EVENTS)
        self._strong: Truths = strong & judged.snapshot.usable
        self._sign = np.sign(judged.excess)

    def stories(self) -> list[PanelStory]:
        roots = [column for column in range(len(self._panel.codes)) if self._panel.parents[column] < 0]
        top_down: list[PanelStory] = []
        for root in roots:
            if root not in self._panel.absorbed:
                top_down.extend(self._stories_from(root, {}))
        return top_down

    def _stories_from(self, column: int, above: StoriesBySign) -> Iterator[PanelStory]:
        """Yield the stories of `column` and of everything under it.

        `above` holds the story that is told above, by its sign: a series that moved the same way is not told again.
        """
        kind = self._kind(column)
        path: list[int] = []
        story = None
        if kind in APART:
            story = self._story_apart(column, kind, above)
        elif kind and (float(self._sign[column]) not in above or kind in EVENTS):
            path = self._explaining_path(column)
            if not path:
                story = self._own_story(column)
        if path:
            yield from self._stories_of_path([column, *path], above)
            return

        above_children = dict(above)
        if story is not None:
            yield story
            if kind == "drift":
                above_children[float(self._judged.direction[column])] = story
            elif kind != "offset":
                above_children[float(self._sign[column])] = story
        for child in self._children.get(column, ()):
            yield from self._stories_from(child, above_children)

    def _kind(self, column: int) -> str:
        """Return the kind of movement that the series may be told as; empty where it may not be told."""
        if not self._judged.notable[column]:
            return ""
        return str(self._judged.kind[column])

    def _story_apart(self, column: int, kind: str, above: StoriesBySign) -> PanelStory | None:
        """Return the story of a drift or an offset; None where it is told above or below."""
        direction = float(self._judged.direction[column])
        if kind == "drift" and direction in above:
            return None
        if self._has_same_kind_below(column, kind, direction):
            return None
        return PanelStory(column)

    def _has_same_kind_below(self, column: int, kind: str, direction: float) -> bool:
        """Say whether something under `column` is told as the same kind, in the same direction."""
        for child in self._children.get(column, ()):
            is_same = self._kind(child) == kind and float(self._judged.direction[child]) == direction
            if is_same or self._has_same_kind_below(child, kind, direction):
                return True
        return False

    def _stories_of_path(self, path: list[int], above: StoriesBySign) -> Iterator[PanelStory]:
        """Yield the last of `path`, which explains those before it, and what else is told under them."""
        *explained, last = path
        explained.reverse()  # the nearest first
        story = self._own_story(last, forced=True)
        assert story is not None  # noqa: S101 -- forced
        story.context = explained
        yield story
        for parent in explained:
            for child in self._children.get(parent, ()):
                if child not in path:
                    yield from self._stories_from(child, above)
        sign = float(self._sign[path[0]])
        above_children = {**above, sign: story}
        for child in self._children.get(last, ()):
            yield from self._stories_from(child, above_children)

    def _explaining_path(self, column: int) -> list[int]:
        """Return the child that explains `column`, the child that explains that one, and so on.

        The path ends at the last series that its rule lets through.
        """
        path = []
        child = self._explaining_child(column)
        while child is not None:
            path.append(child)
            child = self._explaining_child(child)
        while path and not self._judged.snapshot.passed[path[-1]]:
            path.pop()
        return path

    def _explaining_child(self, column: int) -> int | None:
        """Return the one child that has most of the excess of `column`; None where there is no such child."""
        excess = self._judged.excess[column]
        if excess == 0 or np.isnan(excess):
            return None
        shares = [(self._judged.excess[child] / excess, child) for child in self._strong_children(column)]
        share, child = max(shares, default=(0.0, -1))
        return child if share >= ALONE else None

    def _strong_children(self, column: int) -> list[int]:
        """Return the children that are surprising themselves and moved as `column` did.

        Where goods are among the children, partners are left aside.
        """
        children = self._children.get(column, [])
        goods = [child for child in children if not self._panel.is_partner[child]]
        alike = [child for child in goods or children if self._sign[child] == self._sign[column]]
        return [child for child in alike if self._strong[child]]

    def _own_story(self, column: int, *, forced: bool = False) -> PanelStory | None:
        """Return the story of `at` itself; None if stories below tell it, unless `forced`."""
        drivers = self._largest(self._strong_children(column))
        excess = self._judged.excess[column]
        if len(drivers) > 1 and excess and sum(self._judged.excess[drivers]) / excess >= TOGETHER:
            return PanelStory(column, drivers=drivers)
        child = self._explaining_child(column)
        if child is not None:
            return PanelStory(column, drivers=[child])
        if self._is_broad(column):
            return PanelStory(column, broad=True)
        if self._has_notable_below(column) and not forced:
            return None
        return PanelStory(column)

    def _largest(self, columns: list[int]) -> list[int]:
        """Return the columns with the largest excess, the largest first; those of one size by code."""

        def rank(column: int) -> tuple[float, str]:
            return -abs(self._judged.excess[column]), self._panel.codes[column]

        return sorted(columns, key=rank)[:MOST]

    def _is_broad(self, column: int) -> bool:
        """Say whether `column` is a surprise and most of its goods moved the same way."""
        children = [child for child in self._children.get(column, ()) if not self._panel.is_partner[child]]
        before = np.nan_to_num(self._judged.snapshot.frame.before[children])
        if len(children) < SEVERAL or before.sum() <= 0:
            return False
        is_surprise = abs(self._judged.snapshot.unusual.z[column]) >= BROAD
        if not is_surprise:
            return False
        moved_alike = self._sign[children] == self._sign[column]
        return bool(before[moved_alike].sum() / before.sum() >= ITS_WAY)

    def _has_notable_below(self, column: int) -> bool:
        """Say whether something under `column` that moved as it did is told by its month."""
        judged = self._judged
        for child in self._children.get(column, ()):
            is_alike = judged.notable[child] and self._sign[child] == self._sign[column]
            if is_alike and judged.kind[child] not in APART:
                return True
            if self._has_notable_below(child):
                return True
        return False


COVERS = 0.60  # least share of the larger excess that the smaller one must have


def without_duplicates(judged: JudgedPanel, stories: list[PanelStory], score: dict[int, float]) -> list[PanelStory]:
    """Return the stories, without those that a better story of the other dimension covers, which gets them as context.

    The dimensions are goods and partners. Two stories cover each other if their excesses have the same sign and the
    smaller is at least 60 per cent of the larger.
    """
    panel = judged.panel
    remaining = list(stories)

    def rank(story: PanelStory) -> tuple[float, str]:
        return score[story.column], panel.codes[story.column]

    for partner in stories:
        if not panel.is_partner[partner.column]:
            continue
        goods = [story for story in remaining if not panel.is_partner[story.column]]
        covering = [story for story in goods if _covers(judged, story.column, partner.column)]
        if not covering:
            continue
        better = max(covering, key=rank)
        dropped = partner
        if score[better.column] < score[partner.column]:
            better, dropped = dropped, better
        place = remaining.index(better)
        remaining[place] = replace(better, context=[*better.context, dropped.column])
        remaining.remove(dropped)
    return remaining


def _covers(judged: JudgedPanel, goods: int, partner: int) -> bool:
    ancestors = judged.panel.ancestors(partner)
    if ancestors[:-1] and goods in ancestors:
        return False  # a partner of that line, which the tree has already decided
    goods_excess = float(judged.excess[goods])
    partner_excess = float(judged.excess[partner])
    is_one_way = goods_excess * partner_excess > 0
    if not is_one_way:
        return False
    smaller = min(abs(goods_excess), abs(partner_excess))
    larger = max(abs(goods_excess), abs(partner_excess))
    return smaller >= COVERS * larger
