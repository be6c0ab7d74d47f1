"""What stands around the figures without one of its own: days and months, codes and names over a section, columns."""

from __future__ import annotations

import copy
from functools import cache

import pytest

from generator.audit.evidence import Evidence
from generator.audit.rules import judge
from tests.audit.mutate import texts
from tests.audit.seeded import seeded
from tests.story.months import Monthly, months, table

MILLION = 10**6
BEFORE = {"7403": 60, "7402": 28, "2608": 9, "2601": 11, "2606": 4}
NOW = {"7403": 72, "7402": 24, "2608": 11, "2601": 9, "2606": 4}


@cache
def edition(language: str) -> Monthly:
    """Return a month in which refined copper rises and unrefined copper goes the other way."""
    rows = table(lambda code, place: MILLION * (NOW if place >= 24 else BEFORE)[code], codes=tuple(NOW))
    return months(rows, codes=tuple(NOW), language=language)


def found(language: str, old: str, new: str) -> set[str]:
    """Return the rules that hold the edition with `old` written as `new`, in every text that has it."""
    told = copy.deepcopy(edition(language).edition)
    changed = [text for text in texts(told["stories"]) if old in text["words"]]
    for text in changed:
        text["words"] = text["words"].replace(old, new)
    assert changed
    return {item.rule for item in judge(told, Evidence.of(edition(language).claims))}


@pytest.mark.parametrize("language", ["en", "zh", "ur"])
def test_a_sound_edition_passes(language: str) -> None:
    """Its frames are its own."""
    assert edition(language).findings == ()


@pytest.mark.parametrize(
    ("language", "old", "new"),
    [
        ("en", "Figures as of 28 January 2026", "Figures as of 29 January 2026"),
        ("en", "China, 28 January 2026", "China, 28 January 2025"),
        ("en", "December 2025, revision 1", "November 2025, revision 1"),
        ("en", "Minerals, December 2025", "Minerals, December 2024"),
        ("en", "January 2023 to December 2025.", "January 2023 to January 2023."),
        ("en", ": 2025 and 2024.", ": 2025 and 2025."),
        ("en", "added up within each year, 2023 to 2025", "added up within each year, 2024 to 2025"),
        ("en", "in order of December 2025", "in order of October 2025"),
        ("en", "divided by the total of December 2024", "divided by the total of October 2024"),
        ("en", "divided by the total of December 2024", "divided by the total of December 2025"),
        ("en", "minerals-2025-12-en.pdf", "minerals-2024-12-en.pdf"),
        ("zh", "2026年1月28日", "2026年7月28日"),
        ("zh", "除以2024年12月的总额", "除以2024年10月的总额"),
        ("zh", "除以2024年12月的总额", "除以2025年12月的总额"),
        ("zh", "与上年相同月份相比", "与上月相比"),
        ("ur", "28 جنوری 2026", "28 جنوری 2027"),
        ("ur", "جنوری 2023 تا دسمبر 2025", "جنوری 2023 تا دسمبر 2024"),
    ],
)
def test_a_time_without_a_figure_is_the_editions(language: str, old: str, new: str) -> None:
    """Masthead, sources, subtitles, alt texts, the note and the foot name no other day and no other month."""
    assert "date" in found(language, old, new)


@pytest.mark.parametrize(
    ("language", "rule", "old", "new"),
    [
        ("en", "code", "HS 2601 and 2608", "HS 2606 and 2608"),
        ("en", "code", "2601, 2606, 2608", "2608, 2606, 2608"),
        ("en", "name", "refined copper first", "zinc ores first"),
        ("en", "direction", "to the left took away from it", "to the left added to it"),
        ("en", "parties", "China’s mineral and metal imports from Pakistan, by", "India’s imports from Pakistan, by"),
        ("en", "known form", "as China’s General", "as France’s General"),
        ("en", "price", "average value of a tonne", "average value of a kilogram"),
        ("en", "direction", "Two of the five lines rose", "Two of the five lines fell"),
        ("zh", "direction", "未精炼铜连续12个月下降", "未精炼铜连续12个月增长"),
        ("zh", "direction", "减少4800万美元", "减少−4800万美元"),
        ("en", "size", "7.1% more than", "slightly, 7.1% more than"),
        ("zh", "size", "两项增长", "两项略增"),
        ("ur", "size", "فیصد اضافہ ہوا", "فیصد معمولی اضافہ ہوا"),
        ("zh", "price", "每吨均价", "每倍均价"),
        ("zh", "judgement", "右侧的横条增加总额", "右侧的横条飙升总额"),
        ("ur", "parties", "چین کی پاکستان سے معدنیات", "فرانس کی پاکستان سے معدنیات"),
    ],
)  # fmt: skip
def test_a_head_is_of_what_stands_under_it(language: str, rule: str, old: str, new: str) -> None:
    """Codes, names, ways and units that no figure carries are followed to the figures beside them."""
    assert rule in found(language, old, new)


@pytest.mark.parametrize("language", ["en", "zh", "ur"])
def test_a_bar_of_shares_is_called_by_its_own_span(language: str) -> None:
    """The twelve months to November have no figure in their label."""
    made = seeded("ordinary", 5000).make(language)
    told = copy.deepcopy(made.edition)
    stacks = next(block["stacks"] for block in told["stories"][language]["blocks"] if block.get("stacks"))
    assert ("2025-11", (), True) == (told["period"], made.findings, "2024" in stacks[1]["label"]["words"])
    stacks[1]["label"]["words"] = stacks[1]["label"]["words"].replace("2024", "2023")
    assert "date" in {item.rule for item in judge(told, Evidence.of(made.claims))}


@pytest.mark.parametrize(
    ("language", "large", "small", "rule"),
    [("en", "largest", "smallest", "judgement"), ("zh", "大", "小", "strange word")],
)
def test_a_rank_counts_from_the_largest(language: str, large: str, small: str, rule: str) -> None:
    """A line that came to be the third-largest of the year is not called the third-smallest."""
    rows = table(lambda code, place: MILLION * (NOW if place >= 24 else BEFORE)[code], codes=tuple(NOW))
    told = months(rows, codes=tuple(NOW), language=language)
    edition = copy.deepcopy(told.edition)
    ranks = {name for name, claim in Evidence.of(told.claims).claims.items() if claim["kind"] == "rank"}
    for text in texts(edition["stories"]):
        for mark in (one for one in text.get("marks", ()) if one["claim"] in ranks):
            assert large in text["words"][mark["start"] :]
            text["words"] = text["words"][: mark["start"]] + text["words"][mark["start"] :].replace(large, small, 1)
    assert rule in {item.rule for item in judge(edition, Evidence.of(told.claims))}


def test_a_figure_stands_in_the_column_of_its_kind() -> None:
    """A level under "change", a change under "level", and the sum of one year in the row of another."""
    for block, one, other in (("table", (0, 2), (0, 4)), ("table", (0, 2), (1, 3)), ("cumulative", (0, 1), (1, 1))):
        told = copy.deepcopy(edition("en").edition)
        rows = next(part for part in told["stories"]["en"]["blocks"] if part["id"] == block)["rows"]
        (row, at), (other_row, there) = one, other
        cells, others = rows[row]["cells"], rows[other_row]["cells"]
        cells[at], others[there] = others[there], cells[at]
        assert list(judge(told, Evidence.of(edition("en").claims))), (block, one, other)
