"""The table of releases: which publications are known, in which order they count, and what they are complete about."""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cache, cached_property
from typing import Any

from generator.errors import IntegrityError
from generator.store.state import StateFile
from generator.trade.codes import Flow, parts
from generator.trade.editions import TOTAL
from generator.trade.figures import Selection
from generator.trade.observation import Observation, summed
from generator.trade.period import Period
from generator.trade.release import ALONE, Coverage, Vintage, among
from generator.trade.side_batches import AnyBatch

PARSER = 3  # version of the parser: 2 added currencies, editions and the standing of quantities; 3 added valuations
_STAND = "SELECT stand FROM answers WHERE source = ? AND question = ? ORDER BY sequence DESC LIMIT 1"
_ANSWER = """
    SELECT content, layout FROM releases WHERE source = ? AND document = ?
    ORDER BY released DESC, sequence DESC LIMIT 1"""
_COVERAGE = "SELECT coverage.* FROM coverage JOIN releases USING (sequence) WHERE name = ? ORDER BY coverage.rowid"
_COVERING = """
    SELECT name, coverage.* FROM coverage JOIN releases USING (sequence)
    WHERE source = ? AND reporter = ? AND flow = ? AND partner IN (?, ?)"""
_COVERING_PARTNERS = """
    SELECT name, coverage.* FROM coverage JOIN releases USING (sequence)
    WHERE source = ? AND reporter = ? AND flow = ?"""
_TOUCHING = """
    SELECT sequence FROM releases AS entry WHERE source = ?1 AND (
        EXISTS (SELECT 1 FROM parties WHERE sequence = entry.sequence AND reporter = ?2 AND partner = ?3)
        OR EXISTS (SELECT 1 FROM coverage WHERE sequence = entry.sequence AND reporter = ?2 AND partner IN (?4, ?3))
        OR NOT EXISTS (SELECT 1 FROM parties WHERE sequence = entry.sequence)
        AND NOT EXISTS (SELECT 1 FROM coverage WHERE sequence = entry.sequence))"""
_LAYOUTS = "SELECT sequence, layout FROM releases WHERE source = ?"
_LAST = "SELECT layout FROM releases WHERE source = ? AND raw = ? ORDER BY sequence DESC LIMIT 1"


@dataclass(frozen=True)
class Release:
    """One publication as recorded."""

    name: str
    source: str
    released: date  # the publisher's day
    sequence: int  # counts the releases as they were recorded
    raw: str  # digest of its bytes
    document: str  # its file's name
    period: Period
    covers: str
    rows: int  # how many observations it has
    refused: tuple[int, ...]  # the lines that were set aside
    recorded: datetime  # when it entered the store
    address: str = ""  # where it was fetched, "" for a file
    accepted: str = ""  # why a person accepted it although it was odd
    flags: tuple[str, ...] = ()  # what was odd about it


class ReleaseTable:
    """The table of releases in `state`."""

    def __init__(self, state: StateFile) -> None:
        """Read and write `state`."""
        self._state = state

    def has(self, batch: AnyBatch, layout: Mapping[str, Any]) -> bool:
        """Whether a file's bytes are recorded for its source, and were last read under the same layout."""
        return not batch.address and _is_last(self._state.rows(_LAST, batch.source, batch.raw), _written(layout))

    def as_last_read(self, batch: AnyBatch, layout: Mapping[str, Any]) -> Release | None:
        """Return the release of a file's bytes, if they were last read under the same layout, or None."""
        if batch.address or not self.has(batch, layout):
            return None
        readings = [release for release in self.all(batch.source) if release.raw == batch.raw]
        return max(readings, key=lambda release: release.sequence, default=None)

    def kinds(self, source: str) -> tuple[str, ...]:
        """Return the kind of a release of `source`, "" for trade figures, or () where it has no release."""
        rows = self._state.rows("SELECT layout FROM releases WHERE source = ? LIMIT 1", source)
        return tuple(str(json.loads(row["layout"]).get("kind", "")) for row in rows)

    def says_the_same(self, batch: AnyBatch, content: str, layout: Mapping[str, Any]) -> bool:
        """Whether the newest answer of this name had the same content and was read under the same layout.

        A file that a person supplies is not an answer.
        """
        rows = self._state.rows(_ANSWER, batch.source, batch.document) if batch.address else []
        return _is_last(rows, _written(layout)) and rows[0]["content"] == content

    def add(
        self,
        batch: AnyBatch,
        layout: Mapping[str, Any],
        recorded: datetime,
        *,
        parquet: str,
        content: str,
        accepted: str,
        flags: tuple[str, ...],
        is_repeated: bool,
    ) -> bool:
        """Enter the release, which makes it known. Return False if its bytes are already known under the same layout.

        `parquet` is the digest of its Parquet file, `content` the digest of what it says. With `is_repeated`, known
        bytes are entered again: they count once more, from a later day.
        """
        values = {
            "name": batch.release,
            "source": batch.source,
            "released": batch.released.isoformat(),
            "raw": batch.raw,
            "document": batch.document,
            "period": str(batch.period),
            "covers": batch.covers,
            "rows": batch.count,
            "refused": json.dumps(sorted(refusal.row for refusal in batch.refusals)),
            "recorded": recorded.isoformat(),
            "layout": _written(layout),
            "parquet": parquet,
            "parser": PARSER,
            "content": content,
            "address": batch.address,
            "accepted": accepted,
            "flags": json.dumps(flags),
        }
        names = ", ".join(values)
        places = ", ".join(f":{name}" for name in values)
        with self._state.writing() as db:
            last = [] if batch.address or is_repeated else db.execute(_LAST, (batch.source, batch.raw)).fetchall()
            if _is_last(last, _written(layout)):
                return False
            entered = db.execute(f"INSERT INTO releases ({names}) VALUES ({places})", values)  # noqa: S608 -- our own
            parties = [(entered.lastrowid, *parties) for parties in batch.parties]
            db.executemany("INSERT INTO parties VALUES (?, ?, ?, ?)", parties)
            db.executemany("INSERT INTO coverage VALUES (?, ?, ?, ?, ?, ?)", _coverage_rows(entered.lastrowid, batch))
            return True

    def all(self, source: str | None = None) -> tuple[Release, ...]:
        """Return the releases (of `source`), oldest first: by day of release, then in the order they were recorded."""
        query = "SELECT * FROM releases WHERE ?1 IS NULL OR source = ?1 ORDER BY released, sequence"
        return tuple(_release(row) for row in self._state.rows(query, source))

    def statements(self) -> frozenset[str]:
        """Return the releases that are a person's word: the lines that they are complete about had no trade."""
        return frozenset(release.name for release in self.all() if release.accepted and not release.rows)

    def document(self, name: str) -> dict[str, Any]:
        """Return the release's entry under `documents` in claims.json: what is needed to find its cells again."""
        row = self._row(name)
        head = {"name": row["document"], "source": row["source"], "release": name, "released": row["released"]}
        layout: dict[str, Any] = json.loads(row["layout"])
        reason = {"accepted": row["accepted"]} if row["accepted"] else {}
        if not row["rows"]:
            reason["rows"] = 0
        return head | layout | reason | {"covers": row["covers"], "refused": json.loads(row["refused"])}

    def layout(self, name: str) -> dict[str, Any]:
        """Return the layout under which the release was read."""
        return dict(json.loads(self._row(name)["layout"]))

    def parquet(self, name: str) -> str:
        """Return the digest of the release's Parquet file."""
        return str(self._row(name)["parquet"])

    def stand(self, source: str, question: str) -> str:
        """Return the state of the source's figures when it last answered `question` completely, or ""."""
        rows = self._state.rows(_STAND, source, question)
        return str(rows[0]["stand"]) if rows else ""

    def note_stand(self, source: str, question: str, stand: str, at: datetime) -> None:
        """Record that everything `question` asks for is in the store, as of the source's state `stand`."""
        with self._state.writing() as db:
            values = (source, question, stand, at.isoformat())
            db.execute("INSERT INTO answers (source, question, stand, at) VALUES (?, ?, ?, ?)", values)

    def coverage(self, release: str) -> tuple[Coverage, ...]:
        """Return what the release says it is complete about, in addition to its `covers`."""
        return tuple(_coverage(row) for row in self._state.rows(_COVERAGE, release))

    def covering(self, selection: Selection) -> tuple[tuple[str, Coverage], ...]:
        """Return what the source's releases are complete about in the selection's trade, by name of the release."""
        values = (selection.source, selection.reporter, selection.flow.value, *among(selection.partner))
        return tuple((row["name"], _coverage(row)) for row in self._state.rows(_COVERING, *values))

    def covering_partners(self, selection: Selection) -> tuple[tuple[str, Coverage], ...]:
        """Return what the source's releases are complete about in the reporter's trade, whoever the partner is."""
        values = (selection.source, selection.reporter, selection.flow.value)
        return tuple((row["name"], _coverage(row)) for row in self._state.rows(_COVERING_PARTNERS, *values))

    def vintage(self, source: str, as_of: date | None = None, about: Selection | None = None) -> Vintage:
        """Return the releases of `source` up to the day `as_of` (None: all), in the order in which they count.

        If the same bytes were read under several layouts, only the last layout counts: the settings were corrected. The
        bytes then count on each day on which they were ingested, at the place of their first reading, so that releases
        recorded after that reading still override them. With `about`, leave out releases that say nothing about that
        reporter and partner.
        """
        releases = sorted(self.all(source), key=lambda release: release.sequence)
        layouts = {row["sequence"]: row["layout"] for row in self._state.rows(_LAYOUTS, source)}
        last_layouts = {_bytes(release): layouts[release.sequence] for release in releases}
        first_sequences: dict[tuple[object, ...], int] = {}  # by bytes and day, the first reading
        last_readings: dict[tuple[object, ...], Release] = {}
        for release in releases:
            key = (*_bytes(release), release.released)
            first_sequences.setdefault(key, release.sequence)
            if layouts[release.sequence] == last_layouts[_bytes(release)]:
                last_readings[key] = release
        places = {
            release.sequence: release.sequence if release.address else first_sequences[key]
            for key, release in last_readings.items()
        }
        counted = [release for release in last_readings.values() if as_of is None or release.released <= as_of]
        if about is not None:
            values = (source, about.reporter, about.partner, among(about.partner)[0])
            touching = {row[0] for row in self._state.rows(_TOUCHING, *values)}
            counted = [release for release in counted if release.sequence in touching]
        counted.sort(key=lambda release: (release.released, places[release.sequence]))
        day = as_of or (counted[-1].released if counted else date.min)
        return Vintage(day, tuple(release.name for release in counted))

    def _row(self, name: str) -> sqlite3.Row:
        for row in self._state.rows("SELECT * FROM releases WHERE name = ?", name):
            return row
        msg = f"The release {name} is not in this desk's store. Take its file in again, or restore a backup."
        raise IntegrityError(msg)


def _coverage_rows(sequence: int | None, batch: AnyBatch) -> list[tuple[object, ...]]:
    @cache  # most pairs share their codes, and many share their periods
    def written(texts: tuple[str | Period, ...]) -> str:
        return json.dumps([str(text) for text in texts])

    return [
        (sequence, scope.reporter, scope.partner, scope.flow.value, written(scope.codes), written(scope.periods))
        for scope in batch.coverage
    ]


def _coverage(row: sqlite3.Row) -> Coverage:
    codes, periods = (tuple(json.loads(row[name])) for name in ("codes", "periods"))
    when = tuple(Period.parse(text) for text in periods)
    return Coverage(row["reporter"], row["partner"], Flow(row["flow"]), codes, when)


def _bytes(release: Release) -> tuple[str, str]:
    """Return what identifies a release's bytes. For an answer its question is added: empty answers have equal bytes."""
    return (release.raw, release.document if release.address else "")


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
        address=row["address"],
        accepted=row["accepted"],
        flags=tuple(json.loads(row["flags"])),
    )


@dataclass(frozen=True)
class Complete:
    """What the releases of one vintage are complete about, for one reporter, partner and flow."""

    releases: Sequence[str]  # in the order in which they count
    scopes: Sequence[tuple[str, Coverage]]  # release name and what that release is complete about

    def of_releases(self, names: Container[str]) -> Complete:
        """Return what the named releases alone are complete about."""
        return replace(self, scopes=[(name, scope) for name, scope in self.scopes if name in names])

    @cached_property
    def _places(self) -> dict[str, int]:
        return {name: place for place, name in enumerate(self.releases)}

    @cached_property
    def _by_period(self) -> dict[Period, dict[str, int]]:
        """By period and code ("" for all codes): the place of the newest release that is complete about it."""
        by_period: dict[Period, dict[str, int]] = defaultdict(dict)
        for name, scope in self.scopes:
            place = self._places.get(name)
            if place is None:
                continue
            for period in scope.periods:
                places = by_period[period]
                for code in scope.codes or ("",):
                    places[code] = max(place, places.get(code, -1))
        return by_period

    def place(self, code: str, period: Period) -> int:
        """Return the place of the newest release that is complete about `code` in `period`, or -1."""
        places = self._by_period.get(period, {})
        return max((places[holder] for holder in _holders(code) if holder in places), default=-1)

    def is_about(self, code: str, period: Period) -> bool:
        """Whether a release is complete about `code` in `period`."""
        return self.place(code, period) >= 0

    def releases_about(self, period: Period) -> frozenset[str]:
        """Return the releases that are complete about anything in `period`."""
        return frozenset(name for name, scope in self.scopes if name in self._places and period in scope.periods)

    def periods(self, code: str, end: int) -> frozenset[Period]:
        """Return the periods up to month `end` for which a release gives all trade in `code`."""
        ended = [period for period in self._by_period if period.first + period.months <= end]
        return frozenset(period for period in ended if self.is_about(code, period))

    def standing(self, observations: Iterable[Observation]) -> dict[tuple[str, Period], Observation]:
        """Return the observations by code and period. Leave out those that a later complete release does not have."""
        return {
            (figure.code, figure.period): figure
            for figure in observations
            if self._places[figure.cell.release] >= self.place(figure.code, figure.period)
        }


def _holders(code: str) -> tuple[str, ...]:
    """Return every scope that includes `code`: the code alone, the code, the codes above it, all goods, every code."""
    return (f"{ALONE}{code}", code, *(code[:digits] for digits in range(2, len(code), 2)), TOTAL, "")


def roll_up(code: str, lines: Mapping[str, Observation]) -> Observation | None:
    """Return `code` as the sum of the lines within it, or None where one of them has no number.

    `lines` are of one period. If both a heading and its subheadings are there, only the heading is added.
    """
    return summed(code, tuple(lines[line] for line in parts(code, sorted(lines))))
