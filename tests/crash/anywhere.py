"""A command that is killed at its calls to the system, one after another: what it leaves is judged by who asks."""

from __future__ import annotations

import subprocess
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

HOUSE = Path(__file__).parents[2]
# what leaves a trace outside the process
CALLS = (
    *("mkdir", "openat", "write", "pwrite64", "fsync", "fdatasync", "sync", "rename", "link", "unlink", "unlinkat"),
    *("rmdir", "ftruncate", "fchmod", "chmod", "utimensat"),
)


@dataclass(frozen=True)
class Point:
    """The `number`-th call of a kind in a run: where something befalls it."""

    call: str
    number: int


def points(command: Sequence[str], trace: Path, begins: str) -> Iterator[Point]:
    """Run the command to its end and yield each call that it made from the one on in which `begins` stands."""
    whole = traced(command, trace, "-e", f"trace={','.join(CALLS)}")
    assert whole.returncode == 0, whole.stderr
    seen: Counter[str] = Counter()
    has_begun = False
    for line in trace.read_text(encoding="utf-8", errors="replace").splitlines():
        call = line.split(maxsplit=1)[-1].partition("(")[0]
        seen[call] += 1
        has_begun = has_begun or begins in line
        if has_begun and call in CALLS and (call != "openat" or "O_CREAT" in line):
            yield Point(call, seen[call])


def befall(command: Sequence[str], trace: Path, what: str, point: Point) -> subprocess.CompletedProcess[str]:
    """Run the command, and let `what` (`signal=KILL`, `error=ENOSPC`) befall it at that point."""
    return traced(command, trace, "-e", f"trace={point.call}", "-e", f"inject={point.call}:{what}:when={point.number}")


def traced(command: Sequence[str], trace: Path, *strace: str) -> subprocess.CompletedProcess[str]:
    """Run the command under strace with those options."""
    whole = ["strace", "-f", "-qq", "-s", "200", "-o", str(trace), *strace, *command]
    return subprocess.run(whole, cwd=HOUSE, capture_output=True, text=True, timeout=300, check=False)
