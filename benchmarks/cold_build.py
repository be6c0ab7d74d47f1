"""A cold `tradebrief build` of the monthly sample against a naive script of the same content (`make bench`).

Both begin as new processes and end with PDF, HTML, mail, text, Markdown and the charts; ours reads strictly, keeps the
vintage, traces and audits every figure on top. Cut faces are at hand for both: they are made once. It is timed twice:

- the first edition of a new desk, which takes the customs table in;
- an edition of a desk that has another word in its settings: a new revision, written, printed and audited anew.

The script reads the table each time; it keeps nothing.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks.month import FACES, HOUSE, NAME, PERIOD, fresh
from benchmarks.turns import ratio

ROUNDS = 7


def main() -> None:
    """Print both ratios."""
    edition = HOUSE / "output" / NAME / PERIOD / "r1" / "edition.json"
    with tempfile.TemporaryDirectory() as place:
        desk, before, table = Path(place, "desk"), Path(place, "before"), Path(place, "table.csv")
        fresh(desk)
        shutil.copy(next((desk / "inbox").glob("illustrative-customs/*.csv")), table)
        ours = [sys.executable, "-m", "generator.cli", "build", NAME, "--desk", str(desk), "--quiet"]
        naive = [sys.executable, str(HOUSE / "benchmarks" / "naive.py"), str(table), str(edition), str(FACES)]
        naive.append(str(Path(place, "naive")))
        ratio("cold build, first edition / naive script", ours, naive, rounds=ROUNDS, before=lambda: fresh(desk))
        subprocess.run(ours, check=True, capture_output=True)
        desk.rename(before)

        def another() -> None:
            shutil.rmtree(desk, ignore_errors=True)
            shutil.copytree(before, desk)
            settings = (desk / "desk.yaml").read_text(encoding="utf-8")
            (desk / "desk.yaml").write_text(settings.replace("contact: ", "contact: other.", 1), encoding="utf-8")

        ratio("cold build, another revision / naive script", ours, naive, rounds=ROUNDS, before=another)


if __name__ == "__main__":
    main()
