"""The terms of a source: whether its cells go out with an edition."""

from __future__ import annotations

import json
from pathlib import Path

import pikepdf

from generator.audit import audit_files
from tests.desk.conftest import StarterDesk


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
