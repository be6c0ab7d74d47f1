"""Names: what an editor's sentence may name: lines, all goods together, those who trade, and other economies."""

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
WHOLE = ""  # stands for all lines together where a code stands for one
_SHORT = 4  # letters: a shorter word has no plural of its own here
_RESIDUAL = frozenset({"other", "دیگر"})  # with which a name of what is left over begins
_MANY = 5  # lines that a word shares with others are not meant by it
Meant = Mapping[str, list[Codes]]  # what a name may mean


@dataclass(frozen=True)
class GoodsNames:
    """The names of an edition in the language of `words`; `lines` are what those of goods may mean.

    Those in `loose` are but one word of a line's. `flow` is `import` or `export`, and words for the other one speak of
    another trade; "" where both may be said.
    """

    words: Vocabulary
    lines: Meant
    loose: frozenset[str]
    pattern: re.Pattern[str]
    party: re.Pattern[str]
    foreign: re.Pattern[str]
    flow: str

    def meant(self, name: str) -> tuple[tuple[Codes, ...], bool]:
        """Return what a name that `pattern` fits may mean, and whether it is loose."""
        form = " ".join(name.lower().replace("-", " ").split())
        if form not in self.lines:
            forms = (form for form in self.lines if re.fullmatch(_bent(form, self.words), name, re.IGNORECASE))
            form = next(forms)
        return tuple(self.lines[form]), form in self.loose


def names_in(month: Month) -> GoodsNames:
    """Return what a sentence of an edition may name."""
    of, words = month.figures.selection, month.words
    codes = dict.fromkeys((*of.codes, *month.every_line))
    labels = {code: month.brief.label(code) for code in codes}
    demonyms = {code: str(name) for code, name in lexicon_of(words.language)["demonyms"].items() if name}
    named = [code for code in (of.reporter, of.partner) if code != WORLD]
    parties = [name for code in named for name in _lands(words, code)]
    parties += [demonyms[code] for code in named if code in demonyms]
    lands = [name for code in economies() for name in _lands(words, code)]
    lands += [name for code, name in demonyms.items() if code not in named]
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
    """Return the names of lines by their `labels`, of all goods (`group`), of `parties` and of other `lands`."""
    lines: defaultdict[str, list[Codes]] = defaultdict(list)
    for code, label in labels.items():
        for form in {*label.forms(), f"HS {code}", f"HS{code}"}:
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
        for form in (name.lower(), name.lower().replace(" and ", ", ")):  # the second as in headlines
            lines[form] = lines[form] or [(WHOLE,)]
    owners = [f"{name}{end}" for name in parties for end in ("", "’s", "'s")]
    foreign = set(lands).difference(parties)
    bent = "|".join(_bent(name, words) for name in sorted(lines, key=len, reverse=True))
    return GoodsNames(
        words,
        lines,
        loose,
        _pattern(bent, words),
        _pattern(forms_of(owners), words),
        _pattern(forms_of(foreign), words),
        flow,
    )


def _pattern(forms: str, words: Vocabulary) -> re.Pattern[str]:
    """Return what fits any of some forms as whole words, nothing where there is none."""
    return re.compile(words.bounded(forms or "(?!)"), re.IGNORECASE)


def _single_words(labels: Mapping[str, Label], words: Vocabulary) -> tuple[Meant, Meant]:
    """Return what last words of names may mean, and what other words may that one name alone has.

    "Copper" may be several lines; a last word that most names have stands for all of them as well. One that many have,
    or that says something of figures, names none; nor does one of what is left over ("other flowers").
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
    """Return the words, but the shortest, that are no words of figures in singular or plural: "lead" is what leads."""
    return {
        word: codes
        for word, codes in meant.items()
        if len(word) >= _SHORT and not words.says(word) and not words.says(f"{word}s")
    }


def _bent(name: str, words: Vocabulary) -> str:
    """Return a pattern for a name, each word in singular or plural, or as it stands before a postposition."""
    stem, ends = words.data.get("name_stem", "(?!)"), words.data.get("name_ends", "")
    parts = name.split()
    bent = [re.escape(re.sub(stem, "", word)) + ends if len(word) >= _SHORT else re.escape(word) for word in parts]
    return r"[\s-]+".join(bent)
