"""Families: which patterns say what an edition owes its reader, so that a new sentence is entered in one place.

A name that ends in `.*` is of all patterns under it. The keys are those of sentences.yaml.
"""

from __future__ import annotations

Family = tuple[str, ...]

# A picture, a table, a note
SOURCE_PROVISIONAL: Family = ("source.provisional",)
NOTE_PROVISIONAL: Family = ("note.provisional.*",)
DASHED: Family = ("trend.subtitle_dashed",)
PARTIAL: Family = ("labels.partial",)

# Lines and months without a figure
WITHOUT: Family = ("without.lines", "without.part", "head.partial.lines.named", "head.partial.lines.many")
WHOLE: Family = ("trade.all", "trade.group", "trade.selected", "trade.named")  # names of all that is counted
UNKNOWN: Family = ("note.unknown.said", "without_figures")
UNTRADED: Family = ("note.untraded.said",)
GAPS: Family = ("note.gaps.said",)
WITHHELD: Family = ("withheld.*",)
NO_BASE: Family = ("no_base.none",)  # of a key figure
WITHOUT_BASE: Family = ("without_base.*",)  # of the total
BROKEN_BASE: Family = ("broken_base", "revalued_base")
BEGUN: Family = ("no_past.begun",)

# Other goods, another valuation
OTHER_GOODS: Family = ("other_goods.*",)
BROKEN: Family = ("no_base.broken",)
REVALUED: Family = ("revalued_base", "revalued_note")
VALUED: Family = ("note.counted.dollars", "note.counted.published", "note.values.*")
RULE: Family = ("note.rule.CIF", "note.rule.FOB", "note.rule.both")
VALUED_BEFORE: Family = ("note.rule.before",)

# Dashes and words in the cells of a table
DASH_NOTE: Family = ("dash_note.*",)
LOW_BASE: Family = ("labels.low_base",)
LOW_BASE_NOTE: Family = ("low_base_note",)

# Bounds
AT_LEAST: Family = ("qualified.at_least", "bounded.over", "wording.*", "bar_figure.over")
ABOUT: Family = ("qualified.about", "bounded.about", "wording.*", "bar_figure.about")
NOTE_BOUNDS: Family = ("note.qualified.*", "note.bounds.*")

# What is told of the method
ESTIMATED: Family = ("note.estimated.said",)
LUNAR: Family = ("note.lunar.said",)
LEAP: Family = ("note.leap.said",)

# Prices and rates
AVERAGED: Family = ("averaged.little", "averaged.up", "averaged.down")
NOTE_PRICES: Family = ("note_beside.prices",)
NOTE_RATES: Family = ("note_beside.rates",)

# What others said
ATTRIBUTED: Family = ("attributed",)
TRANSLATED: Family = ("said_by.translated",)

# An edition that corrects another
CORRECTED_SUBJECT: Family = ("corrected.subject",)
PRINTED: Family = ("corrected.printed",)
RIGHT: Family = ("corrected.right",)
GONE: Family = ("corrected.gone",)
MORE: Family = ("corrected.more",)
WHY: Family = ("corrected.why",)
ROW: Family = ("corrected.row",)
COLUMNS: Family = ("corrected.of_level", "corrected.of_change", "corrected.of_points", "corrected.of_share")
CORRECTED_LABEL: Family = ("corrected.label",)
CORRECTED_AGAIN: Family = ("corrected.again",)


def is_of(key: str, family: Family) -> bool:
    """Say whether a pattern is of a family."""
    return any(key == name or (name.endswith(".*") and key.startswith(name[:-1])) for name in family)
