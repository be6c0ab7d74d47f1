"""One language as the audit reads it: the language's data files, and three small tables of the audit's own."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cache
from importlib.resources import files
from string import Formatter
from typing import Any

import yaml

from generator.audit.edition_data import strip_isolates
from generator.trade.codes import area
from generator.trade.editions import name_of
from generator.trade.period import Period
from generator.trade.trees import Tree, is_pattern

Data = Mapping[str, Any]
Piece = tuple[str, str | None, str]
TAGS = ("en", "zh", "ur")
THOUSAND, MILLION, BILLION, TRILLION = (Decimal(10) ** power for power in (3, 6, 9, 12))
# The factor of a number, by the word after it.
SCALES = {
    "en": {"thousand": THOUSAND, "million": MILLION, "billion": BILLION, "trillion": TRILLION},
    "zh": {"万": Decimal(10) ** 4, "亿": Decimal(10) ** 8, "万亿": TRILLION},
    "ur": {"ہزار": THOUSAND, "لاکھ": Decimal(10) ** 5, "کروڑ": Decimal(10) ** 7, "ارب": BILLION, "ملین": MILLION},
}
# The unit of a figure, by the word after it. The lexicon has the names of currencies.
UNITS = {
    "en": {
        "%": "pct",
        "per cent": "pct",
        "percent": "pct",
        "percentage points": "pp",
        "times": "ratio",
        "tonnes": "kg",
    },
    "zh": {"%": "pct", "个百分点": "pp", "倍": "ratio", "吨": "kg"},
    "ur": {"%": "pct", "فیصد": "pct", "فیصد پوائنٹ": "pp", "گنا": "ratio", "ٹن": "kg"},
}
_YEAR = 12  # months


@dataclass(frozen=True, eq=False)
class Tongue:
    """The patterns and the words of one language, from the same files from which stories are written."""

    tag: str
    sentences: Mapping[str, str]
    lexicon: Data = field(repr=False)

    @classmethod
    @cache
    def of(cls, tag: str) -> Tongue:
        """Return the language with the tag en, zh or ur."""
        sentences = {key: strip_isolates(words) for key, words in _flat(_read(tag, "sentences.yaml")).items()}
        return cls(tag, sentences, _read(tag, "lexicon.yaml"))

    def pieces(self, key: str) -> tuple[Piece, ...]:
        """Return a pattern as pieces: words, the slot after them, and the form that the slot needs.

        Raise KeyError if the language does not have the pattern.
        """
        if key.startswith("labels."):
            return ((strip_isolates(str(self.lexicon["labels"][key.removeprefix("labels.")])), None, ""),)
        return _pieces(self.sentences[key].removeprefix("^"))

    def begins(self, key: str) -> bool:
        """Whether a pattern begins a sentence, which needs a capital in languages that have them."""
        return self.sentences.get(key, "").startswith("^")

    def literal(self, words: str, form: str) -> str:
        """Return a pattern's words in the form that an outer pattern needs: in Chinese 与 instead of 比."""
        return f"与{words.removeprefix('比')}" if form == "与" else words

    def joints(self, key: str) -> tuple[str, str]:
        """Return the separator between items of a list, and the one before its last item."""
        return self.sentences[f"{key}.comma"], self.sentences[f"{key}.last"]

    def forms(self, spec: str, words: Iterable[str]) -> list[str] | None:
        """Return the possible texts of a slot, whose plain texts are `words`, in a form; None if it stays as it is.

        A form is a possessive (’s), `bare` (without its article), `oblique` (before a postposition), or an agreeing
        word.
        """
        if spec in {"", "oblique"}:
            return None
        if spec in _FORMS:
            return [form for name in words for form in _FORMS[spec](self, name)]
        if spec in _WORDS:
            return list(_WORDS[spec])
        return [strip_isolates(str(form)) for form in self.lexicon.get("agreement", {}).get(spec, (spec,))]

    def words(self, tree: Tree, form: str) -> list[str]:
        """Return a direction, a verb or a word of a table in the form that a pattern needs."""
        if tree[0] == "way":
            return [strip_isolates(str(self.lexicon["ways"][form][tree[1]]))]
        if tree[0] == "size":
            return [
                strip_isolates(str(verb)) for verb in self.lexicon[f"verbs_{form}"].get(tree[2], {}).get(tree[1], ())
            ]
        word = self.lexicon[tree[1]][tree[2]]
        if isinstance(word, str):
            return [strip_isolates(word)]
        return [strip_isolates(str(word[form] if form else next(iter(word.values()))))]

    def number_words(self, value: int) -> list[str]:
        """Return the ways to write a whole number: digits with and without commas, its word, its ordinal, its rank."""
        tables = (self.lexicon["numbers"], self.lexicon["ordinals"])
        words = [str(names[value]) for names in tables if 0 <= value < len(names) and names[value]]
        masculine = self.lexicon.get("masculine", {})
        more = [str(masculine[word]) for word in words if word in masculine]
        ranks = self.lexicon["ranks"]
        more += [str(name) for name in ranks["words"][value : value + 1] if value and name]
        more += [f"{value}{ending}" for ending in ranks["endings"]]
        return [f"{value:,}", str(value), *words, *more]

    def verbs(self, way: str, size: str) -> list[str]:
        """Return the verbs for a size and a direction, in every form of agreement."""
        verbs = [str(verb) for verb in self.lexicon["verbs"].get(size, {}).get(way, ())]
        agreement = self.lexicon.get("agreement", {})
        return [strip_isolates(str(form)) for verb in verbs for form in agreement.get(verb, (verb,))]

    def moneys(self) -> Mapping[str, str]:
        """Return the unit of money for each name that may follow a figure."""
        names = {str(name): unit for unit, name in self.lexicon.get("money", {}).items()}
        return {str(name): code.lower() for code, name in self.lexicon["currencies"].items()} | names

    def time(self, text: str, form: str) -> str:
        """Return a period in words, in the form that its leaf states (generator/trade/trees.py)."""
        when, names = Period.parse(text), self.lexicon["months"]
        first = self.lexicon.get("first_months", names)[0]
        forms: dict[str, Callable[[Period], str]] = {
            "month": lambda span: str(names[span.first % _YEAR]),
            "months": lambda span: str(span.year) if span.frequency == "annual" else self._months(span, "months"),
            "all_months": lambda _: self._pattern("months", first=first, last=names[-1]),
            "short_months": lambda span: self._months(span, "short_months"),
            "year": _year_of,
            "end_year": lambda span: str(span.last.year),
            "first_year": lambda span: str(span.year),
            "span": self._span,
            "period": self._period,
        }
        return forms[form](when)

    def day(self, text: str, form: str) -> str:
        """Return a day, or its month, in words. `form` names the pattern."""
        when = date.fromisoformat(text)
        name = self.lexicon["months"][when.month - 1]
        return self._pattern(form, day=str(when.day), month=str(name), year=str(when.year))

    def economy(self, code: str, form: str) -> str:
        """Return the name of an economy, its name without the article (`bare`), or its adjective (`people`)."""
        if form == "people":
            return str(self.lexicon["demonyms"][code])
        named = area(code)
        name = str(self.lexicon["economies"].get(named.iso3, named.name))
        return name.removeprefix("the ") if form == "bare" else name

    def _pattern(self, key: str, **slots: str) -> str:
        return self.sentences[key].format(**slots)

    def _months(self, when: Period, table: str) -> str:
        names = self.lexicon[table]
        if when.months == 1:
            return str(names[when.first % _YEAR])
        first = self.lexicon.get("first_months", names)[when.first % _YEAR]
        return self._pattern("months", first=first, last=names[when.last.first % _YEAR])

    def _period(self, when: Period) -> str:
        year, names = str(when.last.year), self.lexicon["months"]
        if when.frequency == "annual":
            return self._pattern("period.annual", year=year)
        if when.frequency == "monthly":
            return self._pattern("period.monthly", month=str(names[when.first % _YEAR]), year=year)
        first = self.lexicon.get("first_months", names)[when.first % _YEAR]
        return self._pattern("period.months", first=first, last=str(names[when.last.first % _YEAR]), year=year)

    def _span(self, when: Period) -> str:
        if when.months == _YEAR and when.frequency != "annual":
            return self._pattern("rolling", last=self._period(when.last))
        if when.is_fiscal:
            return self._pattern("fiscal", months=self._months(when, "months"), year=_year_of(when))
        return self._period(when)


@dataclass(frozen=True, eq=False)
class GlossaryNames:
    """The names and uses of lines, and the settings, in one language of an edition, from `glossary` in edition.json."""

    lines: Mapping[str, list[str]]
    settings: Mapping[str, list[str]]
    uses: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, edition: Data, tag: str) -> GlossaryNames:
        """Return the names that edition.json has for a language."""
        words = edition.get("glossary", {}).get(tag, {})
        return cls(words.get("lines", {}), words.get("settings", {}), words.get("uses", {}))

    def line(self, code: str, form: str) -> list[str]:
        """Return the possible names of a line in a form, the form before a postposition included."""
        if form == "first":
            return [name_of(code).split(";")[0]]
        names = [strip_isolates(name) for name in self.lines.get(code, ())]
        place = ("full", "short", "head").index(form)
        return [name for name in names[place::3] if name]


def alternatives(tree: Tree, tongue: Tongue, names: GlossaryNames) -> list[str] | None:
    """Return the possible words of a leaf, or None for a figure, which is read, and for what is not a leaf."""
    if is_pattern(tree) or tree[0] not in _LEAVES:
        return None
    kind, *parts = tree
    return _LEAVES[kind](parts, tongue, names)


Leaf = Callable[[list[Any], Tongue, GlossaryNames], list[str]]
_LEAVES: dict[str, Leaf] = {
    "line": lambda parts, _, names: names.line(parts[0], parts[1]),
    "use": lambda parts, _, names: [strip_isolates(names.uses.get(parts[0], ""))],
    "time": lambda parts, tongue, _: [tongue.time(parts[0], parts[1])],
    "day": lambda parts, tongue, _: [tongue.day(parts[0], parts[1])],
    "economy": lambda parts, tongue, _: [tongue.economy(parts[0], parts[1])],
    "flow": lambda parts, tongue, _: [str(tongue.lexicon["flows"][parts[0]][0 if parts[1] == "noun" else 1])],
    "size": lambda parts, tongue, _: tongue.verbs(parts[0], parts[1]),
    "currency": lambda parts, tongue, _: [str(tongue.lexicon["currencies"].get(parts[0], parts[0])), parts[0]],
    "hs": lambda parts, *_: [f"{'' if len(parts) > 1 else 'HS '}{parts[0].removeprefix('HS')}"],
    "setting": lambda parts, _, names: [strip_isolates(words) for words in names.settings.get(parts[0], ())],
    "valuation": lambda parts, *_: [parts[0]],
    "code": lambda parts, *_: [strip_isolates(parts[0])],
    "number": lambda parts, *_: [strip_isolates(parts[0])],
    "words": lambda parts, *_: [strip_isolates(parts[0])],
    "dash": lambda *_: ["–"],
}


# The forms of a slot's own words. _WORDS has neighbouring words with several possible forms.
_FORMS: dict[str, Callable[[Tongue, str], list[str]]] = {
    "’s": lambda _, name: [f"{name}’s", f"{name}’"],
    "bare": lambda _, name: [name.removeprefix("the ")],
    "masculine": lambda tongue, name: [str(tongue.lexicon["masculine"].get(name, name))],
    "of_time": lambda tongue, name: [name, str(tongue.lexicon["masculine"].get(name, name))],
    "与": lambda _, name: [f"与{name.removeprefix('比')}"],
}
FORMS_OF_SLOTS = frozenset({"oblique", *_FORMS})
_WORDS = {"a": ("a", "an"), "为": ("为", "")}


@cache
def _pieces(words: str) -> tuple[Piece, ...]:
    return tuple((literal, name, spec or "") for literal, name, spec, _ in Formatter().parse(words))


def _year_of(when: Period) -> str:
    return f"{when.year}-{(when.year + 1) % 100:02d}" if when.is_fiscal else str(when.last.year)


def _read(tag: str, name: str) -> dict[str, Any]:
    text = files(f"generator.story.languages.{tag}").joinpath(name).read_text(encoding="utf-8")
    loaded: dict[str, Any] = yaml.load(text, Loader=_LexiconLoader)  # noqa: S506 -- a safe loader
    return loaded


class _LexiconLoader(yaml.CSafeLoader):
    """A YAML loader that reads "on" and "no" as words."""

    yaml_implicit_resolvers = {  # noqa: RUF012 -- as PyYAML has it
        sign: [(tag, form) for tag, form in forms if tag != "tag:yaml.org,2002:bool"]
        for sign, forms in yaml.CSafeLoader.yaml_implicit_resolvers.items()
    }


def _flat(nested: Data, before: str = "") -> dict[str, str]:
    flat: dict[str, str] = {}
    for key, value in nested.items():
        if isinstance(value, Mapping):
            flat |= _flat(value, f"{before}{key}.")
        else:
            flat[f"{before}{key}"] = str(value)
    return flat
