"""The evidence of each figure, put into words once more by the auditor: the page opens it, a PDF ends with it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from generator.audit.arithmetic import number
from generator.audit.bundle import Bundle
from generator.audit.compare import Comparer
from generator.audit.dom import Page
from generator.audit.edition import Data, Said, blocks, seen, texts
from generator.audit.evidence import Evidence
from generator.audit.finding import Finding
from generator.audit.formulas import Bench
from generator.audit.kept import asked
from generator.audit.patterns.tongue import TAGS
from generator.audit.proof_words import Wording, begun
from generator.audit.terms import Formula

_FEW = 4
_UNPRINTED = ("alt", "more", "description", "head", "rows")  # of a picture, on paper
_CHANGE = ("now", "before")
_ROLES = {
    **dict.fromkeys(("difference", "growth", "average_growth"), _CHANGE),
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
    teller = Teller(bundle)
    for key, words in panels.items():
        yield from (Finding(name, f"{words[:60]}…", "evidence", fault) for fault in teller.faults(key, seen(words)))
    for words in found.hints:
        if seen(words) != teller.say.words["hint"]:
            yield Finding(name, words, "evidence", "it is not what the page says of its evidence")


def sources(bundle: Bundle, pages: Mapping[str, int], near: str) -> Iterator[Said]:
    """Yield what stands at the end of a PDF that says `near`; `pages` say where a claim is printed first."""
    teller = Teller(bundle, "pdf")
    yield from (Said(teller.say.words[head]) for head in ("title", "intro"))
    for key in teller.prints:
        yield from teller.entry(key, pages.get(key, 0), near)


@dataclass(frozen=True)
class Teller:
    """Tells what the panel of a claim has to say, or its entry on paper (`pdf`), in the language of a bundle."""

    bundle: Bundle
    form: str = "html"

    @cached_property
    def say(self) -> Wording:
        """The auditor's own words."""
        return Wording(self.bundle.language)

    @cached_property
    def bench(self) -> Bench:
        """Works formulas out."""
        evidence = self.bundle.evidence
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
        """Yield how the panel `key`, which says `said`, departs from its claim."""
        if key not in self.bundle.evidence.claims:
            yield f"{key} is no claim of this edition"
            return
        for departure in list(Comparer(said).read(self._panel(key, said)))[:1]:
            yield f"{key}: {departure.problem}; claims.json has {departure.said.words!r}"

    def _panel(self, key: str, near: str) -> list[Said]:
        claim, words = self.bundle.evidence.claims[key], self.say.words
        figure, of, formula, rounded = self._told(claim, near)
        worked = [words["cells"], words["kept"]]
        if self.is_open:
            cells = list(self._cells(claim))
            worked = [*self._parts(claim), *([words["cells"]] if cells else []), *cells]
        told = [figure, of, words["close"], words["worked"], formula, *worked, words["rounding"], rounded]
        return [Said(one) for one in (*told, words["full"], self._explain(key)) if one]

    def entry(self, key: str, page: int, near: str) -> list[Said]:
        """Return what stands on paper of a figure that is printed first on `page`."""
        claim = self.bundle.evidence.claims[key]
        figure, of, formula, rounded = self._told(claim, near)
        told = (figure, self.say.words["page"].format(page=page), key, of, formula, *self._parts(claim), rounded)
        return [Said(one) for one in (*told, *self._cells(claim)) if one]

    def _told(self, claim: Data, near: str) -> tuple[str, str, str, str]:
        """Return the figure, what it is of, its formula, and how it is rounded.

        Of the names of its goods, the first one that stands in the text `near`.
        """
        forms = self.prints.get(claim["id"], [""])
        labels = self.bundle.edition["labels"].get(self.bundle.language, {})
        names = labels.get(claim["codes"][0], []) if len(claim["codes"]) == 1 else []
        of = [self._of(claim, seen(name)) for name in names] or [self._of(claim, "")]
        glued = "".join(near.split())
        of_near = next((one for one in of if "".join(seen(one).split()) in glued), of[0])
        formula = begun(self.say.words[f"formula.{claim['formula'][0]}"])
        return forms[0], of_near, formula, self._rounded(claim, self.say.listed(forms))

    def _cells(self, claim: Data) -> Iterator[str]:
        """Yield the words of the cells that are shown, and how many are not."""
        ids = _cells(claim["formula"], self.bundle.evidence)
        shown = ids if len(ids) <= _FEW else ids[: _FEW - 1]
        for one in shown:
            yield from self._cell(one)
        if len(shown) < len(ids):
            yield self.say.words["more"].format(n=len(ids) - len(shown))

    @asked
    def _cell(self, key: str) -> Sequence[str]:
        """Return the words of a cell: one of the total stands under many figures."""
        cell = self.bench.cells[key]
        return tuple(self.say.cell(cell, self.bundle.evidence.documents.get(cell["raw"], {})))

    def _explain(self, key: str) -> str:
        edition = self.bundle.edition
        place = f"{edition['briefing']}/{edition['period']}"
        return f"tradebrief explain {place}{f'/r{number}' if (number := edition['revision']) else ''} {key}"

    def _of(self, claim: Data, name: str) -> str:
        said = {"goods": self.say.goods(claim["codes"], name), "when": self.say.when(claim["period"])}
        if not claim["compare_period"]:
            return begun(self.say.words["of.alone"].format(**said))
        return begun(self.say.words["of.against"].format(**said, then=self.say.when(claim["compare_period"])))

    def _parts(self, claim: Data) -> Iterator[str]:
        head, *parts = claim["formula"]
        ids = _cells(claim["formula"], self.bundle.evidence)
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


def _cells(formula: Formula, evidence: Evidence) -> list[str]:
    """Return the cells that a formula names, those of a price or rate beside a line too, each once."""
    match formula:
        case ["average", *ids]:
            found = list(ids)
        case ["average_growth" | "opposed", *parts]:
            found = [one for part in parts for one in _cells(part, evidence)]
        case _:
            found = list(evidence.ids(formula))
    return list(dict.fromkeys(found))
