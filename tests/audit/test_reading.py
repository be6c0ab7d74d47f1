"""Link A: finished files against the edition, format by format."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from types import SimpleNamespace
from typing import Any

import pypdfium2
import pytest

from generator.audit import audit, audit_files, check_hashes
from generator.audit.edition_data import EditionText, Finding, fold_spaces, fold_text
from generator.audit.readers import pdf_reader
from generator.audit.readers.expected_texts import SPACES, Comparer, any_order
from generator.audit.readers.html_reader import page
from tests.audit.printing import files, mail, paper
from tests.audit.sample import edition, text

FACE = f"@font-face{{src:url(data:font/ttf;base64,{'A' * 400})}}"
LEDE = "Customs recorded $1.30 billion of copper and articles (HS 74) in 2025, 85% of four lines."


@pytest.fixture(scope="module")
def finished() -> dict[str, bytes]:
    """Return the sample's files, the PDF among them."""
    return files(pdf=True)


def test_a_line_may_end_before_a_per_cent_sign_behind_an_ideographs_comma() -> None:
    """A chart's subtitle in Chinese, "the share, %, …", is drawn in two lines, read with a space between."""
    comma = "\N{FULLWIDTH COMMA}"
    assert f"占比{comma}%{comma}截至" == fold_text(f"占比{comma} %{comma}截至")
    assert "the share, %" == fold_text("the share, %")
    assert "亿波斯尼亚-黑塞哥维那" == fold_text("亿波斯尼亚-\n黑塞哥维那")
    assert "- 进口" == fold_text("- 进口")  # an item of a list


class Asked(Mapping[str, bytes]):
    """Files that note by which names they were asked for, and cannot be listed."""

    def __init__(self, files: Mapping[str, bytes]) -> None:
        """Note nothing yet."""
        self._files, self.names = files, list[str]()

    def __getitem__(self, name: str) -> bytes:
        """Return the file and note its name."""
        self.names.append(name)
        return self._files[name]

    def __iter__(self) -> Iterator[str]:
        """Refuse: the names are known when all files are made."""
        pytest.fail("every file was asked for at once")

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self._files)


def found(changed: Mapping[str, bytes]) -> list[str]:
    """Return the findings as lines."""
    return [str(item) for item in audit_files(changed)]


def test_sound_files_pass(finished: dict[str, bytes]) -> None:
    """Page, mail, texts, pictures and PDF say what the edition says."""
    assert [] == found(finished)


def test_no_file_waits_for_one_that_is_made_later(finished: dict[str, bytes]) -> None:
    """Pictures, PDF, texts, office files, page, mail: no kind is asked for before the one before it, and never all."""
    asked = Asked(finished)
    assert () == audit_files(asked)
    of_pages = [name for name in dict.fromkeys(asked.names) if name.startswith("en.")]
    made = ["en.pdf", "en.txt", "en.md", "en.docx", "en.xlsx", "en.html", "en.eml"]
    assert made == of_pages
    assert [] == [name for name in asked.names[asked.names.index("en.txt") :] if name.startswith("charts/")]


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        ("en.html", "85%</span> of <span", "86%</span> of <span", "[text differs]"),
        ("en.html", "</body>", "<p hidden>A word more</p></body>", "[text differs]"),
        ("en.html", "<title>China", "<title>Chine", "[title differs]"),
        ("en.html", 'content="Copper was', 'content="Zinc was', "[summary differs]"),
        ("en.html", "Bar chart of China\u2019s mineral", "Bar chart of China\u2019s", "[alt text differs]"),
        ("en.html", ">Zinc ores</text>", ">Lead ores</text>", "[chart text differs]"),
        ("en.html", 'data-claim="f9"', 'data-claim="f8"', "[mark astray]"),
        ("en.html", '<span data-claim="f9">85%</span>', "85%", "[mark missing]"),
        ("en.html", "<body>", '<body><script src="https://example.org/x.js"></script>', "a script other than"),
        ("en.html", "<body>", '<body><script type="application/json">{"a": 1}</script>', "[page script]"),
        ("en.html", "<body>", '<body><style>p::after{content:"7"}</style>', "[page form]"),
        ("en.html", "<body>", '<body><a href="https://e.org/"></a>', "[strange address]"),
        ("en.html", "<body>", '<body><p aria-label="Seven"></p>', "[spoken text differs]"),
        ("en.html", "<body>", '<body onload="x()">', "carries a script"),
        ("en.html", "<body>", "<body><ol></ol>", "<ol> may not stand"),
        ("en.txt", "110.90 million", "110.91 million", "[text differs]"),
        ("en.txt", "Trade Desk", "Trade  Desk x", "[text differs]"),
        ("en.md", "\\$1.30 billion of Pakistani", "\\$1.30 million of Pakistani", "[text differs]"),
        ("en.eml", "Subject: China", "Subject: Chine", "[subject differs]"),
        ("en.eml", "From: desk", "X-From: desk", "[header missing]"),
        ("en.eml", "Content-ID: <lines>", "Content-ID: <other>", "[inline image]"),
        ("en.eml", "minerals-2025-en.pdf", "minerals-2024-en.pdf", "[attachment]"),
        ("charts/lines.en.csv", "14.16,14.155", "14.17,14.155", "[chart data differ]"),
        ("charts/lines.en.json", '"length": 110.9', '"length": 120.9', "[chart data differ]"),
        ("charts/lines.en.svg", "</svg>", '<image href="http://e.org/x"/></svg>', "<image> is no mark"),
        ("charts/lines.en.svg", ">1,300<", ">1,301<", "[chart text differs]"),
        ("charts/lines.en.svg", "<desc>H", "<desc>V", "[description differs]"),
    ],
)
def test_a_change_in_a_file_is_found(finished: dict[str, bytes], file: str, old: str, new: str, said: str) -> None:
    """Whatever a reader, a screen reader or a browser would make of it is read back."""
    changed = finished[file].replace(old.encode(), new.encode(), 1)
    assert changed != finished[file]
    assert any(line.startswith(file) and said in line for line in found({**finished, file: changed}))


def beside(finished: dict[str, bytes], markup: str) -> list[str]:
    """Return what the audit says of the page with that beside its text, given the length of its PDF."""
    pages = len(pypdfium2.PdfDocument(finished["en.pdf"]))
    length = f"{pages} page{'s' if pages > 1 else ''}, {max(round(len(finished['en.pdf']) / 1000), 1)} kB"
    side = f"<body><div data-side>{markup.format(length=length)}</div>"
    return found({**finished, "en.html": finished["en.html"].replace(b"<body>", side.encode(), 1)})


def test_what_stands_beside_the_text_is_no_part_of_it(finished: dict[str, bytes]) -> None:
    """Contents and downloads have words of the language, and lead to files of the edition."""
    links = '<a href="en.pdf">Download PDF {length}</a> <a href="charts/lines.en.svg">SVG</a>'
    assert [] == beside(finished, f"<h2>In this edition</h2><h2>Take it with you</h2>{links}")


def test_a_citation_says_what_the_masthead_does(finished: dict[str, bytes]) -> None:
    """Publisher, title, date and revision."""
    cited = "<details><summary>Cite this edition</summary><p>{}</p></details>"
    story = json.loads(finished["edition.json"])["stories"]["en"]
    [dated] = [block["dated"]["words"] for block in story["blocks"] if block["kind"] == "masthead"]
    words = f"Trade Desk. {story['title']['words']}. {dated}."
    assert [] == beside(finished, cited.format(words))
    for old, new in (("Trade Desk", "Tea Desk"), (dated, dated.replace("2026", "2025")), (words, f"{words} e.org")):
        changed = words.replace(old, new)
        assert changed != words
        assert [line for line in beside(finished, cited.format(changed)) if "no words of the page" in line]


@pytest.mark.parametrize(
    ("markup", "said"),
    [
        ("<p>Buy copper</p>", "these are no words of the page"),
        ("<h2>In this edition</h2> and more", "these are no words of the page"),
        ('<a href="en.pdf">Download PDF 1{length}</a>', "it is not what the page says of en.pdf"),
        ('<a href="en.pdf">Download PDF {length}00</a>', "it is not what the page says of en.pdf"),
        ('<a href="charts/lines.en.svg">PNG</a>', "it is not what the page says of charts/lines.en.svg"),
        ('<a href="charts/other.en.svg">SVG</a>', "which is no file of this edition"),
        ('<a href="#nowhere">Ores</a>', "whose heading is None"),
        ("<button>Take it with you</button><form></form>", "<form> may not stand"),
    ],
)
def test_nothing_else_stands_beside_the_text(finished: dict[str, bytes], markup: str, said: str) -> None:
    """A word of the edition cannot hide there, and a number of pages is the file's."""
    assert [line for line in beside(finished, markup) if said in line]


@pytest.mark.parametrize(
    ("style", "said"),
    [
        ('p::after{content:"7"}', 'says content:"7"'),
        ('p::after{CONTENT:"7"}', 'says content:"7"'),
        (r'p::after{c\6fntent:"7"}', 'says content:"7"'),
        (f'{FACE}p::after{{content:"7"}}', 'says content:"7"'),
        (f"p::after{{content:'{'A' * 400}'}}", 'says content:"AAA'),
        ("li{list-style:'$9 ' inside}", "says list-style"),
        ("LI{LIST-STYLE:'$9 '}", 'says list-style:"$9 "'),
        ("p{background:url(http://e.org/x)}", "fetches"),
        (r"p{background:u\72l(http://e.org/x)}", "fetches"),
        ("p{background:image-set('http://e.org/x' 1x)}", "fetches image"),
    ],
)
def test_a_style_neither_says_nor_fetches(style: str, said: str) -> None:
    """Whatever a browser would put on the page, however it is spelt."""
    read = page(f"<html><body><style>{style}</style></body></html>")
    assert [] != [fault for fault in read.faults if f"the style sheet {said}" in fault]


def test_the_style_of_an_element_fetches_nothing() -> None:
    """It is read as a sheet is."""
    assert ["the style sheet fetches url(//e.org/X)"] == page("<p style='background:URL(//e.org/X)'>").faults


@pytest.mark.parametrize(
    "name", ["en.html", "en.txt", "en.md", "en.eml", "en.pdf", "charts/lines.en.svg", "claims.json"]
)
def test_a_file_that_is_missing_is_named(finished: dict[str, bytes], name: str) -> None:
    """Every format that the edition asks for is there."""
    left = {key: content for key, content in finished.items() if key != name}
    assert any(line.startswith(f"{name}: [file missing]") or f"{name}:" in line for line in found(left))


def test_a_change_in_the_text_part_of_the_mail_names_the_sentence(finished: dict[str, bytes]) -> None:
    """The text part is read as en.txt is."""
    other = finished["en.txt"].replace(b"85% of four", b"84% of four")
    changed = mail(edition()["stories"]["en"], {**finished, "en.txt": other})
    assert any(f'en.eml: "{LEDE}" [text part differs]' in line for line in found({**finished, "en.eml": changed}))


def _chart(story: Any) -> Any:  # noqa: ANN401 -- JSON
    return next(block for block in story["blocks"] if block["kind"] == "chart")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda it: it["blocks"][3]["paragraphs"][0].__setitem__(0, text(LEDE.replace("85", "86"))), LEDE),
        (lambda it: _chart(it)["bars"][1].update(figure=text("110.91")), '"110.90" [text differs]'),
        (lambda it: it.update(title=text("Another one")), "[title differs]"),
        (lambda it: it.update(summary=text("Another one")), "[summary differs]"),
        (lambda it: _chart(it).update(alt=text("Bars of exports in 2025.")), "[alt text differs]"),
        (lambda it: it["blocks"][-1].update(left=text("2025, revision 2")), "[running text differs]"),
    ],
    ids=["sentence", "bar", "title", "summary", "picture", "foot"],
)
def test_the_pdf_says_what_the_edition_says(
    finished: dict[str, bytes], change: Callable[[Any], object], said: str
) -> None:
    """A change in the PDF alone is found: of a sentence, a bar, its title, its summary, a picture or its foot."""
    told = edition()
    change(told["stories"]["en"])
    lines = found({**finished, "en.pdf": paper(told["stories"]["en"], finished)})
    assert any(line.startswith("en.pdf") and said in line for line in lines), lines


def test_the_pdf_holds_the_evidence(finished: dict[str, bytes]) -> None:
    """figures.csv inside of the PDF is figures.csv beside it."""
    other = paper(edition()["stories"]["en"], {**finished, "figures.csv": b"code\n"})
    assert any("[embedded file] figures.csv differs" in line for line in found({**finished, "en.pdf": other}))


def test_without_raw_bytes_nothing_is_traced(finished: dict[str, bytes]) -> None:
    """An audit that was given no store says so."""
    assert "raw bytes" in {item.rule for item in audit(finished, None)}


def test_what_is_no_edition_is_a_finding(finished: dict[str, bytes]) -> None:
    """Files of another form are refused, not a crash."""
    assert any("[form]" in line for line in found({**finished, "edition.json": b'{"stories": {"en": {}}}'}))
    assert any("[file unreadable]" in line for line in found({**finished, "claims.json": b"{"}))


def test_hashes_say_which_file_differs() -> None:
    """Missing, extra and changed files are told apart from content."""
    manifest = {"files": [{"name": name, "bytes": 1, "sha256": "0" * 64} for name in ("a", "b")]}
    assert ["a", "b", "c"] == [
        item.file for item in check_hashes({"a": b"x", "c": b"", "manifest.json": b""}, manifest)
    ]
    assert json.loads(files()["edition.json"])["formats"] == ["html", "email"]


TEXTS = [
    EditionText("Zinc ores came to 110.90."),
    EditionText("So much for zinc."),
    EditionText("Iron ores came to 101 or more."),
]


def departures(actual: str) -> list[str]:
    """Return the words of each text that does not stand in `actual`."""
    return [words for words, _ in Comparer(fold_spaces(actual).strip(), gap=SPACES).read(TEXTS)]


def test_the_same_texts_are_no_departure() -> None:
    """White space of any kind between and within texts is all one."""
    assert [] == departures(
        "Zinc ores\ncame to\N{NO-BREAK SPACE}110.90.  So much for zinc.\nIron ores came to 101 or more."
    )


@pytest.mark.parametrize(
    ("actual", "named"),
    [
        ("Zinc ores came to 110.91. So much for zinc. Iron ores came to 101 or more.", 0),
        ("Zinc orescame to 110.90. So much for zinc. Iron ores came to 101 or more.", 0),
        ("Zinc ores came to 110.90.x So much for zinc. Iron ores came to 101 or more.", 0),
        ("Zinc ores came to 110.90. Iron ores came to 101 or more.", 1),
        ("Zinc ores came to 110.90. Iron ores came to 101 or more. So much for zinc.", 1),
        ("Zinc ores came to 110.90. And more. So much for zinc. Iron ores came to 101 or more.", 1),
        ("Zinc ores came to 110.90. So much for zinc. Iron ores came to 101 or more. Or less.", 2),
        ("Zinc ores came to 110.90. So much for zinc.", 2),
    ],
)
def test_a_departure_is_named_by_its_text(actual: str, named: int) -> None:
    """Changed, glued, missing, moved, added in the midst or at the end: the first finding names the text."""
    assert TEXTS[named].words == departures(actual)[0]


def test_one_fault_does_not_hide_another() -> None:
    """Reading goes on at the next text that is found again."""
    assert [TEXTS[0].words, TEXTS[2].words] == departures(
        "Zinc came to 110.90. So much for zinc. Iron came to 101 or more."
    )


@pytest.mark.parametrize(("words", "end"), [(["11", "110.90"], 8), (["1", "11", "0.90"], 7), (["12"], None), ([], 0)])
def test_labels_are_matched_in_any_order(words: list[str], end: int | None) -> None:
    """A label that begins another one is not taken for it."""
    assert end == any_order("110.9011", 0, words)


def test_a_picture_ends_where_the_text_after_it_begins() -> None:
    """A title may begin with the words of a tick that could be drawn once more."""
    assert len("20242025") == any_order("202420252025年", 0, ["2024"], ["2025", "2025"], "2025年")


def test_a_finding_is_one_line() -> None:
    """File, sentence and rule stand in it, line breaks do not."""
    assert 'en.html: "Zinc fell." [direction] it rose' == str(
        Finding("en.html", "Zinc\nfell.", "direction", "it\nrose")
    )


@pytest.mark.parametrize(
    ("printed", "has_guide"),
    [("December 2025 4 The year Imports rose.", True), ("December 2025 Imports rose, as in 2024 The year", False)],
)
def test_only_what_follows_the_label_of_the_lede_is_a_guide(printed: str, *, has_guide: bool) -> None:
    """A gazette has no guide, and may have a year before the label of its section."""
    entry = SimpleNamespace(get_title=lambda: "The year", get_dest=lambda: SimpleNamespace(get_index=lambda: 3))
    outline: Any = SimpleNamespace(get_toc=lambda: [entry])
    blocks = [
        {"kind": "section", "role": role, "shown": ["pdf"], "label": {"words": label}}
        for role, label in (("lede", "December 2025"), ("text", "The year"))
    ]
    lede, _ = pdf_reader._with_guide({"blocks": blocks}, outline, pdf_reader.letters_only(printed))["blocks"]  # noqa: SLF001
    assert has_guide == ("guide" in lede)
