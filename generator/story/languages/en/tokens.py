"""English, cut up for reading: names of lines, times, parties and figures as one token each, all else word by word."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from generator.story.patterns import lexicon_of
from generator.story.sayings import WHOLE, Known
from generator.story.words import speak
from generator.trade.codes import WORLD, Flow
from generator.trade.currency import currencies
from generator.trade.period import Period

_YEAR = 12
_PAIR = 2  # months that are told together: "2025" does not mean January and February
# "on the quarter" is against the one before, "the quarter before" another one, "the quarter of" a part
_NO_QUARTER = r"(?![\w-]|\s(?:of|to|on|as|that|before|earlier|ago|after|ended|ending)\b)"
_BEFORE = r"(?:\A|(?<=[.;:!?]\s)|(?<=\bin\s)|(?<=\bfor\s)|(?<=\bduring\s)|(?<=\bof\s))"
_QUARTER = rf"(?:{_BEFORE}the|\bthis)\squarter(?:[’']s)?{_NO_QUARTER}|\bthe\squarter[’']s\b"
_NUMBERED = (
    r"(?P<nth>(?:first|second|third|fourth)(?=\squarter)|Q[1-4])(?:\squarter)?"
    rf"(?:\s(?:of\s)?(?P<in_year>(?:19|20)\d\d)(?![\d%]|[.,]\d))?{_NO_QUARTER}"
)
_NUMBERS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "q1": 1, "q2": 2, "q3": 3, "q4": 4}
_SHORT = 4  # letters: a shorter word has no plural of its own here
_IN = (Flow.IMPORT, Flow.RE_IMPORT)


@dataclass(frozen=True)
class Token:
    """A piece of a sentence: `kind` is name, time, party, figure, word, comma or stop; `words` in small letters.

    A name has the `code` that it names, a time the `span` of a change ("" where it is none that the edition has).
    """

    kind: str
    words: str
    start: int
    end: int
    code: str = ""
    span: Period | None = None
    is_base: bool = False


@cache
def listed_words(key: str) -> frozenset[str]:
    """Return the words of one list of the lexicon."""
    parts = str(lexicon_of("en")["sayings"][key]).split("|")
    return frozenset(part.strip().replace("·", " ") for part in parts)


def tokens(text: str, known: Known) -> list[Token]:
    """Return the pieces of `text` in order."""
    names = _names(known)
    pattern = _pattern(tuple(names), _parties(known))
    return [_token(found, names, known) for found in pattern.finditer(text)]


def _token(found: re.Match[str], names: dict[str, str], known: Known) -> Token:
    kind, words = str(found.lastgroup), " ".join(found.group().lower().split())
    place = (words, found.start(), found.end())
    if kind == "name":
        code = next(code for form, code in names.items() if re.fullmatch(form, words, re.IGNORECASE))
        return Token("name", *place, code=code)
    if kind == "whole":
        return Token("name", *place, code=WHOLE) if _is_ours(words, known) else Token("word", *place)
    if kind == "quarter" and not known.is_quarter:
        return Token("time", *place) if words.startswith("this") else Token("word", "quarter", *place[1:])
    if kind == "quarter":
        return Token("time", *place, span=known.spans[0])
    if kind in {"month", "time", "numbered"}:
        return _time(found, words, known)
    return Token({"phrase": "word"}.get(kind, kind), *place)


def _names(known: Known) -> dict[str, str]:
    """Return a pattern for each form of each name, the longest first, with its code; singular and plural are one."""
    forms = {form.lower(): code for code, label in known.labels.items() for form in label.forms()}
    forms |= {f"hs {code}": code for code in known.labels}
    group = {*_group(known), known.group.lower()}
    ordered = sorted(forms, key=len, reverse=True)
    return {r"[\s-]+".join(_either_number(word, group) for word in form.split()): forms[form] for form in ordered}


def _group(known: Known) -> list[str]:
    return known.group.lower().split()


def _either_number(word: str, group: set[str]) -> str:
    """Return a pattern for a word in singular and plural; what the group is called stays the group's."""
    one = word.removesuffix("s") if not word.endswith("ss") else word
    if len(word) < _SHORT or one in group:
        return re.escape(word)
    return f"{re.escape(one)}s?"


def _is_ours(words: str, known: Known) -> bool:
    """Say whether a word for trade is that of the edition's direction."""
    other = "export" if known.of.flow in _IN else "import"
    return other not in words


def _parties(known: Known) -> tuple[str, ...]:
    codes = [code for code in (known.of.reporter, known.of.partner) if code != WORLD]
    adjectives = (lexicon_of("en")["demonyms"].get(code, "") for code in codes)
    english = speak("en")
    lands = [english.land(code).words for code in codes]
    bare = [english.bare_land(code).words for code in codes]
    return tuple(name for name in (*lands, *bare, *adjectives) if name)


@cache
def _pattern(names: tuple[str, ...], parties: tuple[str, ...]) -> re.Pattern[str]:
    sayings = [key for key, value in lexicon_of("en")["sayings"].items() if isinstance(value, str)]
    times = ("shorter", "longer", "twelve", "other_times")
    phrases = {word for key in sayings if key not in {*times, "whole"} for word in listed_words(key) if " " in word}
    months = "|".join(lexicon_of("en")["months"])
    month, year = rf"(?-i:{months})", r"(?:19|20)\d\d(?:-\d\d)?"
    return re.compile(
        rf"\b(?P<name>{'|'.join(names) or '(?!)'})(?!\w)"
        rf"|\b(?P<day>\d{{1,2}}\s{month}(?:\s\d{{4}})?)\b"
        rf"|\b(?P<month>{month}(?:\s?(?:–|-|to|and)\s?{month})?(?:\s(?:of\s)?{year})?|{year})\b(?![%,.]\d)"
        rf"|(?P<quarter>{_QUARTER})|\b(?P<numbered>{_NUMBERED})"
        rf"|\b(?P<time>{_any(word for key in times for word in listed_words(key))})(?!\w)"
        rf"|\b(?P<phrase>{_any(phrases)})(?!\w)"
        rf"|\b(?P<party>{_any(parties)})(?:[’']s?)?(?!\w)"
        rf"|\b(?P<whole>{_any(listed_words('whole'))})(?!\w)"
        rf"|\b(?P<fold>[\w.]+?-?fold|\d+x|(?:quadr|quint|sext|sept|oct|dec|cent)upl(?:e|es|ed|ing))\b"
        rf"|(?P<figure>(?:\$|(?-i:{'|'.join(currencies())})\s)?\d[\d,]*(?:\.\d+)?(?:\s?(?:%|percentage\spoints?|per\s?cent\b|points|thousand|million|billion|trillion))?)"
        rf"|(?P<word>[^\W\d_]+(?:[’'-][^\W\d_]+)*|/)"
        rf"|(?P<comma>,)|(?P<stop>[.;:!?—–])",
        re.IGNORECASE,
    )


def _any(words: Iterable[str]) -> str:
    ordered = sorted(words, key=len, reverse=True)
    return "|".join(r"\s+".join(re.escape(part) for part in word.split()) for word in ordered) or "(?!)"


def _time(found: re.Match[str], words: str, known: Known) -> Token:
    """Return a time with the span of a change that it names; one that is only what a change is measured against."""
    place = (words, found.start(), found.end())
    spans = list(_spans(found, words, known))
    own = [one for one in spans if one in known.spans]
    if own:
        return Token("time", *place, span=own[0])
    return Token("time", *place, is_base=bool(spans))


def _spans(found: re.Match[str], words: str, known: Known) -> Iterator[Period]:
    if found["nth"]:
        return known.of_quarter(_NUMBERS[found["nth"].lower()], int(found["in_year"]) if found["in_year"] else None)
    return _meant(words, known) if found["time"] else (one for one in _all(known) if _is_named(found.group(), one))


def _all(known: Known) -> Iterator[Period]:
    yield from known.spans
    yield from (span.year_before() for span in known.spans)


def _meant(words: str, known: Known) -> Iterator[Period]:
    if words in listed_words("shorter"):
        yield known.spans[0].year_before()
    elif words in listed_words("longer"):
        yield from known.spans[1:2] or known.spans[:1]
    elif words in listed_words("twelve"):
        yield from known.spans[-1:]


def _is_named(words: str, span: Period) -> bool:
    """Say whether "December", "December 2025", "January and February 2025" or "2025" is `span`."""
    months = [lexicon_of("en")["months"].index(name) for name in re.findall(r"[A-Z][a-z]+", words)]
    year = next((int(digits) for digits in re.findall(r"\d{4}", words)), None)
    if re.search(r"\d{4}-\d\d", words):
        ends = [months[0], months[-1]] if months else [span.first % _YEAR, span.last.first % _YEAR]
        return span.is_fiscal and year == span.year and ends == [span.first % _YEAR, span.last.first % _YEAR]
    if not months:
        is_year = span.frequency == "annual" or (span.first % _YEAR == 0 and span.months > _PAIR)
        return year == span.last.year and is_year
    ends = [span.first % _YEAR, span.last.first % _YEAR]
    return [months[0], months[-1]] == ends and year in {None, span.last.year} and span.months < _YEAR
