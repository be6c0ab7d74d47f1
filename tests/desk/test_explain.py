"""A figure followed back: by id, by code, by what is printed; with a desk or from a PDF alone."""

import re
import shutil
from pathlib import Path

import pytest

from generator.audit.edition_data import texts
from generator.editions.edition_proof import Evidence, of_files
from generator.editions.explain import explained
from generator.story.record import as_json
from tests.audit.test_tongues import SHAPES
from tests.desk.conftest import StarterDesk
from tests.desk.own_desk import briefing, own_desk, row

CHINA = ("CHN", "PAK", "import")
FISH = {"030311": (3_000, 4_000), "030314": (20_000, 50_000), "030289": (700, 900)}  # in December 2024, 2025
EDITION = "pakistan-minerals/2025"
STARTER = "china-minerals-from-pakistan-2025.csv"


def explain(desk: StarterDesk, wanted: str, *flags: str, edition: str = EDITION) -> str:
    """Return what `explain` says, white space folded."""
    done = desk.run("explain", edition, wanted, *flags)
    assert done.code == 0, done.said
    return " ".join(done.said.split())


@pytest.mark.parametrize("wanted", ["110.90", "$110.90 million", "110.90 MILLION", "f3"])
def test_a_figure_is_followed_to_its_cell(finished: StarterDesk, wanted: str) -> None:
    """Sentence, file, line, column, text, address, and the raw bytes that are there."""
    said = explain(finished, wanted)
    parts = (
        "“$110.90 million” (en, strip: Zinc ores, 2025)",
        f"{STARTER}, line 7, column value",
        "“110.90” × 1,000,000",
        "http://en.ce.cn",
    )
    assert all(part in said for part in parts), said
    [raw] = re.findall(r"\S+/state/raw/\S+", said)
    assert "110.90" in Path(raw).read_text(encoding="utf-8")


def test_each_step_of_a_formula_has_its_value(finished: StarterDesk) -> None:
    """1,140 million of 1,496.84 million, the seven levels added up by hand, is 76.1604 per cent."""
    said = explain(finished, "76%")
    assert "the share of a part in the whole = 76.1604%" in said
    assert "part: c1, HS 74 in 2025 = $1,140,000,000" in said
    assert "whole: the sum of 7 = $1,496,840,000" in said


def test_a_pdf_alone_explains_its_figures(finished: StarterDesk, tmp_path: Path) -> None:
    """Whoever has only the page needs no desk."""
    shutil.copy(finished.edition / "en.pdf", tmp_path / "page.pdf")
    alone = StarterDesk(tmp_path / "none")
    said = explain(alone, "110.90", edition=str(tmp_path / "page.pdf"))
    assert all(part in said for part in ("(page 1)", f"{STARTER}, line 7, column value", "SHA-256 80644673"))


@pytest.fixture(scope="module")
def summed(tmp_path_factory: pytest.TempPathFactory) -> StarterDesk:
    """Return a desk with an edition on two headings of which its office prints the subheadings alone."""
    desk = StarterDesk(tmp_path_factory.mktemp("summed") / "desk")
    table = [row(CHINA, f"{year}-12", code, FISH[code][year - 2024]) for year in (2024, 2025) for code in FISH]
    own_desk(desk.folder, table, {"fish": briefing(CHINA, ["0302", "0303"])}).store.close()
    done = desk.run("build", "fish")
    assert done.code == 0, done.said
    return desk


@pytest.mark.parametrize("file", ["", "en.pdf"])
def test_a_heading_that_nobody_prints_is_followed_to_its_lines(summed: StarterDesk, file: str) -> None:
    """4,000 and 50,000 dollars of two lines of the table: each has its file, its line, its text."""
    edition = f"{summed.folder}/output/fish/2025-12/r1/{file}" if file else "fish/2025-12"
    said = explain(summed, "54,000", edition=edition)
    assert "HS 0303 in 2025-12, the sum of the lines that are printed: 2 = $54,000" in said
    parts = ("“4000”", "table.csv, line 5, column usd", "“50000”", "table.csv, line 6, column usd", "files: 1")
    assert all(part in said for part in parts), said
    assert "not listed" not in said


def _evidence(language: str) -> Evidence:
    """Return the evidence of a month in one language."""
    month = SHAPES["a month of many lines"](language)
    return of_files("x", {"edition.json": as_json(month.edition), "claims.json": as_json(month.claims)})


@pytest.mark.parametrize("language", ["en", "zh", "ur"])
def test_every_print_of_a_month_is_found_as_a_reader_sees_it(language: str) -> None:
    """Figures and claim words, with and without their unit and their sign, in each language."""
    evidence = _evidence(language)
    for claim in evidence.claims:
        for form in claim["printed"]:
            seen = re.sub("[\u2066-\u2069]", "", form)
            number = re.findall(r"\d(?:[\d.,]*\d)?", seen)
            for wanted in [form, seen, *(number if len(number) == 1 else [])]:
                assert claim["id"] in {item.claim["id"] for item in explained(evidence, wanted)}, wanted


@pytest.mark.parametrize("language", ["en", "zh", "ur"])
def test_every_mark_of_a_month_is_followed_to_its_release(language: str) -> None:
    """In the subject, the hidden first line, captions, tables and alt texts too: formula, cells, a listed document."""
    evidence = _evidence(language)
    marked = {mark.claim for text in texts(evidence_story(language)) for mark in text.marks}
    assert marked == {claim["id"] for claim in evidence.claims} == set(evidence.texts)
    assert {"subject", "finding", "strip", "table"} <= {
        one.place.partition(":")[0] for standings in evidence.texts.values() for one in standings
    }
    for name in marked:
        (found,) = explained(evidence, name)
        assert found.formula.value
        assert found.claim["formula"][0] == "size" or found.documents
        assert all(document.get("name") for document in found.documents.values())


def evidence_story(language: str) -> object:
    """Return the story of the month as data."""
    return SHAPES["a month of many lines"](language).edition["stories"][language]
