"""Fields of a claim: turns a JSON object or a row of a sheet into a claim, or refuses it. Other fields are ignored."""

from __future__ import annotations

import csv
import difflib
import json
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from io import StringIO
from typing import Any, NamedTuple, NoReturn

from generator.errors import SettingsError
from generator.factcheck.printed_claim import Loose, PrintedClaim, PrintedNumber, printed
from generator.factcheck.ruling import WORDS, kind_of

LABELS = ("id", "kind", "unit", "qualifier")
NUMBERS = ("value", "comparison_value", "stated_pct", "stated_abs_change", "denominator")
FIELDS = (*LABELS, *NUMBERS, "parts")
NAMED = f"The fields are {', '.join(FIELDS)}; docs/check.md explains them."
_NEAR = 0.86  # least likeness for a misspelt field name: comparison_period is not taken for comparison_value
_BEGUN = 5  # least letters for the beginning of a field name: "comparison" is taken for comparison_value


class Where(NamedTuple):
    """A position in a file: its line and, within the line, a path such as "claims[2]"."""

    file: str
    line: int
    within: str = ""

    def refuse(self, key: str, problem: str, remedy: str) -> NoReturn:
        """Raise the SettingsError about the field `key`."""
        raise self.fault(key, problem, remedy) from None

    def fault(self, key: str, problem: str, remedy: str) -> SettingsError:
        """Return the SettingsError about the field `key`, without raising it."""
        named = ".".join(part for part in (self.within, key) if part)
        return SettingsError(f"{self.file}:{self.line}" + (f": {named}" if named else ""), problem, remedy)


def text_of(name: str, raw: bytes) -> str:
    """Return the text of a file, without a byte order mark and with one kind of line end."""
    try:
        return raw.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError as fault:
        where = Where(name, raw[: fault.start].count(b"\n") + 1)
        where.refuse("", "it is not UTF-8.", "Save it as UTF-8.")


def claim_of(row: object, where: Where) -> PrintedClaim:
    """Return the claim of `row`: its figures and labels. Other fields are ignored."""
    if not isinstance(row, Mapping):
        where.refuse("", "it is not a claim.", 'Write an object: {"value": "14.2", …}.')
    refuse_slips(row, where)
    read: dict[str, Any] = {name: _label(row.get(name), where, name) for name in LABELS}
    read |= {name: _number(row.get(name), where, name) for name in NUMBERS}
    claim = PrintedClaim(**read, parts=_parts(row.get("parts"), where))
    if claim.qualifier and claim.checks() and kind_of(claim.qualifier) is None:
        words_known = ", ".join(words[0] for words in WORDS.values())
        remedy = f"Leave it empty, or write one such as {words_known}; docs/check.md has them all."
        where.refuse("qualifier", f"{claim.qualifier!r} is not a known word.", remedy)
    return claim


def has_figures(claim: PrintedClaim) -> bool:
    """Whether a claim has any figure at all."""
    return bool(claim.parts) or any(getattr(claim, name) is not None for name in NUMBERS)


def refuse_slips(names: Iterable[str], where: Where) -> None:
    """Refuse a name that is nearly the name of a field: otherwise its figure would be ignored silently."""
    written = list(names)
    for name in written:
        meant = _meant(name)
        if meant and meant not in written:
            where.refuse(name, "there is no such field.", f"Call it {meant}.")


@cache
def _meant(name: str) -> str:
    """Return the field that `name` misspells; "" if it is a field itself, or like none."""
    plain = name.strip().casefold().replace(" ", "_").replace("-", "_")
    if name in FIELDS or plain in FIELDS:
        return "" if name == plain else plain
    begun = [field for field in NUMBERS if len(plain) >= _BEGUN and field.startswith(plain)]
    return begun[0] if len(begun) == 1 else "".join(difflib.get_close_matches(plain, (*NUMBERS, "parts"), 1, _NEAR))


def _label(value: object, where: Where, name: str) -> str:
    if value is None:
        return ""
    if not isinstance(value, str):
        where.refuse(name, "it is not a text.", "Write it in quotes, or leave it out.")
    return value.strip()


def _number(value: object, where: Where, name: str) -> PrintedNumber | Loose | None:
    if value is None or (isinstance(value, str) and not value.strip()):
        return None
    if not isinstance(value, str):
        where.refuse(name, "it is not a number.", 'Write it as it is printed, in quotes: "12.3".')
    try:
        return printed(value)
    except ValueError as fault:
        where.refuse(name, f"{value.strip()[:40]!r} is not a number.", str(fault))


def _parts(value: object, where: Where) -> tuple[PrintedNumber | Loose, ...]:
    terms = value.replace(";", " ").split() if isinstance(value, str) else value
    if terms is None:
        return ()
    if not isinstance(terms, list):
        where.refuse("parts", "it is not a list.", 'Write the terms in square brackets: ["84.2", "-31.7"].')
    numbers = [_number(number, where, f"parts[{at}]") for at, number in enumerate(terms, 1)]
    if None in numbers:
        where.refuse("parts", "a term is empty.", "Leave it out, or write its figure.")
    return tuple(number for number in numbers if number is not None)


def claims_of(piece: Mapping[str, Any], where: Where) -> Iterator[tuple[int, object, Where]]:
    """Yield each claim of a piece with its number, from 1, and its position."""
    if not isinstance(piece["claims"], list):
        where.refuse("claims", "it is not a list.", "Write the claims of a piece in square brackets.")
    for number, claim in enumerate(piece["claims"], 1):
        yield number, claim, Where(where.file, where.line, f"claims[{number}]")


def object_of(text: str, where: Where) -> Mapping[str, Any]:
    """Return the JSON object of a line. Numbers stay text, so that 7.0 keeps its decimal."""
    try:
        row = json.loads(text, parse_float=str, parse_int=str, object_pairs_hook=_once)
    except RecursionError:
        where.refuse("", "it is nested too deeply.", "Write one object a line.")
    except ValueError as fault:
        where.refuse("", f"it is not JSON: {fault}.", "Write one object a line.")
    if not isinstance(row, dict):
        where.refuse("", "it is not an object.", 'Write one a line: {"value": "14.2", …}; jq -c ".[]" makes them.')
    return row


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    names = [name for name, _ in pairs]
    twice = next((name for name in names if names.count(name) > 1), "")
    if twice:
        msg = f"{twice!r} stands twice"
        raise ValueError(msg)
    return dict(pairs)


_MARKS = ",;\t"


def rows(name: str, content: str) -> Iterator[tuple[int, dict[str, str] | SettingsError]]:
    """Yield the first line of each row that is not empty, and its cells by column, or why it cannot be read."""
    head: list[str] = []
    for line, cells in _cells(name, content):
        where = Where(name, line)
        if isinstance(cells, SettingsError):
            yield line, cells
        elif not head:
            head = [cell.strip() for cell in cells]
            _refuse_head(head, where)
        elif len(cells) > len(head):
            problem = f"it has {len(cells)} cells, and the header {len(head)}."
            yield line, where.fault("", problem, "Put a cell with a comma in quotes, or name the column.")
        elif any(cell.strip() for cell in cells):
            yield line, dict(zip(head, cells, strict=False))


def _cells(name: str, content: str) -> Iterator[tuple[int, list[str] | SettingsError]]:
    """Yield the cells of each line that is not blank. After an unclosed quotation mark the rest is one fault."""
    begins = next((line for line in content.split("\n") if line.strip()), "")
    reader = csv.reader(StringIO(content), delimiter=max(_MARKS, key=begins.count), strict=True)
    line = 1
    try:
        for cells in reader:
            if cells:
                yield line, cells
            line = reader.line_num + 1
    except csv.Error as fault:
        yield line, Where(name, line).fault("", f"it cannot be read: {fault}.", "Close the quotation mark.")


def _refuse_head(head: list[str], where: Where) -> None:
    twice = next((column for column in head if column and head.count(column) > 1), "")
    if twice:
        where.refuse(twice, "two columns have this name.", "Leave one out.")
    refuse_slips(head, where)
    if not set(head) & set(FIELDS):
        where.refuse("", "no column has the name of a field.", NAMED)
