"""One language of an edition as the obligations read it: its texts with their trees and places."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from generator.audit.claim_evidence import ClaimEvidence
from generator.audit.edition_data import EDITION, Data, Finding, Path, text_nodes, tree_of
from generator.audit.trace.customs_releases import CustomsReleases, months
from generator.audit.trace.formulas import Parties
from generator.trade.codes import is_within, roots, summable
from generator.trade.period import Period
from generator.trade.trees import Tree, branches, is_pattern, leaves

Slots = Mapping[str, Tree]
Family = tuple[str, ...]  # keys of patterns; a key that ends in `.*` includes all keys under it
# By the kind of a block: the fields that carry a warning.
_LABELLED = {"masthead": {"tag"}, "foot": {"left", "middle"}, "chart": {"source"}, "table": {"source"}}


@dataclass(frozen=True)
class TextPlace:
    """A text with its tree."""

    words: str
    tree: Tree
    path: Path  # from its story to the text
    block: Data  # which contains it, {} for none

    def finding(self, rule: str, problem: str) -> Finding:
        """Return a finding about this text."""
        return Finding(EDITION, self.words, rule, problem)

    def slots(self, family: Family) -> Iterator[tuple[str, Slots]]:
        """Yield key and slots of each pattern in the text that is of a family."""
        return parts(self.tree, family)

    def has(self, family: Family) -> bool:
        """Whether the text has a pattern of a family."""
        return any(True for _ in self.slots(family))

    @property
    def figures(self) -> list[str]:
        """The claims that the text prints."""
        return [str(leaf[1]) for leaf in leaves(self.tree) if leaf[0] == "figure"]


@dataclass(frozen=True, eq=False)
class EditionTelling:
    """One language of an edition."""

    language: str
    story: Data
    edition: Data
    evidence: ClaimEvidence

    @cached_property
    def places(self) -> Sequence[TextPlace]:
        """The texts that the program composed, in document order. Texts that a person wrote have no tree."""
        heads = {name: part for name, part in self.story.items() if name != "blocks"}
        places = [*_places(heads, (), {})]
        for at, block in enumerate(self.story["blocks"]):
            places += _places(block, ("blocks", at), block)
        return places

    def of(self, block: Data) -> Sequence[TextPlace]:
        """Return the texts of a block."""
        return [place for place in self.places if place.block is block]

    def blocks(self, *kinds: str) -> Iterator[Data]:
        """Yield the blocks of these kinds."""
        return (block for block in self.story["blocks"] if block["kind"] in kinds)

    def patterns(self, family: Family) -> Iterator[tuple[TextPlace, str, Slots]]:
        """Yield each pattern of a family, with its text, key and slots."""
        for place in self.places:
            yield from ((place, key, slots) for key, slots in place.slots(family))

    @cached_property
    def note(self) -> Sequence[TextPlace]:
        """The texts of the note."""
        return [place for place in self.places if place.block.get("kind") == "note"]

    def warning_faults(self, rule: str, holds: Callable[[TextPlace], bool], *, is_so: bool) -> Iterator[Finding]:
        """Check that the masthead, the foot and each source line carry a warning exactly if it `is_so`."""
        for block in self.blocks(*_LABELLED):
            places = [place for place in self.of(block) if place.path[2] in _LABELLED[block["kind"]]]
            if any(map(holds, places)) != is_so:
                lacks = "does not say that it is" if is_so else "says that it is, and it is not"
                problem = f"the {block['kind']} {block['id']} {lacks}"
                yield Finding(EDITION, places[0].words if places else "", rule, problem)

    def note_faults(
        self,
        rule: str,
        family: Family,
        problems: tuple[str, str],
        places: Sequence[TextPlace],
        is_so: bool,  # noqa: FBT001 -- of two
        words: str = "",
    ) -> Iterator[Finding]:
        """Yield a finding if something is so and no pattern of `family` in `places` says it, or if one says it wrongly.

        `problems` are the texts for the two cases. `words` are those of the text that should have it nearby.
        """
        noted = [place for place in places if place.has(family)]
        if is_so and not noted:
            yield Finding(EDITION, words, rule, problems[0])
        if noted and not is_so:
            yield noted[0].finding(rule, problems[1])


def is_of(key: str, family: Family) -> bool:
    """Whether a pattern's key is of a family."""
    return any(key == name or (name.endswith(".*") and key.startswith(name[:-1])) for name in family)


def parts(tree: Tree, family: Family) -> Iterator[tuple[str, Slots]]:
    """Yield key and slots of each pattern in a tree that is of a family."""
    if is_pattern(tree) and is_of(tree[0], family):
        yield tree[0], tree[1]
    for branch in branches(tree):
        yield from parts(branch, family)


def outside(tree: Tree, family: Family) -> Iterator[Tree]:
    """Yield each subtree that is not inside a pattern of a family."""
    yield tree
    if not (is_pattern(tree) and is_of(tree[0], family)):
        for branch in branches(tree):
            yield from outside(branch, family)


def codes_of(tree: Tree) -> set[str]:
    """Return the codes of the lines that a tree names."""
    return {str(leaf[1]) for leaf in leaves(tree) if leaf[0] in {"line", "code"}}


def times_of(tree: Tree) -> set[Period]:
    """Return the periods that a tree names."""
    return {Period.parse(leaf[1]) for leaf in leaves(tree) if leaf[0] == "time"}


def _places(node: object, path: Path, block: Data) -> Iterator[TextPlace]:
    for text, place in text_nodes(node, path):
        tree = tree_of(text)
        if tree is not None:
            yield TextPlace(text["words"], tree, place, block)


@dataclass(frozen=True)
class KnownFigures:
    """What the releases have for the codes of one edition."""

    releases: CustomsReleases
    parties: Parties
    codes: tuple[str, ...]
    now: Period

    @cached_property
    def now_known(self) -> tuple[str, ...]:
        """The codes that have a figure now and are added up."""
        return self._known_and_silent[0]

    @cached_property
    def silent(self) -> set[str]:
        """The codes of the whole that have no figure now."""
        return set(self._known_and_silent[1])

    @cached_property
    def _known_and_silent(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        releases, parties = self.releases, self.parties

        def is_sum(code: str) -> bool:  # no release prints the heading, but some are complete about it
            return not releases.of_code(parties, code) and bool(releases.complete(parties, code))

        return summable(self.codes, lambda code: self.value(code, self.now) is not None, is_sum)

    def value(self, code: str, span: Period) -> Decimal | None:
        """Return the value of a code over a span, or None if the releases do not give it."""
        return self.releases.value(self.parties, code, span)

    def total(self, codes: Iterable[str], span: Period) -> Decimal | None:
        """Return the sum of codes over a span, or None if one of them is unknown."""
        return self.releases.total(self.parties, codes, span)

    def known_codes(self, span: Period) -> list[str]:
        """Return the codes of `now_known` that are also known over `span`."""
        return [code for code in self.now_known if self.value(code, span) is not None]

    def is_whole(self, span: Period) -> bool:
        """Whether all codes of `now_known` are known over `span`.

        If a line of a code without a figure had figures before, the answer is False: the total is then compared with
        nothing.
        """
        lines = [line for of, line in self.releases.rows if of == self.parties]
        has_lost = any(is_within(line, code) for line in lines for code in self.silent)
        return len(self.known_codes(span)) == len(self.now_known) and not has_lost

    def is_excluded(self, span: Period) -> bool:
        """Whether figures over `span` are outside their code's series: of other goods, or valued differently."""
        excluded = {at for code in self.now_known for at in self.releases.excluded.get((self.parties, code), ())}
        return any(month in excluded for month in months(span))

    @cached_property
    def begin(self) -> int | None:
        """The first month about which the releases have anything on the codes."""
        return self.releases.first_month(self.parties, self.codes)

    def withheld(self, code: str) -> set[int]:
        """Return the months for which the newest release withholds the figure of a code."""
        rows = self.releases.of_code(self.parties, code).items()
        return {month for period, row in rows if row.amount is None for month in months(period)}

    def gaps(self) -> set[int]:
        """Return the months, from the first known one to the edition's, about which nothing is known."""
        covered_months = {month for code in self.codes for month in self.releases.by_month(self.parties, code)}
        last = self.now.last.first
        past = set(range(last if self.begin is None else self.begin, last)) - covered_months
        covers = self.releases.is_complete
        return {month for month in past if not any(covers(self.parties, code, month) for code in self.codes)}

    def may_change(self) -> tuple[bool, bool]:
        """Return whether a row of the whole is provisional now, and whether any row within it is."""
        outermost, now, releases = roots(self.codes), months(self.now), self.releases
        rows = [releases.by_month(self.parties, code).get(month) for code in outermost for month in now]
        is_known = self.total(outermost, self.now) is not None
        is_any = any(releases.may_change(self.parties, outermost, month) for month in now)
        return is_known and any(row.is_provisional for row in rows if row), is_any
