"""Which lines are told, and in which order: by surprise, weight and novelty, or by weight where no past is known."""

from __future__ import annotations

from decimal import Decimal

from generator.movements.judgement import Judgement
from generator.movements.records import Line, Movement
from generator.movements.rules import Rule, Thresholds


def ranked(lines: tuple[Line, ...], thresholds: Thresholds) -> tuple[tuple[Movement, ...], tuple[Movement, ...]]:
    """Return the notable movements, highest score first, and those left out, in the lines' order.

    Ties go by the size of the contribution, then by code.
    """
    judged = [(movement(line, thresholds.rule(line.code)), weight(line)) for line in lines]
    notable = sorted((one for one in judged if not one[0].reason), key=_place)
    return tuple(item for item, _ in notable), tuple(item for item, _ in judged if item.reason)


def _place(judged: tuple[Movement, Decimal]) -> tuple[bool, Decimal, Decimal, str]:
    item, weighs = judged
    return not item.may_lead, -item.score, -weighs, item.code


def movement(line: Line, rule: Rule) -> Movement:
    """Return the judgement of `rule` on `line`; `reason` is empty where it is notable."""
    past = line.past
    missing = line.metric("level").reason
    judgement = rule.notable.judge(line)
    return Movement(
        code=line.code,
        kind=_kind(line),
        direction=_direction(line),
        score=Decimal(repr(past.score)) if past else weight(line),
        rule=rule.name,
        judgement=judgement,
        reason="" if judgement.holds and not missing else missing or str(judgement),
        may_lead=_may_lead(line, judgement),
        flags=line.flags,
        parts=past.parts if past else {},
        told_before=past.told if past else "",
        since_step=past.since_step if past else "",
    )


def weight(line: Line) -> Decimal:
    """Return the size of the contribution in percentage points, else the share of the total in per cent, else 0."""
    values = (line.metric("contrib").value, line.metric("share").value)
    return next((abs(value) for value in values if value is not None), Decimal(0))


def _may_lead(line: Line, judgement: Judgement) -> bool:
    """Say whether the line may lead: with a low base, only where its contribution passed its own threshold."""
    return "low_base" not in line.flags or "contrib" in judgement.passed()


def _direction(line: Line) -> str | None:
    change = line.metric("yoy_abs").reading
    if change is None or change.low <= 0 <= change.high:
        return None
    return "up" if change.low > 0 else "down"


def _kind(line: Line) -> str:
    if line.flow_state in ("new", "resumed", "vanished", "ceased"):
        return line.flow_state
    return {"up": "rise", "down": "fall", None: "level"}[_direction(line)]
