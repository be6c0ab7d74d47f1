"""YAML 1.2 read into plain data that knows its lines, so that an error names its place.

The parser's events are read directly: a second key of one name, an alias and a deep nest are seen before they cost
anything. Scalars resolve by the core schema of YAML 1.2, where `yes` and `NO` are text; a day stays text as well.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    Event,
    MappingStartEvent,
    NodeEvent,
    ScalarEvent,
)
from ruamel.yaml.nodes import ScalarNode

from generator.errors import SettingsError
from generator.sources.faults import plain

# Cf: bidi controls, zero-width signs, soft hyphens, tags. Co, Cs: private use, half pairs. Cc: controls, but not these:
_PLAIN = "\t\n"
_UNSEEN = frozenset(("Cc", "Cf", "Co", "Cs", "Zl", "Zp"))
_LINE = re.compile(r"\r\n|\n|\r")


def hidden_sign(text: str) -> str | None:
    """Return the first sign of `text` that does not show, as `U+202E RIGHT-TO-LEFT OVERRIDE`, or None."""
    found = next((sign for sign in text if sign not in _PLAIN and unicodedata.category(sign) in _UNSEEN), None)
    return None if found is None else f"U+{ord(found):04X} {unicodedata.name(found, 'without a name')}"


def hidden_signs(text: str) -> Iterator[tuple[int, str]]:
    """Yield the 1-based line and the name of the first hidden sign of each line of `text`."""
    for number, line in enumerate(_LINE.split(text), start=1):
        if (sign := hidden_sign(line)) is not None:
            yield number, sign


_KEY = r"(?P<key>[\w-]+): "
_REST = r"[^,}\]\n]*"  # up to what ends a text in a flow
_REMARK = re.compile(_KEY + r"(?P<text>#\S[^,}\]\s]*)")
_COLON = re.compile(_KEY + r"(?P<text>[^\"'\[{#\s,}][^,}\]:]*: " + _REST + ")")
_APOSTROPHE = re.compile(_KEY + r"'(?P<text>[^']*'\w[^'\n]*)'")
_BRACE = re.compile(_KEY + r"(?P<text>\{\w+\}[^,}\]\n]+)")
_SIGN = re.compile(_KEY + r"(?P<text>(?P<sign>[@`%&*!])[^,}\]\n]*)")

_SLIPS: tuple[tuple[re.Pattern[str], str, str], ...] = (
    (_REMARK, "a # begins a comment.", "Quote it"),
    (_APOSTROPHE, "a text ends at its second quote.", "Write it in double quotes"),
    (_BRACE, "a { begins keys with values.", "Quote it"),
    (_SIGN, "a text cannot begin with {sign}.", "Quote it"),
    (_COLON, "a colon stands inside a text.", "Quote it"),
)
_OPENED = re.compile(r"[\[{](?=[^\]}]*$)")


def slip(text: str, fault: MarkedYAMLError) -> tuple[int, str]:
    """Return the line, 1-based, of what a person is to fix, and problem and remedy in a sentence or two."""
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
            if found := known.search(lines[number] if known is _REMARK else _bare(lines[number])):
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


Path = tuple[str | int, ...]
LARGEST = 1024 * 1024  # bytes of one file
MOST_DIGITS = 30
DEEPEST = 16  # the settings need eight levels
_TAG = "tag:yaml.org,2002:"
_COMMA = re.compile(r"(?<=[:\s])([-+]?\d+,)$")
_COMMENT = re.compile(r"\s*:\s+(#\S+)(?:\s.*)?")
_KNOWN_TAGS = frozenset(("null", "bool", "int", "float", "str"))


@dataclass(frozen=True)
class YamlPlace:
    """Where a key or a value begins, 1-based; `text` is a scalar as written, before anything was made of it."""

    line: int
    column: int
    text: str = ""


@dataclass(frozen=True)
class YamlDocument:
    """One file as plain data, with the place of every key and value by its path.

    `overridden` names the variable of the environment for each path whose value came from there, and `notices` say
    which retired keys were left out.
    """

    file: str
    data: dict[str, Any]
    keys: Mapping[Path, YamlPlace] = field(default_factory=dict)
    values: Mapping[Path, YamlPlace] = field(default_factory=dict)
    overridden: Mapping[Path, str] = field(default_factory=dict)
    notices: tuple[str, ...] = ()

    def line(self, path: Path) -> int:
        """Return the line of the key at `path`, else of the item, else of what it lies in; 1 at the root."""
        found = self.keys.get(path) or self.values.get(path)
        if found is None:
            return self.line(path[:-1]) if path else 1
        return found.line

    def where(self, path: Path) -> str:
        """Return `file:line` of what stands at `path`, or the variable of the environment that put it there."""
        return self.overridden.get(path) or at(self.file, self.line(path))

    def at(self, path: Path) -> Any:  # noqa: ANN401 -- what a YAML value is
        """Return the value at `path`, or None where there is none."""
        node: Any = self.data
        for part in path:
            try:
                node = node[part]
            except (KeyError, IndexError, TypeError):
                return None
        return node

    def written(self, path: Path) -> str:
        """Return the scalar at `path` as the file writes it, or "" where there is none."""
        return self.values[path].text if path in self.values else ""


def at(file: str, line: int) -> str:
    """Return the place as errors name it: `file:line`."""
    return f"{file}:{line}"


def decode(file: str, raw: bytes) -> str:
    """Return the text of `raw`, which is UTF-8 of a reasonable size and has no hidden signs, or raise SettingsError."""
    if len(raw) > LARGEST:
        raise SettingsError(file, f"the file has {len(raw)} bytes; {LARGEST} are the most.")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        where = at(file, raw[: fault.start].count(b"\n") + 1)
        raise SettingsError(where, "the text is not UTF-8.", "Save the file as UTF-8.") from None
    for line, sign in hidden_signs(text):
        raise SettingsError(at(file, line), f"a hidden sign, {sign}, stands here.", "Delete it.")
    return text


def read_yaml(file: str, text: str) -> YamlDocument:
    """Return the mapping that `text` writes, with its lines; an empty text is an empty mapping."""
    parser = YAML(typ="safe", pure=True)
    reader = _YamlReader(file, text, parser)
    try:
        data = reader.document()
    except MarkedYAMLError as fault:
        line, problem = slip(text, fault)
        raise SettingsError(at(file, line), problem) from None
    except YAMLError as fault:
        raise SettingsError(file, f"this is not YAML: {' '.join(str(fault).split())}.") from None
    return YamlDocument(file, data, reader.keys, reader.values)


class _YamlReader:
    """Builds data from events, one value after the other."""

    def __init__(self, file: str, text: str, parser: YAML) -> None:
        self.file, self.resolver, self.lines = file, parser.resolver, text.split("\n")
        self.events: Iterator[Event] = parser.parse(text)
        self.keys: dict[Path, YamlPlace] = {}
        self.values: dict[Path, YamlPlace] = {}

    def document(self) -> dict[str, Any]:
        """Return the one mapping of the file."""
        data: dict[str, Any] | None = None
        for event in self.events:
            if isinstance(event, DocumentStartEvent) and (event.version or event.tags):
                raise self.fault(event, "directives such as %YAML are not used here.", "Delete it.")
            if isinstance(event, NodeEvent) and not _is_nothing(event):
                if data is not None:
                    raise self.fault(event, "a second document begins here; a file holds one.")
                if not isinstance(event, MappingStartEvent):
                    raise self.fault(event, "keys are expected here, each with a value: `name: value`.")
                data = self.mapping(())
        return data or {}

    def value(self, event: Event, path: Path) -> Any:  # noqa: ANN401 -- what a YAML value is
        """Return the value that begins with `event`."""
        if isinstance(event, AliasEvent) or getattr(event, "anchor", None):
            raise self.fault(event, "anchors and aliases are not used here.", "Write the value out.")
        if len(path) > DEEPEST:
            raise self.fault(event, f"this lies more than {DEEPEST} levels deep.", "Write it flatter.")
        self.values[path] = self.place(event)
        if isinstance(event, MappingStartEvent):
            return self.mapping(path)
        return self.scalar(event) if isinstance(event, ScalarEvent) else self.sequence(path)

    def mapping(self, path: Path) -> dict[str, Any]:
        """Return the mapping whose start was read, its keys all text and all different."""
        data: dict[str, Any] = {}
        while isinstance(event := next(self.events), NodeEvent):
            key = self.key(event, path)
            if key in data:
                raise self.fault(event, f"the key {key} stands here for the second time.", "Keep one.")
            self.keys[(*path, key)] = self.place(event)
            data[key] = self.value(next(self.events), (*path, key))
            if data[key] is None and (comment := _COMMENT.fullmatch(self.after(event))):
                self.values[*path, key] = replace(self.place(event), text=comment[1])  # what the comment was to be
        return data

    def sequence(self, path: Path) -> list[Any]:
        """Return the list whose start was read."""
        items: list[Any] = []
        while isinstance(event := next(self.events), NodeEvent):
            items.append(self.value(event, (*path, len(items))))
        return items

    def key(self, event: Event, path: Path) -> str:
        """Return the key that `event` writes; a number is refused, for it may have been a code such as 0101."""
        found = self.scalar(event) if isinstance(event, ScalarEvent) else None
        if isinstance(found, str):
            return found
        if number := _COMMA.search(self.before(event)):
            written = number[1] + self.place(event).text
            raise self.fault(event, f"{written} has a decimal comma.", with_point(written))
        if isinstance(found, int | Decimal) and not isinstance(found, bool):
            raise self.fault(event, *unquoted(_name(path), self.place(event).text))
        raise self.fault(event, f"{_name(path)} holds a key that is not text.")

    def scalar(self, event: ScalarEvent) -> Any:  # noqa: ANN401 -- text, number, truth or nothing
        """Return what a scalar means."""
        tag = event.tag or self.resolver.resolve(ScalarNode, event.value, event.implicit)
        kind = str(tag).removeprefix(_TAG)
        if event.tag and kind not in _KNOWN_TAGS:
            raise self.fault(event, f"the tag {event.tag} is not known here.")
        if (sign := hidden_sign(event.value)) is not None:
            raise self.fault(event, f"a hidden sign, {sign}, stands here.", "Delete it.")
        try:
            return _MEANING.get(kind, str)(event.value)
        except (ArithmeticError, ValueError):
            problem = f"{plain(event.value)} is no number."
            raise self.fault(event, problem, f"Write one of {MOST_DIGITS} digits at most.") from None

    def place(self, event: Event) -> YamlPlace:
        """Return where `event` begins."""
        mark = event.start_mark
        return YamlPlace(mark.line + 1, mark.column + 1, getattr(event, "value", ""))

    def before(self, event: Event) -> str:
        """Return what stands in front of `event` on its line."""
        line: str = self.lines[event.start_mark.line]
        return line[: event.start_mark.column]

    def after(self, event: Event) -> str:
        """Return what stands behind `event` on the line where it ends."""
        line: str = self.lines[event.end_mark.line]
        return line[event.end_mark.column :]

    def fault(self, event: Event, problem: str, remedy: str = "") -> SettingsError:
        """Return the error that says `problem` at `event`."""
        return SettingsError(f"{self.file}:{self.place(event).line}", problem, remedy)


def unquoted(key: str, text: str) -> tuple[str, str]:
    """Return problem and remedy of a number that stands where text is expected."""
    return f"{key} holds the number {text}, which is not text.", f'Quote it: "{text}".'


def with_point(number: str) -> str:
    """Return the remedy of a number with a decimal comma, or "" where `number` is none."""
    return f"Write a decimal point: {number.replace(',', '.')}." if re.fullmatch(r"[-+]?\d+,\d+", number) else ""


def _is_nothing(event: NodeEvent) -> bool:
    return isinstance(event, ScalarEvent) and event.value == "" and event.style is None


def _name(path: Path) -> str:
    return next((str(part) for part in reversed(path) if isinstance(part, str)), "the file")


def _integer(text: str) -> int:
    found = int(text, 0) if text.lstrip("+-")[:2].lower() in {"0x", "0o"} else int(text)
    if abs(found) >= 10**MOST_DIGITS:
        raise ValueError(text)
    return found


def _float(text: str) -> Decimal:
    found = Decimal(text)  # `.inf` and `.nan` are no numbers here: nothing in the settings may be infinite
    if abs(found.adjusted()) > MOST_DIGITS:
        raise ValueError(text)
    return found


_MEANING: Mapping[str, Any] = {
    "null": lambda _: None,
    "bool": lambda text: text.lower() == "true",
    "int": _integer,
    "float": _float,
}
