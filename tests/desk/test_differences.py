"""What one edition says otherwise than another."""

import json
import shutil
from itertools import takewhile
from typing import Any

import pytest

from generator.editions.differences import WordStretch, differences
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


def about(*sentences: tuple[str, str, str]) -> dict[str, bytes]:
    """Return an edition whose sentences print a claim each: the words, the claim's kind and its codes."""
    claims = [
        {"id": f"f{place}", "kind": kind, "codes": codes.split(), "period": "2025-12"}
        for place, (_, kind, codes) in enumerate(sentences)
    ]
    texts = [
        {"words": words, "marks": [{"claim": f"f{place}", "start": 0, "end": 1}]}
        for place, (words, _, _) in enumerate(sentences)
    ]
    block = {"kind": "section", "id": "lede", "shown": ["pdf"], "paragraphs": [texts]}
    ledger = json.dumps({"claims": claims}).encode()
    return {"edition.json": json.dumps({"stories": {"en": {"blocks": [block]}}}).encode(), "claims.json": ledger}


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


def test_what_stands_under_a_headline_pairs_by_its_lines_and_then_by_its_place() -> None:
    """Copper is told no more and zinc moved up: zinc is set against zinc, the headline against the headline."""
    before = headed("Copper hit 9.", ("Copper rose 5.", "7403"), ("Zinc came to 4.", "2608"), ("Tin: 3.", "2609"))
    after = headed("Lead fell to 2.", ("Zinc came to 6.", "2608"), ("Salt was 8 of it.", "2501"))
    words = [(_joined(item.parts, "before"), _joined(item.parts, "after")) for item in differences(before, after)]
    assert words[:2] == [("Copper hit 9.", "Lead fell to 2."), ("Zinc came to 4.", "Zinc came to 6.")]
    assert words[2:] == [("Copper rose 5.", "Salt was 8 of it."), ("Tin: 3.", "")]


def headed(headline: str, *things: tuple[str, str]) -> dict[str, bytes]:
    """Return an edition of a headline and of things under it, each with the code, and the period, that it is about."""
    about = [f"{of} 2025-12".split()[:2] for _, of in things]
    claims = [
        {"id": f"f{place}", "kind": "level", "codes": [code], "period": when}
        for place, (code, when) in enumerate(about)
    ]
    marked = [
        {"words": words, "marks": [{"claim": f"f{place}", "start": 0, "end": 1}]}
        for place, (words, _) in enumerate(things)
    ]
    head = {"words": headline, "marks": []}
    block = {"kind": "finding", "id": "finding", "shown": ["pdf"], "headline": head, "things": marked}
    ledger = json.dumps({"claims": claims}).encode()
    return {"edition.json": json.dumps({"stories": {"en": {"blocks": [block]}}}).encode(), "claims.json": ledger}


def _joined(parts: tuple[WordStretch, ...], side: str) -> str:
    return " ".join(filter(None, (getattr(part, side) for part in parts)))


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
    assert "brought [-$110.90-]{+$111.90+} million" in " ".join(found.said.split())
    assert f"{EDITION}/r2 against {EDITION}/r1" == found.said.splitlines()[0]


def test_what_the_audit_finds_stands_beside_the_sentence(revised: StarterDesk) -> None:
    """A figure that no claim bears out is told under the sentence that has it, and counted; a clean edition says so."""
    lines = revised.run("diff", f"{EDITION}/r2", "r1").said.splitlines()
    at = next(place for place, line in enumerate(lines) if line.startswith("  ~ Zinc ores brought"))
    own = [*takewhile(lambda line: line.startswith("    ! "), lines[at + 1 :])]
    assert any(line.startswith("    ! edition.json: [print] ") for line in own)
    assert next(line for line in lines if line.startswith("audit: ")).endswith(" findings")
    data = json.loads(revised.run("diff", f"{EDITION}/r2", "r1", "--json").said)
    (zinc,) = (one for one in data["changes"] if one["kind"] == "finding" and one["change"] == "changed")
    assert (False, True) == (data["audit"]["clean"], "print" in {found["rule"] for found in zinc["findings"]})
    assert "audit: clean" in revised.run("diff", f"{EDITION}/r1", "r2").said


def test_an_edition_without_another_has_no_difference(finished: StarterDesk) -> None:
    """The first edition of a briefing: exit 2, and why; a revision or a draft that is not there is named."""
    for names, word in (((EDITION,), "first edition"), ((EDITION, "r9"), "r9"), ((EDITION, "draft"), "draft")):
        found = finished.run("diff", *names)
        assert (2, 1, True) == (found.code, len(found.said.splitlines()), word in found.said), found.said
