"""An editor's words are followed to the figures as ours are: what has no digit in it may be false as well.

Lines of December 2025 against December 2024, in US$ million; each of the two years has one level for all of its months.
"""

import re
from datetime import date
from functools import cache

import pytest

from generator.errors import SettingsError
from generator.story.brief import Quote, Remark, Remarks
from generator.story.label import Label
from tests.story.months import NAMES, Monthly, months, table

MILLION = 10**6
BEFORE = {"7403": 60, "7402": 28, "2608": 9, "2601": 11, "2606": 4, "2607": 3, "2610": 0}  # 115
NOW = {"7403": 72, "7402": 27, "2608": 18, "2601": 5, "2606": 4, "2607": 0, "2610": 3}  # 129: 12% more; 7403: 20%
LABELS = NAMES | {"74": Label("copper and copper articles", "copper and articles", "copper")}
WHERE = "commentary/minerals/2025-12.md:2"


def _level(code: str, place: int) -> int:
    return MILLION * (NOW if place >= 24 else BEFORE)[code]


@cache
def _table() -> dict[tuple[str, str], tuple[int, int]]:
    return dict(table(_level, codes=tuple(NOW)))


def with_headline(words: str) -> Monthly:
    """Return the edition under an editor's headline."""
    return months(_table(), labels=LABELS, headline=words, headline_where=WHERE)


def with_remark(words: str, *sources: str) -> Monthly:
    """Return the edition with an editor's paragraph."""
    return months(_table(), remarks=(Remarks("", (Remark(words, sources, "ab" * 32, WHERE),)),))


FALSE = [
    "Imports rise tenfold",
    "Imports halve in December",
    "Refined copper from Pakistan reached $72.00 million",
    "Refined copper exceeded $72.00 million",
    "Refined copper tops $70 million for the first time",
    "Imports quintupled",
    "Imports grew threefold",
    "Imports up a hundredfold",
    "Imports grew 3-fold",
    "Imports a third higher",
    "Copper imports fall to zero",
    "Imports of zinc ores vanish",
    "No imports of iron ores in December",
    "Zinc ores are new",
    "Refined copper fell in December",
    "Unrefined copper rises",
    "Refined copper and unrefined copper rise",
    "Iron ore imports climb",
    "Falling refined copper",
    "A fall in refined copper",
    "Imports of refined copper shrink",
    "Imports of refined copper hold steady",
    "Imports plunge in December",
    "Imports surge in December",
    "Refined copper soars",
    "Refined copper rises sharply",
    "Zinc ores rise a little",
    "Refined copper edges up",
    "Zinc ores tripled",
    "Refined copper doubles",
    "Imports rose every month of 2025",
    "Imports never fell",
    "Imports are at an all-time high",
    "Imports rise again",
    "Imports keep rising",
    "Iron ores at record low",
    "Imports rise for a tenth month",
    "Imports will rise",
    "Imports to rise",
    "Imports did not rise",
    "Imports rise in November",
    "Imports rise on November",
    "Iron ore imports collapse as tariffs bite",
    "Iron ores fall as demand for refined copper rises",
    "Iron ores fall on weak demand",
    "Iron ores fall after tariffs",
    "Iron ores fall because China bought less",
    "Tariffs push iron ores down",
    "Demand for refined copper rises",
    "Steel imports rise",
    "Imports of steel rise",
    "Exports rise",
    "It rises",
    "Everything rises",
    "Only refined copper rose",
    "Imports rise, iron ores too",
    "Iron ores: up in December",
    "Refined copper second to zinc ores",
    "Trade booms",
    "Iron ores missing",
    "Zinc ores more than doubled",
    "Iron ores lead",
    "Unrefined copper first in December",
    "Robust imports in December",
    "Imports rise 13%",
    "Imports fall 12%",
    "Imports from Pakistan rise",
    "China’s imports rise 12%",
    "Refined copper falls 20%",
    "Half of it is refined copper",
]
UNHEARD = {  # by the audit alone: what they name is no line, or their word is of a place or a small step
    "Zinc ores rise a little",
    "Refined copper edges up",
    "Demand for refined copper rises",
    "Steel imports rise",
    "Imports of steel rise",
    "Imports rise, iron ores too",
    "Iron ores lead",
    "Unrefined copper first in December",
}
TRUE = [
    "Copper first as mineral imports from Pakistan rise 12% in December",
    "Refined copper rises, iron ores fall",
    "Refined copper and zinc ores rise while iron ores fall",
    "Imports rise as refined copper gains",
    "China’s mineral and metal imports from Pakistan grow",
    "Refined copper from Pakistan came to $72.00 million",
    "Iron ores plunge in December 2025",
    "Iron ore imports collapse",
    "Zinc ores doubled",
    "Zinc ores more than a year earlier",
    "Rising refined copper, falling iron ores",
    "A fall in iron ores, a rise in refined copper",
    "Imports of lead ores vanish",
    "No imports of lead ores in December",
    "Chromium ores are new",
    "Refined copper leads",
    "Imports rise in 2025",
    "Unrefined copper slips",
    "Imports higher than a year earlier",
    "Iron ores more than halved",
    "Zinc ores nearly doubled, lead ores vanish",
    "Mineral imports from Pakistan rose 12% while iron ores fell",
    "Mineral imports up, refined copper first",
    "Trade resumes in chromium ores",
    "Aluminium ores unchanged",
    "Pakistan’s minerals in China",
]


@pytest.mark.parametrize("words", FALSE)
def test_a_headline_that_the_figures_do_not_bear_out_is_refused_at_its_line(words: str) -> None:
    """No digit is needed to say what is not so."""
    with pytest.raises(SettingsError) as fault:
        with_headline(words)
    assert (WHERE, True) == (fault.value.where, bool(fault.value.remedy))


@pytest.mark.parametrize("words", FALSE)
def test_a_paragraph_that_the_figures_do_not_bear_out_is_refused_at_its_line(words: str) -> None:
    """The body is read as the headline is."""
    with pytest.raises(SettingsError) as fault:
        with_remark(f"The month was like this. {words}.")
    assert (WHERE, True) == (fault.value.where, bool(fault.value.remedy))


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("Refined copper struggles", "“struggles” is said of Refined copper, and no figure says so."),
        ("Refined copper drives imports", "“drives imports” gives a cause, and figures have none."),
        ("Nothing moved", "“Nothing” is a figure that the data of this edition do not have."),
        ("Refined copper rises 20% to $72.00 million", "the headline has 2 figures; one is the most."),
        (
            "China’s imports of refined copper from Pakistan rise while the imports of iron ores fall",
            "the headline has 15 words",
        ),
    ],
)
def test_a_headline_holds_what_figures_say_and_no_more(words: str, said: str) -> None:
    """It has no room for a source: a word that is none of trade's has nothing under it."""
    with pytest.raises(SettingsError) as fault:
        with_headline(words)
    assert (WHERE, True) == (fault.value.where, said in fault.value.problem)


@pytest.mark.parametrize("words", TRUE)
def test_a_headline_that_the_figures_bear_out_is_printed(words: str) -> None:
    """Checked against the figures, and passed by the audit, which looks for itself."""
    told = with_headline(words)
    assert (words, ()) == (told.story.subject.words, told.findings)


@pytest.mark.parametrize(
    "words",
    [
        "A new customs notice on zinc ores takes effect in January.",
        "Talks on zinc ores begin in March.",
        "The embassy will publish its list of exhibitors in March.",
        "The fall in iron ores goes against the rise of mineral imports.",
        "The fall in iron ores took 5.2 percentage points off the total; the base is December 2024.",
        "Iron ores fell to $5.00 million from $11.00 million in December 2024, while zinc ores doubled.",
        "No trade in lead ores was recorded in December 2025.",
    ],
)
def test_an_honest_paragraph_is_printed(words: str) -> None:
    """What it says of lines is so, and what it says of other things is no matter of figures."""
    told = with_remark(f"The month was like this. {words}")
    assert [] == [finding for finding in told.findings if "no editor's file" not in finding]


def test_a_sentence_with_a_source_of_its_own_is_the_sources() -> None:
    """What others measured is not in the figures."""
    source = "Harbour News, 3 March 2025"
    told = with_remark(f"Landings rose tenfold as tariffs bit ({source}).", source)
    assert "Landings rose tenfold" in " ".join(told.words)


def test_an_answer_is_checked_at_its_own_line() -> None:
    """What the figures say to a speaker is ours to say, and has to be true."""
    said = "ministry", "minister", "office", "News", "http://example.org/", date(2026, 1, 2)
    quote = Quote(*said, "Much was sold.", "Refined copper fell.", "ab" * 32, WHERE, "commentary/minerals/2025-12.md:9")
    with pytest.raises(SettingsError, match=re.escape("2025-12.md:9: “fell”")):
        months(_table(), quotes=(quote,))


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("Imports rise tenfold", "“tenfold” is a figure that the data of this edition do not have."),
        ("Refined copper fell", "“fell” is said of refined copper (HS 7403), which rose 20%."),
        ("Imports plunge", "“plunge” is said of the total, which rose 12%."),
        ("Refined copper soars", "“soars” is said of refined copper (HS 7403), which rose 20%: 40% is too little."),
        ("Imports rise every month", "“every month” speaks of more months than the figures of this edition do."),
        ("Iron ores fall as tariffs bite", "“as tariffs bite” gives a cause, and figures have none."),
        ("Steel imports rise", "“rise” is said with “Steel”, which is no line of this edition."),
        ("Imports rise 12%", "“Imports” stands for all goods, and this edition counts HS 26, HS 74 alone."),
        ("Everything rises", "“rises” is said with “Everything”, which is no line of this edition."),
        (
            "Iron ores top",
            "“top” is said of iron ores and concentrates (HS 2601), which came after refined copper (HS 7403).",
        ),
    ],
)
def test_a_refusal_says_what_is_wrong(words: str, said: str) -> None:
    """In words that an editor can act on."""
    with pytest.raises(SettingsError) as fault:
        with_headline(words)
    assert said == fault.value.problem
