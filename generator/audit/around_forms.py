"""The forms of what stands around the text, from tongues/around.csv: words with places, `[a|b]` one of several."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from generator.audit.masked import DAY, FIGURE, TIME, TITLE, Masked
from generator.audit.tongues.tables import around_rows

_JOINED = r"(?:(?:, |、|، | and |和| اور )"
_PLACES = {
    "n": FIGURE,
    "day": DAY,
    **dict.fromkeys(("when", "before", "month"), TIME),
    "title of it": TITLE,
    "how": "(?:CIF and FOB|CIF|FOB)",
    "code": "[A-Z]{3}",
    "codes": rf"\d+{_JOINED}\d+)*",
    "hs": rf"(?:the )?HS(?: \d{{4}}{_JOINED}HS \d{{4}})*)?",
    "years": r"\d{4}(?:(?:, |\N{FULLWIDTH COMMA}|، )\d{4})*",
    "office": f"[^{FIGURE}{TITLE}]{{1,900}}",  # with commas in it, before other places
}
_TIMED = frozenset({"when", "before", "month", "day", "runs", "withheld"})
_OPEN = f"[^{FIGURE}{TITLE}]{{1,900}}?"
_SLOTS = re.compile(r"\{(?P<slot>[\w ]+)\}|\[(?P<either>(?:[^\[\]]|\[[^\]]*\])*)\]|(?P<words>[^{\[]+)")
_EITHER = re.compile(r"\|(?![^\[]*\])")


class Part(NamedTuple):
    """What stands in a place: the place's name, the words with signs for times and figures, and as they are."""

    slot: str
    signed: str
    words: str


@dataclass(frozen=True)
class Around:
    """One form: its pattern, and what each of the groups of it is a place for."""

    pattern: re.Pattern[str]
    slots: Sequence[str]

    def parts(self, words: Masked) -> list[Part] | None:
        """Return what stands in its places, by name; None where the text is not of this form."""
        text = words.plain if _TIMED.isdisjoint(self.slots) else words.timed
        if (found := self.pattern.fullmatch(text.words)) is None:
            return None
        every = zip(self.slots, found.groups(), found.regs[1:], strict=True)
        return [Part(slot, part, text.part(*span)) for slot, part, span in every if part is not None]


@cache
def around_forms(language: str, place: str, key: str) -> tuple[Around, ...]:
    """Return the forms of the texts that stand in a `place` of a picture, table or run called `key`."""
    return tuple(_form(language, one) for *of, one in around_rows(language) if of == [place, key])


@cache
def keys_in(language: str, place: str) -> tuple[str, ...]:
    """Return the keys that the table has for a `place`, in its order."""
    return tuple(dict.fromkeys(key for where, key, _ in around_rows(language) if where == place))


@cache
def keys_of(language: str, place: str, words: str) -> tuple[str, ...]:
    """Return by which keys the table has just these `words` in a `place`."""
    return tuple(key for where, key, one in around_rows(language) if where == place and one == words)


def _form(language: str, wording: str) -> Around:
    slots = list[str]()
    return Around(re.compile(_pattern(language, wording, slots)), tuple(slots))


def _pattern(language: str, wording: str, slots: list[str]) -> str:
    """Return the pattern of a wording, and enter in `slots` what each group of it is for."""
    said = ""
    for part in _SLOTS.finditer(wording):
        if part["slot"]:
            said += _place(language, part["slot"], slots)
        elif part["either"] is not None:
            said += f"(?:{'|'.join(_pattern(language, one, slots) for one in _EITHER.split(part['either']))})"
        else:
            said += re.escape(part["words"])
    return said


def _place(language: str, slot: str, slots: list[str]) -> str:
    """Return the pattern of a place: that of its own wordings, where the table has some."""
    slots.append(slot)
    own = [one for where, key, one in around_rows(language) if where == slot or (where, key) == ("slot", slot)]
    if own:
        return f"({'|'.join(_pattern(language, one, slots) for one in own)})"
    return f"({_PLACES.get(slot, _OPEN)})"
