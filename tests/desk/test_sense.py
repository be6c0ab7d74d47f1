"""Whether a month can be what it says: each kind of fault in a table, real months, and changes of an ordinary one."""

import json
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from decimal import Decimal
from hashlib import sha256
from pathlib import Path

import pytest

from generator.intake.plausibility import PlausibilityJudgement, judge, ratio_in_words
from generator.settings.tolerances import AS_A_RULE
from generator.sources import layout_of, read
from generator.sources.comtrade_layout import LAYOUT
from generator.store import FigureStore
from generator.trade.codes import Flow
from generator.trade.flags import KINDS
from generator.trade.observation import Cell, Observation
from generator.trade.period import Period
from generator.trade.release import Batch, Coverage

MONTH = Period.parse("2026-01")
LINES = ("030211", "030221", "030231", "030241", "030249", "030311", "030321", "030331", "030341", "030351")
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


@dataclass(frozen=True)
class Case:
    """A month on its way into the store, and whether there are months before it, which withheld a line or not."""

    rows: tuple[Observation, ...]
    is_complete: bool = True
    repeated: int = 0
    has_past: bool = True
    withheld: str = ""
    is_restated: bool = False
    carries: int = 0
    valued: str = ""

    @property
    def batch(self) -> Batch:
        """The month as a batch, after the months before that it carries."""
        before = [Period(MONTH.first - back, 1) for back in range(self.carries, 0, -1)]
        about = Coverage("CHN", "PAK", Flow.IMPORT, ("03",), (*before, MONTH))
        rows = (*(row for period in before for row in month(period)), *self.rows)
        return _batch(rows, (about,) if self.is_complete else (), self.repeated)


def month(period: Period) -> tuple[Observation, ...]:
    """Return a month's lines: from 100,000 dollars down, up to a fifth more or less, at 2.50 a kilogram."""
    return tuple(_line(period, code, place) for place, code in enumerate(LINES))


def _line(period: Period, code: str, place: int) -> Observation:
    wave = Decimal((period.first * 7 + place * 5) % 17 - 8) / 40
    value = (Decimal(100_000) / (place + 1) * (1 + wave)).quantize(Decimal("0.01"))
    cell = Cell("customs/2026-03-01/0", "0" * 64, place + 2, "usd", str(value))
    weight = (value / Decimal("2.5") * (1 + wave / 4)).quantize(Decimal("0.1"))
    return Observation(
        *("CHN", "PAK", Flow.IMPORT, code, period, value, Decimal("0.005"), cell),
        quantity=weight,
        quantity_unit="kg",
        edition="HS2017",
    )


def _batch(rows: Sequence[Observation], about: tuple[Coverage, ...] = (), repeated: int = 0) -> Batch:
    raw = sha256(_bytes_of(rows)).hexdigest()
    name = Batch("customs", date(2026, 3, 1), "month.csv", raw, MONTH, ()).release
    own = tuple(replace(row, cell=replace(row.cell, release=name, raw=raw)) for row in rows)
    period = max((row.period for row in rows), default=MONTH)
    return Batch("customs", date(2026, 3, 1), "month.csv", raw, period, own, coverage=about, repeated=repeated)


def _bytes_of(rows: Sequence[Observation]) -> bytes:
    """Return bytes that stand for the file of a month."""
    return repr(rows).encode()


def take_in_past(store: FigureStore, case: Case) -> None:
    """Record the thirteen months before, in one release each; and the month itself where it is restated."""
    for back in range(13 if case.has_past else 0, -1 if case.is_restated else 0, -1):
        rows = month(Period(MONTH.first - back, 1))
        rows = tuple(replace(row, value=None) if row.code == case.withheld else row for row in rows)
        rows = tuple(replace(row, valuation=case.valued) for row in rows)
        store.raw.keep(_bytes_of(rows))
        store.record(_batch(rows), {}, NOON)


def changed(text: str) -> Case:
    """Return the ordinary month after the steps of `text`."""
    case = Case(month(MONTH))
    for step in text.split(", "):
        case = _step(step, case)
    return case


def _step(step: str, case: Case) -> Case:
    for pattern, change in STEPS.items():
        if found := re.fullmatch(pattern, step):
            return change(case, *found.groups())
    msg = f"no step is written {step!r}"
    raise ValueError(msg)


def _each(case: Case, change: Callable[[Observation], Observation], code: str | None = None) -> Case:
    return replace(case, rows=tuple(change(row) if code in {None, row.code} else row for row in case.rows))


def _values(case: Case, code: str | None, factor: str) -> Case:
    return _each(case, lambda row: replace(row, value=(row.value or 0) * Decimal(factor)), code)


def _quantities(case: Case, code: str | None, factor: str) -> Case:
    return _each(case, lambda row: replace(row, quantity=(row.quantity or 0) * Decimal(factor)), code)


def _added(case: Case, code: str, partner: str, factor: Decimal) -> Case:
    """Add a total: of the lines within a code, or of the partners."""
    own = [row.value for row in case.rows if row.code.startswith(code) or code == "TOTAL"]
    value = (sum(one for one in own if one is not None) * factor).quantize(Decimal("0.01"))
    first = case.rows[0]
    total = replace(first, code=code, partner=partner, value=value, quantity=None, quantity_unit="")
    return replace(case, rows=(*case.rows, total))


def _world(case: Case, factor: str) -> Case:
    own = [replace(row, partner="W00", value=(row.value or 0) * Decimal(factor)) for row in case.rows]
    return replace(case, rows=(*case.rows, *own))


def _stale(case: Case, period: str) -> Case:
    old = month(Period.parse(period))
    return replace(case, rows=tuple(replace(row, period=MONTH) for row in old))


STEPS: dict[str, Callable[..., Case]] = {
    "nothing": lambda case: case,
    "values x (?P<code>(?!))?(.+)": _values,
    r"value of (\d+) x (.+)": _values,
    r"value of (\d+) withheld": lambda case, code: _each(case, lambda row: replace(row, value=None, status="C"), code),
    "quantities x (?P<code>(?!))?(.+)": _quantities,
    r"quantity of (\d+) x (.+)": _quantities,
    "no quantities": lambda case: _each(case, lambda row: replace(row, quantity=None, quantity_unit="")),
    r"unit of (\d+) (\w+)": lambda case, code, unit: _each(case, lambda row: replace(row, quantity_unit=unit), code),
    r"unit (\w+)": lambda case, unit: _each(case, lambda row: replace(row, quantity_unit=unit)),
    r"currency (\w+)": lambda case, word: _each(case, lambda row: replace(row, currency=word)),
    r"CIF before": lambda case: replace(case, valued="CIF"),
    r"valued (\w+)": lambda case, word: _each(case, lambda row: replace(row, valuation=word)),
    r"(\d+) valued (\w+)": lambda case, code, word: _each(case, lambda row: replace(row, valuation=word), code),
    r"edition of (\d+) (\w+)": lambda case, code, word: _each(case, lambda row: replace(row, edition=word), code),
    r"edition (\w+)": lambda case, word: _each(case, lambda row: replace(row, edition=word)),
    "no editions": lambda case: _each(case, lambda row: replace(row, edition="")),
    r"heading (\d+) as its lines": lambda case, code: _added(case, code, "PAK", Decimal(1)),
    r"(?:heading )?(\w+) x (.+)": lambda case, code, factor: _added(case, code, "PAK", Decimal(factor)),
    "not complete": lambda case: replace(case, is_complete=False),
    r"only (\d+) lines": lambda case, count: replace(case, rows=case.rows[: int(count)]),
    r"without the (\d+) largest": lambda case, count: replace(case, rows=case.rows[int(count) :]),
    "withheld before": lambda case: replace(case, withheld="030249"),
    r"figures of (\S+)": _stale,
    r"(\d+) rows repeated": lambda case, count: replace(case, repeated=int(count)),
    r"after (\d+) months of its own": lambda case, count: replace(case, carries=int(count)),
    "restated": lambda case: replace(case, is_restated=True),
    "first": lambda case: replace(case, has_past=False),
}
STEPS = {r"world x (.+)": _world, **STEPS}
_ROWS = Path(__file__).with_name("sense.txt").read_text(encoding="utf-8").splitlines()
CASES = dict(row.split(" => ") for row in _ROWS if row and not row.startswith("#"))
Judge = Callable[[Case], PlausibilityJudgement]


@pytest.fixture(scope="module")
def judged(tmp_path_factory: pytest.TempPathFactory) -> Judge:
    """Return what finds the oddities of a month after its past; each past is recorded once."""
    pasts: dict[Case, Path] = {}

    def found(case: Case) -> PlausibilityJudgement:
        past = replace(case, rows=(), is_complete=True, repeated=0, carries=0)
        is_new = past not in pasts
        with FigureStore(pasts.setdefault(past, tmp_path_factory.mktemp("past"))) as store:
            if is_new:
                take_in_past(store, past)
            return judge(store.measure(case.batch, AS_A_RULE.limits))

    return found


def outcome(found: PlausibilityJudgement) -> str:
    """Return what becomes of a release, as the table writes it."""
    kinds = " ".join(sorted({flag.kind for flag in (*found.stops, *found.flags)}))
    return f"set aside: {kinds}" if found.stops else f"flagged: {kinds}" if kinds else "accepted"


@pytest.mark.parametrize("change", CASES)
def test_each_change_of_a_month_has_its_outcome(judged: Judge, change: str) -> None:
    """Accepted, flagged or set aside, and for what."""
    assert CASES[change] == outcome(judged(changed(change)))


def test_every_kind_of_oddity_is_in_the_table() -> None:
    """What the program can say of a release, a case shows."""
    assert set(KINDS) == {kind for outcome in CASES.values() for kind in outcome.partition(": ")[2].split()}


@pytest.mark.parametrize(
    ("ratio", "said"), [(12, "12 times"), (1.5, "1.5 times"), (1 / 12, "1/12 of"), (1 / 10_100, "1/10,100 of")]
)
def test_a_factor_is_written_as_people_write(ratio: float, said: str) -> None:
    """Not "1/1.01e+04 of its usual size"."""
    assert said == ratio_in_words(ratio)


DAY, LATER = date(2024, 9, 1), datetime(2024, 9, 2, 12, tzinfo=UTC)
FISH = replace(LAYOUT, covers_codes=("0301", "0302", "0303", "0304"))


def batch(raw: bytes, name: str) -> Batch:
    """Return what an answer says."""
    return read(layout_of(FISH, raw, name), raw, name, DAY)


def judged_months(folder: Path, state: Path) -> Iterator[tuple[bytes, PlausibilityJudgement, FigureStore]]:
    """Yield each month of 2019 and 2020 with what is odd about it after those before, which are recorded."""
    with FigureStore(state) as store:
        for file in sorted(folder.glob("chn_pak_M_*.json")):
            raw = file.read_bytes()
            found = batch(raw, file.name)
            yield raw, judge(store.measure(found, AS_A_RULE.limits)), store
            store.raw.keep(raw)
            store.record(found, FISH.as_data(), LATER)


@pytest.mark.long
def test_no_real_month_is_stopped_or_flagged(shared_data: Path, tmp_path: Path) -> None:
    """Four to eight lines a month, which double and halve: nothing of it is an error."""
    folder = shared_data / "comtrade-china-pakistan-pair" / "api-envelope-json"
    months = [found for _, found, _ in judged_months(folder, tmp_path / "state")]
    assert [PlausibilityJudgement()] * 24 == months


@pytest.mark.long
@pytest.mark.parametrize(("field", "factor"), [("primaryValue", 10), ("primaryValue", 1000), ("netWgt", 0.001)])
def test_real_months_in_another_unit_are_stopped(shared_data: Path, tmp_path: Path, field: str, factor: float) -> None:
    """Every value, or every weight, by one factor; three lines need a past, which January 2019 and one more lack."""
    folder = shared_data / "comtrade-china-pakistan-pair" / "api-envelope-json"
    passed = set()
    for raw, _, store in judged_months(folder, tmp_path / "state"):
        answer = json.loads(raw)
        for record in answer["data"]:
            record[field] = round(record[field] * factor, 3)
        spoilt = judge(store.measure(batch(json.dumps(answer).encode(), "spoilt.json"), AS_A_RULE.limits))
        if not spoilt.stops:
            passed.add(str(answer["data"][0]["period"]))
    assert passed <= {"201901", "202009"}


def tables(folder: Path, factor: int = 1) -> Iterator[Batch]:
    """Yield the months of 2019 and 2020 up to each from the seventh on, as one table, its newest month by a factor."""
    months = [batch(file.read_bytes(), file.name) for file in sorted(folder.glob("chn_pak_M_*.json"))]
    for count in range(7, len(months) + 1):
        own = [one for found in months[: count - 1] for one in found.observations]
        last = [replace(one, value=(one.value or Decimal(0)) * factor) for one in months[count - 1].observations]
        yield replace(months[count - 1], observations=(*own, *last), coverage=())


@pytest.mark.long
@pytest.mark.parametrize("factor", [1, 10, 1000])
def test_the_newest_month_of_a_first_table_is_judged(shared_data: Path, tmp_path: Path, factor: int) -> None:
    """By the table's own months: no real one stops, and each spoilt one does."""
    folder = shared_data / "comtrade-china-pakistan-pair" / "api-envelope-json"
    with FigureStore(tmp_path / "state") as store:
        found = [judge(store.measure(one, AS_A_RULE.limits)) for one in tables(folder, factor)]
    assert [factor > 1] * 18 == [bool(one.stops) for one in found]
