"""Clauses: an editor's sentence between its stops; where an "as" gives a reason, and where "imports" mean all goods."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from generator.story.languages.en.tokens import Token, listed_words
from generator.story.sayings import Doubt, Known
from generator.story.words.trades import is_whole

_SPLIT = frozenset({"while", "whereas", "although", "though", "but"})
_OF_ALL = listed_words("of_all")


@dataclass
class Clause:
    """Tokens between two stops; `reason` where an "as" opens it."""

    tokens: list[Token] = field(default_factory=list)
    reason: bool = False
    start: int = 0


def clauses(found: Sequence[Token]) -> Iterator[Clause]:
    """Yield the clauses of a sentence, empty ones too."""
    clause = Clause()
    for at, token in enumerate(found):
        opens = token.words == "as" and _is_reason(found, at)
        if token.kind == "stop" or token.words in _SPLIT or opens:
            yield clause
            clause = Clause(reason=opens, start=token.start)
        else:
            clause.tokens.append(token)
    yield clause


def _is_reason(found: Sequence[Token], at: int) -> bool:
    """Say whether an "as" may open a reason: not "as well", "such as", "as a whole", "as in December"."""
    before = found[at - 1].words if at else ""
    after = [token.words for token in found[at + 1 : at + 3]]
    fixed = listed_words("after_as") & {*after[:1], " ".join(after)}
    return not fixed and before not in {"well", "much", "many", "such", "same", "soon", "far", "known"}


def unbounded(text: str, found: Sequence[Token], known: Known) -> Iterator[Doubt]:
    """Yield the "imports" that stand for all goods, with a figure or an economy, where the edition counts some."""
    if is_whole(known.of.whole) or not any(token.kind in {"figure", "party"} for token in found):
        return
    for at, token in enumerate(found):
        before, after = found[at - 1] if at else None, found[at + 1] if at + 1 < len(found) else None
        is_traded = token.kind == "name" and not token.code and token.words.endswith("ports")
        is_goods = before is not None and before.kind in {"word", "name"} and before.words not in _OF_ALL
        if is_traded and not is_goods and not (after and after.words == "of"):
            yield Doubt(text[token.start : token.end], "part")
            return
