"""Named: the lines that texts of an edition name, each of which has its bar and its row."""

from __future__ import annotations

from collections.abc import Iterable

from generator.story.plan import Block, Finding, Section
from generator.story.record import texts_of
from generator.trade.trees import leaves

PAGE, MAIL = "html", "mail"
Codes = frozenset[str]


def named(blocks: Iterable[Block | None], form: str) -> Codes:
    """Return the codes of the lines that the prose among the blocks names which the page, or the mail, carries."""
    prose = (block for block in blocks if isinstance(block, Finding | Section) and form in block.shown)
    texts = (text for block in prose for text in texts_of(block))
    trees = (text.tree for text in texts if text.tree)
    return frozenset(str(leaf[1]) for tree in trees for leaf in leaves(tree) if leaf[0] == "line")
