"""What of a code list's English can stand in a sentence: names of goods in plain letters, and no others.

Lists abbreviate ("Mn ores&cncntrt"), give measures ("rim≤61cm") and run on. A name that cannot be printed as it is
stands nowhere: nobody rewrites it.
"""

from __future__ import annotations

import re
from functools import cache

from generator.story.described import LONG, SHORT, code_of, is_plural
from generator.story.label import Label
from generator.story.patterns import lexicon_of
from generator.trade.codes import economies

_WORD = r"[A-Za-z]+(?:['’][A-Za-z]*)?"
_PLAIN = re.compile(rf"{_WORD}(?:(?:, | |-){_WORD})*")
_SHORTEST = 3  # letters: tin
_CUT = frozenset({"nes", "nesoi", "etc", "incl", "excl"})


def from_list(words: str, code: str) -> Label | None:
    """Return the names of `code` by the words that a code list has for it, or None where they cannot be printed.

    Words that every edition says ("imports", "the total") are no name by themselves: nobody could tell the line from
    the trade. A country or people in a name ("Brazil nuts") reads as a party of the trade.
    """
    if not _SHORTEST <= len(words) <= LONG or not _PLAIN.fullmatch(words) or _lands().search(words):
        return None
    parts = re.findall(r"[A-Za-z]+", words)
    if any(map(_is_cut, parts)) or all(part.casefold() in _said_anyhow() for part in parts):
        return None
    name = words if words[:2].isupper() or len(parts[0]) == 1 else words[:1].lower() + words[1:]
    short = name if len(name) <= SHORT else code_of(code)
    return Label(name, short, short, plural=is_plural(name))


def _is_cut(part: str) -> bool:
    """Say whether a word is an abbreviation: "cncntrt" has no vowel, "nes" stands for a clause."""
    return part.casefold() in _CUT or (part[1:].islower() and not re.search("[aeiouy]", part))


@cache
def _said_anyhow() -> frozenset[str]:
    """Return the words, in small letters, that name no goods: those of any edition, months and numbers."""
    known = lexicon_of("en")
    return frozenset(str(word).casefold() for key in ("anyhow", "months", "numbers", "ordinals") for word in known[key])


@cache
def _lands() -> re.Pattern[str]:
    """Return a pattern for the names of all economies and of their peoples, in small letters or large."""
    known, named = lexicon_of("en"), [one.name.partition(" (")[0] for one in economies().values()]
    called = [str(text).removeprefix("the ") for key in ("economies", "demonyms") for text in known[key].values()]
    every = map(re.escape, (*named, *called, *known["also_called"]))
    return re.compile(rf"(?<!\w)(?:{'|'.join(every)})(?!\w)", re.IGNORECASE)
