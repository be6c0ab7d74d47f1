"""The page of a lab: one file that needs nothing else, in the house's own style, on any screen."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from lxml import html
from playwright.sync_api import Browser

from generator.editions.lab import LabFile, shown, tried
from tests.desk.lab_desk import lab_desk

CHANGES = {("740319", "2025-05"): 1.8, ("740321", "2025-08"): 1.45, ("740319", "2025-11"): 0.2}
RULES = """thresholds:
  defaults: {notable: {metric: yoy, abs_gte: 500}}
  series:
    "740319": {notable: {metric: yoy, abs_gte: 50}}
"""
OTHER = """series:
  "740319": {notable: {metric: yoy, gte: 90}}
  "740321": {notable: {any: [{metric: yoy, gte: 25}, {metric: balance, gte: 1}]}}
"""


@pytest.fixture(scope="module", name="made")
def labs(faces: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[LabFile, str]]:
    """Return data and page of three labs: with other thresholds, without, and of thresholds that tell nothing."""
    folder = tmp_path_factory.mktemp("pages")
    other = folder / "other.yaml"
    other.write_text(f"defaults: {{notable: {{metric: yoy, abs_gte: 500}}}}\n{OTHER}", encoding="utf-8")
    found: dict[str, tuple[LabFile, str]] = {}
    silent = RULES.replace("abs_gte: 50}", "abs_gte: 5000}")
    for name, rules, against in (("against", RULES, other), ("alone", RULES, None), ("silent", silent, None)):
        desk, page = lab_desk(folder / name, CHANGES, rules), folder / f"{name}.html"
        (desk.store.folder / "faces").symlink_to(faces, target_is_directory=True)
        with desk.store:
            data = shown(
                desk.desk,
                desk.store,
                "copper",
                None,
                tried(against) if against else None,
                page,
                lambda _: None,
            )
        found[name] = data, page.read_text(encoding="utf-8")
    return found


@pytest.mark.parametrize("name", ["against", "alone", "silent"])
def test_a_page_fetches_nothing_and_runs_nothing(made: dict[str, tuple[LabFile, str]], name: str) -> None:
    """No script, no address that is loaded; the only links are for a person to follow."""
    page = made[name][1]
    loaded = re.findall(r'(?:src|srcset)="(?!data:)|url\((?!["\']?data:)|@import|<script|<link|<iframe', page)
    assert [] == loaded


def root(page: str) -> Any:  # noqa: ANN401 -- lxml
    """Return the tree of a page."""
    return html.fromstring(page)


def words(page: str) -> str:
    """Return the words of a page, white space folded."""
    return " ".join(" ".join(root(page).body.itertext()).split())


def test_the_page_says_what_the_data_say(made: dict[str, tuple[LabFile, str]]) -> None:
    """Told, quiet, again, what stays, what another file adds and loses."""
    data, page = made["against"]
    assert (2, 10) == (data["told"], data["quiet"])
    said = words(page)
    for sentence in (
        "What stands out against its own past by the thresholds of copper, among all codes within the briefing’s",
        "Not replayed: the lines of the text",
        "other.yaml tells 1 movement where copper tells 2",
        "Hold of none other.yaml:4: balance is null for every code (no other flow)",
        "2 of 12 months tell something",
        "1 of 2 movements is of a series that was told in the twelve months before as well",
        "With other.yaml, the one movement is of no series that was told in the twelve months before as well",
        "Told 2 / 1 own / other, 0.2 / 0.1 a month",
        "Quiet months 10 / 11 own / other, of 12",
        "Told again 1 / 0 of 2 / 1, within twelve months",
        "Stay in the first five – / – too few to say, under five movements",
        "Movements told by the thresholds of copper, by month and kind",
        "most often 740319 other copper, refined (2 times)",
        "they add 1 and lose 2",
        "740321 copper, copper-zinc base alloys unwrought Aug 2025 added",
    ):
        assert sentence in said


def test_each_chart_has_alt_text_and_a_table(made: dict[str, tuple[LabFile, str]]) -> None:
    """A name for those who listen, and every month or movement behind it."""
    page = root(made["against"][1])
    charts = page.xpath('//figure[contains(@class, "chart")]')
    assert [12, 12, 3, 3] == [len(chart.xpath(".//tbody/tr")) for chart in charts]
    for chart in charts:
        for drawing in chart.xpath('.//*[local-name() = "svg"]'):
            assert "img" == drawing.get("role")
            assert drawing.xpath('./*[local-name() = "title"]')[0].text.strip()


def test_each_chart_has_both_rules(made: dict[str, tuple[LabFile, str]]) -> None:
    """Beside or over one another: named in title, key, table and the words for those who listen."""
    own, other, lines, _ = root(made["against"][1]).xpath('//figure[contains(@class, "chart")]')
    for figure, name, told in ((own, "copper", "spike 2"), (other, "other.yaml", "spike 1")):
        assert figure.xpath("string(.//h2[@class='title'])").startswith(f"{name}: ")
        assert f"by the thresholds of {name}" in figure.xpath('string(.//*[local-name() = "title"])')
        assert told in " ".join(figure.xpath('(.//*[local-name() = "svg"])[1]//text()[normalize-space()]'))
    assert "by copper and by other.yaml" in lines.xpath('string(.//*[local-name() = "title"])')
    assert [("May 2025", "copper"), ("Aug 2025", "other.yaml"), ("Nov 2025", "copper")] == [
        (row.xpath("string(td[1])"), row.xpath("string(td[last()])")) for row in lines.xpath(".//tbody/tr")
    ]
    drawn = lines.xpath('(.//*[local-name() = "svg"])[1]//*[local-name() = "text"]')
    assert {"copper", "other.yaml", "both", "2 / 0", "0 / 1"} <= {"".join(one.itertext()).strip() for one in drawn}


_PLACES = """names => names.map(name => [...document.querySelectorAll(name)].map(one => {
    const box = one.getBoundingClientRect(); return [box.left, box.right, box.top, box.bottom].map(Math.round) }))"""


@pytest.mark.parametrize("name", ["against", "alone"])
def test_a_wide_screen_is_full(browser: Browser, made: dict[str, tuple[LabFile, str]], name: str) -> None:
    """At 1280 px every picture ends where the page does, and what is said of it begins beside it."""
    with browser.new_context(viewport={"width": 1280, "height": 800}) as context:
        page = context.new_page()
        page.set_content(made[name][1])
        charts, drawings, said = page.evaluate(_PLACES, [".chart", ".chart .drawing.w760 svg", ".text:has(+ .chart)"])
    assert [(472, 1232)] * len(charts) == [(left, right) for left, right, _, _ in charts]
    assert [(472, 1232)] * len(charts) == [(left, right) for left, right, _, _ in drawings]
    assert [(48, 436, top) for _, _, top, _ in charts] == [(left, right, top) for left, right, top, _ in said]


def test_without_other_thresholds_nothing_is_said_of_them(made: dict[str, tuple[LabFile, str]]) -> None:
    """The headline counts what is told."""
    said = words(made["alone"][1])
    assert "2 movements in 12 months, of which 10 are quiet" in said
    assert "Added and lost" not in said


def test_thresholds_that_tell_nothing_have_a_page_too(made: dict[str, tuple[LabFile, str]]) -> None:
    """It says so, and draws nothing."""
    data, page = made["silent"]
    assert (0, 12) == (data["told"], data["quiet"])
    assert "0 movements in 12 months, of which 12 are quiet" in words(page)
    assert [] == root(page).xpath('//figure[contains(@class, "chart")]')


@pytest.mark.parametrize("width", [320, 360, 700, 1280])
def test_a_page_fits_every_screen(browser: Browser, made: dict[str, tuple[LabFile, str]], width: int) -> None:
    """Nothing scrolls sideways, the tables opened."""
    with browser.new_context(viewport={"width": width, "height": 800}, java_script_enabled=True) as context:
        page = context.new_page()
        page.set_content(made["against"][1].replace("<details", "<details open"))
        assert width == max(width, page.evaluate("document.documentElement.scrollWidth"))


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_editor_is_shut_out(browser: Browser, made: dict[str, tuple[LabFile, str]], scheme: str) -> None:
    """Axe finds no fault in names, order or contrast."""
    with browser.new_context(viewport={"width": 360, "height": 800}, color_scheme=scheme) as context:  # type: ignore[arg-type]
        page = context.new_page()
        page.set_content(made["against"][1].replace("<details", "<details open"))
        assert [] == [fault["id"] for fault in Axe().run(page).response["violations"]]
