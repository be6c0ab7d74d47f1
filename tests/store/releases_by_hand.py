"""Releases for the tests: China's imports from Pakistan, two codes, whole millions of US dollars."""

from collections.abc import Mapping
from dataclasses import fields
from datetime import UTC, date, datetime
from decimal import Decimal
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory

from generator.store import FigureStore
from generator.store.parquet import as_parquet
from generator.trade.codes import Flow
from generator.trade.figures import Selection
from generator.trade.observation import Cell, Observation, Standing
from generator.trade.period import Period
from generator.trade.release import Batch, LargeBatch, Vintage

SELECTION = Selection("customs", "CHN", "PAK", Flow.IMPORT, ("74", "76"))
NOON = datetime(2026, 1, 20, 12, tzinfo=UTC)
YEAR = Period.parse("2025")
MILLION = Decimal(1_000_000)
LAYOUT = {"encoding": "utf-8", "columns": {"value": "usd"}}

Values = Mapping[tuple[str, ...], int | None]  # (code, period), and who said it where somebody did, to millions


def raw_of(day: date, values: Values) -> bytes:
    """Return bytes that stand for the release's file."""
    return repr((day, sorted(values.items()))).encode()


def release(day: date, values: Values, *, covers: str = "listed") -> Batch:
    """Return the release of `day` that gives `values`."""
    digest = sha256(raw_of(day, values)).hexdigest()
    name = f"customs/{day}/{digest[:12]}"
    rows = [
        _observation(key, millions, Cell(name, digest, line, "usd", str(millions), MILLION))
        for line, (key, millions) in enumerate(values.items(), 2)
    ]
    return Batch("customs", day, "table.csv", digest, max(one.period for one in rows), tuple(rows), covers=covers)


def _observation(key: tuple[str, ...], millions: int | None, cell: Cell) -> Observation:
    code, period, *speaker = key
    return Observation(
        *("CHN", "PAK", Flow.IMPORT, code, Period.parse(period)),
        value=None if millions is None else Decimal(millions) * MILLION,
        half_unit=Decimal(500_000),
        cell=cell,
        standing=Standing.RELAYED if speaker else Standing.CUSTOMS,
        speaker="".join(speaker),
    )


def take_in(store: FigureStore, day: date, values: Values, *, covers: str = "listed") -> Batch:
    """Keep and record the release, and return it."""
    batch = release(day, values, covers=covers)
    store.raw.keep(raw_of(day, values))
    store.record(batch, LAYOUT, NOON)
    return batch


def take_in_large(store: FigureStore, day: date, values: Values) -> None:
    """Keep and record the release as one whose observations lie in a file."""
    batch = release(day, values)
    with TemporaryDirectory() as place:
        raw, figures = Path(place, "raw"), Path(place, "figures")
        raw.write_bytes(raw_of(day, values))
        figures.write_bytes(as_parquet(batch))
        told = {field.name: getattr(batch, field.name) for field in fields(batch) if field.name != "observations"}
        store.raw.keep_file(raw)
        large = LargeBatch(**told, file=figures, content="", count=batch.count, parties=batch.parties)
        store.record(large, LAYOUT, NOON)


def millions(store: FigureStore, vintage: Vintage, period: Period = YEAR) -> dict[tuple[str, str], int | None]:
    """Return what the figures say, in millions by (code, period)."""
    cells = store.figures(SELECTION, period, vintage).cells
    return {
        (code, str(when)): None if one.value is None else int(one.value / 1_000_000)
        for (code, when), one in cells.items()
    }
