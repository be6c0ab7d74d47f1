"""The slip that says what a person is to fetch from the query platform."""

from dataclasses import replace

import pytest

from generator.sources.gacc_names import economies_by_name, folded, names_of, partners
from generator.sources.gacc_slip import slip
from generator.sources.release_calendar import shipped
from generator.trade.codes import Flow
from generator.trade.figures import Selection
from generator.trade.period import Period
from tests.sources.gacc_rows import layout

CHOSEN = Selection("gacc-imports", "CHN", "PAK", Flow.IMPORT, ("2603", "74"))


def test_a_slip_has_every_field_of_the_form() -> None:
    """In English, with the Chinese words that stand on the site."""
    told = slip(layout(), CHOSEN, Period.parse("2025-12"), shipped("gacc"))
    assert told.splitlines() == [
        "To fetch for gacc-imports:",
        "  site        stats.customs.gov.cn 海关统计数据在线查询平台",
        "  进出口      进口 (import)",
        "  币制        美元 (US dollar)",
        "  年月        2025年12月 (2025-12)",
        "  商品        2603, 74 (HS codes)",
        "  贸易伙伴    127 巴基斯坦 (Pakistan)",
        "  tick        分月展示 (monthly display), 商品 (commodity), 贸易伙伴 (trading partner)",
        "  leave out   贸易方式 (customs regime), 注册地 (registration place)",
        "  file        as it is, into inbox/gacc-imports/",
        "  expected    about 20 January 2026",
    ]


def test_january_is_fetched_with_february() -> None:
    """They come out as one in March, and stand apart in the file."""
    told = slip(layout(), CHOSEN, Period.parse("2025-01"), shipped("gacc"))
    assert "2025年1月 (2025-01) 至 2025年2月 (2025-02)" in told
    assert told.endswith("expected    on 20 March 2025")


def test_all_partners_together_have_no_column() -> None:
    """A column of partners would split the total."""
    told = slip(layout(), replace(CHOSEN, partner="W00"), Period.parse("2025-12"))
    assert "贸易伙伴    全部 (all together: no column)" in told
    assert "leave out   贸易方式 (customs regime), 注册地 (registration place), 贸易伙伴 (trading partner)" in told


@pytest.mark.parametrize(
    ("chosen", "currency", "words"),
    [
        (replace(CHOSEN, flow=Flow.RE_EXPORT), "USD", "no RX in USD"),
        (CHOSEN, "EUR", "no M in EUR"),
        (replace(CHOSEN, partner="GUM"), "USD", "GUM has no code"),
    ],
)
def test_what_the_platform_does_not_have_is_refused(chosen: Selection, currency: str, words: str) -> None:
    """A slip that nobody can follow is worse than none."""
    with pytest.raises(ValueError, match=words):
        slip(layout(currency=currency), chosen, Period.parse("2025-12"))


def test_every_partner_has_both_names() -> None:
    """What is asked for can be found on the site in either language."""
    for iso3 in filter(None, partners().values()):
        english, chinese = names_of(iso3)
        assert english
        assert {iso3} == {economies_by_name()[folded(chinese)]}, iso3
