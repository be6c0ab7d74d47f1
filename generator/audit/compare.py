"""The comparer: whether a string says exactly the expected texts, in order, nothing missing and nothing more.

Where it departs, the text concerned is named with what stands there instead; reading goes on at the next longer text
that is found again, so that one fault does not hide another.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from generator.audit.edition import Said
from generator.audit.expected import Drawing, Item
from generator.audit.finding import folded, is_wide

PICTURE = "\N{OBJECT REPLACEMENT CHARACTER}"  # stands in the string where the file has a picture
SPACES = re.compile(r" *")
_PICTURES = re.compile(rf"(?:{PICTURE} *)+")
_WINDOW = 60
Tried = tuple[int, frozenset[tuple[str, int]], frozenset[tuple[str, int]]]
_SURE = 12  # letters that a text needs to be found again without doubt


@dataclass(frozen=True)
class Departure:
    """A text that does not stand where it should, and what does."""

    said: Said
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
    starts: list[tuple[Said, int]] = field(default_factory=list)

    def read(self, items: Sequence[Item]) -> Iterator[Departure]:
        """Yield every departure of the string from `items`; `starts` then holds where each text was found."""
        place = 0
        while place < len(items):
            self.cursor = self._skip(self.cursor)
            if (end := self._end_of(items[place])) is not None:
                place, self.cursor = place + 1, end
                continue
            yield self._departure(items[place])
            place = self._found_again(items, place + 1)
        if rest := self.actual[self._skip(self.cursor) :].strip():
            yield Departure(name_of(items[-1]), f"after it stands {_quoted(rest)}, which the edition does not say")

    def _skip(self, at: int) -> int:
        found = self.gap.match(self.actual, at)
        return found.end() if found else at

    def _end_of(self, item: Item) -> int | None:
        if isinstance(item, Said):
            return self._end_of_words(item)
        if not self.spaced:
            spare = [self.fold(text.words) for text in item.steps] * item.columns
            return any_order(self.actual, self.cursor, [self.fold(text.words) for text in item.labels], spare)
        found = _PICTURES.match(self.actual, self.cursor)
        return found.end() if found else None

    def _end_of_words(self, said: Said) -> int | None:
        words = self.fold(said.words).strip()
        end = self.cursor + len(words)
        if not self.actual.startswith(words, self.cursor) or not self._is_edge(end):
            return None
        self.starts.append((said, self.cursor))
        return end

    def _is_edge(self, at: int) -> bool:
        if not self.spaced or at >= len(self.actual) or self.actual[at] in {" ", PICTURE}:
            return True
        return any(is_wide(sign) for sign in self.actual[max(0, at - 1) : at + 1])  # no space parts those

    def _departure(self, item: Item) -> Departure:
        if isinstance(item, Drawing):
            return self._missing_label(item)
        same = _common(self.fold(item.words).strip(), self.actual[self.cursor :])
        here = self.cursor + max(same - _WINDOW // 2, 0)
        return Departure(item, f"{same} letters agree, then it reads {_quoted(self.actual[here:])}")

    def _missing_label(self, item: Drawing) -> Departure:
        reach = sum(len(self.fold(text.words)) for text in item.labels) + _WINDOW
        near = self.actual[self.cursor : self.cursor + reach]
        lost = [text for text in item.labels if self.fold(text.words) not in near]
        return Departure(lost[0] if lost else item.alt, f"the chart reads {_quoted(near)}")

    def _found_again(self, items: Sequence[Item], start: int) -> int:
        """Move the cursor to the next text that is found again and return its place among `items`, or their end."""
        for place, item in enumerate(items[start:], start):
            words = self.fold(name_of(item).words).strip() if isinstance(item, Said) else ""
            if len(words) >= _SURE and (at := self.actual.find(words, self.cursor)) >= 0:
                self.cursor = at
                return place
        self.cursor = len(self.actual)
        return len(items)


def any_order(actual: str, at: int, words: Sequence[str], spare: Sequence[str] = ()) -> int | None:
    """Return where `actual` ends after all of `words`, in any order from `at`; None if they do not stand there.

    Any of `spare` may stand among and after them.
    """
    return _any_order(actual, at, Counter(words), Counter(spare), set())


def _any_order(actual: str, at: int, words: Counter[str], spare: Counter[str], tried: set[Tried]) -> int | None:
    key = (at, frozenset(words.items()), frozenset(spare.items()))
    if key in tried:
        return None
    tried.add(key)
    for word in sorted((words | spare).keys(), key=len, reverse=True):
        for pool in (words, spare):
            if pool[word] and word and actual.startswith(word, at):
                rest = pool - Counter((word,))
                left = (rest, spare) if pool is words else (words, rest)
                if (end := _any_order(actual, at + len(word), *left, tried)) is not None:
                    return end
    return None if +words else at


def name_of(item: Item) -> Said:
    """Return the text by which an item is named in a finding."""
    return item.alt if isinstance(item, Drawing) else item


def _common(one: str, other: str) -> int:
    return next(
        (place for place, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other))
    )


def _quoted(text: str) -> str:
    short = text.strip()
    return f'"{short[:_WINDOW]}…"' if len(short) > _WINDOW else f'"{short}"'
