"""Mix and tonnage of the whole, on fish of gold editions: China from Pakistan, UN Comtrade (comtradeplus.un.org)."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from generator.story.label import Label
from tests.story.months import Monthly, Table, ground, months
from tests.story.news.made import PLAIN, Made, of

NOW, BASE = "2020-06", "2019-06"
SARDINES, OTHER, FLAT = "030353", "030389", "030339"
NAMES = {
    SARDINES: Label("frozen sardines", "sardines", "sardines", plural=True),
    OTHER: Label("other frozen fish", "other frozen fish", "other frozen fish"),
    FLAT: Label("other frozen flat fish", "flat fish", "flat fish", plural=True),
}
# dollars and kilograms of January and February 2020 and 2019, told here as one month: .5433, 1.9454 and 2.0873 dollars
# a kilogram, .5421, 1.8253 and 1.8437 before; together 12,461,921 / 11,078,425 = 1.1249 and 8,198,387 / 4,524,678 =
# 1.8119. The sardines are 58.9 per cent of the weight, after 1.2.
MIXED: Table = {
    (SARDINES, NOW): (3_543_361, 6_521_570), (SARDINES, BASE): (28_922, 53_350),
    (OTHER, NOW): (8_130_207, 4_179_161), (OTHER, BASE): (7_374_802, 4_040_317),
    (FLAT, NOW): (788_353, 377_694), (FLAT, BASE): (794_663, 431_011),
}  # fmt: skip
# fewer sardines: 9,918,560 / 6,396,855 = 1.5505 dollars a kilogram, after 11,712,826 / 10,992,898 = 1.0655
DEARER: Table = {**MIXED, (SARDINES, NOW): (1_000_000, 1_840_000), (SARDINES, BASE): (3_543_361, 6_521_570)}
# September 2020 and 2019: 853 and 2,486 tonnes, 1.4946 and 1.4981 dollars a kilogram in gold 1, of five lines
SHRUNK: Table = {
    (FLAT, NOW): (145_096, 83_624), (FLAT, BASE): (223_934, 135_227),
    (SARDINES, NOW): (52_184, 101_550), (SARDINES, BASE): (162_964, 389_220),
    (OTHER, NOW): (1_077_131, 667_508), (OTHER, BASE): (3_336_752, 1_961_056),
}  # fmt: skip


def told(rows: Table, language: str = "en") -> Monthly:
    """Return the audited edition of June 2020."""
    labels = NAMES if language == "en" else {}
    return months(rows, NOW, codes=(SARDINES, OTHER, FLAT), labels=labels, group="fish", themes=(), language=language)


def test_the_mix_moved_the_average_of_all() -> None:
    """The cheaper line first, both averages, and that of all now and before."""
    edition = told(MIXED)
    assert () == edition.findings
    said = (
        "Sardines averaged $0.54 a kilogram, against $1.95 for other frozen fish (HS 030389); "
        "with more of them in the mix, the average of all fell to $1.12, from $1.81."
    )
    assert said in edition.words


@pytest.mark.parametrize(
    ("language", "parts"),
    [
        ("zh", ["每公斤均价0.54美元", "1.95美元", "前者占比上升", "全部商品均价因此由1.81美元降至1.12美元"]),
        ("ur", ["فی کلوگرام اوسط مالیت 0.54 ڈالر رہی", "کا حصہ بڑھنے سے", "1.81 ڈالر سے گھٹ کر 1.12 ڈالر رہ گئی"]),
    ],
)
def test_the_mix_in_other_languages(language: str, parts: list[str]) -> None:
    """The same figures in their own order."""
    edition = told(MIXED, language)
    assert () == edition.findings
    assert [text for text in edition.words if all(part in text for part in parts)]


def _with(code: str, now: tuple[int, int] | None = None, base: tuple[int, int] | None = None) -> Table:
    return {**MIXED, **({(code, NOW): now} if now else {}), **({(code, BASE): base} if base else {})}


@pytest.mark.parametrize(
    ("rows", "way"),
    [
        (MIXED, "down"),
        (DEARER, "up"),
        (_with(SARDINES, (3_543_361, 10_000_000)), None),  # its own average fell by more than a third
        (_with(OTHER, base=(10_000_000, 4_040_317)), "down"),  # 21 per cent less, and 53 in all
        (_with(OTHER, base=(13_000_000, 4_040_317)), None),  # 40 per cent less, and 63 in all
        (_with(SARDINES, (3_543_361, 0)), None),  # no weight
        ({key: cell for key, cell in MIXED.items() if key != (SARDINES, BASE)}, None),  # none a year before
        (_with(FLAT, (788_353, 3_776_940), (794_663, 43_101)), "down"),  # cheap flat fish as well, and more than half
    ],
)  # fmt: skip
def test_what_is_a_mix(rows: Table, way: str | None) -> None:
    """A tenth in all, less than half of it in each line, half or more in both together."""
    found = _news(rows).mix
    assert way == (found.way if found else None)


def test_the_line_that_the_average_followed_comes_first() -> None:
    """The cheaper one of a fall, the dearer one of a rise."""
    found = [_news(rows).mix for rows in (MIXED, DEARER)]
    assert [SARDINES, OTHER] == [mix.line.value[0].codes[0] for mix in found if mix]


def _news(rows: Table) -> Made:
    return of(ground(rows, NOW, parties=PLAIN))


def spoilt(edition: Monthly, spoil: Callable[[Any], object]) -> tuple[str, ...]:
    """Return what the audit finds once the claim of the mix has been changed."""
    claims = json.loads(json.dumps(edition.claims))
    spoil(next(claim for claim in claims["claims"] if claim["kind"] == "mix"))
    return replace(edition, claims=claims).findings


@pytest.mark.parametrize(
    ("spoil", "why"),
    [
        (lambda mix: mix.update(value="-30"), "value comes to"),
        (lambda mix: mix.update(direction="up"), "its direction is down"),
        (lambda mix: mix["formula"].insert(3, mix["formula"].pop()), "is not on the side of down"),
        (lambda mix: mix["formula"].__setitem__(3, mix["formula"][4]), "a mix is that of two lines"),
    ],
)
def test_another_mix_is_found(spoil: Callable[[Any], object], why: str) -> None:
    """Value, way, order and lines are worked out again."""
    assert any(why in finding for finding in spoilt(told(MIXED), spoil))


def test_the_tonnage_of_the_whole_shrank() -> None:
    """From 4,666 to 3,076 tonnes, 34 per cent, beside 38 per cent of value."""
    rows = {
        (OTHER, NOW): (4_500_000, 2_676_000), (OTHER, BASE): (7_630_000, 4_236_000),
        (FLAT, NOW): (800_000, 400_000), (FLAT, BASE): (900_000, 430_000),
    }  # fmt: skip
    edition = told(rows)
    assert () == edition.findings
    assert "All shipments together shrank 34%, to 3,076 tonnes." in edition.words
    claims = json.loads(json.dumps(edition.claims).replace('"3076000"', '"3076001"'))
    assert any("value comes to 3076000" in finding for finding in replace(edition, claims=claims).findings)


def test_the_tonnage_of_the_whole_is_told_once() -> None:
    """Under the headline it stands beside the average."""
    edition = told(SHRUNK)
    assert () == edition.findings
    assert "853 tonnes, 66% less; a kilogram averaged $1.49, against $1.50." in edition.words
    assert "All shipments" not in edition.prose


SARDINE_MONTHS = [2_000_000] * 6 + [300_000] * 5 + [100_000]  # 12.0 million and 1.6: 88 per cent in the first half


@pytest.mark.parametrize(
    ("sardines", "said"),
    [
        (SARDINE_MONTHS, ["to $13.60 million, $12.00 million of it in the first half"]),
        (SARDINE_MONTHS[::-1], ["to $13.60 million, $12.00 million of it in the second half"]),
        ([1_000_000] * 12, []),
    ],
)
def test_a_half_brought_most_of_a_year(sardines: list[int], said: list[str]) -> None:
    """Three quarters or more of the line that leads a year."""
    rows: dict[tuple[str, str], tuple[int, int]] = {}
    for month, dollars in enumerate(sardines, 1):
        rows[SARDINES, f"2020-{month:02d}"] = dollars, dollars
        rows[SARDINES, f"2019-{month:02d}"] = 500_000, 500_000
        rows[OTHER, f"2020-{month:02d}"] = rows[OTHER, f"2019-{month:02d}"] = 400_000, 400_000
    edition = months(rows, "2020", codes=(SARDINES, OTHER), labels=NAMES, group="fish", themes=(), parties=PLAIN)
    assert () == edition.findings
    assert said == re.findall(r"to \$13\.60 million, \S+ million of it in the \w+ half", edition.prose)
    if said:
        claims = json.loads(json.dumps(edition.claims).replace('"12000000"', '"12000001"'))
        assert any("value comes to 12000000" in finding for finding in replace(edition, claims=claims).findings)


def test_a_weight_at_the_average_of_a_year_before() -> None:
    """Crude oil of gold 12: 538.699 dollars a tonne, 55,963,973 tonnes, 30.148 billion dollars."""
    rows = {
        ("270900", "2025-12"): (26_670_190_841, 55_963_973_427),
        ("270900", "2024-12"): (25_686_532_260, 47_682_537_757),
    }
    edition = months(rows, "2025-12", codes=("270900",), labels={}, themes=(), parties=("CHN", "W00"))
    assert () == edition.findings
    said = "At the average value of a year earlier, the 55.96 million tonnes would have come to $30.15 billion."
    assert said in edition.words
    claims = json.loads(json.dumps(edition.claims))
    worth = next(claim for claim in claims["claims"] if claim["kind"] == "at_average")
    worth["formula"][2][1:] = reversed(worth["formula"][2][1:])
    assert any("a unit value is of money" in finding for finding in replace(edition, claims=claims).findings)
