"""Whatever a server sends, the answer is figures or a SourceError."""

import contextlib
import json
from collections.abc import Mapping

from hypothesis import example, given
from hypothesis import strategies as st

from generator.errors import SourceError
from generator.sources.comtrade_bulk import file_of
from generator.sources.comtrade_service import Envelope, dataset, opened
from generator.sources.wire import HttpAnswer, refusal
from tests.sources.neighbours import START

HOST = "comtrade.example"
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
TIMES = st.datetimes().map(str) | st.sampled_from(["2022-10-06T10:53:32.8266667", "0001-01-01T00:00:00+23:00"])
SIZES = st.sampled_from(["183.34 KB", "inf KB", "nan KB", "-1 KB", "1e999 GB", "KB"])
FIELDS: dict[str, st.SearchStrategy[object]] = {
    "isoriginalclassification": st.booleans(),
    "reportercode": st.integers(),
    "classificationcode": st.text(max_size=3) | st.just("H6"),
    "period": st.integers() | st.sampled_from([202601, 2026, "202613"]),
    "totalrecords": st.integers(),
    "datasetchecksum": st.integers(),
    "firstreleased": TIMES,
    "lastreleased": TIMES,
    "publicationdate": TIMES,
    "completedat": TIMES,
    "filesize": SIZES | st.text(max_size=9),
    "fileurl": st.text(max_size=9),
    "typecode": st.just("C"),
    "releasestatus": st.just("Released"),
}
ROWS = st.fixed_dictionaries({}, optional={name: kind | JSON for name, kind in FIELDS.items()})
WHOLE_ROWS = st.fixed_dictionaries(FIELDS)


def answer(body: bytes) -> HttpAnswer:
    """Return a 200 with `body`."""
    return HttpAnswer({}, body, f"https://{HOST}/", START)


@given(body=st.binary(max_size=200) | JSON.map(lambda value: json.dumps(value).encode()), counting=st.booleans())
@example(body=b'{"statusCode": true}', counting=False)
@example(body=b'{"count": 1' + b"0" * 5000 + b', "data": []}', counting=False)
@example(body=b'{"count": 0, "data": [], "error": {"a": [1]}}', counting=False)
def test_any_body_is_an_envelope_or_an_error(body: bytes, counting: bool) -> None:  # noqa: FBT001 -- drawn
    """No traceback, and nothing between."""
    found: object = None
    with contextlib.suppress(SourceError):
        found = opened(HOST, answer(body), counting=counting)
    assert found is None or isinstance(found, Envelope)


@given(ROWS | WHOLE_ROWS)
def test_any_row_is_a_release_or_an_error(row: Mapping[str, object]) -> None:
    """No field, of any kind, ends in a traceback; what is read is in UTC."""
    for read in (dataset, file_of):
        with contextlib.suppress(SourceError):
            found = read(HOST, row)
            times = [value for value in vars(found).values() if hasattr(value, "utcoffset")] if found else []
            assert all(not time.utcoffset() for time in times)


@given(st.integers(201, 999), st.dictionaries(st.just("retry-after"), st.text(max_size=30)), st.text(max_size=80))
@example(403, {}, "quota will be replenished in 99999999999999999999.00:00:00")
def test_any_status_is_an_error(status: int, headers: Mapping[str, str], text: str) -> None:
    """Every answer that is no 200 has a sentence that names the source."""
    assert str(refusal(HOST, status, headers, text, START)).startswith(f"{HOST}: ")
