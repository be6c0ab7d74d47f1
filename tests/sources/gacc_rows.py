"""Files of the query platform, typed anew: a header, quoted fields and a comma at the end of every line."""

from dataclasses import replace
from datetime import date

from generator.sources import TableLayout, layout_of, layout_of_period, read
from generator.sources.gacc_query import LAYOUT
from generator.trade.period import Period
from generator.trade.release import Batch

DAY = date(2026, 3, 20)
HEADER = (
    *("数据年月", "商品编码", "商品名称", "贸易伙伴编码", "贸易伙伴名称"),
    *("第一数量", "第一计量单位", "第二数量", "第二计量单位", "美元"),
)
ENGLISH = (
    *("Date of data", "Commodity code", "Commodity", "Trading partner code", "Trading partner"),
    *("Quantity", "Unit", "Supplimentary Quantity", "Supplimentary Unit", "US dollar"),
)
COPPER = ("202512", "26030000", "铜矿砂及其精矿", "127", "巴基斯坦", "1040000", "千克", "0", "?", "2,110,900")


def written(*rows: tuple[str, ...], header: tuple[str, ...] = HEADER) -> str:
    """Return the rows as the platform writes them."""
    return "".join(",".join(f'"{text}"' for text in row) + ",\n" for row in (header, *rows))


def layout(partner: str = "", flow: str = "import", currency: str = "USD") -> TableLayout:
    """Return what the settings of a source say."""
    columns = {field: name for field, name in LAYOUT.columns.items() if field != "partner" or not partner}
    return replace(LAYOUT, name="gacc-imports", columns=columns, partner=partner, flow=flow, currency=currency)


def batch(content: str | bytes, told: TableLayout | None = None, period: str = "") -> Batch:
    """Return what a file says; text is written in GB18030."""
    raw = content if isinstance(content, bytes) else content.encode("gb18030")
    declared = told or layout()
    declared = layout_of_period(declared, Period.parse(period)) if period else declared
    return read(layout_of(declared, raw, "query.csv"), raw, "query.csv", DAY)
