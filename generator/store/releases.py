"""Releases: which publications are known, in the order in which they count."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from generator.errors import IntegrityError
from generator.store.state import StateFile
from generator.trade.figures import Batch, Vintage
from generator.trade.period import Period


@dataclass(frozen=True)
class Release:
    """One publication as recorded: `raw` is the digest of its bytes, `document` its file's name.

    `rows` counts the observations, `refused` lists the lines set aside; `recorded` is when it entered the store.
    """

    name: str
    source: str
    released: date
    sequence: int
    raw: str
    document: str
    period: Period
    covers: str
    rows: int
    refused: tuple[int, ...]
    recorded: datetime


class Releases:
    """The table of releases in `state`."""

    def __init__(self, state: StateFile) -> None:
        """Read and write `state`."""
        self._state = state

    def has(self, source: str, raw: str, layout: Mapping[str, Any]) -> bool:
        """Say whether these bytes were recorded under `source`, and read in the same way when they last were."""
        return _is_last(self._state.rows(_LAST, source, raw), _written(layout))

    def add(self, batch: Batch, layout: Mapping[str, Any], recorded: datetime, parquet: str) -> bool:
        """Enter the release, which makes it known; False where its bytes are known already, read in the same way."""
        values = {
            "name": batch.release,
            "source": batch.source,
            "released": batch.released.isoformat(),
            "raw": batch.raw,
            "document": batch.document,
            "period": str(batch.period),
            "covers": batch.covers,
            "rows": len(batch.observations),
            "refused": json.dumps(sorted(refusal.row for refusal in batch.refusals)),
            "recorded": recorded.isoformat(),
            "layout": _written(layout),
            "parquet": parquet,
        }
        names, places = ", ".join(values), ", ".join(f":{name}" for name in values)
        with self._state.writing() as db:
            if _is_last(db.execute(_LAST, (batch.source, batch.raw)).fetchall(), _written(layout)):
                return False
            db.execute(f"INSERT INTO releases ({names}) VALUES ({places})", values)  # noqa: S608 -- our own column names
            return True

    def all(self, source: str | None = None) -> tuple[Release, ...]:
        """Return the releases (of `source`), oldest first: by day of release, then as they were recorded."""
        query = "SELECT * FROM releases WHERE ?1 IS NULL OR source = ?1 ORDER BY released, sequence"
        return tuple(_release(row) for row in self._state.rows(query, source))

    def document(self, name: str) -> dict[str, Any]:
        """Return how to find the release's cells again: its entry under `documents` in claims.json."""
        row = self._row(name)
        known = {"name": row["document"], "source": row["source"], "release": name, "released": row["released"]}
        layout: dict[str, Any] = json.loads(row["layout"])
        return known | layout | {"covers": row["covers"], "refused": json.loads(row["refused"])}

    def parquet(self, name: str) -> str:
        """Return the digest of the release's Parquet file."""
        return str(self._row(name)["parquet"])

    def vintage(self, source: str, as_of: date | None) -> Vintage:
        """Return the releases of `source` up to `as_of`; None means the newest one's day.

        Of bytes that were read under several layouts only the last reading counts: the settings were corrected.
        """
        every = sorted(self.all(source), key=lambda one: one.sequence)
        last = {one.raw: one.sequence for one in every}.values()
        known = [one for one in self.all(source) if one.sequence in last and (as_of is None or one.released <= as_of)]
        day = as_of or (known[-1].released if known else date.min)
        return Vintage(day, tuple(one.name for one in known))

    def _row(self, name: str) -> sqlite3.Row:
        for row in self._state.rows("SELECT * FROM releases WHERE name = ?", name):
            return row
        msg = f"The release {name} is not in this desk's store. Take its file in again, or restore a backup."
        raise IntegrityError(msg)


_LAST = "SELECT layout FROM releases WHERE source = ? AND raw = ? ORDER BY sequence DESC LIMIT 1"


def _is_last(rows: Sequence[sqlite3.Row], layout: str) -> bool:
    return bool(rows) and rows[0]["layout"] == layout


def _written(layout: Mapping[str, Any]) -> str:
    return json.dumps(dict(layout), ensure_ascii=False, sort_keys=True)


def _release(row: sqlite3.Row) -> Release:
    texts = {name: row[name] for name in ("name", "source", "sequence", "raw", "document", "covers")}
    return Release(
        **texts,
        rows=row["rows"],
        refused=tuple(json.loads(row["refused"])),
        released=date.fromisoformat(row["released"]),
        period=Period.parse(row["period"]),
        recorded=datetime.fromisoformat(row["recorded"]),
    )
