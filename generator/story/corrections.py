"""Sentences that correct figures of the last edition after a revision of the data."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from generator.story import rounding
from generator.story.amounts import LITTLE, Claim, Size, size_of
from generator.story.brief import LastEdition, PrintedLevel, PrintedRate
from generator.story.month import Month
from generator.story.plan import Text
from generator.story.words.speech import Noun, Slot
from generator.trade.period import Period

_MOST, _ALONE = 6, 3  # corrections in a note at most, and among them corrections of only a level
_LineMonth = tuple[tuple[str, ...], Period]


@dataclass(frozen=True)
class UndoneFigure:
    """A printed figure that has another value now, with the sentence that corrects it."""

    codes: tuple[str, ...]
    period: Period
    sentence: Text
    error: Decimal  # the difference, in per cent or percentage points
    is_turned: bool = False  # whether a printed rise is now a fall, or a fall a rise


@dataclass(frozen=True)
class _WrongLevel:
    """A printed level that was wrong, with its claims then and now."""

    printed: PrintedLevel
    was: Claim
    now: Claim
    error: Decimal  # in per cent of the printed level


def sentences(month: Month) -> tuple[Text, ...]:
    """Return the corrections, the gravest first: changed directions, then the total, then by the size of the error."""
    if month.brief.last is None:
        return ()
    wrong = {(level.printed.codes, level.printed.period): level for level in _wrong_levels(month, month.brief.last)}
    rates = list(_rates(month, month.brief.last, wrong))
    corrected = {(rate.codes, rate.period) for rate in rates}
    of_levels = [_of_level(month, level) for place, level in wrong.items() if place not in corrected]
    corrections = [*rates, *sorted(of_levels, key=lambda level: _gravity(month, level))[:_ALONE]]
    corrections.sort(key=lambda correction: _gravity(month, correction))
    return tuple(correction.sentence for correction in corrections[:_MOST])


def first(month: Month) -> Text | None:
    """Return the gravest correction in its form for the lede, or None."""
    texts = sentences(month)
    return month.words.say("correction.first", said=texts[0]) if texts else None


def _gravity(month: Month, correction: UndoneFigure) -> tuple[object, ...]:
    is_line = correction.codes != month.total_codes
    return not correction.is_turned, is_line, -correction.error, correction.codes, correction.period


def _is_ours(month: Month, codes: tuple[str, ...]) -> bool:
    """Return whether `codes` are the total or a line of the edition."""
    return codes == month.total_codes or codes in {(code,) for code in month.figures.selection.codes}


def _name(month: Month, codes: tuple[str, ...]) -> Noun:
    words = month.words
    return Noun(words.say("the_total")) if codes == month.total_codes else words.full(month.item(codes[0]))


def _rates(month: Month, last: LastEdition, wrong: Mapping[_LineMonth, _WrongLevel]) -> Iterator[UndoneFigure]:
    """Yield the rates that have changed. The first correction of a line's month also corrects its level."""
    told_places: set[_LineMonth] = set()
    for printed in last.rates:
        now = month.rate(printed.codes, printed.period, printed.base) if _is_ours(month, printed.codes) else None
        rate = rounding.per_cent(now) if now and now.direction else None
        if now is None or not rate or rate == printed.rate:
            continue
        place = (printed.codes, printed.period)
        level = None if place in told_places else wrong.get(place)
        told_places.add(place)
        sentence = _of_rate(month, last, printed, now, level)
        yield UndoneFigure(*place, sentence, abs(now.value - printed.rate), is_turned=now.direction != printed.way)


def _of_rate(month: Month, last: LastEdition, printed: PrintedRate, now: Claim, level: _WrongLevel | None) -> Text:
    """Return "refined copper rose 14% in November 2025 on November 2024; the last edition printed 12%"."""
    words = month.words
    key = "rate" if now.direction == printed.way else f"turned.{printed.way}"
    slots: dict[str, Slot] = {
        "name": _name(month, printed.codes),
        "was": words.per_cent(month.ledger.printed_rate(last.document, printed)) or "",
        "turned": words.verb_and_rate(now, Size(size_of(now))),
        "when": words.span(printed.period),
        "base": words.span(printed.base),
    }
    if level is None:
        return words.say(f"correction.{key}", **slots)
    slots |= {"now": words.worth(level.now), "level": _printed(month, level)}
    return words.say(f"correction.with_level.{key}", **slots)


def _wrong_levels(month: Month, last: LastEdition) -> Iterator[_WrongLevel]:
    """Yield the levels that are wrong by more than a unit of their last digit and by more than one per cent."""
    for printed in last.levels:
        amount = month.amount(printed.codes, printed.period) if _is_ours(month, printed.codes) else None
        if amount is None or not amount.value or not amount.is_exact or amount.unit != printed.unit:
            continue
        off = [end - printed.value for end in (amount.reading.low, amount.reading.high)]
        least = max(printed.step, printed.value * LITTLE / 100)
        if min(off) <= least and max(off) >= -least:
            continue
        now = month.level(amount)
        if now is not None:
            error = abs(100 * (amount.value / printed.value - 1))
            yield _WrongLevel(printed, month.ledger.printed_level(last.document, printed), now, error)


def _of_level(month: Month, level: _WrongLevel) -> UndoneFigure:
    """Return "refined copper came to $75.00 million in November 2025; the last edition printed $67.20 million"."""
    words, printed = month.words, level.printed
    sentence = words.say(
        "correction.level",
        name=_name(month, printed.codes),
        when=words.span(printed.period),
        now=words.worth(level.now),
        level=_printed(month, level),
    )
    return UndoneFigure(printed.codes, printed.period, sentence, level.error)


def _printed(month: Month, level: _WrongLevel) -> Text:
    """Return an amount in the digits and scale that the last edition printed."""
    digits, power = level.printed.digits
    scale = rounding.scale_at(power)
    return month.words.priced(level.was, rounding.on_place(digits, scale, month.words.grammar.place), scale)
