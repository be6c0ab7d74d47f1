"""A briefing's thresholds replayed over its months, and others against them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from lxml import html
from playwright.sync_api import Browser

from generator.editions.lab import Lab, as_data, lab, read_thresholds
from generator.editions.lab_page import page
from generator.settings.desk_parts import DeskParts
from tests.desk.lab_desk import lab_desk

# 740319 rises by four fifths in May 2025 and goes back in June; 740321 rises by a third in August
CHANGES = {("740319", "2025-05"): 1.8, ("740321", "2025-08"): 1.45}
RULES = """thresholds:
  defaults: {notable: {metric: yoy, abs_gte: 500}}
  series:
    "740319": {notable: {metric: yoy, abs_gte: 50}}
    "740321": {notable: {metric: yoy, abs_gte: 50}}
"""
LOWER = RULES.replace('"740321": {notable: {metric: yoy, abs_gte: 50}}', '"740321": {notable: {metric: yoy, gte: 25}}')
OTHER = LOWER.replace('"740319": {notable: {metric: yoy, abs_gte: 50}}', '"740319": {notable: {metric: yoy, gte: 90}}')


@pytest.fixture(scope="module", name="desk")
def desk_with_rules(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DeskParts]:
    """Return a desk whose rules name two lines."""
    found = lab_desk(tmp_path_factory.mktemp("lab") / "desk", CHANGES, RULES)
    with found.store:
        yield found


def replayed(desk: DeskParts, since: str | None = None, against: Path | None = None) -> Lab:
    """Return the lab of the briefing."""
    return lab(desk.desk, desk.store, "copper", since, read_thresholds(against) if against else None, lambda _: None)


def written(folder: Path, text: str) -> Path:
    """Return a file with other thresholds."""
    file = folder / "other.yaml"
    file.write_text(text, encoding="utf-8")
    return file


def told(months: Any) -> dict[str, list[tuple[str, str]]]:  # noqa: ANN401 -- JSON is any
    """Return code and direction of what each month tells, quiet ones left out."""
    return {one["period"]: [(pick["code"], pick["direction"]) for pick in one["told"]] for one in months if one["told"]}


def codes(picks: Any) -> list[str]:  # noqa: ANN401 -- JSON is any
    """Return the codes of some movements."""
    return [pick["code"] for pick in picks]


def test_each_month_tells_what_its_edition_would(desk: DeskParts) -> None:
    """The first of them has two years before it; what rose by a third is not half as much again."""
    found = as_data(replayed(desk))
    assert ("2025-01", "2025-12", 12) == (found["since"], found["until"], len(found["months"]))
    assert {"2025-05": [("740319", "up")]} == told(found["months"])
    assert (1, 11) == (found["told"], found["quiet"])


def test_another_file_adds_and_loses_by_month(desk: DeskParts, tmp_path: Path) -> None:
    """With codes, names, kinds and scores; months without a difference are left out."""
    against = as_data(replayed(desk, against=written(tmp_path, OTHER)))["against"]
    assert against
    changed = [(one["period"], codes(one["added"]), codes(one["lost"])) for one in against["months"]]
    assert [("2025-05", [], ["740319"]), ("2025-08", ["740321"], [])] == changed
    assert (1, 1, 1, 11) == (against["told"], against["added"], against["lost"], against["quiet"])
    [lost], [added] = against["months"][0]["lost"], against["months"][1]["added"]
    assert ("up", False, True) == (lost["direction"], lost["again"], "copper" in lost["name"])
    for pick in (lost, added):
        assert pick["kind"] in {"spike", "price"}
        assert pick["score"] > 0


PAGE_CHANGES = {("740319", "2025-05"): 1.8, ("740321", "2025-08"): 1.45, ("740319", "2025-11"): 0.2}
PAGE_RULES = """thresholds:
  defaults: {notable: {metric: yoy, abs_gte: 500}}
  series:
    "740319": {notable: {metric: yoy, abs_gte: 50}}
"""
PAGE_OTHER = """defaults: {notable: {metric: yoy, abs_gte: 500}}
series:
  "740319": {notable: {metric: yoy, gte: 90}}
  "740321": {notable: {any: [{metric: yoy, gte: 25}, {metric: balance, gte: 1}]}}
"""
SILENT = PAGE_RULES.replace("abs_gte: 50}", "abs_gte: 5000}")


@pytest.fixture(scope="module", name="pages")
def made_once(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Return the pages of two labs: with other thresholds, and of thresholds that tell nothing."""
    folder = tmp_path_factory.mktemp("pages")
    other = folder / "other.yaml"
    other.write_text(PAGE_OTHER, encoding="utf-8")
    pages = {}
    for name, rules, file in (("against", PAGE_RULES, other), ("silent", SILENT, None)):
        opened = lab_desk(folder / name, PAGE_CHANGES, rules)
        tried = read_thresholds(file) if file else None
        with opened.store:
            made = lab(opened.desk, opened.store, "copper", None, tried, lambda _: None)
            pages[name] = page(made, as_data(made)).decode()
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


@pytest.mark.long
def test_a_page_fits_a_small_screen_and_shuts_nobody_out(browser: Browser, pages: dict[str, str]) -> None:
    """Nothing scrolls sideways; Axe finds no fault in names, order or contrast."""
    with browser.new_context(viewport={"width": 360, "height": 800}) as context:
        shown = context.new_page()
        shown.set_content(pages["against"])
        assert 360 == shown.evaluate("document.documentElement.scrollWidth")
        assert [] == [fault["id"] for fault in Axe().run(shown).response["violations"]]
