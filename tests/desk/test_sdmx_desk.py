"""An edition on Comext's figures, from the message to the audit: value and weight stand in rows of their own."""

import json
import os
from pathlib import Path
from typing import Any

import pytest

from generator.audit.cells import check_cells
from generator.audit.evidence import Evidence
from generator.audit.sheets import sheets
from generator.desk.edition import Sheet, tell
from generator.desk.intake import ingest
from generator.desk.opened import OpenDesk
from generator.desk.periods import figures_for
from generator.desk.wiring import open_desk
from generator.movements import find_movements
from generator.trade.period import Period
from tests.desk.own_desk import DESK, NOW, briefing
from tests.desk.unpaged import unpaged
from tests.sources.sdmx_samples import comext

LINES = {"2603": 910, "7403": 410, "0306": 60}
LAST = Period.parse("2025-12")
SOURCE = "    kind: sdmx\n    like: comext\n    title: {en: Eurostat}\n    dataflow: DS-045409\nmail:"


@pytest.fixture
def desk(tmp_path: Path) -> OpenDesk:
    """Return a desk that has taken in a message of 26 months."""
    rows = [
        f"M,DE,PK,{code},1,{name},{LAST.step(-back)},{(usual + back % 7) * factor},"
        for name, factor in (("VALUE_IN_EUROS", 1_000_000), ("QUANTITY_IN_100KG", 1_000))
        for code, usual in LINES.items()
        for back in range(26)
    ]
    for name in ("briefings", "inbox/office", "state"):
        (tmp_path / name).mkdir(parents=True)
    settings = DESK.partition("    kind:")[0] + SOURCE + DESK.partition("mail:")[2]
    (tmp_path / "desk.yaml").write_text(settings, "utf-8")
    (tmp_path / "briefings" / "ores.yaml").write_text(briefing(("DEU", "PAK", "import"), LINES), "utf-8")
    file = tmp_path / "inbox" / "office" / "answer.csv"
    file.write_bytes(comext(*rows))
    made = open_desk(tmp_path, os.environ)
    assert () == ingest(made, file, "office", NOW).batch.refusals
    return made


def test_an_edition_on_comext_passes_its_audit(desk: OpenDesk) -> None:
    """Values are told with their weights, and every cell is found again."""
    told = unpaged(desk, "ores", "2025-12")
    assert () == told.findings
    assert "tonnes" in told.prose
    desk.store.close()


@pytest.mark.parametrize(
    ("measure", "change", "words"),
    [
        ("kg", {"row": 2}, "measures something else than kg"),
        ("usd", {"measure": "kg"}, "measures something else than kg"),
        ("kg", {"multiplier": "1"}, "its row is multiplied by 100"),
    ],
)
def test_the_audit_knows_a_value_from_a_quantity(
    desk: OpenDesk, measure: str, change: dict[str, Any], words: str
) -> None:
    """A weight that names a row of values, or the other way round, or forgets the 100 kg, is found."""
    figures = figures_for(desk, "ores", "2025-12")
    made = tell(desk, Sheet("ores", figures, find_movements(figures, desk.desk.thresholds["ores"]), 1, {}, {}))
    data = json.loads(made.files["claims.json"])
    cell = next(one for one in data["cells"].values() if one.get("measure", "usd") == measure)
    cell |= change
    evidence = Evidence.of(data)
    found = check_cells({}, evidence, {digest: one for digest, one, _ in sheets(evidence, desk.store.raw) if one})
    assert any(words in str(one) for one in found)
    desk.store.close()
