"""Reporter, partner, flow and HS code: each refuses a value that is not valid.

The tables ship with the package (`tables/README.md` says where they come from). Nothing else is read here.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from difflib import get_close_matches
from enum import StrEnum
from functools import cache
from itertools import takewhile

from generator.trade.editions import NATIONAL, TABLED, TOTAL, Edition, descriptions, packaged

_LENGTHS, _LENGTHS_SAID = (2, 4, 6, 8, 10), "2, 4, 6, 8 or 10"  # 8 and 10 digits: a country's own tariff lines
_CHAPTER, _SUBHEADING = 2, 6  # digits
_RESERVED = "77"  # a chapter that the HS keeps free
WORLD = "W00"  # all partners together
# Groups whose members are partners of their own: their rows repeat those of the members.
_UNIONS = frozenset({"EUR", "R4", WORLD})
# Economies where business stops for the Lunar New Year, whose date moves between January and February: neither month
# can be compared alone (docs/movements.md).
LUNAR = frozenset({"CHN", "HKG", "MAC", "TWN", "SGP", "VNM"})
_LAST = "\x7f"  # sorts after every character of a code
Is = Callable[[str], bool]


class Flow(StrEnum):
    """Direction of trade as the reporter sees it."""

    IMPORT = "M"
    EXPORT = "X"
    RE_IMPORT = "RM"
    RE_EXPORT = "RX"

    @classmethod
    def of(cls, word: str) -> Flow:
        """Return the flow that `word` names: a letter as above, or `import`, `export`, `re-import`, `re-export`."""
        return _FLOW_WORDS.get(word.strip().lower()) or cls(word.strip().upper())

    @property
    def opposite(self) -> Flow:
        """The flow in the other direction: exports for imports, re-exports for re-imports."""
        ways = {Flow.IMPORT: Flow.EXPORT, Flow.RE_IMPORT: Flow.RE_EXPORT}
        return (ways | {out: way for way, out in ways.items()})[self]

    @property
    def valuation(self) -> str:
        """`CIF` for imports and re-imports, `FOB` for exports and re-exports (IMTS 2010, 4.4)."""
        return "CIF" if self in (Flow.IMPORT, Flow.RE_IMPORT) else "FOB"


_FLOW_WORDS = {
    "import": Flow.IMPORT,
    "imports": Flow.IMPORT,
    "export": Flow.EXPORT,
    "exports": Flow.EXPORT,
    "re-import": Flow.RE_IMPORT,
    "re-export": Flow.RE_EXPORT,
}


@dataclass(frozen=True)
class Economy:
    """One row of the UN's lists of reporters and partners."""

    iso3: str  # ISO 3166, three letters
    iso2: str  # ISO 3166, two letters
    m49: str  # the UN's M49 number
    name: str  # in English
    # World, the European Union, "Areas, nes", bunkers: a partner in the figures, but not an economy
    is_group: bool = False
    since: date | None = None  # the first day, where the list gives one
    until: date | None = None  # the last day: only former economies have one
    reports: bool = False  # whether the UN lists it as a reporter, as it does "Other Asia, nes"

    @property
    def is_union(self) -> bool:
        """Whether its trade is that of other partners: the World, the European Union, ASEAN."""
        return self.iso3 in _UNIONS

    @property
    def has_rank(self) -> bool:
        """Whether it counts among the suppliers or buyers of a reporter. "Areas, nes" and bunkers do not."""
        return not self.is_union and (not self.is_group or self.reports)


@cache
def areas() -> Mapping[str, Economy]:
    """Return economies, former economies and groups by each of their codes (ISO3, ISO2, M49).

    If several rows share a code, today's economy has it, else the row that ended last: `IND` is 699, not 356, which
    ended in 1974.
    """
    rows = [replace(_area(*row), reports=True) for row in packaged("economies.csv")]
    rows += [_area(*row) for row in packaged("areas.csv")]
    rows.sort(key=lambda row: row.until or date.max)
    by_code: dict[str, Economy] = {}
    for row in rows:
        for code in (row.iso3, row.iso2, row.m49):
            if code:
                by_code[code] = row
    return by_code


def _area(iso3: str, iso2: str, m49: str, name: str, *more: str) -> Economy:
    kind, since, until = more
    first, last = (date.fromisoformat(day) if day else None for day in (since, until))
    return Economy(iso3, iso2, m49, name, kind == "group", first, last)


@cache
def economies() -> dict[str, Economy]:
    """Return the economies of today by each of their codes (ISO3, ISO2, M49). `NA` is Namibia."""
    return {code: row for code, row in areas().items() if not row.is_group and row.until is None}


def area(code: str) -> Economy:
    """Return the economy, former economy or group that `code` names, or raise ValueError.

    An M49 number may have leading zeros. The World is W00 or 0; an empty text names nothing.
    """
    letters = code.strip().upper()
    if letters.isascii() and letters.isdigit():
        letters = letters.lstrip("0") or "0"
    economy = areas().get(letters)
    if economy is None:
        msg = f"{code!r} is not an economy; write an ISO code such as CHN or CN"
        raise ValueError(msg)
    return economy


def economy(code: str) -> Economy:
    """Return the economy of today that `code` names. Raise ValueError for a group or a former economy."""
    named = area(code)
    if named.is_group:
        msg = f"{code!r} is {named.name}, a group and no economy"
        raise ValueError(msg)
    if named.until is not None:
        msg = f"{code!r} is {named.name}, which ended on {named.until}"
        raise ValueError(msg)
    return named


def nomenclature() -> Mapping[str, str]:
    """Return the published descriptions of HS2022 by chapter, heading or subheading ("74", "2603", "260300")."""
    return descriptions(Edition.HS2022)


def hs_code(text: str, edition: str = Edition.HS2022) -> str:
    """Return `text` as a code of `edition`. Raise ValueError otherwise, naming the editions that have the code.

    Valid are: a chapter, heading or subheading; a national tariff line of 8 or 10 digits inside a known subheading; any
    code of chapters 98 and 99; TOTAL. For an edition without a table only the shape is checked.
    """
    code, hs_edition = text.strip().upper(), Edition.of(edition)
    if not _stands_in(code, hs_edition):
        raise ValueError(_elsewhere(code, hs_edition) or f"{text!r} is no {hs_edition} code of {_LENGTHS_SAID} digits")
    return code


def known_code(text: str) -> str:
    """Return `text` as a code of any edition of the HS, or raise ValueError."""
    code = text.strip().upper()
    if not any(_stands_in(code, edition) for edition in TABLED) and code[:_SUBHEADING] not in descriptions(None):
        msg = f"{text!r} is no HS code of {_LENGTHS_SAID} digits"
        raise ValueError(msg)
    return code


def is_within(code: str, parent: str) -> bool:
    """Return whether `code` is `parent` or lies under it. Codes nest by prefix, and TOTAL holds all."""
    return parent == TOTAL or code.startswith(parent)


def nearest_codes(code: str, candidates: Iterable[str]) -> str:
    """Return a sentence that names up to three of `candidates` most like `code`, or "" if none is alike.

    Digits are compared by their common beginning, then by numeric distance. Other names are compared by their letters.
    """
    codes = list(dict.fromkeys(candidates))
    if code.isdigit():
        digits = [candidate for candidate in codes if candidate.isdigit()]
        nearest = sorted(digits, key=lambda candidate: (*_distance(code, candidate), candidate))[:3]
    else:
        nearest = get_close_matches(code, codes, 3, 0.5)
    return f"Nearest: {', '.join(nearest)}." if nearest else ""


def _distance(code: str, candidate: str) -> tuple[int, int]:
    digits = max(len(code), len(candidate))
    alike = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(code, candidate, strict=False)))
    return -alike, abs(int(code.ljust(digits, "0")) - int(candidate.ljust(digits, "0")))


def _stands_in(code: str, edition: Edition) -> bool:
    if code == TOTAL:
        return True
    if len(code) not in _LENGTHS or not (code.isascii() and code.isdigit()):
        return False
    chapter = code[:_CHAPTER]
    if chapter in NATIONAL:
        return True
    if edition in TABLED:
        return code[:_SUBHEADING] in descriptions(edition)
    return chapter >= "01" and chapter != _RESERVED


def _elsewhere(code: str, edition: Edition) -> str:
    """Return a sentence that names the editions that have `code`, or "" if none has it."""
    editions_with_code = " and ".join(tabled for tabled in TABLED if _stands_in(code, tabled))
    if not editions_with_code and len(code) in _LENGTHS and code[:_SUBHEADING] in descriptions(None):
        editions_with_code = f"an edition before {TABLED[-1]}"
    subject = code if len(code) <= _SUBHEADING else f"{code} lies in {code[:_SUBHEADING]}, which"
    return f"{subject} is a code of {editions_with_code}, not of {edition}" if editions_with_code else ""


def roots(codes: Iterable[str]) -> tuple[str, ...]:
    """Return those of `codes` that lie within no other one, in their order. Their sum counts nothing twice."""
    unique = dict.fromkeys(codes)
    return tuple(code for code in unique if not any(above in unique for above in _above(code)))


def parts(code: str, among: Iterable[str]) -> tuple[str, ...]:
    """Return the largest codes of `among` that lie under `code`. They do not overlap, so they may be added.

    Their sum is all of `code` only if the source covers all of it: see `Figures.covered`.
    """
    return roots(line for line in among if line != code and is_within(line, code))


def summable(codes: Sequence[str], has: Is, is_sum: Is) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the codes to add up, and the codes without a figure.

    `has` tells whether a code has a figure, `is_sum` whether its figure is the sum of its lines. If a heading that is
    such a sum has no figure, add up its lines instead, and report only the lines without figures.
    """
    added: list[str] = []
    without_figure: list[str] = []
    for code in roots(codes):
        if has(code):
            added.append(code)
            continue
        lines: tuple[str, ...] = ()
        lines_without_figure: tuple[str, ...] = ()
        if is_sum(code):
            lines, lines_without_figure = summable(parts(code, codes), has, is_sum)
        if lines:
            added += lines
            without_figure += lines_without_figure
        else:
            without_figure.append(code)
    return tuple(added), tuple(without_figure)


def lines_of(code: str, ordered: Sequence[str]) -> Sequence[str]:
    """Return those of the sorted codes that are `code` or lie under it. In sorted order they are neighbours."""
    return ordered if code == TOTAL else ordered[bisect_left(ordered, code) : bisect_left(ordered, code + _LAST)]


def _above(code: str) -> tuple[str, ...]:
    """Return every code that could hold `code`."""
    return (*(code[:digits] for digits in range(1, len(code))), *((TOTAL,) if code != TOTAL else ()))
