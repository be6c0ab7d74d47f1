"""What the obligations find in an edition whose trees were changed."""

from __future__ import annotations

import json
from typing import Any

from generator.audit.claim_evidence import ClaimEvidence
from generator.audit.edition_data import Finding
from generator.audit.edition_data import without_isolates as as_read
from generator.audit.obligations import obligation_faults
from generator.audit.trace.document_sheets import sheets
from generator.audit.trace.release_breaks import releases_of
from tests.story.months import Monthly, Table, months, table

TWO = ("2601", "7403")


def found_in(told: Monthly, edition: Any = None) -> list[Finding]:  # noqa: ANN401 -- JSON
    """Return what the obligations find in an edition on the releases of `told`; its own without `edition`."""
    evidence = ClaimEvidence.of(told.claims)
    plain = as_read(told.edition if edition is None else edition)
    read = sheets(evidence.documents, evidence.cells, told.raw.__getitem__)
    releases = releases_of({digest: sheet for digest, sheet, _ in read if sheet is not None}, plain)
    return list(obligation_faults(plain, evidence, releases))


def heard(told: Monthly, right: str, wrong: str, rule: str = "") -> list[str]:
    """Return what they find once every `right` of the edition's trees is `wrong`; the edition itself has nothing."""
    written = json.dumps(told.edition, ensure_ascii=False)
    assert right in written
    assert found_in(told) == []
    found = found_in(told, json.loads(written.replace(right, wrong)))
    return [str(one) for one in found if rule in {"", one.rule}]


def without(key: str) -> tuple[str, str]:
    """Return the change by which no text is of a pattern any more."""
    return f'"{key}"', '"none.of.them"'


def swaying(copper: int = 12) -> Table:
    """Return figures of two lines: iron ores grow by a third, refined copper comes to `copper` after ten."""
    rows = {"2601": (3, 4), "7403": (10, copper)}
    return table(lambda code, at: rows[code][at // 24 and 1] * 10**6, codes=TWO)


def of_two(language: str = "en", *, copper: int = 12) -> Monthly:
    """Return an edition of them."""
    return months(swaying(copper), codes=TWO, language=language)
