"""The audit goes through each release once, however many claims stand on it."""

from __future__ import annotations

import time

from generator.audit.evidence import Evidence
from generator.audit.recompute import trace
from tests.audit import monthly
from tests.audit.month_story import edition

SECONDS, CLAIMS = 10, 600  # with the rows read anew for each claim it took minutes


def test_many_claims_cost_no_new_reading() -> None:
    """Six hundred wholes of twelve months are traced in the time that a page takes."""
    proof = monthly.claims_data()
    share = next(claim for claim in proof["claims"] if claim["id"] == "share")
    proof["claims"] += [share | {"id": f"more{place}"} for place in range(CLAIMS)]
    begun = time.process_time()
    assert [] == list(trace(edition(), Evidence.of(proof), monthly.raw, None))
    assert time.process_time() - begun < SECONDS
