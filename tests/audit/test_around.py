"""What stands around the text, the note and the words of pictures and tables, is of known forms."""

# ruff: noqa: RUF001 -- Chinese and Urdu have signs of their own

from __future__ import annotations

import json
import re
from functools import cache

import pytest

from generator.audit.around import around
from generator.audit.around_forms import Part, around_forms, keys_in
from generator.audit.around_places import faults
from generator.audit.edition import Mark, Said, bare
from generator.audit.evidence import Evidence
from generator.audit.grounds import Grounds
from generator.audit.masked import masked
from generator.story.patterns import lexicon_of, sentences_of
from generator.trade.codes import Flow
from tests.audit.month_story import edition as by_hand
from tests.audit.monthly import claims_data
from tests.audit.mutate import Json, texts
from tests.audit.test_unmarked import FIXED, SLOTS, TWO, filled, of_two, swaying
from tests.story.months import Monthly, months

FALSE = {
    "en": {
        "by country of origin": "by country of consignment",
        "in US dollars": "in constant US dollars",
        "CIF, in": "CIF, seasonally adjusted, in",
        "A contribution is a line’s change in dollars, divided by": "A contribution is a line’s change in kind, less",
        "compares December 2025 with December 2024": "compares December 2025 with December 2074",
        "2025 with December 2024, or": "2025 with December 2025, or",
        "Value divided by net weight.": "The price that importers paid.",
        "rounded once": "rounded down",
        "Each figure is traced in claims.json.": "Every figure is confirmed by customs.",
        "a correction is printed first in the next note": "corrections are seldom large",
        "Corrections: desk@example.org": "Corrections: none so far",
        "of Customs recorded them": "of Finance recorded them",
        "A holiday moves between them": "Factories close between them",
        "in order of December 2025": "in order of growth",
        "added up over January–December": "averaged over January–December",
        "the heaviest": "the best",
        "2026. Provisional.": "2026. Provisional. Audited.",
        "The picture in words and figures": "The picture as customs confirmed it",
        "Shares in China": "Growth of China",
    },
    "zh": {
        "按原产地统计": "按启运国统计",
        "以美元计": "以不变价美元计",
        "2025年12月与2024年12月相比，较长": "2025年12月与2074年12月相比，较长",
        "月与2024年12月相比，较长": "月与2025年12月相比，较长",
        "金额与净重之比。": "进口商支付的价格。",
        "并只取整一次": "并只向下取整",
        "每个数字的出处见claims.json。": "每个数字均经海关确认。",
        "更正将首先刊登在下期说明中": "更正通常很小",
        "尚未经母语读者审阅": "已经母语读者审阅",
        "按2025年12月金额排序": "按增幅排序",
        "今年的线最粗": "今年的线最好",
    },
    "ur": {
        "ملکِ اصل کے لحاظ سے": "ملکِ ترسیل کے لحاظ سے",
        "امریکی ڈالر میں": "مستقل امریکی ڈالر میں",
        "موازنہ دسمبر 2024 سے": "موازنہ دسمبر 2074 سے",
        "موازنہ دسمبر 2024": "موازنہ دسمبر 2025",
        "مالیت کو خالص وزن پر تقسیم کیا گیا ہے۔": "درآمد کنندگان کی ادا کردہ قیمت۔",
        "تقریب صرف ایک بار کی گئی ہے": "تقریب صرف نیچے کی طرف کی گئی ہے",
        "ہر عدد کا سراغ claims.json میں ہے۔": "ہر عدد کی تصدیق کسٹمز نے کی ہے۔",
        "اسے ابھی نہیں پڑھا": "اسے پڑھا ہے",
        "دسمبر 2025 کی مالیت کی ترتیب سے": "اضافے کی ترتیب سے",
        "اس سال کی لکیر سب سے موٹی ہے": "اس سال کی لکیر سب سے اچھی ہے",
    },
}


@cache
def sound(language: str) -> Monthly:
    """Return an edition of two lines that is sound."""
    return of_two(language)


def held(told: Monthly, edition: Json, language: str) -> set[str]:
    """Return the texts of `edition` that the rule holds."""
    grounds = Grounds(edition, Evidence.of(told.claims), language)
    return {one.sentence for one in around(edition["stories"][language], grounds)}


@pytest.mark.parametrize(("language", "old"), [(tag, old) for tag, some in FALSE.items() for old in some])
def test_what_the_note_or_a_picture_says_otherwise_is_held(language: str, old: str) -> None:
    """In every file alike; no figure stands in it, and no other rule has a word of it."""
    told = sound(language)
    edition = bare(json.loads(json.dumps(told.edition)))
    assert held(told, edition, language) == set()
    changed = set()
    for text in texts(edition["stories"][language]):
        if old in text["words"]:
            start, shift = text["words"].index(old), len(FALSE[language][old]) - len(old)
            text["words"] = text["words"].replace(old, FALSE[language][old])
            for mark in text.get("marks", ()):
                mark["start"] += shift * (mark["start"] > start)
                mark["end"] += shift * (mark["end"] > start)
            changed.add(text["words"])
    assert changed
    assert changed <= held(told, edition, language)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Scales differ", "Scales are the same"),
        ("rings mark each December", "rings mark each peak"),
        ("rings mark each December", "rings mark each June"),
        ("the last point is the newest", "the last point is the oldest"),
        ("they stand in order, the other lines last", "the longest are the surest"),
    ],
)
def test_how_a_picture_is_drawn_is_held(old: str, new: str) -> None:
    """The edition made by hand has panels and bars."""
    edition = by_hand()
    grounds = Grounds(edition, Evidence.of(claims_data()), "en")
    found = [text for text in texts(edition["stories"]["en"]) if old in text["words"]]
    assert (1, []) == (len(found), list(around(edition["stories"]["en"], grounds)))
    found[0]["words"] = found[0]["words"].replace(old, new)
    assert [found[0]["words"]] == [one.sentence for one in around(edition["stories"]["en"], grounds)]


def test_a_paragraph_of_another_head_is_held() -> None:
    """A sentence that is ours has its own head: that figures are rounded is nothing of which may be corrected."""
    told = sound("en")
    edition = json.loads(json.dumps(told.edition))
    runs = next(one for one in edition["stories"]["en"]["blocks"] if one["kind"] == "note")["runs"]
    rounding = next(run for run in runs if run["head"]["words"] == "Rounding.")
    next(run for run in runs if run["head"]["words"] == "Provisional.")["sentences"] = rounding["sentences"]
    assert {rounding["sentences"][0]["words"]} == held(told, edition, "en")


@pytest.mark.parametrize("flow", [Flow.IMPORT, Flow.EXPORT])
def test_how_goods_are_counted_goes_by_their_way(flow: Flow) -> None:
    """Imports are told by origin, exports by destination."""
    told = of_two("en") if flow == Flow.IMPORT else _exported()
    edition, ways = json.loads(json.dumps(told.edition)), ["by country of origin", "by last known destination"]
    own, other = ways if flow == Flow.IMPORT else ways[::-1]
    text = next(text for text in texts(edition["stories"]["en"]) if own in text["words"])
    assert held(told, edition, "en") == set()
    text["words"] = text["words"].replace(own, other)
    assert {text["words"]} == held(told, edition, "en")


def _exported() -> Monthly:
    return months(swaying(), codes=TWO, flow=Flow.EXPORT)


NOT_SAID = re.compile(  # parts of others
    r"note\.(odd\.(own|within|a_line|months)|gaps\.(some|run|within)|counted\.(the_hs|dollars|published)|bounds\.word)"
)
OVER = re.compile(r"(note\.[a-z_]+|note_beside|note_named|correction)\.head$")
FORMS = {
    "bars": "contributions",
    "panels": "panels",
    "dumbbell": "dumbbell",
    "trend": "trend",
    "waterfall": "waterfall",
    "heat": "heatmap",
    "years": "cumulative",
    "shares": "shares",
    "chart": "ordered_bars",
}
PARTS = {"subtitle": "subtitle", "alt": "alt", "described": "description"}
ASIDES = {"bars.how", "bars.divided", "bars.sum", "dumbbell.which", "dumbbell.left_out", "trend.usual", "trend.lunar",
          "heat.lunar", "years.lunar", "years.lunar_why"}  # fmt: skip


def said_around(language: str) -> list[tuple[str, str, str]]:
    """Return key, place and form of every pattern of the writer's that stands around its text."""
    found = []
    for key in sentences_of(language):
        if language == "en" and key.startswith("note.reader."):
            continue  # nobody has to read English
        first, _, rest = key.partition(".")
        if OVER.search(key):
            found.append((key, "head", ""))
        elif first == "note" and not NOT_SAID.fullmatch(key):
            run = rest.split(".")[0]
            found.append((key, "note", {"rule": "counted", "reader": "composed"}.get(run, run)))
        elif first in {"note_beside", "note_named"}:
            found.append((key, "note", {"note_beside": "beside", "note_named": "names"}[first]))
        elif first in {"dash_note", "folded"} or key in {"low_base_note", "lines_subtitle", "table_subtitle"}:
            found.append((key, "subtitle" if "subtitle" in key else "notes", "table"))
        elif key in ASIDES or key.startswith("waterfall.how"):
            found.append((key, "aside", FORMS[first]))
        elif first in FORMS and (part := re.match("subtitle|alt|described", rest)):
            found.append((key, PARTS[part.group()], FORMS[first]))
    return found


FILLED = {
    "trade": {"en": "imports of minerals", "zh": "进口矿产品", "ur": "معدنیات کی درآمدات"},
    "unit": {"en": "US$ million", "zh": "百万美元", "ur": "ملین امریکی ڈالر"},
    "counted": {"en": "by country of origin", "zh": "按原产地统计", "ur": "ملکِ اصل کے لحاظ سے"},
    "flow": {"en": "imports", "zh": "进口", "ur": "درآمدات"},
    "day": {"en": "28 January 2026", "zh": "2026年1月28日", "ur": "28 جنوری 2026"},
    "month": {"en": "December", "zh": "12月", "ur": "دسمبر"},
    "year": {"en": "2024", "zh": "2024年", "ur": "2024"},
    "in money": {"en": "in dollars", "zh": "美元金额", "ur": "ڈالر میں"},
    "money of": {"en": "in US dollars", "zh": "以美元计", "ur": "امریکی ڈالر میں"},
    "money": {"en": "US dollars", "zh": "美元", "ur": "امریکی ڈالر"},
    "reported": {"en": ", as reported by The Ledger on 28 January 2026", "zh": "，据The Ledger2026年1月28日报道",
                 "ur": "، The Ledger کی 28 جنوری 2026 کی رپورٹ کے مطابق"},
}  # fmt: skip
FIGURE = "77.7"
ALWAYS = {
    **dict.fromkeys(("n", "theirs", "ours", "mean", "size", "level"), FIGURE),
    **dict.fromkeys(("why", "tick", "arrow"), ""),
    "how": "CIF",
    "rule": "FOB",
    "hs": "HS 2022",
    "codes": "2601",
    "years": "2017",
    "contact": "desk@example.org",
    "words": "“above 101”",
    "tag": "Desk",
    "title": "Fixing",
}


@pytest.mark.parametrize("language", SLOTS)
def test_each_sentence_of_the_writers_has_a_form(language: str) -> None:
    """Else a sound edition would be held: of note, tables and pictures of every plan."""
    told, lacking = sound(language), []
    grounds = Grounds(bare(told.edition), Evidence.of(told.claims), language)
    for key, place, form in said_around(language):
        said = written(key, language)
        marks = [Mark("c1", found.start(), found.end()) for found in re.finditer(FIGURE, said)]
        words = masked(Said(said, tuple(marks)), grounds)
        keys = keys_in(language, "head") if place == "head" else (form,)
        forms = [one for each in keys for one in around_forms(language, place, each)]
        lacking += [] if any(one.parts(words) is not None for one in forms) else [(key, words.timed.words)]
    assert lacking == []
    assert len(said_around(language)) > 150


MANY = {
    "en": "Some lines do not cover the same goods in HS 2012 and HS 2017.",
    "zh": "部分商品在HS 2012和HS 2017中涵盖的商品不同。",
    "ur": "بعض مدات کے تحت HS 2012 اور HS 2017 میں ایک ہی اشیا شامل نہیں۔",
}


@pytest.mark.parametrize("language", MANY)
def test_more_lines_than_a_note_names_are_some_lines(language: str) -> None:
    """Other words in their place are no lines."""
    story = bare(sound(language).edition)["stories"][language]
    grounds = Grounds(bare(sound(language).edition), Evidence.of(sound(language).claims), language)
    table = next(block for block in story["blocks"] if block["kind"] == "table")
    table["notes"] = [*table.get("notes", []), {"words": MANY[language]}]
    assert [] == [*around(story, grounds)]
    begins = sentences_of(language)["some_lines"]
    table["notes"][-1] = {"words": MANY[language].replace(begins, "???")}
    assert ["'???' is none of the edition's"] == [one.problem for one in around(story, grounds)]


def written(key: str, language: str) -> str:
    """Return a sentence with something in each of its places."""
    said, slots = sentences_of(language), SLOTS[language]
    pattern = said[key].removeprefix("^")
    if key in {"note.counted.all", "note.counted.codes"}:
        pattern = pattern.replace("{said}", said["note.counted.dollars"].removeprefix("^"))
    if key == "note.rule.before":
        pattern = pattern.replace("{then}", "CIF")
    moment = "year" if key.startswith(("years.", "chart.")) else ""
    own = {name: part[language] for name, part in FILLED.items()} | ALWAYS
    own |= {"names": slots["name"], "name": slots["name"], "line": "HS 2601", "office": office(language)}
    own |= dict.fromkeys(("when", "before", "first", "last"), own["year"] if moment else slots["when"])
    own |= {"whose": own["office"]}
    own |= {"months": own["month"] if key.startswith("years") else slots["when"]}
    if key in {"bars.divided", "note.change.contribution"}:
        own["money"] = own["in money"]
    if key.startswith("note.values."):
        own["money"] = own["money of"]
    if language == "zh" and key.startswith("years."):
        own |= {"first": "2024", "last": "2025"}
    if key == "note.reader.read":
        own["name"] = ""
    words = filled(pattern, FIXED | own)
    return " ".join((words[:1].upper() + words[1:]).split())


def office(language: str) -> str:
    """Return the office of the edition as its note has it."""
    return {"en": "General Administration of Customs", "zh": "海关总署", "ur": "کسٹمز انتظامیہ"}[language]


@pytest.mark.parametrize("language", SLOTS)
def test_each_currency_of_the_writers_is_known(language: str) -> None:
    """By the name that the note has, and no other edition's."""
    for code, name in lexicon_of(language)["currencies"].items():
        evidence = Evidence.of(json.loads(json.dumps(sound(language).claims).replace('"usd"', f'"{code.lower()}"')))
        grounds = Grounds(bare(sound(language).edition), evidence, language)
        shown = bare({"words": name})["words"]
        words = masked(Said(""), grounds)
        for said in (f"{shown} ({code})", shown) if language != "en" else (f"{shown} ({code})", code):
            assert [] == list(faults([Part("money", said, said)], words, {"blocks": []}, grounds, is_note=True)), said
            other = f"constant {said}"
            assert [] != list(faults([Part("money", other, other)], words, {"blocks": []}, grounds, is_note=True)), (
                other
            )
