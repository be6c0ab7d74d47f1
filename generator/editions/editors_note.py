"""An editor's note to readers, in each language of the desk: `TEXT` in its first one, `en=TEXT` in any."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import get_args

from generator.errors import SettingsError
from generator.settings.desk import Desk
from generator.settings.invisible_signs import hidden_sign
from generator.settings.value_types import Language

OPTION = "--note"
_IN = re.compile(rf"\s*({'|'.join(get_args(Language))})\s*=(.*)", re.DOTALL)


def notes_of(desk: Desk, given: Sequence[str]) -> Mapping[str, str]:
    """Return the note by language, its white space folded; SettingsError where a language of the desk has none.

    It is one line of text: a sign that does not show is refused, as in a commentary.
    """
    languages = desk.settings.languages
    found: dict[str, str] = {}
    for text in given:
        named = _IN.fullmatch(text)
        tag, words = named.groups() if named else (languages[0], text)
        if tag in found:
            raise SettingsError(OPTION, f"the note in {tag} is given twice.", "Keep one.")
        found[tag] = _plain(words)
    if lacking := [tag for tag in languages if not found.get(tag)]:
        remedy = " ".join(f'{OPTION} {tag}="…"' for tag in languages)
        raise SettingsError(OPTION, f"readers are told in {', '.join(lacking)} too.", f"Write {remedy}")
    if others := sorted(set(found) - set(languages)):
        raise SettingsError(OPTION, f"this desk does not write in {', '.join(others)}.", "Leave it out.")
    return {tag: found[tag] for tag in languages}


def _plain(words: str) -> str:
    folded = " ".join(words.split())
    if (sign := hidden_sign(folded)) is not None:
        raise SettingsError(OPTION, f"it has a sign that does not show ({sign}).", "Take it out.")
    return folded
