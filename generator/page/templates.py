"""Jinja for editions: sandboxed, everything escaped, undefined names refused; its filters and tests."""

from __future__ import annotations

import difflib
import re
import signal
import traceback
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import fields
from itertools import groupby
from types import FrameType
from typing import Any

from jinja2 import (
    FunctionLoader,
    StrictUndefined,
    Template,
    TemplateError,
    TemplateNotFound,
    TemplateSyntaxError,
    pass_context,
)
from jinja2.runtime import Context
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

from generator.charts.chart_form import form_of
from generator.errors import TemplateRefused
from generator.page import footnotes, markup, plain_text, table_cells
from generator.story import plan
from generator.story.plan import Block, Chart, CorrectionBox, KeyFinding, Section, Strip, Table

_UNKNOWN = re.compile(r"^'(\w+)' is undefined$|has no attribute '(\w+)'$|^No (?:filter|test) named '(\w+)'")
_ENDLESS = "Take the loop out, or take our file: `tradebrief look copy FILE --force`."
_CLAIMING = ("words", "sized", "named", "headed", "run")
_SHORT = 420  # letters: six lines, a twelfth of a page


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """Raise TimeoutError in the block where it is not done after `seconds`; of the main thread alone."""

    def late(_signal: int, _at: FrameType | None) -> None:
        msg = f"it was not done after {seconds:g} s"
        raise TimeoutError(msg)

    before = signal.signal(signal.SIGALRM, late)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def spread(blocks: Iterable[Block]) -> tuple[tuple[bool, tuple[Block, ...]], ...]:
    """Return `blocks` in runs, each with whether it stands across the page, in the order of the story.

    A newspaper sets the other runs in columns of their own: a column that runs on under a wide figure tears the text.
    """
    return tuple((across, tuple(run)) for across, run in groupby(blocks, _is_across))


def _is_across(block: Block) -> bool:
    return isinstance(block, CorrectionBox | KeyFinding | Strip | Table) or (
        isinstance(block, Chart) and is_wide(block)
    )


def is_wide(chart: Chart) -> bool:
    """Return whether a chart is drawn across the whole page."""
    return form_of(chart).wide is not None


def is_short(section: Section) -> bool:
    """Return whether a section is so short that no page divides it: its label stands beside all of it."""
    return sum(len(text.words) for sentences in section.paragraphs for text in sentences) <= _SHORT


_FILTERS: dict[str, Callable[..., Any]] = {
    "plain": markup.plain,
    "apart": markup.apart,
    "coded": markup.coded,
    "worded": markup.worded,
    "aligned": table_cells.aligned,
    "without_sparks": table_cells.without_sparks,
    "figures": table_cells.figures,
    "noted": footnotes.marks,
    "note_id": footnotes.note_id,
    "back": footnotes.back,
    "spread": spread,
    "sparked": table_cells.sparked,
    "barred": table_cells.barred,
    "wrapped": plain_text.wrapped,
    "listed": plain_text.listed,
    "spaced": plain_text.spaced,
    "ruled": plain_text.ruled,
    "hung": plain_text.hung,
    "grid": plain_text.grid,
    "escaped": plain_text.escaped,
    "joined": plain_text.joined,
}


def environment(templates: Mapping[str, str]) -> ImmutableSandboxedEnvironment:
    """Return an environment over `templates`; in html, and where sources stand in a pdf, prints are marked."""
    made = ImmutableSandboxedEnvironment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=False,
        loader=FunctionLoader(lambda name: (templates[name], f"templates/{name}", None) if name in templates else None),
    )  # fmt: skip
    made.tests |= {"figure": table_cells.is_figure, "short": is_short, "wide": is_wide, "draft": markup.is_draft}
    made.filters |= _FILTERS | {name: _claiming(getattr(markup, name)) for name in _CLAIMING}
    return made


def _claiming(filter_: Callable[..., Any]) -> Callable[..., Any]:
    @pass_context
    def filtered(context: Context, value: object) -> Any:  # noqa: ANN401 -- as the filter itself
        opens = context.get("opens", frozenset())
        claims = {"html": True, "pdf": bool(context.get("sources"))}.get(str(context.get("medium")), False)
        made = filter_(value, claims=claims, opens=opens)
        is_apart = context["story"].direction == "rtl" and isinstance(value, plan.Text) and markup.is_bare(value.words)
        return Markup('<span dir="ltr">{}</span>').format(made) if is_apart else made

    return filtered


def load(made: ImmutableSandboxedEnvironment, name: str) -> Template:
    """Return the template called `name`, compiled, or raise TemplateRefused with file and line."""
    try:
        return made.get_template(name)
    except TemplateError as fault:
        raise _refused(name, fault, ()) from None


def fill(made: ImmutableSandboxedEnvironment, name: str, values: Mapping[str, Any]) -> str:
    """Return the template called `name` filled with `values`, or raise TemplateRefused with file and line."""
    template = load(made, name)
    try:
        return template.render(values)
    except TemplateError as fault:
        raise _refused(name, fault, values) from None
    except (TypeError, ValueError, AttributeError, KeyError, OverflowError) as fault:
        raise TemplateRefused(_where(name, fault), f"{type(fault).__name__}: {fault}") from None
    except (TimeoutError, RecursionError) as fault:
        problem = "calls itself without end." if isinstance(fault, RecursionError) else f"is without end: {fault}."
        raise TemplateRefused(_where(name, fault), problem, _ENDLESS) from None


def _refused(name: str, fault: TemplateError, values: Iterable[str]) -> TemplateRefused:
    if isinstance(fault, TemplateSyntaxError):
        where = f"{fault.filename or f'templates/{name}'}:{fault.lineno}"
    elif isinstance(fault, TemplateNotFound):
        where = _where(name, fault)
        return TemplateRefused(where, f"no template is called {fault.name!r}.")
    else:
        where = _where(name, fault)
    found = _UNKNOWN.search(fault.message or "")
    if found is None:
        return TemplateRefused(where, str(fault.message))
    wrong = next(filter(None, found.groups()))
    near = difflib.get_close_matches(wrong, sorted({*_known(), *values}), 1)
    return TemplateRefused(where, f"'{wrong}' is not known" + (f"; nearest: {near[0]}" if near else "") + ".")


def _where(name: str, fault: BaseException) -> str:
    """Return the last line of a template that the fault passed."""
    passed = [frame for frame in traceback.extract_tb(fault.__traceback__) if frame.filename.startswith("templates/")]
    return f"{passed[-1].filename}:{passed[-1].lineno}" if passed else f"templates/{name}"


def _known() -> set[str]:
    kinds = [kind for kind in vars(plan).values() if isinstance(kind, type) and hasattr(kind, "__dataclass_fields__")]
    return {item.name for kind in kinds for item in fields(kind)} | {*_FILTERS, *_CLAIMING}
