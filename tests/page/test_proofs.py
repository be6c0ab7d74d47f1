"""What a figure opens, in a browser: by mouse, keyboard and touch, beside it and never over it, and without script."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from tests.page.opened import PRINTS

SHARE = ".lede [data-claim=f5]"
OPENED = "[...document.querySelectorAll(':popover-open')].map(one => one.id)"
FOCUSED = "document.activeElement.id || document.activeElement.dataset.claim || document.activeElement.tagName"


@contextmanager
def opened(browser: Browser, text: str, width: int = 1280, **context: Any) -> Iterator[Page]:  # noqa: ANN401
    """Open the page in a window of that width."""
    with browser.new_context(viewport={"width": width, "height": 800}, **context) as window:
        page = window.new_page()
        page.set_content(text)
        yield page


@pytest.fixture(name="text")
def page_text(made: Mapping[str, bytes]) -> str:
    """Return the page."""
    return made["en.html"].decode()


def test_a_figure_opens_by_keyboard_and_gives_the_focus_back(browser: Browser, text: str) -> None:
    """Enter opens and goes in, Escape closes and comes back to the figure."""
    with opened(browser, text) as page:
        page.focus(SHARE)
        page.keyboard.press("Enter")
        assert (["f5"], "f5") == (page.evaluate(OPENED), page.evaluate(FOCUSED))
        assert page.evaluate("document.activeElement.role") == "dialog"
        page.keyboard.press("Escape")
        assert ([], "f5") == (page.evaluate(OPENED), page.evaluate(FOCUSED))
        assert page.evaluate("document.activeElement.tagName") == "BUTTON"


def test_it_closes_by_its_own_button(browser: Browser, text: str) -> None:
    """Tab goes from the evidence to the word that closes it, and on it Space does."""
    with opened(browser, text) as page:
        page.focus(SHARE)
        page.keyboard.press("Space")
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.textContent") == "Close ×"
        page.keyboard.press("Space")
        assert ([], "f5") == (page.evaluate(OPENED), page.evaluate(FOCUSED))


def test_one_is_open_at_a_time(browser: Browser, text: str) -> None:
    """A click on the next figure closes the last one, a click beside it both."""
    with opened(browser, text) as page:
        page.click(SHARE)
        page.click(".lede [data-claim=f7]")
        assert page.evaluate(OPENED) == ["f7"]
        page.mouse.click(5, 5)
        assert page.evaluate(OPENED) == []


def test_a_screen_reader_hears_that_a_figure_opens(browser: Browser, text: str) -> None:
    """It is a button by the name of its figure, and what opens is a dialog by that name."""
    with opened(browser, text) as page:
        figure = page.get_by_role("button", name="76%").first
        assert figure.count() == 1
        figure.click()
        assert page.get_by_role("dialog", name="76%").inner_text().startswith("76%")


def test_each_figure_has_one_panel_however_often_it_stands(browser: Browser, text: str) -> None:
    """What repeats weighs nothing more; while it is open every place of it is lit."""
    lit = """[...document.querySelectorAll('[data-claim]')].filter(one =>
        getComputedStyle(one).backgroundColor == 'rgb(220, 232, 243)').map(one => one.dataset.claim)"""
    with opened(browser, text) as page:
        panels = page.evaluate("[...document.querySelectorAll('[popover]')].map(one => one.id)")
        targets = page.evaluate("[...document.querySelectorAll('.claim')].map(one => one.popoverTargetElement?.id)")
        page.focus(SHARE)
        page.keyboard.press("Enter")
        page.mouse.move(2, 2)
        assert (list(PRINTS), set(PRINTS)) == (panels, set(targets))
        assert page.evaluate(lit) == ["f5"] * targets.count("f5")
        assert targets.count("f5") > 1


@pytest.mark.parametrize("width", [320, 360, 760, 1231, 1280, 1440])
@pytest.mark.parametrize("place", [80, 400, 720])
def test_evidence_never_covers_the_figure_it_is_of(browser: Browser, text: str, width: int, place: int) -> None:
    """High or low in the window, on a phone or beside the text; it stays inside, and scrolls where it must."""
    asked = """place => { const figure = document.querySelector('.answer, .lede [data-claim=f5]');
        document.body.style.paddingBottom = '900px'; document.body.style.paddingTop = '900px';
        scrollBy(0, figure.getBoundingClientRect().top - place); }"""
    boxes = """() => { const one = document.querySelector('.lede [data-claim=f5]').getBoundingClientRect();
        const other = document.getElementById('f5').getBoundingClientRect();
        return [one.right <= other.left || one.bottom <= other.top || other.bottom <= one.top,
          other.left >= 0 && other.right <= innerWidth && other.top >= 0 && other.bottom <= innerHeight,
          other.height > 150, document.documentElement.scrollWidth <= innerWidth] }"""
    with opened(browser, text, width) as page:
        page.evaluate(asked, place)
        page.click(SHARE)
        assert page.evaluate(boxes) == [True, True, True, True]


@pytest.mark.long
@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_open_evidence_shuts_no_reader_out(browser: Browser, text: str, scheme: str, width: int) -> None:
    """Names, order, contrast and the size of what is to be hit hold with it open."""
    rules = {"runOnly": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"]}
    with opened(browser, text, width, color_scheme=scheme) as page:
        page.click(SHARE)
        found = Axe().run(page, options=rules | {"rules": {"target-size": {"enabled": True}}})
        assert [] == [(one["id"], one["nodes"][0]["html"]) for one in found.response["violations"]]


def test_with_colours_of_their_own_readers_see_where_it_ends(browser: Browser, text: str) -> None:
    """Where a system sets the colours, a line stands round the evidence."""
    with opened(browser, text, forced_colors="active") as page:
        page.click(SHARE)
        assert page.evaluate("getComputedStyle(document.getElementById('f5')).borderLeftWidth") == "1px"


def test_on_paper_figures_are_words(browser: Browser, text: str) -> None:
    """Neither dots nor evidence nor the hint is printed."""
    asked = """() => [...document.querySelectorAll('.hint, .proof')].filter(one => one.checkVisibility()).length
        + [...document.querySelectorAll('.claim')].filter(one =>
            getComputedStyle(one).textDecorationLine != 'none').length"""
    with opened(browser, text) as page:
        page.click(SHARE)
        page.keyboard.press("Escape")
        page.emulate_media(media="print")
        assert page.evaluate(asked) == 0


def test_a_line_breaks_where_it_would_without_buttons(browser: Browser, text: str) -> None:
    """No line begins with the comma or stop behind a figure."""
    asked = """() => { let wrong = [];
      for (const claim of document.querySelectorAll('p button.claim')) {
        const next = claim.nextSibling;
        if (next?.nodeType != 3 || !/^[.,;:)%’”]/.test(next.data)) continue;
        const range = document.createRange(); range.setStart(next, 0); range.setEnd(next, 1);
        if (range.getBoundingClientRect().left < claim.getBoundingClientRect().left) wrong.push(next.data) }
      return wrong }"""
    with opened(browser, text) as page:
        for width in (*range(320, 440, 4), 900, 1280):
            page.set_viewport_size({"width": width, "height": 800})
            assert (width, []) == (width, page.evaluate(asked))


def test_without_script_and_without_popovers_figures_are_words(browser: Browser, text: str) -> None:
    """There is no script to miss, and a browser that knows no popover hides what would open."""
    old = text.replace("popover ", "data-old ").replace("popovertarget", "data-target")
    with opened(browser, old, java_script_enabled=False) as page:
        assert page.locator(".proof").first.is_hidden()
        assert "76%" in page.locator(".lede").inner_text()
