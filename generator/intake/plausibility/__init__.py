"""Sense: whether a release can be what it says, before anything of it is used.

`judge` is pure: measured facts in, what is odd out, each with whether it keeps the whole release from being recorded.
"""

from __future__ import annotations

from generator.intake.plausibility.checklist import Judgement, judge

__all__ = ["Judgement", "judge"]
