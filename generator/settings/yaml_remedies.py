"""Slips: what a person meant whose file is no YAML; each is found on its line, and the remedy has that line's text."""

from __future__ import annotations

import json
import re

from ruamel.yaml.error import MarkedYAMLError

_KEY = r"(?P<key>[\w-]+): "
_REST = r"[^,}\]\n]*"  # up to what ends a text in a flow
_COMMENT = re.compile(_KEY + r"(?P<text>#\S[^,}\]\s]*)")
_COLON = re.compile(_KEY + r"(?P<text>[^\"'\[{#\s,}][^,}\]:]*: " + _REST + ")")
_APOSTROPHE = re.compile(_KEY + r"'(?P<text>[^']*'\w[^'\n]*)'")
_BRACE = re.compile(_KEY + r"(?P<text>\{\w+\}[^,}\]\n]+)")
_SIGN = re.compile(_KEY + r"(?P<text>(?P<sign>[@`%&*!])[^,}\]\n]*)")

_SLIPS: tuple[tuple[re.Pattern[str], str, str], ...] = (
    (_COMMENT, "a # begins a comment.", "Quote it"),
    (_APOSTROPHE, "a text ends at its second quote.", "Write it in double quotes"),
    (_BRACE, "a { begins keys with values.", "Quote it"),
    (_SIGN, "a text cannot begin with {sign}.", "Quote it"),
    (_COLON, "a colon stands inside a text.", "Quote it"),
)
_OPENED = re.compile(r"[\[{](?=[^\]}]*$)")


def slip(text: str, fault: MarkedYAMLError) -> tuple[int, str]:
    """Return the line, 1-based, of what a person is to mend, and problem and remedy in a sentence or two."""
    lines = text.split("\n")
    problem = " ".join((fault.problem or "it cannot be read").split())
    end = min(_line(fault.problem_mark or fault.context_mark), len(lines) - 1)
    if "'\\t'" in problem:
        return end + 1, "a tab stands where spaces must indent. Put spaces there."
    found = _meant(lines, fault, end) or _unclosed(lines, fault, end) or (end + 1, f"{problem}.")
    return found[0], f"this is not YAML: {found[1]}"


def _meant(lines: list[str], fault: MarkedYAMLError, end: int) -> tuple[int, str] | None:
    """Return the last line of what the parser was in that has a known slip, with its remedy."""
    for number in range(end, _start(lines, fault, end) - 1, -1):
        for known, problem, remedy in _SLIPS:
            if found := known.search(lines[number] if known is _COMMENT else _bare(lines[number])):
                quoted = json.dumps(found["text"].strip(), ensure_ascii=False)
                said = problem.format_map(found.groupdict()) if "{sign}" in problem else problem
                return number + 1, f"{said} {remedy}: {found['key']}: {quoted}."
    return None


def _unclosed(lines: list[str], fault: MarkedYAMLError, end: int) -> tuple[int, str] | None:
    start, context = _start(lines, fault, end), fault.context or ""
    if "quoted scalar" in context:
        return start + 1, "a quote opens here and is not closed. Close it."
    if start < end and (sign := _OPENED.search(_bare(lines[start]))):
        return start + 1, f"a {sign[0]} opens here and is not closed. Close it, or put the comma that is missing."
    return None


def _start(lines: list[str], fault: MarkedYAMLError, end: int) -> int:
    """Return where what cannot be read begins: at the last line that opens a flow, if the file ends within it."""
    if "<stream end>" in (fault.problem or ""):
        return next((number for number in range(end, -1, -1) if _OPENED.search(_bare(lines[number]))), end)
    if fault.context_mark is None or "block" in (fault.context or ""):  # the whole file may be one block
        return end
    return min(_line(fault.context_mark), end)


def _bare(line: str) -> str:
    """Return a line without its comment."""
    return re.sub(r"(^|\s)#.*", "", line)


def _line(mark: object) -> int:
    return int(getattr(mark, "line", 0))
