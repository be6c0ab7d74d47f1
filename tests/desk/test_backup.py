"""A backup: one file of a whole desk, and that file as a desk again."""

import gzip
import io
import json
import os
import shutil
import sqlite3
import tarfile
import time
from collections.abc import Callable, Iterable
from contextlib import closing
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

import pytest

from generator.errors import IntegrityError
from generator.service.backup import back_up, look_through, restore
from generator.settings.wiring import open_desk
from tests.desk.conftest import StarterDesk

EDITION = "pakistan-minerals/2025"
USAGE, REFUSED, UNCERTAIN, INTEGRITY = 2, 3, 5, 6
Member = tuple[tarfile.TarInfo, bytes]


def restored(desk: StarterDesk, place: Path) -> StarterDesk:
    """Return the desk that a backup of `desk` makes at `place`."""
    done = desk.run("backup", str(place.with_suffix(".tar")))
    assert done.code == 0, done.said
    done = desk.run("restore", str(place.with_suffix(".tar")), "--into", str(place))
    assert done.code == 0, done.said
    return StarterDesk(place)


def contents(folder: Path) -> dict[str, bytes]:
    """Return the files below a folder."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def mode(path: Path) -> int:
    """Return who may do what with a file."""
    return path.stat().st_mode & 0o777


def test_a_restored_desk_is_the_desk(approved: StarterDesk, tmp_path: Path) -> None:
    """Settings, keys, raw bytes, figures and editions are those that there were, and its own are nobody else's."""
    (approved.folder / "state" / "preview").mkdir()
    (approved.folder / "state" / "preview" / "en.html").write_text("only looked at", encoding="utf-8")
    again = restored(approved, tmp_path / "again")
    kept = ("raw", "figures", "editions", "signatures")
    for part in ("briefings", "commentary", "inbox", "secrets", "output", *(f"state/{name}" for name in kept)):
        assert contents(approved.folder / part) == contents(again.folder / part), part
    assert {"state.sqlite", *kept} == {path.name for path in (again.folder / "state").glob("[!.]*")}
    assert [0o600, 0o700, 0o600, 0o700] == [
        mode(again.folder / place) for place in ("secrets/readers", "secrets", "state/state.sqlite", "state")
    ]
    assert 0o600 == mode(tmp_path / "again.tar")


@pytest.mark.long
def test_a_restored_desk_works(approved: StarterDesk, tmp_path: Path) -> None:
    """Its editions hold, come back byte for byte, and once a person has confirmed it nothing is wrong with it."""
    again = restored(approved, tmp_path / "again")
    assert again.run("audit", EDITION).code == 0
    assert "comes back byte for byte" in again.run("regenerate", "pakistan-minerals", "--period", "2025").said
    doctor = again.run("doctor")
    assert ["FIX   restored"] == [line.partition(": ")[0] for line in doctor.said.splitlines() if "FIX " in line]
    assert again.run("restore", "--confirm", "--yes", "--by", "Ann").code == 0
    assert again.run("doctor").code == 0


@pytest.mark.parametrize("verb", [("send", EDITION, "--yes"), ("subscribers", "ask", "--yes")])
def test_a_restored_desk_sends_nothing(approved: StarterDesk, tmp_path: Path, verb: tuple[str, ...]) -> None:
    """What went out since the backup is not in its ledger: it says so, with what to do, and no letter is written."""
    assert approved.run("subscribers", "add", "c@example.org").code == 0  # who is to be asked
    again = restored(approved, tmp_path / "again")
    done = again.run(*verb)
    assert REFUSED == done.code, done.said
    assert "Next: tradebrief restore --confirm" in done.said
    assert not list((again.folder / "outbox").glob("*.eml"))
    assert {"approve"} == {
        one["what"] for one in json.loads(again.run("status", "--decisions", "--json").said)["decisions"]
    }


def test_a_person_lets_a_restored_desk_send(approved: StarterDesk, tmp_path: Path) -> None:
    """They are told first what may have gone out; who said yes is logged, and each reader gets their letter."""
    again = restored(approved, tmp_path / "again")
    assert "tradebrief restore --confirm" in again.run("status").said
    told = again.run("restore", "--confirm", "--nothing-went-out", "--yes", "--by", "Ann")
    assert "pakistan-minerals/2025/r1 is approved: 2 letters wait here, and may have gone out" in told.said
    assert again.run("send", EDITION, "--yes").code == 0
    assert 2 == len(list((again.folder / "outbox").glob("*.eml")))
    with closing(sqlite3.connect(again.folder / "state" / "state.sqlite")) as db:
        ((detail,),) = db.execute("SELECT detail FROM log WHERE what = 'confirmed'").fetchall()
    assert "Ann" == json.loads(detail)["who"]
    assert "waits for nobody to confirm it" in again.run("restore", "--confirm", "--yes").said


def test_letters_that_may_have_gone_out_are_settled_by_a_person(approved: StarterDesk, tmp_path: Path) -> None:
    """Where nobody knows, none of them goes by itself; taken as sent, the edition is published without a letter."""
    again = restored(approved, tmp_path / "again")
    assert "2 letters are uncertain: tradebrief resolve" in again.run("restore", "--confirm", "--yes").said
    assert UNCERTAIN == again.run("send", EDITION, "--yes").code
    assert again.run("resolve", EDITION, "--assume-sent").code == 0
    assert "published" in again.run("send", EDITION, "--yes").said
    assert not list((again.folder / "outbox").glob("*.eml"))


def test_secrets_stay_out_where_they_are_not_wanted(desk: StarterDesk, tmp_path: Path) -> None:
    """The file has neither key nor password then, wherever the settings have them, and says so."""
    (desk.folder / "own").mkdir()
    (desk.folder / "own" / "password").write_text("swordfish", encoding="utf-8")
    server = {"TRADEBRIEF_MAIL__SMTP__HOST": "smtp.example.org", "TRADEBRIEF_MAIL__SMTP__PASSWORD_FILE": "own/password"}
    key = (desk.folder / "secrets" / "readers").read_bytes().strip()
    for words, option in (("keys and passwords among them", ()), ("no key and no password", ("--without-secrets",))):
        done = desk.run("backup", str(tmp_path / "b.tar"), *option, **server)
        assert (0, True) == (done.code, words in done.said), done.said
        raw = (tmp_path / "b.tar").read_bytes()
        assert {not option} == {key in raw, b"swordfish" in raw}


def test_a_folder_that_is_not_empty_is_left_alone(desk: StarterDesk, tmp_path: Path) -> None:
    """Nothing of a person is written over."""
    assert desk.run("backup", str(tmp_path / "b.tar")).code == 0
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "mine").write_text("mine", encoding="utf-8")
    done = desk.run("restore", str(tmp_path / "b.tar"), "--into", str(tmp_path / "full"))
    assert (USAGE, {"mine": b"mine"}) == (done.code, contents(tmp_path / "full"))


@pytest.fixture(scope="module")
def packed(finished: StarterDesk, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a backup of a finished desk; tests read it, none changes it."""
    file = tmp_path_factory.mktemp("backup") / "b.tar"
    done = finished.run("backup", str(file))
    assert done.code == 0, done.said
    return file


def _info(name: str, **other: object) -> tarfile.TarInfo:
    info = tarfile.TarInfo(name)
    for key, value in other.items():
        setattr(info, key, value)
    return info


def _named(members: list[Member], name: str) -> list[Member]:
    """Return the members with another one of that name, which the list has."""
    content = members[0][1]
    listed = json.loads(members[-1][1])
    listed["files"].append({"name": name, "bytes": len(content), "sha256": sha256(content).hexdigest()})
    return [*members[:-1], (_info(name, size=len(content)), content), (members[-1][0], json.dumps(listed).encode())]


def _with(members: list[Member], name: str, **other: object) -> list[Member]:
    return [*members[:-1], (_info(name, **other), b""), members[-1]]


def _flipped(members: list[Member]) -> list[Member]:
    info, content = members[3]
    return [*members[:3], (info, bytes([content[0] ^ 1]) + content[1:]), *members[4:]]


Attack = Callable[[list[Member]], Iterable[Member]]
ATTACKS: dict[str, tuple[str, Attack]] = {
    "absolute": ("no backup of a desk has", lambda all_: _named(all_, "/etc/escaped")),
    "upwards": ("no backup of a desk has", lambda all_: _named(all_, "desk/../../escaped")),
    "another root": ("no backup of a desk has", lambda all_: _named(all_, "elsewhere/escaped")),
    "symbolic link": (
        "not a plain file",
        lambda all_: _with(all_, "desk/styles", type=tarfile.SYMTYPE, linkname="/etc"),
    ),
    "hard link": (
        "not a plain file",
        lambda all_: _with(all_, "desk/x", type=tarfile.LNKTYPE, linkname="desk/desk.yaml"),
    ),
    "device": ("not a plain file", lambda all_: _with(all_, "desk/x", type=tarfile.CHRTYPE, devmajor=1, devminor=3)),
    "in another's place": ("twice", lambda all_: _named(all_, "desk/state/state.sqlite")),
    "below a file": ("twice", lambda all_: _named(all_, "desk/desk.yaml/x")),
    "not listed": ("desk/styles/x.css is not as it was packed", lambda all_: _with(all_, "desk/styles/x.css")),
    "listed and not there": ("desk/desk.yaml is not as it was packed", lambda all_: all_[1:]),
    "other bytes": ("is not as it was packed", _flipped),
    "behind the list": ("stands behind backup.json", lambda all_: [*all_, all_[0]]),
    "no list": ("no backup.json at its end", lambda all_: all_[:-1]),
    "an empty list": ("cannot be read", lambda all_: [*all_[:-1], (_info("backup.json"), b"{}")]),
}


@pytest.mark.parametrize("attack", ATTACKS)
def test_a_strange_backup_leaves_nothing(packed: Path, tmp_path: Path, attack: str) -> None:
    """What leads elsewhere, is no file, or is not what was packed is refused, and no desk is there, not even half."""
    words, change = ATTACKS[attack]
    with tarfile.open(packed) as tar:
        members = [(info, content.read()) for info in tar if (content := tar.extractfile(info))]
    with tarfile.open(tmp_path / "b.tar", "w") as tar:
        for info, raw in change(members):
            kept = {key: getattr(info, key) for key in ("type", "linkname", "devmajor", "devminor", "mode", "mtime")}
            tar.addfile(_info(info.name, **kept, size=len(raw)), io.BytesIO(raw))
    with pytest.raises(IntegrityError, match=words):
        restore(tmp_path / "b.tar", tmp_path / "new", {}, datetime.now(UTC))
    assert ["b.tar"] == [path.name for path in tmp_path.iterdir()]


@pytest.mark.parametrize("is_compressed", [False, True])
@pytest.mark.parametrize("part", [0, 10, 0.5, 0.999])
def test_a_backup_that_was_cut_off_is_refused(
    packed: Path, tmp_path: Path, part: float, *, is_compressed: bool
) -> None:
    """Wherever it ends."""
    raw = packed.read_bytes().rstrip(b"\0")
    raw = gzip.compress(raw) if is_compressed else raw
    (tmp_path / "b.tar").write_bytes(raw[: int(part if part > 1 else len(raw) * part)])
    with pytest.raises(IntegrityError, match="is not a whole backup"):
        look_through(tmp_path / "b.tar")


def test_a_revision_that_is_replaced_meanwhile_is_packed_as_the_state_has_it(desk: StarterDesk, tmp_path: Path) -> None:
    """The state that goes into the file names the revision that goes into it, whatever a run does in between."""
    note = desk.folder / "commentary" / "pakistan-minerals" / "2025.md"
    told: list[str] = []

    def tell(line: str) -> None:
        told.append(line)
        if len(told) == 8:  # the state is copied, its revision is not
            note.write_text(note.read_text(encoding="utf-8").replace("---\n", "---\nheadline: {en: Copper leads}\n", 1))
            assert desk.run("build").code == 0

    before = contents(desk.folder / "output")
    opened = open_desk(desk.folder, {})
    with opened.store:
        back_up(opened.desk, opened.store, opened.shelf, tmp_path / "b.tar", datetime.now(UTC), tell)
    assert before != contents(desk.folder / "output")
    assert desk.run("restore", str(tmp_path / "b.tar"), "--into", str(tmp_path / "again")).code == 0
    again = StarterDesk(tmp_path / "again")
    assert before == contents(again.folder / "output")
    assert again.run("audit", EDITION).code == 0


def test_an_edition_that_is_damaged_is_packed_as_it_was_recorded(desk: StarterDesk, tmp_path: Path) -> None:
    """From its kept bytes; what was not kept, and is damaged, is named."""
    whole = contents(desk.folder / "output")
    (desk.edition / "manifest.json").write_text("{}", encoding="utf-8")
    (desk.edition / "en.md").write_text("damaged", encoding="utf-8")
    assert whole == contents(restored(desk, tmp_path / "again").folder / "output")
    digest = sha256(whole["pakistan-minerals/2025/r1/en.md"]).hexdigest()
    next((desk.folder / "state" / "editions").rglob(digest)).unlink()
    done = desk.run("backup", str(tmp_path / "b.tar"))
    assert (0, True) == (done.code, "pakistan-minerals/2025/r1: en.md is damaged or missing" in done.said)


DAY = 86_400
EVERYTHING = "retention: {outbox: 10d, bounces: 10d, inbox: 10d, held: 10d, previews: 10d, older_state: 10d}\n"
GOES = {
    "outbox": "outbox/*.eml",
    "bounces": "bounces/done/old.eml",
    "inbox": "inbox/gacc-press/done/*.csv",
    "held": "state/held/pakistan-minerals/2025/findings.txt",
    "previews": "state/preview/pakistan-minerals/2025/en.html",
    "older_state": "state/state.sqlite.schema-3",
}


@pytest.fixture
def used(approved: StarterDesk) -> StarterDesk:
    """Return a desk with one of everything that may go, each changed eleven days ago, and one that was read today."""
    assert approved.run("send", EDITION, "--yes").code == 0
    desk = approved
    for name in (
        *list(GOES.values())[3:],
        "bounces/done/old.eml",
        "bounces/strange/old.eml",
        "inbox/gacc-press/done/n.csv",
    ):
        (desk.folder / name).parent.mkdir(parents=True, exist_ok=True)
        (desk.folder / name).write_text("whatever", encoding="utf-8")
    then = time.time() - 11 * DAY
    for path in (path for path in desk.folder.rglob("*") if not path.is_symlink()):
        os.utime(path, (then, then))
    (desk.folder / "bounces" / "done" / "new.eml").write_text("read today", encoding="utf-8")
    return desk


def retaining(desk: StarterDesk, line: str) -> StarterDesk:
    """Let the desk's settings say how long things are kept."""
    with (desk.folder / "desk.yaml").open("a", encoding="utf-8") as file:
        file.write(line)
    return desk


def names(folder: Path) -> set[str]:
    """Return the files of a folder but for the lock."""
    found = {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}
    return {name for name in found if not name.endswith("lock")}


@pytest.mark.parametrize("kind", GOES)
def test_each_kind_goes_by_its_own_key(used: StarterDesk, kind: str) -> None:
    """And nothing else does: not what was changed since, not what a person is to look at, no row of the ledger."""
    before = names(used.folder)
    going = {str(path.relative_to(used.folder)) for path in used.folder.glob(GOES[kind])}
    going.discard("inbox/gacc-press/done/n.csv")  # its bytes are kept nowhere else
    done = retaining(used, f"retention: {{{kind}: 10d}}\n").run("tidy", "--json")
    assert [{"kind": kind, "after": "10d", "count": len(going)}] == json.loads(done.said)["tidied"]
    assert (going, True) == (before - names(used.folder), going != set())


def test_what_an_edition_stands_on_stays(used: StarterDesk) -> None:
    """With every key set, a published edition holds, comes back byte for byte, and who got it is known."""
    edition = {path: path.read_bytes() for path in used.edition.rglob("*") if path.is_file()}
    assert retaining(used, EVERYTHING).run("tidy").code == 0
    assert edition == {path: path.read_bytes() for path in used.edition.rglob("*") if path.is_file()}
    assert used.run("audit", EDITION).code == 0
    shutil.rmtree(used.edition)
    assert used.run("regenerate", "pakistan-minerals", "--period", "2025").code == 0
    assert edition == {path: path.read_bytes() for path in used.edition.rglob("*") if path.is_file()}
    assert "a@example.org" in used.run("status", "--letters", EDITION).said
    assert "nothing was left to send" in used.run("send", EDITION, "--yes").said


def test_a_letter_whose_run_ended_keeps_its_file(used: StarterDesk) -> None:
    """The file alone says that it was written: without it the letter would be written once more."""
    with closing(sqlite3.connect(used.folder / "state" / "state.sqlite")) as db, db:
        db.execute("UPDATE outbox SET state = 'inflight' WHERE address = 'a@example.org'")
        db.execute("UPDATE editions SET state = 'sending'")
    retaining(used, EVERYTHING).run("tidy")
    assert [b"To: a@example.org"] == [
        file.read_bytes().split(b"\r\n", 1)[0] for file in (used.folder / "outbox").glob("*.eml")
    ]
