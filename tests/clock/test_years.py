"""A year under the clock; `make check-all` lives ten more, two in each of five time zones."""

from pathlib import Path

import pytest

from tests.clock.world import world
from tests.clock.years import lived


@pytest.mark.long
@pytest.mark.parametrize(("seed", "zone"), [(3, "America/New_York")])
def test_a_year_misses_nothing_and_repeats_nothing(tmp_path: Path, seed: int, zone: str) -> None:
    """Crashes, jumps, downtimes, late and restated figures, servers and persons away: each edition once, none stale."""
    with world(tmp_path / "desk", seed, zone, 1) as one:
        assert [] == lived(one, 1)
        assert 40 <= len(one.seen.made)
        assert 0 < one.crashes.happened * one.jumps * one.downtimes * one.maker.really * len(one.seen.letters)
