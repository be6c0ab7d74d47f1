"""Read the words of a text by the pattern that its own tree names, from the first letter to the last.

The reader never searches. Each literal must be where the pattern has it, each slot must print its content, and each
figure must be inside the mark that carries its claim's id. If anything is left over, the reading fails.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from generator.audit.edition_data import ClaimMark, EditionText, strip_isolates
from generator.audit.patterns.tongue import FORMS_OF_SLOTS, GlossaryNames, Tongue, alternatives
from generator.trade.trees import Tree, is_pattern

_GAP = re.compile(r"\d \d")  # the space between a code and a figure
Prints = Sequence[tuple[ClaimMark, str]]  # each mark with its words, in the order of the text


def parse(
    text: EditionText, tree: Tree, tongue: Tongue, names: GlossaryNames, counts: Mapping[str, int]
) -> Prints | None:
    """Return the prints of a text, or None if its words are not what its tree says.

    `counts` has the claims that are whole numbers, for an ordinal inside a longer print: "a twelfth month".
    """
    reader = _TextReader(text.words, text.marks, tongue, names, counts)
    if len(text.words) not in reader.read(tree, {0}):
        return None
    if reader.read_marks != set(text.marks):
        return None
    return [(mark, text.words[mark.start : mark.end]) for mark in text.marks]


@dataclass
class _TextReader:
    """Reads one text. It keeps sets of places where a part may end, since one name may begin another."""

    words: str
    marks: Sequence[ClaimMark]
    tongue: Tongue
    names: GlossaryNames
    counts: Mapping[str, int]
    capitals: set[int] = field(default_factory=lambda: {0})
    read_marks: set[ClaimMark] = field(default_factory=set)
    outer: str = ""

    def read(self, tree: Tree, places: set[int], spec: str = "") -> set[int]:
        """Return the places where a tree that begins at one of `places` may end."""
        places = places | {place + 1 for place in places if place and _GAP.match(self.words, place - 1)}
        if is_pattern(tree):
            ends = self._pattern(tree[0], tree[1], places, spec)
            return self._ends_of(["’s", "’"], ends) if spec == "’s" else ends  # "China’s refined copper’s"
        match tree:
            case ("row", parts):
                for part in parts:
                    places = self.read(part, places)
                return places
            case ("list", key, parts):
                return self._list(key, parts, places)
            case ("figure", claim, *inner):
                return self._figure(claim, inner[0] if inner else None, places, spec)
        return self._leaf(tree, places, spec)

    def _leaf(self, tree: Tree, places: set[int], spec: str) -> set[int]:
        if tree[0] == "words":  # a person's words, with their figures
            words = strip_isolates(tree[1])
            ends = self._ends_of([words], places)
            for end in ends:
                within = [mark for mark in self.marks if end - len(words) <= mark.start and mark.end <= end]
                self.read_marks.update(within)
            return ends
        if tree[0] in {"way", "word"} or (tree[0] == "size" and spec):
            return self._ends_of(self.tongue.words(tree, spec), places)
        choices = alternatives(tree, self.tongue, self.names) or []
        forms = self.tongue.forms(spec, choices)
        return self._ends_of(choices if forms is None else forms, places)

    def _pattern(self, key: str, slots: Mapping[str, Tree], places: set[int], form: str = "") -> set[int]:
        try:
            pieces = self.tongue.pieces(key)
        except KeyError:
            return set()
        if self.tongue.begins(key):
            self.capitals |= places
        for literal, name, spec in pieces:
            places = self._ends_of([self.tongue.literal(literal, form)], places)
            if name is None or not places:
                continue
            if name not in slots:
                return set()
            places = self._slot(slots[name], spec, places)
        return places

    def _slot(self, tree: Tree, spec: str, places: set[int]) -> set[int]:
        """Read a slot or, if the pattern asks for a word that agrees with it, that word."""
        if not spec or tree[0] in {"way", "word", "size"} or spec in FORMS_OF_SLOTS:
            return self.read(tree, places, spec)
        if tree[0] == "figure" and len(tree) > 2 and tree[2][0] in {"word", "size"}:  # noqa: PLR2004 -- a figure expressed as a word
            return self._figure(tree[1], tree[2], places, spec)
        return self._ends_of(self.tongue.forms(spec, ()) or [], places)

    def _list(self, key: str, parts: Sequence[Tree], places: set[int]) -> set[int]:
        comma, last = self.tongue.joints(key)
        for place, part in enumerate(parts):
            if place:
                places = self._ends_of([last if place == len(parts) - 1 else comma], places)
            places = self.read(part, places)
        return places

    def _figure(self, claim: str, inner: Tree | None, places: set[int], spec: str) -> set[int]:
        ends: set[int] = set()
        for mark in self.marks:
            if mark.claim != claim or mark.start not in places:
                continue
            if inner is not None and not self._holds(inner, mark, spec):
                continue
            self.read_marks.add(mark)
            ends.add(mark.end)
        if claim == self.outer and claim in self.counts:
            words = self.tongue.number_words(self.counts[claim])
            return self._ends_of(self.tongue.forms(spec, words) or words, places)
        return ends

    def _holds(self, inner: Tree, mark: ClaimMark, spec: str) -> bool:
        """Whether the words under a mark are those of the tree that expresses the claim."""
        before = self.outer
        self.outer = mark.claim
        ends = self.read(inner, {mark.start}, spec if inner[0] in {"word", "size"} else "")
        self.outer = before
        return mark.end in ends

    def _ends_of(self, words: Sequence[str], places: set[int]) -> set[int]:
        """Return the places where one of `words` ends if it begins at one of `places`."""
        ends: set[int] = set()
        for place in places:
            for word in words:
                end = place + len(word)
                printed = self.words[place:end]
                if printed == word or (place in self.capitals and printed == word[:1].upper() + word[1:]):
                    ends.add(end)
                    if place in self.capitals and not any(map(str.isalpha, word)):
                        self.capitals.add(end)
        return ends
