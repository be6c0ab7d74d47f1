"""Kinds: which kind and unit a claim on each formula of docs/edition.md may have, and what else goes by its head."""

from __future__ import annotations

from generator.audit.terms import EFFECTS

# head of the formula: the (kind, unit) pairs that a claim on it may have
# "money" stands for the unit of any currency
KINDS: dict[str, frozenset[tuple[str, str]]] = {
    "cell": frozenset({("level", "money"), ("background", "money"), ("quantity", "kg"), ("published_change", "pct")}),
    "nil": frozenset({("level", "money")}),
    "sum": frozenset({("sum", "money"), ("sum", "kg"), ("quantity", "kg")}),
    "difference": frozenset(
        {
            ("change_abs", "money"),
            ("change_abs", "kg"),
            ("balance", "money"),
            ("balance_abs", "money"),
            ("effect", "money"),
        }
    ),
    "unit_value": frozenset({("unit_value", "money_per_t")}),
    "growth": frozenset({("change", "pct")}),
    "value_effect": frozenset({("effect", "money")}),
    "quantity_effect": frozenset({("effect", "money")}),
    "coverage": frozenset({("coverage", "pct")}),
    "share": frozenset({("share", "pct")}),
    "contribution": frozenset({("contribution", "pp")}),
    "shift": frozenset({("share_shift", "pp")}),
    "multiple": frozenset({("multiple", "ratio")}),
    "count": frozenset({("count", "count")}),
    "size": frozenset({("count", "count")}),
    "rank": frozenset({("rank", "count")}),
    "highest": frozenset({("record", "count")}),
    "lowest": frozenset({("record", "count")}),
    "since_high": frozenset({("since", "months")}),
    "since_low": frozenset({("since", "months")}),
    "streak": frozenset({("streak", "months")}),
    "run": frozenset({("streak", "months")}),
    "turned": frozenset({("turned", "months")}),
    "growth_high": frozenset({("pace", "months")}),
    "growth_low": frozenset({("pace", "months")}),
    "narrowing": frozenset({("narrowing", "count")}),
    "most_of": frozenset({("place", "months")}),
    "least_of": frozenset({("place", "months")}),
    "records": frozenset({("records", "count")}),
    "records_of_year": frozenset({("records", "count")}),
    "second": frozenset({("place", "count")}),
    "season": frozenset({("season", "count")}),
    "gross_share": frozenset({("gross_share", "pct")}),
    "part": frozenset({("part", "pct")}),
    "parted": frozenset({("parted", "pp")}),
    "leader": frozenset({("leader", "months")}),
    "short_of": frozenset({("short_of", "money")}),
    "exceeds": frozenset({("exceeds", "months")}),
    "ceiling": frozenset({("ceiling", "money")}),
    "idle": frozenset({("idle", "months")}),
    "step_up": frozenset({("step", "months")}),
    "step_down": frozenset({("step", "months")}),
    "surprise": frozenset({("surprise", "z")}),
    "passed": frozenset({("crossing", "money")}),
    "stayed": frozenset({("crossing", "money")}),
    "rose": frozenset({("count", "count")}),
    "fell": frozenset({("count", "count")}),
    "hhi": frozenset({("index", "index")}),
    "equivalent": frozenset({("index", "index")}),
    "revision_mean": frozenset({("revision", "pct")}),
    "revision_size": frozenset({("revision", "pct")}),
    "restated": frozenset({("count", "count")}),
    "printed": frozenset({("printed", "pct")}),
    "placed": frozenset({("placed", "months")}),
    "stood": frozenset({("stood", "money")}),
    "ran": frozenset({("ran", "months")}),
    "stated": frozenset(("quoted", unit) for unit in ("money", "kg", "pct", "pp", "ratio", "count")),
}
WAYS = {"highest": "up", "lowest": "down", "since_high": "up", "since_low": "down", "rose": "up", "fell": "down"}
CHANGES = frozenset({"difference", "growth", "contribution", "shift"})
RESTATED = frozenset({"revision_mean", "revision_size", "restated"})  # first figures against the newest
STEPS = frozenset({"step_up", "step_down"})
LEFT = frozenset({"printed", "placed", "stood", "ran"})  # what the last edition left behind
# a bound carries no change and no rank
RUNS = frozenset({"run", "turned", "growth_high", "growth_low", "narrowing"})
PLACES = frozenset({"most_of", "least_of", "records", "records_of_year", "second", "idle"})
NEWS = RUNS | PLACES | {"season", "gross_share", "part", "parted", "leader", "short_of", "exceeds", "ceiling"}
_CHAINS = WAYS.keys() | STEPS | {"rank", "streak", "surprise", "passed", "stayed"}
NO_BOUND = CHANGES | EFFECTS | RESTATED | _CHAINS | NEWS | {"unit_value", "coverage"}
