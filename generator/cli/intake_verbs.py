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
    from generator.intake.fetching import FetchRequest, SourceAnswer
    from generator.intake.file_intake import IntakeResult
    from generator.intake.pull import Failed, Item
    from generator.intake.standings import SourceStanding
    from generator.settings.desk_parts import DeskParts


_NOT_ALL, _NOT_OUT = 3, 4  # exit codes
_NEWS = ("new", "restated", "read anew")
_FEW = 12  # revised figures that are told one by one
SINCE = Annotated[str | None, typer.Option("--since", help="From this period on; default: the last two years.")]
SOURCE = Annotated[str | None, typer.Option("--source", help="Ask only this source.")]


def pull(
    briefing: BRIEFING = None,
    period: PERIOD = None,
    since: SINCE = None,
    source: SOURCE = None,
    accept: ACCEPT = None,
    *,
    desk: DESK = None,
    as_json: JSON = False,
    quiet: QUIET = False,
) -> None:
    """Fetch new and revised figures from the sources and the inbox."""
    from generator.intake.inbox import strays
    from generator.intake.pull import pull as ask

    opened = printer.open_desk(desk)
    for stray in strays(opened.desk):
        typer.echo(f"not taken in: {stray}", err=True)
    wanted, names = _wanted(period, since, accept, source), _names(opened, briefing, source)
    told = PullReport(as_json=as_json, asked=names if briefing or source else ())
    if not briefing:
        told.leave_out(opened)
    with opened.held(), printer.progress(quiet=quiet, first="reading the inbox", verb="asking") as progress:
        for item in ask(opened.desk, opened.store, names, wanted, printer.now(), progress):
            with progress.lifted():
                told.take(item, explicit=period is not None)
    told.end(opened)


def _wanted(period: str | None, since: str | None, accept: str | None, source: str | None) -> FetchRequest:
    from generator.intake.fetching import FetchRequest
    from generator.intake.file_intake import a_reason
    from generator.intake.period_choice import parsed

    return FetchRequest(parsed(period) if period else None, parsed(since) if since else None, a_reason(accept), source)


def _names(desk: DeskParts, briefing: str | None, source: str | None) -> tuple[str, ...]:
    """Return the briefings whose sources are asked: the one named, or all; of `source` alone where it is given."""
    from generator.editions.edition_names import briefings_named
    from generator.intake.side_figures import sources_of
    from generator.settings.value_types import nearest

    names = briefings_named(desk.desk, desk.store, briefing) if briefing else tuple(desk.desk.briefings)
    if source is None:
        return names
    option = "--source"
    if source not in desk.desk.layouts:
        raise SettingsError(option, f"there is no source {source}.", nearest(source, desk.desk.layouts))
    own = tuple(name for name in names if source in sources_of(desk.desk, name))
    if not own:
        remedy = f"Make one: tradebrief new NAME --source {source}"
        raise SettingsError(option, f"no briefing is made from {source}, so nobody knows what to ask.", remedy)
    return own


@dataclass
class PullReport:
    """What was said so far, and with which exit code it ends."""

    as_json: bool
    rows: list[dict[str, Any]] = field(default_factory=list)
    codes: list[int] = field(default_factory=list)
    waiting: dict[tuple[str, str], list[Any]] = field(default_factory=dict)
    silent: dict[Any, list[SourceAnswer]] = field(default_factory=dict)
    then: str = ""
    asked: Sequence[str] = ()  # the briefings that a person named, or whose source

    def leave_out(self, desk: DeskParts) -> None:
        """Say which briefings cannot be read and ask nothing: the others are asked, and nobody overlooks it."""
        for fault in desk.desk.faults:
            self._say([f"tradebrief: {fault}"], {"word": "left out", "error": str(fault)}, err=True)
            self.codes.append(fault.exit_code)

    def take(self, item: Item, *, explicit: bool) -> None:
        """Say one item; `explicit` where a person named the period."""
        from generator.intake.fetching import SourceAnswer
        from generator.intake.file_intake import SetAside
        from generator.intake.pull import Failed
        from generator.intake.standings import SourceStanding

        match item:
            case SetAside():
                self._say(
                    [taken_files.set_aside(item)], {"file": item.file, "word": "set aside", "reason": item.reason}
                )
                self.codes += [item.exit_code] if item.quarantine else []
            case SourceAnswer():
                self.codes += [_NOT_OUT] if explicit and item.word == "missing" else []
                self.codes += [item.error.exit_code] if item.error else []
                self.codes += [_NOT_ALL] if item.word == "empty" else []
                if item.silent:
                    self.silent.setdefault(item.question, []).append(item)
                self._answered(item)
                if item.word in _NEWS and item.question.names:
                    self.then = f"tradebrief build {item.question.names[0]}"
            case SourceStanding():
                self._flush()
                self._say([item.state.sentence, *item.slip.splitlines()], _standing(item))
                self.codes += [_NOT_OUT] if item.slip else []
            case Failed():
                self._flush()
                said = str(item.error).removeprefix(f"{item.question.source}: ")  # a file's fault names it itself
                self._say([f"tradebrief: {item.question.source}: {said}"], _failed(item), err=True)
                self.codes.append(item.error.exit_code)
            case _:
                self._say([*taken_files.lines(item)], taken_files.as_data(item))

    def end(self, desk: DeskParts) -> None:
        """Say what is left, and what to do next; leave with the worst exit code."""
        from generator.service.status import next_step, status

        self._flush()
        for question, answers in self.silent.items():
            typer.echo(_unheard(desk, question, answers), err=True)
            if not self.then and any(one.word == "empty" for one in answers):
                self.then = f"mend briefings/{question.names[0]}.yaml, then tradebrief pull {question.names[0]}"
        if self.as_json:
            printer.print_json(self.rows)
        else:
            printer.print_next(
                self.then
                or next_step(
                    desk.desk, desk.store, status(desk.desk, desk.store, desk.shelf, printer.now()), self.asked
                )
            )
        printer.leave([{"exit": code} for code in self.codes])

    def _answered(self, item: SourceAnswer) -> None:
        if item.word in _NOTES:  # told together: they are many
            of = f"{item.question.reporter}, {item.question.partner}{', years' if item.question.annual else ''}"
            self.waiting.setdefault((item.word, of), []).append(item.period)
            if self.as_json:
                self.rows.append(_answer(item))
            return
        self._say(_answer_lines(item), _answer(item))

    def _flush(self) -> None:
        for (word, of), periods in self.waiting.items():
            if not self.as_json:
                typer.echo(f"{word}: {', '.join(_ranges(periods))} of {of}{_NOTES[word]}")
        self.waiting = {}

    def _say(self, lines: Sequence[str], row: dict[str, Any], *, err: bool = False) -> None:
        self.rows.append(row)
        for line in () if self.as_json and not err else lines:
            typer.echo(line, err=err)


_NOTES = {
    "known": " (nothing was released since)",
    "missing": " (the source has no figures of these)",
    "empty": " (not a row of any code)",
}


def _unheard(desk: DeskParts, question: Any, answers: Sequence[SourceAnswer]) -> str:  # noqa: ANN401 -- of the desk
    """Return the line about codes of which nothing was heard, although their periods are out."""
    from generator.intake.fetching import remedy

    codes = list(dict.fromkeys(code for one in answers for code in one.silent))
    named = ", ".join(codes[:_FEW]) + (f" and {len(codes) - _FEW} more" if len(codes) > _FEW else "")
    flows = " and ".join(flow.name.lower() for flow in question.flows)
    when = ", ".join(_ranges({one.period for one in answers}))
    return (
        f"tradebrief: {question.source}: it has {when}, and no row of {named} ({question.reporter}, "
        f"{question.partner}, {flows}). Nobody knows whether that means no trade, so none was recorded. "
        f"{remedy(desk.desk, question, codes)}"
    )


def _answer_lines(item: SourceAnswer) -> list[str]:
    of = item.question
    if item.error:
        return [f"tradebrief: {item.error}"]
    flows = " and ".join(flow.name.lower() for flow in of.flows)
    head = f"{item.word}: {of.source} {item.period}: {item.figures} figures of {of.reporter}, {of.partner}, {flows}"
    more = len(item.revisions) - _FEW
    rows = [*map(_revision, item.revisions[:_FEW]), *([f"  and {more} more"] if more > 0 else [])]
    return [
        head,
        *rows,
        *(line for one in item.taken for line in (*taken_files.oddities(one), *taken_files.refused(one))),
    ]


def _revision(one: Any) -> str:  # noqa: ANN401 -- the verbs name no room but the desk
    rate = f" ({one.per_cent:+.1f}%)" if one.per_cent is not None else ""
    return (
        f"  {one.code} in {one.period}: {_amount(one.was)} is now {_amount(one.now)} {_currency(one)}".rstrip() + rate
    )


def _amount(value: Decimal | None) -> str:
    return "withheld" if value is None else f"{value:,f}" if value else "no trade"


def _currency(one: Any) -> str:  # noqa: ANN401 -- the verbs name no room but the desk
    return "" if one.cell is None else str(one.cell.currency)


def _ranges(periods: Iterable[Any]) -> Iterator[str]:
    """Yield runs of months or years: 2013-01 to 2015-12."""
    run: list[Any] = []
    for period in [*sorted(periods), None]:
        if run and (period is None or period != run[-1].step(1)):
            yield str(run[0]) if len(run) == 1 else f"{run[0]} to {run[-1]}"
            run = []
        if period is not None:
            run.append(period)


def _answer(item: SourceAnswer) -> dict[str, Any]:
    of = item.question
    return {
        "source": of.source,
        "reporter": of.reporter,
        "partner": of.partner,
        "period": str(item.period),
        "word": item.word,
        "figures": item.figures,
        "silent": list(item.silent),
        "releases": [one.batch.release for one in item.taken if one.new],
        "error": str(item.error) if item.error else None,
        "flags": [str(flag) for one in item.taken for flag in one.flags],
        "revisions": [
            {
                "code": one.code,
                "period": str(one.period),
                "was": _digits(one.was),
                "now": _digits(one.now),
                "currency": _currency(one),
            }
            for one in item.revisions
        ],
    }


def _digits(value: Decimal | None) -> str | None:
    return None if value is None else f"{value:f}"


def _standing(item: SourceStanding) -> dict[str, Any]:
    state = item.state
    when = {"period": str(state.period), "word": state.word, "on": str(state.on) if state.on else None}
    return {"source": item.question.source, **when, "sentence": state.sentence, "slip": item.slip}


def _failed(item: Failed) -> dict[str, Any]:
    return {"source": item.question.source, "word": "failed", "error": str(item.error), "exit": item.error.exit_code}


def ingest(
    source: Annotated[str, typer.Option(help="The source in desk.yaml.")],
    files: Annotated[list[Path] | None, typer.Argument(metavar="FILE", help="Files of figures.")] = None,
    released: Annotated[str | None, typer.Option(help="Day of publication, if the file does not say.")] = None,
    period: Annotated[str | None, typer.Option(help="The period of the file.")] = None,
    accept: ACCEPT = None,
    *,
    again: Annotated[
        bool, typer.Option("--again", help="Read the source's kept files again under its current settings.")
    ] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show what was understood; store nothing.")] = False,
    desk: DESK = None,
    as_json: JSON = False,
) -> None:
    """Store files of figures as releases; bad rows go to quarantine."""
    from generator.editions.edition_names import build_of
    from generator.intake.file_intake import a_reason, looked_at
    from generator.intake.file_intake import ingest as record
    from generator.intake.period_choice import parsed

    _refuse_files(files, again=again, said=bool(released or period))
    opened, day = printer.open_desk(desk), printer.the_day(released)
    months, reason = parsed(period) if period else None, a_reason(accept)
    if again:
        _read_again(opened, source, reason, dry_run=dry_run, as_json=as_json)
        return

    def one(file: Path) -> IntakeResult:
        with printer.progress(quiet=as_json, first=f"reading {file.name}"):
            if dry_run:
                return looked_at(opened.desk, opened.store, file, source, printer.now(), day, months)
            return record(opened.desk, opened.store, file, source, printer.now(), day, months, accept=reason)

    with opened.held():
        if as_json:
            found = [one(file) for file in files or ()]
            printer.print_json([taken_files.as_data(item) for item in found])
        else:
            found = taken_files.told(map(one, files or ()), dry_run=dry_run)
    if any(item.doubt for item in found):
        raise typer.Exit(FiguresDoubtful.exit_code)
    if not as_json:
        printer.print_next(
            "tradebrief ingest without --dry-run" if dry_run else build_of(opened.desk, opened.store, source)
        )


def _refuse_files(files: list[Path] | None, *, again: bool, said: bool) -> None:
    """Refuse a call that names no file, and one that names what --again has kept: files, days and periods."""
    if again and (files or said):
        msg = "--again takes the kept files, each with its day and period: name no file, and no day or period."
        raise typer.BadParameter(msg)
    if not (again or files):
        msg = "name a file, or --again for those that are kept."
        raise typer.BadParameter(msg)


def _read_again(desk: DeskParts, source: str, accept: str, *, dry_run: bool, as_json: bool) -> None:
    """Read again what `source` gave; leave with the worst exit code of a file that cannot be read now."""
    from generator.editions.edition_names import build_of
    from generator.intake.file_intake import SetAside
    from generator.intake.reread import reread

    _refuse_without_files(desk, source)
    rows: list[dict[str, Any]] = []
    codes: list[int] = []
    with desk.held():
        for item in reread(desk.desk, desk.store, source, printer.now(), accept=accept, dry_run=dry_run):
            if isinstance(item, SetAside):
                codes.append(item.exit_code)
                rows.append({"file": item.file, "word": "set aside", "reason": item.reason})
                typer.echo(taken_files.set_aside(item), err=True)
            else:
                rows.append(taken_files.as_data(item))
                taken_files.told([] if as_json else [item], dry_run=dry_run)
    if as_json:
        printer.print_json(rows)
    else:
        printer.print_next(
            "tradebrief ingest --again without --dry-run" if dry_run else build_of(desk.desk, desk.store, source)
        )
    printer.leave([{"exit": code} for code in codes])


def _refuse_without_files(desk: DeskParts, source: str) -> None:
    from generator.intake.reread import command, files_of
    from generator.settings.value_types import nearest

    option = "--source"
    if source not in desk.desk.layouts:
        raise SettingsError(option, f"there is no source {source}.", nearest(source, desk.desk.layouts))
    if not files_of(desk.store, source):
        then = command(desk.desk, desk.store, source)
        ask = f"Ask it: {then}" if "pull" in then else f"Put one into inbox/{source}/."
        raise SettingsError(option, f"no file of {source} was taken in here.", ask)
