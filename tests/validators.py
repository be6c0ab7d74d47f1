"""What a validator is asked, what it may say all the same, and what is then left of its answer.

A validator takes the folder of an edition and returns, by the name of each file that it looked at, what it has against
it. What is passed over stands here alone, word for word, each with its reason.
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
    "PDF/A-3a": [
        "PDFA3A-STREAM-LENGTH-001",  # page-validation misreads the length of some compressed streams; qpdf finds none
    ],
    "Nu": [
        # Its list of CSS is older than the first two; mso-hide is for Outlook on Windows.
        r"CSS: “(position-area|position-try|mso-hide)”: Property “\1” doesn't exist\.",
        # Each is a panel (popover), which the standard makes a scope of its own.
        f"There must not be two elements with the same {_SCOPE} that both have the “autofocus” attribute specified\\.",
        # It counts the file names and codes of the evidence.
        r"This document appears to be written in (English|Occitan) but the “html” start tag has “lang=\"zh\"”\. .*",
        # Outlook for Windows takes widths and places of the mail's tables from attributes.
        _OBSOLETE.format("width|align|cellspacing|cellpadding", "table"),
        _OBSOLETE.format("width|align|valign", "td"),
    ],
    "caniemail": [
        "<body> element",  # replaced in some programs; tables carry colour, language and direction
        *("<picture> element", "srcset and sizes attributes"),  # the <img> in it is the wide picture, which shrinks
        *("<style> element", "@media"),  # only for phones and dark mode; all else is inlined
        *("display:none", "overflow"),  # of the preheader: where it shows, it is a line of 1 px
        "height property",  # auto is the default; the width is an attribute, too
        *("overflow-wrap", "word-break", "white-space"),  # a long address may break elsewhere; no text is lost
        "role attribute",  # a table without it is read out as one; its words are the same
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
