"""YAML as the files of a language are written, read thirty times as fast; whatever else it may say, ruamel reads.

A whole reader of YAML takes a quarter of a second for the words of one language, which each edition waits for. Here are
blocks of keys, quoted and plain words, lists and maps in brackets, folded lines (`>-`) and remarks.
"""

from __future__ import annotations

import json
import re
from typing import Any

_LINE = re.compile(
    r"(?P<indent> *)(?P<key>\"(?:[^\"\\]|\\.)*\"|[^\s\"'\[\]{}#&*!|>%@`,?:-][^:#\"]*?) *:(?: +(?P<rest>.*))?"
)
_TOKEN = re.compile(
    r"\s*(?P<sign>[\[\]{},]|:(?=\s)|\"(?:[^\"\\]|\\.)*\"|'(?:[^']|'')*'|-\d+|[^\s\"'\[\]{}#&*!|>%@`,?:-][^\[\]{},:#]*)"
)
_REMARK = re.compile(r" +#.*")
_NUMBER = re.compile(r"0|-?[1-9]\d*")
_WORDS = {"true": True, "false": False, "null": None, "~": None}
# what may be no words: a number of another form, a word of another case
_OTHERS = re.compile(r"[-+.]*\d[-+.:_\da-fox]*|[-+]?\.(?:inf|nan)|true|false|null", re.IGNORECASE)


class _Otherwise(ValueError):
    """The file says something in another way than is read here."""


def load(text: str) -> dict[str, Any]:
    """Return the mapping that a YAML text is."""
    if (found := read(text)) is not None:
        return found
    from ruamel.yaml import YAML

    return dict(YAML(typ="safe", pure=True).load(text))


def read(text: str) -> dict[str, Any] | None:
    """Return the same, or None where the text says something in another way than is read here."""
    try:
        return _Reader(text).mapping(0)
    except (_Otherwise, json.JSONDecodeError):
        return None


class _Reader:
    """Reads lines from the first to the last."""

    def __init__(self, text: str) -> None:
        """Leave empty lines and remarks aside."""
        lines = [line.rstrip() for line in text.split("\n")]
        self.lines = [line for line in lines if line.lstrip()[:1] not in ("", "#")]
        self.at = 0

    def mapping(self, indent: int) -> dict[str, Any]:
        """Return the keys that stand at `indent`, up to a line that stands before it."""
        found: dict[str, Any] = {}
        while self.at < len(self.lines):
            if (deep := self._indent()) < indent:
                break
            line = _LINE.fullmatch(self.lines[self.at])
            if line is None or deep != indent:
                raise _Otherwise
            key = _scalar(line["key"])
            if key in found:
                raise _Otherwise
            self.at += 1
            found[key] = self._value(line["rest"] or "", indent)
        return found

    def _indent(self) -> int:
        line = self.lines[self.at]
        return len(line) - len(line.lstrip(" "))

    def _value(self, rest: str, indent: int) -> Any:  # noqa: ANN401 -- any value of YAML
        deeper = self.at < len(self.lines) and self._indent() > indent
        if not rest or rest.startswith("#"):
            return self.mapping(self._indent()) if deeper else None
        if rest == ">-":
            return " ".join(line.strip() for line in self._deeper(indent))
        if rest[0] in "[{":
            lines = [rest, *self._deeper(indent)]
            if self.at < len(self.lines) and self.lines[self.at].strip() in ("]", "}"):
                lines += self.lines[self.at : self.at + 1]
                self.at += 1
            return _Flow(" ".join(lines)).whole()
        if deeper:
            raise _Otherwise
        return _scalar(rest if rest[0] in "\"'" and rest[-1] == rest[0] else _REMARK.sub("", rest))

    def _deeper(self, indent: int) -> list[str]:
        start = self.at
        while self.at < len(self.lines) and self._indent() > indent:
            self.at += 1
        return self.lines[start : self.at]


class _Flow:
    """Reads lists and maps in brackets."""

    def __init__(self, text: str) -> None:
        self.tokens = list[str]()
        at = 0
        while found := _TOKEN.match(text, at):
            self.tokens.append(found["sign"].rstrip())
            at = found.end()
        if text[at:].strip() and not _REMARK.fullmatch(text[at:]):
            raise _Otherwise
        self.at = 0

    def whole(self) -> Any:  # noqa: ANN401 -- any value of YAML
        found = self._one()
        if self.at < len(self.tokens):
            raise _Otherwise
        return found

    def _next(self) -> str:
        if self.at == len(self.tokens):
            raise _Otherwise
        self.at += 1
        return self.tokens[self.at - 1]

    def _one(self) -> Any:  # noqa: ANN401 -- any value of YAML
        sign = self._next()
        if sign in ("[", "{"):
            return self._list() if sign == "[" else self._map()
        if sign in ("]", "}", ",", ":"):
            raise _Otherwise
        return _scalar(sign)

    def _list(self) -> list[Any]:
        found = list[Any]()
        while not self._ends("]"):
            found.append(self._one())
            self._part("]")
        return found

    def _map(self) -> dict[Any, Any]:
        found: dict[Any, Any] = {}
        while not self._ends("}"):
            key = self._one()
            if self._next() != ":" or isinstance(key, list | dict) or key in found:
                raise _Otherwise
            found[key] = self._one()
            self._part("}")
        return found

    def _ends(self, end: str) -> bool:
        if self.tokens[self.at : self.at + 1] == [end]:
            self.at += 1
            return True
        return False

    def _part(self, end: str) -> None:
        """Step over the comma behind a part; before the end none need stand."""
        if self.tokens[self.at : self.at + 1] != [end] and self._next() != ",":
            raise _Otherwise


def _scalar(word: str) -> Any:  # noqa: ANN401 -- any value of YAML
    if word.startswith('"'):
        return json.loads(word)
    if word.startswith("'"):
        if not re.fullmatch(r"'(?:[^']|'')*'", word):
            raise _Otherwise
        return word[1:-1].replace("''", "'")
    if word in _WORDS:
        return _WORDS[word]
    if _NUMBER.fullmatch(word):
        return int(word)
    if _OTHERS.fullmatch(word) or ": " in word or " #" in word or word.endswith(":") or word[0] in "[]{}#&*!|>%@`,?-":
        raise _Otherwise
    return word
