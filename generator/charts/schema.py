"""Schema: whether Vega-Lite knows a spec, by the schema that Altair has of it and the validator that Altair uses.

A schema of Vega-Lite holds each part of a spec to many definitions, and the drawings of an edition are alike: a part
that was held to a definition is not held to it again, in whichever spec it stands.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

from jsonschema import Draft7Validator, ValidationError  # type: ignore[import-untyped]
from jsonschema.validators import extend  # type: ignore[import-untyped]

_WHOLE = "#/definitions/TopLevelLayerSpec"


def knows(spec: dict[str, Any]) -> bool:
    """Say whether the schema knows `spec`, plain data; why it does not know one, Altair says."""
    return bool(_validator().is_valid(spec))


@cache
def _validator() -> Any:  # noqa: ANN401 -- jsonschema ships no types
    import altair as alt

    definitions = alt.TopLevelLayerSpec._rootschema["definitions"]  # noqa: SLF001 -- Altair has no other door to it
    kind = extend(Draft7Validator, {"$ref": _held(), "anyOf": _any_of})
    return kind({"$ref": _WHOLE, "definitions": definitions}, format_checker=Draft7Validator.FORMAT_CHECKER)


def _held() -> Callable[..., Iterator[ValidationError]]:
    """Return what holds a part to a definition, once to each: of plain data `repr` says kind and value of all in it."""
    known: dict[tuple[str, str], bool] = {}
    hold = Draft7Validator.VALIDATORS["$ref"]

    def held(validator: Any, name: str, part: object, schema: object) -> Iterator[ValidationError]:  # noqa: ANN401 -- of the library
        asked = name, repr(part)
        if asked not in known:
            known[asked] = not any(True for _ in hold(validator, name, part, schema))
        if not known[asked]:
            yield ValidationError(f"it is no {name}")

    return held


def _any_of(validator: Any, kinds: list[Any], part: object, _: object) -> Iterator[ValidationError]:  # noqa: ANN401 -- of the library
    """Refuse a part that is none of `kinds`; what else is wrong with it there is not looked for."""
    if not any(validator.evolve(schema=kind).is_valid(part) for kind in kinds):
        yield ValidationError("it is none of these")
