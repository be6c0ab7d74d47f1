"""Story and gate of one edition, warm, beside the whole build that they are part of (`make bench-proof`).

The monthly sample in one language: what `tell` writes, what the audit finds in its data and in its finished files read
back. All of it runs in this process, and every part has run before it is timed; the build is `build` itself. A build
audits data and files while another process makes the pages: it waits for the story, and for what is left of the audit
when the last file is there, which time stamps in the same builds tell.

Seconds say little from one machine to another. The yardstick is what a fresh Python takes to import the six packages
that a naive script of the same edition needs, in turns with the rest: 1.01 s where "a quarter of a second" was asked
for, so that there story and gate may take 0.25 of it, as they may on a machine that imports in two seconds.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks.month import NAME, NOW, PERIOD, opened, silent
from generator.audit import audit
from generator.desk import publish
from generator.desk.edition import look_of, make, sheet, tell
from generator.desk.moved import moved
from generator.desk.periods import figures_for
from generator.desk.publish import build
from generator.desk.revisions import newest
from generator.page.coming import Coming

ROUNDS = 7
SIX = "import jinja2, weasyprint, pandas, altair, vl_convert, schedule"


def main() -> None:
    """Print the median seconds of story, gate and build, and what part the first two are of build and yardstick."""
    with tempfile.TemporaryDirectory() as place:
        desk = opened(Path(place, "desk"))
        look = look_of(desk)
        figures = figures_for(desk, NAME, PERIOD, None)
        made_of = sheet(desk, NAME, figures, moved(desk, NAME, figures), newest(desk, NAME, PERIOD) + 1, look)
        files = make(desk, made_of, look, silent)
        timed: dict[str, list[float]] = {"story": [], "gate": [], "build": [], "waits": [], "yardstick": []}
        stamps = _stamped()
        for _ in range(ROUNDS):
            timed["story"].append(_seconds(partial(tell, desk, made_of)))
            timed["gate"].append(_seconds(partial(audit, files, desk.store.raw)))
            timed["build"].append(_seconds(partial(build, desk, NAME, PERIOD, NOW, silent, anew=True)))
            timed["waits"].append(_waited(stamps))
            timed["yardstick"].append(_seconds(_import_six))
            shutil.rmtree(desk.shelf.root)
    _print(timed)


def _stamped() -> dict[str, float]:
    """Let each build say, in seconds of the clock, when its story begins and ends, and when its last file is judged."""
    found: dict[str, float] = {}

    def stamps(name: str, work: Callable[..., Any]) -> Callable[..., Any]:
        def stamping(*given: Any) -> Any:  # noqa: ANN401 -- whatever is timed
            found[f"{name} begins"] = time.perf_counter()
            done = work(*given)
            found[f"{name} ends"] = time.perf_counter()
            return done

        return stamping

    publish.tell = stamps("story", publish.tell)  # type: ignore[attr-defined]
    publish.audit_files = stamps("audit", publish.audit_files)  # type: ignore[attr-defined]
    Coming.add = stamps("file", Coming.add)  # type: ignore[method-assign]
    return found


def _waited(stamps: Mapping[str, float]) -> float:
    return stamps["story ends"] - stamps["story begins"] + max(0.0, stamps["audit ends"] - stamps["file ends"])


def _import_six() -> None:
    subprocess.run([sys.executable, "-c", SIX], check=True)


def _seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def _print(timed: dict[str, list[float]]) -> None:
    for name, seconds in timed.items():
        print(f"{name}: median {median(seconds):.3f} s, from {min(seconds):.3f} to {max(seconds):.3f}")
    rounds = list(zip(*timed.values(), strict=True))
    _print_share("story and gate", [(story + gate, whole) for story, gate, whole, *_ in rounds])
    _print_share("what a build waits for", [(waits, whole) for _, _, whole, waits, _ in rounds])
    ratios = [(story + gate) / imports for story, gate, *_, imports in rounds]
    best = (min(timed["story"]) + min(timed["gate"])) / min(timed["yardstick"])
    print(f"story and gate / yardstick: median {median(ratios):.2f}, of the best {best:.2f}, asked for 0.25 at most")


def _print_share(name: str, rounds: list[tuple[float, float]]) -> None:
    shares = [mine / whole for mine, whole in rounds]
    print(f"{name}: median {median(mine for mine, _ in rounds):.3f} s, {median(shares):.0%} of the build")


if __name__ == "__main__":
    main()
