"""Families: patterns that several rules ask for; a rule names those that it alone asks for itself.

A name that ends in `.*` is of all patterns under it. The keys are those of sentences.yaml.
"""

from __future__ import annotations

Family = tuple[str, ...]

# Lines and months without a figure
WITHOUT_BASE: Family = ("without_base.*",)  # of the total
BROKEN_BASE: Family = ("broken_base", "revalued_base")

# Other goods, another valuation
OTHER_GOODS: Family = ("other_goods.*",)
RULE: Family = ("note.rule.CIF", "note.rule.FOB", "note.rule.both")

# Bounds
AT_LEAST: Family = ("qualified.at_least", "bounded.over")
ABOUT: Family = ("qualified.about",)

# Prices and rates
AVERAGED: Family = ("averaged.little", "averaged.up", "averaged.down")

# What others said
ATTRIBUTED: Family = ("attributed",)
TRANSLATED: Family = ("said_by.translated",)


def is_of(key: str, family: Family) -> bool:
    """Say whether a pattern is of a family."""
    return any(key == name or (name.endswith(".*") and key.startswith(name[:-1])) for name in family)
