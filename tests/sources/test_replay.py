"""The replay server: it stands for the service only where it speaks as the service does."""

import json
from collections.abc import Iterator
from pathlib import Path

import httpx2
import pytest

from tests.sources.neighbours import KEY, line
from tests.sources.replay import Replay, replaying
from tests.sources.replay_rows import MadeRows, published

PREVIEW = "/public/v1/preview/C/M/HS"


@pytest.fixture
def server() -> Iterator[Replay]:
    """Return a server with more lines than a preview shows."""
    with replaying(MadeRows([line(partnerCode=one, cmdDesc="Fish") for one in range(1, 601)])) as running:
        yield running


def got(server: Replay, path: str, **headers: str) -> httpx2.Response:
    """Return the answer to one question."""
    return httpx2.get(server.address + path, headers=headers, trust_env=False)


def test_the_preview_is_cut_and_silent_about_it(server: Replay) -> None:
    """500 rows, 500 counted, descriptions left out; `countOnly` knows better."""
    cut = got(server, PREVIEW).json()
    assert (500, 500, None) == (cut["count"], len(cut["data"]), cut["data"][0]["cmdDesc"])
    assert 600 == got(server, f"{PREVIEW}?countOnly=true").json()["count"]
    assert 600 == got(server, "/data/v1/get/C/M/HS", **{"Ocp-Apim-Subscription-Key": KEY}).json()["count"]


def test_published_envelopes_are_said_again(shared_data: Path) -> None:
    """The rows of a kept month come with every field that the preview does not leave out."""
    kept = shared_data / "comtrade-china-pakistan-pair" / "api-envelope-json" / "chn_pak_M_201906.json"
    with replaying(published(shared_data)) as server:
        said = got(server, f"{PREVIEW}?reportercode=156&partnerCode=586&flowCode=M&period=201906").json()
    rows = json.loads(kept.read_text(encoding="utf-8"))["data"]
    assert rows
    assert len(rows) == len(said["data"])
    for ours, theirs in zip(said["data"], rows, strict=True):
        assert theirs == {name: theirs[name] if value is None else value for name, value in ours.items()}
