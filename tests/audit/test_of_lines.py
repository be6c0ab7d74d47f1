"""Whose figure a row prints, and which lines a whole leaves out: both in every file alike."""

from __future__ import annotations

import json
import re

import pytest

from generator.audit.evidence import Evidence
from generator.audit.recompute import trace
from generator.audit.rules import judge
from generator.audit.tongues import LEXICONS
from tests.audit.mutate import Json, texts
from tests.audit.seeded import LANGUAGES, seeded
from tests.story.months import Monthly


def found_in(made: Monthly, edition: Json) -> set[tuple[str, str]]:
    """Return rule and sentence of all that the audit finds in `edition`, by the claims and releases of `made`."""
    evidence = Evidence.of(made.claims)
    every = (*judge(edition, evidence), *trace(edition, evidence, made.raw.__getitem__, made.figures))
    return {(one.rule, one.sentence) for one in every}


def plain(words: str) -> str:
    """Return words without the marks that keep figures in Urdu apart, as findings have them."""
    return re.sub("[\u2066-\u2069]", "", words)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_line_has_no_share_of_the_other_lines(language: str) -> None:
    """The first bar's share and that of "five other lines" change places, with their claims."""
    made = seeded("revised", 31_000_078).make(language)
    edition = json.loads(json.dumps(made.edition))
    shares = next(one for one in edition["stories"][language]["blocks"] if one.get("form") == "shares")
    first, *_, others = (row["cells"] for row in shares["rows"])
    first[1], others[1] = others[1], first[1]
    assert set() == found_in(made, made.edition)
    assert {plain(cell["words"]) for cell in (first[1], others[1])} <= {
        words for rule, words in found_in(made, edition) if rule == "row"
    }


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_whole_leaves_out_the_lines_without_a_figure_and_no_other(language: str) -> None:
    """Each text that says what is not in its total names another line instead."""
    made = seeded("missing", 31_000_009).make(language)
    edition, changed = json.loads(json.dumps(made.edition)), set[str]()
    scope = LEXICONS[language].scope
    for text in texts(edition["stories"][language]):
        if (said := scope.search(text["words"])) and said["lines"]:
            text["words"] = text["words"].replace(said["lines"], other(edition, language, said["lines"]))
            text["marks"] = []
            changed.add(plain(text["words"]))
    assert changed
    assert set() == found_in(made, made.edition)
    assert changed <= {words for rule, words in found_in(made, edition) if rule == "partial"}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("year", ["2124", "3024"])
def test_a_stack_is_called_by_the_time_of_its_parts(language: str, year: str) -> None:
    """Another century is no time that texts name elsewhere, and no figure either."""
    made = seeded("revised", 31_000_078).make(language)
    edition = json.loads(json.dumps(made.edition))
    shares = next(one for one in edition["stories"][language]["blocks"] if one.get("form") == "shares")
    label = shares["stacks"][1]["label"]
    assert "2024" in label["words"]
    label["words"] = label["words"].replace("2024", year)
    assert plain(label["words"]) in {words for rule, words in found_in(made, edition) if rule == "stack"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_key_figure_lacks_that_of_the_year_before(language: str) -> None:
    """Under January–July 2025, "no figure for January–July 2024" may name no other time."""
    made = seeded("missing", 14_000_051).make(language)
    edition, changed = json.loads(json.dumps(made.edition)), set[str]()
    for strip in (one for one in edition["stories"][language]["blocks"] if one["kind"] == "strip"):
        for note in (cell["note"] for cell in strip["cells"] if not cell["note"].get("marks")):
            note["words"] = note["words"].replace("2024", "2025")
            changed.add(plain(note["words"]))
    assert changed
    assert set() == found_in(made, made.edition)
    assert changed <= {words for rule, words in found_in(made, edition) if rule == "missing"}


@pytest.mark.parametrize(("language", "joint"), [("zh", "、"), ("ur", "، ")])
@pytest.mark.parametrize("wrong", ["another", "fewer"])
def test_only_lines_with_a_figure_of_the_year_before_have_one(language: str, joint: str, wrong: str) -> None:
    """Three of four lines have a figure for 2024; of HS 7402 nothing was published then."""
    made = seeded("annual", 3_000_026).make(language)
    edition = json.loads(json.dumps(made.edition))
    text = next(one for one in texts(edition["stories"][language]) if f"HS 5205{joint}" in plain(one["words"]))
    text["words"] = plain(text["words"]).replace(f"HS 5205{joint}", f"HS 7402{joint}" if wrong == "another" else "")
    assert set() == found_in(made, made.edition)
    assert text["words"] in {words for rule, words in found_in(made, edition) if rule == "plain words"}


def test_an_urdu_fall_adds_no_points() -> None:
    """زیادہ کیے, "made more", is a way up."""
    made = seeded("missing", 3_000_051).make("ur")
    edition = json.loads(json.dumps(made.edition))
    text = next(one for one in texts(edition["stories"]["ur"]) if "فیصد پوائنٹ کم کیے" in one["words"])
    text["words"] = text["words"].replace("کم کیے", "زیادہ کیے")
    assert plain(text["words"]) in {words for rule, words in found_in(made, edition) if rule == "direction"}


def other(edition: Json, language: str, lines: str) -> str:
    """Return the name of a line that has a figure, none of `lines`."""
    return next(str(name) for name, *_ in edition["labels"][language].values() if name not in lines)
