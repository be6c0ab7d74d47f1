"""How agencies write trade in SDMX: which column is what, and what Eurostat's Comext means by its codes.

Comext (DS-045409): one observation a row, value and quantity apart by `indicators`, quantities in 100 kg, euros; an
empty value is missing and no zero. Facts: Eurostat's user guide and answers of its API, read 2026-09.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal

from generator.sources.faults import LayoutFault
from generator.sources.layout import TableLayout
from generator.sources.sdmx.messages import VALUE, header_of

_UPDATED = "LAST UPDATE"
_ABOUT_THE_MESSAGE = (
    *("DATAFLOW", "STRUCTURE", "STRUCTURE_ID", "STRUCTURE_NAME", "ACTION", _UPDATED, "TIME_FORMAT"),
    *("freq", "FREQ", "DECIMALS", "COLLECTION", "OBS_CONF", "CONF_STATUS", "series_key"),
)
# Eurostat's flags and the cross-domain code list of observation statuses; others set their row aside
FLAGS: Mapping[str, str] = {
    text: status for status, texts in {"F": ("", *"AbBrdn"), "P": "pP", "E": "eEs", "C": "cC"}.items() for text in texts
}
_MISSING = {"": "X", "NaN": "X", ":": "X"}
_UNIT_MULT = {str(power): Decimal(10) ** power for power in range(13)}  # 10 to that power: CL_UNIT_MULT
_AREAS = {"EL": "GR", "EU27_2020": "EU", "WORLD": "W00"}

USUAL = {"period": "TIME_PERIOD", "value": VALUE, "status": "OBS_FLAG"}
COMEXT = TableLayout(
    "comext",
    {**USUAL, "code": "product", "reporter": "reporter", "partner": "partner", "flow": "flow"},
    words={"status": FLAGS, "flow": {"1": "import", "2": "export", "3": "re-export"}},
    aliases={"reporter": _AREAS, "partner": _AREAS},
    measures={"column": "indicators", "value": "VALUE_IN_EUROS", "quantity": "QUANTITY_IN_100KG"},
    status_marks=_MISSING,
    quantity_unit="100 kg",
    currency="EUR",
    kind="sdmx",
)
LIKE = {"comext": COMEXT}


def of_any_agency(layout: TableLayout) -> TableLayout:
    """Return a declared layout with what is alike in all messages: flags, missing values, names of groups."""
    words = layout.words if "status" in layout.words else {**layout.words, "status": FLAGS}
    marks = {**_MISSING, **layout.status_marks}
    return replace(layout, words=words, status_marks=marks, aliases={"reporter": _AREAS, "partner": _AREAS})


def as_written(layout: TableLayout, raw: bytes) -> TableLayout:
    """Return `layout` in the form that `raw` has: CSV, SDMX-ML or SDMX-JSON, with the columns that stand in it."""
    start = raw.lstrip(b"\xef\xbb\xbf \t\r\n")[:1]
    form = {b"<": "sdmx-ml", b"{": "sdmx-json"}.get(start, "csv")
    header = _csv_header(raw) if form == "csv" else header_of(raw)
    columns, words, scales = dict(layout.columns), dict(layout.words), layout.scales
    if (flag := columns.get("status")) and flag not in header:
        if "OBS_STATUS" in header and flag == "OBS_FLAG":
            columns["status"] = "OBS_STATUS"
        else:
            del columns["status"]
            words.pop("status", None)
    if "UNIT_MULT" in header and "scale" not in columns:
        columns["scale"], scales = "UNIT_MULT", _UNIT_MULT
    known = {*columns.values(), layout.measures.get("column"), *layout.ignored}
    passed_over = tuple(name for name in _ABOUT_THE_MESSAGE if name in header and name not in known)
    only = {**layout.only, **_wanted(layout.measures)}
    ignored = (*layout.ignored, *passed_over)
    return replace(layout, form=form, columns=columns, words=words, scales=scales, ignored=ignored, only=only)


def updated(layout: TableLayout, raw: bytes) -> date | None:
    """Return the newest day on which Eurostat says that the data set was updated, None where the message does not.

    It stands in each row of Eurostat's CSV, 15/11/25 11:00:00. When a message in XML or JSON was prepared is no day of
    publication: a service writes it at each question.
    """
    rows = csv.reader(io.StringIO(raw.decode("utf-8-sig", "replace").replace("\0", "")))
    try:
        header = next(rows, []) if layout.form == "csv" else []
        place = header.index(_UPDATED) if _UPDATED in header else None
        texts = {fields[place] for fields in rows if place is not None and len(fields) == len(header)}
    except csv.Error:  # whoever reads the rows says what is wrong with them
        return None
    return max(filter(None, map(_day, texts)), default=None)


def _day(text: str) -> date | None:
    for form in ("%d/%m/%y", "%d/%m/%Y", "%Y-%m-%d"):
        with suppress(ValueError):
            return datetime.strptime(text.strip().replace("T", " ").partition(" ")[0], form).date()  # noqa: DTZ007
    return None


def _wanted(measures: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    """Return the rows that are read where value and quantity are rows of their own."""
    told = tuple(measures[name] for name in ("value", "quantity") if name in measures)
    return {measures["column"]: told} if measures else {}


def _csv_header(raw: bytes) -> tuple[str, ...]:
    first = raw.partition(b"\n")[0].decode("utf-8-sig", "replace").replace("\0", "")
    try:
        return tuple(next(csv.reader(io.StringIO(first)), ()))
    except csv.Error as fault:
        problem = f"the file is no message of SDMX, nor a table in CSV: {fault}."
        raise LayoutFault(problem, remedy="Fetch it again.") from None
