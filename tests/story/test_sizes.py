"""Words for size: a strong verb needs a large change that is odd in its own past, in every language."""

import json
import random
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from functools import cache

import pytest

from generator.story.amounts import Claim, asks, size_of
from generator.story.patterns import lexicon_of
from generator.trade.period import Period
from tests.story.months import NAMES, Monthly, Table, months, table

MILLION = 10**6
BASE = {"7403": 60, "7402": 28, "2608": 9, "2601": 11, "2606": 4}  # US$ million a month
LANGUAGES = ("en", "zh", "ur")
NOW = {"7403": 1.28, "7402": 0.45, "2608": 2.6, "2601": 0.5, "2606": 1.55}  # December over the one before
CLASSES = ("slight", "plain", "marked", "strong")


def rows(now: Mapping[str, float], *, count: int = 61, wild: str = "2606", kept: int | None = None) -> Table:
    """Return months in which every line keeps within 4 % of its level, and the `wild` one within half of it."""
    chance = random.Random(5)  # noqa: S311 -- no secret
    found = {}
    for code, base in BASE.items():
        for place in range(count):
            apart = 0.5 if code == wild else 0.04
            found[code, place] = int(MILLION * base * (1 + chance.uniform(-apart, apart)))
        found[code, count - 1] = int(found[code, count - 13] * now.get(code, 1.05))
    made = table(lambda code, place: found[code, place], codes=tuple(BASE), months=count)
    last = Period.parse("2025-12")
    return {key: row for key, row in made.items() if kept is None or Period.parse(key[1]) > last.step(-kept)}


@cache
def told(language: str, now: tuple[tuple[str, float], ...] = tuple(NOW.items()), kept: int | None = None) -> Monthly:
    """Return the story of December in one language."""
    labels = NAMES if language == "en" else {}
    return months(rows(dict(now), kept=kept), language=language, labels=labels)


def change(value: str, *, apart: str = "0") -> Claim:
    """Return the claim of a change in per cent."""
    middle, half = Decimal(value), Decimal(apart)
    way = "up" if middle > 0 else "down"
    ends = (middle, middle - half, middle + half)
    return Claim("f1", "change", ("26",), Period.parse("2025-12"), "pct", *ends, ("growth",), direction=way)


@pytest.mark.parametrize(
    ("value", "z", "name"),
    [
        ("2.9", "9", "slight"),
        ("14.9", "9", "plain"),
        ("15", "1.9", "plain"),
        ("15", "2", "marked"),
        ("-40", "-2", "marked"),
        ("40", "-5", "plain"),
        ("-40.1", "-2.9", "plain"),
        ("-40.1", "-3", "strong"),
        ("-50", "-3", "strong"),
        ("93", "3", "strong"),
        ("107", "3", "strong"),
        ("350", "3", "strong"),
        ("401", "3", "plain"),
    ],
)
def test_a_class_needs_its_change_and_its_surprise(value: str, z: str, name: str) -> None:
    """Neither the per cent alone nor the surprise alone carries a strong word."""
    assert size_of(change(value), (Decimal(z), Decimal(z))) == name


def test_without_a_surprise_nothing_is_stronger_than_plain() -> None:
    """A year, and a line with a short past, have none."""
    assert [size_of(change(value)) for value in ("2", "-16", "90")] == ["slight", "plain", "plain"]


@pytest.mark.parametrize("apart", ["0", "0.1", "3", "30"])
def test_a_change_that_does_not_ask_has_one_word_however_odd_it_is(apart: str) -> None:
    """Its surprise need not be worked out."""
    changes = [change(str(Decimal(tenths) / 10), apart=apart) for tenths in range(-600, 601)]
    ends = [Decimal(end) for end in ("-9", "-2.5", "0", "2.5", "9")]
    quiet = [one for one in changes if not asks(one)]
    assert all(size_of(one, (z, z)) == size_of(one) for one in quiet for z in ends)
    assert len(quiet) >= 299  # from -14.9 to 14.9


def test_what_a_reading_leaves_open_carries_no_stronger_word() -> None:
    """Every value that the prints allow must be of the class."""
    assert size_of(change("41", apart="2"), (Decimal(9), Decimal(9))) == "plain"
    assert size_of(change("44"), (Decimal("2.9"), Decimal("3.1"))) == "plain"


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_language_has_verbs_of_every_class_both_ways(language: str) -> None:
    """Multiples are no verbs: they have a table of words."""
    verbs = lexicon_of(language)["verbs"]
    assert {name: tuple(ways) for name, ways in verbs.items()} == dict.fromkeys(CLASSES, ("up", "down"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_class_passes_the_audit(language: str) -> None:
    """What the writer may say of a size and what the auditor lets pass are the same."""
    assert told(language).findings == ()


def test_of_a_short_past_nothing_strong_is_said() -> None:
    """With 36 months there are 23 changes before this one: too few to say what is usual."""
    story = told("en", kept=36)
    verbs = [verb for name in CLASSES[2:] for ways in lexicon_of("en")["verbs"][name].values() for verb in ways]
    assert not [words for words in story.words for verb in verbs if verb in words.split()]
    assert ("volatile" in story.prose, ()) == (False, story.findings)


def test_a_surprise_is_worked_out_again_from_its_cells() -> None:
    """Another value, a month left out, and one too many are each found."""
    story = told("en")
    place = next(at for at, one in enumerate(story.claims["claims"]) if one["kind"] == "surprise")
    formula = story.claims["claims"][place]["formula"]
    for changed in ({"value": "9"}, {"formula": formula[:-1]}, {"formula": [*formula[:5], *formula[6:]]}):
        claims = json.loads(json.dumps(story.claims))
        claims["claims"][place] |= changed
        assert any("[claim]" in finding for finding in replace(story, claims=claims).findings), changed


def test_the_levels_of_a_year_in_which_new_year_moves_are_eleven() -> None:
    """January and February are one step; the chain of a March has both of them twice or more."""
    found = months(rows(NOW), "2025-12", parties=("CHN", "PAK"))
    claim = next(one for one in found.claims["claims"] if one["kind"] == "surprise")
    assert len(claim["formula"]) == 1 + 11 + 36 + 1
    assert found.findings == ()
