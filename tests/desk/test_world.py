"""Briefings on all partners together: from a file of customs without partners, a table of one's own, UN Comtrade."""

import json
import os
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from generator.audit.claim_evidence import ClaimEvidence
from generator.audit.trace.claim_scope import check_cells, row_faults
from generator.audit.trace.document_sheets import sheets
from generator.intake.file_intake import ingest
from generator.intake.pull import fetch
from generator.intake.questions import questions_of
from generator.intake.source_answers import FetchRequest
from generator.settings.desk_parts import DeskParts
from generator.settings.wiring import open_desk
from generator.store import FigureStore
from generator.trade.codes import Flow
from generator.trade.figures import Selection
from generator.trade.period import Period
from tests.desk.conftest import StarterDesk
from tests.desk.own_desk import DESK, NOW, briefing, empty_desk
from tests.desk.test_pull import FISH, answers, made
from tests.desk.unpaged import unpaged
from tests.sources.neighbours import KEY, line
from tests.sources.replay import replaying
from tests.sources.replay_rows import MadeRows
from tests.sources.sdmx_samples import comext
from tests.sources.sdmx_service import serving

OIL_DESK = """
publisher: {name: {en: Trade Section}, contact: trade@example.org, dateline: {en: Beijing}}
time_zone: Asia/Shanghai
sources:
  oil:
    kind: gacc
    title: {en: General Administration of Customs}
    flow: import
    currency: USD
    partner: World
    covers: ["2709"]
mail: {transport: folder, from: Trade Section <trade@example.org>}
"""
CRUDE = """
title: {en: China’s crude oil}
frequency: monthly
figures: {source: oil, reporter: CHN, partner: World, flow: import, codes: ["2709"]}
labels: {"2709": {en: {full: crude petroleum oils, short: crude oil, head: crude oil}}}
"""


def weighed(code: str = "030389", **given: object) -> dict[str, Any]:
    """Return one record that says of its weight that nobody estimated it."""
    return line(code, isNetWgtEstimated=False, **given)


def oil_desk(folder: Path, *briefings: str) -> StarterDesk:
    """Return a desk whose source has all partners together."""
    for name in ("briefings", "inbox/oil"):
        (folder / name).mkdir(parents=True)
    (folder / "desk.yaml").write_text(OIL_DESK, "utf-8")
    for text in briefings:
        (folder / "briefings" / "crude.yaml").write_text(text, "utf-8")
    return StarterDesk(folder)


def test_real_files_without_partners_become_an_edition(shared_data: Path, tmp_path: Path) -> None:
    """27,055,087,398 dollars in March 2026 after 28,330,736,446: 4.5 per cent less; 49.98 million tonnes."""
    desk = open_desk(oil_desk(tmp_path / "desk", CRUDE).folder, os.environ)
    with desk.store:
        for file in sorted((shared_data / "gacc-query-csv").glob("*美元*.csv")):
            ingest(desk.desk, desk.store, file, "oil", NOW)
        found = unpaged(desk, "crude", "2026-03")
    assert "China’s imports of crude oil fall 4.5%" in found.prose
    assert "$27.06 billion in March, from $28.33 billion a year earlier" in found.prose
    assert "49.98 million tonnes, 2.2% less; a tonne averaged $541, against $554." in found.prose
    assert "Imports, all countries of origin together, CIF" in found.prose
    assert ((), False) == (found.findings, "World" in found.prose)


def test_un_comtrade_is_asked_for_partner_0(tmp_path: Path) -> None:
    """The service has all partners together as a partner of its own."""
    with replaying(MadeRows([weighed(partnerCode=0, primaryValue=40.0), weighed()])) as running:
        desk = made(tmp_path / "desk", running)
        (desk.folder / "briefings" / "fish.yaml").write_text(FISH.replace("PAK", "World"), "utf-8")
        said = desk.run("pull", "--period", "2026-01", "--json")
        assert (0, {"2026-01": "new"}) == (said.code, answers(said))
        assert {"0"} == {seen.params["partnercode"] for seen in running.seen if "partnercode" in seen.params}
    assert 40 == level(desk, "030389")


def level(desk: StarterDesk, code: str) -> object:
    """Return what the desk knows of China's imports of all partners together in January 2026."""
    world, month = Selection("comtrade", "CHN", "W00", Flow.IMPORT, (code,)), Period.parse("2026-01")
    with FigureStore(desk.folder / "state") as store:
        return store.figures(world, month, store.releases.vintage("comtrade", None, world)).value(code, month)


@pytest.mark.parametrize(("more", "known"), [([weighed("0304", partnerCode=0)], 0), ([], None)])
def test_a_bulk_file_is_complete_about_the_world_where_it_has_it(
    tmp_path: Path, more: list[dict[str, object]], known: int | None
) -> None:
    """A line without a row had no trade then; without any row of the World nobody knows."""
    with replaying(MadeRows([weighed(), *more])) as running:
        desk = made(tmp_path / "desk", running, ", bulk: true, key_file: secrets/comtrade")
        secret = desk.folder / "secrets" / "comtrade"
        secret.parent.mkdir()
        secret.write_text(KEY, "utf-8")
        secret.chmod(0o600)
        said = desk.run("pull", "--period", "2026-01")
        assert 0 == said.code, said.said
    assert known == level(desk, "0302")


LINES = {"2603": 910, "7403": 410, "0306": 60}
LAST = Period.parse("2025-12")
SOURCE = "    kind: sdmx\n    like: comext\n    title: {en: Eurostat}\nmail:"


def sdmx_desk(folder: Path, source: str) -> DeskParts:
    """Return a desk with one source and a briefing on it."""
    kind = DESK[DESK.index("    kind:") : DESK.index("mail:")].replace("SCALE", "1").replace("COVERS", "all")
    return empty_desk(folder, {"ores": briefing(("DEU", "PAK", "import"), LINES)}, (f"{kind}mail:", source))


@pytest.fixture
def desk(tmp_path: Path) -> DeskParts:
    """Return a desk that has taken in a message of 26 months."""
    rows = [
        f"M,DE,PK,{code},1,{name},{LAST.step(-back)},{(usual + back % 7) * factor},"
        for name, factor in (("VALUE_IN_EUROS", 1_000_000), ("QUANTITY_IN_100KG", 1_000))
        for code, usual in LINES.items()
        for back in range(26)
    ]
    desk = sdmx_desk(tmp_path, SOURCE)
    file = tmp_path / "inbox" / "office" / "answer.csv"
    file.write_bytes(comext(*rows))
    assert () == ingest(desk.desk, desk.store, file, "office", NOW).batch.refusals
    return desk


def test_an_edition_on_comext_passes_its_audit(desk: DeskParts) -> None:
    """Values are told in euros, and every cell is found again."""
    told = unpaged(desk, "ores", "2025-12")
    assert () == told.findings
    assert ("EUR" in told.prose, "$" in told.prose) == (True, False)
    desk.store.close()


@pytest.mark.parametrize(
    ("measure", "change", "words"),
    [
        ("kg", {"row": 2}, "measures something else than kg"),
        ("eur", {"measure": "kg"}, "measures something else than kg"),
        ("kg", {"multiplier": "1"}, "multiplier is '100' in its row, '1' in claims.json"),
    ],
)
def test_the_audit_knows_a_value_from_a_quantity(
    desk: DeskParts, measure: str, change: dict[str, Any], words: str
) -> None:
    """A weight that names a row of values, or the other way round, or forgets the 100 kg, is found."""
    data = json.loads(unpaged(desk, "ores", "2025-12").files["claims.json"])
    cell = next(one for one in data["cells"].values() if one.get("measure", "usd") == measure)
    cell |= change
    evidence = ClaimEvidence.of(data)
    every = sheets(evidence.documents, evidence.cells, desk.store.raw.read)
    read = {digest: sheet for digest, sheet, _ in every if sheet}
    found = check_cells({"stories": {}}, evidence, lambda one: row_faults(one, read))
    assert any(words in str(one) for one in found)
    desk.store.close()


def test_a_service_is_asked_for_the_series(tmp_path: Path) -> None:
    """New, then unchanged, then a restated month; nothing yet is missing, and no zero."""
    asked = (
        "address: ADDRESS\n    allow_insecure: true\n    dataflow: DS-045409\n    series_key: M.DE.PK.2603.1.\nmail:"
    )
    values = iter(["1", "1", "2"])
    with serving() as service:
        desk = sdmx_desk(tmp_path, SOURCE.replace("mail:", "    " + asked.replace("ADDRESS", service.address)))
        service.says = lambda *_: (200, comext())
        words = [
            one.word
            for one in fetch(desk.desk, desk.store, questions_of(desk.desk, ["ores"]), FetchRequest(), NOW, print)
        ]
        service.says = lambda *_: (200, comext(f"M,DE,PK,2603,1,VALUE_IN_EUROS,2026-01,{next(values)},"))
        for _ in range(3):
            words += [
                one.word
                for one in fetch(desk.desk, desk.store, questions_of(desk.desk, ["ores"]), FetchRequest(), NOW, print)
            ]
    assert ["missing", "new", "unchanged", "restated"] == words
    assert {date(2026, 3, 15)} == {one.released for one in desk.store.releases.all("office")}
    path, params = service.asked[0]
    assert ("/sdmx/2.1/data/DS-045409/M.DE.PK.2603.1.", "2024-03", "2026-03") == (
        *(path, params["startPeriod"], params["endPeriod"]),
    )
    desk.store.close()
