"""A publisher's own hand on the look: house style, logo, address and colours change no word and no figure."""

from __future__ import annotations

import json

import pytest

from tests.desk.conftest import StarterDesk

LOGO = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 20 10"><path fill="#7A1F3D" d="M0 0h20v10H0z"/></svg>'
OWN = 'colours: {mark: "#7A1F3D", down: "#3C9A5F"}\nstyle: gazette'
ADDRESS = '  logo: seal.svg\n  address: {en: "1 Dongzhimen Street, Beijing 100600"}\n  dateline:'


@pytest.fixture
def dressed(fresh: StarterDesk) -> StarterDesk:
    """Return a starter desk with a look of its own."""
    (fresh.folder / "styles").mkdir()
    (fresh.folder / "styles" / "seal.svg").write_text(LOGO, encoding="utf-8")
    settings = fresh.folder / "desk.yaml"
    text = settings.read_text(encoding="utf-8").replace("style: ministry", OWN).replace("  dateline:", ADDRESS)
    settings.write_text(text, encoding="utf-8")
    return fresh


def test_an_edition_in_its_own_dress_passes_the_audit(dressed: StarterDesk) -> None:
    """The audit follows the tags through both columns; a post code is no figure."""
    made = dressed.run("build")
    assert 0 == made.code, made.said
    assert "1 Dongzhimen Street, Beijing 100600" in dressed.text()
    foot = json.loads((dressed.edition / "edition.json").read_bytes())["stories"]["en"]["blocks"][-1]
    assert foot["address"]["words"] == "1 Dongzhimen Street, Beijing 100600"
