"""What is asked of UN Comtrade in one call, and how a question that is too large is divided."""

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
_COMMA = 3  # characters of a comma in an address: %2C
_NAMED = 3  # codes that a file's name spells
_NATIONAL = ("98", "99", "9999", "999999")  # what countries add to the nomenclature, "not specified" among it


@dataclass(frozen=True)
class ComtradeQuestion:
    """One question: `reporter` and `partner` as M49 numbers ("" is all partners), a month or a year.

    `codes` are of 2, 4 or 6 digits, `TOTAL`, or every code of one depth: `AG2`, `AG4`, `AG6`. Re-exports and domestic
    exports are parts of X, foreign imports of M, so only M and X are asked. ValueError says what cannot be asked.
    """

    reporter: str
    partner: str
    flows: tuple[Flow, ...]
    codes: tuple[str, ...]
    period: Period

    def __post_init__(self) -> None:
        """Refuse what the service has not."""
        if self.period.frequency not in {"monthly", "annual"}:
            msg = f"{self.period}: UN Comtrade has months and years; ask for each month"
            raise ValueError(msg)
        if not self.flows or not set(self.flows) <= _FLOWS:
            msg = "ask for imports (M), exports (X) or both"
            raise ValueError(msg)
        if not self.codes or (wrong := [code for code in self.codes if not _is_askable(code)]):
            msg = (
                f"{', '.join(wrong) if self.codes else 'no code'}: ask for codes of 2, 4 or 6 digits, TOTAL, AG2 to AG6"
            )
            raise ValueError(msg)

    @classmethod
    def of(
        cls, reporter: str, partner: str, flows: Iterable[str], codes: Iterable[str], period: Period
    ) -> ComtradeQuestion:
        """Return the question about areas by any of their codes (`CHN`, `156`); the partner `all` is every one."""
        whom = "" if partner == ALL else area(partner).m49
        return cls(area(reporter).m49, whom, tuple(Flow.of(flow) for flow in flows), tuple(codes), period)

    @property
    def frequency(self) -> str:
        """`M` for a month, `A` for a year."""
        return "M" if self.period.months == 1 else "A"

    @property
    def name(self) -> str:
        """A file's name, the same for the same question: reporter, partner, flows, period, codes."""
        codes = "+".join(self.codes)
        if len(self.codes) > _NAMED:
            codes = f"{self.codes[0]}..{self.codes[-1]}-{sha256(codes.encode()).hexdigest()[:8]}"
        flows = "".join(sorted(self.flows))
        return f"comtrade-{self.reporter}-{self.partner or ALL}-{flows}-{written(self.period)}-{codes}.json"

    def params(self) -> dict[str, str]:
        """Return the question as the service spells it: totals over customs regimes, transport and second partners."""
        params = {
            "reportercode": self.reporter,  # in small letters, as the publisher's own client writes it
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
        """Return at least two questions that make up this one, near `pieces`: by codes, then by flow.

        Every code of a depth is divided by flow first, since its codes take many addresses to spell. Empty where
        nothing is left to divide.
        """
        by_flow = tuple(replace(self, flows=(flow,)) for flow in self.flows) if len(self.flows) > 1 else ()
        codes = sorted(_spelt(self.codes))
        if len(codes) == 1 or (by_flow and set(self.codes) & set(_LEVELS)):
            return by_flow
        return tuple(replace(self, codes=part) for part in _parted(codes, max(2, pieces)))

    def within(self, characters: int) -> tuple[ComtradeQuestion, ...]:
        """Return the question in parts whose codes take at most so many characters: an address has an end."""
        most = max(1, (characters + _COMMA) // (max(map(len, self.codes)) + _COMMA))
        return tuple(replace(self, codes=self.codes[first : first + most]) for first in range(0, len(self.codes), most))


def written(period: Period) -> str:
    """Return `202601` for a month, `2026` for a year."""
    return str(period).replace("-", "")


def _is_askable(code: str) -> bool:
    digits = code.isascii() and code.isdigit() and len(code) in _LEVELS.values()
    return digits or code == "TOTAL" or code in _LEVELS


def _spelt(codes: Iterable[str]) -> set[str]:
    """Return the codes, with every code of a depth in place of `AG2`, `AG4` or `AG6`.

    They are the codes of every edition, since the one in which a country reports changes with the years.
    """
    all_codes = {*_NATIONAL, *(code for edition in (*TABLED, None) for code in descriptions(edition))}
    spelt = {
        code: {spelling for spelling in all_codes if len(spelling) == depth and spelling.isdigit()}
        for code, depth in _LEVELS.items()
    }
    return {spelling for code in codes for spelling in spelt.get(code, {code})}


def _parted(codes: Sequence[str], pieces: int) -> list[tuple[str, ...]]:
    """Return `codes`, which are in order, in near `pieces` parts that end where a chapter, a heading or a code ends."""
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
