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

    A name begins with a small letter in a sentence, but for a country or people ("Brazil nuts") and an abbreviation.
    """
    if not _SHORTEST <= len(words) <= LONG or not _PLAIN.fullmatch(words):
        return None
    parts = re.findall(r"[A-Za-z]+", words)
    if any(map(_is_cut, parts)):
        return None
    keeps_capital = words[:2].isupper() or len(parts[0]) == 1 or _lands().match(words) is not None
    name = words if keeps_capital else words[:1].lower() + words[1:]
    short = name if len(name) <= SHORT else code_of(code)
    return Label(name, short, short, plural=is_plural(name))


def _is_cut(part: str) -> bool:
    """Say whether a word is an abbreviation: "cncntrt" has no vowel, "nes" stands for a clause."""
    return part.casefold() in _CUT or (part[1:].islower() and not re.search("[aeiouy]", part))


@cache
def _lands() -> re.Pattern[str]:
    """Return a pattern for the names of all economies and of their peoples."""
    lexicon = lexicon_of("en")
    names = [economy.name.partition(" (")[0] for economy in economies().values()]
    names += [str(text).removeprefix("the ") for key in ("economies", "demonyms") for text in lexicon[key].values()]
    return re.compile(rf"(?:{'|'.join(map(re.escape, names))})(?!\w)")
