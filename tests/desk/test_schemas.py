"""The published schemas hold for real files, and for nothing that is nearly one."""

import json
from typing import Any

import jsonschema  # type: ignore[import-untyped]
import pytest

from tests.desk.conftest import StarterDesk

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


@pytest.mark.parametrize("change", [{"headlin": 1}, {"schema": "one"}, {"stories": {"en": {"language": "en"}}}])
def test_a_file_that_is_nearly_an_edition_does_not_fit(finished: StarterDesk, change: dict[str, Any]) -> None:
    """An unknown key, another type, a story without its blocks."""
    edition = json.loads((finished.edition / "edition.json").read_bytes()) | change
    with pytest.raises(jsonschema.ValidationError):
        check(edition, schema(finished, "edition"))


def test_schemas_are_listed_and_an_unknown_one_is_refused(finished: StarterDesk) -> None:
    """Nine of them; exit 2 names those that there are."""
    listed = finished.run("schema").said.splitlines()
    names = ["desk", "briefing", "commentary", "edition", "claims", "manifest", "picks", "lab", "status"]
    assert names == [line.split()[0] for line in listed[:-1]]
    refused = finished.run("schema", "editions")
    assert (2, True) == (refused.code, "edition, claims" in refused.said)
