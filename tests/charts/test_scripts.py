"""Other scripts in pictures: their faces, where their lines break, how wide joined letters are, which way they run."""

from __future__ import annotations

from pathlib import Path

import pytest
from lxml import etree

from generator.charts import chart_frame, scripts
from generator.charts.canvas import TEXT_COLUMN
from generator.charts.chart_form import draw_chart
from generator.charts.faces import cut_faces
from generator.charts.ruler import Ruler, units
from generator.charts.svg import fill, new
from generator.errors import FacesMissing
from tests.page.pictures import contributions

PACKAGES = {"zh": "fonts-noto-cjk", "ur": "fonts-noto-core"}


@pytest.mark.parametrize("language", PACKAGES)
def test_missing_faces_name_their_package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, language: str) -> None:
    """Nothing is cut where a language's faces are not installed: exit 2, with what to install."""
    monkeypatch.setattr(scripts, "FOLDERS", (tmp_path / "none",))
    assert (PACKAGES[language],) == scripts.missing_packages(language)
    with pytest.raises(FacesMissing, match=f"apt-get install {PACKAGES[language]}$") as refused:
        cut_faces(tmp_path / "cut", ("en", language))
    assert 2 == refused.value.exit_code
    assert not list(tmp_path.glob("cut/*"))


def test_english_needs_no_other_face() -> None:
    """A desk in English asks nothing of the system."""
    assert () == scripts.missing_packages("en")
    assert [] == scripts.recipe(("en",))


def test_chinese_breaks_between_ideographs() -> None:
    """A closing sign stays with what it closes, a figure with its unit, a range with its end; English at spaces."""
    assert ["铜、", "铝", "（HS", "7403）"] == [word for _, word in units("铜、铝（HS 7403）", "zh")]  # noqa: RUF001 -- signs of Chinese
    assert ["增", "长", "11.4亿", "美", "元。"] == [word for _, word in units("增长11.4亿美元。", "zh")]
    assert ["2022年", "1月—2023年", "2月"] == [word for _, word in units("2022年1月—2023年2月", "zh")]
    assert ["比", "1—2月"] == [word for _, word in units("比1—2月", "zh")]
    assert ["copper", "ores"] == [word for _, word in units("copper ores", "en")]


def test_joined_letters_are_measured_as_they_are_shaped(scripts: Path) -> None:
    """A word is narrower than its letters alone; marks of direction take no room."""
    ruler = Ruler(scripts, "ur")
    letters = sum(ruler.width(letter, 100) for letter in "پاکستان")
    assert ruler.width("پاکستان", 100) < 0.9 * letters
    assert ruler.width("\u2066+10\u2069", 100) == ruler.width("+10", 100)


def test_each_script_has_a_face_of_its_own() -> None:
    """What draws a text takes any face for a letter that the first one lacks: so each run names its own."""
    text = new("text")
    fill(text, "دیگر 20 مدات")
    spans = [(span.get("font-family"), span.text) for span in text]
    assert ["'Noto Naskh Arabic'", "'Source Sans 3'", "'Noto Naskh Arabic'"] == [family for family, _ in spans]
    assert "\u2067دیگر 20 مدات\u2069" == "".join(text.itertext())
    plain = new("text")
    fill(plain, "Other 20 lines")
    assert ("Other 20 lines", 0) == (plain.text, len(plain))


def test_bars_run_from_the_right_in_urdu(scripts: Path) -> None:
    """A rise goes to the left of the zero line and a fall to its right, names stand at the right edge."""
    drawn = [draw_chart(contributions(), TEXT_COLUMN, Ruler(scripts, tag)).drawing for tag in ("en", "ur")]
    bars = [[mark for mark in one.marks if mark.tag == "rect"] for one in drawn]
    places = [[(mark.x, mark.width) for mark in some] for some in bars]
    turned = [(TEXT_COLUMN.width - x - width, width) for x, width in places[1]]
    assert [pytest.approx(one, abs=1) for one in places[0]] == turned
    svg = etree.fromstring(chart_frame.bare_svg(drawn[1], Ruler(scripts, "ur")).encode())
    assert "'Source Sans 3','Noto Naskh Arabic'" in svg.get("font-family", "")


def test_fish_and_metals_can_be_named_in_chinese() -> None:
    """Customs name anchovies 鳀, horse mackerels 鲹 and promethium 钷, which GB 2312 does not have."""
    assert frozenset(map(ord, "鳀鲹鲯钷锿")) <= scripts.characters("zh")
