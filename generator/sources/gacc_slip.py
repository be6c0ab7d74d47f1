"""The slip tells a person, field by field, what to fetch from the query platform, which programs cannot query.

intake.standings prints it. Each line has the field's Chinese name, as in the site's form, and what to choose there.
"""

from __future__ import annotations

from unicodedata import east_asian_width

from generator.sources.gacc_names import CURRENCIES, code_of, names_of
from generator.sources.release_calendar import ReleaseCalendar, written
from generator.sources.table_layout import TableLayout
from generator.trade.codes import WORLD, Flow
from generator.trade.figures import Selection
from generator.trade.period import Period

_BY_MONTH, _GOODS, _PARTNER = "分月展示 (monthly display)", "商品 (commodity)", "贸易伙伴 (trading partner)"
_UNTICKED = "贸易方式 (customs regime), 注册地 (registration place)"
_KEY_WIDTH = 12
_FLOWS = {Flow.IMPORT: "进口 (import)", Flow.EXPORT: "出口 (export)"}
_CURRENCIES = {"USD": "美元 (US dollar)", "CNY": "人民币 (Renminbi Yuan)"}


def slip(layout: TableLayout, selection: Selection, period: Period, calendar: ReleaseCalendar | None = None) -> str:
    """Return what to fetch so that `selection` has `period`, one line for each field.

    The platform has January and February separately, though they are published together. If the settings say for which
    codes the files have every line (`covers`), the slip asks for those codes. Raise ValueError for what customs does
    not offer: a re-export, another currency, or an economy without a code.
    """
    if selection.flow not in _FLOWS or layout.currency not in CURRENCIES:
        what = f"{selection.flow.value} in {layout.currency}"
        msg = f"the query platform has imports and exports in USD or CNY, no {what}"
        raise ValueError(msg)
    due = calendar.due_period(period) if calendar and period.months == 1 else period
    months = due.split()
    first, last = (f"{month.year}年{month.first % 12 + 1}月 ({month})" for month in (months[0], months[-1]))
    if selection.partner == WORLD:
        partner = "全部 (all together: no column)"
        ticked = f"{_BY_MONTH}, {_GOODS}"
        unticked = f"{_UNTICKED}, {_PARTNER}"
    else:
        english, chinese = names_of(selection.partner)
        partner = f"{code_of(selection.partner)} {chinese} ({english})"
        ticked = f"{_BY_MONTH}, {_GOODS}, {_PARTNER}"
        unticked = _UNTICKED
    lines = {
        "site": "stats.customs.gov.cn 海关统计数据在线查询平台",
        "进出口": _FLOWS[selection.flow],
        "币制": _CURRENCIES[layout.currency],
        "年月": first if len(months) == 1 else f"{first} 至 {last}",
        "商品": f"{', '.join(layout.covers_codes or selection.codes)} (HS codes)",
        "贸易伙伴": partner,
        "tick": ticked,
        "leave out": unticked,
        "file": f"as it is, into inbox/{layout.name}/",
    }
    if calendar:
        expected = calendar.expected(due)
        about = "about" if expected.about else "on"
        lines["expected"] = f"{about} {written(expected.on)}" if expected.on else "no day is known"
    return "\n".join([f"To fetch for {layout.name}:", *(f"  {_padded(key)}{what}" for key, what in lines.items())])


def _padded(key: str) -> str:
    """Return the key padded with spaces. A Chinese character is two columns wide."""
    return key + " " * (_KEY_WIDTH - sum(1 + (east_asian_width(sign) == "W") for sign in key))
