"""A draft: a story that says of itself, at the head of the page and on every foot, that it is none yet."""

from __future__ import annotations

from dataclasses import replace

from generator.story.plan import Block, Foot, Masthead, Story, Text
from generator.story.text import say
from generator.story.words import speak


def as_draft(story: Story) -> Story:
    """Return `story` marked as a draft in its own language, beside any other warning it carries."""
    word = Text(speak(story.language).label("draft"))
    return replace(story, blocks=tuple(_marked(block, word) for block in story.blocks))


def _marked(block: Block, word: Text) -> Block:
    match block:
        case Masthead(tag=tag):
            return replace(block, tag=say("{draft}. {tag}", draft=word, tag=tag) if tag else word)
        case Foot(left=left):
            return replace(block, left=replace(say("{draft}. {left}", draft=word, left=left), shown=left.shown))
    return block
