"""Rules on words: direction, price, cause, judgement, and what a headline may hold."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from generator.audit.edition import Data, Mark
from generator.audit.gathered import number
from generator.audit.grounds import Grounds
from generator.audit.passages import SPOKEN, Passage, is_free
from generator.audit.tongues import Lexicon, any_of
from generator.trade.codes import is_within

_AMOUNTS = frozenset({"level", "sum"})
_STRONG, _SLIGHT = 40, 3  # per cent: what a strong verb needs at least, a slight one at most
_ENDED = re.compile("[.!?]\\s+(?=[A-Z“])|[\N{IDEOGRAPHIC FULL STOP}\N{ARABIC FULL STOP}]")
_MINUS = "-\N{MINUS SIGN}"
_HYPHEN = "[-\N{HYPHEN}\N{NON-BREAKING HYPHEN}]"
_HYPHENED, _HYPHENS = re.compile(rf"\w{_HYPHEN}$"), re.compile(rf"{_HYPHEN}\w")
_SIGNS = {"+": "up", "-": "down", "\N{MINUS SIGN}": "down"}


def direction(passage: Passage, grounds: Grounds) -> Iterator[str]:
    """Yield the changes whose words say another direction, or none, and moves without two levels under them."""
    if passage.role in SPOKEN:
        return
    lexicon, marked = grounds.lexicon, grounds.marked(passage)
    turning = [(mark, _told_way(claim, grounds)) for mark, claim in marked if claim["direction"]]
    said, both = _turns(passage.words, grounds), len({way for _, way in turning}) > 1
    for mark, way in turning:
        if beside := _beside(passage.words[mark.end :], lexicon):
            yield from [f"{passage.said.printed(mark)!r} went {way}, the words say {beside}"] if beside != way else []
        elif passage.role == "figure" or not said:
            yield from _signed(passage, mark, way)
        elif (near := _said_of(mark, passage.words, said, lexicon, both=both)) != way:
            yield f"{passage.said.printed(mark)!r} went {way}, the words say {near}"
    if said:
        yield from _opposed(passage, turning, said, lexicon)
        yield from _counted(passage, marked, said)
    yield from _sided(passage, marked, lexicon)
    if not turning and marked:
        yield from _moved(passage, [claim for _, claim in marked], grounds)


def _said_of(mark: Mark, words: str, said: Sequence[tuple[int, str]], lexicon: Lexicon, *, both: bool) -> str:
    """Return the direction that is told of a print: its own where it is a word for one ("doubled"), else the next."""
    own = next((way for at, way in said if mark.start <= at < mark.end), None)
    return own or _nearest(mark, _in_clause(words, mark, said, lexicon), lexicon, both=both)


def _opposed(
    passage: Passage, turning: Sequence[tuple[Mark, str]], said: Sequence[tuple[int, str]], lexicon: Lexicon
) -> Iterator[str]:
    """Yield the clauses whose changes all go one way, and of which a word says the other; and a sign beside a word."""
    if not turning:
        return
    stops = [(0, 0), *sorted(item.span() for form in (lexicon.clause, _ENDED) for item in form.finditer(passage.words))]
    for (_, start), (end, _) in pairwise([*stops, (len(passage.words), 0)]):
        ways = {way for mark, way in turning if start <= mark.start < end}
        words = {way for at, way in said if start <= at < end}
        if len(ways) == 1 and words - ways:
            yield f"{passage.words[start:end].strip()!r} went {ways.pop()}, a word in it says another way"
        for mark, _ in turning if words and passage.role != "figure" else ():
            if start <= mark.start < end and passage.words[mark.start] in _MINUS:
                yield f"{passage.said.printed(mark)!r} has a sign where a word says its way"


def _told_way(claim: Data, grounds: Grounds) -> str:
    """Return the way of a change as words say it: a deficit that narrows is a balance that rises."""
    way = str(claim["direction"])
    if claim["kind"] != "balance_abs":
        return way
    ends = [one for one in grounds.evidence.claims.values() if one["formula"] in claim["formula"][1:]]
    is_deficit = len(ends) > 1 and all(one["kind"] == "balance" and number(one["high"]) < 0 for one in ends)
    return {"up": "down", "down": "up"}[way] if is_deficit else way


def _sided(passage: Passage, marked: Sequence[tuple[Mark, Data]], lexicon: Lexicon) -> Iterator[str]:
    """Yield the balances that stand with no word for their side before them, or with that of the other side."""
    balances = [(mark, claim) for mark, claim in marked if claim["kind"] == "balance"]
    words = {side: any_of(names) for side, names in lexicon.sides.items()} if balances else {}
    for mark, claim in balances:
        if _sign(claim) != _side(passage.words, mark, words, lexicon):
            yield f"{passage.said.printed(mark)!r} is a balance of {claim['value']}, and the words do not say so"


def _side(words: str, mark: Mark, sides: Mapping[str, re.Pattern[str]], lexicon: Lexicon) -> str | None:
    """Return the side of a balance: the last word for one before the figure, of a language that ends on it the next."""
    after = lexicon.clause.split(words[mark.end :])[0] if lexicon.verb_last else ""
    for part, place in ((after, min), (words[: mark.start], max)):
        found = [(item.start(), side) for side, said in sides.items() for item in said.finditer(part)]
        if found:
            return place(found)[1]
    return None


def _sign(claim: Data) -> str | None:
    return "surplus" if number(claim["low"]) > 0 else "deficit" if number(claim["high"]) < 0 else None


def _beside(after: str, lexicon: Lexicon) -> str | None:
    """Return the direction of "10% more than", "9% below": the word just after a change."""
    for way, words in lexicon.beside.items():
        if any_of(words).match(after.lstrip()):
            return way
    return None


def _counted(passage: Passage, marked: Sequence[tuple[Mark, Data]], said: Sequence[tuple[int, str]]) -> Iterator[str]:
    """Yield the counts of lines that rose with a word for a fall, and the other way round."""
    for mark, claim in marked:
        way = {"rose": "up", "fell": "down"}.get(claim["formula"][0])
        turns = [other for other, one in marked if one["formula"][0] not in {"size", "count"}]
        end = min((other.start for other in turns if other.start >= mark.end), default=len(passage.words))
        after = [told for at, told in said if mark.end <= at < end]
        before = [told for at, told in said if at < mark.start]
        if way and (after or before) and (after[0] if after else before[-1]) != way:
            yield f"{passage.said.printed(mark)!r} lines {claim['formula'][0]}, the words say another way"


def _turns(words: str, grounds: Grounds) -> list[tuple[int, str]]:
    """Return where words of direction stand, and their way; none in a line's name, or in a word like "made-up"."""
    ways = {"up": grounds.lexicon.up, "down": grounds.lexicon.down}
    found = [(item, way) for way, said in ways.items() for item in grounds.beyond_names(words, said)]
    return sorted((item.start(), way) for item, way in found if not _is_part(words, item))


def _is_part(words: str, item: re.Match[str]) -> bool:
    """Say whether a hyphen joins what was found to a word before or after it."""
    before, after = words[: item.start()], words[item.end() :]
    return bool(_HYPHENED.search(before) or _HYPHENS.match(after))


def _in_clause(words: str, mark: Mark, said: Sequence[tuple[int, str]], lexicon: Lexicon) -> Sequence[tuple[int, str]]:
    """Return the words of direction in the mark's own clause; where it has none, those of the sentence."""
    stops = [(0, 0), *(found.span() for found in lexicon.clause.finditer(words)), (len(words), len(words))]
    start = max(end for _, end in stops if end <= mark.start)
    end = min(first for first, _ in stops if first >= mark.end)
    return [one for one in said if start <= one[0] < end] or said


def _nearest(mark: Mark, said: Sequence[tuple[int, str]], lexicon: Lexicon, *, both: bool) -> str:
    """Return the direction next to the mark; where all changes go one way, any opposite word counts."""
    if not both and len({way for _, way in said}) > 1:
        return "both up and down"
    before, after = [way for at, way in said if at < mark.start], [way for at, way in said if at >= mark.end]
    if lexicon.verb_last and after:
        return after[0]
    return before[-1] if before else said[0][1]


def _signed(passage: Passage, mark: Mark, way: str) -> Iterator[str]:
    shown = passage.said.printed(mark).lstrip("$")
    if _SIGNS.get(shown[:1], _SIGNS.get(passage.words[mark.start - 1 : mark.start] if mark.start else "")) != way:
        yield f"{passage.said.printed(mark)!r} went {way}, and neither sign nor word says so"


def _runs(claim: Data, grounds: Grounds) -> str:
    """Return which way the newest growth of a run goes, by its cells; one of the last edition as that one had it."""
    if claim["formula"][0] == "ran":
        return str(claim["formula"][2])
    _, (_, *ends), *_ = claim["formula"]
    now, base = (grounds.bench.span(end).value for end in ends)
    return "up" if now > base else "down"


def _moved(passage: Passage, claims: Sequence[Data], grounds: Grounds) -> Iterator[str]:
    """Yield a verb of direction that stands on no change and on no two levels of one line."""
    words, lexicon = passage.words, grounds.lexicon
    verbs = [] if grounds.found(words, lexicon.open_question) else grounds.beyond_names(words, lexicon.moved)
    levels = [claim for claim in claims if claim["kind"] in {"level", "sum", "quantity"}]
    for item in verbs:
        if _is_print_of_size(item, passage, grounds):
            continue  # "增至两倍以上": judged as one word
        way = "up" if any_of(lexicon.up).search(item.group()) else "down"
        counted = any(claim["formula"][0] == {"up": "rose", "down": "fell"}[way] for claim in claims)
        runs = any(claim["formula"][0] in {"streak", "ran"} and _runs(claim, grounds) == way for claim in claims)
        if not counted and not runs and not any(_goes(one, two, way) for one in levels for two in levels):
            yield f"{item.group()!r} stands on no change and on no two levels of one line"


def _goes(now: Data, base: Data, way: str) -> bool:
    if now["codes"] != base["codes"] or now["unit"] != base["unit"] or now["period"] <= base["period"]:
        return False
    older, newer = number(base["value"]), number(now["value"])
    return newer > older if way == "up" else newer < older


def price(passage: Passage, grounds: Grounds) -> Iterator[str]:
    """Yield the words for a price: an average value moves with the mix of a line, too."""
    if passage.role not in SPOKEN:
        is_denied = grounds.found(passage.words, grounds.lexicon.no_price)
        words = any_of(grounds.lexicon.no_price).sub("", passage.words) if is_denied else passage.words
        for found in grounds.found(words, grounds.lexicon.prices):
            yield f"{found.group()!r} speaks of a price; customs give an average value of a tonne"
        for found in grounds.lexicon.worth.finditer(passage.words):
            if grounds.lexicon.units.get(found["unit"]) != "kg":
                yield f"{found.group()!r} is an average value of no tonne"


def cause(passage: Passage, grounds: Grounds) -> Iterator[str]:
    """Yield the words of cause outside of what a named person said."""
    if passage.role not in SPOKEN:
        for found in grounds.beyond_names(passage.words, grounds.lexicon.causes):
            yield f"{found.group()!r} gives a cause that no source stands for"


def judgement(passage: Passage, grounds: Grounds) -> Iterator[str]:
    """Yield the words of judgement without a claim that grounds them, outside of what a named person said."""
    if passage.role in SPOKEN or (passage.role == "label" and passage.words in grounds.chapter_names):
        return
    claims = [claim for _, claim in grounds.marked(passage)]
    for found in grounds.beyond_names(passage.words, grounds.lexicon.judgements):
        if _is_print_of_size(found, passage, grounds):
            continue  # judged as one word with what stands beside it
        word = " ".join(found.group().lower().split())
        of_lines = grounds.lexicon.of_lines.match(passage.words, found.end())
        is_high = any_of(grounds.lexicon.places["high"]).search(word)
        if passage.role != "headline" and (passage.counts or of_lines) and is_high:
            if any(claim["period"] in grounds.bounded for claim in claims if claim["kind"] in _AMOUNTS):
                yield f"{found.group()!r} stands before lines of a period that has a bound, which carries no rank"
            yield from _larger(claims, grounds)
            continue  # "the twelve largest lines", "largest first": which lines stand where
        if word in grounds.lexicon.strong and not claims and _is_editors(passage, grounds):
            continue  # an editor's, without a figure: freely.py asks the releases
        grounding = {claim["kind"] for claim in claims if _grounds(word, claim, grounds.lexicon)}
        if not grounding:
            yield f"{found.group()!r} has no claim that grounds it"
        elif grounding == {"rank"} and any_of(grounds.lexicon.places["low"]).search(word):
            yield f"{found.group()!r} is said of a rank, which counts from the largest"


def _larger(claims: Sequence[Data], grounds: Grounds) -> Iterator[str]:
    """Yield the lines that are larger than the least of those which a text lists as the largest, with their levels."""
    listed = [claim for claim in claims if claim["kind"] in {"level", "sum"} and len(claim["codes"]) == 1]
    if len(listed) < len("ab"):
        return
    least, codes = min(number(claim["high"]) for claim in listed), {claim["codes"][0] for claim in listed}
    for one in grounds.evidence.claims.values():
        is_like = one["kind"] in {"level", "sum"} and len(one["codes"]) == 1 and one["unit"] == listed[0]["unit"]
        if not is_like or one["period"] != listed[0]["period"] or number(one["low"]) <= least:
            continue
        if not any(is_within(one["codes"][0], code) or is_within(code, one["codes"][0]) for code in codes):
            yield f"HS {one['codes'][0]} is larger than the least of those listed"


def _grounds(word: str, claim: Data, lexicon: Lexicon) -> bool:
    if claim["kind"] not in lexicon.judgements[word]:
        return False
    return word not in lexicon.strong or claim["kind"] != "change" or abs(number(claim["value"])) > _STRONG


def sized(passage: Passage, grounds: Grounds) -> Iterator[str]:
    """Yield the words for the size of a change that print nothing: an editor's are followed to the releases."""
    if passage.role in SPOKEN or _is_editors(passage, grounds):
        return
    for found in grounds.beyond_names(passage.words, grounds.lexicon.forces):
        if not any(mark.start <= found.start() and found.end() <= mark.end for mark in passage.said.marks):
            yield f"{found.group()!r} says how odd a change is, and no surprise stands under it"
    for found in grounds.beyond_names(passage.words, grounds.lexicon.slight):
        rates = [abs(number(claim["value"])) for _, claim in grounds.marked(passage) if claim["kind"] == "change"]
        if not any(rate < _SLIGHT for rate in rates):
            yield f"{found.group()!r} is said of no change under {_SLIGHT}%"


def _is_editors(passage: Passage, grounds: Grounds) -> bool:
    """Say whether a passage may be an editor's, or hold an editor's headline, as a page's summary does."""
    if not grounds.edition.get("editors_files"):
        return False
    head = grounds.lexicon.headline_of(str(grounds.edition["stories"][grounds.language]["subject"]["words"]))
    return is_free(passage) or head in passage.words


def _is_print_of_size(found: re.Match[str], passage: Passage, grounds: Grounds) -> bool:
    sizes = (mark for mark, claim in grounds.marked(passage) if claim["kind"] == "surprise")
    return any(mark.start <= found.start() and found.end() <= mark.end for mark in sizes)


def headline(passage: Passage, grounds: Grounds) -> Iterator[str]:
    """Yield a headline with more than one number or too many words."""
    if passage.role != "headline":
        return
    numbers = [mark for mark, claim in grounds.marked(passage) if claim["kind"] != "surprise"]
    if len(numbers) > 1:
        yield f"a headline holds one number at most, this one {len(numbers)}"
    lexicon, words = grounds.lexicon, passage.words
    if grounds.edition.get("correction"):
        words = lexicon.headline_of(words)
    count, unit = (len(words), "letters") if lexicon.letters else (len(words.split()), "words")
    if count > lexicon.headline:
        yield f"a headline holds {lexicon.headline} {unit} at most, this one {count}"
