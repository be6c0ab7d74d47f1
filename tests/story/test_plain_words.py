"""Words that a reader would stumble over: a code in the place of a name, an office of no country, a figure in e+04."""

from __future__ import annotations

from typing import Any

import pytest

from generator.intake.plausibility.phrases import factor
from generator.story.label import described
from tests.audit.owing import heard
from tests.story.months import Monthly, months, table

MILLION = 10**6
CODES = ("7402", "7403")


def told(*codes: str, **hand: Any) -> Monthly:  # noqa: ANN401 -- as months() takes them
    """Return the audited story of lines that grow month by month."""
    found = months(table(lambda _, place: MILLION * (9 + place), codes=codes or CODES), codes=codes or CODES, **hand)
    assert found.findings == ()
    return found


def test_all_goods_are_told_as_the_trade_that_they_are() -> None:
    """Neither "Pakistani all goods" nor "HS TOTAL": China’s imports from Pakistan."""
    of = told("TOTAL", group="")
    assert of.block("finding").headline.words.startswith("China’s imports from Pakistan ")
    assert "China’s imports from Pakistan came to $44.00 million in December 2025" in of.said("lede")
    assert [text.words for text in of.block("table").head][:2] == ["Line", "2025"]
    assert not [words for words in of.words if "TOTAL" in words]


def test_un_comtrade_is_named_first() -> None:
    """Its terms ask for it."""
    of = told(customs="customs (UN Comtrade)")
    assert of.block("table").source.words.startswith("Source: UN Comtrade, customs of China, 28 January 2026.")
    assert of.said("lede").count("China’s customs (UN Comtrade) reported") == 1


def test_a_code_of_the_briefing_without_trade_is_named() -> None:
    """It stands in the title: a reader looks for it in vain."""
    rows = table(lambda _, place: MILLION * (9 + place), codes=CODES)
    of = months(rows, codes=(*CODES, "7404", "7602"))
    said = "No trade in HS 7404 and 7602 was recorded in December 2025, or a year before."
    assert (said in of.words, of.findings) == (True, ())
    assert heard(of, '["code", "7404"], ["code", "7602"]', '["code", "7404"], ["code", "7402"]') != []
    assert not [words for words in told().words if "No trade in HS" in words]


def test_narrow_parts_stand_together() -> None:
    """Five names with their lines in a twentieth of the bar lay over each other."""
    sizes = {"7402": 770, "7403": 160, "7404": 25, "2608": 16, "2601": 12, "2606": 10, "7602": 7}
    of = months(table(lambda code, _: 10**5 * sizes[code], codes=tuple(sizes)), codes=tuple(sizes))
    parts = of.block("shares").stacks[0].parts
    assert [part.codes for part in parts[:-1]] == [("7402",), ("7403",), ("7404",)]
    assert "Four other lines" == parts[-1].label.words
    assert of.findings == ()


def test_lines_without_trade_are_not_counted_among_others() -> None:
    """Of eight lines that the table of goods has, two were traded in no month of the two years that are drawn."""
    sizes = {"7402": 500, "7403": 300, "7404": 100, "2608": 15, "2601": 15, "2606": 15, "7602": 15, "2610": 15}
    old = {"7602", "2610"}
    rows = table(lambda code, place: 10**5 * sizes[code] * (code not in old or place < 12), codes=tuple(sizes))
    of = months(rows, codes=tuple(sizes))
    assert "Three other lines" == of.block("shares").stacks[0].parts[-1].label.words
    assert of.findings == ()


@pytest.mark.parametrize(
    ("ratio", "said"),
    [
        (12, "12 times"),
        (1.5, "1.5 times"),
        (1 / 12, "1/12 of"),
        (1 / 10_100, "1/10,100 of"),
        (23_456.7, "23,457 times"),
    ],
)
def test_a_factor_is_written_as_people_write(ratio: float, said: str) -> None:
    """Whoever took a file in read "1/1.01e+04 of its usual size"."""
    assert said == factor(ratio)


def test_prepared_fish_goes_by_its_kind() -> None:
    """HS 0303, 0304 and 160414 are fish and fish products, not goods of three codes."""
    codes = ("0303", "0304", "160414")
    of = told(*codes, group="", labels={})
    assert "China’s imports of selected fish and fish products from Pakistan came to" in of.said("lede")
    assert described("160414", "en").full == "prepared tunas and bonito"


def test_a_line_without_a_name_has_its_chapter_in_the_margin() -> None:
    """To say "Goods of HS 8404" and "HS 8404" below it is to say one thing twice."""
    codes = ("8404", "7403")
    rows = table(lambda code, place: MILLION * (9 + place * (1 + (code == "8404"))), codes=codes)
    of = months(rows, codes=codes, labels={})
    labels = [of.block(one.id).label.words for one in of.story.blocks if one.id.startswith("theme")]
    assert [label for label in labels if label.startswith("Goods of")] == []
    assert of.findings == ()
