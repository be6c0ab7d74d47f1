"""The forms of sentences without a figure, from tongues/unmarked.csv: words with places for names, times and codes."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from generator.audit.grounds import Grounds
from generator.audit.tongues.tables import unmarked_forms

_SLOTS = {
    "lines": r"(?P<lines>.{1,900}?)",
    "when": r"(?P<when>[^.;:]{1,60}?)",
    "until": r"(?P<until>[^.;:]{1,60}?)",
    "codes": r"HS \d[^.:;]{0,200}?",
    "hs": r"HS \d{4}",
    "how": r"(?:CIF|FOB)",
    "n": r"[^.;:]{1,40}?",
    "of": r"[^.:]{1,300}?",
}
_PARTS = re.compile(r"\{(?P<slot>\w+)\}|\[(?P<either>[^\]]*)\]|(?P<words>[^{\[]+)")
_JOINS = re.compile(r"\W|\band\b|和|اور")
_CODES = re.compile(rf"HS \d+(?:(?:{_JOINS.pattern})+\d+)*")


@dataclass(frozen=True)
class Form:
    """What kind of sentence one is, which lines it names, and when."""

    kind: str
    lines: frozenset[str]
    when: str


def form(sentence: str, grounds: Grounds) -> Form | None:
    """Return the known form of a sentence; None where it has none, or says more than names and times in its places."""
    for kind, pattern in _forms(grounds.language):
        if found := pattern.fullmatch(sentence):
            said = {"lines": "", "when": "", "until": ""} | {
                key: words or "" for key, words in found.groupdict().items()
            }
            names = grounds.named(said["lines"])
            codes = [
                (*item.span(), code)
                for item in _CODES.finditer(said["lines"])
                for code in re.findall(r"\d+", item.group())
            ]
            if not _more(said["lines"], [one[:2] for one in (*names, *codes)]) and not any(
                _more(said[key], [(one.start, one.end) for one in grounds.mentions(said[key])])
                for key in ("when", "until")
            ):
                return Form(kind, frozenset(code for *_, code in (*names, *codes)), said["when"])
    return None


def _more(words: str, spans: Iterable[tuple[int, int]]) -> bool:
    """Say whether words stand beside `spans` that join nothing."""
    rest = 0
    for first, last in (*sorted(spans), (len(words), len(words))):
        if _JOINS.sub("", words[rest:first]):
            return True
        rest = max(rest, last)
    return False


@cache
def _forms(language: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((kind, re.compile(_pattern(form))) for kind, form in unmarked_forms(language))


def _pattern(form: str) -> str:
    """Return the pattern of a form: `{lines}` is a place, `[a|b]` one of several wordings."""
    said = ""
    for part in _PARTS.finditer(form):
        if part["slot"]:
            said += _SLOTS[part["slot"]]
        elif part["either"] is not None:
            said += f"(?:{'|'.join(map(_pattern, part['either'].split('|')))})"
        else:
            said += re.escape(part["words"])
    return said
