"""The ingest of three years of UN Comtrade against DuckDB's own read and write of the same files (`make bench-store`).

DuckDB guesses types and writes what it reads. Ours reads every text strictly, refuses what it does not know, keeps the
raw bytes, collapses what stands twice, sorts by series and makes the release known.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path

from benchmarks.turns import ratio

FILES = Path(__file__).parents[2] / "shared" / "data" / "comtrade-monthly-hs03-2018-2020"
DESK = """publisher: {name: {en: Fisheries Desk}, dateline: {en: Beijing}, contact: fish@example.org}
time_zone: Asia/Shanghai
sources:
  comtrade: {kind: comtrade, title: {en: Customs}, covers: ["0301", "0302", "0303", "0304"]}
mail: {transport: folder, from: Fish <fish@example.org>}
"""
FISH = """title: {en: China's fish from Pakistan}
frequency: monthly
figures: {source: comtrade, reporter: CHN, partner: PAK, flow: import, codes: ["0302", "0303", "0304"]}
"""
COPY = "COPY (SELECT * FROM read_csv($1)) TO '{}' (FORMAT parquet, COMPRESSION zstd)"
PLAIN = "import duckdb, sys; duckdb.execute(sys.argv[1], [sys.argv[2:]])"
ROUNDS = 3


def desk_in(place: Path) -> Path:
    """Return a desk without figures in the empty folder `place`."""
    (place / "briefings").mkdir(parents=True)
    (place / "desk.yaml").write_text(DESK, encoding="utf-8")
    (place / "briefings" / "fish.yaml").write_text(FISH, encoding="utf-8")
    return place


def main() -> None:
    """Print the ratio."""
    files = sorted(map(str, FILES.glob("*.csv.gz")))
    with tempfile.TemporaryDirectory() as place:
        desk, made = Path(place, "desk"), Path(place, "made.parquet")

        def fresh() -> None:
            shutil.rmtree(desk, ignore_errors=True)
            desk_in(desk)

        ours = [sys.executable, "-m", "generator.cli", "ingest", *files, "--source", "comtrade", "--desk", str(desk)]
        theirs = [sys.executable, "-c", PLAIN, COPY.format(made), *files]
        ratio("ingest / DuckDB alone", ours, theirs, rounds=ROUNDS, before=fresh)


if __name__ == "__main__":
    main()
