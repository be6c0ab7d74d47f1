"""Whose figure a row prints, and which lines a whole leaves out: both in every file alike."""

# ruff: noqa: RUF001 -- Chinese and Urdu have signs of their own

from __future__ import annotations

import json
import re

import pytest

from generator.audit.evidence import Evidence
from generator.audit.recompute import trace
from generator.audit.rules import judge
from generator.audit.tongues import LEXICONS
from generator.story.label import Label
from tests.audit.mutate import Json, texts
from tests.audit.seeded import LANGUAGES, seeded
from tests.story.months import Monthly, months, table

LINES = ("2601", "7403", "7404")


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
    """The first bar's share and that of the other lines together change places, with their claims."""
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
def test_a_level_has_no_place_under_per_cent(language: str) -> None:
    """Where no line has a rate its column holds dashes; a level among them is in the millions of the whole table."""
    rows = {key: own for key, own in table(lambda *_: 9_000_000, codes=LINES).items() if key[1] >= "2025"}
    made = months(rows, codes=LINES, covers="listed", language=language)
    edition = json.loads(json.dumps(made.edition))
    mail = next(one for one in edition["stories"][language]["blocks"] if one["id"] == "table-mail")
    cells = mail["rows"][0]["cells"]
    assert (cells[3]["words"], set()) == ("–", found_in(made, made.edition))
    cells[1], cells[3] = cells[3], cells[1]
    assert plain(cells[3]["words"]) in {words for rule, words in found_in(made, edition) if rule == "unit"}


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
    sizes = {"5205": 4, "2610": 3, "0713": 2, "7402": 1}
    rows = {(code, "2025"): (size * 10_000_000, 9000) for code, size in sizes.items()}
    rows |= {(code, "2024"): (size * 9_000_000, 9000) for code, size in sizes.items() if code != "7402"}
    made = months(rows, "2025", codes=("0713", "2610", "5205", "7402"), covers="listed", labels={}, language=language)
    edition = json.loads(json.dumps(made.edition))
    text = next(one for one in texts(edition["stories"][language]) if f"HS 5205{joint}" in plain(one["words"]))
    text["words"] = plain(text["words"]).replace(f"HS 5205{joint}", f"HS 7402{joint}" if wrong == "another" else "")
    assert set() == found_in(made, made.edition)
    assert text["words"] in {words for rule, words in found_in(made, edition) if rule == "plain words"}


def test_what_alone_has_a_figure_of_the_year_before_is_a_code_of_the_whole() -> None:
    """Chapters are the whole here; those of their lines that have such a figure, too, are within them."""
    rows = {(code, "2025"): (30_000_000, 9000) for code in ("1001", "1006", "5205", "7402")}
    rows |= {(code, "2024"): (20_000_000, 9000) for code in ("1001", "1006")}
    codes = ("10", "1001", "1006", "5205", "7402")
    told = months(rows, "2025", codes=codes, covers="listed", labels={}, themes=())
    assert (told.findings, any(one.startswith("Only cereals have") for one in told.words)) == ((), True)


@pytest.mark.parametrize("wrong", ["Refined copper", "Iron ores and concentrates"])
def test_a_line_that_is_lost_has_no_figure_now(wrong: str) -> None:
    """Of zinc ores a figure is known for 2024 alone; the other two have one of each year."""
    rows = {(code, year): (30_000_000, 9000) for code in ("2601", "7403") for year in ("2024", "2025")}
    told = months({**rows, ("2608", "2024"): (9_000_000, 900)}, "2025", codes=("2601", "2608", "7403"), covers="listed")
    edition = json.loads(json.dumps(told.edition))
    said = [one for one in texts(edition["stories"]["en"]) if "a figure is known for 2024 alone" in one["words"]]
    assert (bool(said), told.findings) == (True, ())
    said[0]["words"] = f"For {wrong[0].lower()}{wrong[1:]} a figure{said[0]['words'].partition(' a figure')[2]}"
    assert said[0]["words"] in {words for rule, words in found_in(told, edition) if rule == "plain words"}


def test_a_name_may_say_what_it_is_without() -> None:
    """A desk calls a line "copper scrap (without slag)": that leaves nothing out of a total."""
    scrap = Label("copper scrap (without slag)", "copper scrap (without slag)", "copper scrap")
    rows = {key: own for key, own in table(lambda *_: 9_000_000, codes=LINES).items() if key != ("2601", "2025-12")}
    labels = {"7404": scrap, "2601": Label("iron ores", "iron ores", "iron ores", plural=True)}
    told = months(rows, codes=LINES, covers="listed", labels=labels, themes=())
    words = " ".join(told.words)
    assert ("(without slag)" in words, "(without iron ores)" in words, told.findings) == (True, True, ())


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


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_heading_that_reads_as_a_year_is_a_code(language: str) -> None:
    """Fruit juices are HS 2009, and stand so in their column."""
    rows = table(lambda code, at: (9 if code == "2009" else 50) * (100 + at // 12 * 7) * 10_000, codes=("2009", "7403"))
    assert months(rows, labels={}, themes=(), language=language).findings == ()


@pytest.mark.parametrize("language", LANGUAGES)
def test_of_two_lines_that_tie_either_went_the_other_way(language: str) -> None:
    """Copper scrap and zinc ores both rose by 7.04 million while the rest fell."""
    ends = {"7404": (78_080_000, 71_040_000), "7402": (40_920_000, 51_460_000)}
    ends |= {"7403": (29_440_000, 37_720_000), "2608": (102_080_000, 95_040_000)}
    rows = table(lambda code, at: ends[code][at < 24], codes=tuple(ends))
    assert months(rows, labels={}, themes=(), language=language).findings == ()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_months_of_a_waterfall_are_the_only_line_of_a_chapter(language: str) -> None:
    """Chapter and line are one: the first bar and the last are called by their months alone."""
    rows = table(lambda _, at: 28_317_470 if at >= 24 else 35_514_787, codes=("1701",))
    rows = {key: (own[0], 23_042_659 if key[1] >= "2025" else 22_091_719) for key, own in rows.items()}
    told = months(rows, labels={}, themes=(), charts=("waterfall",), language=language)
    assert (told.findings, told.block("waterfall") is not None) == ((), True)


def test_the_urdu_name_of_a_chapter_is_no_judgement() -> None:
    """مصنوعی مسلسل ریشے, filaments, has the word for "in a row"."""
    ends = {"5407": (49_000_000, 40_000_000), "7403": (41_000_000, 40_000_000)}
    rows = table(lambda code, at: ends[code][at < 24], codes=tuple(ends))
    told = months(rows, codes=("5407", "7403"), labels={}, themes=(), language="ur")
    assert (told.findings, "مصنوعی مسلسل ریشے" in told.words) == ((), True)


@pytest.mark.parametrize("wrong", ["减少", "增长"])
def test_a_chinese_level_is_nothing_that_something_moved_by(wrong: str) -> None:
    """为 stands before a level, 减少 and 增长 before a change: the figure of the month is no difference."""
    made = seeded("ordinary", 99_000_003).make("zh")
    edition, changed = json.loads(json.dumps(made.edition)), set[str]()
    for text in texts(edition["stories"]["zh"]):
        for mark in text.get("marks", ())[:1]:
            if text["words"][: mark["start"]].endswith("为"):
                at = mark["start"]
                text["words"] = f"{text['words'][: at - 1]}{wrong}{text['words'][at:]}"
                for one in text["marks"]:
                    one.update(start=one["start"] + 1, end=one["end"] + 1)
                changed.add(plain(text["words"]))
    assert (bool(changed), set()) == (True, found_in(made, made.edition))
    assert changed & {words for rule, words in found_in(made, edition) if rule == "moved"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_table_has_a_row_for_each_part_of_its_total(language: str) -> None:
    """The largest line is left out of the table of all lines, and no note says that a line has no row."""
    made = seeded("ordinary", 99_000_003).make(language)
    edition = json.loads(json.dumps(made.edition))
    table_ = next(one for one in edition["stories"][language]["blocks"] if one["id"] == "table")
    total = plain(table_["rows"][-1]["cells"][2]["words"])
    del table_["rows"][0]
    assert (set(), []) == (found_in(made, made.edition), [note for note in table_["notes"] if note.get("marks")])
    assert ("row", total) in found_in(made, edition)


@pytest.mark.parametrize(
    ("language", "wrong"),
    [
        ("en", "The largest lines were: iron ores at $50.00 million and zinc ores at $30.00 million."),
        ("zh", "金额最大的商品：铁矿砂为5000万美元和锌矿砂为3000万美元。"),
        ("ur", "سب سے زیادہ مالیت ان مدات کی رہی: لوہے کی کچ دھات کی 5 کروڑ ڈالر اور زنک کی کچ دھات کی 3 کروڑ ڈالر۔"),
    ],
)
def test_the_largest_lines_are_the_largest(language: str, wrong: str) -> None:
    """Where nothing can be compared the standfirst lists three lines; the first of them, at 90 million, is left out."""
    sizes = {"7403": 90, "2601": 50, "2608": 30, "7404": 10}
    rows = {
        k: own for k, own in table(lambda code, _: sizes[code] * 10**6, codes=tuple(sizes)).items() if k[1] >= "2025"
    }
    made = months(rows, codes=tuple(sizes), covers="listed", language=language)
    edition = json.loads(json.dumps(made.edition))
    told = [text for text in texts(edition["stories"][language]) if len(text.get("marks", ())) == 3]
    for text in (one for one in told if plain(one["words"]).startswith(wrong[:8])):
        claims = [(mark["claim"], plain(text["words"][mark["start"] : mark["end"]])) for mark in text["marks"][1:]]
        at = [(claim, wrong.index(shown), shown) for claim, shown in claims]
        marks = [{"claim": claim, "start": start, "end": start + len(shown)} for claim, start, shown in at]
        text.update(words=wrong, marks=marks)
    assert set() == found_in(made, made.edition)
    assert ("judgement", wrong) in found_in(made, edition)
