"""Judge every text of an edition, block by block: its pattern, its printed figures and its equations."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from decimal import Decimal
from functools import partial

from generator.audit.claim_evidence import ClaimEvidence
from generator.audit.edition_data import (
    CLAIMS,
    EDITION,
    HEADS,
    Data,
    Finding,
    text_nodes,
    text_of,
    tree_in,
    tree_of,
    without_isolates,
)
from generator.audit.obligations.edition_places import EditionTelling
from generator.audit.obligations.missing_rules import notice_faults
from generator.audit.patterns import table_rules
from generator.audit.patterns.claim_terms import ClaimGround, SentenceScene
from generator.audit.patterns.equations import Prover
from generator.audit.patterns.pattern_reader import parse
from generator.audit.patterns.printed_figures import SCALES_OF_HEADS, fault, read
from generator.audit.patterns.table_rules import Fault
from generator.audit.patterns.tongue import TAGS, GlossaryNames, Tongue
from generator.audit.seen.drawings import form_of
from generator.audit.trace.value_spans import is_from_little, number
from generator.trade.currency import is_money, rough_worth
from generator.trade.period import TIME_UNITS, Period
from generator.trade.trees import Tree, branches, is_pattern, keys, leaves

_LABEL = "thing_label."
_ABOUT = frozenset({"line", "time", "other"})  # labels of any sentence


def judge(edition: Data, evidence: ClaimEvidence) -> Iterator[Finding]:
    """Yield every text that does not fit its pattern or is not true, and every broken rule about the whole.

    No release is needed, so a PDF without its edition is judged by this, too.
    """
    edition = without_isolates(edition)
    prover = Prover(ClaimGround(edition, evidence))
    monies = {unit for unit in (cell.get("measure", "usd") for cell in evidence.cells.values()) if is_money(unit)}
    if len(monies) > 1:
        units = " and ".join(sorted(unit.upper() for unit in monies))
        yield Finding(CLAIMS, "", "currency", f"its cells are in {units}; an edition has one currency")
    yield from _low_bases(edition, evidence)
    for tag, story in edition["stories"].items():
        if tag not in TAGS:
            yield Finding(EDITION, "", "language", f"the audit has no words of {tag!r}, so it passes nothing in it")
            continue
        yield from StoryJudge(tag, edition, prover, story).judge(story)
        yield from notice_faults(EditionTelling(tag, story, edition, evidence))


def _is_label_of(label: Tree, thing: Tree) -> bool:
    """Return whether a sentence has all that its label names: lines, times, and its pattern.

    `thing_label.body.year` is the label of `body.year.record`, too.
    """
    if not is_pattern(label):
        return True
    said = [leaf[:2] for leaf in leaves(thing)]
    key = label[0].removeprefix(_LABEL)
    has_pattern = key in _ABOUT or any(own == key or own.startswith(f"{key}.") for own in keys(thing))
    return has_pattern and all(leaf[:2] in said for leaf in leaves(label))


def _low_bases(edition: Data, evidence: ClaimEvidence) -> Iterator[Finding]:
    """Yield the printed growth rates whose base is too small for a rate."""
    printed, calculator = evidence.sentences(edition), evidence.calculator
    for name, claim in evidence.claims.items():
        if name not in printed or claim["formula"][0] != "growth":
            continue
        now, base = map(calculator.span, claim["formula"][1:])
        unit = calculator.unit(claim["formula"][1])
        dollar = rough_worth(Decimal(1), unit) if is_money(unit) else Decimal(0)  # a weight has no least base
        if is_from_little(now.value, base.value, Period.parse(claim["period"]).months, dollar):
            problem = f"{name} grows from too little, or by too much, for a rate"
            yield Finding(EDITION, printed[name], "low base", problem)


class StoryJudge:
    """Judges one language of an edition, block by block."""

    def __init__(self, tag: str, edition: Data, prover: Prover, story: Data) -> None:
        """Use the language `tag`, and the edition's names in it."""
        self.tongue, self.names, self.prover = Tongue.of(tag), GlossaryNames.of(edition, tag), prover
        self.claims = prover.ground.evidence.claims
        self.news = _news(story, prover)
        self.has_editor = bool(edition.get("editors_files"))
        whole_numbers = {"count", *TIME_UNITS}
        counted = {key: claim for key, claim in self.claims.items() if claim["unit"] in whole_numbers}
        self.counts = {key: int(number(claim["value"])) for key, claim in counted.items()}

    def judge(self, story: Data) -> Iterator[Finding]:
        """Yield what is wrong in a story of edition.json."""
        heads = {"kind": "heads", **{name: story[name] for name in HEADS}}
        for block in (heads, *story["blocks"]):
            if block["kind"] == "correction":
                yield from self._quoted(block)
                continue
            scale = SCALES_OF_HEADS.get(block.get("scale", ""), Decimal(1))
            for node, _ in text_nodes(block):
                yield from self._read(node, scale)
            proofs = _BLOCKS.get(block["kind"], StoryJudge.separate_texts)
            for words, problem in proofs(self, block):
                yield Finding(EDITION, words, "equation", problem)

    def _quoted(self, block: Data) -> Iterator[Finding]:
        """Yield the texts of a correction box that do not fit their patterns.

        Quotes of what was printed, or of other texts of the edition, are not sentences: correction_rules judges them.
        """
        for node, _ in text_nodes(block):
            tree = tree_of(node)
            if tree is None or parse(text_of(node), tree, self.tongue, self.names, self.counts) is None:
                yield Finding(EDITION, node["words"], "pattern", "the words of the box are not those of their pattern")

    def _read(self, node: Data, scale: Decimal) -> Iterator[Finding]:
        """Yield a finding if a text does not fit its pattern, and one for each print that is not its claim's."""
        tree, text = tree_of(node), text_of(node)
        if tree is None:
            yield from self._written(node, scale)
            return
        reading = parse(text, tree, self.tongue, self.names, self.counts)
        if reading is None:
            yield Finding(EDITION, text.words, "pattern", f"the words are not those of {tree[0]}")
            return
        all_leaves = list(leaves(tree))
        figures = [leaf for leaf in all_leaves if leaf[0] == "figure"]
        in_words = {leaf[1] for leaf in figures if len(leaf) > 2}  # noqa: PLR2004 -- figure, claim, words
        weight = next((leaf[2] for leaf in all_leaves if leaf[:2] == ("word", "weights")), "")
        has_person = any(leaf[0] == "words" for leaf in all_leaves)
        in_digits = set() if has_person else {leaf[1] for leaf in figures}
        for mark, words in reading:
            is_print = mark.claim in in_digits or read(words, self.tongue, scale) is not None
            problem = self._print(mark.claim, words, scale, weight) if is_print else ""
            if problem and mark.claim not in in_words:
                yield Finding(EDITION, text.words, "print", problem)

    def _written(self, node: Data, scale: Decimal) -> Iterator[Finding]:
        """Yield the faults of a text that a person wrote: its figures in digits must be roundings of their claims.

        Its words must be in the editor's file (trace/recompute.py).
        """
        text = text_of(node)
        if text.words.strip() and not self.has_editor:
            yield Finding(EDITION, text.words, "pattern", "no pattern says it, and no editor wrote it")
        for mark in text.marks:
            words = text.printed(mark)
            is_print = read(words, self.tongue, scale) is not None
            problem = self._print(mark.claim, words, scale, may_be_bare=True) if is_print else ""
            if problem:
                yield Finding(EDITION, text.words, "print", problem)

    def _print(self, name: str, words: str, scale: Decimal, weight: str = "", *, may_be_bare: bool = False) -> str:
        claim = self.claims.get(name)
        if claim is None:
            return f"{name} is no claim"
        scales = (scale, *SCALES_OF_HEADS.values()) if may_be_bare else (scale,)  # a quote may have any scale
        problems = [fault(words, claim, self.tongue, factor, weight, may_be_bare=may_be_bare) for factor in scales]
        return "" if "" in problems else problems[0]

    def _proven(self, node: Data, context: SentenceScene) -> tuple[list[Fault], SentenceScene]:
        tree = tree_of(node)
        if tree is None:
            return [], context
        faults, scene_after = self.prover.prove(tree, context)
        return [(node["words"], problem) for problem in faults], scene_after

    def separate_texts(self, block: Data, context: SentenceScene | None = None) -> Iterator[Fault]:
        """Yield the faults of independent texts, each proven in the given scene or else in the opening scene."""
        for node, _ in text_nodes(block):
            yield from self._proven(node, context or self.prover.opening())[0]

    def heads(self, block: Data) -> Iterator[Fault]:
        """Yield the faults of the headline and the texts around it."""
        yield from self.separate_texts(block, self.news)
        time = tree_of(block["period"]) if "period" in block else None
        if time and time[0] == "time" and Period.parse(time[1]) != self.prover.ground.period:
            yield block["period"]["words"], f"the edition is of {self.prover.ground.period}"
        for label, thing in zip(block.get("labels", ()), block.get("things", ()), strict=False):
            if not _is_label_of(tree_in(label), tree_in(thing)):
                yield label["words"], "the sentence beside it is about something else"

    def section(self, block: Data) -> Iterator[Fault]:
        """Yield the faults of paragraphs. Within a paragraph the scene passes from sentence to sentence.

        After a person's sentence, the scene may be that of any line whose figure the sentence prints.
        """
        yield from table_rules.head_faults(block, self.prover)
        label = tree_in(block["label"]) if block["label"] else None
        said = ("row", tuple(tree_in(text) for paragraph in block["paragraphs"] for text in paragraph))
        if label and is_pattern(label) and label[0].startswith(_LABEL) and not _is_label_of(label, said):
            yield block["label"]["words"], "its section is about something else"
        for paragraph in block["paragraphs"]:
            contexts = [self.news]
            for node in paragraph:
                if tree_of(node) is None:
                    claims = [self.claims[mark.claim] for mark in text_of(node).marks if mark.claim in self.claims]
                    contexts = [self.news, *(replace(self.news, codes=frozenset(claim["codes"])) for claim in claims)]
                    continue
                proofs = [self._proven(node, context) for context in contexts]
                faults, context = next((proof for proof in proofs if not proof[0]), proofs[0])
                yield from faults
                contexts = [context]

    def chart(self, block: Data) -> Iterator[Fault]:
        """Yield the faults of a chart, the words around it and its own table."""
        shapes = {"bars", "curves", "rows"}
        yield from self.separate_texts({key: value for key, value in block.items() if key not in shapes})
        forms = {
            "bars": table_rules.bar_faults,
            "curves": table_rules.curve_faults,
            "rows": table_rules.table_faults,
        }
        form = form_of(block)
        if form.bars == "steps":
            forms = {"bars": table_rules.step_faults}
        if form.bars == "pairs":
            forms["bars"] = partial(table_rules.bar_faults, has_panels=True)
        if form.curves == "levels":
            forms["curves"] = partial(table_rules.curve_faults, has_sums=True)
        for name, proof in forms.items():
            if block.get(name):
                yield from proof(block, self.prover)

    def table(self, block: Data) -> Iterator[Fault]:
        """Yield the faults of a table and the words around it."""
        yield from self.separate_texts({key: value for key, value in block.items() if key != "rows"})
        yield from table_rules.table_faults(block, self.prover)


def _news(story: Data, prover: Prover) -> SentenceScene:
    """Return the scene of the headline and the text below it. In December they may be about the year that they name."""
    opening = prover.opening()
    headlines = [block["headline"] for block in story["blocks"] if block["kind"] == "finding"]
    trees = [tree for tree in map(tree_of, headlines) if tree]
    when = next((time for tree in trees for time in _times(tree)), opening.time)
    return replace(opening, time=when, base=when.year_before())


def _times(tree: Tree) -> Iterator[Period]:
    """Yield the time of each pattern in a tree that has a slot `when`."""
    when = tree[1].get("when") if is_pattern(tree) else None
    if when and when[0] == "time":
        yield Period.parse(when[1])
    for branch in branches(tree):
        yield from _times(branch)


_BLOCKS: dict[str, Callable[[StoryJudge, Data], Iterator[Fault]]] = {
    "heads": StoryJudge.heads,
    "finding": StoryJudge.heads,
    "section": StoryJudge.section,
    "chart": StoryJudge.chart,
    "table": StoryJudge.table,
    "strip": lambda self, block: table_rules.strip_faults(block, self.prover),
}
