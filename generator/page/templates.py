"""The Jinja environment of editions: sandboxed, escaping, strict on unknown names, with its filters and tests."""

from __future__ import annotations

import difflib
import re
import signal
import traceback
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import fields, is_dataclass
from types import CodeType, FrameType
from typing import Any

from jinja2 import (
    BytecodeCache,
    FunctionLoader,
    StrictUndefined,
    Template,
    TemplateError,
    TemplateNotFound,
    TemplateSyntaxError,
    pass_context,
)
from jinja2.bccache import Bucket
from jinja2.runtime import Context
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

from generator.charts.chart_form import form_of
from generator.errors import TemplateRefused
from generator.page import footnotes, markup, plain_text, table_cells, word_document
from generator.story import plan
from generator.story.plan import Block, Chart, Section, Table

_UNKNOWN = re.compile(r"^'(\w+)' is undefined$|has no attribute '(\w+)'$|^No (?:filter|test) named '(\w+)'")
_ENDLESS = "Take the loop out, or take our file: `tradebrief look copy FILE --force`."
_CLAIMING = ("words", "sized", "led", "named", "headed", "row", "run")
_SHORT = 420  # letters: six lines or a twelfth of a page


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """Raise TimeoutError in the block if it takes more than `seconds`. It works only in the main thread."""

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


def is_wide(chart: Chart) -> bool:
    """Whether a chart takes the whole width of the page."""
    return form_of(chart).is_wide


def is_narrow(block: Block) -> bool:
    """Whether a block stands in a column of a page that has two."""
    return not isinstance(block, Table) and not (isinstance(block, Chart) and is_wide(block))


def is_short(section: Section) -> bool:
    """Whether a section is so short that it is kept on one page, with its label beside it."""
    return sum(len(text.words) for sentences in section.paragraphs for text in sentences) <= _SHORT


_FILTERS: dict[str, Callable[..., Any]] = {
    "plain": markup.plain,
    "leaving": markup.leaving,
    "apart": markup.isolate_figures,
    "coded": markup.coded,
    "worded": markup.worded,
    "lines": table_cells.table_lines,
    "without_sparks": table_cells.without_sparks,
    "on_phone": table_cells.on_phone,
    "figures": table_cells.figures,
    "noted": footnotes.marks,
    "note_id": footnotes.note_id,
    "back": footnotes.back,
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
    "runs": word_document.runs,
    "page_runs": word_document.page_runs,
    "row_runs": word_document.row_runs,
    "column_widths": word_document.column_widths,
    "note_letters": word_document.note_letters,
}


class _CodeCache(BytecodeCache):
    """Keeps compiled templates for other editions that this process makes. Jinja calls it by source and name."""

    def __init__(self) -> None:
        self._codes: dict[tuple[str, str], CodeType] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Give the code of a template to `bucket`, if it is known."""
        bucket.code = self._codes.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep the code of a template."""
        if bucket.code:
            self._codes[bucket.key, bucket.checksum] = bucket.code


_CODES = _CodeCache()


def environment(templates: Mapping[str, str]) -> ImmutableSandboxedEnvironment:
    """Return an environment over `templates`. Claims are marked in html, and in a pdf with sources."""
    jinja = ImmutableSandboxedEnvironment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=False,
        bytecode_cache=_CODES,
        loader=FunctionLoader(lambda name: (templates[name], f"templates/{name}", None) if name in templates else None),
    )  # fmt: skip
    jinja.tests |= {"figure": table_cells.is_figure, "draft": markup.is_draft, "long_barred": table_cells.has_long_bars}
    jinja.tests |= {"short": is_short, "wide": is_wide, "narrow": is_narrow}
    jinja.filters |= _FILTERS | {name: _mark_claims(getattr(markup, name)) for name in _CLAIMING}
    return jinja


def _mark_claims(filter_: Callable[..., Markup]) -> Callable[..., Markup]:
    @pass_context
    def filter_with_claims(context: Context, value: object) -> Markup:
        is_marked = context.get("medium") == "html" or (context.get("medium") == "pdf" and context.get("sources"))
        line = filter_(value, context.get("opens", frozenset()) if is_marked else None)
        is_figure = isinstance(value, plan.Text) and markup.is_bare(value.words)
        if is_figure and context["story"].direction == "rtl":
            return Markup('<span dir="ltr">{}</span>').format(line)
        return line

    return filter_with_claims


def load(jinja: ImmutableSandboxedEnvironment, name: str) -> Template:
    """Return the template called `name`, compiled, or raise TemplateRefused with file and line."""
    try:
        return jinja.get_template(name)
    except TemplateError as fault:
        raise _refused(name, fault, ()) from None


def fill(jinja: ImmutableSandboxedEnvironment, name: str, values: Mapping[str, Any]) -> str:
    """Return the template called `name` filled with `values`, or raise TemplateRefused with file and line."""
    template = load(jinja, name)
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
    where = _where(name, fault)
    if isinstance(fault, TemplateSyntaxError):
        where = f"{fault.filename or f'templates/{name}'}:{fault.lineno}"
    elif isinstance(fault, TemplateNotFound):
        return TemplateRefused(where, f"no template is called {fault.name!r}.")
    unknown = _UNKNOWN.search(fault.message or "")
    if unknown is None:
        return TemplateRefused(where, str(fault.message))
    names = {*_FILTERS, *_CLAIMING, *values}
    for kind in vars(plan).values():
        if isinstance(kind, type) and is_dataclass(kind):
            names |= {field.name for field in fields(kind)}
    wrong = next(filter(None, unknown.groups()))
    problem = f"'{wrong}' is not known"
    nearest = difflib.get_close_matches(wrong, sorted(names), 1)
    if nearest:
        problem += f"; nearest: {nearest[0]}"
    return TemplateRefused(where, f"{problem}.")


def _where(name: str, fault: BaseException) -> str:
    """Return file and line of the innermost template in the traceback of a fault."""
    frames = [frame for frame in traceback.extract_tb(fault.__traceback__) if frame.filename.startswith("templates/")]
    return f"{frames[-1].filename}:{frames[-1].lineno}" if frames else f"templates/{name}"
