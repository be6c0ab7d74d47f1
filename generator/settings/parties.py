"""Economies by whatever a person calls them: ISO letters, M49 number or English name."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from difflib import get_close_matches

from generator.trade.codes import WORLD, Economy, economies


def is_world(text: str) -> bool:
    """Say whether `text` stands for all partners together: World, or its letters W00."""
    return text.strip().upper() in {WORLD, "WORLD"}


def partner_named(text: str) -> str:
    """Return the letters of the World, or of the economy that `text` names, or raise ValueError with the nearest."""
    return WORLD if is_world(text) else economy_named(text).iso3


def partner_written(code: str) -> str:
    """Return a partner as a person writes it in settings: PAK, World."""
    return "World" if code == WORLD else code


def economy_named(text: str) -> Economy:
    """Return the economy that `text` names, or raise ValueError with the nearest.

    A part of a name does where only one name has it: "Russia".
    """
    found = economies().get(text.strip().upper()) or economies().get(text.strip().lstrip("0"))
    if found is not None:
        return found
    names = {_folded(one.name): one for one in economies().values()}
    wanted = _folded(text)
    if wanted in names:
        return names[wanted]
    within = [name for name in names if wanted and f" {wanted}" in f" {name}"]
    if len(within) == 1:
        return names[within[0]]
    near = [names[name] for name in within] or _like(wanted, names)
    said = ", ".join(f"{one.iso3} {one.name}" for one in near[:5]) or "an ISO code such as CHN or CN"
    msg = f"{text!r} is no economy; {'nearest' if near else 'write'}: {said}"
    raise ValueError(msg)


def _like(wanted: str, names: Mapping[str, Economy]) -> list[Economy]:
    """Return the economies whose name, or a word of it, is written almost like `wanted`: short names first."""
    words = {word for name in names for word in (*name.split(), name)}
    near = get_close_matches(wanted, words, 3, 0.7)
    found = [names[name] for word in near for name in sorted(names, key=len) if word in {name, *name.split()}]
    return list(dict.fromkeys(found))


def _folded(name: str) -> str:
    """Return a name's bare words: no accents, no signs, small letters."""
    bare = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return " ".join(re.findall(r"[a-z]+", bare))
