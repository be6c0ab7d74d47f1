"""The same edition gives the same bytes, wherever and whenever it is made."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from generator.page import EditionLook, render
from tests.page.sample import edition


@pytest.mark.usefixtures("new_workers")
def test_another_time_zone_and_language_change_no_byte(
    look: EditionLook, made: Mapping[str, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Regenerating a year later, elsewhere, is exact: nothing comes from clock, chance or surroundings.

    Nor from a worker that was loaded before it was asked, as the one of the first edition is.
    """
    monkeypatch.setenv("TZ", "America/New_York")
    monkeypatch.setenv("LC_ALL", "de_DE.UTF-8")
    monkeypatch.setenv("PYTHONHASHSEED", "7")
    again = {item.name: item.content for item in render(edition(), look)}
    assert [] == [name for name in made if made[name] != again[name]]


def test_an_edition_has_the_files_of_the_contract(made: Mapping[str, bytes]) -> None:
    """Five files a language, four a chart, and the card."""
    files = {f"en.{ending}" for ending in ("pdf", "html", "eml", "txt", "md")}
    files |= {f"charts/lines.en.{ending}" for ending in ("svg", "png", "csv", "json")}
    assert files | {"charts/card.en.png"} == set(made)
