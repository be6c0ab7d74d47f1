"""An editor's words in Chinese and Urdu are followed to the figures, strictly: what is not understood is refused.

The table is that of test_editor.py: imports of December 2025 rose 12%, refined copper 20%; unrefined copper fell 3.6%,
iron ores 55%; zinc ores doubled, lead ores ended, chromium ores are new, aluminium ores did not move.
"""

# ruff: noqa: RUF001 -- Chinese and Urdu have signs of their own
from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from functools import cache

import pytest

from generator.errors import SettingsError
from generator.story.brief import Remark, Remarks
from generator.story.hearing.tables import table_of
from generator.story.label import Label
from generator.story.patterns import hearing_of
from generator.story.words import speak
from tests.story.months import Monthly, months
from tests.story.test_editor import WHERE, _table

LABELS: Mapping[str, Mapping[str, Label]] = {
    "zh": {
        code: Label(name, name, name)
        for code, name in {
            "74": "铜及铜制品",
            "7403": "精炼铜",
            "7402": "未精炼铜",
            "2608": "锌矿砂",
            "2601": "铁矿砂",
            "2606": "铝矿砂",
            "2607": "铅矿砂",
            "2610": "铬矿砂",
        }.items()
    },
    "ur": {
        code: Label(name, name, name, oblique=(oblique,) * 3)
        for code, (name, oblique) in {
            "74": ("تانبا اور تانبے کی اشیا", "تانبے اور تانبے کی اشیا"),
            "7403": ("صاف تانبا", "صاف تانبے"),
            "7402": ("غیر ریفائنڈ تانبا", "غیر ریفائنڈ تانبے"),
            "2608": ("زنک کی کچ دھات", ""),
            "2601": ("لوہے کی کچ دھات", ""),
            "2606": ("ایلومینیم کی کچ دھات", ""),
            "2607": ("سیسے کی کچ دھات", ""),
            "2610": ("کروم کی کچ دھات", ""),
        }.items()
    },
}
SOUND = {"zh": "精炼铜增长", "ur": "صاف تانبے میں اضافہ"}
SOURCES = {"zh": "《港口新闻》，2025年3月3日", "ur": "ہاربر نیوز، 3 مارچ 2025"}
TRUE = {
    "zh": [
        "2025年12月矿产品进口增长12%",
        "精炼铜和锌矿砂增长，而铁矿砂下降",
        "增长的精炼铜，下降的铁矿砂",
        "自巴基斯坦进口精炼铜7200万美元",
        "12月铁矿砂锐减",
        "锌矿砂近翻番，铅矿砂归零",
        "铅矿砂没有进口",
        "铬矿砂从无到有",
        "精炼铜居首",
        "2025年矿产品进口增长",
        "未精炼铜略降",
        "铝矿砂持平",
        "锌矿砂进口高于上年同期",
        "巴基斯坦矿产品在中国",
    ],
    "ur": [
        "دسمبر 2025 میں معدنیات کی درآمدات میں 12 فیصد اضافہ ہوا",
        "صاف تانبے میں اضافہ، لوہے کی کچ دھات میں کمی",
        "پاکستان سے معدنیات کی درآمدات بڑھ گئیں",
        "صاف تانبے کی درآمدات 7 کروڑ 20 لاکھ ڈالر رہیں",
        "لوہے کی کچ دھات میں تیزی سے کمی",
        "زنک کی کچ دھات دگنی ہو گئی",
        "زنک کی کچ دھات گزشتہ سال سے زیادہ رہی",
        "سیسے کی کچ دھات کی کوئی درآمد نہیں ہوئی",
        "صاف تانبا سرفہرست",
        "2025 میں معدنیات کی درآمدات میں اضافہ ہوا",
        "غیر ریفائنڈ تانبے میں معمولی کمی",
        "ایلومینیم کی کچ دھات تقریباً برابر",
    ],
}
FALSE = {
    "zh": [
        ("进口增长十倍", "“十” is a figure that the data of this edition do not have."),
        ("进口增长3倍", "the figure “3倍” is not one that the data of this edition have."),
        ("进口翻两番", "“翻” is a figure"),
        ("一半是精炼铜", "“一半” is a figure"),
        ("精炼铜归零", "“归零” is said of 精炼铜 (HS 7403), which rose 20%."),
        ("铁矿砂没有进口", "“没有进口” is said of 铁矿砂 (HS 2601), which fell 55%."),
        ("锌矿砂从无到有", "“从无到有” is said of 锌矿砂"),
        ("精炼铜下降", "“下降” is said of 精炼铜 (HS 7403), which rose 20%."),
        ("未精炼铜增长", "“增长” is said of 未精炼铜"),
        ("精炼铜和未精炼铜增长", "“增长” is said of 未精炼铜"),
        ("下降的精炼铜", "“下降” is said of 精炼铜"),
        ("精炼铜持平", "“持平” is said of 精炼铜"),
        ("矿产品进口激增", "“激增” is said of the total, which rose 12%: 40% is too little."),
        ("锌矿砂略增", "5% is the most."),
        ("精炼铜翻一番", "“翻一番” is said of 精炼铜"),
        ("铁矿砂，精炼铜增长", "“铁矿砂” stands beside “增长”, and no word says how it moved."),
        ("铁矿砂居首", "“居首” is said of 铁矿砂 (HS 2601), which came after 精炼铜 (HS 7403)."),
        ("进口连续增长", "“连续” speaks of more months"),
        ("进口创历史新高", "“历史” speaks of more months"),
        ("进口将增长", "“将” beside “增长” tells what will be"),
        ("进口没有下降", "“没有” beside “下降” cannot be followed to a figure."),
        ("仅精炼铜增长", "“仅” beside “增长” cannot be followed to a figure."),
        ("11月进口增长", "“增长” is said of “11月”, of which this edition has no change."),
        ("矿产品进口环比增长", "“增长” is said of “环比”"),
        ("由于关税，铁矿砂下降", "“由于” gives a cause, and figures have none."),
        ("铁矿砂受需求影响下降", "“受” gives a cause"),
        ("需求带动精炼铜增长", "“带动” gives a cause"),
        ("精炼铜增长，得益于新协议", "“得益于” gives a cause"),
        ("进口强劲", "“强劲” is a judgement, and no figure stands for it."),
        ("精炼铜大幅增长", "“大幅” is a judgement"),
        ("精炼铜需求增长", "“需求” is no word that is known here."),
        ("钢材进口增长", "“钢材” is no word that is known here."),
        ("出口增长", "“出口” is no word that is known here."),
        ("增长", "“增长” is said of no line that is named."),
        ("精炼铜步履维艰", "“步履维艰” is no word that is known here."),
        ("中国自巴基斯坦进口增长", "“进口” stands for all goods, and this edition counts HS 26, HS 74 alone."),
        ("铁矿砂增长20%", "the figure “20%” is that of 精炼铜 (HS 7403), which is not named beside it."),
        ("铜增长20%", "the figure “20%” is that of 精炼铜"),
        ("矿产品进口下降12%", "“下降” is said of the total, which rose 12%."),
        ("精炼铜增长20%，为7200万美元", "the headline has 2 figures; one is the most."),
        (
            "中国自巴基斯坦进口矿产品增长，其中精炼铜增长，铁矿砂下降，锌矿砂增长，铁矿砂下降",
            "letters; 38 are the most.",
        ),
    ],
    "ur": [
        ("درآمدات دس گنا بڑھ گئیں", "“دس” is a figure that the data of this edition do not have."),
        ("نصف صاف تانبا ہے", "“نصف” is a figure"),
        ("درآمدات نصف رہ گئیں", "“نصف رہ گئیں” is said of the total, which rose 12%."),
        ("صاف تانبے میں کمی", "“کمی” is said of صاف تانبا (HS 7403), which rose 20%."),
        ("غیر ریفائنڈ تانبے میں اضافہ", "“اضافہ” is said of غیر ریفائنڈ تانبا"),
        ("صاف تانبے اور غیر ریفائنڈ تانبے میں اضافہ", "“اضافہ” is said of غیر ریفائنڈ تانبا"),
        ("زنک کی کچ دھات ختم ہو گئی", "“ختم ہو گئی” is said of زنک کی کچ دھات"),
        ("لوہے کی کچ دھات کی کوئی درآمد نہیں ہوئی", "“کوئی درآمد نہیں ہوئی” is said of"),
        ("صاف تانبا دگنا", "“دگنا” is said of صاف تانبا"),
        ("صاف تانبے میں بہت اضافہ", "40% is too little."),
        ("زنک کی کچ دھات میں معمولی اضافہ", "5% is the most."),
        ("درآمدات بڑھیں، لوہے کی کچ دھات بھی", "“لوہے کی کچ دھات” stands beside “بڑھیں”"),
        ("لوہے کی کچ دھات سرفہرست", "“سرفہرست” is said of لوہے کی کچ دھات (HS 2601), which came after"),
        ("درآمدات مسلسل بڑھیں", "“مسلسل” speaks of more months"),
        ("درآمدات ریکارڈ سطح پر", "“ریکارڈ” speaks of more months"),
        ("درآمدات دوبارہ بڑھیں", "“دوبارہ” speaks of more months"),
        ("درآمدات بڑھیں گی", "“گی” beside “بڑھیں” tells what will be"),
        ("درآمدات میں کمی نہیں ہوئی", "“نہیں” beside “کمی” cannot be followed to a figure."),
        ("صرف صاف تانبا بڑھا", "“صرف” beside “بڑھا” cannot be followed to a figure."),
        ("نومبر میں درآمدات بڑھیں", "“بڑھیں” is said of “نومبر”, of which this edition has no change."),
        ("ماہانہ بنیاد پر درآمدات بڑھیں", "“بڑھیں” is said of “ماہانہ بنیاد پر”"),
        ("ٹیرف کی وجہ سے لوہے کی کچ دھات میں کمی", "“کی وجہ سے” gives a cause, and figures have none."),
        ("مانگ کے باعث صاف تانبے میں اضافہ", "“کے باعث” gives a cause"),
        ("نئے معاہدے کی بدولت صاف تانبے میں اضافہ", "“کی بدولت” gives a cause"),
        ("مضبوط درآمدات", "“مضبوط” is a judgement, and no figure stands for it."),
        ("سٹیل کی درآمدات میں اضافہ", "“سٹیل” is no word that is known here."),
        ("برآمدات میں اضافہ", "“برآمدات” is no word that is known here."),
        ("صاف تانبے کی مانگ بڑھی", "“مانگ” is no word that is known here."),
        ("اضافہ ہوا", "“اضافہ” is said of no line that is named."),
        ("چین کی پاکستان سے درآمدات میں اضافہ", "“درآمدات” stands for all goods"),
        (
            "لوہے کی کچ دھات میں 20 فیصد اضافہ",
            "the figure “20 فیصد” is that of صاف تانبا (HS 7403), which is not named",
        ),
        ("معدنیات کی درآمدات میں 12 فیصد کمی", "“کمی” is said of the total, which rose 12%."),
    ],
}
# by the audit alone: their words are of a place, a small step or no line
UNHEARD = {
    "zh": {"锌矿砂略增", "精炼铜需求增长", "钢材进口增长", "铁矿砂，精炼铜增长", "铁矿砂居首", "精炼铜步履维艰"},
    "ur": {
        "سٹیل کی درآمدات میں اضافہ",
        "درآمدات بڑھیں، لوہے کی کچ دھات بھی",
        "لوہے کی کچ دھات سرفہرست",
        "صاف تانبے کی مانگ بڑھی",
        "زنک کی کچ دھات میں معمولی اضافہ",
    },
}


def in_each(cases: Mapping[str, list[str]]) -> list[tuple[str, str]]:
    """Return the cases with their language."""
    return [(language, words) for language, own in cases.items() for words in own]


def with_headline(language: str, words: str) -> Monthly:
    """Return the edition under an editor's headline."""
    told = months(_table(), labels=LABELS[language], language=language, headline=words, headline_where=WHERE)
    return replace(told, edition={**told.edition, "editors_files": ["ab" * 32]})


def with_remark(language: str, words: str, *sources: str) -> Monthly:
    """Return the edition with an editor's paragraph."""
    remarks = (Remarks("", (Remark(words, sources, "ab" * 32, WHERE),)),)
    return months(_table(), labels=LABELS[language], language=language, remarks=remarks)


@cache
def _sound(language: str) -> Monthly:
    return with_headline(language, SOUND[language])


@pytest.mark.parametrize(
    ("language", "words", "said"), [(language, *case) for language, own in FALSE.items() for case in own]
)
def test_what_the_figures_do_not_bear_out_is_refused_at_its_line(language: str, words: str, said: str) -> None:
    """In a headline, with the word that is wrong and a remedy."""
    with pytest.raises(SettingsError) as fault:
        with_headline(language, words)
    assert (WHERE, True) == (fault.value.where, bool(fault.value.remedy))
    assert said in fault.value.problem


@pytest.mark.parametrize(
    ("language", "words"), [(language, words) for language, own in FALSE.items() for words, _ in own[:-1][::4]]
)
def test_a_paragraph_is_read_as_a_headline_is(language: str, words: str) -> None:
    """Below a sentence of something else."""
    first, stop = {"zh": ("谈判正在进行。", "。"), "ur": ("مذاکرات ہوئے۔ ", "۔")}[language]
    with pytest.raises(SettingsError) as fault:
        with_remark(language, f"{first}{words}{stop}")
    assert WHERE == fault.value.where


@pytest.mark.parametrize(("language", "words"), in_each(TRUE))
def test_what_the_figures_bear_out_is_printed(language: str, words: str) -> None:
    """Checked against the figures, and passed by the audit, which looks for itself."""
    told = with_headline(language, words)
    assert (words, ()) == (told.story.subject.words, told.findings)


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("zh", "谈判正在进行。"),
        ("zh", "展会将于3月15日在北京举行。"),
        ("zh", "铁矿砂由2024年12月的1100万美元降至500万美元。"),
        ("zh", "2025年，精炼铜进口8.64亿美元。"),
        ("zh", "2025年12月，铅矿砂没有贸易。"),
        ("ur", "مذاکرات ہوئے۔"),
        ("ur", "نمائش 15 مارچ کو بیجنگ میں ہو گی۔"),
        (
            "ur",
            (
                "لوہے کی کچ دھات دسمبر 2024 کے 1 کروڑ 10 لاکھ ڈالر سے کم ہو کر 50 لاکھ ڈالر رہی،"
                " جبکہ زنک کی کچ دھات دگنی ہو گئی۔"
            ),
        ),
        ("ur", "2025 میں صاف تانبے کی درآمدات 86 کروڑ 40 لاکھ ڈالر رہیں۔"),
        ("ur", "دسمبر 2025 میں سیسے کی کچ دھات کی کوئی تجارت نہیں ہوئی۔"),
    ],
)
def test_an_honest_paragraph_is_printed(language: str, words: str) -> None:
    """What it says of lines is so, and what names no line is no matter of figures."""
    told = with_remark(language, words)
    assert [] == [finding for finding in told.findings if "no editor's file" not in finding]


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("zh", "由于关税，铁矿砂下降十倍（《港口新闻》，2025年3月3日）。"),
        ("ur", "ٹیرف کے باعث لوہے کی کچ دھات دس گنا گر گئی (ہاربر نیوز، 3 مارچ 2025)۔"),
    ],
)
def test_a_sentence_with_a_source_of_its_own_is_the_sources(language: str, words: str) -> None:
    """What others measured, and their reason for it, are not in the figures."""
    told = with_remark(language, words, SOURCES[language])
    assert words in told.words
    assert [] == [finding for finding in told.findings if "no editor's file" not in finding]
    with pytest.raises(SettingsError):
        with_remark(language, words)


@pytest.mark.parametrize(
    ("language", "text", "words", "value", "unit"),
    [
        ("zh", "为1416万美元。", "1416万美元", "14160000", "usd"),
        ("zh", "为11.4亿美元", "11.4亿美元", "1140000000", "usd"),
        ("zh", "达1.2万亿元人民币", "1.2万亿元人民币", "1200000000000", "cny"),
        ("zh", "运了2.1万吨", "2.1万吨", "21000000", "kg"),
        ("zh", "增加3.1个百分点", "3.1个百分点", "3.1", "pp"),
        ("zh", "下降12%", "12%", "12", "pct"),
        ("zh", "为上年的2.6倍", "2.6倍", "2.6", "ratio"),
        ("zh", "增长2.6倍", "2.6倍", "2.6", "more"),
        ("zh", "12项商品", "12", "12", "count"),
        ("ur", "1 کروڑ 41 لاکھ 60 ہزار ڈالر رہی", "1 کروڑ 41 لاکھ 60 ہزار ڈالر", "14160000", "usd"),
        ("ur", "1 ارب 14 کروڑ ڈالر", "1 ارب 14 کروڑ ڈالر", "1140000000", "usd"),
        ("ur", "14.16 ملین ڈالر", "14.16 ملین ڈالر", "14160000", "usd"),
        ("ur", "21 ہزار ٹن", "21 ہزار ٹن", "21000000", "kg"),
        ("ur", "3.1 فیصد پوائنٹ", "3.1 فیصد پوائنٹ", "3.1", "pp"),
        ("ur", "12 فیصد کمی", "12 فیصد", "12", "pct"),
        ("ur", "2.6 گنا", "2.6 گنا", "2.6", "ratio"),
    ],
)
def test_a_figure_is_read_with_its_unit(language: str, text: str, words: str, value: str, unit: str) -> None:
    """万 and 亿, کروڑ and ارب are scales; by how many times something grew is no ratio."""
    (found,) = speak(language).ear.figures_in(text)
    assert (words, Decimal(value), unit) == (found.words, found.value, found.unit)


@pytest.mark.parametrize(
    ("language", "text", "unit"),
    [
        ("zh", "达到30亿至40亿美元", "usd"),
        ("zh", "为2.6至3.5倍", "ratio"),
        ("ur", "3 ارب سے 4 ارب ڈالر", "usd"),
        ("ur", "2.6 سے 3.5 گنا", "ratio"),
    ],
)
def test_both_ends_of_a_range_have_its_unit(language: str, text: str, unit: str) -> None:
    """It is said once, after the second."""
    assert [unit, unit] == [found.unit for found in speak(language).ear.figures_in(text)]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("zh", "2026年1月27日公布了2024年和12月的HS 2603、2608"),
        ("ur", "27 جنوری 2026 کو HS 2603 اور 2608، دسمبر 2024 اور 2025"),
    ],
)
def test_dates_codes_and_years_are_no_figures(language: str, text: str) -> None:
    """They name what a figure is about."""
    assert [] == list(speak(language).ear.figures_in(text))


@pytest.mark.parametrize(
    ("language", "text", "qualifier"),
    [
        ("zh", "超过7000万美元", "over"),
        ("zh", "7000多万美元", "over"),
        ("zh", "7000万美元左右", "about"),
        ("ur", "7 کروڑ ڈالر سے زیادہ", "over"),
        ("ur", "تقریباً 7 کروڑ ڈالر", "about"),
        ("ur", "7 کروڑ ڈالر", "exact"),
    ],
)
def test_a_figure_has_its_qualifier(language: str, text: str, qualifier: str) -> None:
    """Before it or after it."""
    assert qualifier == next(iter(speak(language).ear.figures_in(text))).qualifier


@pytest.mark.parametrize(
    ("language", "text", "parts"),
    [
        ("zh", "进口增长。\n铜下降！ 铁\n持平。", ["进口增长。", "铜下降！", "铁持平。"]),
        ("ur", "درآمدات بڑھیں۔ تانبا\nگھٹا؟ نہیں۔", ["درآمدات بڑھیں۔", "تانبا گھٹا؟", "نہیں۔"]),
    ],
)
def test_a_paragraph_has_sentences(language: str, text: str, parts: list[str]) -> None:
    """A line's end is a space in Urdu, and nothing in Chinese."""
    assert parts == speak(language).ear.sentences(text)


@pytest.mark.parametrize("language", LABELS)
def test_no_word_has_two_classes(language: str) -> None:
    """Which of them counts nobody could say."""
    said = [word for words in hearing_of(language)["words"].values() for word in words.split()]
    assert [] == sorted({word for word in said if said.count(word) > 1})
    assert set(table_of(language).classes.values()) >= {"up", "down", "flat", "cause", "past", "praise", "plain"}


@pytest.mark.parametrize(
    ("language", "words", "short"),
    [
        ("zh", "已配剂量的抗生素药品", "已配剂量的抗生素药品"),
        ("zh", "铜、镍或铝制的家用器具及其零件和未列明的附属制品", "HS 2603"),
        ("ur", "تانبے کی پلیٹیں", "تانبے کی پلیٹیں"),
    ],
)
def test_a_name_of_a_code_list_can_stand_in_a_sentence(language: str, words: str, short: str) -> None:
    """A long one in sentences alone: charts and tables have its code."""
    found = speak(language).ear.from_list(words, "2603")
    assert found
    assert (words, short) == (found.full, found.short)


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("zh", "铜矿砂（品位≥20%）"),
        ("zh", "Copper ores"),
        ("zh", "长" * 41),
        ("ur", "تانبا 99.9"),
        ("ur", "Copper"),
        ("ur", "خام تانبا"),  # its end changes before a postposition, and a list does not say how
    ],
)
def test_words_of_a_code_list_that_are_no_name_are_not_printed(language: str, words: str) -> None:
    """Signs and measures, other letters."""
    assert speak(language).ear.from_list(words, "2603") is None
