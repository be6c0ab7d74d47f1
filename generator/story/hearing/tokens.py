"""A sentence of Chinese or Urdu in pieces: names, times, parties, figures and known words; the rest is unknown.

Where no spaces stand between words the longest one that is known is taken, from left to right.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from generator.story.hearing.figures import CODES, counted, plain, shape
from generator.story.hearing.tables import Table, table_of
from generator.story.hearing.times import span_of
from generator.story.sayings import WHOLE, Known
from generator.trade.period import Period

_TIMES = ("now", "quarter", "shorter", "longer", "twelve", "other_times")


@dataclass(frozen=True)
class Token:
    """A piece of a sentence: `kind` is name, time, day, party, figure, number, stop, comma, unknown, or a class.

    A name has the `code` that it names (WHOLE: all that is counted), and `bare` where nothing says which goods; a time
    the `span` of a change, None where the edition has none, `is_base` where a change is measured against it.
    """

    kind: str
    words: str
    start: int
    end: int
    code: str = ""
    bare: bool = False
    span: Period | None = None
    is_base: bool = False


def tokens(text: str, known: Known, language: str) -> list[Token]:
    """Return the pieces of `text` in order; what is unknown is one piece up to the next that is not."""
    table = table_of(language)
    forms = {" ".join(form.split()): code for code, label in known.labels.items() for form in label.forms()}
    kinds = _kinds(table, known, tuple(forms))
    pattern = _pattern(language, tuple(kinds))
    return list(_together([_token(item, table, known, forms, kinds) for item in pattern.finditer(text)], text))


def _kinds(table: Table, known: Known, names: tuple[str, ...]) -> dict[str, str]:
    """Return what each word is, the names of lines before all else."""
    found = dict.fromkeys((*table.numbers, *table.some("numerals")), "number")
    found |= table.classes
    found |= dict.fromkeys(table.whole(known.of), "whole")
    found |= dict.fromkeys(filter(None, [known.group]), "group")
    return found | dict.fromkeys(table.parties(known.of), "party") | dict.fromkeys(names, "name")


def _token(found: re.Match[str], table: Table, known: Known, forms: dict[str, str], kinds: dict[str, str]) -> Token:
    words, place = " ".join(found.group().split()), found.span()
    kind = kinds[words] if found["known"] else str(found.lastgroup)
    if kind == "name":
        return Token("name", words, *place, code=forms[words])
    if kind in {"group", "whole"}:
        is_flow = kind == "whole" and words not in table.any_of_all
        return Token("name", words, *place, code=WHOLE, bare=is_flow)
    if found["code"]:
        codes = re.findall(r"[0-9]+", words)
        is_line = len(codes) == 1 and codes[0] in known.labels
        return Token("name" if is_line else "unknown", words, *place, code=codes[0] if is_line else "")
    if kind == "quarter" and not known.is_quarter:
        return Token("unknown", words, *place)
    if found["month"] or found["numbered"] or kind in _TIMES:
        span, is_base = span_of(found, table, known)
        return Token("time", words, *place, span=span, is_base=is_base)
    is_figure = found["figure"] or found["count"]
    return Token("figure" if is_figure else kind, words, *place)


def _together(found: list[Token], text: str) -> Iterator[Token]:
    """Yield the pieces with unknown letters that stand side by side as one."""
    run: list[Token] = []
    for token in found:
        if run and (token.kind != "unknown" or text[run[-1].end : token.start]):
            yield _joined(run, text)
            run = []
        if token.kind == "unknown":
            run.append(token)
        else:
            yield token
    if run:
        yield _joined(run, text)


def _joined(run: list[Token], text: str) -> Token:
    start, end = run[0].start, run[-1].end
    return Token("unknown", text[start:end], start, end)


@cache
def _pattern(language: str, words: tuple[str, ...]) -> re.Pattern[str]:
    table = table_of(language)
    times, letters = table.data["times"], r"\w+" if table.spaced else r"\S"
    return re.compile(
        rf"(?P<code>{CODES})|(?P<day>{plain(times['day'])})|(?P<numbered>{times['quarter']})"
        rf"|(?P<month>{times['month']})"
        rf"|(?P<figure>{plain(shape(table))})|{counted(table)}|(?P<known>{table.either(words)})"
        rf"|(?P<comma>[{table.data['commas']}])|(?P<stop>[{table.data['stops']}])|(?P<unknown>{letters}|\S)"
    )
