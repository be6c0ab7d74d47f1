"""A question for UN Comtrade that fits into one call, and how to divide a question that is too large."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from itertools import groupby

from generator.trade.codes import Flow, area
from generator.trade.editions import TABLED, descriptions
from generator.trade.period import Period

ALL = "all"
_LEVELS = {"AG2": 2, "AG4": 4, "AG6": 6}  # every chapter, heading, subheading
_FLOWS = frozenset({Flow.IMPORT, Flow.EXPORT})
_COMMA = 3  # length of a comma in an address: %2C
_NAMED = 3  # up to so many codes are written out in a file's name
_NATIONAL = ("98", "99", "9999", "999999")  # codes that countries add to the nomenclature, such as "not specified"


@dataclass(frozen=True)
class ComtradeQuestion:
    """One question about a month or a year. Raise ValueError for one that the service cannot answer.

    Only M and X are asked: re-exports and domestic exports are parts of X, and foreign imports are part of M.
    """

    reporter: str  # M49 number
    partner: str  # M49 number, "" for all partners
    flows: tuple[Flow, ...]
    codes: tuple[str, ...]  # of 2, 4 or 6 digits, `TOTAL`, or all codes of one depth: `AG2`, `AG4`, `AG6`
    period: Period

    def __post_init__(self) -> None:
        """Refuse what the service does not have."""
        if self.period.frequency not in {"monthly", "annual"}:
            msg = f"{self.period}: UN Comtrade has months and years; ask for each month"
            raise ValueError(msg)
        if not self.flows or not set(self.flows) <= _FLOWS:
            msg = "ask for imports (M), exports (X) or both"
            raise ValueError(msg)
        wrong = [code for code in self.codes if not _is_askable(code)] if self.codes else ["no code"]
        if wrong:
            msg = f"{', '.join(wrong)}: ask for codes of 2, 4 or 6 digits, TOTAL, AG2 to AG6"
            raise ValueError(msg)

    @classmethod
    def of(
        cls, reporter: str, partner: str, flows: Iterable[str], codes: Iterable[str], period: Period
    ) -> ComtradeQuestion:
        """Return the question for areas named by any of their codes (`CHN`, `156`). `all` means all partners."""
        whom = "" if partner == ALL else area(partner).m49
        return cls(area(reporter).m49, whom, tuple(Flow.of(flow) for flow in flows), tuple(codes), period)

    @property
    def frequency(self) -> str:
        """`M` for a month, `A` for a year."""
        return "M" if self.period.months == 1 else "A"

    @property
    def name(self) -> str:
        """A file name that is the same for the same question: reporter, partner, flows, period, codes."""
        codes = "+".join(self.codes)
        if len(self.codes) > _NAMED:
            codes = f"{self.codes[0]}..{self.codes[-1]}-{sha256(codes.encode()).hexdigest()[:8]}"
        flows = "".join(sorted(self.flows))
        return f"comtrade-{self.reporter}-{self.partner or ALL}-{flows}-{written(self.period)}-{codes}.json"

    def params(self) -> dict[str, str]:
        """Return the service's parameters, for totals over customs regimes, transport and second partners."""
        params = {
            "reportercode": self.reporter,  # in lower case, as the publisher's own client writes it
            "period": written(self.period),
            "partnerCode": self.partner,
            "partner2Code": "0",
            "cmdCode": ",".join(self.codes),
            "flowCode": ",".join(self.flows),
            "customsCode": "C00",
            "motCode": "0",
            "includeDesc": "false",
            "format": "JSON",
        }
        return {name: value for name, value in params.items() if value}

    def divided(self, pieces: int) -> tuple[ComtradeQuestion, ...]:
        """Return about `pieces` questions, at least two, that make up this one: divided by codes, then by flow.

        A question for all codes of a depth is divided by flow first, since spelling out its codes takes many addresses.
        Return an empty tuple if nothing is left to divide.
        """
        by_flow = tuple(replace(self, flows=(flow,)) for flow in self.flows) if len(self.flows) > 1 else ()
        codes = sorted(_spelt(self.codes))
        if len(codes) == 1 or (by_flow and set(self.codes) & set(_LEVELS)):
            return by_flow
        return tuple(replace(self, codes=part) for part in _parted(codes, max(2, pieces)))

    def within(self, characters: int) -> tuple[ComtradeQuestion, ...]:
        """Return the question in parts whose codes take at most `characters` characters in an address."""
        most = max(1, (characters + _COMMA) // (max(map(len, self.codes)) + _COMMA))
        return tuple(replace(self, codes=self.codes[first : first + most]) for first in range(0, len(self.codes), most))


def written(period: Period) -> str:
    """Return `202601` for a month, `2026` for a year."""
    return str(period).replace("-", "")


def _is_askable(code: str) -> bool:
    digits = code.isascii() and code.isdigit() and len(code) in _LEVELS.values()
    return digits or code == "TOTAL" or code in _LEVELS


def _spelt(codes: Iterable[str]) -> set[str]:
    """Return the codes, with `AG2`, `AG4` and `AG6` replaced by every code of that depth.

    Codes of all editions are included, since a country's edition changes over the years.
    """
    all_codes = set(_NATIONAL)
    for edition in (*TABLED, None):
        all_codes.update(descriptions(edition))
    spelt: set[str] = set()
    for code in codes:
        if code in _LEVELS:
            depth = _LEVELS[code]
            spelt.update(listed for listed in all_codes if len(listed) == depth and listed.isdigit())
        else:
            spelt.add(code)
    return spelt


def _parted(codes: Sequence[str], pieces: int) -> list[tuple[str, ...]]:
    """Return sorted `codes` in about `pieces` parts, without splitting a chapter (else a heading or a code)."""
    for depth in (2, 4, 6):
        groups = [tuple(group) for _, group in groupby(codes, key=lambda code: code[:depth])]
        if len(groups) > 1:
            break
    size = max(1, len(codes) // pieces)
    parts = [groups[0]]
    for group in groups[1:]:
        if len(parts[-1]) + len(group) <= size:
            parts[-1] += group
        else:
            parts.append(group)
    return parts
