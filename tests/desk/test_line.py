"""The whole line: published figures in, an audited edition out, byte for byte the same each time."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
from pathlib import Path
from typing import Any

import jsonschema  # type: ignore[import-untyped]
import pikepdf
import pytest

from generator.audit import audit, audit_files
from generator.store import FigureStore
from tests import program
from tests.audit.mutate import Mutation, mutations
from tests.desk.conftest import StarterDesk

FILES = {
    *("en.pdf", "en.html", "en.eml", "en.txt", "en.md"),
    *("figures.csv", "claims.json", "edition.json", "manifest.json", "manifest.sig"),
}
LEVELS = ["$1.14 billion", "$11 million", "$14.16 million", "$0.29 million", "more than 101", "110.90"]
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


@pytest.mark.parametrize("level", [*LEVELS, "89.43", "30.35"])
def test_the_edition_states_the_eight_levels(finished: StarterDesk, level: str) -> None:
    """Seven lines of 2025 and one of 2024, in the digits of the publisher: in sentences or in the table in millions."""
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


@pytest.mark.long
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


@pytest.mark.long
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
        missed = [change for change in seen if not change.is_named_in(audit(change.files, store.raw.read))]
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


def test_a_page_and_its_manifest_changed_together_are_found(desk: StarterDesk) -> None:
    """The manifest that was recorded is asked, not the one beside the page."""
    page, manifest = desk.edition / "en.html", desk.edition / "manifest.json"
    old = hashlib.sha256(page.read_bytes()).hexdigest()
    page.write_bytes(page.read_bytes().replace(b"<html", b"<HTML", 1))
    new = hashlib.sha256(page.read_bytes()).hexdigest()
    manifest.write_text(manifest.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    found = desk.run("audit", "pakistan-minerals/2025")
    assert (6, True) == (found.code, "manifest.json" in found.said and "en.html" in found.said)


@pytest.mark.long
def test_changes_to_the_data_behind_the_pages_are_found(finished: StarterDesk, changes: list[Mutation]) -> None:
    """Neither edition.json nor claims.json nor the Markdown can be changed either."""
    seen = [change for change in changes if change.file not in ("en.html", "en.txt")][:100]
    with FigureStore(finished.folder / "state") as store:
        missed = [change for change in seen if not audit(change.files, store.raw.read)]
    assert missed == []
