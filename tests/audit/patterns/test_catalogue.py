"""The catalogue: each entry is of a pattern of every language, each figure has an entry, each fault names its line."""

from __future__ import annotations

import pytest

from generator.audit.patterns.claim_terms import TERMS
from generator.audit.patterns.equations import SPECIAL
from generator.audit.patterns.tongue import TAGS, Tongue
from generator.audit.trace.formulas import KINDS
from generator.trade.catalogue import (
    Assertion,
    CatalogueEntry,
    Column,
    Equation,
    Inside,
    Scene,
    catalogue,
    entry_of,
    read,
)

FIGURES = frozenset({"n", "rate", "level", "now", "base", "share", "count", "points", "rose", "fell", "t", "mass"})
PLACES = frozenset({"total", "period", "base", "year before"})


def patterns(tag: str) -> set[str]:
    """Return the keys of the patterns of a language."""
    return set(Tongue.of(tag).sentences)


@pytest.mark.parametrize("tag", TAGS)
@pytest.mark.parametrize("key", catalogue())
def test_an_entry_is_of_a_pattern_of_each_language(key: str, tag: str) -> None:
    """Or of a family of them."""
    family = key.removesuffix("*")
    assert any(own == key or (key.endswith("*") and own.startswith(family)) for own in patterns(tag))


@pytest.mark.parametrize("key", [key for key in catalogue() if key.endswith(".*")])
def test_a_pattern_has_the_entry_of_those_under_it(key: str) -> None:
    """What "for a third month" and "for three months" assert is said once."""
    own = key.removesuffix(".*")
    assert own not in catalogue()
    assert entry_of(own) == entry_of(f"{own}.many.more") == catalogue()[key]


def slots_of(entry: CatalogueEntry) -> set[str]:
    """Return the slots that some language prints in some pattern of an entry."""
    keys = [key for tag in TAGS for key in patterns(tag) if entry_of(key) == entry]
    return {name for tag in TAGS for key in keys for _, name, _ in Tongue.of(tag).pieces(key) if name}


@pytest.mark.parametrize("entry", catalogue().values(), ids=catalogue())
def test_a_clause_is_about_a_slot_that_some_language_prints(entry: CatalogueEntry) -> None:
    """An entry of which no pattern is left, and a slot that none of its patterns has, go."""
    slots = slots_of(entry)
    for clause in entry.clauses:
        if isinstance(clause, Scene):
            assert clause.value.removeprefix("all but ") in slots | PLACES
        if isinstance(clause, Equation | Inside):
            assert clause.slot in slots


def test_the_terms_of_the_audit_are_those_of_the_catalogue() -> None:
    """What an equation or a column names is worked out, and nothing else is."""
    clauses = [clause for entry in catalogue().values() for clause in entry.clauses]
    terms = {clause.term for clause in clauses if isinstance(clause, Equation | Column)}
    named = {term for term in terms if not term.startswith("way from ")}
    assert named - {"name"} <= TERMS.keys() | SPECIAL.keys()
    assert TERMS.keys() | SPECIAL.keys() <= named | KINDS
    assert {clause.quality for clause in clauses if isinstance(clause, Assertion)} <= {"little", "none"}


@pytest.mark.parametrize("tag", TAGS)
def test_a_pattern_with_a_figure_has_an_entry(tag: str) -> None:
    """By the names that figures have in slots; any other figure is a finding where it is printed."""
    known = {
        "proof",
        "tick",
        "dated",
        "foot",
        "side",
        "heat",
        "heads",
        "page",
        "period",
        "months",
        "correction",
        "corrected",
    }
    bare = [
        key
        for key in patterns(tag)
        if entry_of(key) is None
        and key.split(".")[0] not in known
        and FIGURES & {name for _, name, form in Tongue.of(tag).pieces(key) if name and not form}
    ]
    assert [] == [key for key in bare if key not in NO_FIGURES]


NO_FIGURES = frozenset(  # their `now` is a time, an edition or a valuation, their `n` a revision, or digits alone
    (
        *("archive.revision", "archive.corrects", "archive.corrected", "tonnes", "times", "panels.none"),
        *("revalued_base", "revalued_note", "other_goods.open", "other_goods.known"),
    )
)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("a.b: n = level\na.b: n = share", "line 2"),
        ("a.b n = level", "line 1"),
        ("# words\n\na.b: n is the level", "line 3"),
        ("a.b: of name; level vast", "line 1"),
    ],
)
def test_what_is_no_entry_is_named_by_its_line(text: str, problem: str) -> None:
    """An entry twice, one without a colon, and a clause of no known form."""
    with pytest.raises(ValueError, match=problem):
        read(text)
