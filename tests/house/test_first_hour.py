"""docs/first-hour.md is a walk that a new user takes with the program, and its output is what the program says.

So are the lines of README.md that lead from a table of one's own to a PDF. In docs/first-hour.md each `console` block
holds commands, `$` before them, and what they print. A line `…` stands for any lines, `…` within a line for any words.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

HOUSE = Path(__file__).parents[2]
PAGE = HOUSE / "docs" / "first-hour.md"
GOODS = {"0901": 40_000_000, "1801": 12_000_000}
_BLOCK = re.compile(r"^```console\n(.*?)^```", re.MULTILINE | re.DOTALL)


def steps(page: str) -> Iterator[tuple[str, list[str]]]:
    """Yield each command of the page with the lines that it prints."""
    for block in _BLOCK.findall(page):
        command: str = ""
        said: list[str] = []
        for line in block.splitlines():
            if line.startswith("$ "):
                if command:
                    yield command, said
                command, said = line.removeprefix("$ "), []
            elif command.endswith("\\") or (said == [] and line.startswith("> ")):
                command += "\n" + line.removeprefix("> ")
            else:
                said.append(line)
        yield command, said


def matches(wanted: list[str], found: str) -> bool:
    """Say whether the output is as written, the page's ellipses left open."""
    rows = [r"(?:.*\n)*?" if line.strip() == "…" else rf"{_open(line)}\n" for line in wanted]
    return re.fullmatch("".join(rows), f"{found.rstrip()}\n" if found.strip() else "") is not None


def _open(line: str) -> str:
    return ".*?".join(re.escape(part.rstrip() if at else part) for at, part in enumerate(line.rstrip().split("…")))


@pytest.mark.parametrize(
    ("wanted", "found", "same"),
    [
        (["a", "…", "c"], "a\nb\nb\nc\n", True),
        (["a 1…"], "a 12\n", True),
        (["a"], "a\nb\n", False),
        (["a 2"], "a 1\n", False),
        ([], "", True),
        ([], "x\n", False),
    ],
)
def test_an_ellipsis_stands_for_what_differs(wanted: list[str], found: str, same: bool) -> None:  # noqa: FBT001 -- a table
    """Nothing else is left open."""
    assert same == matches(wanted, found)


def environment(folder: Path) -> dict[str, str]:
    """Return an environment in which `tradebrief` is this checkout, by a script in `folder`."""
    tool = folder / "bin" / "tradebrief"
    tool.parent.mkdir()
    tool.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m generator.cli "$@"\n', encoding="utf-8")
    tool.chmod(0o755)
    known = {**os.environ, "PATH": f"{tool.parent}:{os.environ['PATH']}", "PYTHONPATH": str(HOUSE), "COLUMNS": "100"}
    known.pop("TRADEBRIEF_DESK", None)
    return known


def test_the_lines_of_the_readme_make_a_pdf_of_a_table(tmp_path: Path) -> None:
    """In an empty folder, from two years of two codes."""
    [lines] = re.findall(r"```sh\n(.*?)```", (HOUSE / "README.md").read_text(encoding="utf-8"), re.DOTALL)
    months = [f"{year}-{month:02}" for year in (2024, 2025) for month in range(1, 13)]
    rows = [f"{month},BRA,{code},{usd + 1000 * at}" for at, month in enumerate(months) for code, usd in GOODS.items()]
    (desk := tmp_path / "desk").mkdir()
    (desk / "imports.csv").write_text("\n".join(["month,country,hs,usd", *rows, ""]), encoding="utf-8")
    done = subprocess.run(
        ["/bin/sh", "-ec", lines], cwd=desk, env=environment(tmp_path), capture_output=True, text=True, check=False
    )
    assert 0 == done.returncode, done.stderr
    assert (desk / "output/coffee/2025-12/r1/en.pdf").read_bytes().startswith(b"%PDF")


@pytest.mark.long
def test_the_first_hour_is_as_the_page_says(faces: Path, tmp_path: Path) -> None:
    """Every command does what the page shows, in the order of the page; its faces are cut before."""
    known = environment(tmp_path)
    where = tmp_path
    for command, wanted in steps(PAGE.read_text(encoding="utf-8")):
        done = subprocess.run(
            ["/bin/sh", "-c", f'{command}\ncode=$?\npwd > "$WHERE"\nexit $code'],
            cwd=where, env={**known, "WHERE": str(tmp_path / "where")}, text=True,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=240, check=False,
        )  # fmt: skip
        assert matches(wanted, done.stdout), f"$ {command}\n{done.stdout}\nThe page says:\n" + "\n".join(wanted)
        if command.startswith("tradebrief init"):
            (state := tmp_path / "my-desk" / "state").mkdir(mode=0o700)  # as build makes it
            shutil.copytree(faces, state / "faces")
        where = Path((tmp_path / "where").read_text(encoding="utf-8").strip())
