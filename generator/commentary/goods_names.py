"""Names in an editor's sentence: lines, all goods together, the economies of the edition, and other economies."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from generator.commentary.editor_vocabulary import Vocabulary, forms_of, vocabulary_of
from generator.story.label import Label
from generator.story.month import Month
from generator.story.patterns import lexicon_of
from generator.story.words import Words
from generator.story.words.numbers import way
from generator.trade.codes import WORLD, economies

Codes = tuple[str, ...]
WHOLE = ""  # in place of a code: all lines together
_SHORT = 4  # words with fewer letters are not matched in the plural
_RESIDUAL = frozenset({"other", "دیگر"})  # the first word of a residual line's name
_SIGN = "[,\N{ARABIC COMMA}\N{FULLWIDTH COMMA}\N{FULLWIDTH SEMICOLON};()]"  # around a clause
_MANY = 5  # a last word that this many lines share names none of them
Meant = Mapping[str, list[Codes]]  # each name with the lines that it may mean


@dataclass(frozen=True)
class GoodsNames:
    """The names that a sentence of an edition may use."""

    words: Vocabulary
    lines: Meant  # names of goods
    loose: frozenset[str]  # those of `lines` that are a single word of a longer name
    pattern: re.Pattern[str]  # any name of goods
    party: re.Pattern[str]  # reporter and partner of the edition
    foreign: re.Pattern[str]  # all other economies
    flow: str  # "import" or "export": the other word means another trade; "" if both may be used
    uses: Mapping[str, frozenset[str]]  # what goods are for, each with the codes of the lines that it is said of
    use: re.Pattern[str]  # any of `uses`, with the signs around it

    def without_uses(self, text: str) -> str:
        """Return a sentence with spaces for what its goods are for. The use of another line than named stays."""
        for match in self.use.finditer(text):
            before = [name[0] for name in self.pattern.finditer(text, 0, match.start())]
            codes = self.uses[" ".join(match["use"].casefold().split())]
            if not before or any(codes.intersection(meant) for meant in self.meant(before[-1])[0]):
                text = text[: match.start()] + " " * len(match[0]) + text[match.end() :]
        return text

    def meant(self, name: str) -> tuple[tuple[Codes, ...], bool]:
        """Return the lines that a match of `pattern` may mean, and whether the name is loose."""
        form = " ".join(name.lower().replace("-", " ").split())
        if form not in self.lines:
            forms = (form for form in self.lines if re.fullmatch(_bent(form, self.words), name, re.IGNORECASE))
            form = next(forms)
        return tuple(self.lines[form]), form in self.loose


def names_in(month: Month) -> GoodsNames:
    """Return the names that a sentence of an edition may use."""
    of = month.figures.selection
    words = month.words
    codes = dict.fromkeys((*of.codes, *month.every_line))
    labels = {code: month.brief.label(code) for code in codes}
    demonyms = {code: str(name) for code, name in lexicon_of(words.language)["demonyms"].items() if name}
    named = [code for code in (of.reporter, of.partner) if code != WORLD]
    parties: list[str] = []
    for code in named:
        parties.extend(_lands(words, code))
    parties.extend(demonyms[code] for code in named if code in demonyms)
    lands: list[str] = []
    for code in economies():
        lands.extend(_lands(words, code))
    lands.extend(name for code, name in demonyms.items() if code not in named)
    flow = way(of.flow) if of.partner == WORLD else ""
    return names_of(labels, [month.brief.group], parties, lands, flow, vocabulary_of(words.language))


def _lands(words: Words, code: str) -> list[str]:
    return [words.land(code).words, words.bare_land(code).words]


def names_of(
    labels: Mapping[str, Label],
    group: Sequence[str],
    parties: Sequence[str],
    lands: Sequence[str],
    flow: str,
    words: Vocabulary,
) -> GoodsNames:
    """Return the names: of lines (`labels`), all goods (`group`), the edition's economies (`parties`) and `lands`."""
    lines: defaultdict[str, list[Codes]] = defaultdict(list)
    others, joint = words.data["others"]
    for code, label in labels.items():
        forms = {*label.forms(), f"HS {code}", f"HS{code}"}
        forms |= {form.replace(others, joint) for form in forms}  # "antimony ores" of "antimony and other ores"
        for form in forms:
            lines[form.lower()].append((code,))
    ends, parts = _single_words(labels, words) if words.spaced else ({}, {})
    loose = frozenset(parts) - frozenset(lines)
    for word, codes in (*ends.items(), *parts.items()):
        lines[word] += [code for code in codes if code not in lines[word]]
    for name in filter(None, group):
        for word in name.lower().split():  # "mineral imports" of a briefing on minerals and metals
            for form in (word, f"{word}s"):
                if form in lines:
                    lines[form].insert(0, (WHOLE,))
        for form in (name.lower(), name.lower().replace(" and ", ", ")):  # headlines use a comma for "and"
            lines[form] = lines[form] or [(WHOLE,)]
    owners = [f"{name}{end}" for name in parties for end in ("", "’s", "'s")]
    foreign = set(lands).difference(parties)
    bent = "|".join(_bent(name, words) for name in sorted(lines, key=len, reverse=True))
    uses = _uses(labels)
    return GoodsNames(
        words,
        lines,
        loose,
        _pattern(bent, words),
        _pattern(forms_of(owners), words),
        _pattern(forms_of(foreign), words),
        flow,
        uses,
        re.compile(rf"{_SIGN}?\s*(?P<use>{forms_of(uses) or '(?!)'}){_SIGN}?", re.IGNORECASE),
    )


def _uses(labels: Mapping[str, Label]) -> dict[str, frozenset[str]]:
    """Return what the lines are for, each use with the codes of its lines."""
    uses: defaultdict[str, set[str]] = defaultdict(set)
    for code, label in labels.items():
        if label.use:
            uses[label.use.casefold()].add(code)
    return {use: frozenset(codes) for use, codes in uses.items()}


def _pattern(forms: str, words: Vocabulary) -> re.Pattern[str]:
    """Return a pattern for any of the forms as whole words. Without forms it matches nothing."""
    return re.compile(words.bounded(forms or "(?!)"), re.IGNORECASE)


def _single_words(labels: Mapping[str, Label], words: Vocabulary) -> tuple[Meant, Meant]:
    """Return the lines that the last words of names may mean, and those that words of a single name may mean.

    A last word such as "copper" may mean several lines. If most names share it, it may also mean all goods; if it is
    shared by many, but not most, it means none. Words about figures, and names of residual lines ("other flowers"),
    are left out.
    """
    ends: defaultdict[str, list[Codes]] = defaultdict(list)
    owners: defaultdict[str, list[Codes]] = defaultdict(list)
    for code, label in labels.items():
        parts = label.short.lower().split()
        if parts[0] in _RESIDUAL:
            continue
        ends[parts[-1]].append((code,))
        for word in parts:
            owners[word].append((code,))
    most = {word: [(WHOLE,), *codes] for word, codes in ends.items() if 2 * len(codes) > len(labels) > 1}
    last = {word: codes for word, codes in ends.items() if word not in most and len(codes) < _MANY}
    single = {word: codes for word, codes in owners.items() if len(codes) == 1 and word not in ends}
    return _without_known(most | last, words), _without_known(single, words)


def _without_known(meant: Meant, words: Vocabulary) -> Meant:
    """Return the names without short words and without words about figures: "lead" is taken for the verb."""
    return {
        word: codes
        for word, codes in meant.items()
        if len(word) >= _SHORT and not words.says(word) and not words.says(f"{word}s")
    }


def _bent(name: str, words: Vocabulary) -> str:
    """Return a pattern for a name, each word in singular or plural, or in its form before a postposition."""
    stem = words.data.get("name_stem", "(?!)")
    ends = words.data.get("name_ends", "")
    patterns = []
    for word in name.split():
        pattern = re.escape(word)
        if len(word) >= _SHORT:
            pattern = re.escape(re.sub(stem, "", word)) + ends
        patterns.append(pattern)
    return r"[\s-]+".join(patterns)
