"""Bulk files of UN Comtrade, for a premium key: list the files, and stream one to a path, complete or not at all."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from math import inf
from pathlib import Path
from typing import Any

import httpx2

from generator.errors import SourceUnavailable
from generator.sources.comtrade_query import written
from generator.sources.comtrade_service import Envelope, changed, has, opened, period_of, time_of
from generator.sources.secret import Secret
from generator.sources.wire import HttpAnswer, Wire, repeats_the_key
from generator.trade.codes import area
from generator.trade.period import Period

_UNITS = {"B": 1, "KB": 2**10, "MB": 2**20, "GB": 2**30}
_ROUNDING = 0.02  # tolerance: "183.34 KB" is rounded, and a KB may have 1,000 or 1,024 bytes
# Bytes searched for the key at once, and bytes of the previous piece that are searched again. A key is shorter.
_PIECE, _BEFORE = 2**20, 2**12


@dataclass(frozen=True)
class BulkFile:
    """One reporter's period as a gzip of tab-separated text. `size` is its approximate size in bytes, as listed."""

    reporter: str
    period: Period
    classification: str
    is_original: bool
    published: datetime
    size: float
    file: str

    @property
    def name(self) -> str:
        """A name for the file: reporter, period, nomenclature and day of publication."""
        day = f"{self.published:%Y-%m-%d}"
        return f"comtrade-bulk-{self.reporter}-{written(self.period)}-{self.classification}-{day}.txt.gz"


class Bulk:
    """The bulk service at `base`, asked over `wire` with a premium `key`."""

    def __init__(self, base: str, key: Secret, wire: Wire) -> None:
        """Store the settings. No request is made yet."""
        self._base = base.rstrip("/")
        self._wire = wire
        self._host = httpx2.URL(base).host
        self._key = key
        self._headers = {"Ocp-Apim-Subscription-Key": key}

    def files(self, reporter: str, frequency: str = "M") -> tuple[BulkFile, ...]:
        """Return the files of `reporter` (`CHN`, `156`), oldest period first."""
        params = {"reportercode": area(reporter).m49}
        envelopes: list[Envelope] = []

        def judge(answer: HttpAnswer) -> None:
            envelopes[:] = [opened(self._host, answer)]

        self._wire.get(f"{self._base}/bulk/v1/get/C/{frequency}/HS", params, self._headers, judge)
        files = [file_of(self._host, row) for row in envelopes[0].data]
        return tuple(sorted(files, key=lambda file: (file.period, file.published)))

    def save(self, bulk: BulkFile, path: Path) -> HttpAnswer:
        """Stream the file to `path` as sent. Raise SourceError, and leave no file, if it is cut or damaged.

        The same holds if its text contains the key.
        """
        address = f"{self._base}/bulk/v1/file/{bulk.reporter}/{bulk.file}"
        return self._wire.save(address, path, self._headers, partial(self._judge, bulk), _largest(bulk))

    def _judge(self, bulk: BulkFile, path: Path) -> None:
        size = path.stat().st_size
        least = bulk.size * (1000 / 1024) ** 3 * (1 - _ROUNDING)
        has_right_size = least - 1 <= size <= _largest(bulk)
        if not has_right_size:
            problem = f"has {size:,} bytes, {bulk.size:,.0f} were told"
        else:
            has_key = self._is_key_in(path)
            if has_key:
                raise repeats_the_key(self._host)
            if has_key is not None:
                return
            problem = "is cut or damaged"
        msg = f"{self._host}: {bulk.name} {problem}. Nothing was stored. Try again later."
        raise SourceUnavailable(msg)

    def _is_key_in(self, path: Path) -> bool | None:
        """Whether the text of a gzip contains the key, or None if the gzip is damaged. The file is read to its end."""
        has_key, before = False, b""
        try:
            with gzip.open(path) as file:
                while piece := file.read(_PIECE):
                    text = before + piece
                    has_key = has_key or self._key.is_in(text)
                    before = text[-_BEFORE:]
        except (OSError, EOFError, zlib.error):
            return None
        return has_key


def file_of(host: str, row: Mapping[str, Any]) -> BulkFile:
    """Return the file that a row of the list describes, or raise SourceChanged."""
    row = {name.lower(): value for name, value in row.items()}
    file = has(host, row, "fileurl", str)
    if not (file.isascii() and file.isalnum()):  # it becomes part of an address
        raise changed(host, "fileurl", file)
    return BulkFile(
        str(has(host, row, "reportercode", int)),
        period_of(host, row),
        has(host, row, "classificationcode", str),
        has(host, row, "isoriginalclassification", bool),
        time_of(host, row, "publicationdate"),
        _size(host, has(host, row, "filesize", str)),
        file,
    )


def _size(host: str, text: str) -> float:
    number, _, unit = text.partition(" ")
    try:
        size = float(number.replace(",", "")) * _UNITS[unit.upper()]
    except (ValueError, KeyError):
        size = -1
    if not 0 <= size < inf:
        raise changed(host, "filesize", text)
    return size


def _largest(bulk: BulkFile) -> int:
    return int(bulk.size * (1 + _ROUNDING)) + 1
