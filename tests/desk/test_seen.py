"""What is not seen, or drawn otherwise than its figure, holds an edition: by a desk's style, or by a changed file."""

import re
from collections.abc import Callable

import pytest

from tests.desk.conftest import StarterDesk

CHART = "charts/lines.en.svg"


def found(desk: StarterDesk, name: str, change: Callable[[str], str]) -> str:
    """Return what the audit of the edition says after a change to one of its files."""
    file = desk.edition / name
    words = file.read_text("utf-8")
    assert words != change(words)
    file.write_text(change(words), "utf-8")
    judged = desk.run("audit", "pakistan-minerals/2025", "--content-only")
    assert 3 == judged.code, judged.said
    return judged.said


HIDES = {
    "a white headline": ("h1 { color: white }", "<h1> stands out from its ground by 1.0 to 1"),
    "a white lede": (".lede p { color: #FFF }", "<p> stands out from its ground"),
    "a white note": (".note * { color: #fefefe }", "stands out from its ground"),
    "white on dark paper": ("@media (prefers-color-scheme: dark) { h1 { color: #12171C } }", "(1280 px, dark paper)"),
    "letters of a pixel": ("h1 { font-size: 1px }", "<h1> is 1 px high"),
    "a cover": (
        ".lede::before { content: ''; position: absolute; inset: 0; background: #FFF; z-index: 2 }",
        "may cover",
    ),
    "nothing opaque": ("h1 { opacity: 0 }", "<h1> is transparent"),
    "nothing visible": ("h1 { visibility: hidden }", "<h1> is not visible"),
    "nothing displayed": (".finding { display: none }", "<div> is not displayed"),
    "off the page": ("h1 { position: absolute; left: -9999px }", "<h1> is moved away (left: -9999px)"),
    "clipped": ("h1 { clip-path: inset(50%) }", "<h1> is clipped"),
    "no drawing": (".drawing { display: none !important }", "displays none of its drawings"),
    "other bars": (".ink rect { width: 10px }", "a style sets its width"),
    "a custom property": (":root { --ink: var(--paper) }", "stands out from its ground by 1.0 to 1"),
}


@pytest.mark.parametrize("what", [*[*HIDES][::5], *(pytest.param(what, marks=pytest.mark.long) for what in HIDES)])
def test_a_rule_that_hides_words_is_found(desk: StarterDesk, what: str) -> None:
    """A sheet stands in the page: the audit of the finished page sees it as well."""
    rule, why = HIDES[what]
    said = found(desk, "en.html", lambda page: page.replace("</style>", f"{rule}</style>", 1))
    assert "[not seen]" in said
    assert why in said


def test_what_stands_beside_the_text_may_be_hidden(desk: StarterDesk) -> None:
    """A gazette has no room for the contents: they are not the edition's words."""
    page = desk.edition / "en.html"
    page.write_text(page.read_text("utf-8").replace("</style>", ".contents { display: none }</style>", 1), "utf-8")
    judged = desk.run("audit", "pakistan-minerals/2025", "--content-only")
    assert 0 == judged.code, judged.said


def narrowed(svg: str) -> str:
    """Return a drawing with its second bar at a tenth."""
    at = [bar.start(1) for bar in re.finditer(r'<rect [^>]*width="([\d.]+)"/>', svg)][1]
    wide = svg[at:].partition('"')[0]
    return f"{svg[:at]}{float(wide) / 10:g}{svg[at + len(wide) :]}"


def exchanged(svg: str) -> str:
    """Return a drawing in which two names have changed places."""
    return svg.replace(">Zinc ores<", ">?<").replace(">Iron ores<", ">Zinc ores<").replace(">?<", ">Iron ores<")


def test_a_drawing_that_is_changed_is_found(desk: StarterDesk) -> None:
    """A bar at a tenth and two names that changed places are named."""
    said = found(desk, CHART, lambda words: exchanged(narrowed(words)))
    assert "[drawing differs]" in said
    assert "Zinc ores stands beside another mark" in said
    assert "the bar of Zinc ores is drawn at 11" in said


def test_a_bar_of_a_table_that_is_changed_is_found(desk: StarterDesk) -> None:
    """The page of a year has its lines as bars in the table."""
    first_bar = re.compile(r'(<td class="[^"]*barred.*?<rect [^>]*width=")', re.DOTALL)
    said = found(desk, "en.html", lambda words: first_bar.sub(r"\g<1>9", words, count=1))
    assert "[drawing differs]" in said
