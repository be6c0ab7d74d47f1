"""Fields of a claim: an object or a row of a sheet, whatever else stands in it, becomes a claim or is refused."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any, NamedTuple, NoReturn

from generator.audit.claimed.claim import Claim
from generator.audit.claimed.printed import Loose, Printed, printed
from generator.audit.claimed.qualifiers import WORDS, kind_of
from generator.errors import SettingsError

LABELS = ("id", "kind", "unit", "qualifier")
NUMBERS = ("value", "comparison_value", "stated_pct", "stated_abs_change", "denominator")
FIELDS = (*LABELS, *NUMBERS, "parts")
NAMED = f"The fields are {', '.join(FIELDS)}; docs/check.md explains them."
_NEAR = 0.86  # of the letters: comparison_period is no slip for comparison_value
_BEGUN = 5  # letters of a field's beginning: comparison is a slip for comparison_value


class Where(NamedTuple):
    """Where something stands: a line of a file, and within it."""

    file: str
    line: int
    within: str = ""

    def refuse(self, key: str, problem: str, remedy: str) -> NoReturn:
        """Refuse what stands at `key`."""
        raise self.fault(key, problem, remedy) from None

    def fault(self, key: str, problem: str, remedy: str) -> SettingsError:
        """Return the refusal of what stands at `key`."""
        named = ".".join(part for part in (self.within, key) if part)
        return SettingsError(f"{self.file}:{self.line}" + (f": {named}" if named else ""), problem, remedy)


def text_of(name: str, raw: bytes) -> str:
    """Return the text of a file, without a byte order mark and with one kind of line end."""
    try:
        return raw.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError as fault:
        where = Where(name, raw[: fault.start].count(b"\n") + 1)
        where.refuse("", "it is not UTF-8.", "Save it as UTF-8.")


def claim_of(given: object, where: Where) -> Claim:
    """Return the claim that `given` writes: its figures and labels, and nothing else that stands in it."""
    if not isinstance(given, Mapping):
        where.refuse("", "it is no claim.", 'Write an object: {"value": "14.2", …}.')
    refuse_slips(given, where)
    read: dict[str, Any] = {name: _label(given.get(name), where, name) for name in LABELS}
    read |= {name: _number(given.get(name), where, name) for name in NUMBERS}
    made = Claim(**read, parts=_parts(given.get("parts"), where))
    if made.qualifier and made.checks() and kind_of(made.qualifier) is None:
        known = ", ".join(words[0] for words in WORDS.values())
        remedy = f"Leave it empty, or write one such as {known}; docs/check.md has them all."
        where.refuse("qualifier", f"{made.qualifier!r} is no word that is known.", remedy)
    return made


def has_figures(claim: Claim) -> bool:
    """Say whether a claim has any figure at all."""
    return bool(claim.parts) or any(getattr(claim, name) is not None for name in NUMBERS)


def refuse_slips(names: Iterable[str], where: Where) -> None:
    """Refuse a name that is nearly a field's: its figure would be passed over without a word."""
    given = list(names)
    for name in given:
        if (meant := _meant(name)) and meant not in given:
            where.refuse(name, "there is no such field.", f"Call it {meant}.")


@cache
def _meant(name: str) -> str:
    """Return the field that `name` is a slip for; "" where it is one itself, or of none."""
    plain = name.strip().casefold().replace(" ", "_").replace("-", "_")
    if name in FIELDS or plain in FIELDS:
        return "" if name == plain else plain
    begun = [field for field in NUMBERS if len(plain) >= _BEGUN and field.startswith(plain)]
    return begun[0] if len(begun) == 1 else "".join(difflib.get_close_matches(plain, (*NUMBERS, "parts"), 1, _NEAR))


def _label(found: object, where: Where, name: str) -> str:
    if found is None:
        return ""
    if not isinstance(found, str):
        where.refuse(name, "it is no text.", "Write it in quotes, or leave it out.")
    return found.strip()


def _number(found: object, where: Where, name: str) -> Printed | Loose | None:
    if found is None or (isinstance(found, str) and not found.strip()):
        return None
    if not isinstance(found, str):
        where.refuse(name, "it is no number.", 'Write it as it is printed, in quotes: "12.3".')
    try:
        return printed(found)
    except ValueError as fault:
        where.refuse(name, f"{found.strip()[:40]!r} is no number.", str(fault))


def _parts(found: object, where: Where) -> tuple[Printed | Loose, ...]:
    terms = found.replace(";", " ").split() if isinstance(found, str) else found
    if terms is None:
        return ()
    if not isinstance(terms, list):
        where.refuse("parts", "it is no list.", 'Write the terms in square brackets: ["84.2", "-31.7"].')
    numbers = [_number(one, where, f"parts[{at}]") for at, one in enumerate(terms, 1)]
    if None in numbers:
        where.refuse("parts", "a term is empty.", "Leave it out, or write its figure.")
    return tuple(one for one in numbers if one is not None)
