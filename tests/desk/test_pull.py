"""The verb pull against a server that speaks UN Comtrade's API from published rows."""

import json
import socket
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from generator.store import FigureStore
from generator.trade.codes import Flow
from generator.trade.period import Period
from tests.desk.conftest import Result, StarterDesk
from tests.sources.neighbours import KEY, line
from tests.sources.replay import Replay, replaying
from tests.sources.replay_rows import MadeRows, SharedRows, Wanted, published

DESK = """
publisher: {name: {en: Fisheries Desk}, dateline: {en: Beijing}, contact: fish@example.org}
time_zone: Asia/Shanghai
sources:
  comtrade: {kind: comtrade, address: ADDRESS, allow_insecure: true, calls_a_minute: 60000MORE}
mail: {transport: folder, from: Fish <fish@example.org>}
"""
FISH = """
title: {en: Fish from Pakistan}
frequency: monthly
figures: {source: comtrade, reporter: CHN, partner: PAK, flow: import, codes: ["0302", "0303", "0304"], detail: 6}
"""


@pytest.fixture(scope="module")
def rows(shared_data: Path) -> SharedRows:
    """Return the published rows, read once."""
    return published(shared_data)


@pytest.fixture
def server(rows: SharedRows) -> Iterator[Replay]:
    """Return a server that has what UN Comtrade had."""
    with replaying(rows) as running:
        yield running


def made(folder: Path, server: Replay, more: str = "") -> StarterDesk:
    """Return a desk whose source is `server`."""
    (folder / "briefings").mkdir(parents=True)
    settings = DESK.replace("ADDRESS", server.address).replace("MORE", more)
    (folder / "desk.yaml").write_text(settings, "utf-8")
    (folder / "briefings" / "fish.yaml").write_text(FISH, "utf-8")
    return StarterDesk(folder)


@pytest.fixture
def desk(tmp_path: Path, server: Replay) -> StarterDesk:
    """Return a desk that has asked nothing yet."""
    return made(tmp_path / "desk", server)


def releases(desk: StarterDesk) -> int:
    """Return how many releases the desk has."""
    with FigureStore(desk.folder / "state") as store:
        assert () == store.check()
        return len(store.releases.all())


def answers(said: Result) -> dict[str, str]:
    """Return the word for each period."""
    return {row["period"]: row["word"] for row in json.loads(said.said) if "releases" in row}


def values(desk: StarterDesk, *more: str, period: str = "2020-12") -> dict[tuple[str, str], str]:
    """Return the value of every line and month."""
    found = json.loads(desk.run("figures", "fish", "--period", period, "--format", "json", *more).said)
    return {(row["code"], row["period"]): row["value"] for row in found}


@pytest.mark.long
def test_one_month_pulled_twice_is_one_release(desk: StarterDesk) -> None:
    """The second time nobody is asked for figures, since nothing was released in between."""
    first = desk.run("pull", "--period", "2019-01")
    assert (0, True) == (first.code, "new: comtrade 2019-01: 7 figures of CHN, PAK, import" in first.said)
    again = desk.run("pull", "--period", "2019-01")
    assert (0, True) == (again.code, "known: 2019-01" in again.said)
    assert 1 == releases(desk)


@pytest.mark.long
def test_a_restated_month_is_told_and_differs_exactly_there(desk: StarterDesk, server: Replay) -> None:
    """Old and new value by code; before that day the figures stand as they stood, and no other month changed."""
    desk.run("pull", "--since", "2020-10")
    before = values(desk)
    server.restate("202011", "030389", 777777, "2026-01-10T10:00:00")
    told = desk.run("pull", "--since", "2020-10")
    assert (0, True) == (told.code, "is now 777,777" in told.said)
    assert before == values(desk, "--as-of", "2026-01-09")
    after = values(desk)
    assert {("030389", "2020-11"), ("0303", "2020-11")} == {key for key in before if before[key] != after[key]}
    assert "777777" == after["030389", "2020-11"]
    listed = json.loads(
        desk.run("figures", "--period", "2020-12", "--revisions", "--as-of", "2026-01-09", "--json").said
    )
    assert {("0303", "2020-11"), ("030389", "2020-11")} == {(row["code"], row["period"]) for row in listed}
    assert [("777777", "USD")] == [(row["now"], row["currency"]) for row in listed if row["code"] == "030389"]
    rows = json.loads(desk.run("figures", "fish", "--period", "2020-12", "--json").said)
    restated = [row for row in rows if row["code"] in ("0303", "030389") and row["period"] == "2020-11"]
    assert {"2026-01-10"} == {row["published"] for row in restated}, restated


def test_a_month_that_is_not_out_is_missing_and_not_zero(desk: StarterDesk) -> None:
    """China sent nothing for 2013 to 2015: exit 4 for a month that was named, and no figure of it anywhere."""
    said = desk.run("pull", "--period", "2014-05")
    assert (4, True) == (said.code, "missing: 2014-05" in said.said)
    assert 0 == releases(desk)


@pytest.mark.long
@pytest.mark.parametrize(
    ("fault", "code", "words"),
    [
        ("quota", 4, "quota"),
        ("renamed", 2, "Nothing was stored"),
    ],
)
def test_a_fault_stores_nothing_and_the_next_run_goes_on(
    desk: StarterDesk, server: Replay, fault: str, code: int, words: str
) -> None:
    """What came before the fault is kept whole; afterwards the figures are those of a run left alone."""
    server.next("", "", "", fault)
    broken = desk.run("pull", "--since", "2020-10")
    assert (code, True) == (broken.code, words in broken.said)
    assert 2 == releases(desk)
    assert 0 == desk.run("pull", "--since", "2020-10").code


def keyed(folder: Path, server: Replay, more: str = "") -> tuple[StarterDesk, Path]:
    """Return a desk with a key, and the file that has it."""
    desk = made(folder, server, f"{more}, key_file: secrets/comtrade")
    secret = desk.folder / "secrets" / "comtrade"
    secret.parent.mkdir()
    secret.write_text(f"{KEY}\n", "utf-8")
    secret.chmod(0o600)
    return desk, secret


def telling(desk: StarterDesk, secret: Path) -> list[Path]:
    """Return the files of a desk that have the key and should not."""
    return [file for file in desk.folder.rglob("*") if file.is_file() and file != secret and KEY in _text(file)]


def _text(file: Path) -> str:
    return file.read_bytes().decode("latin-1")


def test_a_key_is_sent_and_said_nowhere(tmp_path: Path, server: Replay) -> None:
    """It goes into a header; no file of the desk but its own has it, and no line that is printed."""
    desk, secret = keyed(tmp_path / "desk", server)
    said = desk.run("pull", "--period", "2019-01")
    assert (0, False) == (said.code, KEY in said.said)
    assert {KEY} == {one.headers.get("ocp-apim-subscription-key") for one in server.seen}
    assert [] == telling(desk, secret)
    secret.unlink()
    missing = desk.run("pull", "--period", "2019-02")
    assert (2, True) == (missing.code, "desk.yaml:5: key_file of comtrade: " in missing.said), missing.said
    assert f"run: chmod 600 {secret}" in missing.said
    secret.write_text("another", "utf-8")
    secret.chmod(0o600)
    refused = desk.run("pull", "--period", "2019-02")
    assert (2, True, False) == (refused.code, "key_file" in refused.said or "key" in refused.said, KEY in refused.said)


def test_no_other_machine_hears_of_a_pull(tmp_path: Path, server: Replay) -> None:
    """Neither a proxy of the environment nor where the source sends us on: not a byte, no key, and exit 4."""
    desk, secret = keyed(tmp_path / "desk", server)
    with socket.create_server(("127.0.0.1", 0)) as other:
        other.settimeout(0)
        place = f"http://127.0.0.1:{other.getsockname()[1]}"
        proxies = dict.fromkeys(("HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "https_proxy", "ALL_PROXY"), place)
        server.next("", f"redirect:{place}/elsewhere")
        said = desk.run("pull", "--period", "2019-01", TRADEBRIEF_TRACEBACK="1", **proxies)
        with pytest.raises(BlockingIOError):
            other.accept()
    assert (4, True, False) == (said.code, "sends to another place" in said.said, KEY in said.said)
    assert ([], 2, 0) == (telling(desk, secret), len(server.seen), releases(desk))


@pytest.mark.long
def test_whole_months_come_as_bulk_files(tmp_path: Path, server: Replay) -> None:
    """One file has every partner and code of the reporter; the second time nothing is fetched."""
    desk, _ = keyed(tmp_path / "desk", server, ", bulk: true")
    said = [desk.run("pull", "--period", "2019-01", "--json") for _ in range(2)]
    assert (["new", "known"], 1) == ([answers(one)["2019-01"] for one in said], releases(desk))
    with FigureStore(desk.folder / "state") as store:
        held = store.holdings("comtrade", store.releases.vintage("comtrade"))
        assert {"PAK", "NOR"} <= {one.partner for one in held}
        chosen = replace(held[0], partner="PAK", flow=Flow.IMPORT, codes=("0303",))
        month = Period.parse("2019-01")
        level = store.figures(chosen, month, store.releases.vintage("comtrade")).value("0303", month)
    rows = server.rows.select(Wanted("M", reporters=("156",), periods=("201901",)))
    own = [row for row in rows if row["partnerCode"] == 586 and row["flowCode"] == "M"]
    assert sum(row["primaryValue"] for row in own if row["cmdCode"].startswith("0303")) == level


@pytest.mark.long
def test_a_month_without_trade_is_passed_over(desk: StarterDesk, server: Replay) -> None:
    """The newest month has no fish at all: an edition of it is refused with the remedy, and nobody is sent there."""
    said = desk.run("pull", "--period", "2020-12"), desk.run("pull", "--period", "2024-12")
    assert [True, True] == ["next: tradebrief build fish" in one.said for one in said]
    server.restate("202012", "030389", 777777, "2026-01-11T10:00:00")
    told = desk.run("pull", "--period", "2020-12")
    assert "2024-12 is complete, from the release of 14 February 2025." in told.said
    rows = json.loads(desk.run("figures", "--json").said)
    assert "2020-12" == max(row["period"] for row in rows)
    refused = desk.run("figures", "--period", "2024-12")
    assert (3, True) == (refused.code, "tradebrief build fish --period 2020-12" in refused.said)


def test_a_period_without_a_single_record_is_not_out(tmp_path: Path) -> None:
    """The service lists it, and has nothing in it: missing, and never a month in which nothing was traded."""
    with replaying(MadeRows([line()], empty=[("156", "202602", "H6")])) as running:
        named = made(tmp_path / "desk", running).run("pull", "--period", "2026-02")
    assert (4, True) == (named.code, "missing: 2026-02" in named.said)
