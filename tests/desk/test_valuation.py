"""How an office values its trade: by the rule without a word more, otherwise as its source says."""

import json
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from generator.audit import audit_data
from generator.errors import FiguresDoubtful
from generator.intake.file_intake import IntakeResult, ingest
from generator.settings.desk_parts import DeskParts
from generator.settings.wiring import open_desk
from tests.desk.own_desk import briefing, own_desk, row
from tests.desk.unpaged import Unpaged, unpaged

LINES = {"8703": 910, "3004": 410, "0406": 60}
BY_THE_RULE = {"import": "CIF", "export": "FOB"}


@pytest.mark.parametrize(
    ("flow", "valuation", "period"),
    [
        ("import", "", "2025-12"),
        ("import", "FOB", "2025"),
        ("export", "CIF", "2025"),
    ],
)
def test_the_note_says_how_values_are_meant(tmp_path: Path, flow: str, valuation: str, period: str) -> None:
    """Canada's imports are FOB: the note says that, what the rule is and what it means; no other note grows."""
    parties, years = ("CAN", "USA", flow), ("2023", "2024", "2025")
    months = [f"{year}-{month:02d}" for year in years for month in range(1, 13)]
    periods, frequency = (years, "annual") if period == "2025" else (months, "monthly")
    rows = [
        row(parties, when, code, usual + at % 5) for code, usual in LINES.items() for at, when in enumerate(periods)
    ]
    own_desk(tmp_path, rows, {"cars": briefing(parties, LINES).replace("monthly", frequency)}, 10**6).store.close()
    settings = tmp_path / "desk.yaml"
    key = f"valuation: {valuation}" if valuation else "ignored: []"
    settings.write_text(settings.read_text("utf-8").replace("    scale:", f"    {key}\n    scale:"), "utf-8")
    desk = open_desk(tmp_path, os.environ)
    with desk.store:
        made = unpaged(desk, "cars", period)
    rule = BY_THE_RULE[flow]
    assert () == made.findings
    assert f", {valuation or rule}, " in made.prose
    assert (valuation not in {"", rule}) == (f"The rule for {flow}s is {rule}; these values" in made.prose)


DESK = """
publisher: {name: {en: Trade Section}, dateline: {en: Ottawa}, contact: trade@example.org}
time_zone: America/Toronto
sources: {comtrade: {kind: comtrade, title: {en: Statistics Canada}, covers: all}}
mail: {transport: folder, from: Trade <trade@example.org>}
"""
BRIEFING = """
title: {en: Trade}
frequency: FREQUENCY
figures: {source: comtrade, reporter: CAN, partner: USA, flow: FLOW, codes: ["8703", "3004", "0406"]}
"""
BEGUN = {"2023": "CIF", "2024": "CIF", "2025": "FOB"}
REASON = "Statistics Canada announced it."
FIXED = {"typeCode": "C", "reporterCode": "124", "partnerCode": "842", "classificationCode": "H6", "netWgt": "10"}
FIXED |= {"isNetWgtEstimated": "False", "customsCode": "C00", "motCode": "0", "partner2Code": "0"}
COLUMNS = (*FIXED, "period", "flowCode", "cmdCode", "cifvalue", "fobvalue", "primaryValue")


def table(flow: str, told: Mapping[str, str], reporters: Sequence[str] = ("124",)) -> str:
    """Return records of UN Comtrade of the periods of `told`, by how each is valued."""
    rows = [",".join(COLUMNS)]
    for reporter in reporters:
        rows += of_reporter(flow, told, reporter)
    return "\n".join(rows)


def of_reporter(flow: str, told: Mapping[str, str], reporter: str) -> Iterator[str]:
    """Yield the records of one reporter."""
    for period, valuation in told.items():
        for code, usual in LINES.items():
            value = f"{usual * 10**6 + 1000 * int(period[-4:])}.5"
            other = f"{usual * 10**6 - 1}.5"
            amounts = {"CIF": (value, other), "FOB": (other, value), "": (value, value)}[valuation]
            row = {**FIXED, "reporterCode": reporter, "period": period, "flowCode": flow, "cmdCode": code}
            row |= dict(zip(("cifvalue", "fobvalue"), amounts, strict=True)) | {"primaryValue": value}
            yield ",".join(row[name] for name in COLUMNS)


def months(valuations: Mapping[str, str]) -> dict[str, str]:
    """Return the months of years, each with the valuation of its year."""
    return {f"{year}{month:02}": how for year, how in valuations.items() for month in range(1, 13)}


def comtrade_desk(folder: Path, flow: str, frequency: str) -> DeskParts:
    """Return a desk on Canada's trade with the United States, without figures."""
    for name in ("briefings", "state"):
        (folder / name).mkdir(parents=True)
    (folder / "desk.yaml").write_text(DESK, "utf-8")
    text = BRIEFING.replace("FLOW", {"M": "import", "X": "export"}[flow]).replace("FREQUENCY", frequency)
    (folder / "briefings" / "cars.yaml").write_text(text, "utf-8")
    return open_desk(folder, os.environ)


def take_in(desk: DeskParts, text: str, day: str = "2026-03-01", accept: str = "") -> IntakeResult:
    """Take records in as released on `day`, if need be for a reason."""
    file = desk.desk.folder / f"{day}.csv"
    file.write_text(text, "utf-8")
    return ingest(
        desk.desk,
        desk.store,
        file,
        "comtrade",
        datetime(2026, 3, 20, tzinfo=UTC),
        released=date.fromisoformat(day),
        accept=accept,
    )


def told_desk(folder: Path, flow: str, valuations: Mapping[str, str], period: str) -> DeskParts:
    """Return a desk on records of the frequency of `period` that are valued as `valuations` says by their year."""
    frequency = "monthly" if "-" in period else "annual"
    desk = comtrade_desk(folder, flow, frequency)
    records = table(flow, months(valuations) if frequency == "monthly" else valuations)
    take_in(desk, records, accept=REASON if len(set(valuations.values())) > 1 else "")
    return desk


@pytest.mark.parametrize(
    ("flow", "valuation", "said", "period"),
    [
        ("M", "FOB", "FOB", "2025-12"),
        ("M", "", "CIF", "2025"),
        ("X", "FOB", "FOB", "2025-12"),
    ],
)
def test_the_note_says_what_its_own_cells_say(
    tmp_path: Path, flow: str, valuation: str, said: str, period: str
) -> None:
    """UN Comtrade's own records of Canada's imports are FOB, and nobody need declare it; where none says, the rule."""
    desk = told_desk(tmp_path, flow, dict.fromkeys(BEGUN, valuation), period)
    with desk.store:
        made = unpaged(desk, "cars", period)
    assert () == made.findings
    assert f", {said}, " in made.prose
    assert (flow == "M" and said == "FOB") == ("leave out freight and insurance" in made.prose)
    assert "Earlier figures" not in made.prose


def flat(made: Unpaged, name: str) -> str:
    """Return a file of an edition on one line."""
    return json.dumps(json.loads(made.files[name]), ensure_ascii=False)


Changed = Callable[..., tuple[Unpaged, str]]
RULE, BEFORE = '"note.rule.FOB", ', '"note.rule.before", '
CIF, FOB = '["valuation", "CIF"]', '["valuation", "FOB"]'


@pytest.fixture(scope="module")
def changed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Changed]:
    """Return what changes the first of some words in a file of an edition that began with FOB, and what is found."""
    known: dict[str, tuple[DeskParts, Unpaged]] = {}

    def change(period: str, right: str, wrong: str, name: str = "edition.json") -> tuple[Unpaged, str]:
        if period not in known:
            desk = told_desk(tmp_path_factory.mktemp("changed"), "M", BEGUN, period)
            known[period] = desk, unpaged(desk, "cars", period)
        desk, made = known[period]
        written = flat(made, name)
        files = {**made.files, name: written.replace(right, wrong, 1).encode()}
        return made, "\n".join(map(str, audit_data(files, desk.store.raw.read)))

    yield change
    for desk, _ in known.values():
        desk.store.close()


@pytest.mark.parametrize("period", ["2025-12", "2025"])
def test_nothing_is_compared_across_a_change_of_valuation(changed: Changed, period: str) -> None:
    """CIF until 2024 and FOB in 2025: no rate, no record, no sum across, and the note says why."""
    made, found = changed(period, "", "")
    assert ((), "") == (made.findings, found)
    last = "December 2024" if "-" in period else "2024"
    assert f"Earlier figures, the last of them for {last}, are CIF; none is compared with these." in made.prose
    assert ", FOB, " in made.prose
    periods = {one["compare_period"] for one in json.loads(made.files["claims.json"])["claims"]}
    assert periods <= {None, "2025-11", "2025-12", "2025"}  # all of them are FOB
    assert "no figure for December 2024" not in made.prose


@pytest.mark.parametrize(
    ("right", "wrong", "why"),
    [
        (f'"how": {FOB}', f'"how": {CIF}', "the releases have FOB values"),
        ("note.rule.FOB", "note.rule.CIF", "the releases have FOB values"),
        (f'"rule": {CIF}', f'"rule": {FOB}', "the rule for this trade is CIF"),
        (f'{RULE}{{"flow": ["flow", "M"', f'{RULE}{{"flow": ["flow", "X"', "the rule for this trade is CIF"),
        (f'{BEFORE}{{"when": ["time", "2024', f'{BEFORE}{{"when": ["time", "2023', "the time it names"),
        (f'"period"], "then": {CIF}', f'"period"], "then": {FOB}', "no earlier figure is FOB"),
        ("note.rule.before", "none.of.them", "no note says that values up to"),
        (f'"revalued_note", {{"then": {CIF}', f'"revalued_note", {{"then": {FOB}', "no earlier figure is FOB"),
        ('"revalued_base", {"when": ["time", "2024-12"', '"revalued_base", {"when": ["time", "2024-11"', "the time it"),
    ],
)
def test_the_audit_reads_the_valuation_itself(changed: Changed, right: str, wrong: str, why: str) -> None:
    """A text that calls values what their rows are not, or the change of it otherwise than the releases have it."""
    found = {period: changed(period, right, wrong) for period in ("2025-12", "2025")}
    held = {period for period, (made, _) in found.items() if right in flat(made, "edition.json")}
    assert held
    assert held == {period for period, (_, said) in found.items() if why in said}


def test_the_audit_reads_how_each_cell_is_valued(changed: Changed) -> None:
    """A cell of claims.json is valued as its row says, and no claim may stand on both."""
    _, found = changed("2025-12", '"valuation": "FOB"', '"valuation": "CIF"', "claims.json")
    assert "valuation is 'FOB' in its row, 'CIF' in claims.json" in found
    assert "it stands on CIF and on FOB values" in found


def test_another_valuation_than_before_is_held(tmp_path: Path) -> None:
    """The month that begins with FOB is set aside; a person who knows takes it in, and the note says so."""
    desk = comtrade_desk(tmp_path, "M", "monthly")
    take_in(desk, table("M", months({"2024": "CIF"})), "2025-02-01")
    january = table("M", {"202501": "FOB"})
    with pytest.raises(FiguresDoubtful, match="CAN's imports in 2025-01 are valued FOB, and were CIF") as error:
        take_in(desk, january, "2025-03-01")
    assert "--accept" in str(error.value)
    assert take_in(desk, january, "2025-03-01", REASON).new
    made = unpaged(desk, "cars", "2025-01")
    desk.store.close()
    assert () == made.findings
    assert "The figures of January 2025 and those before are not valued alike (CIF or FOB)." in made.prose
    assert REASON in made.prose
