"""Vocabulary: how a language writes figures, times and the words about them, from its `commentary.yaml`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any

from generator.story.patterns import commentary_of, lexicon_of
from generator.trade.currency import currencies, unit_of

_YEAR = r"(?:19|20)\d\d"
CODES = re.compile(r"HS\s?\d{2,10}(?:\s?(?:[、،,]|and|和|اور)\s?\d{2,10})*")  # a list of codes
_SIGNS = {"US$": "usd", "$": "usd", "€": "eur", "£": "gbp", "¥": "cny", "￥": "cny", "₹": "inr"}
_WIDE = "\u3000-\u303f\u3400-\u9fff\uff00-\uffef\u201c\u201d"  # signs of Chinese and its punctuation
_BROKEN = re.compile(rf"(?<=[{_WIDE}]) (?=[{_WIDE}0-9])|(?<=[0-9]) (?=[{_WIDE}])")
_DIGITS = r"\d{1,3}(?:,\d{2,3})+(?:\.\d+)?|\d+(?:\.\d+)?"


@dataclass(frozen=True, eq=False)
class Vocabulary:
    """The words, times, units and numbers of one language, as regular expressions."""

    language: str
    data: Mapping[str, Any]

    @property
    def spaced(self) -> bool:
        """Whether spaces stand between words."""
        return bool(self.data["spaced"])

    def bounded(self, pattern: str) -> str:
        """Return the pattern limited to whole words, in a language with spaces."""
        return rf"(?<![^\W_])(?:{pattern})(?![^\W_])" if self.spaced else f"(?:{pattern})"

    @cached_property
    def classes(self) -> tuple[tuple[str, re.Pattern[str]], ...]:
        """Each class of words with its pattern."""
        return tuple((kind, self._compiled(words.replace(" |", "|"))) for kind, words in self.data["words"].items())

    def says(self, word: str) -> bool:
        """Whether a word belongs to any class."""
        return any(pattern.fullmatch(word) for _, pattern in self.classes)

    @cached_property
    def relative(self) -> tuple[tuple[str, re.Pattern[str]], ...]:
        """Each kind of relative time ("a year earlier") with its pattern."""
        return tuple((kind, self._compiled(words)) for kind, words in self.data["relative"].items())

    @cached_property
    def times(self) -> tuple[tuple[str, re.Pattern[str]], ...]:
        """Each form of a time with its pattern, whose groups are its parts."""
        return tuple((kind, self._compiled(form)) for entry in self.data["times"] for kind, form in entry.items())

    @cached_property
    def day(self) -> re.Pattern[str]:
        """A date to the day. Figures have no such dates."""
        return self._compiled(self.data["day"])

    @cached_property
    def sentence(self) -> re.Pattern[str]:
        """The gap between two sentences."""
        return re.compile(self.data["sentence"])

    def joined(self, paragraph: str) -> str:
        """Return a paragraph on one line. In a language without spaces a line break is removed, not replaced."""
        text = " ".join(paragraph.split())
        return text if self.spaced else _BROKEN.sub("", text)

    def sentences(self, paragraph: str) -> list[str]:
        """Return the sentences of a paragraph."""
        return [part for part in self.sentence.split(self.joined(paragraph)) if part]

    @cached_property
    def signs(self) -> tuple[tuple[str, re.Pattern[str]], ...]:
        """Codes, dates to the day, ordinals, and the signs that end a clause, each with its pattern.

        A comma may end a clause or separate the names of a list: see tokens.py.
        """
        clause, comma = re.compile(self.data["clause"]), re.compile(self.data["comma"])
        ordinal = self._compiled("{ordinal}")
        return (("code", CODES), ("day", self.day), ("clause", clause), ("comma", comma), ("ordinal", ordinal))

    @cached_property
    def figure(self) -> re.Pattern[str]:
        """A figure: groups `qualifier`, `money`, `digits` or `number`, `scale`, `unit` and `currency`."""
        gap = r"[\s-]?" if self.spaced else r"\s?"
        begin = r"(?<![^\W_])" if self.spaced else ""
        end = r"(?![^\W\d_])" if self.spaced else ""
        before = "|".join(f"(?P<{kind}>{words})" for kind, words in self.data["qualified"].items())
        behind = "|".join(f"(?P<{kind}_after>{words})" for kind, words in self.data.get("qualified_after", {}).items())
        tail = rf"(?:{gap}(?:{behind}))?" if behind else ""
        inside = rf"(?P<over_inside>{self.data['inside']})?" if "inside" in self.data else ""
        of_one = rf"(?P<of_one>{self.data['of_one']})?" if "of_one" in self.data else ""
        scale, number_ends = self._alternatives("scales"), self.data.get("number_ends", r"(?=[\s-]|$)")
        parts = rf"(?P<parts>(?:(?:{_DIGITS}|{self.number})\s?(?:{scale})\s)*)" if self.data.get("composed") else ""
        sign = "|".join(map(re.escape, sorted(_SIGNS, key=len, reverse=True)))
        code = rf"(?-i:{'|'.join(currencies())})\s?"
        in_words = (
            rf"(?P<fraction>{self._alternatives('fractions')}){end}{of_one}"
            rf"|(?P<multiple>{self._alternatives('multiples')}){end}"
        )
        quarter = rf"(?:(?P<quarter>{self._alternatives('quarters')})\s)?" if "quarters" in self.data else ""
        in_digits = (
            rf"(?<![\d.,]){quarter}{parts}(?:(?P<digits>{_DIGITS})|(?P<number>{self.number}{number_ends})){inside}"
            rf"(?:{gap}(?P<scale>{scale}){end})?(?:{gap}(?:of\s)?(?P<unit>{self._units}){end})?"
        )
        return re.compile(
            rf"(?:{begin}(?:{before})\s?)?(?:(?P<money>{sign}|{begin}{code})\s?)?"
            rf"(?:{begin}(?:{in_words})|{in_digits}){tail}",
            re.IGNORECASE,
        )

    @cached_property
    def number(self) -> str:
        """A pattern for a whole number in words: "seven", "twenty-eight"."""
        ones, tens = "|".join(map(str, self.data["numbers"])), "|".join(self.data["tens"].values())
        ones = "|".join(sorted(ones.split("|"), key=len, reverse=True))
        compound = rf"(?:{tens})[-\s](?:{'|'.join(map(str, self.data['numbers'][1:10]))})|" if tens else ""
        begin = r"(?<![^\W_])" if self.spaced else ""
        return rf"{begin}(?:{compound}{tens + '|' if tens else ''}{ones})"

    def worth(self, words: str) -> int | None:
        """Return the value of a number in words or digits; None if it is not a number."""
        if words.isdigit():
            return int(words)
        first, _, ones = words.replace("-", " ").partition(" ")
        tens: int | None = self.keyed("tens", first)
        number: int | None = self.keyed("numbers", words if tens is None else ones)
        return number if tens is None else tens + (number or 0)

    def place(self, words: str) -> int | None:
        """Return the place that an ordinal names; None if it is not an ordinal."""
        digits = re.search(r"\d+", words)
        place: int | None = int(digits[0]) if digits else self.keyed("ordinals", words)
        return place

    @cached_property
    def ordinal(self) -> str:
        """A pattern for an ordinal."""
        return "|".join(reversed(self.data["ordinals"][1:]))

    def unit(self, words: str) -> str:
        """Return the unit of the words after a figure: pct, pp, kg, t, ratio, or a currency's."""
        money = (unit for unit, form in self._moneys if re.fullmatch(form, words, re.IGNORECASE))
        return self.keyed("units", words) or next(money)

    def sign(self, words: str) -> str:
        """Return the unit of a sign or a code before a figure: "$", "EUR"."""
        sign = words.strip()
        return _SIGNS.get(sign) or unit_of(sign.upper())

    def keyed(self, table: str, words: str) -> Any:  # noqa: ANN401 -- a number of YAML
        """Return the key in a table, or the index in a list, of the first form that fits; None if none does."""
        forms = self.data[table]
        entries = enumerate(forms) if isinstance(forms, list) else forms.items()
        return next((key for key, form in entries if re.fullmatch(str(form), words.strip(), re.IGNORECASE)), None)

    @cached_property
    def _moneys(self) -> tuple[tuple[str, str], ...]:
        """Each currency with the words for it after a figure."""
        lexicon, codes = lexicon_of(self.language), currencies()
        names = [(unit_of(code), _plural(name)) for code, name in lexicon["currencies"].items() if code in codes]
        forms = [(unit, form) for unit, form in self.data.get("moneys", {}).items()]
        return tuple(forms + names + [(unit_of(code), code) for code in codes])

    @cached_property
    def _units(self) -> str:
        forms = [str(form) for form in self.data["units"].values()] + [form for _, form in self._moneys]
        return "|".join(sorted(forms, key=len, reverse=True))

    def _alternatives(self, table: str) -> str:
        """Return a pattern for any of the forms in a table."""
        return "|".join(sorted(map(str, self.data[table].values()), key=len, reverse=True))

    def _compiled(self, pattern: str) -> re.Pattern[str]:
        named = {
            "{month}": "(?:" + "|".join(self.data["months"]) + ")",
            "{year}": _YEAR,
            "{number}": self.number,
            "{ordinal}": f"(?:{self.ordinal})",
        }
        source = str(pattern)
        for name, form in named.items():
            source = source.replace(name, form)
        return re.compile(self.bounded(source), re.IGNORECASE)


def _plural(name: str) -> str:
    """Return a pattern for the plural name of a currency and its singular: "euros", "euro"."""
    return f"{re.escape(name.removesuffix('s'))}s?" if name.endswith("s") else re.escape(name)


def forms_of(words: Iterable[str]) -> str:
    """Return a pattern for any of some names, the longest first."""
    return "|".join(r"[\s-]+".join(map(re.escape, name.split())) for name in sorted(set(words), key=len, reverse=True))


@cache
def vocabulary_of(language: str) -> Vocabulary:
    """Return the vocabulary of a language by its tag."""
    return Vocabulary(language, commentary_of(language))
