"""The whole line with names from a list: from a file to pages that come back byte for byte after a later list."""

import json
import shutil
from pathlib import Path

from tests.desk.conftest import StarterDesk
from tests.desk.listed_desk import LINES, listed_desk
from tests.name_lists import of_customs

NAME = "Copper ores and concentrates"


def test_names_go_the_whole_line(finished: StarterDesk, tmp_path: Path) -> None:
    """Taken in, built, audited, looked at, made again: a later list makes a revision and leaves the first as it was."""
    folder = tmp_path / "desk"
    listed_desk(folder, [], more="approval: none\n").store.close()
    shutil.copytree(finished.folder / "state" / "faces", folder / "state" / "faces")
    desk, edition = StarterDesk(folder), folder / "output" / "copper" / "2025-12"
    (folder / "list.csv").write_bytes(of_customs(LINES))
    taken = desk.run("ingest", str(folder / "list.csv"), "--source", "lists")
    assert (0, True) == (taken.code, "known to editions whose figures are of 2023-01-01 or later" in taken.said), (
        taken.said
    )
    built = desk.run("build", "copper")
    assert 0 == built.code, built.said
    first = (edition / "r1" / "en.html").read_text("utf-8")
    assert NAME in first
    manifest = json.loads((edition / "r1" / "manifest.json").read_text("utf-8"))
    assert ["lists/2023-01-01"] == [name.rpartition("/")[0] for name in manifest["names"]]

    inbox = folder / "inbox" / "lists"
    inbox.mkdir()
    (inbox / "later.csv").write_bytes(of_customs({"26030000": "Copper sands"}, year=2024))
    again = desk.run("build", "copper")
    assert (0, True) == (again.code, "recorded: later.csv: 1 names" in again.said), again.said
    assert "Copper sands" in (edition / "r2" / "en.html").read_text("utf-8")

    (edition / "r1" / "en.html").unlink()
    again = desk.run("regenerate", "copper", "--period", "2025-12", "--revision", "1")
    assert (0, first) == (again.code, (edition / "r1" / "en.html").read_text("utf-8")), again.said

    looked = desk.run("figures", "copper", "--names", "en")
    assert (0, True) == (looked.code, "Copper sands" in looked.said), looked.said
    assert 2 == desk.run("figures", "copper", "--names", "en", "--in", "USD").code
