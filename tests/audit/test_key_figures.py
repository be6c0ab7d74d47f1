"""Key figures: what stands over one and under it is of it, in every file alike."""

from __future__ import annotations

import json

import pytest

from tests.audit.mutate import Json
from tests.audit.seeded import LANGUAGES, seeded
from tests.audit.test_of_lines import found_in, plain


def strips(edition: Json, language: str) -> list[Json]:
    """Return the key figures of an edition, those of the mail among them."""
    return [cell for one in edition["stories"][language]["blocks"] if one["kind"] == "strip" for cell in one["cells"]]


@pytest.mark.parametrize(
    ("language", "rose", "fell"),
    [
        ("en", "Lines that rose", "Lines that fell"),
        ("zh", "增长的商品", "下降的商品"),
        ("ur", "بڑھنے والی مدات", "کم ہونے والی مدات"),
    ],
)
def test_a_count_of_lines_is_called_by_its_way(language: str, rose: str, fell: str) -> None:
    """The lines that rose, "2 of 3", are not those that fell."""
    made = seeded("ordinary", 99_000_003).make(language)
    edition, changed = json.loads(json.dumps(made.edition)), set[str]()
    for label in (cell["label"] for cell in strips(edition, language)):
        if label["words"] in {rose, fell}:
            label["words"] = fell if label["words"] == rose else rose
            changed.add(plain(label["words"]))
    assert (bool(changed), set()) == (True, found_in(made, made.edition))
    assert changed <= {words for rule, words in found_in(made, edition) if rule == "key figure"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_change_stands_under_the_figure_that_moved(language: str) -> None:
    """The rate of the month and that of the year to date change places, each with its own base."""
    made = seeded("ordinary", 99_000_003).make(language)
    edition = json.loads(json.dumps(made.edition))
    month, year = strips(edition, language)[:2]
    month["note"], year["note"] = year["note"], month["note"]
    wrong = {plain(cell["note"]["words"]) for cell in (month, year)}
    assert (2, set()) == (len(wrong), found_in(made, made.edition))
    assert wrong <= {words for rule, words in found_in(made, edition) if rule == "key figure"}


@pytest.mark.parametrize(
    ("language", "wrong"),
    [
        ("en", "no trade in July 2024"),
        ("en", "equal to July 2024"),
        ("en", "nothing in July 2024"),
        ("zh", "2024年7月为零"),
        ("ur", "جولائی 2024 میں صفر"),
    ],
)
def test_what_is_not_known_is_not_nothing(language: str, wrong: str) -> None:
    """Under July 2025 stands "no figure for July 2024": it may have been anything."""
    made = seeded("missing", 14_000_051).make(language)
    edition = json.loads(json.dumps(made.edition))
    for cell in strips(edition, language)[:1]:
        assert not cell["note"].get("marks")
        cell["note"]["words"] = wrong
    assert wrong in {words for _, words in found_in(made, edition)}
