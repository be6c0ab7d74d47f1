"""What the box of a correction tells: each sentence and row with what is right in its place."""

# ruff: noqa: RUF001 -- Chinese and Urdu have signs of their own

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from itertools import takewhile
from typing import Any

import pytest

from generator.editions.differences import differences, paired
from generator.editions.errata import ComparedClaims, ErrataBox
from generator.story.record import as_json
from generator.story.words import speak
from generator.trade.period import Period
from tests.desk.conftest import StarterDesk
from tests.story.months import Monthly, brief_in, months, table

MILLION = 10**6
CODES = ("2601", "2603", "2607", "2608", "7402", "7403", "7404")


def before(code: str, place: int) -> int:
    """Return lines of which refined copper rises, iron ores fall, and copper scrap is small."""
    size = {"7403": 60, "2601": 20, "7404": 1}.get(code, 5)
    moved = {"7403": 130, "2601": 70}.get(code, 100 + place % 2) if place == 35 else 100
    return MILLION * size * moved // 100 if code != "7404" else MILLION + place * 1000


def december(language: str = "en", **now: int) -> Monthly:
    """Return the edition of December in which some lines come to `now`: c2601 for iron ores."""
    rows = dict(table(before, codes=CODES))
    for code, dollars in now.items():
        rows[code[1:], "2025-12"] = (dollars, dollars // 4)
    return months(rows, codes=CODES, language=language, covers="listed")


def box(was: Monthly, now: Monthly, language: str = "en") -> dict[str, str]:
    """Return what a box tells: by what was printed, what is right."""
    files = [{"edition.json": as_json(one.edition), "claims.json": as_json(one.claims)} for one in (was, now)]
    claims = ComparedClaims(was.claims["claims"], now.claims["claims"], lambda _code, _period: None)
    found, _ = ErrataBox(claims, Period.parse("2025-12"), speak(language), brief_in(language)).errata(paired(*files))
    return {_words(was_texts): _words(right) for was_texts, right in found}


def _words(texts: tuple[object, ...]) -> str:
    return " ".join(" ".join(str(getattr(text, "words", "")) for text in texts).split())


def test_a_thing_with_another_figure_has_what_stands_in_its_place() -> None:
    """A fall became a rise: what stands under the headline now is right, and what still holds is not corrected."""
    now = december(c2601=26 * MILLION)
    found = box(december(), now)
    assert found["$113.2 million in December, 12% more than a year earlier."] == (now.block("finding").things[0].words)
    assert not [was for was in found if was.startswith("Refined copper gained")]


@pytest.mark.parametrize("language", ["en", "zh", "ur"])
def test_what_is_right_stands_in_the_same_place(language: str) -> None:
    """A headline is corrected by the headline, and of things that are all told still each by itself."""
    was, now = december(language), december(language, c2601=30 * MILLION, c7403=20 * MILLION)
    found = box(was, now, language)
    before, after = (one.block("finding") for one in (was, now))
    pairs = [(before.headline, after.headline), *zip(before.things, after.things, strict=False)]
    changed = [(_words((old,)), _words((new,))) for old, new in pairs if _words((old,)) in found]
    assert len(changed) > 1
    assert [new for _, new in changed] == [found[old] for old, _ in changed]


def test_other_words_correct_nothing() -> None:
    """A later version of the program says the same otherwise: all figures are what they were."""
    now = december()
    words = json.loads(json.dumps(now.edition).replace("came to", "amounted to").replace("gained", "added"))
    assert words != now.edition
    assert box(replace(now, edition=words), now) == {}


def test_a_sentence_that_is_gone_has_the_amount_of_its_line() -> None:
    """Iron ores are told no more since they came to what they were: beside it stand their new figure and change."""
    found = box(december(), december(c2601=20 * MILLION))
    [right] = [right for was, right in found.items() if was.startswith("Iron ores went the other way")]
    assert right == "Iron ores (HS 2601): $20.00 million in December 2025, 10% more than in December 2024."


@pytest.mark.parametrize(
    ("language", "was", "right"),
    [
        (
            "en",
            "Copper scrap (HS 7404): $1.035 million in December 2025, 1.2% more than in December 2024.",
            "Copper scrap (HS 7404): $1.21 million in December 2025, 18% more than in December 2024.",
        ),
        ("zh", "2025年12月103.5万美元，比2024年12月增长1.2%。", "2025年12月121万美元，比2024年12月增长18%。"),
        ("ur", "دسمبر 2025 میں 10 لاکھ 35 ہزار ڈالر", "دسمبر 2025 میں 12 لاکھ 10 ہزار ڈالر"),
    ],
)
def test_a_line_of_a_table_alone_is_told_in_a_sentence(language: str, was: str, right: str) -> None:
    """Of a line that only the table tells: what is another figure now, each with what it is."""
    found = box(december(language), december(language, c7404=1_210_000), language)
    texts = {" ".join(_bare(old).split()): " ".join(_bare(new).split()) for old, new in found.items()}
    assert [True] == [right in new for old, new in texts.items() if was in old]


def _bare(words: str) -> str:
    return "".join(sign for sign in words if not 0x2066 <= ord(sign) <= 0x2069)


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
    assert "~ Zinc ores, 2025 [-$110.90-]{+$111.90+} million" in " ".join(found.said.split())
    assert f"{EDITION}/r2 against {EDITION}/r1" == found.said.splitlines()[0]


def test_what_the_audit_finds_stands_beside_the_sentence(revised: StarterDesk) -> None:
    """A figure that no claim bears out is told under the sentence that has it, and counted; a clean edition says so."""
    lines = revised.run("diff", f"{EDITION}/r2", "r1").said.splitlines()
    at = next(place for place, line in enumerate(lines) if line.startswith("  ~ Zinc ores, 2025"))
    own = [*takewhile(lambda line: line.startswith("    ! "), lines[at + 1 :])]
    assert any(line.startswith("    ! edition.json: [print] ") for line in own)
    assert next(line for line in lines if line.startswith("audit: ")).endswith(" findings")
    data = json.loads(revised.run("diff", f"{EDITION}/r2", "r1", "--json").said)
    (zinc,) = (one for one in data["changes"] if one["kind"] == "strip" and one["change"] == "changed")
    assert (False, True) == (data["audit"]["clean"], "print" in {found["rule"] for found in zinc["findings"]})
    assert "audit: clean" in revised.run("diff", f"{EDITION}/r1", "r2").said


def test_an_edition_without_another_has_no_difference(finished: StarterDesk) -> None:
    """The first edition of a briefing: exit 2, and why; a revision or a draft that is not there is named."""
    for names, word in (((EDITION,), "first edition"), ((EDITION, "r9"), "r9"), ((EDITION, "draft"), "draft")):
        found = finished.run("diff", *names)
        assert (2, 1, True) == (found.code, len(found.said.splitlines()), word in found.said), found.said
