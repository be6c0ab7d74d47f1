"""How UN Comtrade writes its figures: answers of the API, the same records as CSV, and gzipped tab-separated files.

The 47 fields of a record are those of wire format v1 (comtradeapi.un.org, read 2026-11). Their capitals differ between
endpoints and bulk files. Only flows M and X are read: DX and RX are parts of X, and FM is part of M. Of these, only
totals over customs procedures (C00), second partners (0) and means of transport (0) are read.
"""

from __future__ import annotations

import zlib
from dataclasses import replace

from generator.sources.faults import LayoutFault
from generator.sources.table_layout import TableLayout

_COLUMNS = {
    "period": "period",
    "reporter": "reporterCode",
    "partner": "partnerCode",
    "flow": "flowCode",
    "code": "cmdCode",
    "edition": "classificationCode",
    "value": "primaryValue",
    "quantity": "netWgt",
    "quantity_status": "isNetWgtEstimated",
}
_ONLY = {"flowCode": ("M", "X"), "customsCode": ("C00",), "motCode": ("0",), "partner2Code": ("0",), "typeCode": ("C",)}
_PASSED_OVER = (
    *("freqCode", "refPeriodId", "refYear", "refMonth", "reporterISO", "reporterDesc", "flowDesc", "partnerISO"),
    *("partnerDesc", "partner2ISO", "partner2Desc", "classificationSearchCode", "isOriginalClassification", "cmdDesc"),
    *("aggrLevel", "isLeaf", "customsDesc", "mosCode", "motDesc", "qtyUnitCode", "qtyUnitAbbr", "qty"),
    *("isQtyEstimated", "altQtyUnitCode", "altQtyUnitAbbr", "altQty", "isAltQtyEstimated", "grossWgt"),
    *("isGrossWgtEstimated", "cifvalue", "fobvalue", "legacyEstimationFlag", "isReported", "isAggregate"),
    "datasetCode",
)
_VALUED = {"CIF": "cifvalue", "FOB": "fobvalue"}  # primaryValue repeats one of them, by the country's valuation
_ESTIMATED = {"true": "E", "True": "E", "1": "E", "false": "", "False": "", "0": "", "": ""}
_HEAD = 64 * 1024  # bytes; enough for the header of any file

LAYOUT = TableLayout(
    "comtrade",
    _COLUMNS,
    ignored=_PASSED_OVER,
    only=_ONLY,
    words={"quantity_status": _ESTIMATED},
    kind="comtrade",
    form="json",
    periods="yyyymm",
    any_case=True,
    zero_is_unknown=True,
    quantity_unit="kg",
    valued=_VALUED,
    at_least=0,
)


def layout_of(layout: TableLayout, raw: bytes) -> TableLayout:
    """Return `layout` in the form of `raw`, of which the beginning is enough.

    The form is an answer of the API, or CSV with commas or tabs, plain or in gzip.
    """
    packed = raw.startswith(b"\x1f\x8b")
    head = _unpacked(raw) if packed else raw[:_HEAD]
    if not packed and head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith((b"{", b"[")):
        return layout
    mark = "\t" if b"\t" in head.partition(b"\n")[0] else ","
    return replace(layout, form="csv.gz" if packed else "csv", delimiter=mark, at_least=max(layout.at_least, 1))


def _unpacked(raw: bytes) -> bytes:
    try:
        return zlib.decompressobj(16 + zlib.MAX_WBITS).decompress(raw, _HEAD)
    except zlib.error as fault:
        raise LayoutFault(problem=f"the file cannot be unpacked: {fault}.", remedy="Fetch it again.") from None
