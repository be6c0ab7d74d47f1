"""The Word document and the workbook: what an office works with, made alike each time."""

from __future__ import annotations

import io
import json
import os
import re
import shutil
import subprocess
from collections.abc import Mapping
from decimal import Decimal
from itertools import pairwise
from pathlib import Path

import pytest
from lxml import etree
from openpyxl import load_workbook
from openpyxl.workbook import Workbook

from generator.page import EditionLook, load_look, render
from generator.page.word_document import column_widths
from generator.page.workbook import TypedNumber, sheet_name, typed
from generator.story.plan import EVERYWHERE, Mark, Row, Table, Text
from tests.audit.office_changes import DOCUMENT, WORD, Root, parts_of
from tests.audit.seeded import LANGUAGES, seeded
from tests.page.manifests import month_files
from tests.page.sample import edition
from tests.program import run

MINUS = "\N{MINUS SIGN}"
TONGUES = ("en", "zh", "ur")


@pytest.fixture(scope="module")
def finished(faces: Path) -> Mapping[str, bytes]:
    """Return the files of a month in three languages; a line is on a low base, so its table has a note."""
    look = load_look(faces, languages=LANGUAGES)
    return month_files(seeded("ordinary", 5).make(*TONGUES), look, ("docx", "xlsx"))


def part(finished: Mapping[str, bytes], language: str, name: str) -> Root:
    """Return a part of a language's document."""
    return etree.fromstring(parts_of(finished[f"{language}.docx"])[name])


def book(finished: Mapping[str, bytes], language: str) -> Workbook:
    """Return a language's workbook."""
    return load_workbook(io.BytesIO(finished[f"{language}.xlsx"]))


def letters_only(words: str) -> str:
    """Return words without white space and marks of direction."""
    return "".join(re.sub("[\u200e\u2066-\u2069]", "", words).split())


def words_in(paragraph: Root) -> str:
    """Return the words of a paragraph."""
    return "".join(node.text or "" for node in paragraph.iter(f"{WORD}t"))


@pytest.mark.usefixtures("new_workers")
def test_the_same_edition_gives_the_same_bytes(look: EditionLook, monkeypatch: pytest.MonkeyPatch) -> None:
    """Wherever and whenever: the times in the packages are the edition's day."""
    told = edition(formats=("docx", "xlsx"))
    first = {item.name: item.content for item in render(told, look)}
    monkeypatch.setenv("TZ", "America/New_York")
    monkeypatch.setenv("PYTHONHASHSEED", "7")
    second = {item.name: item.content for item in render(told, look)}
    assert {"en.docx", "en.xlsx"} <= set(first)
    assert [] == [name for name in first if first[name] != second[name]]


@pytest.mark.long
@pytest.mark.parametrize("briefing", ["pakistan-minerals", "pakistan-minerals-monthly"])
def test_two_desks_make_the_same_bytes(tmp_path: Path, briefing: str) -> None:
    """In three languages, each desk in a process with its own hash seed, time zone and folder."""
    office = [f"{language}.{ending}" for language in TONGUES for ending in ("docx", "xlsx")]
    made = []
    for number, zone in enumerate(("Asia/Tokyo", "America/New_York"), 1):
        desk = tmp_path / f"desk{'s' * number}"
        around = {**os.environ, "PYTHONHASHSEED": str(number), "TZ": zone}
        begun = run("init", desk, "--sample", "--unsigned", "--languages", ",".join(TONGUES), environment=around)
        assert begun.code == 0, begun.lines
        settings = desk / "briefings" / f"{briefing}.yaml"
        words = settings.read_text(encoding="utf-8")
        settings.write_text(words.replace("[pdf, html, email]", "[pdf, html, email, docx, xlsx]"), encoding="utf-8")
        built = run("build", briefing, "--desk", desk, environment=around, seconds=300, anew=True)
        assert built.code == 0, built.lines
        [folder] = (desk / "output" / briefing).glob("*/r1")
        made.append([(folder / file).read_bytes() for file in office])
    first, second = made
    assert [] == [file for file, before, after in zip(office, first, second, strict=True) if before != after]


def test_headings_are_headings(finished: Mapping[str, bytes]) -> None:
    """The headline is the only one of the first level, and a label, picture or table has one of the second."""
    styles = [
        (node.find(f"{WORD}pPr/{WORD}pStyle").get(f"{WORD}val"), words_in(node))
        for node in part(finished, "en", DOCUMENT).iter(f"{WORD}p")
    ]
    story = json.loads(finished["edition.json"])["stories"]["en"]
    headlines = [block["headline"]["words"] for block in story["blocks"] if block["kind"] == "finding"]
    assert headlines == [words.replace("\u00a0", " ") for style, words in styles if style == "Heading1"]
    assert {"All lines", "Note"} <= {words for style, words in styles if style == "Heading2"}
    names = {node.get(f"{WORD}val") for node in part(finished, "en", "word/styles.xml").iter(f"{WORD}name")}
    assert {"heading 1", "heading 2", "header", "footer"} <= names


def test_a_table_repeats_its_heads(finished: Mapping[str, bytes]) -> None:
    """Groups and heads are header rows; no other row is."""
    heads = [
        len(row.findall(f"{WORD}trPr/{WORD}tblHeader"))
        for row in part(finished, "en", DOCUMENT).findall(f".//{WORD}tbl")[-1].findall(f"{WORD}tr")
    ]
    assert [1, 1] == heads[:2]
    assert {0} == set(heads[2:])


def test_a_table_stands_on_one_page(finished: Mapping[str, bytes]) -> None:
    """Each row is kept with the next one, and the last with the table's notes."""
    table = part(finished, "en", DOCUMENT).findall(f".//{WORD}tbl")[-1]
    assert all(node.find(f"{WORD}pPr/{WORD}keepNext") is not None for node in table.iter(f"{WORD}p"))


def test_nothing_is_kept_with_a_section_that_follows(finished: Mapping[str, bytes]) -> None:
    """A picture without a source would take the headings under it, and what they are kept with, to its next page."""
    paragraphs = part(finished, "en", DOCUMENT).find(f"{WORD}body").findall(f"{WORD}p")
    pictures = 0
    for node, below in pairwise(paragraphs):
        if node.find(f"{WORD}pPr/{WORD}pStyle").get(f"{WORD}val") == "Picture":
            pictures += 1
            is_kept = node.find(f"{WORD}pPr/{WORD}keepNext") is not None
            assert is_kept == (below.find(f"{WORD}pPr/{WORD}pStyle").get(f"{WORD}val") == "Source")
    assert pictures > 1


@pytest.mark.parametrize(("language", "side"), [("en", "right"), ("zh", "right"), ("ur", None)])
def test_figures_stand_right_under_right(finished: Mapping[str, bytes], language: str, side: str | None) -> None:
    """In a paragraph that runs from the right, `right` would be the left edge."""
    styles = part(finished, language, "word/styles.xml").iter(f"{WORD}style")
    [figure] = [node for node in styles if node.get(f"{WORD}styleId") == "TableFigure"]
    edge = figure.find(f"{WORD}pPr/{WORD}jc")
    assert side == (None if edge is None else edge.get(f"{WORD}val"))


def figures_table(*figures: str) -> Table:
    """Return a table of one row with those figures."""
    row = Row((Text("Antimony and other ores"), *map(Text, figures)))
    head = (Text("Line"), *[Text("y/y, %")] * len(figures))
    words = Text("US$ million")
    return Table(
        "lines", EVERYWHERE, scale="millions", title=words, subtitle=words, head=head, rows=(row,), source=words
    )


@pytest.mark.parametrize(("columns", "is_whole"), [(3, True), (9, False)])
def test_a_figure_stands_on_one_line_where_there_is_room(columns: int, is_whole: bool) -> None:  # noqa: FBT001
    """Nine columns of "no figures" have none: they break between words."""
    name, *figures = column_widths(figures_table(*["no figures"] * columns), 9638)
    assert name > figures[0]
    assert (figures[0] >= 90 * len("no figures")) == is_whole


def test_a_picture_has_an_alternative_text(finished: Mapping[str, bytes]) -> None:
    """Each one, and it is the drawing alone: title and source around it are cut off."""
    inlines = list(part(finished, "en", DOCUMENT).iter("{*}inline"))
    assert len(inlines) > 1
    for inline in inlines:
        assert len(inline.find("{*}docPr").get("descr")) > 20
        assert all(int(side) > 1000 for side in next(inline.iter("{*}srcRect")).values())


def test_a_picture_is_as_large_as_in_print(finished: Mapping[str, bytes]) -> None:
    """As wide as the text column of the PDF or as its page, so that a page of the document holds two or three."""
    widths = {int(node.get("cx")) for node in part(finished, "en", DOCUMENT).iter("{*}extent")}
    assert widths
    assert widths <= {476 * 9525, 642 * 9525}


def test_no_paragraph_is_empty(finished: Mapping[str, bytes]) -> None:
    """But for the pictures, and the one above the key figures: what the PDF does not print leaves no gap."""
    document = part(finished, "en", DOCUMENT)
    empty = [node for node in document.find(f"{WORD}body").findall(f"{WORD}p") if not words_in(node)]
    assert 1 + len(list(document.iter("{*}inline"))) == len(empty)


@pytest.mark.parametrize("language", TONGUES)
def test_a_dateline_is_one_space_from_its_sentence(finished: Mapping[str, bytes], language: str) -> None:
    """Word shows each space, unlike a browser."""
    lines = [words_in(node) for node in part(finished, language, DOCUMENT).iter(f"{WORD}p")]
    assert [] == [line for line in lines if "  " in line]


def test_urdu_runs_from_the_right(finished: Mapping[str, bytes]) -> None:
    """Paragraphs, tables and runs do; a bare figure is a run from the left, so that its sign stays before it."""
    root = part(finished, "ur", DOCUMENT)
    assert part(finished, "ur", "word/styles.xml").find(f".//{WORD}pPr/{WORD}bidi") is not None
    assert all(table.find(f"{WORD}tblPr/{WORD}bidiVisual") is not None for table in root.iter(f"{WORD}tbl"))
    runs = {words_in(run): run.find(f"{WORD}rPr/{WORD}rtl") is not None for run in root.iter(f"{WORD}r")}
    signed = [words for words in runs if MINUS in words]
    assert signed
    assert not any(runs[words] for words in signed)
    assert [] == [words for words in runs if any("\u2066" <= sign <= "\u2069" for sign in words)]
    assert any(turned for words, turned in runs.items() if "\u0600" <= words[:1] <= "\u06ff")


def test_chinese_takes_its_own_face(finished: Mapping[str, bytes]) -> None:
    """Word would take quotation marks of a Latin face."""
    runs = [run for run in part(finished, "zh", DOCUMENT).iter(f"{WORD}r") if re.search("[一-龥]", words_in(run))]
    assert {"eastAsia"} == {run.find(f"{WORD}rPr/{WORD}rFonts").get(f"{WORD}hint") for run in runs}
    language = part(finished, "zh", "word/styles.xml").find(f".//{WORD}rPrDefault//{WORD}lang")
    assert "zh-CN" == language.get(f"{WORD}eastAsia")


@pytest.mark.parametrize("language", TONGUES)
def test_the_table_of_lines_has_numbers(finished: Mapping[str, bytes], language: str) -> None:
    """Figures are numbers and codes are text, in each language alike."""
    sheet = book(finished, language).worksheets[-1]
    codes, values = [], []
    for _, code, value, *_ in sheet.iter_rows(values_only=True):
        if isinstance(value, float):
            codes.append(code)
            values.append(value)
    assert len(codes) > 3
    assert {str} == {type(code) for code in codes[:-1]}
    assert values[-1] == pytest.approx(sum(values[:-1]), abs=0.01 * len(values))


@pytest.mark.parametrize("language", TONGUES)
def test_each_sheet_says_where_its_figures_come_from(finished: Mapping[str, bytes], language: str) -> None:
    """Its last line is the foot of the PDF's pages, with its warning: a sheet is copied without the others."""
    story = json.loads(finished["edition.json"])["stories"][language]
    [foot] = [block["left"]["words"] for block in story["blocks"] if block["kind"] == "foot"]
    last = [[row[0] for row in sheet.iter_rows(values_only=True)][-1] for sheet in book(finished, language)]
    assert {letters_only(foot)} == {letters_only(str(words)) for words in last}


@pytest.mark.parametrize("language", TONGUES)
def test_a_sheet_is_printed_on_the_paper_of_the_edition(finished: Mapping[str, bytes], language: str) -> None:
    """On A4: upright, but for a table that is too wide, and each on one page."""
    sheets = book(finished, language).worksheets
    assert {9} == {sheet.page_setup.paperSize for sheet in sheets}
    assert ["portrait", "landscape"] == [sheets[at].page_setup.orientation for at in (0, -1)]
    assert {1} == {sheet.page_setup.fitToHeight for sheet in sheets}


@pytest.mark.parametrize("language", TONGUES)
def test_a_row_of_figures_is_one_line_high(finished: Mapping[str, bytes], language: str) -> None:
    """A name or figure that fits into its column needs no second line."""
    sheet = book(finished, language).worksheets[-1]
    rows = [row for row in sheet.iter_rows() if isinstance(row[2].value, float) and len(str(row[0].value)) < 40]
    assert len(rows) > 3
    assert 1 == len({sheet.row_dimensions[row[0].row or 0].height for row in rows})


def test_a_workbook_says_what_it_is(finished: Mapping[str, bytes]) -> None:
    """Its first sheet has the headline and a link to each other sheet."""
    first, *others = book(finished, "en").worksheets
    words = [cell.value for row in first.iter_rows() for cell in row]
    assert any(isinstance(item, str) and "imports" in item for item in words)
    links = [cell.hyperlink.location for row in first.iter_rows() for cell in row if cell.hyperlink]
    assert [f"'{sheet.title}'!A1" for sheet in others] == links


def claim(words: str) -> Text:
    """Return a text that is one claim."""
    return Text(words, (Mark("f1", 0, len(words)),))


@pytest.mark.parametrize(
    ("words", "value", "form"),
    [
        ("64.74", "64.74", "#,##0.00"),
        ("1,436.04", "1436.04", "#,##0.00"),
        ("$1.44 billion", "1.44", '"$"#,##0.00" billion"'),
        ("44%", "0.44", "#,##0%"),
        ("1137万美元", "1137", '0"万美元"'),
        ("+28", "28", f'"+"#,##0;"{MINUS}"#,##0;#,##0'),
        (f"{MINUS}0.02", "-0.02", f'"+"#,##0.00;"{MINUS}"#,##0.00;#,##0.00'),
        ("\u206655\u2069 فیصد", "55", '"\u200e"#,##0"\u200e فیصد"'),
    ],
)
def test_a_claim_with_a_number_is_that_number(words: str, value: str, form: str) -> None:
    """As it is printed, and its format prints the rest."""
    assert TypedNumber(Decimal(value), form) == typed(claim(words))


@pytest.mark.parametrize("text", [Text("7403"), claim("13 of 28"), claim("nil"), claim(f"{MINUS}0.0"), Text("")])
def test_other_words_are_text(text: Text) -> None:
    """A code without a claim, two numbers, none, and a zero with a sign, which a format has none of."""
    assert typed(text) is None


@pytest.mark.parametrize(
    ("title", "number", "name"),
    [
        ("All lines", 6, "6 All lines"),
        ("The total in 2025 was up 3.4% on a year earlier", 4, "4 The total in 2025 was up…"),
        ("中国自巴基斯坦矿产品进口额增长38%为至少九个季度以来的最高水平增量来自铜", 1, None),
        ("What's new: [tin]/zinc?", 0, "What s new tin zinc"),
    ],
)
def test_a_sheet_is_named_after_its_title(title: str, number: int, name: str | None) -> None:
    """A name has at most 31 letters, ends with a word where there are spaces, and has no sign that Excel forbids."""
    found = sheet_name(title, number)
    assert len(found) <= 31
    assert found == name if name else found.endswith("…")


@pytest.mark.long
@pytest.mark.parametrize("language", TONGUES)
@pytest.mark.parametrize(("ending", "other"), [("docx", "txt"), ("xlsx", "csv")])
def test_libreoffice_reads_it(
    finished: Mapping[str, bytes], tmp_path: Path, language: str, ending: str, other: str
) -> None:
    """As the edition's words: of the document all, of the workbook the first sheet."""
    if shutil.which("soffice") is None:
        pytest.skip("LibreOffice is not installed")
    (tmp_path / f"file.{ending}").write_bytes(finished[f"{language}.{ending}"])
    home = f"-env:UserInstallation={(tmp_path / 'home').as_uri()}"
    form = "txt:Text (encoded):UTF8" if other == "txt" else "csv:Text - txt - csv (StarCalc):44,34,76"
    command = ["soffice", home, "--headless", "--convert-to", form, "--outdir", str(tmp_path), f"file.{ending}"]
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True, timeout=120)
    words = (tmp_path / f"file.{other}").read_text(encoding="utf-8-sig")
    story = json.loads(finished["edition.json"])["stories"][language]
    texts = [block["headline"]["words"] for block in story["blocks"] if block["kind"] == "finding"]
    texts += ["Desk", "desk@example.org"]
    assert [] == [text for text in texts if letters_only(text) not in letters_only(words)]
