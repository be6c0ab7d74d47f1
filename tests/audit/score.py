"""How well the audit finds: `python -m tests.audit.score --changes 1000`; docs/audit.md has the table.

A change stands in one file alone, in all files alike, in all files and in claims.json, or is a fault of the program,
in the tree of a text and its words alike (tests/audit/wrong_trees.py). It is refused where the audit has a finding.
True editions, which may have none, are those of tests/strangers.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from generator.audit import audit_files
from generator.audit.claim_evidence import ClaimEvidence
from generator.audit.patterns.text_rules import judge
from generator.audit.trace.recompute import trace
from tests.audit import printing
from tests.audit.alike import KINDS, WITH_CLAIMS, Changed, changed
from tests.audit.mutate import Json
from tests.audit.sample import as_json
from tests.audit.seeded import LANGUAGES, PLANS, seeded
from tests.audit.wrong_trees import KINDS as FAULTS
from tests.audit.wrong_trees import WORDS, fault
from tests.story.months import Monthly

SORTS = ("one file", "all files", "all files and claims", "the program")
_EACH = 8  # changes to one edition


@dataclass(frozen=True)
class Tried:
    """One change: its sort, kind, language and words, and whether the audit refused it."""

    sort: str
    kind: str
    language: str
    change: str
    refused: bool


def changes(count: int, seed: int, languages: Sequence[str] = LANGUAGES) -> Iterator[Tried]:
    """Yield `count` changes to editions of every plan and language, each tried on the audit."""
    return islice(_changes(seed, languages), count)


def _changes(seed: int, languages: Sequence[str]) -> Iterator[Tried]:
    number = 0
    while True:
        plan, language = _turn(number, languages)
        edition = seeded(plan, seed * 10**6 + number).make(language)
        for turn in range(_EACH):
            chance = random.Random(f"{seed} {number} {turn}")  # noqa: S311 -- the same changes each time
            sort = chance.choice(SORTS)
            if sort == SORTS[3]:
                yield from _of_program(edition, chance, language, plan)
                continue
            kind = chance.choice(WITH_CLAIMS if sort == SORTS[2] else KINDS)
            made = changed(edition.edition, edition.claims, kind, chance, deep=sort == SORTS[2])
            if made is not None:
                refused = _one_file(edition, made, chance) if sort == SORTS[0] else _alike(edition, made)
                yield Tried(sort, kind, language, f"{plan}: {made.text!r} -> {made.now!r}", refused)
        number += 1


def _of_program(edition: Monthly, chance: random.Random, language: str, plan: str) -> Iterator[Tried]:
    """Try a tree that says something else, with its words: what the audit says of words does not count."""
    kind = chance.choice(FAULTS)
    made = fault(edition.edition, edition.claims, kind, chance)
    if made is None:
        return
    evidence = ClaimEvidence.of(edition.claims)
    found = any(one.rule not in WORDS for one in judge(made.edition, evidence)) or any(
        trace(made.edition, evidence, edition.raw.__getitem__, edition.figures)
    )
    yield Tried(SORTS[3], f"{kind} of the program", language, f"{plan}: {made.words!r}: {made.change}", found)


def _turn(number: int, languages: Sequence[str]) -> tuple[str, str]:
    plans = tuple(PLANS)
    return plans[number % len(plans)], languages[number // len(plans) % len(languages)]


def _alike(edition: Monthly, made: Changed) -> bool:
    evidence = ClaimEvidence.of(made.claims)
    try:
        return any(judge(made.edition, evidence)) or any(
            trace(made.edition, evidence, edition.raw.__getitem__, edition.figures)
        )
    except ValueError:  # a period that is none: the audit calls it a fault of form
        return True


def _one_file(edition: Monthly, made: Changed, chance: random.Random) -> bool:
    """Put one file of the changed edition among those of the sound one."""
    sound = printing.files(edition.edition, edition.claims)
    other = printing.files(made.edition, edition.claims)
    differing = sorted(name for name in sound if sound[name] != other[name] and name != "edition.json")
    if not differing:  # what stands only in a file that the tests do not print is tried in all alike
        return _alike(edition, made)
    name = chance.choice(differing)
    return bool(audit_files({**sound, name: other[name]}))


def of_pdf(folder: Path, count: int, seed: int) -> Iterator[Tried]:
    """Yield `count` changes to the edition finished in `folder`, which its PDF does not have."""
    files = {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    whole, claims = (json.loads(files[name]) for name in ("edition.json", "claims.json"))
    for number in range(count):
        language = sorted(whole["stories"])[number % len(whole["stories"])]
        edition = {**whole, "formats": ["pdf"], "stories": {language: whole["stories"][language]}}
        chance = random.Random(f"{seed} pdf {number}")  # noqa: S311 -- the same changes each time
        made = changed(edition, claims, chance.choice(KINDS), chance)
        if made is not None and _stands_in_pdf(edition, made.edition, language):
            told = {**files, "edition.json": as_json(made.edition)}
            found = audit_files(told)  # what is read on its pages, not the edition inside, which is another one anyway
            refused = any(item.file == f"{language}.pdf" and item.rule != "embedded file" for item in found)
            yield Tried("one file", made.kind, language, f"{language}.pdf: {made.text!r} -> {made.now!r}", refused)


def _stands_in_pdf(edition: Json, made: Json, language: str) -> bool:
    one, other = ([*printing.flat(_of_pdf(told["stories"][language]), "pdf")] for told in (edition, made))
    return one != other


def _of_pdf(story: Json) -> list[Json]:
    return [block for block in story["blocks"] if "pdf" in block["shown"] and block["kind"] != "chart"]


def table(tried: Sequence[Tried]) -> str:
    """Return the score by kind and language, and by sort, as a table of Markdown."""
    languages = [language for language in LANGUAGES if any(one.language == language for one in tried)]
    lines = [f"| change | {' | '.join(languages)} | all |", f"|---|{'---|' * (len(languages) + 1)}"]
    kinds = (*KINDS, *(f"{kind} of the program" for kind in FAULTS))
    for key in ("kind", "sort"):
        for name in kinds if key == "kind" else SORTS:
            own = [one for one in tried if getattr(one, key) == name]
            cells = [_score([one for one in own if one.language == language]) for language in languages]
            lines.append(f"| {name} | {' | '.join(cells)} | {_score(own)} |")
    every = [_score([one for one in tried if one.language == language]) for language in languages]
    return "\n".join([*lines, f"| **together** | {' | '.join(every)} | {_score(tried)} |"])


def _score(tried: Sequence[Tried]) -> str:
    return f"{sum(one.refused for one in tried)} of {len(tried)}"


def main() -> int:
    """Try what the command line asks for; 1 where less than 99 % is refused."""
    asked = argparse.ArgumentParser(prog="python -m tests.audit.score", description=__doc__)
    asked.add_argument("--changes", type=int, default=1000)
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--language", action="append", choices=LANGUAGES)
    asked.add_argument("--finished", type=Path, action="append", default=[], help="folder of an edition with its PDF")
    given = asked.parse_args()
    languages, tried = tuple(given.language or LANGUAGES), list[Tried]()
    for folder in given.finished:
        tried += of_pdf(folder, given.changes // 20, given.seed)
    for one in changes(given.changes - len(tried), given.seed, languages):
        tried.append(one)
        _say(len(tried), given.changes, "changes")
    for one in (one for one in tried if not one.refused):
        print(f"missed: {one.sort}, {one.kind} in {one.language}, {one.change}")  # noqa: T201 -- a command
    print(table(tried))  # noqa: T201 -- a command
    return int(sum(one.refused for one in tried) < 0.99 * len(tried))  # as docs/audit.md says


def _say(number: int, whole: int, what: str) -> None:
    if sys.stderr.isatty():
        print(f"\r{number} of {whole} {what}", end="" if number < whole else "\n", file=sys.stderr)  # noqa: T201 -- progress


if __name__ == "__main__":
    sys.exit(main())
