"""Whose market, on a desk: a table of all partners, a World row, and one question to UN Comtrade for all of them."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from generator.intake.period_choice import figures_for
from generator.settings.wiring import open_desk
from tests.desk.own_desk import add_table, briefing, own_desk, row
from tests.desk.test_pull import FISH, made
from tests.desk.test_pull_silence import month
from tests.desk.unpaged import Unpaged, unpaged
from tests.sources.replay import Replay, replaying
from tests.sources.replay_rows import MadeRows

IMPORTS = ("USA", "TUR", "import")
MARKET = "  market: true\n"
EVERY = '["03"]\n    partners: every'
LINES = ("030231", "030232", "030389")
# Thousands of dollars in June 2025, and in each month before, by partner: 140 million, after 190 million in June 2024.
TRADE = {"TUR": (30_000, 20_000), "MEX": (60_000, 100_000), "CAN": (10_000, 30_000), "_X": (40_000, 40_000)}
TOLD = "fell 26%, to $140.00 million.\nTürkiye’s share rose from 11% to 21%, and it went from third supplier to second."


def months() -> list[str]:
    """Return June 2025 and the seventeen months before."""
    return [f"2024-{at:02}" for at in range(1, 13)] + [f"2025-{at:02}" for at in range(1, 7)]


def rows(trade: dict[str, tuple[int, int]] = TRADE, *, codes: tuple[str, ...] = LINES) -> Iterator[str]:
    """Yield each partner's rows: a tenth in the first line, nothing in the second, the rest in the third."""
    for partner, (now, base) in trade.items():
        for when in months():
            worth = 1000 * (now if when == "2025-06" else base)
            for code, part in zip(codes, (worth // 10, 0, worth - worth // 10), strict=True):
                if part:
                    yield row(("USA", partner, "import"), when, code, part)


def edition(folder: Path, table: list[str], more: str = MARKET, covers: str = EVERY) -> Unpaged:
    """Return the edition of June 2025 on headings of which the table has the lines alone."""
    text = briefing(IMPORTS, ["0302", "0303"], more)
    desk = own_desk(folder / "desk", table, {"fish": text}, covers=covers)
    with desk.store:
        return unpaged(desk, "fish", "2025-06")


def test_a_table_of_all_partners_tells_whose_market_it_is(tmp_path: Path) -> None:
    """Headings are the sums of their lines, for each partner; the cells are those of the two months alone."""
    told = edition(tmp_path, [*rows()])
    assert told.findings == ()
    assert TOLD in told.prose
    claims = json.loads(told.files["claims.json"])
    others = {cell["period"] for cell in claims["cells"].values() if cell["partner"] != "TUR"}
    assert others == {"2025-06", "2024-06"}


@pytest.mark.parametrize(
    ("more", "covers"),
    [("", EVERY), (MARKET, '["03"]'), (MARKET, "all"), (MARKET, "listed")],
    ids=["not asked", "partners as printed", "lines of the partners printed", "listed"],
)
def test_without_every_partner_nothing_is_said(tmp_path: Path, more: str, covers: str) -> None:
    """Nor is the edition held."""
    told = edition(tmp_path, [*rows(codes=("0301", "0302", "0303"))], more, covers)
    assert told.findings == ()
    assert "all suppliers" not in told.prose


def test_a_table_that_has_everything_of_everybody_has_every_partner(tmp_path: Path) -> None:
    """`covers: all` with `partners: every`."""
    told = edition(tmp_path, [*rows()], covers="all\n    partners: every")
    assert (told.findings, TOLD in told.prose) == ((), True)


def test_a_partner_without_a_number_leaves_the_market_unknown(tmp_path: Path) -> None:
    """Canada's frozen fish of June 2025 is confidential: missing is not zero."""
    table = [text for text in rows() if not (text.startswith("2025-06,USA,CAN") and ",030389," in text)]
    told = edition(tmp_path, [*table, row(("USA", "CAN", "import"), "2025-06", "030389", "c")])
    assert (told.findings, "all suppliers" in told.prose) == ((), False)


def test_a_large_line_that_was_not_reported_leaves_the_market_unknown(tmp_path: Path) -> None:
    """Mexico's main line is absent from a later file of June 2025."""
    text = briefing(IMPORTS, ["0302", "0303"], MARKET)
    desk = own_desk(tmp_path / "desk", rows(), {"fish": text}, covers=EVERY)
    late = [text.replace("2026-02-18", "2026-03-18") for text in rows() if text.startswith("2025-06")]
    late = [text for text in late if not ("USA,MEX" in text and ",030389," in text)]
    with desk.store:
        add_table(desk, late)
        told = unpaged(desk, "fish", "2025-06")
    assert (told.findings, "all suppliers" in told.prose) == ((), False)


def test_the_row_of_the_world_needs_no_other_partner(tmp_path: Path) -> None:
    """Level and share without rank, from a table of listed rows."""
    trade = {"TUR": TRADE["TUR"], "W00": (145_000, 195_000)}
    text = briefing(IMPORTS, ["0301", "0303"], MARKET)
    desk = own_desk(tmp_path / "desk", [*rows(trade, codes=("0301", "0302", "0303"))], {"fish": text}, covers="listed")
    with desk.store:
        told = unpaged(desk, "fish", "2025-06")
    assert told.findings == ()
    assert "fell 26%, to $145.00 million.\nTürkiye’s share rose from 10% to 21%." in told.prose


def test_a_later_file_about_another_partner_counts(tmp_path: Path) -> None:
    """Mexico is restated: 70 for 60 million in June 2025, so that the market comes to 150."""
    text = briefing(IMPORTS, ["0302", "0303"], MARKET)
    desk = own_desk(tmp_path / "desk", rows(), {"fish": text}, covers=EVERY)
    restated = dict(TRADE) | {"MEX": (70_000, 100_000)}
    late = [text.replace("2026-02-18", "2026-03-18") for text in rows(restated) if text.startswith("2025-06")]
    with desk.store:
        add_table(desk, late)
        told = unpaged(desk, "fish", "2025-06")
    assert told.findings == ()
    assert "fell 21%, to $150.00 million." in told.prose


def test_a_year_always_tells_its_market(tmp_path: Path) -> None:
    """Figures of whole years: the share moved by a twentieth of itself, no rank, and both grew."""
    trade = {"TUR": (20_000, 18_000), "MEX": (71_000, 67_000), "CAN": (15_000, 15_000)}
    table = [
        row(("USA", partner, "import"), year, "0303", 1000 * worth)
        for partner, ends in trade.items()
        for year, worth in zip(("2025", "2024"), ends, strict=True)
    ]
    text = briefing(IMPORTS, ["0303"], MARKET).replace("monthly", "annual")
    desk = own_desk(tmp_path / "desk", table, {"fish": text}, covers=EVERY)
    with desk.store:
        told = unpaged(desk, "fish", "2025")
    assert told.findings == ()
    assert "In 2025 the United States’ imports of frozen fish from all suppliers rose 6.0%, to $106.00" in told.prose
    assert "share of the United States’ imports of frozen fish from all suppliers rose to 19%, from 18%." in told.prose
    assert "Türkiye was second supplier." in told.prose


def test_a_december_has_the_months_of_its_year(tmp_path: Path) -> None:
    """Other months have the period and the year before alone."""
    text = briefing(IMPORTS, ["0302", "0303"], MARKET)
    desk = own_desk(tmp_path / "desk", rows(), {"fish": text}, covers=EVERY)
    with desk.store:
        figures = [figures_for(desk.desk, desk.store, "fish", when) for when in ("2024-12", "2025-03")]
    markets = [of.market.partners["MEX"].periods() for of in figures if of.market]
    assert [len(of) for of in markets] == [12, 2]


def asked(server: Replay) -> list[tuple[str, str, str]]:
    """Return partner, flow and month of each question for figures, in order."""
    seen = [one.params for one in server.seen if "cmdcode" in one.params]
    return [(one.get("partnercode", "all"), one["flowcode"], one["period"]) for one in seen]


def test_one_question_a_month_has_all_partners(tmp_path: Path) -> None:
    """Two briefings with a market share it; the other flow of a balance is asked of the partner alone."""
    records = [
        month(period, "030389", partnerCode=partner) for period in ("202602", "202603") for partner in (586, 579, 643)
    ]
    with replaying(MadeRows(records)) as server:
        desk = made(tmp_path / "desk", server)
        fish = FISH.replace("detail: 6", "detail: 6, market: true")
        (desk.folder / "briefings" / "fish.yaml").write_text(fish.replace("market", "balance: true, market"), "utf-8")
        (desk.folder / "briefings" / "norway.yaml").write_text(fish.replace("partner: PAK", "partner: NOR"), "utf-8")
        said = desk.run("pull", "--since", "2026-02")
        questions = asked(server)
        assert sorted(questions) == [
            ("586", "X", "202602"), ("586", "X", "202603"), ("all", "M", "202602"), ("all", "M", "202603"),
        ]  # fmt: skip
        assert "known: 2026-02" in said.said
        found = desk.run("figures", "norway", "--period", "2026-03", "--format", "json")
    assert {record["value"] for record in json.loads(found.said) if record["code"] == "030389"} == {"25"}


def test_an_answer_with_the_world_is_complete_about_it(tmp_path: Path) -> None:
    """An answer for all partners may have a row of the World, which no partner is."""
    records = [
        month(period, "030389", partnerCode=partner, primaryValue=value, cifvalue=value)
        for period in ("202502", "202503", "202602", "202603")
        for partner, value in ((586, 2e6), (579, 3e6), (0, 5e6))
    ]
    with replaying(MadeRows(records)) as server:
        desk = made(tmp_path / "desk", server)
        fish = FISH.replace("detail: 6", "detail: 6, market: true")
        (desk.folder / "briefings" / "fish.yaml").write_text(fish, "utf-8")
        assert desk.run("pull", "--since", "2025-02").code == 0
    opened = open_desk(desk.folder, {})
    with opened.store:
        figures = figures_for(opened.desk, opened.store, "fish", "2026-03")
    assert figures.market is not None
    assert figures.market.world is not None
    assert {cell.value for cell in figures.market.world.cells.values()} == {5_000_000}
    assert sorted(figures.market.partners) == ["NOR", "PAK"]
