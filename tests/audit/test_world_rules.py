"""One partner is not told as all, nor all as one."""

import pytest

from generator.audit.evidence import Evidence
from generator.audit.rules import judge
from tests.audit.sample import claims_data
from tests.audit.test_rules import judged, with_paragraph

OF_ALL = [
    "China’s imports of copper from the world follow.",
    "China’s imports of copper from all countries follow.",
    "Zinc ores are traded worldwide.",
    "China’s imports of copper, all countries of origin together, follow.",
]
OF_ONE = [
    "China’s imports of copper from Pakistan follow.",
    "China’s imports of Pakistani copper follow.",
    "China’s imports of copper, by country of origin, follow.",
]
OF_BOTH = ["China’s imports of copper follow.", "The World Bank’s price of copper follows."]


def of_the_world(sentence: str) -> list[str]:
    """Return the rules that a sentence breaks where all cells are of the World."""
    proof = claims_data()
    proof["cells"] = {key: cell | {"partner": "W00"} for key, cell in proof["cells"].items()}
    found = judge(with_paragraph(sentence), Evidence.of(proof))
    return [one.rule for one in found if one.sentence == sentence and one.rule != "plain words"]


def of_one(sentence: str) -> list[str]:
    """Return the rules that it breaks where they are of Pakistan."""
    found = judged(with_paragraph(sentence))
    return [rule for rule, words in found if words == sentence and rule != "plain words"]


@pytest.mark.parametrize("sentence", OF_ALL)
def test_one_partner_is_not_all(sentence: str) -> None:
    """However it is said that nobody is left out."""
    assert (["parties"], []) == (of_one(sentence), of_the_world(sentence))


@pytest.mark.parametrize("sentence", OF_ONE)
def test_all_partners_are_none_of_them(sentence: str) -> None:
    """No land is named, and no table by lands announced."""
    assert "parties" in of_the_world(sentence)


@pytest.mark.parametrize("sentence", OF_BOTH)
def test_what_is_said_of_no_partner_passes(sentence: str) -> None:
    """Goods without a partner, and a bank's name."""
    assert "parties" not in (*of_one(sentence), *of_the_world(sentence))


def test_goods_are_named_where_no_partner_is() -> None:
    """Of some lines, “China imported $1.30 billion in 2025” would be untrue."""
    assert "whole" in of_the_world("China imported [$1.30 billion|f1] in 2025.".replace("[", "").replace("|f1]", ""))
    assert "whole" in {rule for rule, _ in judged(with_paragraph("China imported [$1.30 billion|f1] in 2025."))}
