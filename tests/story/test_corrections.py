"""What a revision changed of the last edition: corrected in text and note, and held where no correction says so."""

import json
from collections.abc import Callable, Mapping
from dataclasses import replace

import pytest

from generator.editions.previous_edition import as_rows
from generator.story.brief import LastEdition, PrintedLevel, PrintedRate
from generator.trade.period import Period
from tests.story.months import NAMES, Monthly, months, table

MILLION = 10**6
LANGUAGES = ("en", "zh", "ur")
NOVEMBER, YEAR_BEFORE = Period.parse("2025-11"), Period.parse("2024-11")
LEVELS = {"7403": 60, "7402": 28, "2608": 9, "2601": 11}  # US$ million a month: 108
COPPER = PrintedLevel(("7403",), NOVEMBER, "usd", "67.20e6")  # 75.00 now
TOTAL = PrintedLevel(("26", "74"), NOVEMBER, "usd", "121.00e6")  # 121.53 now
RATE = PrintedRate(("7403",), NOVEMBER, YEAR_BEFORE, "up", "12%")  # 25% now
TURNED = PrintedRate(("2601",), NOVEMBER, YEAR_BEFORE, "up", "1.5%")  # a fall of 10% now
Printed = PrintedLevel | PrintedRate


def _falling(code: str, place: int) -> int:
    """Refined copper rises by a quarter and iron ores fall by a tenth in the last two months of three years."""
    by = {"7403": 125, "2601": 90}.get(code, 102) if place >= 34 else 100
    return MILLION * LEVELS[code] * by // 100


def _growing(code: str, place: int) -> int:
    """Refined copper rises by a quarter, every other line by two per cent."""
    return MILLION * LEVELS[code] * (100 if place < 34 else 125 if code == "7403" else 102) // 100


def december(
    *printed: Printed,
    value: Callable[[str, int], int] = _growing,
    language: str = "en",
    forms: Mapping[str, str] | None = None,
) -> Monthly:
    """Return the story of December after an edition of November that had `printed` something."""
    last, labels = _november(printed, forms), NAMES if language == "en" else {}
    told = months(table(value, codes=tuple(LEVELS)), language=language, labels=labels, last=last)
    return _after(told, *printed)


def _november(printed: tuple[Printed, ...], forms: Mapping[str, str] | None = None) -> LastEdition:
    rates = tuple(one for one in printed if isinstance(one, PrintedRate))
    levels = tuple(one for one in printed if isinstance(one, PrintedLevel))
    return LastEdition("minerals/2025-11/r1", "ab" * 32, forms or {}, rates, levels)


def _after(told: Monthly, *printed: Printed) -> Monthly:
    """Return a story whose audit knows that the edition before it had `printed` something."""
    last = _november(printed)
    data = {"edition": last.edition} | as_rows(({}, last.rates, last.levels))
    edition = {**told.edition, "movements": {"before": {"edition": last.edition, "sha256": last.document}}}
    return replace(told, edition=edition, raw={**told.raw, last.document: json.dumps(data).encode()})


def _note(told: Monthly) -> list[str]:
    """Return the corrections of the note."""
    run = told.block("note").runs[0]
    return [text.words for text in run.sentences] if "last edition" in str(run) else []


def _problems(told: Monthly) -> list[str]:
    return [finding for finding in told.findings if "[correction]" in finding]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ([RATE], "rose 25% in November 2025 on November 2024; the last edition printed 12%."),
        ([COPPER], "came to $75.00 million in November 2025; the last edition printed $67.20 million."),
        (
            [RATE, COPPER],
            (
                "rose 25% in November 2025 on November 2024, to $75.00 million; "
                "the last edition printed 12% and $67.20 million."
            ),
        ),
        (
            [replace(RATE, way="down"), COPPER],
            (
                "rose 25% in November 2025 on November 2024, to $75.00 million; "
                "the last edition printed a fall of 12%, to $67.20 million."
            ),
        ),
    ],
)
def test_what_is_another_figure_now_is_corrected(printed: list[Printed], expected: str, language: str) -> None:
    """At the top and first in the note, rate and level in one sentence; the audit reads both places."""
    told = december(*printed, language=language)
    assert told.findings == ()
    sentence = told.block("note").runs[0].sentences[0].words
    assert sentence[1:-1] in told.block("lede").paragraphs[1][0].words
    if language == "en":
        assert [f"Refined copper (HS 7403) {expected}"] == _note(told)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_direction_that_has_turned_comes_first(language: str) -> None:
    """What had been told as a rise is a fall."""
    told = december(RATE, TURNED, value=_falling, language=language)
    assert told.findings == ()
    if language == "en":
        assert ["Iron ores", "Refined co"] == [words[:10].rstrip() for words in _note(told)]
        assert "fell 10% in November 2025 on November 2024; the last edition printed a rise of 1.5%." in _note(told)[0]


@pytest.mark.parametrize(
    "printed",
    [
        *(replace(COPPER, shown=shown) for shown in ("75.00e6", "74.99e6", "74.40e6", "0.08e9")),  # within 1%
        replace(RATE, shown="25%"),
        replace(RATE, period=Period.parse("2020-11"), base=Period.parse("2019-11")),  # of which nothing is known
    ],
)
def test_what_a_reader_lets_pass_is_left(printed: Printed) -> None:
    """As it is, off by its last digit or by less than one per cent, or no longer known."""
    told = december(printed)
    assert (False, ()) == ("last edition" in " ".join(told.words), told.findings)


def test_of_levels_the_total_and_the_two_furthest_off_are_corrected() -> None:
    """Three levels at most; the audit asks for no more, and for each of these."""
    shown = {"7403": "64.00e6", "7402": "27.00e6", "2608": "7.00e6", "2601": "7.00e6"}
    every = [*(PrintedLevel((code,), NOVEMBER, "usd", digits) for code, digits in shown.items()), TOTAL]
    told = december(*every)
    assert ["The total", "Iron ores and concentrates", "Zinc ores and concentrates"] == [
        words.partition(" came")[0].partition(" (HS")[0] for words in _note(told)
    ]
    assert told.findings == ()
    assert len(_problems(_after(december(*every[:2]), *every))) == 3


def test_of_more_than_six_corrections_no_other_is_wanted() -> None:
    """Seven rates are wrong: six in the note are enough, five are not."""
    now, base = NOVEMBER.step(1), YEAR_BEFORE.step(1)
    lines = [(code, NOVEMBER, YEAR_BEFORE) for code in LEVELS] + [(code, now, base) for code in list(LEVELS)[:3]]
    wrong = [PrintedRate((code,), when, then, "up", f"{90 + place}%") for place, (code, when, then) in enumerate(lines)]
    assert _problems(december(*wrong)) == []
    assert len(_problems(_after(december(*wrong[2:]), *wrong))) == 2


@pytest.mark.parametrize("missing", [COPPER, RATE])
def test_the_audit_wants_each_correction(missing: Printed) -> None:
    """It works rates and levels of the last edition out again by itself; one correction makes up for no other."""
    every: tuple[Printed, ...] = (COPPER, RATE)
    told = december(*(one for one in every if one is not missing))
    [problem] = _problems(_after(told, *every))
    assert "no correction says so" in problem
    assert str(list(missing.codes)) in problem


@pytest.mark.parametrize(
    ("printed", "other"),
    [
        *(
            (COPPER, replace(COPPER, **wrong))
            for wrong in ({"shown": "67.21e6"}, {"codes": ("7402",)}, {"unit": "cny"})
        ),
        *((RATE, replace(RATE, **wrong)) for wrong in ({"shown": "13%"}, {"way": "down"}, {"period": Period(9, 1)})),
    ],
)
def test_the_audit_refuses_a_correction_of_what_was_not_printed(printed: Printed, other: Printed) -> None:
    """The figure, its line, month, money and way are those that the last edition left."""
    assert _problems(_after(december(printed), other))


def test_a_headline_does_not_stand_twice() -> None:
    """What one line alone made is the headline of November; of December it is the next true row."""
    first = december(value=_falling)
    second = december(value=_falling, forms={"headline": first.story.subject.form})
    rows = [told.story.subject.form.split("/")[0] for told in (first, second)]
    assert ("line_all", True) == (rows[0], rows[1] != rows[0])
    assert ((), ()) == (first.findings, second.findings)
