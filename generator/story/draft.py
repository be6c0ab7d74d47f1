"""A draft: a story that says of itself, at the head of the page and on every foot, that it is none yet."""

from __future__ import annotations

from dataclasses import replace

from generator.story.plan import Block, Foot, Masthead, Story
from generator.story.words import Words, speak


def as_draft(story: Story) -> Story:
    """Return `story` marked as a draft in its own language, beside any other warning it carries."""
    words = speak(story.language)
    return replace(story, blocks=tuple(_marked(block, words) for block in story.blocks))


def _marked(block: Block, words: Words) -> Block:
    draft = words.label("draft")
    match block:
        case Masthead(tag=tag):
            return replace(block, tag=words.listed([draft, *([tag] if tag else [])], "stops"))
        case Foot(left=left):
            return replace(block, left=replace(words.listed([draft, left], "stops"), shown=left.shown))
    return block
