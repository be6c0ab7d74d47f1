"""How tables, pictures and the text say that a line has no figure, or none to compare with."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from generator.story.line_selection import LineItem
from generator.story.month import Month
from generator.story.plan import Text
from generator.story.words.numbers import hs_edition
from generator.story.words.speech import Noun
from generator.trade.editions import TABLED, Edition
from generator.trade.period import Period
from generator.trade.series_breaks import VALUATIONS

_CODES, _TOLD = 4, 4  # at most: codes, and withheld figures, that a note names one by one
Pair = tuple[str, str]  # the editions of the HS, or the valuations, of a line then and now


def base(month: Month) -> Text | None:
    """Return that the total has no figure a year before, and so no change. None where it has one."""
    now = month.amount(month.total_codes, month.period)
    before = month.amount(month.total_codes, month.base)
    if now is None or before is not None or month.lost:
        return None
    broken: dict[str, Pair] = {}
    for code in month.total_codes:
        pair_of_code = month.breaks(code, month.base)
        if pair_of_code:
            broken[code] = pair_of_code
    for pair in sorted(set(broken.values())):
        if pair[1] in VALUATIONS:
            then_valued, now_valued = map(month.words.valuation, pair)
            when = month.words.period(month.base)
            return month.words.say("revalued_base", when=when, then=then_valued, now=now_valued)
        codes = [code for code, code_pair in broken.items() if code_pair == pair]
        return month.words.say("broken_base", why=_other_goods(month, codes, pair))
    has_some = any(month.amount([code], month.base) is not None for code in month.total_codes)
    key = "without_base.some" if has_some else "without_base.all"
    return month.words.say(key, then=month.words.span(month.base))


def _other_goods(month: Month, codes: Sequence[str], pair: Pair) -> Text:
    """Return "HS 030289 does not cover the same goods in HS 2012 and HS 2017", or of many codes "some lines do not …".

    If the tables do not cover both editions, the sentence says that it is not known what the code covered.
    """
    words = month.words
    names = words.say("hs", codes=words.listed([words.code(code) for code in sorted(codes)]))
    names = names if len(codes) <= _CODES else words.say("some_lines")
    is_tabled = all(Edition(edition) in TABLED for edition in pair)
    edition_before, edition_now = map(hs_edition, pair)
    key = "other_goods.known" if is_tabled else "other_goods.open"
    return words.say(key, names=Noun(names, plural=len(codes) != 1), then=edition_before, now=edition_now)


def counted_otherwise(month: Month, codes: Sequence[str], pair: Pair) -> Text:
    """Return that codes counted other goods before, or were valued differently. `pair` is then and now."""
    if pair[1] in VALUATIONS:
        valued_before, valued_now = map(month.words.valuation, pair)
        return month.words.say("revalued_note", then=valued_before, now=valued_now)
    return month.words.say("break_note", why=_other_goods(month, codes, pair))


def withheld(month: Month, items: Sequence[LineItem]) -> Iterator[tuple[Text, Sequence[str]]]:
    """Yield a note on lines without a sum because their publisher withheld a month, with the codes of these lines.

    "The source withheld HS 160414 in May 2025: no sum over that month is given." A note on many figures names only the
    lines, and one on many lines names none.
    """
    words, figures = month.words, month.figures
    spans = (month.period, month.base, month.longer, month.longer.year_before())
    months: dict[str, list[Period]] = {}
    for code in sorted({code for item in items for code in item.codes}):
        open_spans = [span for span in spans if month.amount([code], span) is None]
        silent = sorted({when for of, when in figures.cells if of == code and figures.value(code, when) is None})
        inside = [when for when in silent if any(_is_in(when, span) for span in open_spans)]
        if inside:
            months[code] = inside
    if not months:
        return
    count = sum(map(len, months.values()))
    if count <= _TOLD:
        named = [
            words.say("withheld.line", code=words.code(code), months=words.listed([*map(words.period, periods)]))
            for code, periods in months.items()
        ]
        note = words.say("withheld.some", lines=words.listed(named), count=Noun("", plural=count != 1))
    elif len(months) > _TOLD:
        note = words.say("withheld.many_lines")
    else:
        note = words.say("withheld.many", codes=words.listed([*map(words.code, months)]))
    yield note, list(months)


def _is_in(when: Period, span: Period) -> bool:
    return span.first <= when.first and when.last.first <= span.last.first


def breaks(month: Month, items: Sequence[LineItem]) -> Iterator[tuple[Text, Sequence[str]]]:
    """Yield notes on lines that have no change because their codes now count other goods, with the codes.

    There is one note per pair of editions of the HS, or of valuations. A note on valuations is about all lines and
    names none.
    """
    spans = (month.base, month.longer, month.longer.year_before())
    pairs: dict[Pair, list[str]] = {}
    for code in (item.code for item in items if item.label):
        pair = next((pair for span in spans if (pair := month.breaks(code, span))), None)
        if pair:
            pairs.setdefault(pair, []).append(code)
    for pair, codes in sorted(pairs.items()):
        yield counted_otherwise(month, codes, pair), codes


def untraded(month: Month) -> tuple[str, ...]:
    """Return the codes of the total without trade now and a year before, which the text does not mention."""
    pairs = {code: (month.amount([code], month.period), month.amount([code], month.base)) for code in month.total_codes}
    return tuple(code for code, ends in pairs.items() if all(end is not None and not end.value for end in ends))


def gaps(month: Month) -> tuple[Period, ...]:
    """Return the runs of months, oldest first, of which nothing is known although earlier months are.

    A month is known if a line of the selection has a figure in it, even a withheld one, if a complete release covers
    it, or if the lines of a heading have figures that cannot be added up.
    """
    figures, codes, end = month.figures, set(month.figures.selection.codes), month.period.last.first
    periods = {period for code, period in figures.cells if code in codes}
    periods = periods.union(*(figures.covered.get(code, ()) for code in codes), *figures.broken.values())
    periods = periods.union(*figures.open_sums.values())
    months_known = {at for period in periods for at in range(period.first, period.first + period.months) if at <= end}
    runs: list[Period] = []
    for at in range(min(months_known, default=0), end if months_known else 0):
        if at in months_known:
            continue
        if runs and runs[-1].last.first == at - 1:
            runs[-1] = Period(runs[-1].first, runs[-1].months + 1)
        else:
            runs.append(Period(at, 1))
    return tuple(runs)
