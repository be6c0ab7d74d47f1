"""The raw store."""

from hashlib import sha256
from pathlib import Path

import pytest

from generator.errors import GeneratorError, IntegrityError
from generator.store import FigureStore

RAW = b"code,value\n0901,1\n"
DIGEST = sha256(RAW).hexdigest()


def test_bytes_come_back_by_their_digest(store: FigureStore, tmp_path: Path) -> None:
    """The name of a file is the SHA-256 of what was received, in a folder of its first two digits."""
    assert [DIGEST, DIGEST] == [store.raw.keep(RAW), store.raw.keep(RAW)]
    assert RAW == store.raw.read(DIGEST)
    assert [tmp_path / "state/raw" / DIGEST[:2] / DIGEST] == [*(tmp_path / "state/raw").glob("*/*")]


def test_changed_bytes_are_not_given_out(store: FigureStore, tmp_path: Path) -> None:
    """One changed byte is found when the file is read, and mended by receiving the file again."""
    store.raw.keep(RAW)
    (tmp_path / "state/raw" / DIGEST[:2] / DIGEST).write_bytes(RAW.replace(b"1", b"2"))
    with pytest.raises(IntegrityError, match="has changed since it was received"):
        store.raw.read(DIGEST)
    store.raw.keep(RAW)
    assert RAW == store.raw.read(DIGEST)


def test_a_file_is_kept_as_its_bytes_are(store: FigureStore, tmp_path: Path) -> None:
    """A file that is too large to be held comes to the same name, and mends a copy that has changed."""
    (tmp_path / "table.csv").write_bytes(RAW)
    assert [DIGEST, DIGEST] == [store.raw.keep_file(tmp_path / "table.csv"), store.raw.keep(RAW)]
    (tmp_path / "state/raw" / DIGEST[:2] / DIGEST).write_bytes(RAW.replace(b"1", b"2"))
    store.raw.keep_file(tmp_path / "table.csv")
    assert RAW == store.raw.read(DIGEST)


def test_a_refusal_of_the_disk_names_the_file(store: FigureStore, tmp_path: Path) -> None:
    """Where nothing can be written, the error says which file and what to do."""
    (tmp_path / "state/raw").write_text("a file where the folder should be")
    with pytest.raises(GeneratorError, match=f"{DIGEST} cannot be written: .*Free space or fix its permissions"):
        store.raw.keep(RAW)
