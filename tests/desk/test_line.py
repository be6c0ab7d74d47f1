"""The whole line: published figures in, an audited edition out, byte for byte the same each time."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import signal
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

import jsonschema  # type: ignore[import-untyped]
import pikepdf
import pytest

from generator.audit import audit, audit_files
from generator.audit.seals import UNLISTED
from generator.editions.build import build
from generator.service.starter_desk import init
from generator.settings.desk_parts import DeskParts
from generator.settings.wiring import open_desk
from generator.store import FigureStore
from tests import program
from tests.audit.mutate import Mutation, mutations
from tests.desk.conftest import StarterDesk

FILES = {
    *("en.pdf", "en.html", "en.eml", "en.txt", "en.md"),
    *("figures.csv", "claims.json", "edition.json", "manifest.json", "manifest.sig"),
}
LEVELS = ["$1.14 billion", "$11 million", "$14.16 million", "$0.29 million", "$101 million", "$110.90 million"]
STARTER = "china-minerals-from-pakistan-2025.csv"


def digests(folder: Path) -> dict[str, str]:
    """Return the SHA-256 of every file of a revision."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def starter_table(desk: StarterDesk) -> str:
    """Return the starter's table of figures as it was taken in."""
    return next((desk.folder / "inbox" / "gacc-press" / "done").glob(f"*{STARTER}")).read_text(encoding="utf-8")


def corrected(desk: StarterDesk, old: str, new: str, tmp_path: Path) -> Path:
    """Return a file with one cell of the starter's table changed."""
    text = starter_table(desk)
    assert text.count(old) == 1
    file = tmp_path / "corrected.csv"
    file.write_text(text.replace(old, new), encoding="utf-8")
    return file


def test_the_edition_has_the_files_of_the_contract(finished: StarterDesk) -> None:
    """Five documents, four files of data, and pictures in three forms with their tables."""
    names = set(digests(finished.edition))
    assert names >= FILES
    assert {Path(name).suffix for name in names if name.startswith("charts/")} == {".svg", ".png", ".csv", ".json"}


@pytest.mark.parametrize("level", [*LEVELS, "$89.43 million", "$30.35 million"])
def test_the_edition_states_the_eight_levels(finished: StarterDesk, level: str) -> None:
    """Seven lines of 2025 and one of 2024, in the digits of the publisher."""
    assert level in finished.text("en.md").replace("\N{NO-BREAK SPACE}", " ").replace("\\", "")


@pytest.mark.long
def test_a_second_desk_elsewhere_makes_the_same_bytes(finished: StarterDesk, tmp_path: Path) -> None:
    """Neither folder, time zone, locale nor clock is in the bytes; it signs with the same key."""
    other = StarterDesk(tmp_path / "else where" / "desk")
    shutil.copytree(finished.folder / "state" / "faces", tmp_path / "faces")
    assert other.run("init", str(other.folder), "--output", "../pages").code == 0
    shutil.copy(finished.folder / "secrets" / "signing", other.folder / "secrets" / "signing")
    assert other.run("build", TZ="America/St_Johns", LC_ALL="C", LANG="de_DE.UTF-8").code == 0
    made = other.folder.parent / "pages" / "pakistan-minerals" / "2025" / "r1"
    assert digests(made) == digests(finished.edition)


def test_a_lost_edition_comes_back_byte_for_byte(desk: StarterDesk) -> None:
    """What was kept is enough to make it again, whatever the settings say now."""
    before = digests(desk.edition)
    shutil.rmtree(desk.edition)
    settings = desk.folder / "desk.yaml"
    settings.write_text(settings.read_text(encoding="utf-8").replace("Investment Section}", "Investment Office}"))
    assert desk.run("regenerate", TRADEBRIEF_PUBLISHER__NAME__EN="Another Section").code == 0
    assert digests(desk.edition) == before


def test_a_damaged_file_is_found_and_mended(desk: StarterDesk) -> None:
    """One changed byte is exit 6 for the audit; regenerate writes the file again."""
    before = digests(desk.edition)
    page = desk.edition / "en.html"
    page.write_bytes(page.read_bytes() + b" ")
    found = desk.run("audit", "pakistan-minerals/2025")
    assert (6, True) == (found.code, "en.html" in found.said)
    (desk.edition / "manifest.json").unlink()
    assert desk.run("regenerate").code == 0
    assert digests(desk.edition) == before


@pytest.mark.parametrize("content", [None, b"", b"{}", b"[1]", b'{"files": [{"name": 1}]}'])
def test_a_damaged_manifest_is_found(desk: StarterDesk, content: bytes | None) -> None:
    """Changed, broken or missing: exit 6, and one line that names it and the remedy."""
    manifest = desk.edition / "manifest.json"
    manifest.unlink()
    if content is not None:
        manifest.write_bytes(content)
    found = desk.run("audit", "pakistan-minerals/2025")
    assert (6, True, True) == (found.code, "manifest.json" in found.said, "regenerate" in found.said), found.said


def values(desk: StarterDesk) -> dict[tuple[str, bool], str]:
    """Return the value of every claim by its formula, and whether the formula stands on the figure of zinc ores."""
    ledger = json.loads((desk.edition / "claims.json").read_bytes())
    zinc = {f'"{name}"' for name, cell in ledger["cells"].items() if cell["code"] == "2608"}
    found = {}
    for claim in ledger["claims"]:
        formula = json.dumps(claim["formula"])
        found[formula, claim["unit"] != "count" and any(name in formula for name in zinc)] = claim["value"]
    return found


def test_a_changed_cell_changes_the_figures_that_stand_on_it_and_no_other(desk: StarterDesk, tmp_path: Path) -> None:
    """Zinc ores at 111.90 change zinc, shares and sums; the levels of copper, chromium and aluminium stay."""
    before = values(desk)
    file = corrected(desk, "2608,110.90", "2608,111.90", tmp_path)
    assert desk.run("ingest", str(file), "--source", "gacc-press").code == 0
    assert desk.run("build").code == 0
    after = values(desk)
    assert before.keys() == after.keys()
    assert {key for key in before if key[1]} == {key for key in before if before[key] != after[key]}


def test_revised_figures_are_published_as_a_new_revision(desk: StarterDesk, tmp_path: Path) -> None:
    """Even where a draft could be replaced, `regenerate --publish` leaves what stands."""
    before, file = digests(desk.edition), corrected(desk, "2608,110.90", "2608,111.90", tmp_path)
    assert desk.run("ingest", str(file), "--source", "gacc-press").code == 0
    assert desk.run("regenerate", "--as-revised", "--publish").code == 0
    assert digests(desk.edition) == before
    assert "$111.90" in (desk.edition.with_name("r2") / "en.txt").read_text(encoding="utf-8")


def test_a_wrong_figure_typed_into_a_template_holds_the_edition(desk: StarterDesk) -> None:
    """The finished page says what the figures do not: exit 3, file and figure named, nothing in output/."""
    own = desk.folder / "templates"
    own.mkdir(exist_ok=True)
    page = (Path(__file__).parents[2] / "templates" / "edition.html.j2").read_text(encoding="utf-8")
    (own / "edition.html.j2").write_text(page.replace("<main", "<p>Copper reached $1.51 billion.</p><main", 1))
    before = digests(desk.edition)
    held = desk.run("build")
    assert (3, True) == (held.code, "1.51" in held.said)
    assert digests(desk.edition) == before
    assert (desk.folder / "state" / "held" / "pakistan-minerals" / "2025" / "findings.txt").is_file()


@pytest.mark.parametrize(("period", "code"), [("1990", 2), ("2024", 3), ("2026", 4), ("2025-12", 2), ("soon", 2)])
def test_a_period_without_figures_has_its_exit_code(finished: StarterDesk, period: str, code: int) -> None:
    """Before the figures, incomplete, not out yet, another frequency, no period at all."""
    assert finished.run("build", "--period", period).code == code


def test_a_second_run_is_told_that_the_desk_is_held(desk: StarterDesk) -> None:
    """One run at a time: exit 7, within five seconds."""
    from filelock import FileLock

    with FileLock(desk.folder / "state" / "lock"):
        assert desk.run("build").code == 7


NOON = datetime(2026, 2, 1, 12, tzinfo=UTC)
NAME = "pakistan-minerals"


@pytest.fixture
def opened(desk: StarterDesk) -> Iterator[DeskParts]:
    """Return the finished desk, open."""
    found = open_desk(desk.folder, {})
    with found.store:
        yield found


def ask(desk: DeskParts) -> tuple[int, bool]:
    """Build, and return the revision with whether it was made."""
    receipt = build(desk.desk, desk.store, desk.shelf, NAME, None, NOON, lambda _: None)
    return receipt.revision, receipt.made


def forget(desk: DeskParts, what: str) -> None:
    """Take notes out of the state, as a kill before the note leaves it."""
    with closing(sqlite3.connect(desk.store.folder / "state.sqlite")) as state, state:
        state.execute(f"DELETE FROM editions WHERE {what}")  # noqa: S608 -- words of this file


def approve(desk: DeskParts) -> None:
    """Approve the newest revision."""
    desk.store.note_edition(replace(desk.store.editions()[-1], state="approved"), NOON)


def change(desk: StarterDesk) -> None:
    """Change what decides the edition's words."""
    settings = desk.folder / "desk.yaml"
    settings.write_text(settings.read_text(encoding="utf-8").replace("Section}", "Office}"), encoding="utf-8")


def test_a_revision_that_a_kill_left_without_a_note_is_noted(opened: DeskParts) -> None:
    """The next build finds it whole on the shelf, and the state knows it again."""
    [before] = opened.store.editions()
    forget(opened, "revision = 1")
    assert ((1, False), (before,)) == (ask(opened), opened.store.editions())


def test_a_replaced_draft_that_a_kill_left_with_the_old_note_is_noted(opened: DeskParts) -> None:
    """The files are the new ones; so must the note be."""
    [before] = opened.store.editions()
    opened.store.note_edition(replace(before, manifest_sha256="0" * 64, inputs_sha256="0" * 64), NOON)
    assert ((1, False), (before,)) == (ask(opened), opened.store.editions())


def test_an_approved_revision_whose_folder_is_gone_comes_back_as_itself(desk: StarterDesk, opened: DeskParts) -> None:
    """The same inputs are the same revision, not the next one."""
    manifest = (desk.edition / "manifest.json").read_bytes()
    approve(opened)
    shutil.rmtree(desk.edition)
    assert ((1, True), manifest) == (ask(opened), (desk.edition / "manifest.json").read_bytes())


@pytest.mark.parametrize("lost", [False, True])
def test_other_content_never_takes_the_number_of_an_approved_revision(desk: StarterDesk, *, lost: bool) -> None:
    """Whether or not its folder is still there."""
    with open_desk(desk.folder, {}).store as store:
        store.note_edition(replace(store.editions()[-1], state="approved"), NOON)
    if lost:
        shutil.rmtree(desk.edition)
    change(desk)
    changed = open_desk(desk.folder, {})
    with changed.store:
        assert (2, True) == ask(changed)
    assert [not lost, True] == [Path(desk.edition.with_name(name)).is_dir() for name in ("r1", "r2")]


def test_the_hash_of_a_replaced_revision_stays_in_the_log(desk: StarterDesk) -> None:
    """`approval: one` and nobody approved: r1 is made anew, and what it was can still be proved."""
    before = hashlib.sha256((desk.edition / "manifest.json").read_bytes()).hexdigest()
    change(desk)
    with (changed := open_desk(desk.folder, {})).store:
        assert (1, True) == ask(changed)
    with closing(sqlite3.connect(desk.folder / "state" / "state.sqlite")) as state:
        [(last,)] = state.execute("SELECT detail FROM log ORDER BY rowid DESC LIMIT 1").fetchall()
    assert before == json.loads(last)["replaced"]


OLD = "0.0.9"


def made_by_an_older_program(desk: StarterDesk) -> None:
    """Give the starter's edition the manifest of another version, in the shelf, the raw store and the state.

    That version signed nothing.
    """
    shelved = desk.edition / "manifest.json"
    before = sha256(shelved.read_bytes()).hexdigest()
    manifest = json.loads(shelved.read_bytes())
    del manifest["signed_by"]
    (desk.edition / "manifest.sig").unlink()
    manifest["versions"] |= {"program": OLD, "code": "0" * 64}
    raw = json.dumps(manifest).encode()
    digest = sha256(raw).hexdigest()
    shelved.write_bytes(raw)
    place = desk.folder / "state" / "raw" / digest[:2] / digest
    place.parent.mkdir(exist_ok=True)
    place.write_bytes(raw)
    with closing(sqlite3.connect(desk.folder / "state" / "state.sqlite")) as db, db:
        changed = db.execute("UPDATE editions SET manifest_sha256 = ? WHERE manifest_sha256 = ?", (digest, before))
        assert changed.rowcount == 1


def kept_names(desk: StarterDesk) -> set[str]:
    """Return the names of the files in state/editions/."""
    return {path.name for path in (desk.folder / "state" / "editions").glob("*/*")}


def regenerate(desk: StarterDesk) -> tuple[int, str]:
    """Run `tradebrief regenerate` on the starter's edition."""
    done = desk.run("regenerate", "pakistan-minerals", "--period", "2025")
    return done.code, done.said


def test_every_finished_file_is_kept_by_its_hash(finished: StarterDesk) -> None:
    """A build leaves the bytes of the revision in state/editions/, the manifest and its signature apart."""
    files = {digest for name, digest in digests(finished.edition).items() if name not in UNLISTED}
    assert files == kept_names(finished)


def test_an_edition_of_another_version_comes_back_from_its_kept_bytes(desk: StarterDesk) -> None:
    """It is not made anew: the program may make other bytes now."""
    made_by_an_older_program(desk)
    before = digests(desk.edition)
    (desk.edition / "en.html").write_bytes(b"damaged")
    shutil.rmtree(desk.edition / "charts")
    code, said = regenerate(desk)
    assert (0, True) == (code, f"kept bytes restored; made by {OLD}" in said), said
    assert before == digests(desk.edition)


def test_a_desk_of_before_takes_its_editions_in(desk: StarterDesk) -> None:
    """The bytes in output/ are kept at the first opening that may write, where the manifest's hashes hold."""
    made_by_an_older_program(desk)
    shutil.rmtree(desk.folder / "state" / "editions")
    (desk.edition / "en.md").write_bytes(b"damaged before")
    whole = {digest for name, digest in digests(desk.edition).items() if name not in {"manifest.json", "en.md"}}
    assert 6 == regenerate(desk)[0]
    assert whole == kept_names(desk)


def test_what_was_damaged_and_not_kept_is_named(desk: StarterDesk) -> None:
    """Exit 6 says which files, and which version made them."""
    made_by_an_older_program(desk)
    shutil.rmtree(desk.folder / "state" / "editions")
    (desk.edition / "en.md").write_bytes(b"damaged before")
    code, said = regenerate(desk)
    assert (6, True, True) == (code, "en.md" in said, OLD in said), said


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


def test_a_file_that_ends_three_runs_is_strange(tmp_path: Path) -> None:
    """What takes the program down each time is set aside after three times, and the rest goes on."""
    desk = StarterDesk(tmp_path / "desk")
    init(desk.folder)
    inbox = desk.folder / "inbox" / "gacc-press"
    [file] = inbox.glob("*.csv")
    for _ in range(3):
        kill(desk, "FigureStore.record", "movements")
    said = desk.run("movements")
    assert (2, True) == (said.code, "3 runs ended in the middle of it" in said.said)
    assert [file.name] == [one.name for one in (inbox / "quarantine").glob("*.csv")]


@pytest.mark.parametrize(
    "function",
    [
        "with_signature",
        *(pytest.param(name, marks=pytest.mark.long) for name in ("render", "_swap", "FigureStore.note_edition")),
    ],
)
def test_a_killed_build_is_finished_by_the_next(finished: StarterDesk, fresh: StarterDesk, function: str) -> None:
    """Killed before the pages, when they are signed, half on the shelf, before the note: as if it had not been."""
    shutil.copy(finished.folder / "secrets" / "signing", fresh.folder / "secrets" / "signing")
    kill(fresh, function, "build")
    again = fresh.run("build")
    assert 0 == again.code, again.said
    assert digests(finished.edition) == digests(fresh.edition)
    assert ["r1"] == [path.name for path in fresh.edition.parent.iterdir()]
    assert 0 == fresh.run("audit", "pakistan-minerals/2025").code


def built(desk: StarterDesk, terms: str) -> Path:
    """Return the folder of the edition that the starter desk makes under `terms`."""
    settings = desk.folder / "desk.yaml"
    text = settings.read_text("utf-8")
    assert "redistribution: used" in text
    settings.write_text(text.replace("redistribution: used", f"redistribution: {terms}"), "utf-8")
    done = desk.run("build")
    assert done.code == 0, done.said
    return desk.edition


def inside(folder: Path) -> dict[str, bytes]:
    """Return the files inside the PDF."""
    with pikepdf.open(folder / "en.pdf") as pdf:
        return {name: bytes(pdf.attachments[name].get_file().read_bytes()) for name in pdf.attachments}


def test_no_cell_goes_out_of_a_source_that_forbids_it(fresh: StarterDesk) -> None:
    """The PDF holds the manifest and its signature; it names what stays with the desk; the mail has the PDF alone."""
    folder = built(fresh, "none")
    assert list(inside(folder)) == ["manifest.json", "manifest.sig"]
    kept = json.loads((folder / "manifest.json").read_bytes())["desk_only"]
    assert {"claims.json", "figures.csv", "edition.json"} <= set(kept)
    assert not [name for name in kept if not name.endswith((".csv", ".json"))]
    assert b"figures.csv" not in (folder / "en.eml").read_bytes()
    files = {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    assert audit_files(files) == ()
    done = fresh.run("verify", str(folder / "en.pdf"))
    assert (0, True, True) == (done.code, "no claim was recomputed" in done.said, "24 claims" not in done.said), (
        done.said
    )
    story = json.loads(inside(folder)["manifest.json"])["pdf"]["edition"]["stories"]["en"]
    assert [] == [
        block["bars"][0] for block in story["blocks"] if block["kind"] == "chart" and "value" in block["bars"][0]
    ]


def test_the_audit_refuses_data_in_the_pdf_of_such_a_source(finished: StarterDesk) -> None:
    """An edition under the usual terms, said to be of a source that forbids it."""
    folder = finished.edition
    files = {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    edition = json.loads(files["edition.json"]) | {"redistribution": "none"}
    found = [str(one) for one in audit_files({**files, "edition.json": json.dumps(edition).encode()})]
    assert [one for one in found if "[terms] figures.csv is embedded" in one]


SITE = "  site: https://example.org/briefings/\n"
FOLDER = "https://example.org/briefings/pakistan-minerals/2025/r1/"


def tags(page: str) -> dict[str, str]:
    """Return what a page tells social pages."""
    return dict(re.findall(r'<meta (?:property|name)="((?:og|twitter):[\w:]+)" content="([^"]*)">', page))


@pytest.fixture(name="published")
def published_desk(fresh: StarterDesk) -> StarterDesk:
    """Return a desk whose editions lie on a site, with its edition."""
    settings = fresh.folder / "desk.yaml"
    text = settings.read_text(encoding="utf-8")
    settings.write_text(text.replace("mail:\n", "mail:\n" + SITE), encoding="utf-8")
    made = fresh.run("build")
    assert made.code == 0, made.said
    return fresh


def test_a_published_page_names_its_address_and_its_card(published: StarterDesk) -> None:
    """The picture is a file of the edition, listed in its manifest; title and summary are the edition's."""
    page = (published.edition / "en.html").read_text(encoding="utf-8")
    told = tags(page)
    assert (f"{FOLDER}en.html", f"{FOLDER}charts/card.en.png") == (told["og:url"], told["og:image"])
    assert (published.edition / "charts" / "card.en.png").read_bytes().startswith(b"\x89PNG")
    assert "charts/card.en.png" in (published.edition / "manifest.json").read_text(encoding="utf-8")
    assert told["og:title"] == re.findall("<title>(.*)</title>", page)[0]
    assert "summary_large_image" == told["twitter:card"]
    assert 0 == published.run("audit", "pakistan-minerals/2025").code


def files_of(desk: StarterDesk) -> dict[str, bytes]:
    """Return the files of the edition by relative name, the manifest left aside."""
    found = (path for path in desk.edition.rglob("*") if path.is_file() and path.name != "manifest.json")
    return {path.relative_to(desk.edition).as_posix(): path.read_bytes() for path in found}


@pytest.fixture(scope="module")
def changes(finished: StarterDesk) -> list[Mutation]:
    """Return a digit, a unit, a name, a direction or a year changed, in en.html, en.md, en.txt and the data."""
    return mutations(files_of(finished), seed=2026, count=240)


@pytest.mark.long
def test_of_sixty_changes_to_page_and_text_at_least_98_in_a_hundred_are_found_and_named(
    finished: StarterDesk, changes: list[Mutation]
) -> None:
    """What a reader sees cannot be changed without being named."""
    seen = [change for change in changes if change.file in ("en.html", "en.txt")][:60]
    with FigureStore(finished.folder / "state") as store:
        missed = [change for change in seen if not change.is_named_in(audit(change.files, store.raw))]
    assert len(seen) == 60
    assert len(missed) <= 1, missed


def test_a_changed_sentence_is_exit_3_on_the_command_line(finished: StarterDesk, desk: StarterDesk) -> None:
    """File, sentence and rule are named; hashes are left aside."""
    page = desk.edition / "en.html"
    page.write_text(page.read_text(encoding="utf-8").replace("at least", "at most"), encoding="utf-8")
    found = desk.run("audit", "pakistan-minerals/2025", "--content-only")
    assert (3, True, True) == (found.code, "en.html" in found.said, "the other six lines" in found.said)
    assert finished.run("audit", "pakistan-minerals/2025", "--content-only").code == 0


WRITTEN = ("edition", "claims", "manifest")
ASKED = {"status": ("status", "--json"), "picks": ("movements", "--json")}


def schema(desk: StarterDesk, name: str) -> dict[str, Any]:
    """Return what `tradebrief schema NAME` prints."""
    found: dict[str, Any] = json.loads(desk.run("schema", name).said)
    return found


def check(data: Any, by: dict[str, Any]) -> None:  # noqa: ANN401 -- JSON is any
    """Raise where `data` does not fit."""
    jsonschema.validate(data, by, cls=jsonschema.Draft202012Validator)


@pytest.mark.parametrize("name", WRITTEN)
def test_a_finished_file_fits_its_schema(finished: StarterDesk, name: str) -> None:
    """As it lies in output/."""
    check(json.loads((finished.edition / f"{name}.json").read_bytes()), schema(finished, name))


@pytest.mark.parametrize("name", ASKED)
def test_what_a_verb_prints_for_a_program_fits_its_schema(finished: StarterDesk, name: str) -> None:
    """`--json` and the schema say the same."""
    check(json.loads(finished.run(*ASKED[name]).said), schema(finished, name))


EDITION = "pakistan-minerals/2025"
VERBS = {
    "help": ["--help"],
    "no such verb": ["frobnicate"],
    "build": ["build", "--json"],
    "explain": ["explain", EDITION, "f1"],
    "pull": ["pull"],
    "status": ["status"],
}


@pytest.mark.long
@pytest.mark.parametrize("asked", VERBS)
def test_a_loaded_program_says_what_a_new_one_says(finished: StarterDesk, tmp_path: Path, asked: str) -> None:
    """Each verb alone loads what it needs, and none finds anything that a run before it left."""
    found = []
    for anew in (True, False):
        shutil.copytree(finished.folder, folder := tmp_path / "desk")
        found.append(program.run(*VERBS[asked], at=folder, anew=anew))
        shutil.rmtree(folder)
    assert found[0] == found[1]
