"""What a bare table does not say of itself, as JSON; every key may be left out. docs/movements.md, the sidecar."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from generator.errors import SettingsError
from generator.movements.comparability import KINDS as KINDS_OF_NOTICE
from generator.movements.lunar_new_year import new_years
from generator.movements.panel import CodeBreak, PanelNotice
from generator.movements.threshold_grammar import RuleFault
from generator.movements.thresholds import Thresholds
from generator.sources.faults import plain
from generator.trade.codes import Flow
from generator.trade.currency import DOLLAR, currencies, unit_of
from generator.trade.period import YEAR_STARTS, Period

KEYS = (
    "reference_period",
    "currency",
    "flow",
    "value_unit",
    "levels",
    "status",
    "hs_breaks",
    "lunar_new_year",
    "lunar",
    "mirror",
    "notices",
    "other_flow",
    "year_start",
    "thresholds",
)
LETTERS = {"final": "F", "provisional": "P", "incomplete": "X", "partial": "X", "estimated": "E", "confidential": "C"}
# What may stand at a key, and an example; of the other keys their own readers know more.
KINDS: Mapping[str, tuple[tuple[type, ...], str, str]] = {
    "reference_period": ((str, int), "a period", '"2025-12"'),
    "currency": ((str,), "a text", '"USD"'),
    "flow": ((str,), "a text", '"M"'),
    "value_unit": ((str, int), "a text", '"thousand USD"'),
    "levels": ((list, dict), "a list", '["total", "hs2", "hs4"]'),
    "lunar": ((bool,), "true or false", "true"),
    "year_start": ((int,), "a month", "7"),
}
ALIKE = 0.8  # a key so near to a known one was meant to be it


@dataclass(frozen=True)
class Sidecar:
    """How a table is meant: its currency, how many of it a printed 1 is, its marks, breaks, holidays and thresholds.

    `mirror` names, by series, the one that is the partner's own report of it, `other_flow` the one that is the same
    trade in the direction opposite to `flow`. A year to date begins in the month `year_start`; `notices` are the
    source's; `file` is where all that stands.
    """

    period: Period | None = None
    currency: str = "usd"
    scale: int = 1
    status: Mapping[str, str] = field(default_factory=dict)
    breaks: tuple[CodeBreak, ...] = ()
    lunar: Mapping[int, date] = field(default_factory=dict)
    thresholds: Thresholds = field(default_factory=Thresholds.read)
    mirror: Mapping[str, str] = field(default_factory=dict)
    notices: tuple[PanelNotice, ...] = ()
    other_flow: Mapping[str, str] = field(default_factory=dict)
    flow: Flow | None = None
    year_start: int = 1
    file: Path | None = None


def read_sidecar(file: Path | None) -> Sidecar:
    """Return what the file says; SettingsError with the key where it cannot be used."""
    if file is None:
        return Sidecar()
    if not file.is_file():
        problem = "is a folder." if file.is_dir() else "is not there."
        raise SettingsError(str(file), problem, "Name a file of JSON with --meta, or leave it out.")
    try:
        text = file.read_text(encoding="utf-8-sig")
        data = json.loads(text, parse_float=Decimal)
    except (OSError, ValueError, ArithmeticError, RecursionError) as fault:
        raise SettingsError(str(file), f"is not JSON: {fault}.", "Leave it out, or fix it.") from None
    if not isinstance(data, dict):
        raise SettingsError(str(file), "is not an object of keys.", f"Known keys: {', '.join(KEYS)}.")
    return _SidecarReading(file, data).sidecar()


@dataclass(frozen=True)
class _SidecarReading:
    file: Path
    data: Mapping[str, Any]

    def sidecar(self) -> Sidecar:
        self._refuse_misspelt()
        self._refuse_other_kinds()
        when = self.data.get("reference_period")
        return Sidecar(
            period=None if when is None else self._period("reference_period", when),
            currency=self._currency(),
            scale=self._scale(),
            status=self._status(),
            breaks=tuple(self._break(at, one) for at, one in enumerate(self._list("hs_breaks"))),
            lunar=self._lunar(),
            thresholds=self._thresholds(),
            mirror=self._sides("mirror", "of the partner's report", '{"7403": "7403 as PAK counts"}'),
            other_flow=self._sides("other_flow", "of the other flow", '{"7403": "7403 exported"}'),
            flow=self._flow(),
            notices=tuple(self._notice(at, one) for at, one in enumerate(self._list("notices"))),
            year_start=self._year_start(),
            file=self.file,
        )

    def _refused(self, key: str, problem: str, remedy: str) -> SettingsError:
        return SettingsError(f"{self.file}: {key}", problem, remedy)

    def _given(self, key: str, default: Any) -> Any:  # noqa: ANN401 -- JSON is any
        """Return what stands at `key`; null is as good as nothing."""
        found = self.data.get(key)
        return default if found is None else found

    def _list(self, key: str) -> list[Any]:
        found = self._given(key, [])
        if not isinstance(found, list):
            raise self._refused(key, "is not a list.", "Write it in square brackets.")
        return found

    def _period(self, key: str, text: object) -> Period:
        try:
            return Period.parse(str(text))
        except ValueError as fault:
            raise self._refused(key, f"{plain(str(fault))}.", "For example: 2025-12") from None

    def _currency(self) -> str:
        """Return the currency, which `value_unit` may name as well, or alone; dollars where neither does."""
        key, unit = "currency", str(self._given("value_unit", ""))
        named = self._given(key, "").upper()
        try:
            meant = money_of(unit)
            found = unit_of(named or _one_of(meant, unit))
        except ValueError as fault:
            raise self._refused(key, f"{plain(str(fault))}.", "For example: USD, EUR") from None
        if meant and found.upper() not in meant:
            remedy = f"Write one currency: {named} in both, or value_unit without its own."
            raise self._refused(key, f"is {named}, and value_unit says {plain(repr(unit))}.", remedy)
        return found

    def _scale(self) -> int:
        """Return how many of the currency a printed 1 is."""
        key = "value_unit"
        try:
            return scale_of(str(self._given(key, "1")))
        except ValueError as fault:
            remedy = f"Write {', '.join(SCALES)} or a power of ten, and the currency: thousand USD."
            raise self._refused(key, f"{plain(str(fault))} is not a known unit.", remedy) from None

    def _status(self) -> dict[str, str]:
        """Return the letter of ours that each mark of the table stands for."""
        found = self._given("status", {})
        if not isinstance(found, dict):
            remedy = 'For example: {"P": "provisional"}'
            raise self._refused(key="status", problem="is not a list of marks.", remedy=remedy)
        known = {}
        for mark, meaning in found.items():
            letter = next((LETTERS[word] for word in str(meaning).lower().split() if word in LETTERS), None)
            if letter is None:
                key = f"status.{mark}"
                raise self._refused(key, f"is {plain(repr(meaning))}.", f"Known are {', '.join(LETTERS)}.")
            known[str(mark)] = letter
        return known

    def _break(self, at: int, one: Mapping[str, Any]) -> CodeBreak:
        key = f"hs_breaks[{at}]"
        if not isinstance(one, dict) or not {"old", "new", "effective"} <= one.keys():
            raise self._refused(
                key, "has no old, new and effective.", '{"old": "850110", "new": ["850111"], "effective": "2022-01"}'
            )
        new = one["new"] if isinstance(one["new"], list) else [one["new"]]
        return CodeBreak(str(one["old"]), tuple(map(str, new)), self._period(f"{key}.effective", one["effective"]))

    def _lunar(self) -> dict[int, date]:
        days = self._given("lunar_new_year", {})
        wanted = self._given("lunar", bool(days))
        if not wanted and isinstance(days, dict):
            return {}
        try:
            return {int(year): date.fromisoformat(str(day)) for year, day in days.items()} or dict(new_years())
        except (ValueError, AttributeError) as fault:
            key, remedy = "lunar_new_year", '{"2025": "2025-01-29"}'
            raise self._refused(key, f"has no days by year: {fault}.", remedy) from None

    def _sides(self, key: str, of: str, example: str) -> dict[str, str]:
        """Return the series that stand beside ours; whether the table has them is seen when it is read."""
        found = self._given(key, {})
        if not isinstance(found, dict) or not all(isinstance(one, str) for one in found.values()):
            raise self._refused(key, f"is not a list of series with the series {of}.", f"For example: {example}")
        return dict(found)

    def _notice(self, at: int, one: object) -> PanelNotice:
        key, example = f"notices[{at}]", '{"kind": "coverage", "from": "2025-03", "series": ["7403"]}'
        kind, series = f"{key}.kind", f"{key}.series"
        if not isinstance(one, dict) or not {"kind", "from"} <= one.keys() <= {"kind", "from", "series"}:
            raise self._refused(key, "has no kind and from, or more than those and series.", f"For example: {example}")
        if one["kind"] not in KINDS_OF_NOTICE:
            raise self._refused(kind, f"is {one['kind']!r}.", f"Known are {', '.join(KINDS_OF_NOTICE)}.")
        codes = one.get("series", ["all"])
        if not isinstance(codes, list) or not codes or not all(isinstance(code, str) for code in codes):
            raise self._refused(series, "is not a list of series.", "Leave it out, and the notice is of all.")
        return PanelNotice(
            one["kind"], self._period(f"{key}.from", one["from"]), tuple(codes) if "series" in one else ()
        )

    def _year_start(self) -> int:
        """Return the month in which a year to date begins."""
        key, found = "year_start", self._given("year_start", 1)
        if found not in YEAR_STARTS:
            raise self._refused(key, f"is {found}.", "Write 1, for January, or 7, for a year from July to June.")
        return int(found)

    def _flow(self) -> Flow | None:
        """Return which way the table's own series go; needed only to say which is less the other."""
        key, text = "flow", str(self._given("flow", ""))
        try:
            found = Flow.of(text)
        except ValueError:
            found = None
        if self._given("other_flow", {}) and found not in (Flow.IMPORT, Flow.EXPORT):
            problem = f"is {text!r}" if text else "is not there"
            raise self._refused(key, f"{problem}, and other_flow stands beside it.", 'Write "flow": "M" or "X".')
        return found

    def _thresholds(self) -> Thresholds:
        try:
            return Thresholds.read(self.data.get("thresholds"), ("thresholds",))
        except RuleFault as fault:
            nearest = f"Nearest known: {fault.nearest}." if fault.nearest else "See docs/movements.md."
            raise self._refused(".".join(map(str, fault.path)), f"{fault.problem}.", nearest) from None

    def _refuse_misspelt(self) -> None:
        """Refuse a key that is nearly a known one; what else a sidecar says of its table is its own matter."""
        for key in self.data:
            if key not in KEYS and (near := get_close_matches(key, KEYS, 1, ALIKE)):
                raise self._refused(key, "is not a key.", f"Nearest known: {near[0]}.")

    def _refuse_other_kinds(self) -> None:
        """Refuse a value of another kind than its key has: "no" is neither true nor false."""
        for key, (kinds, what, example) in KINDS.items():
            found = self.data.get(key)
            if found is not None and (not isinstance(found, kinds) or (isinstance(found, bool) and bool not in kinds)):
                given = plain(json.dumps(found, default=str))
                raise self._refused(key, f"is {given}, not {what}.", f"For example: {example}")


def _one_of(meant: frozenset[str], unit: str) -> str:
    """Return the one currency that a unit means, dollars where it may; ValueError where it may mean several."""
    if meant and DOLLAR not in meant and len(meant) > 1:
        msg = f"is not said, and value_unit {unit!r} may be {', '.join(sorted(meant))}"
        raise ValueError(msg)
    return DOLLAR if DOLLAR in meant or not meant else next(iter(meant))


SCALES = {
    "thousand": 1_000,
    "lakh": 100_000,
    "million": 1_000_000,
    "mn": 1_000_000,
    "crore": 10_000_000,
    "billion": 1_000_000_000,
    "bn": 1_000_000_000,
}
_MANY = {**SCALES, **{f"{word}s": scale for word, scale in SCALES.items()}}
_TEN, _YEAR = re.compile("10{0,12}"), re.compile("(19|20)[0-9]{2}")
_DOLLARS = ("USD", "AUD", "CAD", "HKD", "NZD", "SGD", "TWD", "BND", "FJD", "JMD", "NAD", "TTD", "BBD", "XCD")
_RUPEES = ("INR", "PKR", "LKR", "NPR", "MUR", "SCR")
_MONEY = {  # the currencies that a word may mean
    **dict.fromkeys(("dollar", "dollars", "$"), _DOLLARS),
    "us$": ("USD",),
    **dict.fromkeys(("yuan", "rmb", "renminbi"), ("CNY",)),
    **dict.fromkeys(("euro", "euros", "€"), ("EUR",)),
    "yen": ("JPY",),
    **dict.fromkeys(("rupee", "rupees"), _RUPEES),
}
_OTHER_WORDS = (
    "us",
    "u.s.",
    "of",
    "in",
    "at",
    "the",
    "value",
    "price",
    "prices",
    "constant",
    "current",
    "nominal",
    "fob",
    "cif",
)


def money_of(text: str) -> frozenset[str]:
    """Return the currencies that the words may mean, none where they name no money: CNY of "thousand CNY".

    ValueError where they mean two.
    """
    words = re.sub("[,'’()]", " ", text.lower()).split()
    meant = [_MONEY.get(word) or (word.upper(),) for word in words if word in _MONEY or word.upper() in currencies()]
    if "us" in words or "u.s." in words:
        meant.append(("USD",))
    found = frozenset.intersection(*map(frozenset, meant)) if meant else frozenset()
    if meant and not found:
        msg = f"value_unit {text!r} names two currencies"
        raise ValueError(msg)
    return found


def scale_of(text: str) -> int:
    """Return how many a printed 1 is: "thousand USD", "1,000 USD", "USD '000"; ValueError with a word that is none."""
    plain = re.sub("[,'’()]", "", text.lower())
    words = re.sub(r"(?<=\d)\s(?=000\b)", "", plain).split()  # 1 000 is one number
    words = ["1000" if word == "000" else word for word in words]
    found = [_MANY.get(word) or int(word) for word in words if word in _MANY or _TEN.fullmatch(word)]
    strange = next((word for word in words if not _is_known(word)), None)
    if strange is not None or not words:
        raise ValueError(strange or text)
    if len(found) > 1:
        raise ValueError(text)
    return found[0] if found else 1


def _is_known(word: str) -> bool:
    return (
        word in (*_MANY, *_MONEY, *_OTHER_WORDS)
        or word.upper() in currencies()
        or _TEN.fullmatch(word) is not None
        or _YEAR.fullmatch(word) is not None
    )
