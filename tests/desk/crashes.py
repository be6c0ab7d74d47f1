"""A program that takes figures in and is killed in the middle, again and again, each time somewhere else.

`python -W ignore -m tests.desk.crashes FOLDER SHARED COUNT SEED` makes a desk with a file in its inbox and a source
that answers, kills a pull COUNT times, after as long as chance draws, and prints for each what the desk held afterwards
and what it holds once the same was run again: `2 of 4 releases, then whole`.
"""

import os
import random
import shutil
import signal
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from generator.intake.file_intake import SetAside
from generator.intake.pull import Failed, pull
from generator.intake.source_answers import FetchRequest
from generator.settings.wiring import open_desk
from generator.trade.figures import Selection
from generator.trade.period import Period
from tests.desk.test_pull import made
from tests.sources.replay import Replay, replaying
from tests.sources.replay_rows import SharedRows

NOW = datetime(2026, 1, 20, 12, tzinfo=UTC)
MONTHS = ("2020-10", "2020-11", "2020-12")


def _take_in(folder: Path) -> None:
    """Pull as the verb does."""
    desk = open_desk(folder, {})
    with desk.store, desk.held():
        for month in MONTHS:
            for item in pull(desk.desk, desk.store, ("fish",), FetchRequest(Period.parse(month)), NOW, lambda _: None):
                if isinstance(item, SetAside | Failed):
                    raise SystemExit(str(item))


def _held(folder: Path) -> tuple[int, str]:
    """Return how many releases the desk has, and all that it knows, or what is wrong with it."""
    desk = open_desk(folder, {})
    chosen = Selection("comtrade", "CHN", "PAK", desk.desk.briefing("fish").figures.flow, ("0302", "0303", "0304"))
    with desk.store:
        known = desk.store.releases.all()
        faults, vintage = desk.store.check(), desk.store.releases.vintage("comtrade")
        figures = desk.store.figures(chosen, Period.parse("2020-12"), vintage)
    cells = sorted((code, str(when), str(one.value)) for (code, when), one in figures.cells.items())
    covered = {code: sorted(map(str, when)) for code, when in figures.covered.items()}
    names = sorted(one.document for one in known)
    waiting = sorted(file.name for file in (folder / "inbox" / "comtrade").rglob("*.csv"))
    return len(known), "; ".join(faults) or repr((names, cells, covered, waiting))


def _releases(folder: Path) -> int:
    return _held(folder)[0]


def _in_child(work: Callable[[], object], seconds: float | None = None) -> str:
    """Return what `work` gives in a process of its own, which is gone after `seconds`.

    What was imported is shared; an engine that runs is not, since this process starts none.
    """
    reading, writing = os.pipe()
    if pid := os.fork():
        os.close(writing)
        if seconds is not None:
            time.sleep(seconds)
            os.kill(pid, signal.SIGKILL)
        with os.fdopen(reading) as told:
            said = told.read()
        os.waitpid(pid, 0)
        return said
    os.close(reading)
    os.write(writing, repr(work()).encode())
    os._exit(0)


def _fresh(root: Path, name: str, server: Replay, shared: Path) -> Path:
    desk = made(root / name, server, ', covers: ["0302", "0303", "0304"]')
    inbox = desk.folder / "inbox" / "comtrade"
    inbox.mkdir(parents=True)
    lines = (shared / "comtrade-china-pakistan-pair" / "chn_reporter_pak_partner_2010_2020.csv").read_text("utf-8")
    kept = [line for line in lines.splitlines(keepends=True) if ",201" in line[:20] or line.startswith("typeCode")]
    (inbox / "pair.csv").write_text("".join(kept[:40]), encoding="utf-8")
    os.utime(inbox / "pair.csv", (0, 0))
    return desk.folder


def main(root: Path, shared: Path, count: int, seed: int) -> None:
    """Print a line for each kill."""
    chance = random.Random(seed)  # noqa: S311 -- a draw that can be repeated
    with replaying(SharedRows(shared)) as server:
        _in_child(partial(_take_in, _fresh(root, "first", server, shared)))  # the server reads its rows
        alive, start = _fresh(root, "alive", server, shared), time.monotonic()
        _in_child(partial(_take_in, alive))
        lasts, whole = time.monotonic() - start, _in_child(partial(_held, alive))
        for number in range(count):
            folder = _fresh(root, str(number), server, shared)
            _in_child(partial(_take_in, folder), lasts * chance.random())
            after = _in_child(partial(_releases, folder))
            _in_child(partial(_take_in, folder))
            then = _in_child(partial(_held, folder))
            sys.stdout.write(f"{after} of {whole[1:2]} releases, then {'whole' if then == whole else then}\n")
            sys.stdout.flush()
            shutil.rmtree(folder)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4]))
