"""Whose market: level, share and rank by hand, when they are told, and what the audit finds in a wrong one."""

import json
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from generator.story.amounts import Claim
from generator.story.news import head_rows, market_sentences
from generator.story.news.market import MarketChange
from generator.story.news.report import NewsReport, report_of
from tests.story.months import ground, months
from tests.story.news.made import PLAIN, Made, of
from tests.story.news.replay import fish, other_partners

MILLION = 1_000_000
NOW, BASE = "2025-06", "2024-06"
LANGUAGES = ("en", "zh", "ur")
Levels = dict[str, tuple[int, int]]  # of a partner: millions of dollars now, and a year before
# Without the United States itself 140 and 190 million: Türkiye is second of three and was third. Areas that are not
# specified (_X) count in the sum, and have no rank.
FALLS: Levels = {"TUR": (30, 20), "MEX": (60, 100), "CAN": (10, 30), "USA": (5, 5), "_X": (40, 40)}
# 20 of 106 million is 18.9 %, 18 of 100 is 18.0 %: a twentieth more; second in both years; both grow.
STILL: Levels = {"TUR": (20, 18), "MEX": (71, 67), "CAN": (15, 15)}


def table(now: int, base: int, code: str = "7403") -> dict[tuple[str, str], tuple[int, int]]:
    """Return a partner's rows: 24 months of which two count, the others as a year before."""
    rows = {(code, f"2024-{month:02}"): (base * MILLION, base * 1000) for month in range(1, 13)}
    rows |= {(code, f"2025-{month:02}"): (base * MILLION, base * 1000) for month in range(1, 6)}
    return rows | {(code, BASE): (base * MILLION, base * 1000), (code, NOW): (now * MILLION, now * 1000)}


def made(levels: Levels, period: str = NOW, partner: str = "TUR") -> Made:
    """Return the news of the United States' imports from a partner in a market."""
    tables = {name: table(*ends) for name, ends in levels.items()}
    own = tables.pop(partner)
    return of(ground(own, period, parties=(PLAIN[0], partner), market=tables))


def market(news: Made) -> MarketChange:
    """Return the market, which must be there."""
    assert news.market is not None
    return news.market


def said(news: Made) -> list[str]:
    """Return the paragraph on the market."""
    return [text.words for text in market_sentences.paragraph(report_of(news.month))]


def values(*claims: Claim | None) -> list[Decimal | None]:
    """Return the values of claims, to two decimals."""
    return [round(claim.value, 2) if claim else None for claim in claims]


def test_a_market_has_level_growth_share_and_rank() -> None:
    """The sum over all partners but the reporter itself; who is not specified has no rank."""
    whole = market(made(FALLS))
    assert [level.value for level in whole.whole] == [140 * MILLION, 190 * MILLION]
    assert values(whole.growth) == [Decimal("-26.32")]
    assert values(*whole.shares) == [Decimal("21.43"), Decimal("10.53")]
    assert values(*whole.places) == [2, 3]


def test_its_claims_hold() -> None:
    """The audit works each of them out again from the rows of all partners."""
    news = made(FALLS)
    claims = [*market(news).shares, *market(news).places, market(news).growth]
    levels = [news.ledger.level(level) for level in market(news).whole]
    assert news.ground.faults([claim for claim in (*claims, *levels) if claim]) == []


@pytest.mark.parametrize("kind", ["share", "rank", "level"])
def test_a_claim_that_was_changed_is_found(kind: str) -> None:
    """A share, a rank and a level that are one more than they are."""
    news = made(FALLS)
    whole = market(news)
    claims = {"share": whole.shares[0], "rank": whole.places[0], "level": news.ledger.level(whole.whole.now)}
    claim = claims[kind]
    assert claim is not None
    more = replace(claim, value=claim.value + 1, low=claim.low + 1, high=claim.high + 1)
    assert any("comes to" in fault for fault in news.ground.faults([more]))


def test_a_partner_that_is_left_out_is_found() -> None:
    """A level without Canada, with its value to match, and a rank without Mexico, which is then 1."""
    news = made(FALLS)
    whole = market(news).whole.now
    without = replace(whole, cells=tuple(cell for cell in whole.cells if cell.partner != "CAN"))
    level = news.ledger.level(without)
    assert level.value == 130 * MILLION
    assert any("comes to 140000000" in fault for fault in news.ground.faults([level]))
    ranks = market(news).ranks
    assert ranks is not None
    others = tuple(other for other in ranks[0].others if other.cells[0].partner != "MEX")
    first = news.ledger.market_rank(ranks[0].own, others)
    assert first is not None
    assert first.value == 1
    assert any("MEX comes to 60000000" in fault for fault in news.ground.faults([first]))


def test_the_share_of_another_partner_is_found() -> None:
    """Mexico's 43 per cent, in an edition on Türkiye."""
    news = made(FALLS)
    ranks = market(news).ranks
    assert ranks is not None
    mexico = next(other for other in ranks[0].others if other.cells[0].partner == "MEX")
    share = news.ledger.market_share(mexico, market(news).whole.now)
    assert share is not None
    level = news.ledger.level(market(news).own.now)
    assert any("the edition about" in fault for fault in news.ground.faults([level, share]))


def test_the_reporter_itself_is_no_supplier() -> None:
    """A level that counts its own goods come back is found."""
    news = made(FALLS)
    whole = market(news).whole.now
    own = news.month.figures.market
    assert own is not None
    more = replace(whole, cells=(*whole.cells, *own.partners["USA"].cells.values()))
    assert news.ground.faults([news.ledger.level(more)]) != []


@pytest.mark.parametrize(("world", "places"), [((145, 195), [2, 3]), ((146, 195), [None, None])])
def test_the_row_of_the_world_goes_before_the_sum(world: tuple[int, int], places: list[int | None]) -> None:
    """All rows come to 145 and 195 million. With a World of 146, 0.7 per cent more, some may be missing: no rank."""
    news = made(FALLS | {"W00": world})
    assert [level.value for level in market(news).whole] == [end * MILLION for end in world]
    assert values(*market(news).places) == places
    claims = [*market(news).shares, *market(news).places, market(news).growth]
    assert news.ground.faults([claim for claim in claims if claim]) == []


def test_without_every_partner_nothing_is_said() -> None:
    """Where no release is complete about all partners their sum is no market."""
    news = made(FALLS)
    figures = news.month.figures
    assert figures.market is not None
    some = replace(figures, market=replace(figures.market, complete={}))
    assert Made(replace(news.month, figures=some), news.span, news.ground).market is None
    none = replace(figures, market=None)
    assert Made(replace(news.month, figures=none), news.span, news.ground).market is None


def test_a_large_line_that_was_not_reported_leaves_the_market_unknown() -> None:
    """Mexico, half of the market, has no row in June 2025, after each month of the year before: missing is not zero."""
    tables = {name: table(*ends) for name, ends in FALLS.items()}
    del tables["MEX"]["7403", NOW]
    own = tables.pop("TUR")
    news = of(ground(own, NOW, parties=PLAIN, market=tables))
    assert news.market is None
    whole = news.month.figures.market
    assert whole is not None
    believed = {name: replace(figures, open_sums={}) for name, figures in whole.partners.items()}
    figures = replace(news.month.figures, market=replace(whole, partners=believed))
    zero = Made(replace(news.month, figures=figures), news.span, news.ground)
    claims = [market(zero).growth, market(zero).places[0]]
    faults = news.ground.faults([claim for claim in claims if claim])
    assert len([fault for fault in faults if "MEX has no row of 7403 in 2025-06" in fault]) == 2


def test_a_share_that_moved_is_told() -> None:
    """The level of the market, share and rank, now and a year before."""
    assert said(made(FALLS)) == [
        "By contrast, the United States’ imports of refined copper from all suppliers fell 26%, to $140.00 million.",
        "Türkiye’s share rose from 11% to 21%, and it went from third supplier to second.",
    ]


def test_a_partner_that_began_has_its_share_now_alone() -> None:
    """A share of nothing is no comparison, and nobody without trade has a rank."""
    levels = FALLS | {"TUR": (30, 0)}
    assert values(*market(made(levels)).shares) == [Decimal("21.43"), None]
    assert said(made(levels))[1:] == ["Türkiye’s share was 21%."]


def test_a_market_that_is_no_news_is_silent() -> None:
    """The share moved by a twentieth of itself, no rank, and both grew."""
    assert said(made(STILL)) == []


def test_a_market_that_is_no_news_is_told_at_the_end_of_the_year() -> None:
    """In December, of the month."""
    tables = {name: table(*ends) for name, ends in STILL.items()}
    for rows in tables.values():
        last = rows["7403", NOW]
        rows |= {("7403", f"2025-{month:02}"): last for month in range(7, 13)}
    own = tables.pop("TUR")
    news = of(ground(own, "2025-12", parties=PLAIN, market=tables))
    texts = [text.words for text in market_sentences.paragraph(report_of(news.month))]
    assert texts[0].startswith("In December the United States’ imports of refined copper from all suppliers rose 6.0%")
    assert texts[1] == "Türkiye’s share rose from 18% to 19%, and it was second supplier."


def test_a_market_that_went_the_other_way_is_a_tail() -> None:
    """Last of the tails."""
    news = made(FALLS)
    tail = head_rows.market(news)
    assert tail is not None
    text = tail.text(news, "tail")
    assert text is not None
    assert text.words == " while the United States buys less from all"
    assert news.faults([tail]) == []
    assert head_rows.market(made(STILL)) is None


def test_a_line_that_fell_less_than_its_market() -> None:
    """From 40 to 30 million in a market that fell from 100 to 50: a share of 60 per cent after 40."""
    copper, scrap = table(30, 40), table(10, 10, "7404")
    news = of(ground(copper | scrap, NOW, parties=PLAIN, market={"MEX": table(20, 60)}))
    report = report_of(news.month)
    assert report.lead is not None
    text = market_sentences.line(report, report.lead)
    assert text is not None
    assert text.words == (
        "It fell less than its market: the United States’ imports of refined copper from all suppliers fell 50%, "
        "and Türkiye’s share rose from 40% to 60%."
    )
    assert news.faults([text]) == []
    faster = of(ground(copper | scrap, NOW, parties=PLAIN, market={"MEX": table(60, 60)}))
    other = report_of(faster.month)
    assert other.lead is not None
    assert market_sentences.line(other, other.lead) is None


def test_a_line_that_rose_in_a_market_that_fell() -> None:
    """From 20 to 30 million in a market that fell from 80 to 60: a share of 50 per cent after 25."""
    copper, scrap = table(30, 20), table(10, 10, "7404")
    news = of(ground(copper | scrap, NOW, parties=PLAIN, market={"MEX": table(30, 60)}))
    report = report_of(news.month)
    assert report.lead is not None
    text = market_sentences.line(report, report.lead)
    assert text is not None
    assert text.words == (
        "The United States’ imports of refined copper from all suppliers, in contrast, fell 25%, "
        "and Türkiye’s share rose from 25% to 50%."
    )
    assert news.faults([text]) == []


@pytest.mark.long
@pytest.mark.parametrize(
    ("period", "levels", "shares", "places"),
    [
        ("2020-09", (348_184_349, 515_828_483), ("0.366", "0.722"), (26, 19)),
        ("2020-07", (320_578_736, 389_433_049), ("1.606", "0.382"), (18, 29)),
    ],
)
def test_the_market_of_chinas_fish(
    shared_data: Path, period: str, levels: tuple[int, int], shares: tuple[str, str], places: tuple[int, int]
) -> None:
    """As worked out by hand from UN Comtrade's rows of all partners (two gold editions)."""
    rows = fish(shared_data, "CHN", "PAK", "2018-01")
    codes = ("03", *sorted({code for code, _ in rows}))
    others = other_partners(shared_data, "CHN", "PAK")
    news = of(ground(rows, period, codes=codes, parties=("CHN", "PAK"), market=others))
    assert tuple(int(level.value) for level in market(news).whole) == levels
    assert tuple(str(round(claim.value, 3)) for claim in market(news).shares if claim) == shares
    assert tuple(int(claim.value) for claim in market(news).places if claim) == places
    claims = [*market(news).shares, *market(news).places, market(news).growth]
    assert news.ground.faults([claim for claim in claims if claim]) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_edition_with_a_market_holds(language: str) -> None:
    """In each language, from the rows to the equations of its sentences; a share that was changed is found."""
    tables = {name: table(*ends) for name, ends in FALLS.items()}
    own = tables.pop("TUR")
    edition = months(own, NOW, codes=("7403",), parties=PLAIN, market=tables, language=language)
    assert edition.block("rest") is not None
    assert edition.findings == ()
    claims = json.loads(json.dumps(edition.claims))
    for claim in claims["claims"]:
        if claim["kind"] == "market_share":
            claim["value"] = claim["low"] = claim["high"] = "12"
    assert any("[claim]" in finding for finding in replace(edition, claims=claims).findings)


def test_the_report_is_of_the_news() -> None:
    """One line under the headline says the share where neither season, place nor year says anything."""
    report: NewsReport = report_of(made(FALLS).month)
    text = market_sentences.thing(report)
    assert text is not None
    assert text.words == (
        "Türkiye’s share of the United States’ imports of refined copper from all suppliers rose to 21%, from 11%."
    )
