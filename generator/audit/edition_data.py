"""edition.json as the audit reads it: every text with its place, whatever the fields of its block; and findings."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property, partial
from typing import Any, Concatenate, NamedTuple, ParamSpec, TypeVar, cast

from generator.trade.trees import EMPTY, Tree, read

FIRST_WITH_TREES = 2  # the schema of edition.json
HEADS = ("subject", "preheader", "title", "summary")
EDITION, CLAIMS = "edition.json", "claims.json"

Data = Mapping[str, Any]
Path = tuple[str | int, ...]
_UNSEEN = re.compile("[\u2066-\u2069]")
Owner = TypeVar("Owner")
Asked = ParamSpec("Asked")
Value = TypeVar("Value")


def cached_method(
    work: Callable[Concatenate[Owner, Asked], Value],
) -> cached_property[Callable[Asked, Value]]:
    """Return a method that computes each of its results once for each owner."""

    def answers(owner: Owner) -> Callable[Asked, Value]:
        method: Any = cache(partial(work, owner))
        return cast("Callable[Asked, Value]", method)

    return cached_property(answers)


class ClaimMark(NamedTuple):
    """The half-open range `start:end` of a text that prints `claim`."""

    claim: str
    start: int
    end: int


class EditionText(NamedTuple):
    """One text. `shown` has the formats that contain it (empty: all)."""

    words: str
    marks: tuple[ClaimMark, ...] = ()
    shown: tuple[str, ...] = ()

    def stands_in(self, form: str) -> bool:
        """Whether the format `form` contains the text."""
        return bool(self.words.strip()) and (not self.shown or form in self.shown)

    def printed(self, mark: ClaimMark) -> str:
        """Return the words under `mark`, white space folded."""
        return fold_spaces(self.words[mark.start : mark.end])


def text_of(node: Data) -> EditionText:
    """Return the text of a node of edition.json."""
    marks = [ClaimMark(str(mark["claim"]), int(mark["start"]), int(mark["end"])) for mark in node.get("marks", ())]
    return EditionText(node["words"], tuple(marks), tuple(node.get("shown", ())))


def has_trees(edition: Data) -> bool:
    """Whether the texts of an edition have trees as proof. Those of schema 1 do not, so their words are not judged."""
    return int(edition["schema"]) >= FIRST_WITH_TREES


def strip_isolates(words: str) -> str:
    """Return `words` without invisible directional isolates."""
    return words if words.isascii() else _UNSEEN.sub("", words)


def without_isolates(node: Any) -> Any:  # noqa: ANN401 -- JSON
    """Return data with all texts stripped of invisible directional isolates, and their marks moved accordingly."""
    if isinstance(node, list):
        return [without_isolates(part) for part in node]
    if not isinstance(node, dict):
        return node
    words = node.get("words")
    if not isinstance(words, str):
        return {key: without_isolates(part) for key, part in node.items()}
    if strip_isolates(words) == words:
        return node

    def at(place: int) -> int:
        return len(strip_isolates(words[:place]))

    marks = [{**mark, "start": at(mark["start"]), "end": at(mark["end"])} for mark in node.get("marks", ())]
    return {**node, "words": strip_isolates(words), "marks": marks}


def text_nodes(node: object, path: Path = ()) -> Iterator[tuple[Data, Path]]:
    """Yield the text nodes in a part of edition.json, in document order, with their places."""
    if isinstance(node, Mapping):
        if isinstance(node.get("words"), str):
            yield node, path
            return
        parts: Any = node.items()
    else:
        parts = enumerate(node) if isinstance(node, list) else ()
    for key, part in parts:
        yield from text_nodes(part, (*path, key))


def tree_of(text: Data) -> Tree | None:
    """Return the tree of a text of edition.json, or None."""
    written = text.get("said")
    return read(written) if written else None


def tree_in(text: Data) -> Tree:
    """Return the tree of a text, or an empty tree."""
    return tree_of(text) or EMPTY


def texts(node: object) -> Sequence[EditionText]:
    """Return the texts in `node`, in document order."""
    return [text_of(text) for text, _ in text_nodes(node)]


def blocks(story: Data, form: str) -> Iterator[Data]:
    """Yield the blocks that the format `form` contains."""
    return (block for block in story["blocks"] if form in block["shown"])


_DIRECTIONS = re.compile("[\u200e\u200f\u2066-\u2069]")
_WIDE = "\u2e80-\ua4cf\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60"
# The pattern begins with the space, so that only spaces are examined on both sides.
# A line may also end with the hyphen of a name: 波斯尼亚-黑塞哥维那. At the start of a line it is a mark of a list.
_BESIDE_WIDE = re.compile(
    rf" (?:(?<=[{_WIDE}] )(?=[{_WIDE}\w+−“‘(%])|(?<=[\w%”’—…)] )(?=[{_WIDE}])|(?<=[{_WIDE}]- )(?=[{_WIDE}]))"
)


@dataclass(frozen=True)
class Finding:
    """One broken rule."""

    file: str
    sentence: str  # the text concerned, "" for the whole file
    rule: str
    problem: str

    def __str__(self) -> str:
        """Return the finding on one line."""
        quoted = f' "{fold_spaces(self.sentence).strip()}"' if self.sentence else ""
        return f"{self.file}:{quoted} [{self.rule}] {fold_spaces(self.problem)}"


def fold_spaces(text: str) -> str:
    """Return `text` with every run of white space, including no-break spaces, as one space."""
    if text.isalnum():
        return text
    inner = " ".join(text.split())
    if inner == text:
        return text
    before = " " if text[:1].isspace() and inner else ""
    after = " " if text[-1:].isspace() else ""
    return before + inner + after


def strip_directions(text: str) -> str:
    """Return `text` without invisible directional marks, which keep figures left-to-right in right-to-left lines."""
    return text if text.isascii() else _DIRECTIONS.sub("", text)


def fold_text(text: str) -> str:
    """Return `text` folded, without directional marks, and without spaces beside ideographs, where lines may break."""
    if text.isascii():
        return fold_spaces(text)
    return _BESIDE_WIDE.sub("", fold_spaces(strip_directions(text)))


def is_wide(sign: str) -> bool:
    """Whether a character is an ideograph, or as wide as one."""
    return unicodedata.east_asian_width(sign) in {"W", "F"}
