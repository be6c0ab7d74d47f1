"""The verbs `pull` and `ingest`: figures from sources, from the inbox, from files."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from generator.cli import printer, taken_files
from generator.cli.printer import ACCEPT, BRIEFING, DESK, JSON, PERIOD, QUIET
from generator.errors import FiguresDoubtful, SettingsError

if TYPE_CHECKING:
    from generator.intake.file_intake import IntakeResult
    from generator.intake.pull import Item
    from generator.intake.source_answers import SourceAnswer
    from generator.intake.standings import SourceStanding
    from generator.settings.desk_parts import DeskParts


_NOT_ALL, _NOT_OUT = 3, 4  # exit codes
_NEWS = ("new", "restated", "read anew")
_FEW = 12  # revised figures that are told one by one
_SOURCE = "--source"
SINCE = Annotated[str | None, typer.Option("--since", help="From this period on; default: the last two years.")]
ACCEPT_OR_NONE = Annotated[
    str | None,
    typer.Option(
        "--accept",
        metavar="REASON",
        help="Accept figures that would be set aside, or with --period that lines left out had no trade.",
    ),
]
SOURCE = Annotated[str | None, typer.Option("--source", help="Ask only this source.")]


def pull(
    briefing: BRIEFING = None,
    period: PERIOD = None,
    since: SINCE = None,
    source: SOURCE = None,
    accept: ACCEPT_OR_NONE = None,
    *,
    desk: DESK = None,
    as_json: JSON = False,
    quiet: QUIET = False,
) -> None:
    """Fetch new and revised figures from the sources and the inbox."""
    from generator.intake import pull as pulling
    from generator.intake.file_intake import checked_reason
    from generator.intake.inbox import strays
    from generator.intake.period_choice import parse_period
    from generator.intake.source_answers import FetchRequest

    opened = printer.open_desk(desk)
    for stray in strays(opened.desk):
        typer.echo(f"not taken in: {stray}", err=True)
    request = FetchRequest(
        parse_period(period) if period else None,
        parse_period(since) if since else None,
        checked_reason(accept),
        source,
    )
    names = _names(opened, briefing, source)
    report = PullReport(as_json=as_json)
    if not briefing:
        for fault in opened.desk.faults:  # the others are asked, and nobody overlooks it
            report.fail([f"tradebrief: {fault}"], {"word": "left out", "error": str(fault)}, fault.exit_code)
    with opened.held(), printer.progress(quiet=quiet, first="reading the inbox", verb="asking") as progress:
        for item in pulling.pull(opened.desk, opened.store, names, request, printer.now(), progress):
            with progress.lifted():
                report.take(item, explicit=period is not None)
    report.end(opened, names if briefing or source else ())


def _names(desk: DeskParts, briefing: str | None, source: str | None) -> tuple[str, ...]:
    """Return the briefings whose sources are asked: the one named, or all; of `source` alone where it is given."""
    from generator.editions.edition_names import briefings_named
    from generator.intake.side_figures import sources_of

    names = briefings_named(desk.desk, desk.store, briefing) if briefing else tuple(desk.desk.briefings)
    if source is None:
        return names
    _refuse_unknown(desk, source)
    names = tuple(name for name in names if source in sources_of(desk.desk, name))
    if not names:
        remedy = f"Make one: tradebrief new NAME --source {source}"
        raise SettingsError(_SOURCE, f"no briefing is made from {source}, so nobody knows what to ask.", remedy)
    return names


def _refuse_unknown(desk: DeskParts, source: str) -> None:
    from generator.settings.value_types import nearest

    if source not in desk.desk.layouts:
        raise SettingsError(_SOURCE, f"there is no source {source}.", nearest(source, desk.desk.layouts))


@dataclass
class PullReport:
    """What `pull` has printed so far, and the exit codes of which the worst one ends it.

    Periods without news wait in `waiting`, by word and trade, and are printed together as ranges.
    """

    as_json: bool
    rows: list[dict[str, Any]] = field(default_factory=list)
    codes: list[int] = field(default_factory=list)
    waiting: dict[tuple[str, str], list[Any]] = field(default_factory=dict)
    silent: dict[Any, list[SourceAnswer]] = field(default_factory=dict)
    build_step: str = ""

    def fail(self, lines: Iterable[str], row: dict[str, Any], code: int) -> None:
        """Print what failed to stderr, whether or not the rest is JSON."""
        self.rows.append(row)
        self.codes.append(code)
        printer.print_lines(lines, err=True)

    def take(self, item: Item, *, explicit: bool) -> None:
        """Print one item of `pull`; `explicit` where a person named the period."""
        from generator.intake.file_intake import SetAside
        from generator.intake.pull import Failed
        from generator.intake.source_answers import SourceAnswer
        from generator.intake.standings import SourceStanding

        match item:
            case SetAside():
                self._say([taken_files.set_aside(item)], taken_files.set_aside_data(item))
                if item.quarantine:
                    self.codes.append(item.exit_code)
            case SourceAnswer():
                self._take_answer(item, explicit=explicit)
            case SourceStanding():
                self._flush()
                self._say([item.state.sentence, *item.slip.splitlines()], _standing_data(item))
                if item.slip:
                    self.codes.append(_NOT_OUT)
            case Failed():
                self._flush()
                source = item.question.source
                error = str(item.error).removeprefix(f"{source}: ")  # a file's fault names it itself
                code = item.error.exit_code
                row = {"source": source, "word": "failed", "error": str(item.error), "exit": code}
                self.fail([f"tradebrief: {source}: {error}"], row, code)
            case _:
                self._say(taken_files.lines(item), taken_files.as_data(item))

    def _take_answer(self, item: SourceAnswer, *, explicit: bool) -> None:
        """Print an answer of a source, or let it wait to be printed together with others."""
        if explicit and item.word == "missing":
            self.codes.append(_NOT_OUT)
        if item.error:
            self.codes.append(item.error.exit_code)
        if item.word == "empty":
            self.codes.append(_NOT_ALL)
        question = item.question
        if item.silent:
            self.silent.setdefault(question, []).append(item)
        if item.word in _NEWS and question.names:
            self.build_step = f"tradebrief build {question.names[0]}"
        if item.word in _NOTES:
            trade = f"{question.reporter}, {question.partner}{', years' if question.annual else ''}"
            self.waiting.setdefault((item.word, trade), []).append(item.period)
            self.rows.append(_answer_data(item))
        else:
            self._say(_answer_lines(item), _answer_data(item))

    def end(self, desk: DeskParts, names: Sequence[str]) -> None:
        """Print what is left and the next step for the briefings `names`; leave with the worst exit code."""
        from generator.service.status import next_step, status

        self._flush()
        for question, answers in self.silent.items():
            typer.echo(_unheard(desk, question, answers), err=True)
            if not self.build_step and any(answer.word == "empty" for answer in answers):
                self.build_step = f"fix briefings/{question.names[0]}.yaml, then tradebrief pull {question.names[0]}"
        if self.as_json:
            printer.print_json(self.rows)
        else:
            step = self.build_step or next_step(desk.desk, desk.store, status(*desk, printer.now()), names)
            printer.print_next(step)
        printer.leave([{"exit": code} for code in self.codes])

    def _flush(self) -> None:
        """Print the periods that wait."""
        from generator.intake.preview import period_ranges

        if not self.as_json:
            for (word, trade), periods in self.waiting.items():
                typer.echo(f"{word}: {', '.join(period_ranges(periods))} of {trade}{_NOTES[word]}")
        self.waiting = {}

    def _say(self, lines: Iterable[str], row: dict[str, Any]) -> None:
        self.rows.append(row)
        if not self.as_json:
            printer.print_lines(lines)


_NOTES = {
    "known": " (nothing was released since)",
    "missing": " (the source has no figures of these)",
    "empty": " (not a row of any code)",
}


def _unheard(desk: DeskParts, question: Any, answers: Sequence[SourceAnswer]) -> str:  # noqa: ANN401 -- of the desk
    """Return the warning about codes that have no row in periods that the source has published."""
    from generator.intake.preview import period_ranges
    from generator.intake.pull import remedy

    codes = list(dict.fromkeys(code for answer in answers for code in answer.silent))
    named = ", ".join(codes[:_FEW]) + (f" and {len(codes) - _FEW} more" if len(codes) > _FEW else "")
    when = ", ".join(period_ranges({answer.period for answer in answers}))
    return (
        f"tradebrief: {question.source}: it has {when}, and no row of {named} ({question.reporter}, "
        f"{question.partner}, {_flows(question)}). Nobody knows whether that means no trade, so none was recorded. "
        f"{remedy(desk.desk, question, codes)}"
    )


def _answer_lines(item: SourceAnswer) -> Iterator[str]:
    question = item.question
    if item.error:
        yield f"tradebrief: {item.error}"
        return
    trade = f"{question.reporter}, {question.partner}, {_flows(question)}"
    yield f"{item.word}: {question.source} {item.period}: {item.figures} figures of {trade}"
    for revision in item.revisions[:_FEW]:
        was, now = _amount(revision.was), _amount(revision.now)
        rate = f" ({revision.per_cent:+.1f}%)" if revision.per_cent is not None else ""
        line = f"  {revision.code} in {revision.period}: {was} is now {now} {_currency(revision)}"
        yield line.rstrip() + rate
    if len(item.revisions) > _FEW:
        yield f"  and {len(item.revisions) - _FEW} more"
    for result in item.results:
        yield from taken_files.oddities(result)
        yield from taken_files.refused(result)


def _flows(question: Any) -> str:  # noqa: ANN401 -- the verbs import nothing that names it
    return " and ".join(flow.name.lower() for flow in question.flows)


def _amount(value: Decimal | None) -> str:
    if value is None:
        return "withheld"
    return f"{value:,f}" if value else "no trade"


def _currency(revision: Any) -> str:  # noqa: ANN401 -- the verbs import nothing that names it
    return "" if revision.cell is None else str(revision.cell.currency)


def _answer_data(item: SourceAnswer) -> dict[str, Any]:
    question = item.question
    return {
        "source": question.source,
        "reporter": question.reporter,
        "partner": question.partner,
        "period": str(item.period),
        "word": item.word,
        "figures": item.figures,
        "silent": list(item.silent),
        "releases": [result.batch.release for result in item.results if result.new],
        "error": str(item.error) if item.error else None,
        "flags": [str(flag) for result in item.results for flag in result.flags],
        "revisions": [
            {
                "code": revision.code,
                "period": str(revision.period),
                "was": None if revision.was is None else f"{revision.was:f}",
                "now": None if revision.now is None else f"{revision.now:f}",
                "currency": _currency(revision),
            }
            for revision in item.revisions
        ],
    }


def _standing_data(item: SourceStanding) -> dict[str, Any]:
    state = item.state
    when = {"period": str(state.period), "word": state.word, "on": str(state.on) if state.on else None}
    return {"source": item.question.source, **when, "sentence": state.sentence, "slip": item.slip}


def ingest(
    source: Annotated[str, typer.Option(help="The source in desk.yaml.")],
    files: Annotated[list[Path] | None, typer.Argument(metavar="FILE", help="Files of figures.")] = None,
    released: Annotated[str | None, typer.Option(help="Day of publication, if the file does not say.")] = None,
    period: Annotated[str | None, typer.Option(help="The period of the file.")] = None,
    accept: ACCEPT = None,
    *,
    read_again: Annotated[
        bool, typer.Option("--again", help="Read the source's kept files again under its current settings.")
    ] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show what was understood; store nothing.")] = False,
    desk: DESK = None,
    as_json: JSON = False,
) -> None:
    """Store files of figures as releases; bad rows go to quarantine."""
    from generator.editions.edition_names import build_of
    from generator.intake import file_intake
    from generator.intake.period_choice import parse_period

    if read_again and (files or released or period):
        msg = "--again takes the kept files, each with its day and period: name no file, and no day or period."
        raise typer.BadParameter(msg)
    if not (read_again or files):
        msg = "name a file, or --again for those that are kept."
        raise typer.BadParameter(msg)
    opened, day = printer.open_desk(desk), printer.the_day(released)
    months, reason = parse_period(period) if period else None, file_intake.checked_reason(accept)
    if read_again:
        _read_again(opened, source, reason, dry_run=dry_run, as_json=as_json)
        return

    def ingest_file(file: Path) -> IntakeResult:
        arguments = (opened.desk, opened.store, file, source, printer.now(), day, months)
        with printer.progress(quiet=as_json, first=f"reading {file.name}"):
            return file_intake.examine_file(*arguments) if dry_run else file_intake.ingest(*arguments, accept=reason)

    with opened.held():
        results = []
        for file in files or ():
            results.append(ingest_file(file))
            if not as_json:
                printer.print_lines(taken_files.lines(results[-1], dry_run=dry_run))
    if as_json:
        printer.print_json([taken_files.as_data(result) for result in results])
    if any(result.doubt for result in results):
        raise typer.Exit(FiguresDoubtful.exit_code)
    if not as_json:
        step = "tradebrief ingest without --dry-run" if dry_run else build_of(opened.desk, opened.store, source)
        printer.print_next(step)


def _read_again(desk: DeskParts, source: str, accept: str, *, dry_run: bool, as_json: bool) -> None:
    """Read again what `source` gave; leave with the worst exit code of a file that cannot be read now."""
    from generator.editions.edition_names import build_of
    from generator.intake.file_intake import SetAside
    from generator.intake.reread import files_of, reread, reread_command

    _refuse_unknown(desk, source)
    if not files_of(desk.store, source):
        pull_step = reread_command(desk.desk, desk.store, source)
        ask = f"Ask it: {pull_step}" if "pull" in pull_step else f"Put one into inbox/{source}/."
        raise SettingsError(_SOURCE, f"no file of {source} was taken in here.", ask)
    rows: list[dict[str, Any]] = []
    failures: list[dict[str, Any]] = []
    with desk.held():
        for item in reread(desk.desk, desk.store, source, printer.now(), accept=accept, dry_run=dry_run):
            if isinstance(item, SetAside):
                failures.append({"exit": item.exit_code})
                rows.append(taken_files.set_aside_data(item))
                typer.echo(taken_files.set_aside(item), err=True)
                continue
            rows.append(taken_files.as_data(item))
            if not as_json:
                printer.print_lines(taken_files.lines(item, dry_run=dry_run))
    if as_json:
        printer.print_json(rows)
    else:
        step = "tradebrief ingest --again without --dry-run" if dry_run else build_of(desk.desk, desk.store, source)
        printer.print_next(step)
    printer.leave(failures)
