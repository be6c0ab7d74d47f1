"""The sentences of one language, built from its data and from the claims that they print.

The modules of this folder decide once, for all languages, what is said. Each language has its own patterns
(`sentences.yaml`), words (`lexicon.yaml`) and a grammar module for what a pattern cannot express.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from importlib import import_module
from typing import Any, ClassVar

from generator.story.label import Label
from generator.story.patterns import lexicon_of, sentences_of
from generator.story.plan import Text
from generator.story.rounding import Scale
from generator.story.text import Part, joined, leaf, letters_of, pieces_of, printed, tree_of, words_of
from generator.trade.trees import Tree, pattern

_FORMED = frozenset({"way", "word", "size"})  # leaves that a pattern may print in another form
_ORDINALS = frozenset({"masculine", "of_time"})  # an ordinal in these forms still carries the mark of its claim


@dataclass(frozen=True)
class Noun:
    """A part of a sentence. `{name}` prints it, and `{name:was}` prints the form of "was" that agrees with it."""

    part: Part
    plural: bool = False
    oblique: Part = ""  # the form before a postposition; "" where it is the same
    counts: str = ""  # of an ordinal: the unit of time that it counts ("quarters"), if any

    @classmethod
    def of(cls, label: Label, form: str) -> Noun:
        """Return a line by its `full`, `short` or `head` name."""
        tree = ("line", label.code, form)
        oblique = label.before(form)
        return cls(leaf(label.name(form), *tree), label.plural, oblique=leaf(oblique, *tree) if oblique else "")


Slot = Part | Noun


class Grammar:
    """What a language does that no pattern can express. Each languages/TAG/grammar.py has a subclass called `Own`."""

    DIRECTION: ClassVar[str] = "ltr"
    HEADLINE: ClassVar[tuple[int, str]]  # the longest headline and the unit it is counted in: (12, "words")
    LONGEST: ClassVar[int]  # the larger limit for the shortest headline with one name of the trade (`Trades.fitting`)
    FINEST: ClassVar[int] = -4  # power of ten of the smallest decimal of a sum
    NAMES_SCALES: ClassVar[bool] = False  # whether a sum names its scale, as in "$1.42 million"

    def place(self, value: Decimal, more: int) -> int:  # noqa: ARG002 -- of languages with units of their own
        """Return the power of ten of the last digit that a sum of this size is printed with.

        `more` asks for that many digits more. Sums are rounded at this place: a language with units of its own (万,
        لاکھ) ends its figures with one of them.
        """
        return self.FINEST

    def place_of_tonnes(self, value: Decimal, more: int) -> int:
        """Return the same for a weight in tonnes."""
        return self.place(value, more)

    def money(self, unit: str, shown: Decimal, scale: Scale, words: Mapping[str, Any]) -> str:
        """Return a sum of money in `unit` (usd, cny); `shown` counts units of `scale`: "$14.16 million"."""
        raise NotImplementedError

    def tonnes(self, shown: Decimal, words: Mapping[str, Any]) -> str:
        """Return the digits of a weight in tonnes: "5,637", "44.27 million"."""
        raise NotImplementedError

    def form(self, noun: Noun, spec: str, words: Mapping[str, Any]) -> str:
        """Return the form of the word `spec` that agrees with `noun`, or a form of `noun` itself: "were", "China’s"."""
        singular, plural = words["agreement"].get(spec, (spec, spec))
        return str(plural if noun.plural else singular)

    def rank(self, place: int, words: Mapping[str, Any]) -> str:
        """Return a place among others: "third", "19th". The lexicon has words for the first ones, then endings.

        The endings are those of the last digit; digits without an ending, and 11 to 19, have the first one.
        """
        names, endings = words["ranks"]["words"], words["ranks"]["endings"]
        if place < len(names):
            return str(names[place])
        digit = 0 if place // 10 % 10 == 1 else place % 10
        return f"{place}{endings[digit] if digit < len(endings) else endings[0]}"

    def begin(self, text: Text) -> Text:
        """Return a text as the beginning of a sentence: in English with a capital letter."""
        return text

    def fits_headline(self, words: str, *, long: bool = False) -> bool:
        """Return whether a headline is short enough. With `long`, the larger limit applies."""
        count = len(words.split()) if self.HEADLINE[1] == "words" else len(letters_of(words)[0])
        return count <= (self.LONGEST if long else self.HEADLINE[0])


@dataclass(frozen=True, eq=False)
class Speech:
    """One language: its tag, grammar, patterns by key and words."""

    language: str
    grammar: Grammar
    sentences: Mapping[str, str]
    lexicon: Mapping[str, Any] = field(repr=False)

    def say(self, key: str, **slots: Slot) -> Text:
        """Return the language's text for `key`, with its slots filled. Raise KeyError if there is no such pattern.

        In a pattern `{name}` prints a slot, and `{name:word}` prints the form of a word that agrees with the slot. A
        pattern with "^" in front begins a sentence.
        """
        words = self._pattern(key)
        tree = pattern(key, {name: tree_of_slot(slot) for name, slot in slots.items() if _is_in(words, name)})
        parts = self._parts(words, slots)
        text = replace(joined(parts, tree), name=_end_of_name(words, parts))
        return self.grammar.begin(text) if words.startswith("^") else text

    def _pattern(self, key: str) -> str:
        if key not in self.sentences:
            msg = f"generator/story/languages/{self.language}/sentences.yaml has no pattern {key!r}"
            raise KeyError(msg)
        return self.sentences[key]

    def key_under(self, family: str, key: str) -> str | None:
        """Return the pattern of a family for a key, or for the longest part of its beginning that has one, or None."""
        parts = key.split(".")
        for length in range(len(parts), 0, -1):
            own = ".".join((family, *parts[:length]))
            if own in self.sentences:
                return own
        return None

    def plainly(self, key: str, **slots: Slot) -> str:
        """Return the text for `key` as a plain string, not adapted to the beginning of a sentence."""
        return "".join(map(words_of, self._parts(self._pattern(key), slots)))

    def listed(self, parts: Sequence[Slot], key: str = "list") -> Text:
        """Return the parts as a list in prose: "a", "a and b", "a, b and c"."""
        words = [self._slot(part, "") for part in parts]
        row: list[Part] = []
        for place, part in enumerate(words):
            if place:
                row.append(self.sentences[f"{key}.last" if place == len(words) - 1 else f"{key}.comma"])
            row.append(part)
        if len(words) == 1:
            return joined(row)
        return joined(row, ("list", key, tuple(tree_of(part) for part in words)))

    def way(self, way: str) -> Text:
        """Return `up` or `down` as a slot; a pattern prints it in one of the forms of the lexicon's `ways`."""
        return leaf("", "way", way)

    def word(self, table: str, key: str, form: str = "") -> Text:
        """Return a word from a table of the lexicon. A pattern may print another of its forms."""
        return leaf(self._form_of(table, key, form), "word", table, key)

    def _form_of(self, table: str, key: str, form: str) -> str:
        word = self.lexicon[table][key]
        if isinstance(word, str):
            return word
        return str(word[form] if form else next(iter(word.values())))

    def label(self, key: str) -> Text:
        """Return the fixed text of the label `key`."""
        return Text(str(self.lexicon["labels"][key]), tree=pattern(f"labels.{key}", {}))

    def _parts(self, words: str, slots: Mapping[str, Slot]) -> list[Part]:
        parts: list[Part] = []
        for literal, name, spec in pieces_of(words.removeprefix("^")):
            parts.append(literal)
            if name is not None:
                parts.append(self._slot(slots[name], spec))
        return parts

    def _slot(self, slot: Slot, spec: str) -> Part:
        if not spec:
            return slot.part if isinstance(slot, Noun) else slot
        match slot:
            case Text(marks=(mark,), tree=("figure", _, tuple() as inner)) if inner[0] in _FORMED:
                return printed(leaf(self._word_in(spec, inner), *inner), mark.claim)
            case Text(tree=tuple() as tree) if tree[0] in _FORMED:
                return self._word_in(spec, tree)
        noun = slot if isinstance(slot, Noun) else Noun(slot)
        form = self.grammar.form(noun, spec, self.lexicon)
        if spec in _ORDINALS and isinstance(noun.part, Text) and len(noun.part.marks) == 1:
            return printed(form, noun.part.marks[0].claim)
        return form

    def _word_in(self, form: str, tree: Tree) -> str:
        """Return a direction, a word of a table or the verb for a size, in the form that a pattern asks for."""
        match tree:
            case ("way", way):
                return str(self.lexicon["ways"][form][way])
            case ("size", way, name, _, place):
                return str(self.lexicon[f"verbs_{form}"][name][way][place])
        return self._form_of(tree[1], tree[2], form)


def tree_of_slot(slot: Slot) -> Tree:
    """Return the tree of a slot."""
    return tree_of(slot.part if isinstance(slot, Noun) else slot)


def _end_of_name(words: str, parts: Sequence[Part]) -> int:
    """Return where the line ends with which a pattern begins; 0 for a pattern that begins otherwise."""
    pieces = pieces_of(words.removeprefix("^"))
    return len(words_of(parts[1])) if pieces and pieces[0][:2] == ("", "line") else 0


def _is_in(words: str, name: str) -> bool:
    return any(slot == name for _, slot, _ in pieces_of(words))


def load(language: str) -> tuple[Grammar, dict[str, str], dict[str, Any]]:
    """Return grammar, patterns and words of the language with this tag. Raise ModuleNotFoundError if there is none."""
    grammar: Grammar = import_module(f"generator.story.languages.{language}.grammar").Own()
    return grammar, sentences_of(language), lexicon_of(language)
