"""The page of a lab: one file that needs nothing else, on any screen."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from lxml import html
from playwright.sync_api import Browser

from generator.editions.lab import as_data, lab, read_thresholds
from generator.editions.lab_page import page
from tests.desk.lab_desk import lab_desk

CHANGES = {("740319", "2025-05"): 1.8, ("740321", "2025-08"): 1.45, ("740319", "2025-11"): 0.2}
RULES = """thresholds:
  defaults: {notable: {metric: yoy, abs_gte: 500}}
  series:
    "740319": {notable: {metric: yoy, abs_gte: 50}}
"""
OTHER = """defaults: {notable: {metric: yoy, abs_gte: 500}}
series:
  "740319": {notable: {metric: yoy, gte: 90}}
  "740321": {notable: {any: [{metric: yoy, gte: 25}, {metric: balance, gte: 1}]}}
"""
SILENT = RULES.replace("abs_gte: 50}", "abs_gte: 5000}")


@pytest.fixture(scope="module", name="pages")
def made_once(faces: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Return the pages of two labs: with other thresholds, and of thresholds that tell nothing."""
    folder = tmp_path_factory.mktemp("pages")
    other = folder / "other.yaml"
    other.write_text(OTHER, encoding="utf-8")
    pages = {}
    for name, rules, file in (("against", RULES, other), ("silent", SILENT, None)):
        opened = lab_desk(folder / name, CHANGES, rules)
        (opened.store.folder / "faces").symlink_to(faces, target_is_directory=True)
        tried = read_thresholds(file) if file else None
        with opened.store:
            made = lab(opened.desk, opened.store, "copper", None, tried, lambda _: None)
            pages[name] = page(opened.desk, opened.store, made, as_data(made), lambda _: None).decode()
    return pages


def words(page: str) -> str:
    """Return the words of a page, white space folded."""
    return " ".join(" ".join(map(str, html.fromstring(page).itertext())).split())


def test_a_page_says_what_the_data_say_and_fetches_nothing(pages: dict[str, str]) -> None:
    """Told, quiet, again, what another file adds and loses; no script, no address that is loaded."""
    text = words(pages["against"])
    for part in (
        "other.yaml tells 1 movement where copper tells 2",
        "Hold of none other.yaml:4: balance is null for every code (no other flow)",
        "2 movements in 12 months, 0.2 a month; 10 months quiet",
        "1 of 2 movements is of a series that was told in the twelve months before as well",
        "most often 740319 other copper, refined (2 times)",
        "they add 1 and lose 2",
        "740321 copper, copper-zinc base alloys unwrought Aug 2025 added",
    ):
        assert part in text
    loaded = r'(?:src|srcset)="(?!data:)|url\((?!["\']?data:)|@import|<script|<link|<iframe'
    assert [] == re.findall(loaded, pages["against"])


def test_a_page_fits_a_small_screen_and_shuts_nobody_out(browser: Browser, pages: dict[str, str]) -> None:
    """Nothing scrolls sideways; Axe finds no fault in names, order or contrast."""
    with browser.new_context(viewport={"width": 360, "height": 800}) as context:
        shown = context.new_page()
        shown.set_content(pages["against"])
        assert 360 == shown.evaluate("document.documentElement.scrollWidth")
        assert [] == [fault["id"] for fault in Axe().run(shown).response["violations"]]
