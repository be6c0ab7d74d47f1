"""The Word document and the workbook read back: each seeded change is found, and no true edition is refused."""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from generator.audit import audit_files
from generator.audit.readers.expected_texts import Bundle
from generator.audit.readers.word_reader import read_word
from generator.audit.readers.workbook_reader import StrangeCell, number_words, read_workbook
from generator.page import load_look, render
from generator.story.plan import EVERYWHERE, CorrectionBox, Erratum, Text, as_data
from tests.audit.office_changes import IN_WORD, IN_WORKBOOK, changed
from tests.audit.seeded import LANGUAGES, PLANS, seeded
from tests.page.manifests import month_files
from tests.page.sample import edition, story

WORD, WORKBOOK = sorted(IN_WORD), sorted(IN_WORKBOOK)
READERS = {"docx": read_word, "xlsx": read_workbook}
SEEDS = range(60)
MINUS = "\N{MINUS SIGN}"
CORRECTED = {
    "label": "Correction",
    "head": "Was",
    "was": "Copper rose 28%.",
    "why": "A month was missing.",
    "mark": "Now",
    "right": "Copper rose 2.8%.",
    "more": "Other figures changed, too.",
    "reason": "Why",
    "note": "A row was read twice.",
}


@pytest.fixture(scope="module")
def finished(faces: Path) -> dict[str, bytes]:
    """Return the files of a month in which a line has no figure a year before, in three languages."""
    return made(faces, "missing", 2)


def made(faces: Path, plan: str, seed: int) -> dict[str, bytes]:
    """Return the files of a seeded edition."""
    look = load_look(faces, languages=LANGUAGES)
    return month_files(seeded(plan, seed).make(*LANGUAGES), look, ("docx", "xlsx"))


def test_a_true_edition_passes(finished: dict[str, bytes]) -> None:
    """In each language."""
    assert () == audit_files(finished)


@pytest.mark.long
@pytest.mark.parametrize("plan", sorted(PLANS))
def test_every_plan_passes(faces: Path, plan: str) -> None:
    """Months, quarters and years, with and without bounds, notes and corrections."""
    assert () == audit_files(made(faces, plan, 3))


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize(("ending", "kinds"), [("docx", WORD), ("xlsx", WORKBOOK)])
def test_a_change_is_found(finished: dict[str, bytes], ending: str, kinds: list[str], seed: int) -> None:
    """Each kind once or twice, in one language or another."""
    language = LANGUAGES[(seed + seed // len(kinds)) % len(LANGUAGES)]
    file = f"{language}.{ending}"
    spoilt = {**finished, file: changed(finished[file], kinds[seed % len(kinds)], seed)}
    bundle = Bundle(language, json.loads(finished["edition.json"]), json.loads(finished["claims.json"]), spoilt)
    assert {file} == {finding.file for finding in READERS[ending](bundle)}


@pytest.mark.long
@pytest.mark.parametrize("plan", ["falling", "lunar", "ordinary", "quarter", "revised"])
def test_a_change_in_another_edition_is_found(faces: Path, plan: str) -> None:
    """Every kind, but for those for which the edition has nothing to change: some have one picture."""
    files = made(faces, plan, 7007)
    assert () == audit_files(files)
    told, claims = json.loads(files["edition.json"]), json.loads(files["claims.json"])
    count, missed = 0, []
    for ending, kinds in (("docx", WORD), ("xlsx", WORKBOOK)):
        for seed, kind in enumerate(kinds):
            language = LANGUAGES[seed % len(LANGUAGES)]
            file = f"{language}.{ending}"
            with suppress(IndexError, ValueError, AssertionError):
                spoilt = {**files, file: changed(files[file], kind, seed)}
                count += 1
                if not list(READERS[ending](Bundle(language, told, claims, spoilt))):
                    missed.append(f"{file}: {kind}")
    assert [] == missed
    assert count > 70


@pytest.mark.parametrize("ending", ["docx", "xlsx"])
def test_a_file_that_is_missing_or_damaged_is_named(finished: dict[str, bytes], ending: str) -> None:
    """Not a crash."""
    file = f"ur.{ending}"
    assert ["file missing"] == [
        item.rule for item in audit_files({name: raw for name, raw in finished.items() if name != file})
    ]
    assert ["file unreadable"] == [item.rule for item in audit_files({**finished, file: finished[file][:-40]})]
    assert ["file unreadable"] == [item.rule for item in audit_files({**finished, file: finished["ur.txt"]})]


@pytest.mark.parametrize(
    ("value", "form", "words"),
    [
        ("64.74", "#,##0.00", "64.74"),
        ("1436.04", "#,##0.00", "1,436.04"),
        ("1137", '0"万美元"', "1137万美元"),
        ("0.044", "#,##0.0%", "4.4%"),
        ("-3.7", f'"+"#,##0.0;"{MINUS}"#,##0.0;#,##0.0', f"{MINUS}3.7"),
        ("3.7", f'"+"#,##0.0;"{MINUS}"#,##0.0;#,##0.0', "+3.7"),
        ("0", f'"+"#,##0.0;"{MINUS}"#,##0.0;#,##0.0', "0.0"),
        ("-3", "0", "-3"),
    ],
)
def test_a_number_is_displayed_by_its_format(value: str, form: str, words: str) -> None:
    """As ECMA-376 (part 1, 18.8.31) has it: sections for above zero, below zero and zero; words in quotation marks."""
    assert words == number_words(Decimal(value), form)


@pytest.mark.parametrize(("value", "form"), [("64.741", "0.00"), ("1", ";;;"), ("1", "General"), ("1", "[White]0")])
def test_a_format_that_hides_something_is_refused(value: str, form: str) -> None:
    """Digits, all of it, or how it is displayed."""
    with pytest.raises(StrangeCell):
        number_words(Decimal(value), form)


def test_what_an_editor_adds_passes_in_both(faces: Path) -> None:
    """A correction, what people said, dates to watch, and rows without figures."""
    texts = {name: Text(words) for name, words in CORRECTED.items()}
    errata = (Erratum(texts["head"], (texts["was"], texts["why"]), texts["mark"], (texts["right"],)),)
    box = CorrectionBox("correction", EVERYWHERE, texts["label"], errata, texts["more"], texts["reason"], texts["note"])
    told = replace(story(), blocks=(*story().blocks[:1], box, *story().blocks[1:]))
    made = {
        item.name: item.content for item in render(edition(stories=(told,), formats=("docx", "xlsx")), load_look(faces))
    }
    bundle = Bundle("en", {"stories": {"en": as_data(told)}}, {"cells": {}, "claims": []}, made)
    assert [] == [str(finding) for reader in READERS.values() for finding in reader(bundle)]
    spoilt = replace(bundle, edition={"stories": {"en": as_data(replace(told, blocks=told.blocks[:1]))}})
    assert all(list(reader(spoilt)) for reader in READERS.values())
