"""A clock that only moves when someone sleeps, and rows for the replay server that need no file."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from generator.sources.patience import CallPace, Clock, Deadline
from generator.sources.wire import Wire

START = datetime(2026, 1, 20, 12, 0, tzinfo=UTC)
KEY = "a-known-key"


@dataclass
class StoppedClock:
    """Time as a test sees it: `slept` has every wait, in seconds."""

    slept: list[float] = field(default_factory=list)

    @property
    def clock(self) -> Clock:
        """The clock for a wire."""
        return Clock(lambda: sum(self.slept), lambda: START + timedelta(seconds=sum(self.slept)), self.slept.append)


def patient(time: StoppedClock, pace: CallPace = CallPace(600_000, 1000), **deadline: float) -> Wire:  # noqa: B008 -- frozen
    """Return a wire to this machine that is never slowed by its pace, unless a test says so."""
    return Wire(pace, Deadline(**deadline), time.clock, allow_insecure=True)


def line(code: str = "030389", **given: Any) -> dict[str, Any]:  # noqa: ANN401 -- any field of a record
    """Return one record: China's imports from Pakistan in January 2026, unless `given` says other."""
    whole = {"typeCode": "C", "freqCode": "M", "refPeriodId": 20260101, "refYear": 2026, "refMonth": 1}
    whole |= {"period": "202601", "reporterCode": 156, "flowCode": "M", "partnerCode": 586, "partner2Code": 0}
    whole |= {"classificationCode": "H6", "isOriginalClassification": True, "cmdCode": code, "customsCode": "C00"}
    return whole | {"motCode": 0, "netWgt": 10.0, "cifvalue": 25.0, "fobvalue": None, "primaryValue": 25.0} | given
