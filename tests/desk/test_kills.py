"""A run that is killed leaves nothing by half, and the next one finishes its work."""

import os
import shutil
import signal
from pathlib import Path

import pytest

from generator.service.starter_desk import init
from generator.store import FigureStore
from tests import program
from tests.desk.conftest import StarterDesk
from tests.desk.test_line import digests


def kill(desk: StarterDesk, function: str, *verb: str) -> None:
    """Run a verb until `function` is called."""
    known = {**os.environ, "TRADEBRIEF_DESK": str(desk.folder)}
    done = program.run(*verb, environment=known, killed_at=function)
    assert -signal.SIGKILL == done.code, done.err


@pytest.mark.parametrize("function", ["FigureStore.record", "ReleaseTable.add", "_put_aside"])
def test_a_file_of_the_inbox_is_found_again(tmp_path: Path, function: str) -> None:
    """Killed when the bytes are kept, the Parquet is written or the release is known: nothing is lost or doubled."""
    desk = StarterDesk(tmp_path / "desk")
    init(desk.folder)
    inbox = desk.folder / "inbox" / "gacc-press"
    [file] = inbox.glob("*.csv")
    kill(desk, function, "movements")
    assert (inbox / "processing" / "1" / file.name).is_file()
    assert 0 == desk.run("movements").code
    assert ([], 1) == ([*inbox.glob("*.csv")], len([*(inbox / "done").iterdir()]))
    with FigureStore(desk.folder / "state") as store:
        assert (1, ()) == (len(store.releases()), store.check())


@pytest.mark.parametrize("function", ["render", "with_signature", "_swap", "FigureStore.note_edition"])
def test_a_killed_build_is_finished_by_the_next(finished: StarterDesk, fresh: StarterDesk, function: str) -> None:
    """Killed before the pages, when they are signed, half on the shelf, before the note: as if it had not been."""
    shutil.copy(finished.folder / "secrets" / "signing", fresh.folder / "secrets" / "signing")
    kill(fresh, function, "build")
    again = fresh.run("build")
    assert 0 == again.code, again.said
    assert digests(finished.edition) == digests(fresh.edition)
    assert ["r1"] == [path.name for path in fresh.edition.parent.iterdir()]
    assert 0 == fresh.run("audit", "pakistan-minerals/2025").code
