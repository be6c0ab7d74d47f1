"""What lies beside the ledger: nothing once a sending ended, and after a kill nothing that could double a letter."""

import random
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.crash.mailroom import EDITION, Mailroom, by_smtp, prepare
from tests.desk.conftest import StarterDesk
from tests.program import run

KILLS = 2  # over the whole of a sending
FLIPS = 5  # in the pages of each file, beside those in its head
DONE, UNCERTAIN, INTEGRITY = 0, 5, 6


def test_the_ledger_is_one_file_once_a_sending_ended(finished: StarterDesk, tmp_path: Path) -> None:
    """A process of its own, that does all that a program does on its way out, leaves nothing that could be damaged."""
    prepare(tmp_path / "desk", finished.folder)
    done = run("send", EDITION, "--yes", "--quiet", "--desk", tmp_path / "desk", anew=True)
    assert (DONE, []) == (done.code, Mailroom(tmp_path / "desk").beside())


@pytest.mark.long
@pytest.mark.skipif(shutil.which("strace") is None, reason="strace is not installed: apt-get install strace")
def test_damage_beside_the_ledger_of_a_sending_that_was_killed_doubles_no_letter(
    finished: StarterDesk, tmp_path: Path
) -> None:
    """A bit, a cut or a loss: the next run sends to nobody who has a letter, or refuses the desk with exit 6."""
    prepare(tmp_path / "ready", finished.folder)
    with by_smtp(tmp_path / "ready") as room:
        writes = [point for point in room.points() if point.call == "pwrite64"]
    apart = len(writes) // (KILLS + 1)
    tried = 0
    for point in writes[apart : apart * KILLS + 1 : apart]:
        shutil.copytree(tmp_path / "ready", killed := tmp_path / f"killed-{point.number}", symlinks=True)
        with by_smtp(killed) as room:
            room.befall("signal=KILL", point)
            had = room.arrived()
            for folder in _damaged(room, tmp_path / "damaged"):
                tried += 1
                before = room.arrived()
                done = replace(room, folder=folder).send()
                assert set() == had.keys() & (room.arrived() - before).keys()
                assert done.returncode in {DONE, UNCERTAIN, INTEGRITY}, done.stderr
                assert (done.returncode == INTEGRITY) == ("restore a backup" in done.stderr)
    assert tried > KILLS * FLIPS


def _damaged(room: Mailroom, place: Path) -> Iterator[Path]:
    """Yield the desk of a room at `place`, again and again, each time with other damage beside its ledger."""
    for file in room.beside():
        for content in _changes(file.read_bytes()):
            shutil.copytree(room.folder, place, symlinks=True)
            (place / file.relative_to(room.folder)).write_bytes(content)
            yield place
            shutil.rmtree(place)


def _changes(content: bytes) -> Iterator[bytes]:
    """Yield `content` with a bit flipped in each word of its head and here and there in its pages, cut, and empty."""
    draw = random.Random(len(content))  # noqa: S311 -- repeatable, not secret
    head = range(0, min(28, len(content)), 4)
    pages = draw.sample(range(len(content)), min(FLIPS, len(content)))
    for at in (*head, *pages):
        changed = bytearray(content)
        changed[at] ^= 1 << draw.randrange(8)
        yield bytes(changed)
    yield content[: len(content) // 2]
    yield b""
