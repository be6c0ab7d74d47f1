"""Every validator over starter, sample and fish editions in three languages and both house styles (`make check-all`).

`python -m tests.editions FOLDER` keeps the desks there; without a folder they are gone afterwards. What each may say,
and why, is in docs/look.md.
"""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

from tests import clients, fishes, papers
from tests.program import run

STARTER = ("pakistan-minerals", "pakistan-minerals-monthly")


def starter(folder: Path, style: str) -> None:
    """Make the starter desk with its sample in one house style, and both of its editions."""
    patience = str(fishes.LENGTH)
    known = {**os.environ, "TRADEBRIEF_STYLE": style, "TRADEBRIEF_LIMITS__RENDER_SECONDS": patience}
    verbs: list[tuple[object, ...]] = [("init", folder, "--sample", "--languages", "en,zh,ur")]
    verbs += [("build", name, "--desk", folder) for name in STARTER]
    for verb in verbs:
        done = run(*verb, environment=known, seconds=fishes.LENGTH)
        if done.code:
            sys.exit(done.out + done.err)


def main(folder: Path) -> int:
    """Make all editions in `folder` and ask about them; return 1 where something was found."""
    for style in fishes.STYLES:
        starter(folder / "starter" / style, style)
    fishes.main(folder / "fish")
    made = [str(one) for one in sorted(folder.glob("*/*/output/*/*/r1"))]
    sys.stdout.write(f"{len(made)} editions, in three languages each\n")
    return papers.main(made) | clients.main(made)


if __name__ == "__main__":
    if len(sys.argv) > 1:
        raise SystemExit(main(Path(sys.argv[1])))
    with tempfile.TemporaryDirectory() as place:
        raise SystemExit(main(Path(place)))
