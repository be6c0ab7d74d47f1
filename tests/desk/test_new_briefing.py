"""A new briefing: answers are checked, hostile text stays text, and nothing of a person is written over."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from generator.errors import SettingsError
from generator.service.new_briefing import NewBriefing, add, check_answer, next_step
from generator.service.starter_desk import init
from generator.settings.desk_parts import DeskParts
from generator.settings.wiring import open_desk

ORES = NewBriefing("ores", "gacc-press", "CHN", "PAK", "import", ("2603", "2608"), "annual")


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[DeskParts]:
    """Return a starter desk whose figures were not taken in, with a second source that says what it holds."""
    init(tmp_path / "desk")
    settings = tmp_path / "desk" / "desk.yaml"
    columns = "{period: Month, partner: To, flow: Flow, code: HS, value: USD, published: Out}"
    second = f"\nsources:\n  office: {{kind: tables, title: {{en: Office}}, reporter: KEN, columns: {columns}}}"
    settings.write_text(settings.read_text("utf-8").replace("\nsources:", second), "utf-8")
    found = open_desk(tmp_path / "desk", {})
    with found.store:
        yield found


def refusal(desk: DeskParts, key: str, text: str, **known: str) -> str:
    """Return what is said of an answer that cannot be used."""
    with pytest.raises(SettingsError) as fault:
        check_answer(desk.desk, key, text, known)
    return str(fault.value)


@pytest.mark.parametrize("text", ["PAK", "pk", "586", "Pakistan", " pakistan "])
def test_an_economy_goes_by_any_of_its_names(desk: DeskParts, text: str) -> None:
    """Letters, the UN's number, the English name."""
    assert "PAK" == check_answer(desk.desk, "partner", text, {})


@pytest.mark.parametrize(
    ("key", "text", "said"),
    [
        ("source", "gacc-pres", "Nearest: gacc-press."),
        ("reporter", "Rusia", "nearest: RUS Russian Federation"),
        ("partner", "Korea", "KOR Rep. of Korea, PRK Dem. People's Rep. of Korea"),
        ("partner", "Atlantis", "is not an economy"),
        ("flow", "out", "write import, export, re-import, re-export"),
        ("codes", "25,7499", "Nearest: 7419."),
        ("codes", "25,", "'' is no HS code"),
        ("codes", "25,26,25", "25 stands there twice"),
        ("codes", "74;76", "codes have commas between: 74,76."),
        ("codes", "74 76", "codes have commas between: 74,76."),
        ("codes", "12345", "'12345' is no HS code of 2, 4, 6, 8 or 10 digits."),
        (
            "codes",
            "25,2515",
            "2515 lies within 25, which would hold it untold. Keep one, or look inside with --detail 4.",
        ),
        ("reporter", "Chna", "nearest: CHN China, "),
        ("detail", "3", "'3' is not a depth; write 2, 4, 6"),
        ("frequency", "weekly", "write monthly, quarterly, annual"),
    ],
)
def test_an_answer_that_cannot_be_used_names_its_flag(desk: DeskParts, key: str, text: str, said: str) -> None:
    """And says what could be meant."""
    found = refusal(desk, key, text)
    assert (True, True) == (found.startswith(f"--{key}: "), said in found), found


@pytest.mark.parametrize("title", ['A "b" \\ c', "x: {en: y} # z", "- &a *b !c", "it’s 100% | > ?", "铜 جست"])
def test_a_title_stays_the_text_that_it_is(desk: DeskParts, title: str) -> None:
    """Whatever it would mean to YAML."""
    made = add(desk.desk, NewBriefing(**{**vars(ORES), "title": title}))
    assert title == made.briefing("ores").title["en"]


@pytest.mark.parametrize("name", ["../up", "Ores", "a/b", "a.b", "", "-x"])
def test_a_name_that_no_briefing_can_have_is_refused(desk: DeskParts, name: str) -> None:
    """Small letters, digits and hyphens: nothing that could lead elsewhere."""
    with pytest.raises(SettingsError, match="small letters, digits and hyphens"):
        add(desk.desk, NewBriefing(**{**vars(ORES), "name": name}))


def test_a_briefing_is_never_written_over(desk: DeskParts) -> None:
    """Not even one that was made while the questions were answered."""
    place = desk.desk.folder / "briefings" / "ores.yaml"
    place.write_text("mine", "utf-8")
    with pytest.raises(SettingsError, match="never written over"):
        add(desk.desk, ORES)
    assert "mine" == place.read_text("utf-8")


def test_a_file_that_the_reader_refuses_is_not_put_into_place(desk: DeskParts) -> None:
    """The real reader has the last word: here it knows no such depth."""
    with pytest.raises(SettingsError, match="detail"):
        add(desk.desk, NewBriefing(**{**vars(ORES), "detail": 5}))
    assert ["pakistan-minerals.yaml"] == [path.name for path in (desk.desk.folder / "briefings").iterdir()]


def test_the_next_step_is_to_build_or_to_fetch_figures(desk: DeskParts) -> None:
    """A file waits for the one source; the other has none, and its inbox is there to take it."""
    assert "tradebrief build ores" == next_step(add(desk.desk, ORES), desk.store, "ores")
    other = add(desk.desk, NewBriefing("tea", "office", "KEN", "IND", "export", ("0902",), "monthly"))
    assert f"into {desk.desk.folder}/inbox/office/" in next_step(other, desk.store, "tea")
    assert (desk.desk.folder / "inbox" / "office").is_dir()
