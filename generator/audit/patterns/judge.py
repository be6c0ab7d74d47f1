"""Judge: every text of an edition read by its pattern, its prints and equations, block by block."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

from generator.audit.arithmetic import number
from generator.audit.edition import HEADS, said
from generator.audit.evidence import Evidence
from generator.audit.finding import Finding
from generator.audit.patterns import frames
from generator.audit.patterns.claims import Ground
from generator.audit.patterns.frames import Fault, tree_of
from generator.audit.patterns.parse import parse
from generator.audit.patterns.prints import fault, read
from generator.audit.patterns.prove import Context, Prover
from generator.audit.patterns.tongue import Names, Tongue
from generator.trade.period import Period
from generator.trade.trees import Tree, branches, is_pattern, leaves

Data = Mapping[str, Any]
SCALES = {"million": Decimal(10) ** 6, "billion": Decimal(10) ** 9}
_FILE = "edition.json"


def judge(edition: Data, evidence: Evidence) -> Iterator[Finding]:
    """Yield every text that is not its pattern, every print that is not its claim, every equation that does not hold.

    `edition` is edition.json without the letters that nobody sees.
    """
    prover = Prover(Ground(edition, evidence))
    for tag, story in edition["stories"].items():
        yield from StoryJudge(tag, edition, prover).judge(story)


class StoryJudge:
    """Judges one language of an edition, block by block."""

    def __init__(self, tag: str, edition: Data, prover: Prover) -> None:
        """Take the language of `tag` and the names that the edition has in it."""
        self.tongue, self.names, self.prover = Tongue.of(tag), Names.of(edition, tag), prover
        claims = prover.ground.evidence.claims
        whole = {"count", "months"}
        self.news = prover.opening()
        self.has_editor = bool(edition.get("editors_files"))
        self.counts = {name: int(number(claim["value"])) for name, claim in claims.items() if claim["unit"] in whole}

    def judge(self, story: Data) -> Iterator[Finding]:
        """Yield what does not hold in a story of edition.json."""
        self.news = self._news(story)
        heads = {"kind": "heads", **{name: story[name] for name in HEADS}}
        for block in (heads, *story["blocks"]):
            if block["kind"] == "correction":
                yield from self._quoted(block)
                continue
            yield from self._words(block)
            proofs = _BLOCKS.get(block["kind"], StoryJudge.plain)
            for words, problem in proofs(self, block):
                yield Finding(_FILE, words, "equation", problem)

    def _news(self, story: Data) -> Context:
        """Return the scene of the headline and the text under it: a December may lead with the year that it names."""
        opening = self.prover.opening()
        found = [block["headline"] for block in story["blocks"] if block["kind"] == "finding"]
        trees = [tree for tree in map(tree_of, found) if tree]
        when = next((time for tree in trees for time in _times(tree)), opening.time)
        return replace(opening, time=when, base=when.year_before())

    def _quoted(self, block: Data) -> Iterator[Finding]:
        """Yield the texts of a box of a correction that are not their patterns.

        What was printed and what stands elsewhere in the edition is no sentence of its own: audit/obligations/errata.py
        holds it.
        """
        for node in nodes(block):
            tree = tree_of(node)
            if tree is None or parse(said(node), tree, self.tongue, self.names, self.counts) is None:
                yield Finding(_FILE, node["words"], "pattern", "the words of the box are not those of their pattern")

    def _words(self, block: Data) -> Iterator[Finding]:
        """Yield the texts of a block that are not their patterns, and the prints that are not their claims."""
        scale = SCALES.get(block.get("scale", ""), Decimal(1))
        for node in nodes(block):
            yield from self._read(node, scale)

    def _read(self, node: Data, scale: Decimal) -> Iterator[Finding]:
        tree = tree_of(node)
        if tree is None:
            yield from self._written(node, scale)
            return
        text = said(node)
        reading = parse(text, tree, self.tongue, self.names, self.counts)
        if reading is None:
            yield Finding(_FILE, text.words, "pattern", f"the words are not those of {tree[0]}")
            return
        figures = [leaf for leaf in leaves(tree) if leaf[0] == "figure"]
        in_words = {leaf[1] for leaf in figures if len(leaf) > 2}  # noqa: PLR2004 -- figure, claim, words
        weight = next((leaf[2] for leaf in leaves(tree) if leaf[:2] == ("word", "weights")), "")
        has_person = any(leaf[0] == "words" for leaf in leaves(tree))
        in_digits = set() if has_person else {leaf[1] for leaf in figures}
        for mark, words in reading:
            is_print = mark.claim in in_digits or read(words, self.tongue, scale) is not None
            if mark.claim not in in_words and is_print and (problem := self._print(mark.claim, words, scale, weight)):
                yield Finding(_FILE, text.words, "print", problem)

    def _written(self, node: Data, scale: Decimal) -> Iterator[Finding]:
        """Yield what is wrong with a text that a person wrote: its figures in digits are roundings of their claims.

        Its words stand in the editor's file (audit/statements.py), and the story's own gate heard them.
        """
        text = said(node)
        if text.words.strip() and not self.has_editor:
            yield Finding(_FILE, text.words, "pattern", "no pattern says it, and no editor wrote it")
        for mark in text.marks:
            words = text.printed(mark)
            if read(words, self.tongue, scale) is None:
                continue
            if problem := self._print(mark.claim, words, scale, may_be_bare=True):
                yield Finding(_FILE, text.words, "print", problem)

    def _print(self, name: str, words: str, scale: Decimal, weight: str = "", *, may_be_bare: bool = False) -> str:
        claim = self.prover.ground.evidence.claims.get(name)
        if claim is None:
            return f"{name} is no claim"
        scales = (scale, *SCALES.values()) if may_be_bare else (scale,)  # what a correction quotes has no head
        problems = [fault(words, claim, self.tongue, one, weight, may_be_bare=may_be_bare) for one in scales]
        return "" if "" in problems else problems[0]

    def _proven(self, node: Data, context: Context) -> tuple[list[Fault], Context]:
        tree = tree_of(node)
        if tree is None:
            return [], context
        faults, left = self.prover.prove(tree, context)
        return [(node["words"], problem) for problem in faults], left

    def plain(self, block: Data) -> Iterator[Fault]:
        """Yield what does not hold in texts that each stand alone."""
        yield from self._alone(block, self.prover.opening())

    def _alone(self, block: Data, context: Context) -> Iterator[Fault]:
        for node in nodes(block):
            yield from self._proven(node, context)[0]

    def finding(self, block: Data) -> Iterator[Fault]:
        """Yield what does not hold under the masthead, where a time alone is that of the edition."""
        yield from self._alone(block, self.news)
        time = tree_of(block["period"])
        if time and time[0] == "time" and Period.parse(time[1]) != self.prover.ground.period:
            yield block["period"]["words"], f"the edition is of {self.prover.ground.period}"

    def section(self, block: Data) -> Iterator[Fault]:
        """Yield what does not hold in paragraphs, in each of which the scene passes from sentence to sentence.

        Behind a person's sentence the scene is that of any line whose figure it prints.
        """
        yield from frames.of_head(block, self.prover)
        for paragraph in block["paragraphs"]:
            contexts = [self.news]
            for node in paragraph:
                if tree_of(node) is None:
                    contexts = [self.news, *self._scenes(node)]
                    continue
                proofs = [self._proven(node, context) for context in contexts]
                faults, context = next((proof for proof in proofs if not proof[0]), proofs[0])
                yield from faults
                contexts = [context]

    def _scenes(self, node: Data) -> Iterator[Context]:
        """Yield the scene of each figure in a text."""
        claims = self.prover.ground.evidence.claims
        for mark in said(node).marks:
            if mark.claim in claims:
                yield replace(self.news, codes=frozenset(claims[mark.claim]["codes"]))

    def chart(self, block: Data) -> Iterator[Fault]:
        """Yield what does not hold in a picture, its words around it and its own table."""
        drawn = {"bars", "curves", "stacks", "rows"}
        yield from self.plain({key: value for key, value in block.items() if key not in drawn})
        forms = {
            "bars": frames.of_bars,
            "curves": frames.of_curves,
            "stacks": frames.of_stacks,
            "rows": frames.of_table,
        }
        if block["form"] == "waterfall":
            forms = {"bars": frames.of_steps}
        for name, proof in forms.items():
            if block.get(name):
                yield from proof(block, self.prover)

    def table(self, block: Data) -> Iterator[Fault]:
        """Yield what does not hold in a table and the words around it."""
        yield from self.plain({key: value for key, value in block.items() if key != "rows"})
        yield from frames.of_table(block, self.prover)


def _times(tree: Tree) -> Iterator[Period]:
    """Yield the time of each pattern in a tree that names when it is."""
    if is_pattern(tree) and (when := tree[1].get("when")) and when[0] == "time":
        yield Period.parse(when[1])
    for branch in branches(tree):
        yield from _times(branch)


_BLOCKS: dict[str, Callable[[StoryJudge, Data], Iterator[Fault]]] = {
    "heads": lambda self, block: self._alone(block, self.news),
    "finding": StoryJudge.finding,
    "section": StoryJudge.section,
    "chart": StoryJudge.chart,
    "table": StoryJudge.table,
    "strip": lambda self, block: frames.of_strip(block, self.prover),
}


def nodes(node: object) -> Iterator[Data]:
    """Yield the texts in a part of edition.json, as it writes them."""
    if isinstance(node, Mapping):
        if isinstance(node.get("words"), str):
            yield node
            return
        for part in node.values():
            yield from nodes(part)
    elif isinstance(node, list):
        for part in node:
            yield from nodes(part)
