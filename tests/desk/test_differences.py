"""What one edition says otherwise than another."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from generator.desk.differences import differences
from tests.desk.conftest import StarterDesk

EDITION = "pakistan-minerals/2025"


def edition(*sentences: str) -> dict[str, bytes]:
    """Return an edition of one section whose sentences have their first number as a claim's print."""
    texts: list[dict[str, Any]] = []
    for words in sentences:
        at = next((place for place, sign in enumerate(words) if sign.isdigit()), 0)
        texts.append({"words": words, "marks": [{"claim": "f1", "start": at, "end": at + 1}]})
    block = {"kind": "section", "id": "lede", "shown": ["pdf"], "paragraphs": [texts]}
    return {"edition.json": json.dumps({"stories": {"en": {"blocks": [block]}}}).encode()}


def told(before: dict[str, bytes], after: dict[str, bytes]) -> list[tuple[str, str]]:
    """Return what became of each sentence, with the words that are other ones."""
    return [
        (item.change, ", ".join(f"{part.before}>{part.after}" for part in item.parts if part.before != part.after))
        for item in differences(before, after)
    ]


def test_a_sentence_of_other_figures_is_a_changed_one() -> None:
    """Moved or not, it is set against its like; what has no like is new or gone."""
    before = edition("Zinc came to 5 tonnes.", "Copper rose.", "Ports were closed in storms all of June.")
    after = edition("Copper rose.", "Zinc came to 7 tonnes.", "A tariff began.")
    expected = [("same", ""), ("changed", "5>7"), ("new", ">A tariff began.")]
    assert [*expected, ("gone", "Ports were closed in storms all of June.>")] == told(before, after)


def test_a_figure_that_differs_is_told_from_a_word() -> None:
    """What prints a claim is marked; "rose" is not."""
    [found] = differences(edition("Zinc rose to 5 tonnes."), edition("Zinc fell to 7 tonnes."))
    assert [("rose", False), ("5", True)] == [
        (part.before, part.figure) for part in found.parts if part.before != part.after
    ]


@pytest.fixture
def revised(desk: StarterDesk) -> StarterDesk:
    """Return a desk with a second revision in which zinc ores stand at 111.90."""
    second = desk.edition.with_name("r2")
    shutil.copytree(desk.edition, second)
    text = (second / "edition.json").read_text(encoding="utf-8")
    (second / "edition.json").write_text(text.replace("110.90", "111.90"), encoding="utf-8")
    return desk


@pytest.mark.parametrize("names", [(f"{EDITION}/r2", "r1"), (f"{EDITION}/r2",), (EDITION, f"{EDITION}/r1")])
def test_two_revisions_are_compared(revised: StarterDesk, names: tuple[str, ...]) -> None:
    """The figure is marked inside its sentence, what is the same is counted; nothing is coloured in a pipe."""
    found = revised.run("diff", *names)
    assert (0, False) == (found.code, "\x1b" in found.said)
    assert "came to [-$110.90-]{+$111.90+} million" in " ".join(found.said.split())
    assert f"{EDITION}/r2 against {EDITION}/r1" == found.said.splitlines()[0]


def test_an_edition_without_another_has_no_difference(finished: StarterDesk) -> None:
    """The first edition of a briefing: exit 2, and why; a revision or a draft that is not there is named."""
    for names, word in (((EDITION,), "first edition"), ((EDITION, "r9"), "r9"), ((EDITION, "draft"), "draft")):
        found = finished.run("diff", *names)
        assert (2, 1, True) == (found.code, len(found.said.splitlines()), word in found.said), found.said


def test_a_program_gets_every_sentence(revised: StarterDesk) -> None:
    """`--json` has the same ones too, with their parts."""
    found = json.loads(revised.run("diff", f"{EDITION}/r2", "r1", "--json").said)
    changed = [item for item in found["changes"] if item["change"] == "changed"]
    assert {"section", "strip", "table"} == {item["kind"] for item in changed}
    assert all(any(part["figure"] for part in item["parts"]) for item in changed)


def test_the_period_before_is_what_an_edition_is_compared_with(desk: StarterDesk) -> None:
    """2025 against 2024, if that was made."""
    shutil.copytree(desk.edition.parent, Path(desk.edition.parents[1], "2024"))
    assert f"{EDITION}/r1 against pakistan-minerals/2024/r1" in desk.run("diff", EDITION).said
