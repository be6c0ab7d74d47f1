"""Parse: a text is its pattern from the first letter to the last, whatever words its names are made of."""

from __future__ import annotations

import re

import pytest

from generator.audit.edition_data import ClaimMark, EditionText
from generator.audit.patterns.pattern_reader import parse
from generator.audit.patterns.tongue import GlossaryNames, Tongue
from generator.trade.trees import Tree

SETTINGS = {"group": ["mineral"], "title": ["Up and down: 3304 lines"]}
LAST: Tree = ("time", "2024-12", "span")


def is_read(marked: str, tree: Tree, language: str = "en", *names: str) -> bool:
    """Say whether a text is its tree; "[28%|f1]" prints the claim f1, `names` are those of HS 7403."""
    words, marks = "", []
    for part in re.split(r"(\[[^\]]*\|\w+\])", marked):
        said, _, claim = part.strip("[]").rpartition("|") if part.startswith("[") else (part, "", "")
        if claim:
            marks.append(ClaimMark(claim, len(words), len(words) + len(said)))
        words += said
    known = GlossaryNames({"7403": list(names) or ["refined copper"] * 3, "2601": ["iron ores"] * 3}, SETTINGS)
    return parse(EditionText(words, tuple(marks)), tree, Tongue.of(language), known, {"run": 12}) is not None


def share(line: str = "7403") -> Tree:
    """Return "NAME rose to [now|f1] of the total in December 2024, from [base|f3]"."""
    slots: dict[str, Tree] = {
        "name": ("line", line, "short"),
        "now": ("figure", "f1"),
        "when": LAST,
        "base": ("figure", "f3"),
    }
    return ("shares.moved.up", slots)


BEFORE = " of the total in December 2024, from [27%|f3]"
SAID = "{} rose to [30%|f1]" + BEFORE
NAMES = ["Brazil nuts", "December pears", "Turkey meat", "goods of 2025", "three-in-one kits", "sharply bent tubes"]


@pytest.mark.parametrize("name", NAMES)
def test_a_name_may_hold_anything(name: str) -> None:
    """A land, a month, a year, a number or an adverb in a name is part of the name."""
    assert is_read(SAID.format(f"{name[:1].upper()}{name[1:]}"), share(), "en", name, name, name)


@pytest.mark.parametrize(
    "words",
    [
        "Refined copper rose to [30%|f1] or more of the total in December 2024, from [27%|f3]",
        "Refined copper fell to [30%|f1]" + BEFORE,
        "Iron ores rose to [30%|f1]" + BEFORE,
        "Refined copper rose to [30%|f2]" + BEFORE,
        "Refined copper rose to 30%" + BEFORE,
        "Refined copper rose to [30%|f1]" + BEFORE + ", on strong demand",
        "Sharply, refined copper rose to [30%|f1]" + BEFORE,
        "Refined copper  rose to [30%|f1]" + BEFORE,
    ],
)
def test_what_is_left_over_or_lacks_is_found(words: str) -> None:
    """Another literal, another name, a mark of another claim or none, words before or after."""
    assert is_read(SAID.format("Refined copper"), share())
    assert not is_read(words, share())


def test_a_sentence_begins_with_a_capital_and_goes_on_without() -> None:
    """Only where the pattern says that it begins one."""
    assert is_read("Refined copper, month by month", ("trend.months", {"name": ("line", "7403", "short")}))
    assert not is_read("Selected Refined copper", ("selected", {"name": ("line", "7403", "short")}))


@pytest.mark.parametrize(("words", "passes"), [("7403 and 2601", True), ("7403, 2601", False), ("7403", False)])
def test_a_list_is_joined_as_its_language_joins_it(words: str, *, passes: bool) -> None:
    """A comma between, the last joint before the last."""
    tree: Tree = ("list", "list", (("code", "7403"), ("code", "2601")))
    assert passes is is_read(words, tree)


@pytest.mark.parametrize(
    ("tree", "words", "other"),
    [
        (("time", "2024-12", "span"), "December 2024", "December 2023"),
        (("time", "2025-Q4", "months"), "October–December", "July–September"),
        (("time", "2024-12", "end_year"), "2024", "2025"),
        (("day", "2026-01-28", "day"), "28 January 2026", "27 January 2026"),
        (("economy", "CHN", "land"), "China", "Chile"),
        (("flow", "M", "noun"), "imports", "exports"),
        (("size", "up", "plain", "f1", 0), "rose", "fell"),
        (("currency", "USD"), "US dollars", "euros"),
        (("code", "7403"), "7403", "7404"),
        (("hs", "HS2022"), "HS 2022", "HS 2017"),
        (("setting", "group"), "mineral", "metal"),
        (("number", "1,000"), "1,000", "1,500"),
        (("words", "by hand"), "by hand", "by head"),
        (("dash",), "–", "0"),
    ],
)
def test_each_kind_of_leaf_prints_what_it_stands_for(tree: Tree, words: str, other: str) -> None:
    """And nothing else."""
    assert is_read(words, tree)
    assert not is_read(other, tree)


@pytest.mark.parametrize(
    ("language", "words", "other"),
    [
        ("en", "[only|run]", "[no|run]"),
        ("zh", "[仅次于|run]", "[仅多于|run]"),
        ("ur", "[صرف|run]", "[سب|run]"),
    ],
)
def test_a_figure_may_be_said_in_words(language: str, words: str, other: str) -> None:
    """A clause that says a claim without a digit is its pattern, word for word."""
    tree: Tree = ("figure", "run", ("things.second.proof", {}))
    assert is_read(words, tree, language)
    assert not is_read(other, tree, language)


def test_a_name_before_a_postposition_has_its_own_form() -> None:
    """Urdu: تانبا, of which تانبے کی; a desk gives both."""
    names = ("تانبا", "تانبا", "تانبا", "تانبے", "تانبے", "تانبے")
    pattern = next(
        key for key, words in Tongue.of("ur").sentences.items() if re.fullmatch(r"\^?[^{]*\{name:oblique\}[^{]*", words)
    )
    words = Tongue.of("ur").sentences[pattern].removeprefix("^")
    tree: Tree = (pattern, {"name": ("line", "7403", "short")})
    assert is_read(words.replace("{name:oblique}", "تانبے"), tree, "ur", *names)
    assert not is_read(words.replace("{name:oblique}", "لوہے"), tree, "ur", *names)
