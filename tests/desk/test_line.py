"""The whole line: published figures in, an audited edition out, byte for byte the same each time."""

import hashlib
import json
import shutil
from pathlib import Path

import pytest

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


def test_an_edition_that_is_gone_from_output_is_exit_6(desk: StarterDesk) -> None:
    """The state knows of it, so it is lost and not unknown; regenerate brings it back."""
    shutil.rmtree(desk.edition)
    for verb in (["audit", "pakistan-minerals/2025"], ["explain", "pakistan-minerals/2025", "110.90"]):
        found = desk.run(*verb)
        assert (6, True) == (found.code, "regenerate" in found.said), found.said


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
