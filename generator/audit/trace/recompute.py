"""Compare claims.json with the raw bytes: find cells again, recompute claims, and check that nothing is left out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet
from dataclasses import replace

from generator.audit.claim_evidence import ClaimEvidence, Quote
from generator.audit.edition_data import (
    CLAIMS,
    EDITION,
    Data,
    Finding,
    has_trees,
    strip_isolates,
    text_nodes,
    texts,
    tree_in,
    tree_of,
    without_isolates,
)
from generator.audit.obligations import obligation_faults
from generator.audit.obligations.correction_rules import correction_faults, erratum_faults
from generator.audit.patterns.tongue import TAGS, Tongue
from generator.audit.trace.claim_scope import (
    check_cells,
    check_claims,
    check_sums,
    figures_csv_faults,
    row_faults,
    scope_faults,
)
from generator.audit.trace.completeness import Completeness, Restated, first_cells
from generator.audit.trace.document_sheets import DocumentSheet, Raw, sheets
from generator.audit.trace.formulas import RESTATED, period_of
from generator.audit.trace.market_trace import MarketTrace
from generator.audit.trace.picture_trace import picture_faults
from generator.audit.trace.price_trace import averages_of_gaps, check_prices
from generator.audit.trace.release_breaks import releases_of
from generator.trade.trees import leaves, parts_of

_CHANGES = frozenset({"growth", "difference"})


def trace(edition: Data, evidence: ClaimEvidence, raw: Raw, figures: bytes | None) -> Iterator[Finding]:
    """Yield everything in claims.json that the raw bytes do not support. `figures` is the content of figures.csv."""
    edition, by_digest = without_isolates(edition), dict[str, DocumentSheet]()
    for digest, sheet, problem in sheets(evidence.documents, evidence.cells, raw, evidence.market_reporters):
        if sheet is None:
            yield Finding(CLAIMS, "", "raw bytes", f"{evidence.documents[digest].get('name', digest)}: {problem}")
        else:
            by_digest[digest] = sheet
    of_trade = evidence.is_of_trade
    releases, first = releases_of(by_digest, edition, of_trade), first_cells(evidence)
    is_restated = any(claim["formula"][0] in RESTATED for claim in evidence.claims.values())
    releases_first = releases_of(by_digest, edition, of_trade, first=True) if is_restated else releases
    yield from check_cells(edition, evidence, lambda cell: row_faults(cell, by_digest))
    yield from check_sums(evidence, lambda key: releases_first if key in first else releases)
    if figures is not None:
        yield from figures_csv_faults(evidence, figures)
    if not has_trees(edition):
        return
    complete = Completeness(edition, evidence.calculator, releases)
    restated = Restated(complete, replace(complete, releases=releases_first))
    markets = MarketTrace(evidence.calculator, releases, edition.get("codes", ()), evidence.trade_parties)
    corrects = edition.get("correction", {}).get("claims")  # the rule on errata judges quotes from this file

    def faults(claim: Data) -> Iterator[str]:
        quotes = [quote for quote in evidence.quotes(claim["formula"]) if quote[0] != corrects]
        yield from quote_faults(quotes, raw)
        yield from scope_faults(claim, edition, evidence, releases)
        yield from complete.faults(claim)
        yield from markets.faults(claim)
        yield from restated.faults(claim)

    yield from check_claims(edition, evidence, faults)
    yield from check_claims(edition, replace(evidence, claims=averages_of_gaps(evidence)), faults)
    yield from _totals(complete, evidence)
    yield from check_prices(edition, evidence, raw)
    yield from statement_faults(edition, evidence, raw)
    yield from picture_faults(edition, evidence, releases)
    yield from correction_faults(edition, evidence, releases, raw)
    yield from erratum_faults(edition, evidence, raw)
    yield from obligation_faults(edition, evidence, releases)


def _totals(complete: Completeness, evidence: ClaimEvidence) -> Iterator[Finding]:
    """Yield the sums that leave a line out, in a table's total row, in a headline, or in a headline's change."""
    for story in complete.edition["stories"].values():
        tables = [block for block in story["blocks"] if block["kind"] == "table"]
        rows = [row["cells"] for table in tables for row in table["rows"] if row.get("weight") == "total"]
        heads = [block["headline"] for block in story["blocks"] if block["kind"] == "finding"]
        yield from _missing_lines(rows, frozenset(), complete, evidence)
        yield from _missing_lines([story.get("subject"), story.get("title"), heads], _CHANGES, complete, evidence)


def _missing_lines(
    part: object, changes: AbstractSet[str], complete: Completeness, evidence: ClaimEvidence
) -> Iterator[Finding]:
    for text in texts(part):
        for claim in (evidence.claims[mark.claim] for mark in text.marks if mark.claim in evidence.claims):
            formula = claim["formula"]
            if formula[0] in changes:
                formula = formula[1]
            if formula[0] != "sum" or (changes and len(complete.calculator.codes(formula)) == 1):
                continue
            for problem in complete.lines_left_out(formula, period_of(claim["period"]), complete.period):
                yield Finding(CLAIMS, text.words, "total", f"{claim['id']}: {problem}")


_WIDE = "\u3400-\u9fff\u3000-\u303f\uff00-\uffef“”"
# A blank at a line break within Chinese text is not part of the text.
_BROKEN = re.compile(rf"(?<=[{_WIDE}]) (?=[{_WIDE}0-9])|(?<=[0-9]) (?=[{_WIDE}])")
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")  # ASCII punctuation that Markdown and YAML escape
_LINK = re.compile(r"\[([^\[\]]*)\]\([^()\s]*\)")


def quote_faults(quotes: Iterable[Quote], raw: Raw) -> Iterator[str]:
    """Yield the quoted figures that are not in the editor's file."""
    for digest, text in quotes:
        file = _editors_file(digest, raw)
        if file is None:
            yield f"the editor's file {digest[:12]} is not there"
        elif _plain(text) not in _plain(file):
            yield f"the editor's file {digest[:12]} does not say {text!r}"


def statement_faults(edition: Data, evidence: ClaimEvidence, raw: Raw) -> Iterator[Finding]:
    """Yield the sentences of voices and outside accounts that are in none of the editor's files.

    These are the files that the edition names, and those that it quotes a figure from. An edition without the list of
    files has an older format, and is judged only if it quotes a figure.
    """
    quoted = {digest for claim in evidence.claims.values() for digest, _ in evidence.quotes(claim["formula"])}
    quoted -= {(edition.get("correction") or {}).get("document")}  # an earlier edition is not an editor's file
    contents = [_editors_file(digest, raw) for digest in sorted({*edition.get("editors_files", ()), *quoted})]
    files = [_plain(file) for file in contents if file is not None]
    if not files and "editors_files" not in edition:
        return
    for sentence, words in _sentences(edition, evidence):
        if not any(_plain(words) in file for file in files):
            yield Finding(EDITION, sentence, "statement", f"no editor's file has these words: {_plain(words)!r}")


def _sentences(edition: Data, evidence: ClaimEvidence) -> Iterator[tuple[str, str]]:
    """Yield each sentence that a person wrote, with those of its words that must be in the file."""
    for language, story in edition["stories"].items():
        for block in story["blocks"]:
            if block["kind"] == "voices":
                for statement in block["statements"]:
                    words = [text.words for text in texts(statement["words"])]
                    yield from zip(words, _strip_quotation_marks(words, language), strict=True)
                    names = [leaf[1] for leaf in leaves(tree_in(statement["speaker"])) if leaf[0] == "words"]
                    yield from ((statement["speaker"]["words"], name) for name in names)
            elif block["id"] == "earlier":
                for paragraph in block["paragraphs"]:
                    yield from _accounts(paragraph, language, evidence)
            elif block["kind"] in {"finding", "section"} and edition.get("editors_files"):
                pairs = [(node["words"], _person_words(node, language)) for node, _ in text_nodes(block)]
                yield from ((sentence, words) for sentence, words in pairs if words)


def _person_words(node: Data, language: str) -> str:
    """Return the words that a person wrote, without the signature. Return "" for a text of the program."""
    tree = tree_of(node)
    if tree is None:
        return str(node["words"])
    if tree[0] != "signed":
        return ""
    signature = Tongue.of(language).pieces("commented")[0][0]
    return str(node["words"]).rpartition(signature)[0].rstrip()


def _strip_quotation_marks(sentences: list[str], language: str) -> list[str]:
    """Return the sentences of a statement without its outer quotation marks."""
    if language not in TAGS:
        return sentences
    tongue = Tongue.of(language)
    begin, end = tongue.pieces("quoted.begins")[0][0], tongue.pieces("quoted.ends")[-1][0]
    if not (begin and sentences[0].strip().startswith(begin) and sentences[-1].strip().endswith(end)):
        return sentences
    words = [sentences[0].strip().removeprefix(begin), *sentences[1:]]
    return [*words[:-1], words[-1].strip().removesuffix(end)]


def _accounts(paragraph: list[Data], language: str, evidence: ClaimEvidence) -> Iterator[tuple[str, str]]:
    """Yield the sentences of an outside account, with its source separate. Skip relayed figures, which have a cell."""
    claims = [evidence.claims.get(mark.claim) for text in texts(paragraph) for mark in text.marks]
    if any(claim and claim["kind"] == "background" for claim in claims):
        return
    for text in paragraph:
        words, sources = strip_isolates(text["words"]), list[str]()
        for slots in parts_of(tree_in(text), "attributed"):
            medium = "".join(str(leaf[1]) for leaf in leaves(slots["medium"]) if leaf[0] == "words")
            pieces = Tongue.of(language).pieces("attributed")
            between = next(literal for literal, name, _ in pieces if name == "medium")
            account, separator, _ = words.rpartition(f"{between}{medium}")
            sources = [account, medium] if separator else []
        yield from ((text["words"], part) for part in sources or [words])


def _editors_file(digest: str, raw: Raw) -> str | None:
    """Return the text of an editor's file, or None if it is missing or is not text."""
    try:
        return raw(digest).decode("utf-8")
    except Exception:  # noqa: BLE001 -- whatever a store raises, the words then have no support
        return None


def _plain(text: str) -> str:
    """Return `text` with white space folded, YAML and Markdown escapes undone, and links replaced by their words."""
    unescaped = _BROKEN.sub("", " ".join(strip_isolates(_ESCAPED.sub(r"\1", _LINK.sub(r"\1", text))).split()))
    return unescaped.replace("''", "'")
