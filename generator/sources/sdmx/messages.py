"""Messages of SDMX as tables: a row is one observation, a column one dimension or attribute, by its id.

sdmx1 reads them (SDMX-ML 2.1 and 3.0, SDMX-JSON 1.0); a place is the number of the observation in the message, from 1.
Attributes of a series, a group or the whole data set stand in the row of each of their observations.
"""

from __future__ import annotations

import io
import json
import logging
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import TYPE_CHECKING, Any, cast

from generator.errors import SettingsError
from generator.sources.faults import LayoutFault, quoted
from generator.sources.layout import TableLayout

if TYPE_CHECKING:
    from sdmx.message import DataMessage

VALUE = "OBS_VALUE"
_AGAIN = "Fetch it again."
_LARGEST = 2_000_000  # observations


def rows_of_message(_: TableLayout, raw: bytes) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Yield the header and every observation of a message, or raise LayoutFault."""
    header, rows = _table(raw)
    _table.cache_clear()
    yield 0, header
    yield from enumerate(rows, start=1)


def header_of(raw: bytes) -> tuple[str, ...]:
    """Return the ids of the dimensions and attributes of a message, or raise LayoutFault."""
    return _table(raw)[0]


@lru_cache(maxsize=1)  # from when its layout is found out until its rows are read
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
            found = _of_json(raw) if is_json else read_sdmx(io.BytesIO(raw))
    except Exception as fault:  # noqa: BLE001 -- a damaged message raises whatever the library meets first
        problem = f"this is no message of SDMX that can be read: {type(fault).__name__} {quoted(str(fault))}."
        raise LayoutFault(problem, remedy=_AGAIN) from None
    if not isinstance(found, DataMessage):
        raise LayoutFault(problem="the message has no data.", remedy="Fetch data, not structures or an error.")
    return found


@contextmanager
def _quiet() -> Iterator[None]:
    """Let sdmx1 say nothing for as long as the block lasts: it misses a structure that no figure needs."""
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
    """Return the message of a JSON text in which every value is the text that it is.

    sdmx1 2.28 takes the attributes of each series from the data set: a unit multiplier of a series would be lost.
    """
    from sdmx.reader.json import Reader

    class Whole(Reader):
        def read_dataset(self, root: Any, ds_key: Any) -> Any:  # noqa: ANN401 -- the library's own signature
            library: Any = self  # it has no types inside, and no public names for its parts
            series = root.pop("series", {})
            found: Any = super().read_dataset(root, ds_key)  # type: ignore[no-untyped-call]
            for values, elem in series.items():
                key = library._make_key("series", values, base=ds_key)  # noqa: SLF001
                key.attrib = library._make_attrs("series", elem.get("attributes", []))  # noqa: SLF001
                found.add_obs(library.read_obs(elem, series_key=key), key)
            found.attrib.update(library._make_attrs("dataSet", root.get("attributes", [])))  # noqa: SLF001
            return found

    told, reader = json.loads(raw.decode("utf-8-sig"), parse_float=str), cast("Any", Whole())
    return cast("DataMessage", reader.convert(io.BytesIO(json.dumps(told).encode())))


def _records(message: DataMessage) -> Iterator[dict[str, str]]:
    count = 0
    for found in message.data:
        whole = {name: _text(one.value) for name, one in found.attrib.items()}
        for one in found.obs:
            if (count := count + 1) > _LARGEST:
                raise LayoutFault(
                    problem=f"the message has over {_LARGEST:,} observations.", remedy="Split it by year."
                )
            key = {part.id: _text(part.value) for part in one.key.values.values()}
            attributes = {name: _text(each.value) for name, each in one.attrib.items()}
            yield whole | attributes | key | {VALUE: _text(one.value)}


def _text(part: object) -> str:
    """Return the text of a value; a code is its id."""
    return "" if part is None else str(getattr(part, "id", part))
