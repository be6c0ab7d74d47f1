"""What may stand in the places of a form around the text, by what the place is for."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import partial

from generator.audit.around_forms import Part, keys_of
from generator.audit.edition import Data, texts
from generator.audit.frames import spans_of
from generator.audit.grounds import Grounds
from generator.audit.masked import TIME, Masked
from generator.audit.parties import naming_any, party_names
from generator.audit.terms import period_of
from generator.audit.when import Mention
from generator.trade.codes import WORLD
from generator.trade.currency import is_money
from generator.trade.period import Period

_JOINS = re.compile(r"\W|\band\b|\bin\b|\bto\b|和|至|اور|تا|میں")
_CODE = re.compile(r"HS \d+(?:(?:, |、|، | and |和| اور )\d+)*")
_QUOTED = re.compile("[“”][^“”]*[“”]")
_IN_CODE = re.compile(r"(?P<name>.+?) ?[(\N{FULLWIDTH LEFT PARENTHESIS}](?P<code>[A-Z]{3})\W")
_TOKEN = re.compile(r"\w+")


def faults(parts: Sequence[Part], words: Masked, story: Data, grounds: Grounds, *, is_note: bool) -> Iterator[str]:
    """Yield what stands in the places of a form and is none of the edition's."""
    for slot, signed, said in parts:
        part = signed if slot in _OF_TIMES else said
        if slot in _JUDGES and not _JUDGES[slot](part, story, grounds):
            yield f"{said!r} is none of the edition's"
    slots = {part.slot for part in parts}
    own = list(spans_of(grounds))
    for one in words.times if is_note and "when" in slots else ():
        if not any(one.touches(span) or one.fits(span.last) for span in own):
            yield f"{one.month!r} {one.year} is no time of the edition"
    yield from _compared(parts, words.times, own, grounds)
    now = period_of(grounds.edition["period"])
    if "month" in slots and words.times[-1].month != now.last.first % 12:
        yield f"it marks another month than that of {now}"


def _compared(
    parts: Sequence[Part], times: Sequence[Mention], own: Sequence[Period], grounds: Grounds
) -> Iterator[str]:
    """Yield a base that is none of the edition's, and a time that is not a year after it.

    A form with a base has no other times than these, and so they come in the order of its places.
    """
    places = [part for part in parts if part.slot in {"span", "base span"}]
    if all(part.slot == "span" for part in places):
        return
    told = list(zip(places, times, strict=False))
    now = period_of(grounds.edition["period"])
    where, base = next((part.words, time) for part, time in told if part.slot == "base span")
    if not any(base.fits(one) for one in own if one.last.first < now.last.first):
        yield f"{where!r} is no base of the edition of {now}"
    for part, time in told:
        if part.slot == "span" and not _is_next_year(time, base):
            yield f"{part.words!r} is not a year after {where!r}"


def _is_next_year(now: Mention, base: Mention) -> bool:
    """Say whether two times are the same months of one year and the next; both have a year."""
    same = base._replace(start=now.start, end=now.end, year=now.year) == now
    return same and base.year is not None and now.year == base.year + 1


def _is_money(part: str, _: Data, grounds: Grounds) -> bool:
    """Say whether a part names the currency of the edition: "US dollars", "Chinese yuan (CNY)", "CNY"."""
    own = {unit.upper() for unit in grounds.evidence.monies if is_money(unit)}
    name = _IN_CODE.fullmatch(part)
    said, code = (name["name"], name["code"]) if name else (part, part)
    is_proper = said[:1].isupper()  # English has too many names for its table: they begin so, "constant yuan" does not
    known = grounds.lexicon.monies.get(said.lower(), (code,) if is_proper else ())
    return not own or (not own.isdisjoint(known) and (not name or code in own))


def _is_counted(part: str, _: Data, grounds: Grounds) -> bool:
    """Say whether figures of the edition are counted so: imports by origin, all countries together for the World."""
    kinds = {
        f"{'all' if partner == WORLD else 'one'} {flow if flow in {'M', 'X'} else ''}".strip()
        for _, partner, flow in grounds.parties
    }
    return not kinds or not kinds.isdisjoint(keys_of(grounds.language, "counted", part))


def _is_named(part: str, _: Data, grounds: Grounds) -> bool:
    """Say whether each word of a part, but the names of its parties, stands in a source or subtitle too."""
    names, here = party_names(grounds.language), {code for one in grounds.parties for code in one[:2]}
    rest = naming_any(grounds.language).sub(lambda one: " " if names[one.group()] in here else one.group(), part)
    rest = re.sub("[’']s?(?!\\w)", "", rest)
    return all(word.casefold() in grounds.setting for word in _TOKEN.findall(rest))


def names_lines(part: str, grounds: Grounds) -> bool:
    """Say whether a part of a text names lines and nothing else."""
    spans = [(first, last) for first, last, _ in grounds.named(part)] + [one.span() for one in _CODE.finditer(part)]
    rest, at = "", 0
    for first, last in sorted(spans):
        rest, at = rest + part[at : max(first, at)], max(at, last)
    return bool(spans) and not _JOINS.sub("", rest + part[at:])


def _is_of_times(part: str, _: Data, __: Grounds) -> bool:
    return TIME in part and not _JOINS.sub("", part.replace(TIME, ""))


def _is_withheld(part: str, _: Data, __: Grounds) -> bool:
    return TIME in part and not _JOINS.sub("", _CODE.sub("", part).replace(TIME, ""))


def _is_quoted(part: str, _: Data, __: Grounds) -> bool:
    return not _JOINS.sub("", _QUOTED.sub("", part))


def _is_contact(part: str, story: Data, _: Grounds) -> bool:
    return any(part == text.words for block in story["blocks"] if block["kind"] == "foot" for text in texts(block))


def _is_warning(part: str, story: Data, _: Grounds) -> bool:
    """Say whether masthead or running foot warn of the same."""
    told = [text.words for block in story["blocks"] if block["kind"] in {"masthead", "foot"} for text in texts(block)]
    return any(part in words for words in told)


def _is_of_cells(key: str, part: str, _: Data, grounds: Grounds) -> bool:
    return any(cell.get(key) == part for cell in grounds.evidence.cells.values())


_OF_TIMES = frozenset({"runs", "withheld"})
_JUDGES: dict[str, Callable[[str, Data, Grounds], bool]] = {
    "money": _is_money,
    "counted": _is_counted,
    "office": _is_named,
    "lines": lambda part, _, grounds: names_lines(part, grounds),
    "runs": _is_of_times,
    "withheld": _is_withheld,
    "quoted": _is_quoted,
    "contact": _is_contact,
    "tag": _is_warning,
    "address": partial(_is_of_cells, "address"),
    "publication": partial(_is_of_cells, "publication"),
}
