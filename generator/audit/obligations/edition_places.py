"""One language of an edition as the obligations read it: its texts with their trees, by the places where they stand."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from generator.audit.claim_evidence import ClaimEvidence
from generator.audit.edition_data import EDITION, Data, Path, text_nodes
from generator.audit.findings import Finding
from generator.audit.patterns.frames import tree_of
from generator.trade.period import Period
from generator.trade.trees import Tree, branches, is_pattern, leaves

Slots = Mapping[str, Tree]
Family = tuple[str, ...]  # keys of patterns; one that ends in `.*` is of all under it
# where a warning stands, by the kind of a block
_LABELLED = {"masthead": {"tag"}, "foot": {"left", "middle"}, "chart": {"source"}, "table": {"source"}}


@dataclass(frozen=True)
class TextPlace:
    """A text with its tree; `path` leads to it from its story, `block` is the one that it stands in, {} for none."""

    words: str
    tree: Tree
    path: Path
    block: Data

    def found(self, rule: str, problem: str) -> Finding:
        """Return a finding on the text."""
        return Finding(EDITION, self.words, rule, problem)

    def slots(self, family: Family) -> Iterator[tuple[str, Slots]]:
        """Yield key and slots of each pattern of a family in the text."""
        return parts(self.tree, family)

    def has(self, family: Family) -> bool:
        """Say whether a pattern of a family stands in the text."""
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

    @property
    def claims(self) -> Mapping[str, Data]:
        """The claims of the edition, by id."""
        return self.evidence.claims

    @cached_property
    def places(self) -> Sequence[TextPlace]:
        """The texts that the program composed, in the order of the document; what a person wrote has no tree."""
        heads = {name: part for name, part in self.story.items() if name != "blocks"}
        found = [*_places(heads, (), {})]
        for at, block in enumerate(self.story["blocks"]):
            found += _places(block, ("blocks", at), block)
        return found

    def of(self, block: Data) -> Sequence[TextPlace]:
        """Return the texts of a block."""
        return [place for place in self.places if place.block is block]

    def blocks(self, *kinds: str) -> Iterator[Data]:
        """Yield the blocks of some kinds."""
        return (block for block in self.story["blocks"] if block["kind"] in kinds)

    def said(self, family: Family) -> Iterator[tuple[TextPlace, str, Slots]]:
        """Yield each pattern of a family with its text, key and slots."""
        for place in self.places:
            yield from ((place, key, slots) for key, slots in place.slots(family))

    @cached_property
    def note(self) -> Sequence[TextPlace]:
        """The texts of the note."""
        return [place for place in self.places if place.block.get("kind") == "note"]

    def labelled(self, rule: str, holds: Callable[[TextPlace], bool], *, is_so: bool) -> Iterator[Finding]:
        """Hold masthead, running foot and the source line of each picture and table to a warning, where it `is_so`."""
        for block in self.blocks(*_LABELLED):
            own = [place for place in self.of(block) if place.path[2] in _LABELLED[block["kind"]]]
            if any(map(holds, own)) != is_so:
                lacks = "does not say that it is" if is_so else "says that it is, and it is not"
                problem = f"the {block['kind']} {block['id']} {lacks}"
                yield Finding(EDITION, own[0].words if own else "", rule, problem)

    def silence(self, rule: str, problem: str) -> Finding:
        """Return a finding on what the edition does not say."""
        return Finding(EDITION, "", rule, problem)


@dataclass(frozen=True)
class Owed:
    """Patterns of which one must be said where something is so, and none elsewhere."""

    rule: str
    family: Family
    lacking: str
    needless: str

    def held(self, is_so: bool, places: Sequence[TextPlace], words: str = "") -> Iterator[Finding]:  # noqa: FBT001 -- of two
        """Yield that it is so and no text of `places` says it, or that one says it and it is not so.

        `words` are those of a text beside which it lacks.
        """
        said = [place for place in places if place.has(self.family)]
        if is_so and not said:
            yield Finding(EDITION, words, self.rule, self.lacking)
        if said and not is_so:
            yield said[0].found(self.rule, self.needless)


def is_of(key: str, family: Family) -> bool:
    """Say whether a pattern is of a family."""
    return any(key == name or (name.endswith(".*") and key.startswith(name[:-1])) for name in family)


def parts(tree: Tree, family: Family) -> Iterator[tuple[str, Slots]]:
    """Yield key and slots of each pattern of a family in a tree."""
    if is_pattern(tree) and is_of(tree[0], family):
        yield tree[0], tree[1]
    for branch in branches(tree):
        yield from parts(branch, family)


def outside(tree: Tree, family: Family) -> Iterator[Tree]:
    """Yield each tree in a tree that stands in no pattern of a family."""
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
