"""English names of lines without a typed name: shortened descriptions, and names from code lists.

Code lists abbreviate ("Mn ores&cncntrt"), give measures ("rim≤61cm") and run on. A name that cannot be printed
unchanged is not used: the program does not rewrite names.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache

from generator.story.label import Label, code_name
from generator.story.patterns import lexicon_of
from generator.trade.codes import economies
from generator.trade.editions import Edition, descriptions, editions_of, name_of

_LANGUAGE = "en"
SHORT = 60  # letters that a chart or a table has room for
LONG = 80  # letters that a sentence has room for
_HEADING = 4  # digits
_LIST = re.compile(r" (?:and|or) ")  # a list is kept complete; "unrefined, copper anodes" is cut after the first part
_PARTS = re.compile(r"parts(?: and accessories)?(?! thereof)\b", re.IGNORECASE)
_REST = re.compile(
    r",? *(?<!ways )(?<!forms )\b(?:n\.e\.[cs]\b\.?|not (?:elsewhere )?(?:specified|classified))"
    r"(?: or (?:elsewhere )?included)?(?: elsewhere)?(?: (?:in|under) .*)?|,? \(?other than (?:those|that|of)\b.*",
    re.IGNORECASE,
)
_OTHER = re.compile(r"\bother\b", re.IGNORECASE)
_ASIDE = re.compile(r"\s*\([^()]*\)")
# text that can be dropped without making the description wider than the line
_CUT = re.compile(
    r",? \(?(?:including|whether or not|other than|excluding|n\.e\.c\.?|but not|(?:of a )?thickness)(?!\w).*"
)


_WORD = r"[A-Za-z]+(?:['’][A-Za-z]*)?"
_PLAIN = re.compile(rf"{_WORD}(?:(?:, | |-){_WORD})*")
_SHORTEST = 3  # letters of the shortest name: tin
_ABBREVIATED = frozenset({"nes", "nesoi", "etc", "incl", "excl"})


def described(code: str) -> Label:
    """Return the names of `code` from its description, as short as is unique, or its code alone.

    No other code with as many digits has the same name, in the newest edition that has the code: "copper, unrefined",
    "copper, waste and scrap". Chapters use typed names instead: their descriptions run on ("Salt; sulphur; earths,
    stone; …"), and the beginning does not cover the whole. A national tariff line is named by its code.
    """
    code_alone = code_name(code, _LANGUAGE)
    editions = editions_of(code)
    names: list[str] = []
    if editions:
        in_use = _names_in_use(len(code), editions[0])
        names = [name for name in _candidate_names(code) if in_use[name] == 1]
    full = next((name for name in names if len(name) <= LONG), code_alone)
    short = next((name for name in names if len(name) <= SHORT), code_alone)
    return Label(full, short, short, plural=full == code_alone or is_plural(full))


def is_plural(name: str) -> bool:
    """Return whether a name takes a plural verb: "zinc ores" and "waste and scrap" do, "copper wire" does not."""
    head = re.split(r",? (?:of|for|from|with|in) ", name)[0]
    return " and " in head or (head.endswith("s") and not head.endswith(("ss", "us", "os")))


@cache
def _names_in_use(digits: int, edition: Edition) -> Counter[str]:
    """Return, for each possible name, how many codes with so many digits could have it."""
    return Counter(name for code in descriptions(edition) if len(code) == digits for name in _candidate_names(code))


@cache
def _candidate_names(code: str) -> tuple[str, ...]:
    """Return possible names of `code`, the shortest first: one clause of its description, two clauses, and so on."""
    names: dict[str, None] = {}
    for name in _names_by_clauses(code):
        if name and not any(map(str.isdigit, name)):
            names[name] = None
    return tuple(names)


def _clauses(code: str) -> list[str]:
    """Return the clauses of a description, without what stands in parentheses."""
    description = name_of(code)
    shorter = _ASIDE.sub("", description)
    while shorter != description:  # parentheses may stand within others
        description = shorter
        shorter = _ASIDE.sub("", description)
    clauses = [clause.strip(" ,.") for clause in description.split(";")]
    return [clause for clause in clauses if clause]


def _names_by_clauses(code: str) -> Iterator[str]:
    """Yield what `code` could be called, with one clause of its description, two, all of them."""
    clauses = _clauses(code)
    fewest = 1
    parts = _PARTS.match(clauses[1]) if len(clauses) > 1 else None
    if parts:  # "Motor vehicles; parts and accessories, of heading no. 8701" holds no motor vehicles
        clauses[1] = parts[0]
        fewest = 2
    elif _begins_with_goods(code, clauses):
        fewest = 2
    for count in range(fewest, len(clauses) + 1):
        *before, last = clauses[:count]
        first_part = last
        if before and not _LIST.search(last):
            first_part = last.split(", ")[0]
        for tail in (first_part, last):
            name = ", ".join((*before, tail))
            if not name[:2].isupper():
                name = name[:1].lower() + name[1:]
            yield _of_the_rest(_CUT.sub("", name), clauses, count)
            yield _of_the_rest(name, clauses, count)


def _begins_with_goods(code: str, clauses: Sequence[str]) -> bool:
    """Return whether the first clause alone would be too wide: the code holds only its parts, or others of its kind."""
    second = "".join(clauses[1:2])
    return second.startswith("parts") or (len(code) > _HEADING and bool(_REST.search(second)))


def _of_the_rest(name: str, clauses: Sequence[str], count: int) -> str:
    """Return the name of a residual code with "other" in front, unless it already says so.

    "Copper; articles thereof n.e.c." is "copper, other articles thereof": here "other" belongs to the articles.
    """
    name = _REST.sub("", name).strip(" ,")
    residual = _REST.search(" ".join(clauses[:count]))
    if residual is None and count == 1 and len(clauses) > 1:
        residual = _REST.match(clauses[1].removeprefix("live, "))
    if not name or not residual or _OTHER.search(name):
        return name
    first, more = name[: len(clauses[0])], name[len(clauses[0]) :].removeprefix(", ")
    if more and not is_plural(first) and is_plural(more) and not _REST.search(clauses[0]):
        return f"{first}, other {more}"
    return f"other {name}"


# Code lists


def from_list(words: str, code: str) -> Label | None:
    """Return the names of `code` from the words of a code list, or None where they cannot be printed.

    In a sentence a name begins with a small letter, unless it begins with a country or people ("Brazil nuts") or an
    abbreviation.
    """
    if not _SHORTEST <= len(words) <= LONG or not _PLAIN.fullmatch(words):
        return None
    parts = re.findall(r"[A-Za-z]+", words)
    # abbreviations: "cncntrt" has no vowel, "nes" stands for a clause
    cut = (part for part in parts if part[1:].islower() and not re.search("[aeiouy]", part))
    if any(cut) or any(part.casefold() in _ABBREVIATED for part in parts):
        return None
    keeps_capital = words[:2].isupper() or len(parts[0]) == 1 or _lands().match(words) is not None
    name = words if keeps_capital else words[:1].lower() + words[1:]
    short = name if len(name) <= SHORT else code_name(code, _LANGUAGE)
    return Label(name, short, short, plural=is_plural(name))


@cache
def _lands() -> re.Pattern[str]:
    """Return a pattern that matches the names of all economies and of their peoples."""
    lexicon = lexicon_of(_LANGUAGE)
    names = [economy.name.partition(" (")[0] for economy in economies().values()]
    names += [str(text).removeprefix("the ") for key in ("economies", "demonyms") for text in lexicon[key].values()]
    return re.compile(rf"(?:{'|'.join(map(re.escape, names))})(?!\w)")
