"""What a figure of the page opens: the evidence in it is claims.json's own, put into words once more by the auditor."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from generator.audit.bundle import Bundle
from generator.audit.dom import Page
from generator.audit.edition import Data, blocks, seen, texts
from generator.audit.evidence import Evidence
from generator.audit.finding import Finding, folded
from generator.audit.formulas import Bench
from generator.audit.gathered import Formula, number
from generator.audit.kept import asked
from generator.audit.patterns.tongue import TAGS
from generator.audit.proof_words import Wording, begun

_FEW = 4
_AROUND = 30  # letters on either side of where two texts part
_UNPRINTED = ("alt", "more", "description", "head", "rows")  # of a picture, on paper
_CHANGE = ("now", "before")
_ROLES = {
    **dict.fromkeys(("difference", "growth", "shift", "average_growth"), _CHANGE),
    "unit_value": ("value", "quantity"),
    "share": ("part", "whole"),
    "contribution": (*_CHANGE, "whole"),
    "multiple": ("this", "over"),
    "opposed": ("line", "beside"),
}


def proven(name: str, found: Page, bundle: Bundle) -> Iterator[Finding]:
    """Yield each figure that opens another's evidence or none, and all evidence that is not its claim's."""
    panels = dict(found.panels)
    if len(panels) < len(found.panels):
        yield Finding(name, "", "evidence", "two panels go by one name")
    for claim, target in found.opens:
        if target not in panels or claim not in {None, target}:
            yield Finding(name, "", "evidence", f"what is marked as {claim} opens {target!r}")
    if not (panels or found.hints):
        return
    if bundle.language not in TAGS:
        yield Finding(name, "", "evidence", f"it cannot be judged in {bundle.language}")
        return
    teller = Teller(bundle, bundle.evidence)
    for key, words in panels.items():
        yield from (Finding(name, _first(words), "evidence", fault) for fault in teller.faults(key, seen(words)))
    for words in found.hints:
        if seen(words) != teller.say.words["hint"]:
            yield Finding(name, words, "evidence", "it is not what the page says of its evidence")


def _first(words: str) -> str:
    return f"{words[:60]}…"


@dataclass(frozen=True)
class Teller:
    """Tells what the panel of a claim has to say, or its entry on paper (`pdf`), in the language of a bundle."""

    bundle: Bundle
    evidence: Evidence
    form: str = "html"

    @cached_property
    def say(self) -> Wording:
        """The auditor's own words."""
        return Wording(self.bundle.language)

    @cached_property
    def bench(self) -> Bench:
        """Works formulas out."""
        evidence = self.evidence
        return Bench({**evidence.cells, **evidence.context}) if evidence.context else evidence.bench

    @cached_property
    def is_open(self) -> bool:
        """Whether cells may be shown."""
        return self.bundle.edition.get("redistribution") != "none"

    @cached_property
    def prints(self) -> dict[str, list[str]]:
        """How the page prints each claim, in its order."""
        found: dict[str, list[str]] = {}
        for block in blocks(self.bundle.story, self.form):
            hidden = _UNPRINTED if block["kind"] == "chart" and self.form == "pdf" else ()
            shown = {key: part for key, part in block.items() if key not in hidden}
            for text in (one for one in texts(shown) if one.stands_in(self.form)):
                for mark in text.marks:
                    forms = found.setdefault(mark.claim, [])
                    forms += [form] if (form := seen(text.printed(mark)).strip()) not in forms else []
        return found

    def faults(self, key: str, said: str) -> Iterator[str]:
        """Yield how the panel `key` departs from its claim."""
        claim = self.evidence.claims.get(key)
        if claim is None:
            yield f"{key} is no claim of this edition"
            return
        forms = self.prints.get(key, [""])
        every = (folded(" ".join(filter(None, self._told(claim, forms, name)))).strip() for name in self._names(claim))
        told = next(every)
        if said != told and said not in every:
            pairs = enumerate(zip(told, said, strict=False))
            same = next((at for at, (one, other) in pairs if one != other), min(len(told), len(said)))
            near = slice(max(same - _AROUND, 0), same + _AROUND)
            yield f"{key}: it says {said[near]!r}, claims.json {told[near]!r}"

    def entry(self, key: str, page: int, near: str) -> Iterator[str]:
        """Yield the words of a claim's entry on paper; of the names of its goods the one that stands in `near`."""
        claim, forms, words = self.evidence.claims[key], self.prints[key], self.say.words
        ids = list(dict.fromkeys(_cells(claim["formula"], self.evidence)))
        shown = ids if len(ids) <= _FEW else ids[: _FEW - 1]
        of = [self._of(claim, name) for name in self._names(claim)]
        yield from (forms[0], words["page"].format(page=page), key)
        yield next((one for one in of if "".join(seen(one).split()) in near), of[0])
        yield begun(words[f"formula.{claim['formula'][0]}"])
        yield from self._parts(claim, ids)
        yield self._rounded(claim, self.say.listed(forms))
        for cell in (self.bench.cells[one] for one in shown):
            yield from self.say.cell(cell, self.evidence.documents.get(cell["raw"], {}))
        yield words["more"].format(n=len(ids) - len(shown)) if len(shown) < len(ids) else ""

    def _names(self, claim: Data) -> list[str]:
        """Return what the goods of a claim may be called."""
        known = self.bundle.edition["labels"].get(self.bundle.language, {})
        names = known.get(claim["codes"][0], []) if len(claim["codes"]) == 1 else []
        return [seen(name) for name in names] or [""]

    def _told(self, claim: Data, forms: list[str], name: str) -> Iterator[str]:
        words, formula = self.say.words, claim["formula"]
        ids = list(dict.fromkeys(_cells(formula, self.evidence)))
        shown = ids if len(ids) <= _FEW else ids[: _FEW - 1]
        yield from (
            forms[0],
            self._of(claim, name),
            words["close"],
            words["worked"],
            begun(words[f"formula.{formula[0]}"]),
        )
        if not self.is_open:
            yield from (words["cells"], words["kept"])
        else:
            yield from self._parts(claim, ids)
            yield from [words["cells"]] if ids else []
            for one in shown:
                yield from self._cell(one)
            yield words["more"].format(n=len(ids) - len(shown)) if len(shown) < len(ids) else ""
        yield from (words["rounding"], self._rounded(claim, self.say.listed(forms)))
        yield from (words["full"], self._explain(claim["id"]))

    @asked
    def _cell(self, key: str) -> Sequence[str]:
        """Return the words of a cell: one of the total stands under many figures."""
        cell = self.bench.cells[key]
        return tuple(self.say.cell(cell, self.evidence.documents.get(cell["raw"], {})))

    def _explain(self, key: str) -> str:
        edition = self.bundle.edition
        place = f"{edition['briefing']}/{edition['period']}"
        return f"tradebrief explain {place}{f'/r{number}' if (number := edition['revision']) else ''} {key}"

    def _of(self, claim: Data, name: str) -> str:
        said = {"goods": self.say.goods(claim["codes"], name), "when": self.say.when(claim["period"])}
        if not claim["compare_period"]:
            return begun(self.say.words["of.alone"].format(**said))
        return begun(self.say.words["of.against"].format(**said, then=self.say.when(claim["compare_period"])))

    def _parts(self, claim: Data, ids: list[str]) -> Iterator[str]:
        head, *parts = claim["formula"]
        unit = self.bench.cells[ids[0]].get("measure", claim["unit"]) if ids else claim["unit"]
        for role, part in zip(_ROLES.get(head, ()), parts, strict=False):
            yield self.say.words[f"role.{role}"]
            yield self._part(part, "kg" if role == "quantity" else unit)

    def _part(self, part: Formula, unit: str) -> str:
        if part[0] not in {"cell", "nil", "sum"}:
            return begun(self.say.words[f"formula.{part[0]}"])
        return self.say.number(self.bench.span(part).value, unit)

    def _rounded(self, claim: Data, figure: str) -> str:
        if not self.is_open or claim["kind"] == "quoted":
            return self.say.words["rounded.stated" if self.is_open else "rounded.kept"].format(figure=figure)
        low, value, high = (self.say.number(number(claim[end]), claim["unit"]) for end in ("low", "value", "high"))
        key = str(claim["qualifier"])
        if key == "exact" and low != high:
            key = "range"
        return self.say.words[f"rounded.{key}"].format(figure=figure, low=low, value=value, high=high)


def _cells(formula: Formula, evidence: Evidence) -> Iterator[str]:
    """Yield the cells that a formula names, those of a price or rate beside a line too."""
    match formula:
        case ["average", *ids]:
            yield from ids
        case ["average_growth" | "opposed", *parts]:
            for part in parts:
                yield from _cells(part, evidence)
        case _:
            yield from evidence.ids(formula)
