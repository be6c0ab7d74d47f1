"""The slip: what a person is to fetch from the query platform, field by field, since the platform asks for a person.

Each line has the field's name in Chinese, as the site's form has it, beside what to choose there.
"""

from __future__ import annotations

from dataclasses import dataclass
from unicodedata import east_asian_width

from generator.sources.gacc_names import CURRENCIES, code_of, names_of
from generator.sources.release_calendar import Expected, ReleaseCalendar
from generator.sources.release_standing import written
from generator.sources.table_layout import TableLayout
from generator.trade.codes import WORLD, Flow
from generator.trade.figures import Selection
from generator.trade.period import Period

SITE = "stats.customs.gov.cn"
TICKED = ("分月展示 (monthly display)", "商品 (commodity)", "贸易伙伴 (trading partner)")
UNTICKED = ("贸易方式 (customs regime)", "注册地 (registration place)")
_KEY = 12  # columns of the fields' names
_FLOWS = {Flow.IMPORT: "进口 (import)", Flow.EXPORT: "出口 (export)"}
_CURRENCIES = {"USD": "美元 (US dollar)", "CNY": "人民币 (Renminbi Yuan)"}


@dataclass(frozen=True)
class Slip:
    """One query: what to choose in the form of `site`, and where the file goes.

    `months` are the first and the last month. `partner` is the customs' code, "" for all together; `names` are the
    partner's in English and Chinese. `codes` are HS codes: with all lines of each, the file is complete about them.
    """

    source: str
    site: str
    flow: Flow
    currency: str
    months: tuple[Period, Period]
    partner: str
    names: tuple[str, str]
    codes: tuple[str, ...]
    ticked: tuple[str, ...]
    unticked: tuple[str, ...]
    folder: str
    expected: Expected | None = None

    def __str__(self) -> str:
        """Return the slip as a person reads it, a line for each field of the form."""
        return "\n".join([f"To fetch for {self.source}:", *(f"  {_wide(key)}{what}" for key, what in self._lines())])

    def _lines(self) -> list[tuple[str, str]]:
        first, last = (f"{month.year}年{month.first % 12 + 1}月 ({month})" for month in self.months)
        english, chinese = self.names
        return [
            ("site", f"{self.site} 海关统计数据在线查询平台"),
            ("进出口", _FLOWS[self.flow]),
            ("币制", _CURRENCIES[self.currency]),
            ("年月", first if first == last else f"{first} 至 {last}"),
            ("商品", f"{', '.join(self.codes)} (HS codes)"),
            ("贸易伙伴", f"{self.partner} {chinese} ({english})" if self.partner else "全部 (all together: no column)"),
            ("tick", ", ".join(self.ticked)),
            ("leave out", ", ".join(self.unticked)),
            ("file", f"as it is, into {self.folder}"),
            *([("expected", self._day())] if self.expected else []),
        ]

    def _day(self) -> str:
        if self.expected is None or self.expected.on is None:
            return "no day is known"
        return f"{'about' if self.expected.about else 'on'} {written(self.expected.on)}"


def _wide(key: str) -> str:
    """Return the key with spaces behind it: a Chinese sign is two columns wide."""
    return key + " " * (_KEY - sum(1 + (east_asian_width(sign) == "W") for sign in key))


def slip(layout: TableLayout, selection: Selection, period: Period, calendar: ReleaseCalendar | None = None) -> Slip:
    """Return what to fetch so that `selection` has `period`, by the settings of its source.

    The platform has months apart, January and February too, though they come out as one. Where the settings say of
    which codes its files have every line (`covers`), those are asked for. ValueError where customs cannot be asked: a
    re-export, another currency, an economy without a code.
    """
    if selection.flow not in _FLOWS or layout.currency not in CURRENCIES:
        msg = (
            f"the query platform has imports and exports in USD or CNY, no {selection.flow.value} in {layout.currency}"
        )
        raise ValueError(msg)
    is_all = selection.partner == WORLD
    months = calendar.due_period(period) if calendar and period.months == 1 else period
    span = months.split()
    return Slip(
        source=layout.name,
        site=SITE,
        flow=selection.flow,
        currency=layout.currency,
        months=(span[0], span[-1]),
        partner="" if is_all else code_of(selection.partner),
        names=names_of(selection.partner),
        codes=layout.covers_codes or selection.codes,
        ticked=TICKED[:2] if is_all else TICKED,
        unticked=(*UNTICKED, TICKED[2]) if is_all else UNTICKED,
        folder=f"inbox/{layout.name}/",
        expected=calendar.expected(months) if calendar else None,
    )
