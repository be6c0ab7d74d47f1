"""What a validator is asked, what it may say all the same, and what is then left of its answer.

A validator takes the folder of an edition and returns, by the name of each file that it looked at, what it has against
it. What is passed over stands here alone, word for word, and with its reason in docs/look.md.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

Said = dict[str, list[str]]
Validator = Callable[[Path], Said]

_OBSOLETE = "The “({})” attribute on the “({})” element is obsolete. Use CSS instead\\."
_SCOPE = '"nearest ancestor autofocus scoping root element"'
PASSED_OVER = {
    "PDF/A-3a": ["PDFA3A-STREAM-LENGTH-001"],
    "Nu": [
        r"CSS: “(position-area|position-try|mso-hide)”: Property “\1” doesn't exist\.",
        f"There must not be two elements with the same {_SCOPE} that both have the “autofocus” attribute specified\\.",
        r"This document appears to be written in (English|Occitan) but the “html” start tag has “lang=\"zh\"”\. .*",
        _OBSOLETE.format("width|cellspacing|cellpadding", "table"),
        _OBSOLETE.format("width|align|valign", "td"),
    ],
    "caniemail": [
        *("<body> element", "<picture> element", "<style> element", "@media", "display:none", "height property"),
        *("overflow", "overflow-wrap", "role attribute", "srcset and sizes attributes", "white-space", "word-break"),
    ],
}


class Answer(NamedTuple):
    """How many files a validator looked at, its faults by file, and how often each exception was passed over."""

    files: int
    faults: list[str]
    passed: Counter[str]


def of_each(names: str, asked: Callable[[Path], Iterator[str]]) -> Validator:
    """Return the validator that asks one by one about the files of an edition that are named so."""
    return lambda edition: {file.name: list(asked(file)) for file in sorted(edition.glob(names))}


def answer(validator: str, said: Said) -> Answer:
    """Return what is left of what a validator said; that it was asked of no file is a fault, too."""
    faults, passed = [] if said else ["it was asked of no file"], Counter[str]()
    for file, remarks in said.items():
        for remark in remarks:
            if rule := _exception(validator, remark):
                passed[rule] += 1
            else:
                faults.append(f"{file}: {remark}")
    return Answer(len(said), faults, passed)


def _exception(validator: str, remark: str) -> str:
    return next((rule for rule in PASSED_OVER.get(validator, []) if re.fullmatch(rule, remark)), "")
