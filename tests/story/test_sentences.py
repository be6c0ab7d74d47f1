"""The languages say the same: every language has each sentence, with nothing in it that is not handed to it."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import pytest
from ruamel.yaml import YAML

import generator
from generator.story import words
from generator.story.patterns import lexicon_of, read, sentences_of
from generator.story.plan import Mark
from generator.story.text import Part, joined, printed, words_of

LANGUAGES = ("en", "zh", "ur")
WORDS = Path(words.__file__).parent
ROOMS = ("story", "commentary", "editions", "readers", "service", "delivery", "page")  # that say something
SAYING = {"say", "plainly", "_date", "in_points"}
LISTS = {"comma", "last"}  # what `listed` takes by the name of a list
HANDED = {  # what a sentence is handed, and English does not print
    "millions.other",  # a currency by its name where English has its letters
    "in_money.other",
    "note.gaps.within",  # the last month with its year, which stands first elsewhere
    "body.base.odd",  # the side of a place in time, which English says by the proof
    "head.unknown",  # goods by a short name of their own
}
# of the news
FRAME = {"trade", "flow", "did", "deal", "reporter", "who", "whence", "period", "when", "step", "time_unit", "way"}
NEWS = {"head", "tail", "things", "body"}  # families of patterns that have the slots of their frame
MULTIPLES = (
    "head.change.times",
    "body.change.times",
    "body.market.moved.times",
    "body.tonnage.times",
    "body.against.word",
)  # a word or digits of the same claim
HANDED |= {*MULTIPLES}
OURS = (
    *MULTIPLES,
    "withheld",
    "wording",
)  # months are counted by their list; a bound has its word


# What generator/story/pictures/picture.py says of the family that a form names.
OF_A_FAMILY = {"picture": r"(?:subtitle|alt|described)[\w.]*", "finding": "(?:little|months|up|down)"}
WORD_FILES = sorted((Path(generator.__file__).parent / "story" / "languages").glob("*/*.yaml"))


def of_pictures(call: ast.Call) -> Iterator[str]:
    """Yield the patterns of the family that a picture, or its finding, takes its words from."""
    keys = OF_A_FAMILY.get(call.func.id) if isinstance(call.func, ast.Name) else None
    families = [one.value for one in call.args if isinstance(one, ast.Constant) and isinstance(one.value, str)]
    if keys and families:
        yield rf"{families[-1]}\.{keys}"


def strings(node: ast.AST) -> Iterator[str]:
    """Yield every string of `node` as a pattern; what is put into one stands for anything."""
    for part in ast.walk(node):
        if isinstance(part, ast.Call):
            yield from of_pictures(part)
        elif isinstance(part, ast.JoinedStr):
            pieces = [re.escape(str(one.value)) if isinstance(one, ast.Constant) else r"[\w.]+" for one in part.values]
            if re.match(r"\w+\\\.", pieces[0]):  # "coverage.…": a key whose end is put in
                yield "".join(pieces)
        elif isinstance(part, ast.Constant) and isinstance(part.value, str):
            yield re.escape(part.value)


def modules() -> list[ast.Module]:
    """Return the modules that decide what is said."""
    rooms = [WORDS.parents[1] / room for room in ROOMS]
    return [ast.parse(path.read_text(encoding="utf-8")) for room in rooms for path in sorted(room.rglob("*.py"))]


def keys_said() -> Iterator[str]:
    """Yield the keys that are said by their name, without a condition or a piece that is put in."""
    for module in modules():
        for node in ast.walk(module):
            is_call = isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in SAYING
            if is_call and node.args and isinstance(node.args[0], ast.Constant):  # type: ignore[attr-defined]  # a call
                yield str(node.args[0].value)  # type: ignore[attr-defined]  # a call


def slots(pattern: str) -> set[str]:
    """Return the names of the slots in a pattern."""
    return {name for _, name, _, _ in Formatter().parse(pattern) if name}


def test_every_key_that_is_said_has_a_sentence() -> None:
    """A sentence without words would be a fault in a month that nobody tried."""
    said = set(keys_said())
    assert len(said) > 100
    assert said - set(sentences_of("en")) == set()


def test_every_sentence_is_said() -> None:
    """What nothing says is taken out."""
    patterns = [re.compile(one) for module in modules() for one in strings(module)]
    own = {
        key.removesuffix(".proof")
        for key in sentences_of("en")
        if key.rpartition(".")[2] not in LISTS and key.split(".")[0] not in NEWS
    }
    assert {key for key in own if not any(one.fullmatch(key) for one in patterns)} == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_language_has_the_same_sentences(language: str) -> None:
    """One plan is said in every language."""
    assert set(sentences_of(language)) == set(sentences_of("en"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_sentence_has_no_slot_that_english_lacks(language: str) -> None:
    """Nothing is printed that nobody hands over."""
    english = sentences_of("en")
    known = {key: slots(said) | (FRAME if key.split(".")[0] in NEWS else set()) for key, said in english.items()}
    strange = {key: slots(said) - known[key] for key, said in sentences_of(language).items()}
    assert {key: more for key, more in strange.items() if more and key not in HANDED} == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_language_leaves_out_no_figure(language: str) -> None:
    """A slot of a figure that a language leaves out would be a claim that only some readers get."""
    figures = {"n", "t", "rate", "level", "now", "base", "change", "added", "taken", "share", "part", "total", "rose"}
    figures |= {"fell", "lines", "count", "run", "word", "times", "mass", "mean", "size", "exports", "imports"}
    own = sentences_of(language)
    less = {key: (slots(said) & figures) - slots(own[key]) for key, said in sentences_of("en").items()}
    assert {key: gone for key, gone in less.items() if gone and not key.startswith(OURS)} == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_language_has_the_words_that_english_has(language: str) -> None:
    """Labels, months and names of economies and currencies are there in every language."""
    english, own = lexicon_of("en"), lexicon_of(language)
    assert set(own["labels"]) == set(english["labels"])
    assert [len(own[key]) for key in ("months", "short_months")] == [12, 12]
    assert set(own["currencies"]) >= set(english["currencies"])
    assert len(set(own["economies"].values())) == len(own["economies"])


@pytest.mark.parametrize(
    ("parts", "words"),
    [
        (("进口HS 2936", printed("311.9亿", "f1")), "进口HS 2936 311.9亿"),
        (("进口铜", printed("311.9亿", "f1")), "进口铜311.9亿"),
        (("HS 2936", "进口", printed("3亿", "f1")), "HS 2936进口3亿"),
    ],
)
def test_a_figure_behind_a_code_stands_apart(parts: tuple[Part, ...], words: str) -> None:
    """Chinese has no spaces; “HS 2936311.9亿” had been printed."""
    text = joined(parts)
    assert words == text.words
    (mark,) = text.marks
    assert mark == Mark("f1", len(words) - len(words_of(parts[-1])), len(words))


@pytest.mark.parametrize("file", WORD_FILES, ids=lambda file: f"{file.parent.name}/{file.name}")
def test_each_language_is_read_as_it_is_written(file: Path) -> None:
    """A key "on" and the number word "no" stay words, where YAML 1.1 would make truths of them."""
    text = file.read_text(encoding="utf-8")
    assert YAML(typ="safe", pure=True).load(text) == read(text)


def test_truth_has_one_spelling() -> None:
    """What YAML 1.1 takes for a truth is a word, but for true and false."""
    assert {"a": ["on", "no", "Yes", "truest", True, False]} == read("a: [on, no, Yes, truest, true, false]")
