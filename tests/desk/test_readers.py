"""A desk says who read the words of its languages; the signature holds for those words alone."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

from generator.service.doctor import checks_of
from generator.settings.desk import read_desk
from generator.settings.desk_parts import DeskParts
from generator.settings.desk_settings import DeskSettings, WordsRead
from generator.settings.wiring import open_desk
from generator.story.patterns import digest_of_words
from tests.desk.own_desk import briefing, own_desk, row
from tests.desk.test_settings import FILES
from tests.desk.unpaged import unpaged
from tests.story.test_readers import MARKS


def desk(**read: str) -> DeskSettings:
    """Return settings in three languages, some of whose words, by digest, were read."""
    signed: dict[str, Any] = {
        language: WordsRead.model_validate({"read_by": "Sana Malik, sub-editor", "on": "2026-11-01", "words": words})
        for language, words in read.items()
    }
    own = read_desk(FILES).settings
    return own.model_copy(update={"languages": ("en", "zh", "ur"), "lexicons": signed})


THREE = {  # the desk's own words, in each language
    "{en: Trade Section}": "{en: Trade Section, zh: 商务处, ur: تجارتی شعبہ}",
    "{en: Berlin}": "{en: Berlin, zh: 柏林, ur: برلن}",
    "{en: Federal Statistical Office}": "{en: Federal Statistical Office, zh: 联邦统计局, ur: وفاقی دفتر شماریات}",
    "{en: Trade}": "{en: Trade, zh: 贸易, ur: تجارت}",
    "time_zone:": "languages: [en, zh, ur]\ntime_zone:",
}


def trilingual(folder: Path, signed: str) -> DeskParts:
    """Return a desk in three languages with two years of two lines, and `signed` under its settings."""
    parties = ("DEU", "PAK", "import")
    months = [f"{year}-{month:02d}" for year in (2024, 2025) for month in range(1, 13)]
    rows = [
        row(parties, month, code, 1_000_000 * (place + int(code[-1])))
        for place, month in enumerate(months, 5)
        for code in ("5208", "5205")
    ]
    own_desk(folder, rows, {"cotton": briefing(parties, ["52"], "  detail: 4\n")}).store.close()
    for file in (folder / "desk.yaml", folder / "briefings" / "cotton.yaml"):
        text = file.read_text("utf-8")
        for english, three in THREE.items():
            text = text.replace(english, three)
        file.write_text(text + (signed if file.name == "desk.yaml" else ""), "utf-8")
    return open_desk(folder, os.environ)


def test_an_edition_of_the_desk_is_signed_by_language(tmp_path: Path) -> None:
    """Urdu was read, Chinese was not: the one names its reader, the other is a draft, and both pass the audit."""
    signed = f'lexicons: {{ur: {{read_by: Sana Malik, on: 2026-11-01, words: "{digest_of_words("ur")}"}}}}\n'
    desk = trilingual(tmp_path, signed)
    with desk.store:
        made = unpaged(desk, "cotton", "2025-12")
    edition = json.loads(made.files["edition.json"])
    said = {language: json.dumps(story, ensure_ascii=False) for language, story in edition["stories"].items()}
    assert ["ur"] == list(edition["readers"])
    assert ["zh"] == [language for language, mark in MARKS.items() if mark in said[language]]
    assert "Sana Malik" in said["ur"]
    assert "Sana Malik" not in said["zh"] + said["en"]
    assert () == made.findings


def test_a_changed_lexicon_is_unsigned(tmp_path: Path) -> None:
    """The edition is a draft again, nobody stands in it as its reader, and `doctor` says what there is to read."""
    signed = 'lexicons: {ur: {read_by: Sana Malik, on: 2026-11-01, words: "0123456789ab"}}\n'
    desk = trilingual(tmp_path, signed)
    with desk.store:
        made = unpaged(desk, "cotton", "2025-12")
    told_of = made.files["edition.json"].decode()
    assert "readers" not in json.loads(told_of)
    assert MARKS["ur"] in told_of
    assert "Sana Malik" not in told_of
    found = {check.name: check for check in checks_of(tmp_path, os.environ)}
    assert f"the words of ur are {digest_of_words('ur')} now" in found["wording"].seen
    assert not found["wording"].well
