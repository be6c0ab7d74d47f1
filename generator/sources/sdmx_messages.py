"""SDMX messages as tables: a row is one observation, a column is one dimension or attribute, named by its id.

sdmx1 reads them (SDMX-ML 2.1 and 3.0, SDMX-JSON 1.0). A row's place is the number of the observation in the message,
from 1. Attributes of a series, a group or the whole data set are repeated in the row of each observation. Eurostat's
Comext (DS-045409) has value and quantity in separate rows, told apart by `indicators`, in euros and 100 kg. An empty
value is missing, not zero. Sources: Eurostat's user guide and answers of its API, read 2026-09.
"""

from __future__ import annotations

import csv
import io
import json
import logging
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, Any, cast

from generator.errors import SettingsError
from generator.sources.faults import LayoutFault, quoted
from generator.sources.table_layout import TableLayout

if TYPE_CHECKING:
    from sdmx.message import DataMessage

VALUE = "OBS_VALUE"
_AGAIN = "Fetch it again."
_LARGEST = 2_000_000  # observations
_UPDATED = "LAST UPDATE"
_ABOUT_THE_MESSAGE = (
    *("DATAFLOW", "STRUCTURE", "STRUCTURE_ID", "STRUCTURE_NAME", "ACTION", _UPDATED, "TIME_FORMAT"),
    *("freq", "FREQ", "DECIMALS", "COLLECTION", "OBS_CONF", "CONF_STATUS", "series_key"),
)
# Eurostat's flags, and the cross-domain code list of observation statuses. A row with another flag is refused.
FLAGS: Mapping[str, str] = {
    text: status for status, texts in {"F": ("", *"AbBrdn"), "P": "pP", "E": "eEs", "C": "cC"}.items() for text in texts
}
_MISSING = {"": "X", "NaN": "X", ":": "X"}
_UNIT_MULT = {str(power): Decimal(10) ** power for power in range(13)}  # CL_UNIT_MULT has powers of 10
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


def rows_of_message(_: TableLayout, raw: bytes) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Yield the header and every observation of a message, or raise LayoutFault."""
    header, rows = _table(raw)
    _table.cache_clear()
    yield 0, header
    yield from enumerate(rows, start=1)


def header_of(raw: bytes) -> tuple[str, ...]:
    """Return the ids of the dimensions and attributes of a message, or raise LayoutFault."""
    return _table(raw)[0]


@lru_cache(maxsize=1)  # keeps the table between `layout_of` and the reading of the rows
def _table(raw: bytes) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    records = list(_records(_message(raw)))
    if not records:
        raise LayoutFault(problem="the message has no observation.", remedy="Ask for another period, or more codes.")
    names = tuple(dict.fromkeys(name for record in records for name in record if name != VALUE))
    header = (*names, VALUE)
    return header, tuple(tuple(record.get(name, "") for name in header) for record in records)


def _message(raw: bytes) -> DataMessage:
    try:
        from sdmx import read_sdmx
        from sdmx.message import DataMessage
    except ImportError:
        problem = "messages of SDMX need a package that is not installed."
        raise SettingsError(where="kind: sdmx", problem=problem, remedy="Run: pip install 'tradebrief[sdmx]'") from None
    if b"<!DOCTYPE" in raw:
        raise LayoutFault(problem="the message declares entities, which no agency does.", remedy=_AGAIN)
    try:
        with _quiet():
            is_json = raw.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{")
            message = _of_json(raw) if is_json else read_sdmx(io.BytesIO(raw))
    except Exception as fault:  # noqa: BLE001 -- a damaged message raises whatever the library meets first
        problem = f"this is no message of SDMX that can be read: {type(fault).__name__} {quoted(str(fault))}."
        raise LayoutFault(problem, remedy=_AGAIN) from None
    if not isinstance(message, DataMessage):
        raise LayoutFault(problem="the message has no data.", remedy="Fetch data, not structures or an error.")
    return message


@contextmanager
def _quiet() -> Iterator[None]:
    """Silence sdmx1 inside the block. It warns about a missing structure that no figure needs."""
    logger = logging.getLogger("sdmx")
    level = logger.level
    logger.setLevel(logging.ERROR)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        logger.setLevel(level)


def _of_json(raw: bytes) -> DataMessage:
    """Return the message of a JSON text, with every value kept as text.

    sdmx1 2.28 takes the attributes of each series from the data set, so a unit multiplier of a series would be lost.
    """
    from sdmx.reader.json import Reader

    class SeriesReader(Reader):
        def read_dataset(self, root: Any, ds_key: Any) -> Any:  # noqa: ANN401 -- the library's own signature
            library: Any = self  # it has no types inside, and no public names for its parts
            series = root.pop("series", {})
            dataset: Any = super().read_dataset(root, ds_key)  # type: ignore[no-untyped-call]
            for values, elem in series.items():
                key = library._make_key("series", values, base=ds_key)  # noqa: SLF001 -- no public name
                key.attrib = library._make_attrs("series", elem.get("attributes", []))  # noqa: SLF001 -- no public name
                dataset.add_obs(library.read_obs(elem, series_key=key), key)
            dataset.attrib.update(library._make_attrs("dataSet", root.get("attributes", [])))  # noqa: SLF001 -- likewise
            return dataset

    texts, reader = json.loads(raw.decode("utf-8-sig"), parse_float=str), cast("Any", SeriesReader())
    return cast("DataMessage", reader.convert(io.BytesIO(json.dumps(texts).encode())))


def _records(message: DataMessage) -> Iterator[dict[str, str]]:
    count = 0
    for dataset in message.data:
        of_dataset = {name: _text(observation.value) for name, observation in dataset.attrib.items()}
        for observation in dataset.obs:
            if (count := count + 1) > _LARGEST:
                raise LayoutFault(
                    problem=f"the message has over {_LARGEST:,} observations.", remedy="Split it by year."
                )
            key = {part.id: _text(part.value) for part in observation.key.values.values()}
            attributes = {name: _text(attribute.value) for name, attribute in observation.attrib.items()}
            yield of_dataset | attributes | key | {VALUE: _text(observation.value)}


def _text(part: object) -> str:
    """Return the text of a value. For a code it is the id."""
    return "" if part is None else str(getattr(part, "id", part))


def of_any_agency(layout: TableLayout) -> TableLayout:
    """Return a declared layout plus what all messages share: flags, missing values, and areas with other codes."""
    words = layout.words if "status" in layout.words else {**layout.words, "status": FLAGS}
    marks = {**_MISSING, **layout.status_marks}
    return replace(layout, words=words, status_marks=marks, aliases={"reporter": _AREAS, "partner": _AREAS})


def layout_of(layout: TableLayout, raw: bytes) -> TableLayout:
    """Return `layout` in the form of `raw`: CSV, SDMX-ML or SDMX-JSON, with the columns that are there."""
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
    declared = {*columns.values(), layout.measures.get("column"), *layout.ignored}
    passed_over = tuple(name for name in _ABOUT_THE_MESSAGE if name in header and name not in declared)
    only = {**layout.only, **_rows_read(layout.measures)}
    ignored = (*layout.ignored, *passed_over)
    return replace(layout, form=form, columns=columns, words=words, scales=scales, ignored=ignored, only=only)


def updated(layout: TableLayout, raw: bytes) -> date | None:
    """Return the newest day in Eurostat's column LAST UPDATE, or None if the message does not have it.

    Each row of Eurostat's CSV has it, as 15/11/25 11:00:00. The time at which an XML or JSON message was prepared is
    not a day of publication: a service writes it anew for each question.
    """
    rows = csv.reader(io.StringIO(raw.decode("utf-8-sig", "replace").replace("\0", "")))
    try:
        header = next(rows, []) if layout.form == "csv" else []
        place = header.index(_UPDATED) if _UPDATED in header else None
        texts = {fields[place] for fields in rows if place is not None and len(fields) == len(header)}
    except csv.Error:  # the reader of the rows reports what is wrong
        return None
    return max(filter(None, map(_day, texts)), default=None)


def _day(text: str) -> date | None:
    for form in ("%d/%m/%y", "%d/%m/%Y", "%Y-%m-%d"):
        with suppress(ValueError):
            return datetime.strptime(text.strip().replace("T", " ").partition(" ")[0], form).date()  # noqa: DTZ007 -- a day
    return None


def _rows_read(measures: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    """Return the rows to read if value and quantity are in separate rows, as a condition of `only`."""
    indicators = tuple(measures[name] for name in ("value", "quantity") if name in measures)
    return {measures["column"]: indicators} if measures else {}


def _csv_header(raw: bytes) -> tuple[str, ...]:
    first = raw.partition(b"\n")[0].decode("utf-8-sig", "replace").replace("\0", "")
    try:
        return tuple(next(csv.reader(io.StringIO(first)), ()))
    except csv.Error as fault:
        problem = f"the file is no message of SDMX, nor a table in CSV: {fault}."
        raise LayoutFault(problem, remedy="Fetch it again.") from None
