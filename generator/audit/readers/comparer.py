"""Whether a string says exactly the expected texts, in order, nothing missing and nothing more.

Where it departs, the text concerned is named with what stands there instead; reading goes on at the next longer text
that is found again, so that one fault does not hide another.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import takewhile

from generator.audit.edition_data import EditionText
from generator.audit.findings import folded, is_wide
from generator.audit.readers.expected import ExpectedDrawing, Item

PICTURE = "\N{OBJECT REPLACEMENT CHARACTER}"  # stands in the string where the file has a picture
SPACES = re.compile(r" *")
_PICTURES = re.compile(rf"(?:{PICTURE} *)+")
_WINDOW = 60
_SURE = 12  # letters that a text needs to be found again without doubt


@dataclass(frozen=True)
class Departure:
    """A text that does not stand where it should, and what does."""

    said: EditionText
    problem: str


@dataclass
class Comparer:
    """Walks `actual` with a cursor. `fold` is how it was folded, `gap` matches what may stand between two texts.

    `spaced` says that a text must end at white space; a PDF has none that could be relied on.
    """

    actual: str
    fold: Callable[[str], str] = folded
    gap: re.Pattern[str] = SPACES
    spaced: bool = True
    cursor: int = 0
    starts: list[tuple[EditionText, int]] = field(default_factory=list)

    def read(self, items: Sequence[Item]) -> Iterator[Departure]:
        """Yield every departure of the string from `items`; `starts` then holds where each text was found."""
        place = 0
        while place < len(items):
            self.cursor = self._skip(self.cursor)
            end = self._end_of(items[place])
            if end is not None:
                place, self.cursor = place + 1, end
                continue
            yield self._departure(items[place])
            place = self._found_again(items, place + 1)
        rest = self.actual[self._skip(self.cursor) :].strip()
        if rest:
            yield Departure(_name_of(items[-1]), f"after it stands {_quoted(rest)}, which the edition does not say")

    def _skip(self, at: int) -> int:
        found = self.gap.match(self.actual, at)
        return found.end() if found else at

    def _end_of(self, item: Item) -> int | None:
        """Return where an item that begins at the cursor ends, None where it does not stand there."""
        if isinstance(item, ExpectedDrawing):
            if self.spaced:
                found = _PICTURES.match(self.actual, self.cursor)
                return found.end() if found else None
            spare = [self.fold(text.words) for text in item.steps] * item.columns
            return any_order(self.actual, self.cursor, [self.fold(text.words) for text in item.labels], spare)
        words = self.fold(item.words).strip()
        end = self.cursor + len(words)
        if not self.actual.startswith(words, self.cursor) or not self._is_edge(end):
            return None
        self.starts.append((item, self.cursor))
        return end

    def _is_edge(self, at: int) -> bool:
        if not self.spaced or at >= len(self.actual) or self.actual[at] in {" ", PICTURE}:
            return True
        return any(is_wide(sign) for sign in self.actual[max(0, at - 1) : at + 1])  # no space parts those

    def _departure(self, item: Item) -> Departure:
        if isinstance(item, ExpectedDrawing):
            reach = sum(len(self.fold(text.words)) for text in item.labels) + _WINDOW
            near = self.actual[self.cursor : self.cursor + reach]
            lost = [text for text in item.labels if self.fold(text.words) not in near]
            return Departure(lost[0] if lost else item.alt, f"the chart reads {_quoted(near)}")
        rest = self.actual[self.cursor :]
        pairs = zip(self.fold(item.words).strip(), rest, strict=False)
        same = len(list(takewhile(lambda pair: pair[0] == pair[1], pairs)))
        problem = f"{same} letters agree, then it reads {_quoted(rest[max(same - _WINDOW // 2, 0) :])}"
        return Departure(item, problem)

    def _found_again(self, items: Sequence[Item], start: int) -> int:
        """Move the cursor to the next text that is found again and return its place among `items`, or their end."""
        for place, item in enumerate(items[start:], start):
            words = self.fold(item.words).strip() if isinstance(item, EditionText) else ""
            at = self.actual.find(words, self.cursor) if len(words) >= _SURE else -1
            if at >= 0:
                self.cursor = at
                return place
        self.cursor = len(self.actual)
        return len(items)


def any_order(actual: str, at: int, words: Sequence[str], spare: Sequence[str] = ()) -> int | None:
    """Return where `actual` ends after all of `words`, in any order from `at`; None if they do not stand there.

    Any of `spare` may stand among and after them.
    """
    return _any_order(actual, at, Counter(words), Counter(spare), set())


def _any_order(actual: str, at: int, words: Counter[str], spare: Counter[str], tried: set[object]) -> int | None:
    key = (at, frozenset(words.items()), frozenset(spare.items()))
    if key in tried:
        return None
    tried.add(key)
    for word in sorted({*words, *spare} - {""}, key=len, reverse=True):
        if not actual.startswith(word, at):
            continue
        one = Counter((word,))
        ways = [(words - one, spare)] if words[word] else []
        ways += [(words, spare - one)] if spare[word] else []
        for left in ways:
            end = _any_order(actual, at + len(word), *left, tried)
            if end is not None:
                return end
    return None if +words else at


def _name_of(item: Item) -> EditionText:
    return item.alt if isinstance(item, ExpectedDrawing) else item


def _quoted(text: str) -> str:
    short = text.strip()
    return f'"{short[:_WINDOW]}…"' if len(short) > _WINDOW else f'"{short}"'
