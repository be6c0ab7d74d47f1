"""A sentence of ours that has no figure is one of few, and holds: the releases are asked."""

# ruff: noqa: RUF001 -- Urdu has signs of its own

from __future__ import annotations

import copy
import re

import pytest

from generator.audit.evidence import Evidence
from generator.audit.grounds import Grounds
from generator.audit.recompute import trace
from generator.audit.rules import judge
from generator.audit.sayings import form
from generator.story.patterns import sentences_of
from tests.audit.mutate import Json
from tests.audit.wrongs import SENTENCES
from tests.story.months import Monthly, Table, months, table

TWO = ("2601", "7403")


def swaying(copper: int = 12) -> Table:
    """Return figures of two lines: iron ores grow by a third, refined copper comes to `copper` after ten."""
    rows = {"2601": (3, 4), "7403": (10, copper)}
    return table(lambda code, at: rows[code][at // 24 and 1] * 10**6, codes=TWO)


def of_two(language: str = "en", *, copper: int = 12) -> Monthly:
    """Return an edition of them."""
    return months(swaying(copper), codes=TWO, language=language)


def with_sentence(told: Monthly, sentence: str, block: str = "lede") -> Json:
    """Return its edition with one more sentence in a section."""
    edition = copy.deepcopy(told.edition)
    for story in edition["stories"].values():
        next(one for one in story["blocks"] if one["id"] == block)["paragraphs"][-1].append({"words": sentence})
    return edition


def problems(told: Monthly, edition: Json) -> list[str]:
    """Return what the rule has to say of `edition`."""
    evidence = Evidence.of(told.claims)
    found = [*judge(edition, evidence), *trace(edition, evidence, told.raw.__getitem__, told.figures)]
    return [one.problem for one in found if one.rule == "plain words"]


@pytest.mark.parametrize(
    ("language", "sentence"), [(language, one) for language, some in SENTENCES.items() for one in some]
)
def test_what_no_figure_bears_out_is_held(language: str, sentence: str) -> None:
    """Whatever its words: no claim stands under it, and it is none of our sentences."""
    told = of_two(language)
    assert [f"{sentence!r} has no figure, and is of no form that is known here"] == problems(
        told, with_sentence(told, sentence)
    )


def test_a_sentence_without_a_figure_between_two_that_have_one_is_held() -> None:
    """Under the headline two sentences stand in one text."""
    told = of_two()
    edition = copy.deepcopy(told.edition)
    finding = next(one for one in edition["stories"]["en"]["blocks"] if one["kind"] == "finding")
    finding["things"][0]["words"] += " Nothing else moved."
    assert ["'Nothing else moved.' has no figure, and is of no form that is known here"] == problems(told, edition)


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "Both lines rose."),
        ("zh", "两项商品均增长。"),
        ("ur", "دونوں مدات میں اضافہ ہوا۔"),
    ],
)
def test_both_lines_go_the_way_that_is_said_of_them(language: str, sentence: str) -> None:
    """An edition of two says it of both; where refined copper falls by two million it is held."""
    risen, mixed = of_two(language), of_two(language, copper=8)
    assert (sentence in risen.words, ()) == (True, risen.findings)
    assert ["HS 7403 moved by -2000000"] == problems(mixed, with_sentence(mixed, sentence))


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "No trade in refined copper was recorded in December 2024."),
        ("en", "No figure for December 2024 has been found for refined copper."),
        ("zh", "2024年12月没有精炼铜的贸易记录。"),
        ("ur", "دسمبر 2024 میں ریفائنڈ تانبے کی کوئی تجارت ریکارڈ نہیں ہوئی۔"),
    ],
)
def test_what_was_traded_is_not_called_missing(language: str, sentence: str) -> None:
    """Ten million dollars stand in the release."""
    told = of_two(language)
    assert ["HS 7403 came to 10000000 in 2024-12"] == problems(told, with_sentence(told, sentence))


def test_a_time_that_is_none_of_the_editions_is_named() -> None:
    """Of December 2023 nothing is told; whether refined copper alone has a figure of it is not asked then."""
    told = of_two()
    sentence = "Only refined copper has a published figure for December 2023, so this edition does not say whether the"
    found = problems(told, with_sentence(told, f"{sentence} whole rose or fell."))
    assert ["'December 2023' is no time of the edition"] == found


def test_a_place_for_names_has_room_for_names_alone() -> None:
    """What stands in it beside them is no form of ours."""
    told = of_two()
    sentence = "No trade in weak times for iron ores was recorded in December 2023."
    assert [f"{sentence!r} has no figure, and is of no form that is known here"] == problems(
        told, with_sentence(told, sentence)
    )


@pytest.mark.parametrize(
    ("language", "said", "instead", "way"),
    [
        ("en", "was little changed", "rose", "rose"),
        ("zh", "每吨均价基本持平", "每吨均价上涨", "上涨"),
        ("ur", "تقریباً برقرار رہی", "میں اضافہ ہوا", "اضافہ ہوا"),
    ],
)
def test_a_clause_in_which_something_moves_has_a_figure(language: str, said: str, instead: str, way: str) -> None:
    """The average value of a tonne, after a semicolon, did not rise."""
    rows = {key: (dollars, dollars // 4) for key, (dollars, _) in swaying().items()}  # four dollars a kilogram, always
    told = months(rows, codes=TWO, language=language)
    edition = copy.deepcopy(told.edition)
    sections = [block for block in edition["stories"][language]["blocks"] if block["kind"] == "section"]
    texts = [text for block in sections for part in block["paragraphs"] for text in part if said in text["words"]]
    assert (True, ()) == (bool(texts), told.findings)
    texts[0]["words"] = texts[0]["words"].replace(said, instead)
    assert [repr(way)] == [problem.split(" in ")[0] for problem in problems(told, edition)]


TITLES = {
    "en": ("The total was well above 2024", "The total rose on December 2024", "Trade recovered"),
    "zh": ("总额远高于2024年", "总额增长", "贸易回暖"),
    "ur": ("کل مالیت 2024 سے بہتر", "مجموعے میں اضافہ", "تجارت بحال"),
}


@pytest.mark.parametrize(("language", "title"), [(tag, one) for tag, some in TITLES.items() for one in some])
def test_a_title_without_a_figure_says_no_finding_of_its_own(language: str, title: str) -> None:
    """Over a picture stands a finding with its figure, or what is drawn."""
    told = of_two(language)
    edition = copy.deepcopy(told.edition)
    chart = next(block for block in edition["stories"][language]["blocks"] if block["kind"] == "chart")
    chart["title"] = {"words": title}
    assert [f"{title!r} has no figure, and is of no form that is known here"] == problems(told, edition)


@pytest.mark.parametrize(
    ("language", "title"),
    [
        ("en", "The total was little changed on December 2024"),
        ("zh", "总额与2024年12月基本持平"),
        ("ur", "تمام مدات کی مالیت دسمبر 2024 کے تقریباً برابر"),
    ],
)
def test_what_changed_a_lot_is_not_called_little_changed(language: str, title: str) -> None:
    """Sixteen million after thirteen are 23.1% more."""
    told = of_two(language)
    edition = copy.deepcopy(told.edition)
    chart = next(block for block in edition["stories"][language]["blocks"] if block["kind"] == "chart")
    chart["title"] = {"words": title}
    assert ["2601, 7403 moved by 23.1% in 2025-12"] == problems(told, edition)


SLOTS = {
    "en": {"when": "December 2024", "name": "refined copper", "names": "iron ores and refined copper"},
    "zh": {"when": "2024年12月", "name": "精炼铜", "names": "铁矿砂和精炼铜"},
    "ur": {
        "when": "دسمبر 2024",
        "name": "ریفائنڈ تانبے",
        "names": "لوہے کی کچ دھات اور ریفائنڈ تانبے",
    },
}
ALIKE = {"then": "when", "rose": "name"}
FIXED = {
    "that": "",
    "now": "2025",
    "last": "2025",
    "before": "2024",
    "edition": "HS 2017",
    "codes": "2601",
    "lines": "HS 2601 in May 2024",
}
WITHOUT_FIGURE = (
    *("quiet", "no_trade", "untraded", "without_figures", "not_in_sums", "note.unknown.said", "note.unknown.no_sum"),
    "note.unknown.no_whole",
    *("without_base.some", "without_base.all", "no_past.begun", "no_past.gap", "broken_past.known", "broken_past.open"),
    *("breadth.both.rose", "breadth.both.fell", "withheld.many_lines", "withheld.many", "withheld.some"),
    *("coverage.line", "coverage.no_line", "coverage.both", "untraced.many", "untraced.one"),
    *("bars.title", "panels.none", "waterfall.title", "trend.little", "trend.months", "years.little", "years.months"),
    *("not_comparable.none", "not_comparable.bound", "not_comparable.lost", "not_comparable.few"),
)


@pytest.mark.parametrize("language", SLOTS)
@pytest.mark.parametrize("key", WITHOUT_FIGURE)
def test_what_we_may_say_without_a_figure_has_a_known_form(key: str, language: str) -> None:
    """A sentence of the writer's that the table lacks would hold a sound edition."""
    told = of_two(language)
    grounds = Grounds(told.edition, Evidence.of(told.claims), language)

    said, known = sentences_of(language), SLOTS[language] | FIXED
    begins = ["base.whole", "base.broken"] if key.startswith(("coverage", "not_comparable")) else ["month_itself"]
    for begin in begins:
        when = said.get(begin, "{when}").replace("{when}", known["when"])
        sentence = filled(said[key].removeprefix("^"), known | {"when": when})
        assert form(sentence[:1].upper() + sentence[1:], grounds) is not None, sentence


def filled(pattern: str, known: dict[str, str]) -> str:
    """Return a sentence with what is `known` in its places, or the word that goes with it."""

    def part(slot: re.Match[str]) -> str:
        name, _, spec = slot[1].partition(":")
        return spec if spec and spec != "oblique" else known[ALIKE.get(name, name)]

    return re.sub(r"\{([^}]*)\}", part, pattern).translate(dict.fromkeys(range(0x2066, 0x206A)))
