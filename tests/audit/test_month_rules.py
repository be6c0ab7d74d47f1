"""Link B for months: one sentence, one shape or one word broken at a time."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from generator.audit.evidence import Evidence
from generator.audit.recompute import trace
from generator.audit.rules import judge
from generator.audit.tongues import LEXICONS
from generator.audit.when import mentions
from generator.trade.period import Period
from tests.audit.month_story import edition
from tests.audit.monthly import RELEASE, claims_data, raw
from tests.audit.sample import block, text

Data = dict[str, Any]


def judged(told: Data, proof: Data | None = None) -> list[tuple[str, str]]:
    """Return rule and sentence of every finding of link B."""
    return [(item.rule, item.sentence) for item in judge(told, Evidence.of(proof or claims_data()))]


def traced(told: Data) -> list[str]:
    """Return what the raw rows do not bear out, as lines."""
    return [str(item) for item in trace(told, Evidence.of(claims_data()), raw, None)]


def with_paragraph(*sentences: str) -> Data:
    """Return the monthly sample with one more paragraph."""
    told = edition()
    paragraph = [text(sentence) for sentence in sentences]
    section = block("section", ["html"], role="text", label=None, codes=None, dateline=None, paragraphs=[paragraph])
    told["stories"]["en"]["blocks"].insert(4, section)
    return told


def of(told: Data, name: str) -> Data:
    """Return the block called `name`."""
    found: Data = next(item for item in told["stories"]["en"]["blocks"] if item["id"] == name)
    return found


def test_a_sound_month_breaks_no_rule() -> None:
    """The monthly sample passes."""
    assert [] == judged(edition())


BROKEN = [
    ("period", "Refined copper came to [$30.00 million|level7403] in November."),
    ("period", "Refined copper came to [$30.00 million|level7403] in December 2024."),
    ("period", "Refined copper came to [$30.00 million|level7403] in 2025."),
    ("period", "Refined copper came to [$20.00 million|was7403]."),
    ("period", "Refined copper came to [$20.00 million|was7403] a month earlier."),
    ("period", "In October 2025 refined copper came to [$30.00 million|level7403]."),
    ("period", "The lines came to [$334.0 million|ytd] in December 2025."),
    ("period", "The lines came to [$334.0 million|ytd]."),
    ("period", "Refined copper rose [36%|mom7403] on December 2024, and more on November 2025."),
    ("period", "[Two|rose] lines rose on November 2025."),
    ("period", "[Two|rose] lines rose from December 2024 to December 2026."),
    ("period", "Customs recorded [$37.0 million|total] of mineral and metal imports from Pakistan in December 2024."),
    ("period", "In 2024 the total fell by [$2.0 million|ytd_change] on 2024."),
    ("period", "The total to December 2024 was up [32%|total_up] on December 2024."),
    ("period", "The total to December 2024 was up [32%|total_up] on December 2024, to [$37.0 million|total]."),
    ("compare period", "Refined copper rose [36%|mom7403] on December 2024."),
    ("compare period", "Refined copper came to [$30.00 million|level7403] in December, as much as a month before."),
    ("compare period", "Refined copper rose [36%|mom7403] on a year earlier, and on November 2025."),
    ("compare period", "Refined copper rose [50%|up7403] on a month earlier, from December 2024."),
    ("compare period", "Refined copper rose [50%|up7403]."),
    ("rounding", "China took [5,001 tonnes|kilos] of refined copper."),
    ("rounding", "China took [5.1 thousand tonnes|kilos] of refined copper."),
    ("rounding", "A tonne of refined copper came to [$6,001 a tonne|worth]."),
    ("rounding", "Copper ores were down for an [eleventh month in a row|streak]."),
    ("rounding", "Copper ores were down for [13 months|streak]."),
    ("rounding", "Refined copper was at its [highest since July 2023|since]."),
    ("rounding", "Refined copper was at its [lowest since June 2023|since]."),
    ("rounding", "Chromium ores had their [smallest|record] month."),
    ("rounding", "Copper ores were the [third|rank] line of 2025."),
    ("rounding", "Copper ores were the [largest|rank] line of 2025."),
    ("rounding", "Refined copper [doubled|up7403] from December 2024."),
    ("moved", "Refined copper rose by [$30.00 million|level7403]."),
    ("moved", "Refined copper rose [50%|up7403] on December 2024 by [$30.00 million|level7403]."),
    ("moved", "Refined copper rose to [50%|up7403] on December 2024."),
    ("unit", "China took [$5,000|kilos] of refined copper."),
    ("unit", "The average value of refined copper was [$6,000|worth]."),
    ("direction", "Copper ores rose for a [twelfth month in a row|streak]."),
    ("direction", "[Two|rose] lines fell, the others did not."),
    ("direction", "The total was [32%|total_up] less than in December 2024."),
    ("judgement", "Refined copper had its largest month, [$30.00 million|level7403]."),
    ("judgement", "It was a record month for refined copper."),
    ("price", "The price of refined copper rose [20%|worth_up] from December 2024."),
    ("parties", "India took [$30.00 million|level7403] of refined copper."),
    ("parties", "Indian refined copper came to [$30.00 million|level7403]."),
    ("parties", "Pakistan imported [$30.00 million|level7403] of refined copper."),
    (
        "parties",
        "Pakistan’s exports of refined copper to China rose [50%|up7403] from December 2024.",
    ),
    ("parties", "China\N{RIGHT SINGLE QUOTATION MARK}s imports from China were refined copper."),
    ("parties", "Imports into Pakistan were refined copper."),
    ("parties", "Imports from China were refined copper."),
]


@pytest.mark.parametrize(("rule", "sentence"), BROKEN, ids=[f"{rule}: {sentence}" for rule, sentence in BROKEN])
def test_a_broken_rule_names_the_sentence(rule: str, sentence: str) -> None:
    """Each sentence says one thing that its claims do not."""
    found = judged(with_paragraph(sentence))
    assert (rule, text(sentence)["words"]) in found, found


SOUND = [
    ("Refined copper came to [$20.00 million|was7403] a year earlier.",),
    ("Since December 2024 refined copper has risen [50%|up7403].",),
    ("Compared to December 2024, the total rose [32%|total_up].",),
    ("Of the change since December 2024 refined copper added [35.7 points|points7403].",),
    ("The same month of 2024 had [$20.00 million|was7403] of refined copper.",),
    ("In December 2025 it was [$30.00 million|level7403] of refined copper, up [50%|up7403] on the year.",),
    ("Refined copper rose [36%|mom7403] on November 2025.",),
    ("Refined copper rose [36%|mom7403] on the month before.",),
    ("China took [5.0 thousand tonnes|kilos] of refined copper, [4,000 tonnes|kilos_was] in December 2024.",),
    ("Copper ores were down for [12 months in a row|streak].",),
    ("Refined copper, at [$30.00 million|level7403], was at its [highest since June 2023|since].",),
    ("Chromium ores had their [largest|record] month since these figures begin in January 2023.",),
    ("The lines came to [$334.0 million|ytd] in January\N{EN DASH}December 2025.",),
    ("In 2025 the lines came to [$334.0 million|ytd].",),
    ("The average value of refined copper, no price, was [$6,000 a tonne|worth].",),
    ("Of the lines [two|rose] rose and [one|fell] fell.",),
    ("Copper ores were the [second|rank]-largest of the lines of 2025.",),
]


@pytest.mark.parametrize("sentences", SOUND, ids=[sentences[0] for sentences in SOUND])
def test_a_sound_sentence_passes(sentences: tuple[str, ...]) -> None:
    """What is rightly said is not held."""
    assert [] == judged(with_paragraph(*sentences))


@pytest.mark.parametrize(
    "sentence",
    [
        "Refined copper came to [$30.00 million|level7403], against [$22.00 million|nov7403] a month earlier.",
        "A month before, refined copper had come to [$22.00 million|nov7403].",
    ],
)
def test_a_figure_may_be_of_a_month_before(sentence: str) -> None:
    """November's level stands beside December's, or alone."""
    proof = claims_data()
    level, change = (next(one for one in proof["claims"] if one["id"] == name) for name in ("level7403", "mom7403"))
    value = proof["cells"][change["formula"][2][1]]["value"]
    ends = {"value": value, "low": value, "high": value}
    proof["claims"].append(level | ends | {"id": "nov7403", "period": "2025-11", "formula": change["formula"][2]})
    assert [] == judged(with_paragraph(sentence), proof)


def test_a_month_from_little_has_no_per_cent() -> None:
    """Under $100,000 a month, or from a sixth, no rate is printed."""
    proof = claims_data()
    change = next(claim for claim in proof["claims"] if claim["id"] == "up7403")
    change["formula"] = ["growth", ["cell", "c7403_2025_12"], ["cell", "c2610_2025_12"]]
    assert "low base" in [rule for rule, _ in judged(edition(), proof)]


SHAPES: dict[str, tuple[str, str, Callable[[Data], object]]] = {
    "a bar": ("contributions", "bar", lambda it: it["bars"][0].update(value=36.0)),
    "a bar of another kind": ("contributions", "bar", lambda it: it["bars"][0].update(figure=text("[+50%|up7403]"))),
    "bars that do not add up": (
        "contributions",
        "bars",
        lambda it: it["bars"][0].update(figure=text("[+35.8|points7403]")),
    ),
    "a tick between": ("years", "axis", lambda it: it["ticks"].insert(1, text("150"))),
    "a scale from above": ("years", "axis", lambda it: it.update(ticks=[text("200"), text("400")])),
    "a short scale": ("years", "axis", lambda it: it.update(ticks=[text("0"), text("100")])),
    "a step": ("years", "axis", lambda it: it["steps"].insert(1, it["steps"].pop(2))),
    "a quarter for its last month": ("years", "axis", lambda it: it["steps"].__setitem__(-1, text("Oct–Dec"))),
    "a year": ("panels", "axis", lambda it: it["steps"].__setitem__(1, text("2024"))),
    "a step too few": ("panels", "axis", lambda it: it["steps"].pop()),
    "a curve's year": ("years", "points", lambda it: it["curves"][0].update(label=text("2023"))),
    "a stack's year": ("shares", "stack", lambda it: it["stacks"][0].update(label=text("2023"))),
    "an end": ("years", "points", lambda it: it["curves"][0]["points"].__setitem__(-1, 330.0)),
    "a name": ("panels", "points", lambda it: it["curves"][0].update(codes=["2603"])),
    "a table's bar": ("table", "bar", lambda it: it["rows"][1].update(bar=10.7)),
    "a head over sparks": ("table", "bar", lambda it: it["head"].__setitem__(-1, text("36 months"))),
    "a column's month": ("table", "period", lambda it: it["groups"][1].update(words=text("November"))),
    "a column's year": ("table", "period", lambda it: it["head"].__setitem__(3, text("2023"))),
}


@pytest.mark.parametrize("fault", SHAPES)
def test_a_shape_is_what_its_figure_says(fault: str) -> None:
    """A bar, a curve's end, a scale or a head that is not its claim's is found."""
    name, rule, change = SHAPES[fault]
    told = edition()
    change(of(told, name))
    assert rule in [found for found, _ in judged(told)]


def test_a_step_of_an_axis_is_named_itself() -> None:
    """A picture has many; who is told its title alone looks for the wrong one."""
    told = edition()
    step = next(step for step in of(told, "panels")["steps"] if step["words"] == "2025")
    step["words"] = "2026"
    assert ("axis", "2026") in judged(told)


DRAWN: dict[str, tuple[str, str, Callable[[Data], object]]] = {
    "a point": ("panels", "2023-06 is drawn at 41.0", lambda it: it["curves"][0]["points"].__setitem__(5, 41.0)),
    "a gap": ("panels", "2023-06 is not drawn", lambda it: it["curves"][0]["points"].__setitem__(5, None)),
    "an invented month": (
        "panels",
        "2022-12 is drawn",
        lambda it: (it["curves"][0]["spans"].insert(0, "2022-12"), it["curves"][0]["points"].insert(0, 1.0)),
    ),
    "a spark": ("table", "2024-01 is drawn at 21.0", lambda it: it["rows"][0]["spark"].__setitem__(0, 21.0)),
    "a short spark": ("table", "23 points are drawn for 24", lambda it: it["rows"][0]["spark"].pop()),
    "a part": ("shares", "Refined copper is drawn at 80.0", lambda it: it["stacks"][0]["parts"][2].update(value=80.0)),
    "parts of a part": ("shares", "its parts add up to", lambda it: it["stacks"][0]["parts"].pop()),
    "a part left out": ("shares", "it leaves out ['7403']", lambda it: it["stacks"][0]["parts"].pop()),
    "a part twice": ("shares", "2603 stands in 2 parts", lambda it: it["stacks"][0]["parts"][1].update(codes=["2603"])),
    "a bar left out": ("contributions", "it leaves out ['2603']", lambda it: it["bars"].pop()),
}


@pytest.mark.parametrize("fault", DRAWN)
def test_what_is_drawn_is_what_customs_published(fault: str) -> None:
    """A point, a part or a spark is worked out again from the raw rows."""
    name, problem, change = DRAWN[fault]
    told = edition()
    change(of(told, name))
    lines = traced(told)
    assert any(problem in line for line in lines), lines


def test_the_other_way_is_told() -> None:
    """Copper ores took away 30 % of what refined copper added: without their section the edition is held."""
    told = edition()
    told["stories"]["en"]["blocks"].remove(of(told, "other-way"))
    assert any("[other way]" in line and "2603" in line for line in traced(told))


def test_the_other_way_names_its_line() -> None:
    """A section about another line does not do."""
    told = edition()
    of(told, "other-way")["paragraphs"] = [[text("Chromium ores came to [$2.00 million|level2610].")]]
    assert any("[other way]" in line for line in traced(told))


LABEL = "Illustrative figures"


def illustrated() -> tuple[Data, Data]:
    """Return the sample on figures that are said to be illustrative wherever they must, and its claims."""
    told, proof = edition(), claims_data()
    proof["documents"][RELEASE]["illustrative"] = True
    of(told, "masthead")["tag"] = text(LABEL)
    of(told, "foot")["middle"] = text(f"Trade Desk. {LABEL}", "pdf")
    for item in told["stories"]["en"]["blocks"]:
        if item["kind"] in {"chart", "table"}:
            item["source"] = text(f"Source: customs, China, 20 January 2026. {LABEL}.")
    return told, proof


def test_illustrative_figures_are_called_so() -> None:
    """An edition that says it everywhere passes; one that says it nowhere is held in every place."""
    assert [] == judged(*illustrated())
    plain = [rule for rule, _ in judged(edition(), illustrated()[1])]
    assert plain.count("illustrative") == 2 + 5 + 3  # tag and foot; four charts and a table; mail, text, Markdown


@pytest.mark.parametrize(
    ("name", "field"), [("masthead", "tag"), ("foot", "middle"), ("years", "source"), ("table", "source")]
)
def test_one_place_without_the_label_is_found(name: str, field: str) -> None:
    """Each picture, each page's foot and the masthead say it for themselves."""
    told, proof = illustrated()
    of(told, name)[field] = text("Source: customs, China, 20 January 2026." if field == "source" else "Trade Desk")
    assert ["illustrative"] == [rule for rule, _ in judged(told, proof)]


@pytest.mark.parametrize(
    ("words", "named"),
    [
        ("In March 2023 and on 27 January 2026", [(2, 1, 2023)]),
        ("January\N{EN DASH}December 2025", [(0, 12, 2025)]),
        ("the twelve months to June 2025", [(5, 12, 2025)]),
        ("December, against 2024", [(11, 1, None), (None, 12, 2024)]),
        ("$2,024 and 2024%", []),
        ("Juices (HS 2009, 2008), against 2024", [(None, 12, 2024)]),
        ("July\N{EN DASH}March 2025-26, on 2024-25", [(6, 9, 2025), (None, 12, 2024)]),
        ("lots 2019-24", []),
    ],
)
def test_a_text_names_its_times(words: str, named: list[tuple[int | None, int, int | None]]) -> None:
    """Months, spans and years are read; days and figures are none."""
    assert named == [(one.month, one.months, one.year) for one in mentions(words, LEXICONS["en"])]


@pytest.mark.parametrize(
    ("words", "period", "fits"),
    [
        ("July–March 2025-26", "2025-07..2026-03", True),
        ("July–March 2025-26", "2024-07..2025-03", False),
        ("July–December 2025-26", "2025-07..2025-12", True),
        ("July–December 2024-25", "2025-07..2025-12", False),
        ("2025-26", "2025-07..2026-03", True),
        ("2025-26", "2026-01..2026-03", False),
        ("2024-25", "2025-07..2026-03", False),
    ],
)
def test_a_year_from_july_is_named_by_both_of_its_years(words: str, period: str, fits: bool) -> None:  # noqa: FBT001 -- a table
    """The year that begins says which; no other span has such a name."""
    [one] = mentions(words, LEXICONS["en"])
    assert (fits, fits) == (one.fits(Period.parse(period)), one.touches(Period.parse(period)))
