"""YAML 1.2 read into plain data that knows its lines, so that an error names its place.

The nodes of ruamel.yaml are read here and not its data, since a node has its line, and since a second key of one name,
an anchor or a number too large to hold must be refused before anything is made of it. Scalars resolve by the core
schema of YAML 1.2, where `yes` and `NO` are text; a day stays text as well.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode

from generator.errors import SettingsError
from generator.sources.faults import plain

Path = tuple[str | int, ...]
LARGEST = 1024 * 1024  # bytes of one file
MOST_DIGITS = 30
DEEPEST = 16  # the settings need eight levels
# Cf: bidi controls, zero-width signs, soft hyphens, tags. Co, Cs: private use, half pairs. Cc: controls, but not these:
_PLAIN = "\t\n"
_UNSEEN = frozenset(("Cc", "Cf", "Co", "Cs", "Zl", "Zp"))
_LINE = re.compile(r"\r\n|\n|\r")
_DIRECTIVE = re.compile(r"^%", re.MULTILINE)
_TAG = "tag:yaml.org,2002:"
_KNOWN_TAGS = frozenset(("null", "bool", "int", "float", "str", "timestamp", "merge", "value"))
_COMMA = re.compile(r"(?<=[:\s])([-+]?\d+,)$")
_COMMENT = re.compile(r"\s*:\s+(#\S+)(?:\s.*)?")
_REMEDY = "Write a text that holds : # { [ @ or a quote in double quotes, and close every bracket and quote."


def hidden_sign(text: str) -> str | None:
    """Return the first sign of `text` that does not show, as `U+202E RIGHT-TO-LEFT OVERRIDE`, or None."""
    for sign in text:
        if sign not in _PLAIN and unicodedata.category(sign) in _UNSEEN:
            return f"U+{ord(sign):04X} {unicodedata.name(sign, 'without a name')}"
    return None


@dataclass(frozen=True)
class YamlPlace:
    """Where a key or a value begins, 1-based; `text` is a scalar as written, before anything was made of it."""

    line: int
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
        place = self.keys.get(path) or self.values.get(path)
        if place is None:
            return self.line(path[:-1]) if path else 1
        return place.line

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
    for number, line in enumerate(_LINE.split(text), start=1):
        sign = hidden_sign(line)
        if sign is not None:
            raise SettingsError(at(file, number), f"a hidden sign, {sign}, stands here.", "Delete it.")
    return text


def read_yaml(file: str, text: str) -> YamlDocument:
    """Return the mapping that `text` writes, with its lines; an empty text is an empty mapping."""
    directive = _DIRECTIVE.search(text)
    if directive:
        line = text.count("\n", 0, directive.start()) + 1
        raise SettingsError(at(file, line), "directives such as %YAML are not used here.", "Delete it.")
    reader = _YamlReader(file, text)
    try:
        root = YAML(typ="safe", pure=True).compose(text)
    except MarkedYAMLError as fault:
        line, problem = _syntax_fault(text, fault)
        remedy = "Indent with spaces, not with tabs." if "\\t" in problem else _REMEDY
        raise SettingsError(at(file, line), f"this is not YAML: {problem}.", remedy) from None
    except YAMLError as fault:
        raise SettingsError(file, f"this is not YAML: {' '.join(str(fault).split())}.") from None
    except RecursionError:
        raise SettingsError(file, f"something lies more than {DEEPEST} levels deep.", "Write it flatter.") from None
    if root is None:
        return YamlDocument(file, {})
    if not isinstance(root, MappingNode):
        raise reader.fault(root, "keys are expected here, each with a value: `name: value`.")
    return YamlDocument(file, reader.mapping(root, ()), reader.keys, reader.values)


def _syntax_fault(text: str, fault: MarkedYAMLError) -> tuple[int, str]:
    """Return the line, 1-based, at which a person looks for what the parser could not read, and its words for it.

    A bracket or a quote that is not closed fails at the end of the file: there the line at which it opens is meant.
    """
    context = fault.context or ""
    is_opened = fault.context_mark is not None and ("flow" in context or "quoted" in context)
    mark = fault.context_mark if is_opened else fault.problem_mark or fault.context_mark
    last = len(text.rstrip().split("\n"))
    words = ", ".join(filter(None, (context, fault.problem))) or "it cannot be read"
    return min(mark.line + 1 if mark else 1, last), " ".join(words.split())


class _YamlReader:
    """Makes data of the nodes of one file, and notes in `keys` and `values` where each stands."""

    def __init__(self, file: str, text: str) -> None:
        self.file = file
        self.lines = text.split("\n")
        self.keys: dict[Path, YamlPlace] = {}
        self.values: dict[Path, YamlPlace] = {}

    def mapping(self, node: MappingNode, path: Path) -> dict[str, Any]:
        """Return a mapping, its keys all text and all different."""
        data: dict[str, Any] = {}
        for key_node, value_node in node.value:
            key = self.key(key_node, path)
            if key in data:
                raise self.fault(key_node, f"the key {key} stands here for the second time.", "Keep one.")
            self.keys[(*path, key)] = self.place(key_node)
            data[key] = self.value(value_node, (*path, key))
            behind = self.lines[key_node.end_mark.line][key_node.end_mark.column :]
            comment = _COMMENT.fullmatch(behind)
            if data[key] is None and comment:  # it was meant as the value
                self.values[*path, key] = YamlPlace(self.place(key_node).line, comment[1])
        return data

    def value(self, node: Node, path: Path) -> Any:  # noqa: ANN401 -- what a YAML value is
        """Return what `node`, which stands at `path`, writes."""
        if node.anchor:
            raise self.fault(node, "anchors and aliases are not used here.", "Write the value out.")
        if len(path) > DEEPEST:
            raise self.fault(node, f"this lies more than {DEEPEST} levels deep.", "Write it flatter.")
        self.values[path] = self.place(node)
        if isinstance(node, MappingNode):
            return self.mapping(node, path)
        if isinstance(node, ScalarNode):
            return self.scalar(node)
        return [self.value(item, (*path, number)) for number, item in enumerate(node.value)]

    def key(self, node: Node, path: Path) -> str:
        """Return the key that `node` writes; a number is refused, since it may have been a code such as 0101."""
        key = self.scalar(node) if isinstance(node, ScalarNode) else None
        if isinstance(key, str):
            return key
        before = self.lines[node.start_mark.line][: node.start_mark.column]
        number = _COMMA.search(before)
        if number:  # 0,25 in a flow is read as a value and a key
            written = number[1] + self.place(node).text
            raise self.fault(node, f"{written} has a decimal comma.", with_point(written))
        holder = next((str(part) for part in reversed(path) if isinstance(part, str)), "the file")
        if isinstance(key, int | Decimal) and not isinstance(key, bool):
            raise self.fault(node, *unquoted(holder, self.place(node).text))
        raise self.fault(node, f"{holder} holds a key that is not text.")

    def scalar(self, node: ScalarNode) -> Any:  # noqa: ANN401 -- text, number, truth or nothing
        """Return what a scalar means."""
        kind = str(node.tag).removeprefix(_TAG)
        if kind not in _KNOWN_TAGS:
            raise self.fault(node, f"the tag {node.tag} is not known here.")
        sign = hidden_sign(node.value)
        if sign is not None:
            raise self.fault(node, f"a hidden sign, {sign}, stands here.", "Delete it.")
        try:
            return _MEANING.get(kind, str)(node.value)
        except (ArithmeticError, ValueError):
            problem = f"{plain(node.value)} is not a number."
            raise self.fault(node, problem, f"Write one of {MOST_DIGITS} digits at most.") from None

    def place(self, node: Node) -> YamlPlace:
        """Return where `node` begins."""
        return YamlPlace(node.start_mark.line + 1, node.value if isinstance(node, ScalarNode) else "")

    def fault(self, node: Node, problem: str, remedy: str = "") -> SettingsError:
        """Return the error that says `problem` at `node`."""
        return SettingsError(at(self.file, self.place(node).line), problem, remedy)


def unquoted(key: str, text: str) -> tuple[str, str]:
    """Return problem and remedy of a number that stands where text is expected."""
    return f"{key} holds the number {text}, which is not text.", f'Quote it: "{text}".'


def with_point(number: str) -> str:
    """Return the remedy of a number with a decimal comma, or "" where `number` is none."""
    return f"Write a decimal point: {number.replace(',', '.')}." if re.fullmatch(r"[-+]?\d+,\d+", number) else ""


def _integer(text: str) -> int:
    number = int(text, 0) if text.lstrip("+-")[:2].lower() in {"0x", "0o"} else int(text)
    if abs(number) >= 10**MOST_DIGITS:
        raise ValueError(text)
    return number


def _float(text: str) -> Decimal:
    number = Decimal(text)  # `.inf` and `.nan` are no numbers here: nothing in the settings may be infinite
    if abs(number.adjusted()) > MOST_DIGITS:
        raise ValueError(text)
    return number


_MEANING: Mapping[str, Any] = {
    "null": lambda _: None,
    "bool": lambda text: text.lower() == "true",
    "int": _integer,
    "float": _float,
}
