"""Chinese headlines in the finished files: no line parts a word, or a figure from its unit."""

# ruff: noqa: RUF001 -- Chinese has signs of its own
from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from itertools import accumulate
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from lxml import etree
from playwright.sync_api import Browser

from generator.charts.ruler import Ruler
from generator.charts.social_card import card
from generator.charts.typeface import DISPLAY
from generator.commentary.editors_text import EditorParagraph
from generator.page import EditionLook, load_look
from generator.story.label import Label
from generator.story.plan import Foot, KeyFinding, Masthead, Story, Text
from tests.commentary.test_editor import _table
from tests.conftest import LANGUAGES
from tests.page.manifests import manifests
from tests.page.reading import files_of, html_of, seen
from tests.page.sample import chart, edition
from tests.story import plans
from tests.story.months import months

# What an editor of Chinese parts in no headline of these editions.
WORDS = (
    *("10月", "12月", "7月至9月", "2025年", "中国", "自巴基斯坦", "进口", "矿产品", "增长", "下降", "基本持平"),
    *("精炼铜", "精炼铜", "铝矿砂", "铁矿砂", "锌矿砂", "1.1147亿美元", "9.2个百分点", "百分点"),
    *("增长6.9%", "增长15%", "增长7.9%", "增长12%", "总额", "拉高", "拉低"),
)
LABELS = {
    code: Label(name, name, name)
    for code, name in {
        "74": "铜及铜制品",
        "7403": "精炼铜",
        "7402": "未精炼铜",
        "2608": "锌矿砂",
        "2601": "铁矿砂",
        "2606": "铝矿砂",
        "2607": "铅矿砂",
        "2610": "铬矿砂",
    }.items()
}
TOLD = ("missing", "quarter", "single", "annual", "hand")
HAND = "12月矿产品进口增长12%，精炼铜和锌矿砂增长，而铁矿砂下降"
LONG = "未锻轧的铝及铝材和铜及铜合金和铁矿砂"  # one phrase, for which no phone has a line
LINES = """place => [...document.querySelectorAll(place)].map(whole => {
    const walk = document.createTreeWalker(whole, NodeFilter.SHOW_TEXT), lines = []; let foot = -1, node;
    while (node = walk.nextNode()) for (let at = 0; at < node.length; at++) {
        const one = document.createRange(); one.setStart(node, at); one.setEnd(node, at + 1);
        const box = one.getBoundingClientRect();
        if (box.bottom - foot > 8) lines.push('');
        foot = box.bottom; lines[lines.length - 1] += node.data[at] }
    return lines })"""


@pytest.fixture(name="dress", scope="module")
def dressed(scripts: Path) -> EditionLook:
    """Return the packaged look with the faces and styles of every language."""
    return load_look(scripts.parent, languages=LANGUAGES)


@cache
def story(plan: str) -> Story:
    """Return masthead, finding and foot of an edition; of "hand" with the headline of an editor."""
    own: dict[str, Any] = {"language": "zh", "labels": LABELS, "headline": EditorParagraph(HAND, ())}
    told = plans.edition(plan, "zh").story if plan != "hand" else months(_table(), **own).story
    return replace(told, blocks=tuple(one for one in told.blocks if isinstance(one, Masthead | KeyFinding | Foot)))


def finding(told: Story) -> KeyFinding:
    """Return what a story found."""
    return next(block for block in told.blocks if isinstance(block, KeyFinding))


def files(told: Story, dress: EditionLook, form: str, style: str) -> Mapping[str, bytes]:
    """Return the files of a story by name."""
    made = edition(
        stories=(told,), formats=(form,), proofs={}, attachments={}, manifests=manifests({"stories": {"zh": {}}}, {})
    )
    return files_of(made, replace(dress, name=style))


def parted(lines: list[str]) -> list[str]:
    """Return the words that stand on two lines."""
    text, ends = "".join(lines), list(accumulate(map(len, lines[:-1])))
    found = []
    for word in WORDS:
        starts = [at for at in range(len(text)) if text.startswith(word, at)]
        found += [word for at in starts if any(at < end < at + len(word) for end in ends)]
    return found


def lines_of(words: str, lines: list[str]) -> list[str]:
    """Return those of the lines of a page in which `words` stand."""
    at = next(at for at in range(len(lines)) if "".join(lines[at:]).startswith(words))
    end = next(end for end in range(at + 1, len(lines)) if len("".join(lines[at:end])) >= len(words))
    return lines[at:end]


@pytest.mark.long
@pytest.mark.parametrize("style", ["ministry", "gazette"])
def test_a_printed_headline_parts_no_word(dress: EditionLook, style: str) -> None:
    """Neither do the things below it; all say what they said, line after line."""
    several = 0
    for plan in TOLD:
        (page, *_) = pypdfium2.PdfDocument(files(story(plan), dress, "pdf", style)["zh.pdf"])
        lines = page.get_textpage().get_text_range().splitlines()
        for text in (finding(story(plan)).headline, *finding(story(plan)).things):
            own = lines_of(text.words, lines)
            assert (plan, text.words, []) == (plan, "".join(own), parted(own))
            several += len(own) > 1
    assert several >= 2


@pytest.fixture(name="screens", scope="module", params=["ministry", pytest.param("gazette", marks=pytest.mark.long)])
def all_told(request: pytest.FixtureRequest, dress: EditionLook) -> Mapping[str, str]:
    """Return page and mail, by form, in which all the findings stand, one below the other."""
    head, _, foot = story("quarter").blocks
    every = replace(story("quarter"), blocks=(head, *(finding(story(plan)) for plan in TOLD), foot))
    page, mail = (files(every, dress, form, request.param) for form in ("html", "email"))
    return {"html": page["zh.html"].decode(), "mail": html_of(mail["zh.eml"])}


@pytest.mark.parametrize(("form", "width"), [("html", 1280), ("html", 360), ("mail", 600), ("mail", 360)])
def test_a_headline_on_a_screen_parts_no_word(
    browser: Browser, screens: Mapping[str, str], form: str, width: int
) -> None:
    """In the page and in the mail, with its things; the words are as they were told."""
    asked = f"['h1', '.things li, .thing'].map({LINES})"
    headlines, things = seen(browser, screens[form], asked, width)
    found = [finding(story(plan)) for plan in TOLD]
    assert [one.headline.words for one in found] == ["".join(lines) for lines in headlines]
    labelled = [(label, thing) for one in found for label, thing in zip(one.labels, one.things, strict=True)]
    shown = ["".join(lines).replace(" ", "") for lines in things]
    assert [f"{label.words}{thing.words}".replace(" ", "") for label, thing in labelled] == shown
    assert [] == [lines for lines in (*headlines, *things) if parted(lines)]
    assert sum(len(lines) > 1 for lines in (*headlines, *things)) >= 2


def test_what_is_copied_of_a_headline_is_its_words(browser: Browser, screens: Mapping[str, str]) -> None:
    """No sign that joins or parts is among them."""
    asked = "() => { const all = getSelection(); all.selectAllChildren(document.querySelector('h1')); return `${all}` }"
    assert finding(story(TOLD[0])).headline.words == seen(browser, screens["html"], asked, 360)


def under(headline: str) -> Story:
    """Return a story under a headline that is one phrase."""
    told = story("quarter")
    long = replace(finding(told), headline=Text(headline, phrases=(len(headline),)))
    return replace(told, blocks=tuple(long if isinstance(one, KeyFinding) else one for one in told.blocks))


@pytest.mark.parametrize("style", ["ministry", "gazette"])
@pytest.mark.parametrize("form", ["html", "email"])
def test_a_word_that_no_line_holds_is_parted(browser: Browser, dress: EditionLook, style: str, form: str) -> None:
    """On a phone it takes several lines, and nothing runs out of its place."""
    made = files(under(LONG), dress, form, style)
    page_text = made["zh.html"].decode() if form == "html" else html_of(made["zh.eml"])
    asked = """() => { const all = document.createRange(); all.selectNodeContents(document.querySelector('h1'));
        const place = document.querySelector('h1').getBoundingClientRect(), box = all.getBoundingClientRect();
        return [document.documentElement.scrollWidth, box.left >= place.left, box.right <= place.right] }"""
    assert [360, True, True] == seen(browser, page_text, asked, 360)
    assert len(seen(browser, page_text, f"({LINES})('h1')", 360)[0]) > 1


@pytest.mark.parametrize("plan", TOLD)
def test_the_headline_of_a_card_parts_no_word(scripts: Path, plan: str) -> None:
    """It is set by measure, so that its lines come out even."""
    ruler, found = Ruler(scripts, "zh"), finding(story(plan))
    root = etree.fromstring(card(chart(), Text("贸易处"), found, ruler).encode())
    (title,) = (one for one in root if one.get("font-family", "").startswith(ruler.family(DISPLAY)))
    lines = ["".join(map(str, line.itertext())) for line in title]
    assert (found.headline.words, []) == ("".join(lines), parted(lines))


@pytest.mark.parametrize("style", ["ministry", pytest.param("gazette", marks=pytest.mark.long)])
def test_a_phrase_that_no_printed_line_holds_is_parted(dress: EditionLook, style: str) -> None:
    """It stays within the margins of the paper, whole."""
    (page, *_) = pypdfium2.PdfDocument(files(under(LONG * 2), dress, "pdf", style)["zh.pdf"])
    text = page.get_textpage()
    own = lines_of(LONG * 2, text.get_text_range().splitlines())
    assert (LONG * 2, True) == ("".join(own), len(own) > 1)
    start = text.get_text_range().index(own[0])
    right = max(text.get_charbox(start + at)[2] for at in range(len("\r\n".join(own))))
    assert right <= page.get_width() - 18 * 72 / 25.4


def test_a_phrase_that_no_line_of_a_card_holds_is_parted(scripts: Path) -> None:
    """Each of its lines fits between the edges of the card."""
    ruler = Ruler(scripts, "zh")
    root = etree.fromstring(card(chart(), Text("贸易处"), finding(under(LONG * 2)), ruler).encode())
    (title,) = (one for one in root if one.get("font-family", "").startswith(ruler.family(DISPLAY)))
    lines = ["".join(map(str, line.itertext())) for line in title]
    assert (LONG * 2, True) == ("".join(lines), len(lines) > 1)
    size = float(title.get("font-size", ""))
    assert max(ruler.width(line, size, family=DISPLAY, weight=600) for line in lines) <= 1200 - 2 * 56
