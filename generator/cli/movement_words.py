"""Movements in few words: what decided, flags, numbers, and why a code is told or left out."""

from __future__ import annotations

from calendar import month_name
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from generator.cli import printer

if TYPE_CHECKING:
    from generator.movements.judgement import Judgement
    from generator.movements.picks import SeriesVerdict


ARROWS = {"up": "▲", "down": "▼"}
MINUS = "\N{MINUS SIGN}"
_MOST_SAID = 3  # things that are said to have decided
FLAGS = {
    "partial": "not finished",
    "hs_break": "code changed",
    "valuation_break": "valued otherwise before",
    "low_base": "almost nothing before",
    "base_effect": "odd month a year before",
    "short_history": "short history",
    "quantity_suspect": "quantity doubtful",
    "unit_change": "other unit before",
    "lunar": "Lunar New Year",
    "lunar_tail": "after the Lunar New Year",
    "seasonal": "usual for the season",
    "confidential": "withheld",
    "missing": "no figure",
    "bound": "a bound",
    "coverage": "another coverage before",
    "currency": "converted otherwise before",
    "mirror_gap": "partner counts otherwise",
    "highest": "highest so far",
    "lowest": "lowest so far",
}
_SEEN = ("up", "down", "table_only")  # flags that the arrow shows, or that say how a number is printed
REASONS = {
    "zero_base": "nothing a year before",
    "no_trade": "no trade",
    "no_quantity": "no quantity",
    "no_earlier": "none before",
    "not computed": "not computed",
    "no partner's report": "no report of the partner",
    "leave_out": "by the editor (leave_out in the commentary)",
}
_TOLD_BY = {
    "drift": (("r12_yoy", "{} in twelve months"),),
    "offset": (("uv_yoy", "{} per tonne"), ("quantity_yoy", "{} in quantity")),
}
_PLAIN_UNITS = ("pct", "pp", "z", "months", "kg", "rank")
UNITS = {"pct": "%", "pp": " points", "months": " months", "kg": " kg"}
ASKED_FOR, _OWN_RULE, _ORDINARY_Z = "asked for", "series ", 1.5  # |z| of a month that nobody would call a spike
_MILLION, _BILLION = 1e6, 1e9
_WHOLE, _TENTH = 10, 0.1  # from here on per cents go without decimals; under that a number has two
_FORMS = {  # the first ones are said first
    "z": "z {}",
    "contrib": "{}",
    "yoy": "{}",
    "yoy_abs": "{}",
    "event": "{}",
    "value": "{}",
    "rank_change": "rank {}",
    "streak": "streak of {}",
}
_ORDER = {condition: place for place, condition in enumerate(_FORMS)}


def of_pick(kind: str, facts: Iterable[Mapping[str, Any]]) -> str:
    """Return what a pick is told by: "z 5.2, +0.8 points"; what has no month of its own, by its year or its amounts."""
    by_metric = {fact["metric"]: fact for fact in facts}
    if "revision" in by_metric:
        revision = by_metric["revision"]
        was, now = (number(revision[end], "money", signed=False) for end in ("old", "new"))
        return f"{revision['period']}: {was}, now {now}"
    forms = _TOLD_BY.get(kind, (("z", "z {}"), ("contrib", "{}")))
    parts: list[str] = []
    for name, form in forms:
        fact = by_metric.get(name)
        if fact and fact["value"] is not None:
            unit = str(fact["unit"]) if fact["unit"] in _PLAIN_UNITS else "money"
            parts.append(form.format(number(fact["value"], unit)))
    if parts and "step" in by_metric:
        parts.append(since(str(by_metric["step"]["period"])))
    return ", ".join(parts) or number(by_metric["level"]["value"] or 0, "money", signed=False)


def since(step: str) -> str:
    """Return the label of a movement that goes on: "since the step in October 2025"; of two months by both."""
    months = [month_name[int(month[-2:])] for month in step.split("..")]
    return f"since the step in {'–'.join(months)} {step[:4]}"


def of_concentration(fact: Mapping[str, Any]) -> str:
    """Return how concentrated a sum is: "HHI 0.59, as 1.7 of equal size; the largest 76%, three 93%"."""
    size = f"HHI {fact['value']:.2f}, as {fact['equivalent']:.1f} of equal size"
    shares = f"the largest {fact['top_1']:.0f}%, the three largest {fact['top_3']:.0f}%"
    unallocated = f"; {number(fact['unallocated'], 'pct', signed=False)} of the whole stands on none of them"
    return f"{size}; {shares}{unallocated if fact['unallocated'] else ''}"


def kind_of(kind: str, rule: str, facts: Iterable[Mapping[str, Any]]) -> str:
    """Return in words as what a pick is told: an ordinary month, by a rule on that series, as asked for."""
    z = next((fact["value"] for fact in facts if fact["metric"] == "z"), None)
    is_ordinary = kind == "spike" and rule.startswith(_OWN_RULE) and (z is None or abs(z) < _ORDINARY_Z)
    return ASKED_FOR if is_ordinary else kind.replace("_", " ")


def of_mirror(fact: Mapping[str, Any]) -> str:
    """Return what the partner's report says beside the reporter's: "1.38 times as much, usually 1.07 times"."""
    if fact["value"] is None:
        return f"no gap: {reason(fact['reason'])}"
    usual = f"usually {fact['usual_times']:.2f} times" if fact["usual_times"] else "too few months to say what is usual"
    return f"{fact['times']:.2f} times as much, {usual}"


def of_balance(facts: Iterable[Mapping[str, Any]]) -> str:
    """Return exports less imports and the change: "exports less imports −54.5m, +5.5m on a year before".

    "" where the other flow is not brought.
    """
    by_metric = {fact["metric"]: fact for fact in facts}
    texts = {
        name: number(fact["value"], "money") if fact["value"] is not None else f"not known ({reason(fact['reason'])})"
        for name, fact in by_metric.items()
        if name in ("balance", "balance_abs")
    }
    if not texts:
        return ""
    return f"exports less imports {texts['balance']}, {texts['balance_abs']} on a year before"


def of_published(fact: Mapping[str, Any], yoy: float | None) -> str:
    """Return the growth that the source prints, and ours where it is another: "+14.8%; its levels give +11.4%"."""
    if fact["value"] is None:
        return "no growth of its own"
    if fact["beyond"] is None or yoy is None:
        return f"{fact['value']:+.1f}%".replace("-", MINUS)
    return f"{fact['value']:+.1f}%; its levels give {yoy:+.1f}%".replace("-", MINUS)


def of_leaves(leaves: Sequence[Mapping[str, Any]]) -> str:
    """Return what decided: the numbers, events and flags found, or why there is no number; each thing once."""
    ordered = sorted(leaves, key=lambda leaf: _ORDER.get(leaf["condition"], len(_ORDER)))
    parts = [part for part in map(_leaf, ordered) if part]
    if not parts:
        for leaf in ordered:
            why = reason(leaf["reason"])
            if leaf["reason"].startswith("missing "):
                parts.append(why)
            elif leaf["reason"]:
                parts.append(f"no {leaf['condition']}: {why}")
    return ", ".join(list(dict.fromkeys(parts))[:_MOST_SAID]) or "no change"


def _leaf(leaf: Mapping[str, Any]) -> str:
    condition, value = leaf["condition"], leaf["value"]
    if condition in ("event", "flag"):
        return in_words(str(leaf["found"]).split(", ")) if leaf["holds"] else ""
    if not value or condition == "rank":
        return ""
    unit = leaf["unit"] or "money"
    if condition == "streak":  # its sign is the arrow's
        value = abs(value)
    return _FORMS.get(condition, f"{condition} {{}}").format(number(value, unit, signed=_is_change(condition)))


def _is_change(condition: str) -> bool:
    """Say whether a metric is a change, which is printed with a sign.

    The table of metrics is imported here, because its package loads NumPy and `--help` is to answer at once.
    """
    from generator.movements.metric_names import METRIC_KINDS

    kind = METRIC_KINDS.get(condition)
    return condition not in ("streak", "value") and not (kind and kind.is_level)


def in_words(flags: Iterable[str]) -> str:
    """Return flags in words, without those that an arrow shows."""
    return ", ".join(FLAGS.get(flag, flag.replace("_", " ")) for flag in flags if flag not in _SEEN)


def reason(text: str) -> str:
    """Return in words why a number is not there: "missing 2024" is "no figure for 2024"."""
    if text.startswith("missing "):
        return f"no figure for {text.removeprefix('missing ')}"
    return REASONS.get(text) or in_words([text])


def number(value: float, unit: str, *, signed: bool = True) -> str:
    """Return a number as a person says it: +28%, −0.4 points, 14.0m, z −5.2."""
    size, sign = abs(value), ""
    if value < 0:
        sign = MINUS
    elif signed and value and unit != "z":
        sign = "+"
    if unit in ("money", "money_per_t"):
        return sign + _money(size)
    is_whole = unit in ("months", "rank", "kg", "sign") or (unit == "pct" and size >= _WHOLE)
    digits = 1 if size >= _TENTH else 2
    if is_whole or not size:
        digits = 0
    word = " month" if unit == "months" and size == 1 else UNITS.get(unit, "")
    return f"{sign}{size:,.{digits}f}{word}"


def _money(size: float) -> str:
    for step, word in ((_BILLION, "bn"), (_MILLION, "m")):
        if size >= step:
            return f"{size / step:,.1f}{word}"
    return f"{size:,.0f}"


HOLDS = {True: "yes", False: "no", None: "unknown"}
THRESHOLD = "threshold"
NOT_MEASURED = "not measured: "
STOPPED = {  # by what
    "chance": "it does not stand out from what is usual",
    "volatile": "too volatile a series for that",
}


def outcome(verdict: SeriesVerdict) -> str:
    """Return in one sentence whether a series is told: its place and kind, or what stopped it."""
    if verdict.is_told:
        kind = kind_of(verdict.kind, verdict.rule, verdict.facts)
        return f"told, {verdict.place} of {verdict.of}: {kind} {ARROWS.get(verdict.direction, '')}".rstrip()
    gate = next((gate for gate in verdict.gates if gate.condition == verdict.stopped), None)
    finding = in_words([gate.actual]) if gate else verdict.stopped
    if gate and gate.condition == "chance" and not gate.actual.startswith("p "):
        return f"left out: {finding}"
    if verdict.stopped == THRESHOLD:
        unmeasured = [gate.actual for gate in verdict.gates if gate.actual.startswith(NOT_MEASURED)]
        is_unknown = bool(unmeasured) and verdict.judgement.holds is None
        why = f": {unmeasured[0].removeprefix(NOT_MEASURED)}" if is_unknown else ""
        return f"left out: {by_threshold(verdict.judgement)}{why}"
    return f"left out: {STOPPED.get(verdict.stopped, finding)}"


def by_threshold(judgement: Judgement) -> str:
    """Return how a threshold keeps a code from being told: it says no, or it cannot say."""
    return "its threshold cannot be judged" if judgement.holds is None else "its threshold does not let it through"


def verdict_lines(verdict: SeriesVerdict, width: int | None) -> Iterator[str]:
    """Yield the tree of the threshold, one condition a line, what else decided, and the score."""
    yield from tree(verdict.rule, verdict.judgement, verdict.gates, width)
    if verdict.score is None:
        yield "score: none, since nothing says how unusual it is"
    else:
        yield f"{'score' if verdict.is_told else 'would score':12}{verdict.score.total:6.1f}"
        parts = verdict.score.parts()
        yield from (f"  {name:10}{part:6.1f}" for name, part in parts.items() if name != "quality")
        if "quality" in parts:
            yield f"  quality   {parts['quality']:6.2f}"
    if verdict.context:
        yield f"with: {', '.join(verdict.context)}"
    if verdict.flags:
        yield f"flags: {in_words(verdict.flags)}"
    steps = [fact["period"] for fact in verdict.facts if fact["metric"] == "step"]
    yield from (f"{since(step)}: growth on a year before is large by construction" for step in steps)
    yield from (f"within it: {of_concentration(fact)}" for fact in verdict.facts if fact["metric"] == "hhi")
    if balance := of_balance(verdict.facts):
        yield balance
    yoy = next((fact["value"] for fact in verdict.facts if fact["metric"] == "yoy"), None)
    published = (fact for fact in verdict.facts if fact["metric"] == "published_yoy")
    yield from (f"the source publishes {of_published(fact, yoy)}" for fact in published)
    yield from (f"the partner counts {of_mirror(fact)}" for fact in verdict.facts if fact["metric"] == "mirror")


def tree(rule: str, judgement: Judgement, gates: Sequence[Judgement], width: int | None) -> Iterator[str]:
    """Yield an evaluated threshold, and under it what else had to be passed."""
    rows = [(f"threshold ({rule})", HOLDS[judgement.holds], "", "")]
    rows += [_row(depth + 1, node) for depth, node in judgement.steps()]
    rows += [_row(0, gate) for gate in gates]
    yield from printer.columns(("condition", "holds", "found", "asked"), rows, width=width)


def _row(depth: int, node: Judgement) -> tuple[str, str, str, str]:
    name, holds = f"{'  ' * depth}{node.condition}", HOLDS[node.holds]
    unit, finding = UNITS.get(node.unit, ""), node.actual.strip("|")
    if node.reason:
        return name, holds, reason(node.reason), f"{node.required}{unit}"
    of_one = " month" if node.unit == "months" and finding in ("1", f"{MINUS}1") else unit
    return name, holds, f"{finding}{of_one}", f"{node.required}{unit}{' either way' if '|' in node.actual else ''}"
