"""Every edition of the gallery reads as a person has read it, and passes its audit in each language."""

from __future__ import annotations

import difflib
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from generator.story.patterns import sentences_of
from generator.story.plan import KeyFinding, Section
from generator.trade.codes import nomenclature
from tests.story.gallery import GALLERY, LINES, MILLION, TEXTS, edition, flat, text_of
from tests.story.months import Monthly, months, table

LANGUAGES = ("en", "zh", "ur")
OF_ALL = re.compile(r"\bWorld\b|\bW00\b|\b[Ee]verywhere\b|\b(?:im|ex)ports (?:from|to)\b")


@pytest.mark.parametrize("name", GALLERY)
def test_an_edition_reads_as_it_was_read(name: str) -> None:
    """`python -m tests.story.gallery` writes what is meant to change; the difference is read line by line."""
    kept, now = (TEXTS / f"{name}.txt").read_text(encoding="utf-8"), text_of(edition(name))
    assert "" == "\n".join(difflib.unified_diff(kept.splitlines(), now.splitlines(), name, "now", lineterm="", n=0))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", GALLERY)
def test_an_edition_passes_its_audit(name: str, language: str) -> None:
    """What the writer may say and what the auditor lets pass are the same for every kind of edition."""
    assert edition(name, language).findings == ()


def _sentences(told: Monthly) -> Iterator[str]:
    for block in told.story.blocks:
        if isinstance(block, KeyFinding):
            yield from (text.words for text in (block.headline, *block.things))
        if isinstance(block, Section):
            yield from (text.words for paragraph in block.paragraphs for text in paragraph)


@pytest.mark.parametrize("name", GALLERY)
def test_no_sentence_stands_twice(name: str) -> None:
    """A single line has little to say; it is said once."""
    sentences = list(_sentences(edition(name)))
    assert len(sentences) == len(set(sentences))


def test_the_gallery_has_no_text_of_an_edition_that_is_gone() -> None:
    """A file that nothing writes would look as if it were still checked."""
    assert set(GALLERY) == {path.stem for path in TEXTS.glob("*.txt")}


@pytest.mark.parametrize("name", [name for name in GALLERY if name.startswith("world-")])
def test_no_text_names_a_partner_where_all_are_counted(name: str) -> None:
    """Headline, lede, table, pictures, their descriptions, the mail's subject and the note alike."""
    assert [] == [words for words in edition(name).words if OF_ALL.search(words)]


@pytest.mark.parametrize("name", ["step", "all-falling", "january-and-february", "june", "events"])
def test_the_bars_add_up_to_the_total_as_printed(name: str) -> None:
    """A reader who adds the printed bars finds the total that the subtitle prints, or reads why not."""
    chart = edition(name).block("contributions")
    shown = sum((Decimal(bar.figure.words.replace("\N{MINUS SIGN}", "-")) for bar in chart.bars), Decimal(0))
    total = f"the bars sum to {shown:+f}".replace("-", "\N{MINUS SIGN}")
    is_rounded = any("rounded once" in text.words for text in chart.aside)
    assert (not is_rounded) is chart.subtitle.words.endswith(total)


def test_what_a_picture_draws_goes_with_the_edition() -> None:
    """Five lines over 36 months, and the weights that sentences stand on."""
    cells = edition("step").claims["cells"].values()
    drawn = {(cell["code"], cell["period"]) for cell in cells if len(cell["code"]) == 4 and cell["measure"] == "usd"}
    assert len(drawn) == 5 * 36
    assert {cell["measure"] for cell in cells} == {"usd", "kg"}


def test_panels_of_some_lines_count_among_themselves() -> None:
    """Of thirteen lines twelve have a panel: "nine lines rose" would be read as of them all."""
    codes = tuple(code for code in nomenclature() if len(code) == 4 and code[:2] == "84")[:13]
    told = months(table(lambda code, place: MILLION * (200 + place * (-1) ** int(code)), codes=codes))
    title = "Six of the twelve largest lines rose on the year"
    assert (title, ()) == (told.block("panels").title.words, told.findings)


def test_panels_stand_in_the_order_of_the_table() -> None:
    """The largest line of the twelve months is the smallest of the last, and stands last in both."""
    lines = ("2601", "7402", "7403")
    told = months(
        table(lambda code, place: MILLION * (1 if place == 35 else 9) if code == "7403" else 5 * MILLION, codes=lines)
    )
    names = [row.cells[0].words for row in told.block("table").rows if len(row.codes) == 1]
    assert ("Refined copper", ()) == (names[-1], told.findings)
    assert names == [curve.label.words for curve in told.block("panels").curves]


def _panels(levels: Sequence[int]) -> Monthly:
    """Return an edition of three lines, of which refined copper has `levels`, in millions, in its last months."""
    codes = ("2601", "7402", "7403")
    first = 36 - len(levels)
    rows = table(lambda code, at: MILLION * (levels[at - first] if code == "7403" and at >= first else 20), codes=codes)
    return months(rows, codes=codes)


def test_a_panel_names_its_highest_month() -> None:
    """Each panel has a scale of its own. Where the newest month is the highest, it says so by its place."""
    made = [_panels(levels) for levels in ([30, 40, 25], [30, 25, 40])]
    assert [(), ()] == [told.findings for told in made]
    figures = [told.block("panels").curves[0].figure.words for told in made]
    assert ["25.00, +25%; high 40.00", "40.00, +100%"] == figures


def test_of_two_months_together_no_highest_month_is_named() -> None:
    """The figure of January and February is twice as high as any point of the panel."""
    figures = [curve.figure.words for curve in edition("january-and-february").block("panels").curves]
    assert figures
    assert not any("high" in words for words in figures)


def test_a_highest_month_that_is_another_is_found() -> None:
    """The printed high is a level of the line, and not that of its highest point."""
    told = _panels([30, 40, 25])

    def lower(panels: Any) -> None:  # noqa: ANN401 -- JSON
        panels["curves"][0]["points"][-2] = 31.0

    found = told.findings_after("panels", lower)
    assert any("its highest point is 31.0" in line for line in found), found


def test_lines_that_stand_together_are_counted() -> None:
    """Two marks with one name and other figures read as one fact: each says how many lines it holds."""
    codes = tuple(f"26{n:02}" for n in range(1, 18))
    large = {code: 100 if at < 12 else 1 for at, code in enumerate(codes)}
    rows = table(lambda code, at: 10**5 * (90 - int(code[2:])) * large[code] * (100 + at) // 100, codes=codes)
    told = months(rows, codes=codes, labels={}, charts=("contributions",))
    bars = told.block("contributions").bars
    folded = [17 - len(bars) + 1, len(told.block("table").rows[-2].codes)]
    names = [bars[-1].label, told.block("table").rows[-2].cells[0]]
    counts = {claim["id"]: int(claim["value"]) for claim in told.claims["claims"] if claim["kind"] == "count"}
    assert folded == [counts[name.marks[0].claim] for name in names]
    assert () == told.findings


def test_a_sum_between_two_millions_has_its_year() -> None:
    """1,033.5 million is neither 1,033 nor 1,034: the year stands with a tenth, not without its sum."""
    rows = table(lambda code, place: flat(code, 0) - (937_500 if place >= 24 else 0), codes=("7403", "7402"))
    (year,) = months(rows, codes=("7403", "7402")).block("year_gap").curves
    assert ("\u221222.500 in the year", "1,033.50 after 1,056") == (year.label.words, year.figure.words)


# Bounds


@pytest.mark.parametrize("period", ["2025-12", "2025-Q3"])
def test_a_year_with_a_bound_is_not_drawn(period: str) -> None:
    """A small line was "over" its figure a year ago: the whole is known to the million, and is "at least" it."""
    rows = table(lambda code, place: 200_000 if code == "7402" else 30_000_000 + 300_000 * place, codes=LINES[:2])
    told = months(rows, period, codes=LINES[:2], over={("7402", "2024-02")})
    assert told.findings == ()
    assert "year_gap" not in {block.id for block in told.story.blocks}


def _quarter_about(language: str = "en") -> Monthly:
    """Return the last quarter of 2025, refined copper 136 million a month but in some, all three about their figure."""
    thousands = {33: 136_493, 34: 136_494, 35: 136_494}
    rows = table(lambda code, at: 90_000 if code == "7402" else thousands.get(at, 136_000), codes=LINES[:2])
    about = {("7403", f"2025-{month}") for month in (10, 11, 12)}
    return months(rows, "2025-Q4", codes=LINES[:2], about=about, scale=1000, language=language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_sum_of_which_all_is_about_its_figure_is_told(language: str) -> None:
    """136.493 and twice 136.494 are 409.481 million give or take three per cent, and so is about 409.5."""
    told = _quarter_about(language)
    (row,) = (row for row in told.block("table").rows if row.codes == ("7403",))
    assert ("409.5", ()) == (re.findall(r"[\d.]+", row.cells[2].words)[-1], told.findings)


@pytest.mark.parametrize("wrong", ["409.6", "409.4"])
def test_the_audit_refuses_another_print_of_what_is_about_its_figure(wrong: str) -> None:
    """Beside three per cent of its own it may be off by half its last digit."""
    told = _quarter_about()
    spoilt, claims = (json.loads(json.dumps(data).replace("409.5", wrong)) for data in (told.edition, told.claims))
    assert any(f"'{wrong}' is no rounding" in line for line in replace(told, edition=spoilt, claims=claims).findings)


def test_a_sum_of_coarse_figures_about_theirs_is_a_dash() -> None:
    """About 0.4 million, and 0.5 and 0.6 give or take 0.05, may be 1.39 to 1.61: three per cent of 1.5 are 0.05."""
    rows = table(lambda code, at: 90 if code == "7402" else {33: 4, 34: 5, 35: 6}.get(at, 5), codes=LINES[:2])
    told = months(rows, "2025-Q4", codes=LINES[:2], about={("7403", "2025-10")}, scale=100_000)
    (row,) = (row for row in told.block("table").rows if row.codes == ("7403",))
    assert ("–", ()) == (row.cells[2].words, told.findings)
    assert sentences_of("en")["dash_note.bound"] in [note.words for note in told.block("table").notes]
