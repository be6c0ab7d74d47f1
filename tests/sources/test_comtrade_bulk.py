"""Bulk files: streamed to a path, whole or absent."""

import gzip
from collections.abc import Iterator
from pathlib import Path

import pytest

from generator.errors import KeyRefused, SourceChanged, SourceRefused, SourceUnavailable
from generator.sources.comtrade_bulk import Bulk, BulkFile
from generator.sources.patience import TRIES
from generator.sources.secret import Secret
from generator.sources.wire import AnswerTooLong
from tests.sources.neighbours import KEY, StoppedClock, line, patient
from tests.sources.replay import Replay, replaying
from tests.sources.replay_rows import MadeRows


@pytest.fixture
def server() -> Iterator[Replay]:
    """Return a server with a month of two hundred lines."""
    with replaying(MadeRows([line(f"{code:06}") for code in range(30111, 30311)])) as running:
        yield running


def bulk(server: Replay, key: str = KEY) -> Bulk:
    """Return the service."""
    return Bulk(server.address, Secret(key), server.guests.enter_context(patient(StoppedClock())))


@pytest.fixture
def listed(server: Replay) -> BulkFile:
    """Return the only file there is."""
    (only,) = bulk(server).files("CHN")
    return only


def test_a_file_arrives_as_it_was_sent(server: Replay, listed: BulkFile, tmp_path: Path) -> None:
    """Packed as it is: a header and two hundred lines, parted by tabs."""
    answer = bulk(server).save(listed, tmp_path / "whole.gz")
    text = gzip.decompress((tmp_path / "whole.gz").read_bytes()).decode()
    assert (201, True) == (text.count("\n"), text.startswith("datasetCode\ttypeCode\t"))
    assert b"" == answer.body
    assert ["whole.gz"] == [path.name for path in tmp_path.iterdir()]


@pytest.mark.parametrize("fault", ["cut", "reset", "nothing", "html", "shorter", "damaged"])
def test_a_broken_file_is_no_file(server: Replay, listed: BulkFile, tmp_path: Path, fault: str) -> None:
    """After the last try nothing lies there, not even a part."""
    server.next(*[fault] * TRIES)
    with pytest.raises(SourceUnavailable):
        bulk(server).save(listed, tmp_path / "none.gz")
    assert [] == list(tmp_path.iterdir())


@pytest.mark.parametrize("piece", [1, 7, 2**20])
def test_a_file_that_repeats_the_key_is_no_file(
    server: Replay, listed: BulkFile, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, piece: int
) -> None:
    """It would be kept for ever; the key is found across two pieces, and not quoted."""
    monkeypatch.setattr("generator.sources.comtrade_bulk._PIECE", piece)
    server.seen.clear()
    server.keys |= {"typeCode"}
    with pytest.raises(SourceRefused, match="repeats the key") as caught:
        bulk(server, "typeCode").save(listed, tmp_path / "none.gz")
    assert ([], 1, False) == (list(tmp_path.iterdir()), len(server.seen), "typeCode" in str(caught.value))


def test_a_file_larger_than_told_is_no_file(server: Replay, listed: BulkFile, tmp_path: Path) -> None:
    """It ends where the list said that it would, and is asked once."""
    server.seen.clear()
    server.next("flood")
    with pytest.raises(AnswerTooLong):
        bulk(server).save(listed, tmp_path / "none.gz")
    assert ([], 1) == (list(tmp_path.iterdir()), len(server.seen))


def test_a_key_without_the_right_is_refused(server: Replay) -> None:
    """Bulk files need another subscription than calls do."""
    with pytest.raises(KeyRefused):
        bulk(server, "plain").files("CHN")


@pytest.mark.parametrize("change", ["fileUrl=url", "fileSize=size", "publicationDate=date"])
def test_a_changed_list_is_told(server: Replay, change: str) -> None:
    """A field that is gone is named."""
    server.next(f"renamed:{change}")
    with pytest.raises(SourceChanged, match=change.partition("=")[0].lower()):
        bulk(server).files("CHN")
