"""The verbs of proof: `explain`, `audit`, `verify`, `key`, `check`."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from shlex import quote
from typing import TYPE_CHECKING, Annotated

import typer

from generator.cli import claim_lines, printer, ranking
from generator.cli.printer import DESK, EDITION, JSON, VerbOutput
from generator.errors import Held

if TYPE_CHECKING:
    from generator.editions.decision_trace import Decision
    from generator.editions.edition_names import NamedEdition
    from generator.editions.explain import ExplainedClaim
    from generator.factcheck.claim_file import CheckedClaim


def explain(
    edition: Annotated[
        str, typer.Argument(metavar="EDITION", help="NAME/PERIOD, NAME/PERIOD/rN or any file of an edition.")
    ],
    figure: Annotated[
        str, typer.Argument(metavar="FIGURE", help="A figure as printed, a claim id, or an HS code of the briefing.")
    ],
    *,
    show_all: Annotated[bool, typer.Option("--all", help="Show every step, cell and text.")] = False,
    desk: DESK = None,
    as_json: JSON = False,
) -> None:
    """Follow a figure back to formula, cells and raw file, or say why a code is told or left out."""
    claims, decision, state = _evidence(edition, figure, desk)

    lines: list[str] = []
    if len(claims) == 1:
        lines += claim_lines.fully(claims[0], state, show_all=show_all)
    else:
        for claim in claims:
            lines += claim_lines.shortly(claim)
    if decision is not None:
        if claims:
            lines.append("")
        lines += ranking.decided(decision)
    if not claims:
        next_step = f"tradebrief movements {edition.partition('/')[0]} --period {edition.split('/')[1]}"
    elif len(claims) > 1:
        next_step = f"tradebrief explain {edition} {claims[0].claim['id']}"
    else:
        next_step = f"tradebrief audit {edition}" if state else f"open {edition}"
    printer.show(VerbOutput(claim_lines.with_decision(claims, decision), lines, next_step), as_json=as_json)


def _evidence(
    edition: str, figure: str, desk: str | None
) -> tuple[tuple[ExplainedClaim, ...], Decision | None, Path | None]:
    """Return the claims that a figure names and why its code is told or not, and where the raw bytes lie.

    A file of an edition alone has no state, and decides nothing.
    """
    from generator.editions import edition_proof, explain
    from generator.editions.decision_trace import decided
    from generator.editions.edition_names import edition_named

    if edition.lower().endswith(".pdf"):
        return explain.explained(edition_proof.of_pdf(Path(edition)), figure), None, None
    if Path(edition).is_file():
        return explain.explained(edition_proof.of_file(Path(edition)), figure), None, None
    opened = printer.open_desk(desk)
    named = edition_named(opened.store, opened.shelf, edition)
    evidence = edition_proof.evidence_of(opened.shelf, named)
    if not explain.is_code(figure):
        return explain.explained(evidence, figure), None, opened.store.folder
    claims, decision = explain.evidenced(evidence, figure, lambda: decided(*opened, named, figure, evidence))
    return claims, decision, opened.store.folder


def audit(
    edition: EDITION,
    *,
    content_only: Annotated[
        bool, typer.Option("--content-only", help="Ignore hashes; judge only what the files say.")
    ] = False,
    desk: DESK = None,
    as_json: JSON = False,
) -> None:
    """Check the finished files against manifest, edition and raw figures."""
    from generator.editions.edition_names import editions_named
    from generator.editions.edition_proof import audited, is_judged

    opened = printer.open_desk(desk)
    is_one = len(editions_named(opened.desk, edition)) == 1

    def audit_edition(name: str, named: NamedEdition) -> VerbOutput:
        findings = audited(opened.store, opened.shelf, named, content_only=content_only)
        if findings:
            if as_json and is_one:
                printer.print_json([vars(finding) for finding in findings])
            listed = "\n".join(f"  {finding}" for finding in findings)
            msg = f"{name} does not pass:\n{listed}"
            raise Held(msg)
        what = "matches its figures" if content_only else "matches its manifest and its figures"
        line = f"{named} {what}"
        if not is_judged(opened.shelf, named):
            line = f"{line}; its words are not judged, since an earlier version made it"
        return VerbOutput([], [line], f"tradebrief explain {name} FIGURE")

    printer.report_editions(opened, edition, audit_edition, as_json=as_json)


def verify(
    file: Annotated[Path, typer.Argument(metavar="FILE.pdf", help="The PDF of an edition.")],
    *,
    key: Annotated[str, typer.Option(metavar="FINGERPRINT", help="The key that must have signed it.")] = "",
    as_json: JSON = False,
) -> None:
    """Check a PDF by the figures, digests and signature inside it; no desk is needed."""
    from generator.editions.edition_proof import refuse_damaged, verification_data, verification_lines, verified_pdf

    verification = verified_pdf(file, key)
    if as_json:
        printer.print_json(verification_data(verification))
    refuse_damaged(verification, file)
    if not as_json:
        for line in verification_lines(verification, file):
            typer.echo(line)
        printer.print_next(f"tradebrief explain {file} FIGURE")


def key(
    *,
    new: Annotated[bool, typer.Option("--new", help="Make a new key, which signs from now on.")] = False,
    desk: DESK = None,
) -> None:
    """Print the desk's signing key, for readers to compare."""
    from generator.editions.desk_signature import new_key, signer

    opened = printer.open_desk(desk)
    if new:
        typer.echo(f"{new_key(opened.desk.folder)} in secrets/signing, the newest first")
    by = signer(opened.desk)
    if by is None:
        typer.echo("editions are not signed")
        printer.print_next("tradebrief key --new")
        return
    typer.echo(f"editions are signed by {by['name']}, {by['key']}")
    printer.print_next("publish that line where readers know it is yours, and keep a copy of secrets/signing")


CHECKED_FILE = Annotated[
    Path,
    typer.Argument(
        metavar="FILE",
        help="A text (.txt, .md, .html, .pdf) in English; or claims as JSON Lines or CSV; - is standard input.",
    ),
]
AGAINST = Annotated[
    str | None,
    typer.Option("--against", metavar="NAME/PERIOD", help="The edition of a desk to compare sentences with."),
]
EVERY_CLAIM = Annotated[bool, typer.Option("--all", help="Show every claim, not only those that fail or need a look.")]
VERDICTS_OUT = Annotated[
    Path | None, typer.Option("--out", help="Write the verdicts to this file as JSON; --json prints them too.")
]
VERDICTS = {
    "inconsistent": "does not hold",
    "truncated": "cut, not rounded",
    "qualifier_ok": "holds with its word",
    "within_rounding": "holds within rounding",
    "ok": "holds",
    "exact": "exact",
    "pct_not_stated": "no rate printed",
    "nothing_to_check": "nothing to check",
}


def check(
    file: CHECKED_FILE,
    *,
    show_all: EVERY_CLAIM = False,
    desk: printer.DESK = None,
    against: AGAINST = None,
    out: VERDICTS_OUT = None,
    as_json: JSON = False,
) -> None:
    """Check the arithmetic of any text: whether its rates, shares and sums fit its levels.

    With --desk or --against the sentences of a text are also compared with the figures of a desk's releases.
    Exit 3 where a claim does not hold. docs/check.md explains fields and verdicts.
    """
    from generator.editions.commentary_verdicts import beside_releases
    from generator.editions.out_file import hand_over, refuse_place, refuse_what_is_read
    from generator.factcheck.claim_file import as_json as written
    from generator.factcheck.claim_file import checked, failed

    refuse_place(out)
    refuse_what_is_read(out, {"check": file})
    claims = checked(file)
    if desk or against:
        opened = printer.open_desk(desk)
        with opened.store:
            claims = beside_releases(file, claims, opened.desk, opened.store, against)
    if out:
        hand_over(out, written(file, claims))
    if as_json:
        sys.stdout.buffer.write(written(file, claims))
    else:
        _print_claims(file, claims, out, show_all=show_all)
    if failed(claims):
        raise typer.Exit(Held.exit_code)


def _print_claims(file: Path, claims: Sequence[CheckedClaim], out: Path | None, *, show_all: bool) -> None:
    """Print the claims that fail or need a look, or every one, and how many there are of each verdict."""
    rows = [_claim_row(claim) for claim in claims if show_all or claim.needs_a_look]
    if rows:
        printer.print_lines(printer.columns(("claim", "verdict", "figures"), rows, width=printer.width()))
        typer.echo("")
    printer.print_lines(_verdict_counts(claims) if claims else ["no rate, share or pair of levels stands in it"])
    if out:
        typer.echo(f"written: {out}")
    printer.print_next(f"tradebrief check {quote(str(file))} {'--json' if show_all else '--all'}")


def _claim_row(claim: CheckedClaim) -> tuple[str, str, str]:
    from generator.factcheck.claim_file import in_words

    number = f".{claim.place.claim}" if claim.place.claim else ""
    place = f"page {claim.place.page}{number}" if claim.place.page else f"{claim.place.line}{number}"
    return place, "contradicted" if claim.is_contradicted else VERDICTS[claim.verdict], in_words(claim)


def _verdict_counts(claims: Sequence[CheckedClaim]) -> Iterator[str]:
    from generator.factcheck.claim_file import counts

    rows = [(str(number), VERDICTS[verdict], verdict) for verdict, number in counts(claims).items()]
    contradicted = sum(claim.is_contradicted for claim in claims)
    if contradicted:
        rows.append((str(contradicted), "contradicted", "by the releases"))
    yield from printer.columns(("claims", "", "verdict"), rows, right=(0,))
