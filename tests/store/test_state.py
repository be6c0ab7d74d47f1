"""The state file: opened with care."""

import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing, suppress
from datetime import date
from pathlib import Path

import pytest

from generator.errors import DeskBusy, IntegrityError
from generator.store import FigureStore
from generator.store.state import SCHEMA, StateFile
from tests.store.releases_by_hand import SELECTION, millions, take_in

HOUSE = Path(__file__).parents[2]
Damage = Callable[[Path], object]


def _sql(statement: str) -> Damage:
    def run(path: Path) -> None:
        with closing(sqlite3.connect(path)) as db:
            db.execute(statement)

    return run


@pytest.mark.parametrize(
    ("damage", "words"),
    [
        (lambda path: path.write_bytes(b""), "is damaged"),
        (lambda path: path.write_bytes(b"not a database at all" * 99), "is damaged"),
        (lambda path: path.write_bytes(path.read_bytes()[:5000]), "is damaged"),
        (lambda path: path.write_bytes(path.read_bytes().replace(b"\r\0\0\0", b"\r\0\xff\0")), "is damaged"),
        (lambda path: path.unlink(), "is missing, but releases of this desk are there"),
        (_sql("PRAGMA application_id = 7"), "is a database of another program"),
        (_sql("PRAGMA user_version = 99"), "was written by a newer tradebrief"),
    ],
)
def test_a_strange_state_file_is_never_made_anew(tmp_path: Path, damage: Damage, words: str) -> None:
    """A damaged, foreign, newer or lost file is an error that says what to do; its bytes stay as they are."""
    with FigureStore(tmp_path) as store:
        take_in(store, date(2026, 1, 20), {("74", "2025"): 1})
    path = tmp_path / "state.sqlite"
    damage(path)
    before = path.exists() and path.read_bytes()
    with pytest.raises(IntegrityError, match=words):
        FigureStore(tmp_path)
    assert before == (path.exists() and path.read_bytes())


def test_a_write_is_whole_or_not_at_all(tmp_path: Path) -> None:
    """A fault inside a transaction takes its writes back."""
    with closing(StateFile(tmp_path / "state.sqlite")) as state:
        with suppress(ZeroDivisionError), state.writing() as db:
            db.execute("INSERT INTO log (at, what, detail) VALUES ('', '', '')")
            _ = 1 / 0
        assert [] == state.rows("SELECT * FROM log")


def test_the_log_of_an_older_program_is_folded_into_the_file(tmp_path: Path) -> None:
    """What it had written, and was killed before it closed the file, is read; nothing lies beside the file then."""
    path = tmp_path / "desk" / "state.sqlite"
    StateFile(tmp_path / "state.sqlite").close()
    with closing(sqlite3.connect(tmp_path / "state.sqlite")) as db:
        db.execute("PRAGMA journal_mode=WAL")
        db.execute("INSERT INTO log (at, what, detail) VALUES ('', 'told', '')")
        db.commit()
        shutil.copytree(tmp_path, path.parent)
    assert {"state.sqlite", "state.sqlite-shm", "state.sqlite-wal"} == {one.name for one in path.parent.iterdir()}
    with closing(StateFile(path)) as state:
        assert ["told"] == [row["what"] for row in state.rows("SELECT what FROM log")]
        assert [path] == list(path.parent.iterdir())


def test_another_writer_is_named_as_such(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever finds the file taken is told that another run has it, not that something broke."""
    monkeypatch.setattr("generator.store.state.PATIENCE", 0.01)
    path = tmp_path / "state.sqlite"
    with (
        closing(StateFile(path)) as one,
        closing(StateFile(path)) as two,
        one.writing(),
        pytest.raises(DeskBusy),
        two.writing(),
    ):
        pass


def test_opening_the_store_is_cheap() -> None:
    """Asking for a desk's state does not wait for the engines that read figures."""
    heavy = "print(sorted({'duckdb', 'pyarrow', 'pandas', 'numpy'} & set(sys.modules)))"
    program = f"import sys, tempfile, pathlib; from generator.store import FigureStore; \
FigureStore(pathlib.Path(tempfile.mkdtemp())).editions.all(); {heavy}"
    answer = subprocess.run([sys.executable, "-c", program], cwd=HOUSE, capture_output=True, text=True, check=True)
    assert "[]\n" == answer.stdout


def test_a_file_of_the_first_schema_is_brought_up(tmp_path: Path) -> None:
    """What an older program wrote is read as it was; the new columns say nothing of it."""
    path = tmp_path / "state.sqlite"
    with FigureStore(tmp_path) as store:
        batch = take_in(store, date(2026, 1, 20), {("74", "2025"): 1})
    with closing(sqlite3.connect(path)) as db:
        since = "parties coverage answers subscriptions readers suppressed decisions outbox mailings bounces lease wire"
        for table in (*since.split(), "due", "looks", "alerts", "watched", "restored"):
            db.execute(f"DROP TABLE {table}")
        for column in ("parser", "content", "address", "accepted", "flags"):
            db.execute(f"ALTER TABLE releases DROP COLUMN {column}")
        db.execute("PRAGMA user_version = 1")
    with FigureStore(tmp_path) as store:
        assert (batch.release,) == store.releases.vintage("customs", None, SELECTION).releases
        assert {("74", "2025"): 1} == millions(store, store.releases.vintage("customs"))
        assert [("", (), "")] == [(one.accepted, one.flags, one.address) for one in store.releases.all()]
    with closing(sqlite3.connect(path)) as db:
        assert (SCHEMA,) == db.execute("PRAGMA user_version").fetchone()


def test_writes_reach_the_disk(tmp_path: Path) -> None:
    """A journal that the folder forgets durably (EXTRA), foreign keys and ten seconds of patience."""
    state = StateFile(tmp_path / "state.sqlite")
    pragmas = ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
    assert ["delete", 3, 1, 10_000] == [state.rows(f"PRAGMA {name}")[0][0] for name in pragmas]
    state.close()


@pytest.mark.parametrize("table", ["releases", "log"])
@pytest.mark.parametrize("verb", ["UPDATE {} SET sequence = 2", "DELETE FROM {}"])
def test_history_only_grows(store: FigureStore, tmp_path: Path, table: str, verb: str) -> None:
    """Neither a release nor a line of the log can be changed or removed, by whatever hand."""
    take_in(store, date(2026, 1, 20), {("74", "2025"): 1})
    store.editions.add_to_log("told", {}, store.releases.all()[0].recorded)
    with pytest.raises(sqlite3.IntegrityError):
        _sql(verb.format(table))(tmp_path / "state/state.sqlite")
