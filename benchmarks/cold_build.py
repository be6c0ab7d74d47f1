"""A cold `tradebrief build` of the monthly sample against a naive script of the same content (`make bench`).

Both begin with the customs table as a file and end with PDF, HTML, mail, text, Markdown and the charts; ours reads
strictly, keeps the vintage, traces and audits every figure on top. Cut faces are at hand for both: they are made once.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path

from benchmarks.turns import ratio
from generator.desk.starter_desk import init

HOUSE = Path(__file__).parents[1]
NAME, PERIOD = "pakistan-minerals-monthly", "2025-12"
ROUNDS = 7


def main() -> None:
    """Print the ratio."""
    edition, faces = HOUSE / "output" / NAME / PERIOD / "r1" / "edition.json", HOUSE / ".desk" / "state" / "faces"
    with tempfile.TemporaryDirectory() as place:
        desk, table = Path(place, "desk"), Path(place, "table.csv")
        init(Path(place, "first"), sample=True)
        shutil.copy(next(Path(place, "first", "inbox").glob("illustrative-customs/*.csv")), table)

        def fresh() -> None:
            shutil.rmtree(desk, ignore_errors=True)
            init(desk, sample=True)
            shutil.copytree(faces, desk / "state" / "faces")

        ours = [sys.executable, "-m", "generator.cli", "build", NAME, "--desk", str(desk), "--quiet"]
        naive = [sys.executable, str(HOUSE / "benchmarks" / "naive.py"), str(table), str(edition), str(faces)]
        ratio(
            "cold build (faces cut) / naive script",
            ours,
            [*naive, str(Path(place, "naive"))],
            rounds=ROUNDS,
            before=fresh,
        )


if __name__ == "__main__":
    main()
