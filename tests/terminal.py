"""A terminal of so many columns, and what the program leaves on it."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
from pathlib import Path

HOUSE = Path(__file__).parents[1]


def on_a_terminal(columns: int, *arguments: object) -> list[str]:
    """Run `tradebrief` on a terminal; return the lines that it got."""
    return got_by_a_terminal(columns, *arguments).splitlines()


def got_by_a_terminal(columns: int, *arguments: object) -> str:
    """Run `tradebrief` on a terminal; return all that it got, signs of control included."""
    main, other = pty.openpty()
    known = {**os.environ, "TERM": "xterm", "COLUMNS": str(columns), "PYTHONPATH": str(HOUSE)}
    command = [sys.executable, "-m", "generator.cli", *map(str, arguments)]
    with subprocess.Popen(command, env=known, stdin=other, stdout=other, stderr=other) as running:
        os.close(other)
        pieces = []
        while piece := _read(main):
            pieces.append(piece)
        running.wait(60)
    os.close(main)
    return b"".join(pieces).decode()


def _read(terminal: int) -> bytes:
    try:
        return os.read(terminal, 4096)
    except OSError:  # the other end is closed
        return b""
