"""Glossary: what lines and settings are called in one language; the trees of edition.json name them by key."""

from __future__ import annotations

from typing import Any

from generator.story.brief import Brief
from generator.story.plan import Block
from generator.story.record import texts_of
from generator.story.words.numbers import passed_on
from generator.trade.trees import leaves


def glossary_of(brief: Brief, blocks: tuple[Block, ...], attached: list[str]) -> dict[str, Any]:
    """Return the names of the lines that the texts of `blocks` name, and the words of the briefing's settings.

    `lines` has by code the full, the short and the head name, then the same three before a postposition; `settings` has
    by key every form in which the words of a setting are printed. `attached` is what a mail carries or leads to.
    """
    return {"lines": names_in(blocks, brief), "settings": _settings(brief) | {"attached": attached}}


def names_in(blocks: tuple[Block, ...], brief: Brief) -> dict[str, list[str]]:
    """Return the names of the lines that the texts of `blocks` name, by code."""
    trees = [text.tree for text in texts_of(blocks) if text.tree]
    codes = {leaf[1] for tree in trees for leaf in leaves(tree) if leaf[0] == "line"}
    return {code: _names(brief, code) for code in sorted(codes)}


def _names(brief: Brief, code: str) -> list[str]:
    label = brief.label(code)
    return [label.full, label.short, label.head, *label.oblique]


def _settings(brief: Brief) -> dict[str, list[str]]:
    return {
        "title": [brief.title],
        "publisher": [brief.publisher],
        "place": [brief.place, brief.place.upper()],
        "contact": [brief.contact],
        "address": [brief.address],
        "customs": [brief.customs, *passed_on(brief.customs)],
        "group": [brief.group],
        "tag": [brief.tag],
        "theme": [theme.label for theme in brief.themes],
        "watch": [words for row in brief.watch for words in row],
        "remarks": _labels(brief),
    }


def _labels(brief: Brief) -> list[str]:
    """Return the labels that an editor wrote."""
    found = [remarks.label for remarks in brief.remarks]
    if brief.manuscript:
        found += [label for label, _ in brief.manuscript.paragraphs]
    return [label for label in dict.fromkeys(found) if label]
