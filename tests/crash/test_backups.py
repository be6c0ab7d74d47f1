"""A kill, or a full disk, in the middle of a backup or a restore; and backups that are taken while others work."""

import os
import re
import shutil
import sqlite3
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.crash.anywhere import HOUSE, Point, befall, points
from tests.crash.mailroom import EDITION, prepare
from tests.desk.conftest import StarterDesk
from tests.program import Ended, run

EVERY = int(os.environ.get("CRASH_EVERY", "60"))  # 1 tries each call
HALF = "tradebrief-half"
FAULT = 1

needs_strace = pytest.mark.skipif(
    shutil.which("strace") is None, reason="strace is not installed: apt-get install strace"
)


def _program(*arguments: object) -> list[str]:
    return [sys.executable, "-m", "generator.cli", *map(str, arguments)]


def _contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def _halves(folder: Path) -> list[Path]:
    return [path for path in folder.iterdir() if HALF in path.name]


@needs_strace
def test_a_backup_that_is_killed_leaves_the_older_one(finished: StarterDesk, tmp_path: Path) -> None:
    """Wherever SIGKILL falls the file is the older backup or the new one, whole; the next run clears what is left."""
    file, trace = tmp_path / "safe" / "b.tar.gz", tmp_path / "trace"
    file.parent.mkdir()
    desk = shutil.copytree(finished.folder, tmp_path / "desk")
    backup = _program("backup", file, "--desk", desk)
    found = list(points(backup, trace, HALF))
    ends: Counter[tuple[bool, bool]] = Counter()
    for point in found[::EVERY]:
        file.write_bytes(b"older")
        is_killed = befall(backup, trace, "signal=KILL", point).returncode < 0
        is_older = file.read_bytes() == b"older"
        assert is_older or run("backup", file, "--check").code == 0, point
        ends[is_killed, is_older] += 1
    assert run("backup", file, "--desk", desk).code == 0
    assert (["b.tar.gz"], []) == ([path.name for path in file.parent.iterdir()], _halves(file.parent))
    assert ends[True, True] > sum(ends.values()) // 2, ends


@pytest.mark.long
@needs_strace
def test_a_restore_that_is_killed_leaves_no_desk_or_a_whole_one(finished: StarterDesk, tmp_path: Path) -> None:
    """And a whole one knows that it came out of a backup: none can send what the lost one sent."""
    file, trace = tmp_path / "b.tar", tmp_path / "trace"
    assert run("backup", file, "--desk", finished.folder).code == 0
    place = tmp_path / "desks"
    place.mkdir()
    found = list(points(_program("restore", file, "--into", place / "rehearsal"), trace, HALF))
    kills = 0
    for point in found[::EVERY]:
        into = place / f"{point.call}-{point.number}"
        kills += befall(_program("restore", file, "--into", into), trace, "signal=KILL", point).returncode < 0
        if not into.exists():
            assert run("restore", file, "--into", into).code == 0
        assert _contents(finished.folder / "output") == _contents(into / "output"), point
        with closing(sqlite3.connect(into / "state" / "state.sqlite")) as db:
            assert [(1,)] == db.execute("SELECT count(*) FROM restored").fetchall(), point
        assert [] == [path for half in _halves(place) for path in half.rglob("*")], point
        shutil.rmtree(into)
    assert run("restore", file, "--into", place / "last").code == 0
    assert ([], True) == (_halves(place), kills > len(found) // EVERY // 2)


@pytest.mark.long
@needs_strace
@pytest.mark.parametrize("call", ["write", "fsync"])
def test_a_full_disk_leaves_no_half_backup(finished: StarterDesk, tmp_path: Path, call: str) -> None:
    """It ends with the file's name and a remedy, and the older backup stands."""
    file, trace = tmp_path / "safe" / "b.tar", tmp_path / "trace"
    file.parent.mkdir()
    backup = _program("backup", file, "--desk", finished.folder)
    some = [point for point in points(backup, trace, HALF) if point.call == call]
    before = file.read_bytes()
    full = befall(backup, trace, "error=ENOSPC", some[len(some) // 2])
    assert (FAULT, True) == (full.returncode, f"{file} cannot be written: No space left" in full.stderr), full.stderr
    assert ({"b.tar"}, before) == ({path.name for path in file.parent.iterdir()}, file.read_bytes())


@pytest.mark.long
@needs_strace
def test_a_full_disk_leaves_no_half_desk(finished: StarterDesk, tmp_path: Path) -> None:
    """Nor anything beside it."""
    file, place, trace = tmp_path / "b.tar", tmp_path / "desks", tmp_path / "trace"
    place.mkdir()
    assert run("backup", file, "--desk", finished.folder).code == 0
    restore = _program("restore", file, "--into", place / "desk")
    writes = [point for point in points(restore, trace, HALF) if point.call == "write"]
    shutil.rmtree(place / "desk")
    full = befall(restore, trace, "error=ENOSPC", Point("write", writes[8].number))
    assert (FAULT, True) == (full.returncode, "cannot be written: No space left" in full.stderr), full.stderr
    assert [] == list(place.iterdir())


def _working(desk: StarterDesk) -> Iterator[Ended]:
    """Send an edition, then change a setting and build, again and again."""
    yield run("send", EDITION, "--yes", "--quiet", "--desk", desk.folder)
    settings = desk.folder / "desk.yaml"
    for number in range(2):
        line = f"  contact: trade{number}@example.org"
        settings.write_text(re.sub("(?m)^  contact: .*$", line, settings.read_text(encoding="utf-8")), encoding="utf-8")
        yield run("build", "--quiet", "--desk", desk.folder)


@pytest.mark.long
def test_a_backup_that_is_taken_while_others_work_is_a_whole_desk(finished: StarterDesk, tmp_path: Path) -> None:
    """Taken while letters go and revisions are made: the store holds, and each edition is what its state says."""
    prepare(tmp_path / "desk", finished.folder)
    desk = StarterDesk(tmp_path / "desk")
    worker = subprocess.Popen(
        [sys.executable, "-m", "tests.crash.test_backups", str(desk.folder)], cwd=HOUSE, stderr=subprocess.PIPE
    )
    taken: list[Path] = []
    while worker.poll() is None:
        taken.append(tmp_path / f"{len(taken)}.tar")
        done = run("backup", taken[-1], "--desk", desk.folder)
        assert done.code == 0, done.err
        assert "not as it was recorded" not in done.out
    assert worker.stderr
    assert (0, b"") == (worker.returncode, worker.stderr.read())
    worker.stderr.close()
    assert len(taken) > 3
    for file in (*taken[: -1 : len(taken) // 3], taken[-1]):
        assert "" == _wrong(file)


def _wrong(file: Path) -> str:
    """Return what is wrong with the desk that a backup makes, "" for nothing."""
    again = StarterDesk(file.with_suffix(""))
    made = run("restore", file, "--into", again.folder)
    if made.code:
        return made.err
    assert again.run("restore", "--confirm", "--yes").code == 0
    doctor = again.run("doctor")
    editions = sorted((again.folder / "output").glob("*/*/r*"))
    audits = [again.run("audit", "/".join(place.parts[-3:])) for place in editions]
    assert len(editions) > 0
    shutil.rmtree(again.folder)
    return "".join(one.said for one in (doctor, *audits) if one.code)


if __name__ == "__main__":
    for ended in _working(StarterDesk(Path(sys.argv[1]))):
        if ended.code:
            sys.exit(ended.err)
