"""One pair's figures among ten million rows against one million, and a month added to each (`make bench-store`).

    python -m benchmarks.lookup wide    36 months as releases; ten times the codes
    python -m benchmarks.lookup long    12 months against 120, which is ten times the history as well

The figures are invented; a release has a month of all reporters and partners, as a publisher's bulk file has.
"""

from __future__ import annotations

import sys
import tempfile
import time
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from statistics import median

import duckdb

from generator.sources.large_file import FEWEST, GROUPS, MOST
from generator.store import FigureStore
from generator.trade.codes import Flow
from generator.trade.columns import BY_SERIES, COLUMNS
from generator.trade.editions import Edition, descriptions
from generator.trade.figures import Selection
from generator.trade.period import Period
from generator.trade.release import LargeBatch

NOON = datetime(2026, 1, 20, 12, tzinfo=UTC)
REPORTERS = ("CHN", "PAK", "USA", "JPN", "DEU", "FRA", "GBR", "IND", "KOR", "BRA")
PARTNERS = (
    *REPORTERS,
    "ITA",
    "ESP",
    "NLD",
    "BEL",
    "POL",
    "TUR",
    "IRN",
    "SAU",
    "ARE",
    "VNM",
    "THA",
    "MYS",
    "IDN",
    "PHL",
)
FIRST = Period.parse("2016-01")
SHAPES = {"wide": ((36, 58), (36, 579)), "long": ((12, 174), (120, 174))}  # months and codes: 1 M rows, 10 M rows
SUBHEADING = 6  # digits
ROUNDS = 40
_KINDS = {"text": "VARCHAR", "count": "INTEGER", "money": "DECIMAL(38, 9)", "day": "DATE"}
_SAID = {
    "flow": "flow",
    "months": "1",
    "value": "1000 + hash(reporter, partner, code, flow) % 1000000",
    "half_unit": "0.5",
    "qualifier": "'exact'",
    "standing": "'customs'",
    "code_basis": "'printed'",
    "status": "'F'",
    "quantity": "100",
    "quantity_unit": "'kg'",
    "quantity_half": "0.5",
    "quantity_header": "'netWgt'",
    "quantity_printed": "'100'",
    "currency": "'USD'",
    "edition": "'HS2022'",
    "header": "'primaryValue'",
    "printed": "'1000'",
    "multiplier": "1",
}


def month_of(at: int, codes: int, place: Path) -> LargeBatch:
    """Return the release of the month number `at`, with that many codes."""
    period, raw = FIRST.step(at), sha256(f"{at} {codes}".encode()).hexdigest()
    day = date(2016, 3, 1) + timedelta(30 * at)
    batch = LargeBatch(
        source="comtrade",
        released=day,
        document=f"{period}.csv.gz",
        raw=raw,
        period=period,
        file=place / f"{at}-{codes}.parquet",
        content="",
        count=0,
        parties=tuple((one, other, flow) for one in REPORTERS for other in PARTNERS for flow in "MX"),
        layout=raw,
    )
    said = _SAID | {
        "period": f"'{period}'",
        "first": str(period.first),
        "release": f"'{batch.release}'",
        "raw": f"'{raw}'",
    }
    said |= {name: name for name in ("reporter", "partner", "code")} | {"line": "row_number() OVER ()"}
    none = {"text": "''", "count": "0", "money": "NULL", "day": "NULL"}
    columns = ", ".join(f"({said.get(name, none[kind])})::{_KINDS[kind]} AS {name}" for name, kind in COLUMNS.items())
    group = min(max(len(REPORTERS) * len(PARTNERS) * 2 * codes // GROUPS, FEWEST), MOST)
    known = sorted(code for code in descriptions(Edition.HS2022) if len(code) == SUBHEADING)[:codes]
    rows = f"""
        SELECT {columns} FROM (SELECT unnest($1) AS reporter), (SELECT unnest($2) AS partner),
            (SELECT unnest(['M', 'X']) AS flow), (SELECT unnest($3) AS code) ORDER BY {", ".join(BY_SERIES)}"""  # noqa: S608
    form = f"FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE {group}"
    duckdb.execute(f"COPY ({rows}) TO '{batch.file}' ({form})", [list(REPORTERS), list(PARTNERS), known])
    return batch


def record(store: FigureStore, batch: LargeBatch) -> float:
    """Record a release, and return the seconds that took."""
    raw = batch.file.with_suffix(".raw")
    raw.write_bytes(b"")
    known = store.raw._path(batch.raw)  # noqa: SLF001 -- bytes of which only the name counts here
    known.parent.mkdir(parents=True, exist_ok=True)
    known.touch()
    start = time.perf_counter()
    store.record(batch, {"columns": {}}, NOON)
    return time.perf_counter() - start


def lookup(store: FigureStore, at: int, months: int) -> float:
    """Return the seconds that one pair's figures take, the choice of its releases included."""
    pair = (REPORTERS[at % len(REPORTERS)], PARTNERS[(at * 7 + 1) % len(PARTNERS)])
    selection = Selection("comtrade", *pair, Flow.IMPORT, ("010121", "010129", "010130"))
    start = time.perf_counter()
    figures = store.figures(selection, FIRST.step(months - 1), store.releases.vintage("comtrade", None, selection))
    seconds = time.perf_counter() - start
    if len(figures.cells) != months * len(selection.codes) and pair[0] != pair[1]:
        msg = f"{len(figures.cells)} cells were found"
        raise AssertionError(msg)
    return seconds


def main(shape: str) -> None:
    """Print the ratio of a lookup's medians, in turns, and how long a month took at the end of each store."""
    with tempfile.TemporaryDirectory() as place:
        stores, added = [], []
        for months, codes in SHAPES[shape]:
            store = FigureStore(Path(place, f"{months}-{codes}"))
            took = []
            for at in range(months):
                batch = month_of(at, codes, Path(place))
                took.append(record(store, batch))
                batch.file.unlink()
            stores.append((store, months))
            added.append((took[0], median(took[-5:])))
        lookups = [[lookup(store, at, months) for store, months in stores] for at in range(ROUNDS)]
        small, large = (median(times) for times in zip(*lookups[1:], strict=True))
        said = f"{large * 1000:.1f} ms / 1 M rows {small * 1000:.1f} ms = {large / small:.2f}"
        print(f"{shape}: a pair among 10 M rows {said}")
        for name, (first, last) in zip(("1 M", "10 M"), added, strict=True):
            print(f"{shape}: a month recorded at {name} rows {last * 1000:.0f} ms; the first {first * 1000:.0f} ms")


if __name__ == "__main__":
    main(*sys.argv[1:])
