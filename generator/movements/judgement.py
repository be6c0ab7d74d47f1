"""Judgement: an evaluated tree of conditions, three-valued, that prints on one line for the editor."""

from __future__ import annotations

from dataclasses import dataclass

Truth = bool | None
WORDS = {True: "yes", False: "no", None: "unknown"}


@dataclass(frozen=True)
class Judgement:
    """One node of an evaluated tree: what was asked in `words`, whether it `holds`, and the `parts` it stands on.

    `metric` names what a leaf compared.
    """

    words: str
    holds: Truth
    parts: tuple[Judgement, ...] = ()
    metric: str = ""

    def __str__(self) -> str:
        """Write the tree on one line, with its outcome."""
        return f"{self.words} → {'notable' if self.holds else 'not notable'}"

    def passed(self) -> frozenset[str]:
        """Return the metrics whose comparison helped to make the outcome true."""
        if not self.holds:
            return frozenset()
        return frozenset({self.metric} - {""}).union(*(part.passed() for part in self.parts))


def truth(parts: tuple[Judgement, ...], *, every: bool) -> Truth:
    """Return the three-valued `all` of the parts, or their `any`."""
    outcomes = {part.holds for part in parts}
    if (not every) in outcomes:
        return not every
    return None if None in outcomes else every


def joined(parts: tuple[Judgement, ...], *, every: bool) -> Judgement:
    """Return the judgement over `parts`; a semicolon stands for `all`."""
    words = ("; " if every else " or ").join(bracketed(part) for part in parts)
    return Judgement(words, truth(parts, every=every), parts)


def bracketed(part: Judgement) -> str:
    """Return the words of a part, in brackets where they are several."""
    return f"({part.words})" if len(part.parts) > 1 else part.words


def compared(metric: str, found: str, asked: str, *, holds: Truth) -> Judgement:
    """Return the leaf that says what was found, what was asked, and the outcome."""
    return Judgement(f"{metric} {found} {asked} {WORDS[holds]}", holds, metric=metric)
