"""Names that an edition lacks in a language: it is made all the same, and a person learns which line to add."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from generator.editions.name_gaps import name_gaps
from generator.intake.file_intake import ingest
from generator.service.starter_desk import init
from generator.settings.desk_parts import DeskParts
from generator.settings.wiring import open_desk
from tests.desk.own_desk import add_table, briefing, empty_desk, row
from tests.desk.unpaged import NOW, unpaged

PARTIES = ("DEU", "POL", "import")
NAME = "pakistan-minerals"


def starter(folder: Path, *changes: tuple[str, str]) -> DeskParts:
    """Return a starter desk in three languages, with texts of its files changed."""
    init(folder, languages=("en", "zh", "ur"))
    for file in (folder / "desk.yaml", folder / "commentary" / NAME / "2025.md"):
        text = file.read_text(encoding="utf-8")
        for old, new in changes:
            text = text.replace(old, new)
        file.write_text(text, encoding="utf-8")
    desk = open_desk(folder, os.environ)
    (table,) = (folder / "inbox" / "gacc-press").glob("*.csv")
    ingest(desk.desk, desk.store, table, "gacc-press", NOW)
    return desk


def test_the_starter_has_every_name_in_its_languages(tmp_path: Path) -> None:
    """No Latin word stands in its Chinese and Urdu sentences but HS, CIF and file names."""
    desk = starter(tmp_path / "desk")
    with desk.store:
        made = unpaged(desk, NAME, "2025")
    assert () == name_gaps(desk.desk, made.files)
    told = json.loads(made.files["edition.json"])["stories"]
    words = json.dumps([told["zh"]["blocks"], told["ur"]["blocks"]])
    assert not [name for name in ("Qadir", "Dar,", "Radio", "Economic Net") if name in words]


@pytest.mark.parametrize(
    ("removed", "key", "remedy"),
    [
        (", zh: 中国经济网", "names", 'Add names: "China Economic Net": {zh: …}'),
        (", zh: 中国海关总署", "title", "Add title: {zh: …}"),
        ("      zh: 古拉姆·卡迪尔\n", "speaker", "Add speaker: {zh: …}"),
        ("      zh: 贸易与投资参赞\n", "role", "Add role: {zh: …}"),
        ("      zh: 巴基斯坦驻华大使馆\n", "organisation", "Add organisation: {zh: …}"),
    ],
)
def test_a_name_that_is_missing_is_asked_for(tmp_path: Path, removed: str, key: str, remedy: str) -> None:
    """Its original letters stand in the text."""
    desk = starter(tmp_path / "desk", (removed, ""))
    with desk.store:
        gaps = name_gaps(desk.desk, unpaged(desk, NAME, "2025").files)
    assert gaps
    assert all(f": {key}: " in gap and gap.endswith(remedy) and "in zh" in gap for gap in gaps)


def test_a_line_of_the_text_without_a_name_is_asked_for(tmp_path: Path) -> None:
    """With the line of settings to add; zinc ores have a name in each language."""
    rows = [
        ("2025-02", "740311", 50_000_000),
        ("2025-02", "740312", 4_000),
        ("2025-02", "2608", 10_000_000),
        ("2026-02", "740311", 80_000_000),
        ("2026-02", "740312", 4_100),
        ("2026-02", "2608", 10_000_000),
    ]
    text = briefing(PARTIES, ("740311", "740312", "2608")).replace("{en: Trade}", "{en: Trade, zh: 贸易}")
    changes = (
        ("{en: Trade Section}", "{en: Trade Section, zh: 贸易处}"),
        ("{en: Berlin}", "{en: Berlin, zh: 柏林}"),
        ("{en: Federal Statistical Office}", "{en: Federal Statistical Office, zh: 联邦统计局}"),
        ("time_zone:", "languages: [en, zh]\ntime_zone:"),
    )
    desk = empty_desk(tmp_path / "desk", {"trade": text}, *changes)
    with desk.store:
        add_table(desk, [row(PARTIES, *cells) for cells in rows])
        made = unpaged(desk, "trade", "2026-02")
    gaps = {gap.partition(": ")[2] for gap in name_gaps(desk.desk, made.files)}
    asked = (
        "HS {0} has no name in zh; it is printed as 精炼铜{1}HS {0}{2}. "
        'Add labels: "{0}": {{zh: {{full: …, short: …, head: …}}}}'
    )
    brackets = ("\N{FULLWIDTH LEFT PARENTHESIS}", "\N{FULLWIDTH RIGHT PARENTHESIS}")
    assert {asked.format(code, *brackets) for code in ("740311", "740312")} <= gaps
    assert not any("2608" in gap for gap in gaps)
    assert () == made.findings
