"""Editions of the HS, by the auditor's own look: which figures count other goods than those of the edition's period.

They are none of their code's series: no sum, no change, no record may stand on them beside figures of now.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from generator.audit.edition import Data, texts
from generator.audit.evidence import Evidence
from generator.audit.finding import Finding
from generator.audit.releases import Parties, Releases
from generator.audit.tongues import LEXICONS
from generator.trade.editions import TABLED, Edition, descriptions
from generator.trade.families import is_unchanged
from generator.trade.period import Period

_YEAR = re.compile(r"(?<![A-Za-z])HS ((?:19|20)\d\d)(?!\d)")


def set_apart(releases: Releases, codes: Sequence[str], now: Period) -> None:
    """Enter in `releases` the months in which a code of the edition counted other goods than in `now`."""
    for parties in {of for of, _ in releases.series}:
        for code in codes if releases.editions.get(parties) else ():
            if gone := set(_gone(releases, parties, code, now)):
                releases.apart[parties, code] = gone


def _gone(releases: Releases, parties: Parties, code: str, now: Period) -> Iterator[int]:
    own, of_now = releases.own_editions.get((parties, code), {}), range(now.first, now.first + now.months)
    today = own.get(now.first) or near(releases.editions[parties], now.first)
    every = {*releases.series.get((parties, code), ()), *releases.complete_months(parties, code)}
    for month in every:
        then = own.get(month) or near(releases.editions[parties], month)
        is_there = month in own or month in releases.series.get((parties, code), ()) or has(then, code)
        if not is_there or (month not in of_now and not alike(code, then, today)):
            yield month


def near(editions: dict[int, str], month: int) -> str:
    """Return the edition of a month in which no row says it: that of its year, else of the last month before."""
    year = [at for at in sorted(editions) if at // 12 == month // 12]
    before = [at for at in sorted(editions) if at < month]
    return editions.get(month) or (editions[(year[:1] or before[-1:])[0]] if year or before else "")


@cache
def alike(code: str, one: str, other: str) -> bool:
    """Say whether figures of a code under two editions count the same goods; where one is not said, they do."""
    try:
        return not one or not other or one == other or is_unchanged(code, one, other)
    except ValueError:
        return False


@cache
def has(edition: str, code: str) -> bool:
    """Say whether an edition has the subheading of `code`; where no table tells, it may."""
    if (
        not edition
        or Edition(edition) not in TABLED
        or not any(code[:6] in descriptions(one) for one in (*TABLED, None))
    ):
        return True
    return code[:6] in descriptions(Edition(edition))


def mixed(claim: Data, evidence: Evidence) -> Iterator[str]:
    """Yield the codes of a claim whose cells count other goods in one edition than in another."""
    seen: dict[str, set[str]] = {}
    for cell in evidence.traits(claim["formula"]):
        seen.setdefault(cell.code, set()).add(cell.edition)
    for code, editions in seen.items():
        pairs = ((one, other) for one in sorted(editions) for other in sorted(editions) if one < other)
        for one, other in pairs:
            if not alike(code, one, other):
                yield f"{code} does not count the same goods in {one} and {other}"


def told(edition: Data, evidence: Evidence, releases: Releases) -> Iterator[Finding]:
    """Yield the sentences that say of a code what its editions do not bear out."""
    for parties in evidence.bench.terms.every_party[:1]:
        for language, story in edition["stories"].items():
            blocks = story["blocks"] if language in LEXICONS else ()
            for text in (text for block in blocks for text in evidence.texts(block)):
                if (found := LEXICONS[language].other_goods.search(text.words)) and (
                    why := _untrue(found, parties, releases)
                ):
                    yield Finding("edition.json", text.words, "editions", why)


def named(edition: Data, evidence: Evidence) -> Iterator[Finding]:
    """Yield the sources and notes that name an edition of the HS of which no cell is."""
    cells = evidence.cells.values()
    known = {str(cell["edition"]) for cell in cells if cell.get("edition")}
    if not any("edition" in cell for cell in cells):
        return  # an edition of an older form
    known |= {f"HS{code}" for code in edition.get("codes", ())}  # "in HS 1902": of pasta
    for story in edition["stories"].values():
        parts = [block.get("source", block if block["kind"] == "note" else []) for block in story["blocks"]]
        for text in texts(parts):
            if wrong := {f"HS{year}" for year in _YEAR.findall(text.words)} - known:
                yield Finding("edition.json", text.words, "editions", f"no cell is of {', '.join(sorted(wrong))}")


def _untrue(found: re.Match[str], parties: Parties, releases: Releases) -> str:
    then, now = f"HS{found['then']}", f"HS{found['now']}"
    codes = re.findall(r"\d+", found["codes"])
    known = set(releases.editions.get(parties, {}).values())
    if not {then, now} <= known:
        return f"the releases have {sorted(known)}"
    apart = [code for of, code in releases.apart if of == parties]
    same = [code for code in codes if code not in apart or alike(code, then, now)]
    if same or not apart:
        return f"{', '.join(same) or 'every code'} counts the same goods in both"
    return ""
