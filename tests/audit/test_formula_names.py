"""A formula that the audit works out has words in each language for the reader who asks where a figure comes from."""

import pytest

from generator.audit.trace.formulas import FORMULAS
from generator.settings.value_types import LANGUAGES
from generator.story.patterns import sentences_of


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_formula_has_words(language: str) -> None:
    """Else a build ends with a KeyError after a minute."""
    start = "proof.formula."
    names = {key.removeprefix(start) for key in sentences_of(language) if key.startswith(start)}
    assert set() == names ^ FORMULAS.keys()
