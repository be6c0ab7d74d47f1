"""Tokens: an editor's sentence in pieces: what it is about, times, figures, known words; all else is `word`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from generator.story.commentary.figures import is_one, is_year
from generator.story.commentary.vocabulary import Vocabulary, forms_of
from generator.story.label import Label

Codes = tuple[str, ...]
WHOLE = ""  # stands for all lines together where a code stands for one
_WAYS = {"up": "up", "above": "up", "down": "down", "below": "down"}
_SHORT = 4  # letters: a shorter word has no plural of its own here
_RESIDUAL = frozenset({"other", "دیگر"})  # with which a name of what is left over begins
_MANY = 5  # lines that a word shares with others are not meant by it


@dataclass(frozen=True)
class Token:
    """A piece of a sentence; `kind` is subject, party, foreign, time, day, figure, clause, comma, word, or a class.

    `codes` are the goods that a subject may mean, each a tuple of codes (WHOLE: all that is counted); `match` is what
    the pattern of a figure or a time found. `clause` counts the clauses of the sentence. A name `is_loose` where it is
    but one word of a line's: what it says may be of something else.
    """

    kind: str
    start: int
    end: int
    words: str
    codes: tuple[Codes, ...] = ()
    match: re.Match[str] | None = None
    clause: int = 0
    is_loose: bool = False

    @property
    def way(self) -> str | None:
        """The way that its word stands for: that of "above" is up."""
        return _WAYS.get(self.kind)


class Names(NamedTuple):
    """What a sentence may name: lines by their forms, all goods together, those who trade, and other economies."""

    lines: Mapping[str, tuple[Codes, ...]]
    loose: frozenset[str]
    pattern: re.Pattern[str]
    party: re.Pattern[str]
    foreign: re.Pattern[str]
    flow: str


def names_of(
    labels: Mapping[str, Label],
    group: Sequence[str],
    parties: Sequence[str],
    lands: Sequence[str],
    flow: str,
    words: Vocabulary,
) -> Names:
    """Return the names that a sentence may have, by `labels` of codes and what all goods together are called.

    `flow` is `import` or `export`, and words for the other one speak of another trade; "" where both may be said.
    """
    found: dict[str, tuple[Codes, ...]] = {}
    for code, label in labels.items():
        for form in (*label.forms(), f"HS {code}", f"HS{code}"):
            known = found.get(form.lower(), ())
            found[form.lower()] = (*known, (code,))
    forms = frozenset(found)
    ends, parts = _single_words(labels, words) if words.spaced else ({}, {})
    for word, codes in (*ends.items(), *parts.items()):
        known = found.get(word, ())
        found[word] = tuple(dict.fromkeys((*known, *codes)))
    loose = frozenset(parts) - forms
    for name in filter(None, group):
        for word in name.lower().split():  # "mineral imports" of a briefing on minerals and metals
            for form in (word, f"{word}s"):
                if form in found:
                    found[form] = ((WHOLE,), *found[form])
        for form in (name.lower(), name.lower().replace(" and ", ", ")):  # the second as in headlines
            found.setdefault(form, ((WHOLE,),))
    return Names(
        found,
        loose,
        _pattern(found, words, numbers=True),
        _pattern([*parties, *(f"{one}{end}" for one in parties for end in ("’s", "'s"))], words),
        _pattern([name for name in lands if name not in parties], words),
        flow,
    )


Meant = dict[str, list[Codes]]


def _single_words(labels: Mapping[str, Label], words: Vocabulary) -> tuple[Meant, Meant]:
    """Return what last words of names may mean, and what other words may that one name alone has.

    "Copper" may be several lines; a last word that most names have stands for all of them as well. One that many have,
    or that says something of figures, names none; nor does one of what is left over ("other flowers").
    """
    ends: Meant = {}
    owners: Meant = {}
    for code, label in labels.items():
        parts = label.short.lower().split()
        if parts[0] in _RESIDUAL:
            continue
        ends.setdefault(parts[-1], []).append((code,))
        for word in parts:
            owners.setdefault(word, []).append((code,))
    most = {word: [(WHOLE,), *codes] for word, codes in ends.items() if 2 * len(codes) > len(labels) > 1}
    last = {word: codes for word, codes in ends.items() if word not in most and len(codes) < _MANY}
    alone = {word: codes for word, codes in owners.items() if len(codes) == 1 and word not in ends}
    return _without_known({**most, **last}, words), _without_known(alone, words)


def _without_known(meant: Meant, words: Vocabulary) -> Meant:
    """Return the words that are no words of figures, in singular or plural: "lead" is what leads."""
    said = [pattern for _, pattern in words.classes]
    forms = {word: (word, f"{word}s") for word in meant if len(word) >= _SHORT}
    known = {word for word, both in forms.items() if any(one.fullmatch(form) for one in said for form in both)}
    return {word: meant[word] for word in forms if word not in known}


def _pattern(
    names: Sequence[str] | Mapping[str, object], words: Vocabulary, *, numbers: bool = False
) -> re.Pattern[str]:
    """Return what fits any of some names as whole words; of a line's in singular or plural."""
    if not names:
        return re.compile("(?!)")
    if not (numbers and words.spaced):
        return re.compile(words.bounded(forms_of(names)), re.IGNORECASE)
    ordered = sorted(names, key=len, reverse=True)
    forms = (r"[\s-]+".join(_bent(word, words) for word in name.split()) for name in ordered)
    return re.compile(words.bounded("|".join(forms)), re.IGNORECASE)


def _bent(word: str, words: Vocabulary) -> str:
    """Return a pattern for a word of a name in singular or plural, or as it stands before a postposition."""
    stem, ends = words.data.get("name_stem"), words.data.get("name_ends", "")
    if len(word) < _SHORT or stem is None:
        return re.escape(word)
    return re.escape(re.sub(stem, "", word)) + str(ends)


def tokens_of(text: str, names: Names, words: Vocabulary) -> list[Token]:
    """Return the pieces of a sentence in order, each with its clause."""
    found = sorted(_every(text, names, words), key=lambda token: (token.start, -_rank(token), -token.end))
    kept: list[Token] = []
    end = 0
    for token in found:
        if token.start >= end:
            kept.append(token)
            end = token.end
    return _in_clauses(_with_words(_without_capitals(kept, text), text))


def _without_capitals(found: Sequence[Token], text: str) -> list[Token]:
    """Return the pieces without known words that are written as names: "Mount Kenya" is no rise."""
    letters = [word[:1] for word in re.findall(r"[^\W\d_]+", text)]
    if 2 * sum(letter.isupper() for letter in letters) > len(letters):  # a title
        return list(found)
    kept = [token for token in found if token.kind not in _SAID or not token.start or not text[token.start].isupper()]
    return [token for token in found if token in kept or text[: token.start].rstrip()[-1:] in _STARTS]


def _rank(token: Token) -> int:
    """Return which of several pieces that begin at one place is taken: a name, then the longest."""
    return 10_000 if token.kind in {"subject", "foreign", "party"} else token.end - token.start


def _every(text: str, names: Names, words: Vocabulary) -> Iterator[Token]:
    for match in names.pattern.finditer(text):
        if match[0].lower() not in names.lines and any(one.fullmatch(match[0]) for _, one in words.classes):
            continue  # "tea rose 5%" on a desk of roses
        codes, is_loose = _codes(match[0], names, words)
        yield Token("subject", *match.span(), match[0], codes=codes, is_loose=is_loose)
    for kind, match in _found(text, (*words.times, *words.relative)):
        yield Token("time", *match.span(), kind, match=match)
    for match in words.figure.finditer(text):
        if not is_year(match) and not is_one(match, words):
            yield Token("figure", *match.span(), match[0], match=match)
    for kind, match in _found(text, words.classes):
        yield Token(_of_flow(kind, names.flow), *match.span(), match[0].lower())
    others = (("party", names.party), ("foreign", names.foreign), *words.signs)
    for kind, match in _found(text, others):
        yield Token(kind, *match.span(), match[0])


def _found(text: str, patterns: Iterable[tuple[str, re.Pattern[str]]]) -> Iterator[tuple[str, re.Match[str]]]:
    for kind, pattern in patterns:
        for match in pattern.finditer(text):
            yield kind, match


def _of_flow(kind: str, flow: str) -> str:
    """Return the kind of a word for trade: all that the edition counts, or the trade of others.

    Imports from a partner are its exports: both words are right, and `flow` is "".
    """
    if kind in {"import", "export"}:
        return "whole" if flow in {"", kind} else "foreign"
    return kind


def _codes(said: str, names: Names, words: Vocabulary) -> tuple[tuple[Codes, ...], bool]:
    """Return what a name may mean, and whether it is loose."""
    form = " ".join(said.lower().replace("-", " ").split())
    if form in names.lines:
        return names.lines[form], form in names.loose
    for name, codes in names.lines.items():
        pattern = r"[\s-]+".join(_bent(word, words) for word in name.split())
        if re.fullmatch(pattern, said, re.IGNORECASE):
            return codes, name in names.loose
    return (), True


def _with_words(found: list[Token], text: str) -> list[Token]:
    """Return the pieces with what lies between them as words."""
    every: list[Token] = []
    at = 0
    for token in (*found, None):
        start = token.start if token else len(text)
        for match in re.finditer(r"[^\W\d_]+|\d+", text[at:start]):
            is_name = match[0][:1].isupper() and bool(every) and every[-1].kind != "clause"
            kind = "name" if is_name and match[0].lower() not in _SPOKEN else "word"
            every.append(Token(kind, at + match.start(), at + match.end(), match[0]))
        if token:
            every.append(token)
            at = token.end
    return every


_SPOKEN = frozenset({"hs"})
_SAID = frozenset({"up", "down", "flat", "largest", "smallest", "record", "highest", "lowest", "share", "place"})
_STARTS = frozenset({"", ".", ":", ";", "“", '"', "!", "?", "–", "—"})
_ENDS = frozenset({"clause", "comma", "turn"})
_SAYS = frozenset({"figure", "up", "down", "flat", "share", "largest", "record"})


def _in_clauses(found: list[Token]) -> list[Token]:
    """Return the pieces with the number of their clause; a comma or "and" between names of a list ends none."""
    placed: list[Token] = []
    clause = 0
    for at, token in enumerate(found):
        is_list = token.kind in {"comma", "joins"} and _is_list(found, at)
        is_end = token.kind in _ENDS or (token.kind == "joins" and _begins_another(found, at))
        if is_end and not is_list:
            clause += 1
        placed.append(replace(token, clause=clause))
    return placed


_LISTED = frozenset({"glue", "joins", "comma", "subject"})


def _is_list(found: Sequence[Token], at: int) -> bool:
    """Say whether what stands at a place parts two names of a list, which has an "and" before its last."""
    before = next((token for token in reversed(found[:at]) if token.kind not in {"glue", "joins", "comma"}), None)
    rest: list[str] = []
    for token in found[at:]:
        if token.kind not in _LISTED:
            break
        rest.append(token.kind)
    if before is None or before.kind != "subject" or "joins" not in rest:
        return False
    return "subject" in rest[rest.index("joins") :]


def _begins_another(found: Sequence[Token], at: int) -> bool:
    """Say whether a clause with a subject of its own follows an "and"."""
    before: list[str] = []
    for token in reversed(found[:at]):
        if token.kind in _ENDS:
            break
        before.append(token.kind)
    after: list[str] = []
    for token in found[at + 1 :]:
        if token.kind in _ENDS:
            break
        after.append(token.kind)
    if not _SAYS.intersection(before) or "subject" not in after:
        return False
    place = after.index("subject")
    return not _SAYS.intersection(after[:place]) and bool(_SAYS.intersection(after[place:]))
