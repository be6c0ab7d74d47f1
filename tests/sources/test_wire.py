"""The wire: what it waits for, what it gives up on, and what never leaves it."""

import logging
import os
import shutil
import socket
import ssl
import subprocess
import sys
import threading
import traceback
import tracemalloc
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from time import monotonic
from typing import NoReturn

import pytest

from generator.errors import GeneratorError, KeyRefused, SourceError, SourceRefused, SourceUnavailable
from generator.sources.patience import TRIES, CallPace, Deadline
from generator.sources.secret import Secret
from generator.sources.wire import AnswerTooLong, Wire
from tests.conftest import HOUSE
from tests.sources.neighbours import KEY, START, StoppedClock, line, patient
from tests.sources.replay import Replay, replaying
from tests.sources.replay_faults import bomb
from tests.sources.replay_rows import MadeRows

QUESTION = "/public/v1/preview/C/M/HS?reporterCode=156&period=202601"


@pytest.fixture(scope="module")
def running() -> Iterator[Replay]:
    """Return a server with a few hundred lines."""
    with replaying(MadeRows([line(f"{code:06}") for code in range(30111, 30311)])) as server:
        yield server


@pytest.fixture
def server(running: Replay) -> Replay:
    """Return the server with nothing queued and nothing seen."""
    while running.fault():
        pass
    running.seen.clear()
    return running


@pytest.fixture
def time() -> StoppedClock:
    """Return a clock that stands until someone sleeps."""
    return StoppedClock()


def ask(server: Replay, wire: Wire, **given: object) -> bytes:
    """Ask the server's one question."""
    with wire:
        return wire.get(server.address + QUESTION, **given).body  # type: ignore[arg-type]


@pytest.mark.parametrize("fault", ["500", "503", "cut", "cut-chunks", "cut-packed", "reset", "brotli"])
def test_a_broken_answer_is_asked_again(server: Replay, time: StoppedClock, fault: str) -> None:
    """A server's bad moment costs a wait, not the pull."""
    server.next(fault)
    assert b'"count": 200' in ask(server, patient(time))
    assert (2, 1) == (len(server.seen), len(time.slept))


@pytest.mark.parametrize("fault", ["500", "cut", "reset"])
def test_an_end_is_made_of_asking_again(server: Replay, time: StoppedClock, fault: str) -> None:
    """After the last try the source is called unavailable, with waits that doubled."""
    server.next(*[fault] * (TRIES + 1))
    with pytest.raises(SourceUnavailable) as caught:
        ask(server, patient(time))
    assert (TRIES, 4, True) == (len(server.seen), caught.value.exit_code, caught.value.worth_retrying)
    assert all(low <= slept <= 2 * low for low, slept in zip([0.5, 1, 2, 4], time.slept, strict=True))


@pytest.mark.parametrize(
    ("fault", "kind", "words"),
    [
        ("forbidden", SourceRefused, "refused (403)"),
        ("quota", SourceRefused, "quota of calls is used up"),
        ("400", SourceRefused, "The period is not valid"),
        ("404", SourceRefused, "withdrawn or moved"),
        ("410", SourceRefused, "withdrawn or moved"),
        ("redirect", SourceRefused, "169.254.169.254, which is not asked"),
        ("redirect:file:///etc/passwd", SourceRefused, "which is not asked"),
        ("redirect:https://127.0.0.1/public", SourceRefused, "which is not asked"),
        ("redirect:http://127.0.0.1:9/public", SourceRefused, "which is not asked"),
        ("bomb", AnswerTooLong, "more than 64 MiB"),
    ],
)
def test_a_clear_no_is_asked_once(
    server: Replay, time: StoppedClock, fault: str, kind: type[SourceError], words: str
) -> None:
    """No storm of tries against a source that said no."""
    server.next(fault)
    with pytest.raises(kind) as caught:
        ask(server, patient(time))
    assert words in str(caught.value)
    assert (1, [], False) == (len(server.seen), time.slept, caught.value.worth_retrying)


def test_a_redirect_on_the_same_server_is_followed(server: Replay, time: StoppedClock) -> None:
    """A path may move."""
    server.next(f"redirect:{QUESTION}")
    assert b'"count": 200' in ask(server, patient(time))


def test_a_circle_of_redirects_ends(server: Replay, time: StoppedClock) -> None:
    """Four hops are a fault of the source."""
    server.next(*[f"redirect:{QUESTION}"] * 4 * TRIES)
    with pytest.raises(SourceUnavailable, match="from address to address"):
        ask(server, patient(time))


@pytest.mark.parametrize(("said", "seconds"), [("30", 30), ("Tue, 20 Jan 2026 12:02:00 GMT", 120)])
def test_a_wait_that_is_asked_for_is_waited(server: Replay, time: StoppedClock, said: str, seconds: float) -> None:
    """Retry-After in seconds or as a date is waited once, to the second."""
    server.next(f"rate:{said}")
    assert b'"count": 200' in ask(server, patient(time))
    assert [seconds] == time.slept


@pytest.mark.parametrize("said", ["Fri, 01 Jan 2099 00:00:00 GMT", "301", "9" * 40])
def test_a_wait_without_reason_is_refused(server: Replay, time: StoppedClock, said: str) -> None:
    """Nobody sleeps until 2099: the message says from when it may work."""
    server.next(f"rate:{said}")
    with pytest.raises(SourceUnavailable, match=r"Try again after [0-9]{4}-") as caught:
        ask(server, patient(time, call=10**6, pull=10**6))
    assert caught.value.resume is not None
    assert [] == time.slept
    assert caught.value.resume > START + timedelta(minutes=5)


@pytest.mark.parametrize(
    ("told", "wait"),
    [
        ("03-14-17", timedelta(hours=3, minutes=14, seconds=17)),
        ("2.03-14-17", timedelta(days=2, hours=3, minutes=14, seconds=17)),
    ],
)
def test_a_quota_says_when_it_is_full_again(server: Replay, time: StoppedClock, told: str, wait: timedelta) -> None:
    """The resume time stands in the message and on the error."""
    server.next(f"quota:{told}")
    with pytest.raises(SourceRefused) as caught:
        ask(server, patient(time))
    assert START + wait == caught.value.resume
    assert f"after {START + wait:%Y-%m-%d %H:%M} UTC" in str(caught.value)


@pytest.mark.parametrize("fault", ["drip:0.02", "drip-head:0.02", "hang:2"])
def test_a_drip_ends_with_the_deadline(server: Replay, fault: str) -> None:
    """A byte now and then is no answer: the whole question has an end, in its head as in its body."""
    server.next(fault)
    begun = monotonic()
    with pytest.raises(SourceUnavailable, match="within the time allowed"):
        ask(server, Wire(deadline=Deadline(call=0.3), allow_insecure=True))
    assert monotonic() - begun < 1.5


def test_a_pull_has_an_end(server: Replay, time: StoppedClock) -> None:
    """The last question of a pull does not get a new deadline."""
    with patient(time, pull=100) as wire:
        time.slept.append(101)
        with pytest.raises(SourceUnavailable, match="within the time allowed"):
            wire.get(server.address + QUESTION)
    assert [] == server.seen


def test_the_pace_is_kept(server: Replay, time: StoppedClock) -> None:
    """Ten a minute: two at once, then one every six seconds."""
    with patient(time, CallPace(per_minute=10, at_once=2)) as wire:
        for _ in range(4):
            wire.get(server.address + QUESTION)
    assert [6, 6] == [pytest.approx(slept) for slept in time.slept]


def test_a_wait_longer_than_the_deadline_is_not_begun(server: Replay, time: StoppedClock) -> None:
    """Where the deadline comes before the next try, the source's own fault is told at once."""
    server.next("rate:100")
    with pytest.raises(SourceUnavailable, match="asked too fast"):
        ask(server, patient(time, call=60))
    assert [] == time.slept


@pytest.mark.parametrize(
    "address",
    ["http://example.com/", "ftp://127.0.0.1/", "file:///etc/passwd", "https://me:word@example.com/", "https://", "no"],
)
def test_only_https_is_asked(time: StoppedClock, address: str) -> None:
    """`allow_insecure` opens http to this machine alone."""
    with patient(time) as wire, pytest.raises(SourceRefused):
        wire.get(address)


def test_this_machine_is_asked_by_http_only_when_allowed(server: Replay) -> None:
    """Without the permission even the loopback needs https."""
    with Wire() as wire, pytest.raises(SourceRefused, match="only https"):
        wire.get(server.address + QUESTION)
    assert [] == server.seen


def test_an_address_without_end_is_not_asked(server: Replay, time: StoppedClock) -> None:
    """Comtrade refuses more than 4,096 characters, so do we."""
    with patient(time) as wire, pytest.raises(SourceRefused, match="4096 are allowed"):
        wire.get(server.address + QUESTION, {"cmdCode": "0" * 4096})
    assert [] == server.seen


def test_a_bomb_is_not_unpacked(server: Replay, time: StoppedClock) -> None:
    """Eighty mebibytes in eighty kilobytes: no more than the largest body comes to lie in memory."""
    bomb(80)
    server.next("bomb:80")
    tracemalloc.start()
    with pytest.raises(AnswerTooLong):
        ask(server, patient(time), largest=2**20)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 8 * 2**20


def test_a_flood_ends_with_the_deadline(server: Replay, tmp_path: Path) -> None:
    """A file that never ends is no file, however fast it comes."""
    server.next("flood")
    with Wire(deadline=Deadline(pull=0.2), allow_insecure=True) as wire, pytest.raises(SourceUnavailable, match="time"):
        wire.save(server.address + QUESTION, tmp_path / "flood")
    assert [] == list(tmp_path.iterdir())


def test_a_file_has_a_largest_size(server: Replay, time: StoppedClock, tmp_path: Path) -> None:
    """The disk is not filled by a source that says more than it told."""
    server.next("flood")
    with patient(time) as wire, pytest.raises(AnswerTooLong):
        wire.save(server.address + QUESTION, tmp_path / "flood", largest=2**18)
    assert [] == list(tmp_path.iterdir())


def test_no_server_is_unavailable(time: StoppedClock) -> None:
    """A port where nobody listens is tried, then told with the host."""
    with patient(time) as wire, pytest.raises(SourceUnavailable, match=r"127\.0\.0\.1: cannot be reached"):
        wire.get("http://127.0.0.1:9/")
    assert TRIES - 1 == len(time.slept)


def test_a_name_that_nobody_knows_is_unavailable(time: StoppedClock, monkeypatch: pytest.MonkeyPatch) -> None:
    """A line that is down has no names either: it is tried again, then told with the host."""

    def unknown(*_: object, **__: object) -> NoReturn:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    with patient(time) as wire, pytest.raises(SourceUnavailable, match=r"source\.example: cannot be reached"):
        wire.get("https://source.example/")
    assert TRIES - 1 == len(time.slept)


def test_a_server_that_speaks_no_tls_is_unavailable(server: Replay, time: StoppedClock) -> None:
    """What was to be asked in secret is never asked in the clear."""
    with patient(time) as wire, pytest.raises(SourceUnavailable, match="cannot be reached"):
        wire.get(server.address.replace("http:", "https:") + QUESTION)
    assert [] == server.seen


@pytest.fixture
def impostor(server: Replay, tmp_path: Path) -> Iterator[str]:
    """Yield the address of a server whose certificate nobody signed but itself."""
    openssl = shutil.which("openssl")
    if openssl is None:
        answer = pytest.fail if os.environ.get("CI") == "true" else pytest.skip
        answer("needs openssl")
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    made = "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=127.0.0.1"
    command = [openssl, *made.split(), "-addext", "subjectAltName=IP:127.0.0.1"]
    subprocess.run([*command, "-keyout", key, "-out", certificate], check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    with Replay(server.rows) as secured:
        secured.socket = context.wrap_socket(secured.socket, server_side=True)
        threading.Thread(target=secured.serve_forever, args=(0.01,), daemon=True).start()
        yield secured.address.replace("http:", "https:")
        secured.shutdown()


@pytest.mark.parametrize("name", ["", "SSL_CERT_FILE"])
def test_a_certificate_that_nobody_signed_is_not_believed(
    impostor: str, time: StoppedClock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    """Whoever stands in the line is not told the key."""
    if name:
        monkeypatch.setenv(name, str(tmp_path / "certificate.pem"))
    with patient(time) as wire, pytest.raises(SourceUnavailable, match=r"cannot be reached .*certificate"):
        wire.get(impostor, headers={"Ocp-Apim-Subscription-Key": Secret(KEY)})


def test_the_environment_names_no_proxy(server: Replay, time: StoppedClock, monkeypatch: pytest.MonkeyPatch) -> None:
    """A variable set for another program diverts no question, and no key."""
    for name in ("HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    assert b'"count": 200' in ask(server, patient(time))


@pytest.mark.parametrize("fault", ["quota", "400", "500", "redirect", "reset", "html", "rate:9999"])
def test_no_trace_has_the_key(server: Replay, time: StoppedClock, caplog: pytest.LogCaptureFixture, fault: str) -> None:
    """Not the message, nor the log at its loudest, nor a traceback that prints what every frame holds."""
    caplog.set_level(logging.DEBUG)
    server.next(*[fault] * TRIES)
    key, whole = Secret("a-known-key"), ""
    try:
        with patient(time) as wire:
            whole = repr(wire.get(server.address + QUESTION, headers={"Ocp-Apim-Subscription-Key": key}))
    except GeneratorError as fault_found:
        shown = traceback.TracebackException.from_exception(fault_found, capture_locals=True)
        whole = "".join(shown.format()) + repr(fault_found)
        own = [frame for frame in shown.stack if "/generator/" in frame.filename]
        assert own
    assert KEY == server.seen[0].headers["ocp-apim-subscription-key"]
    assert KEY not in whole + caplog.text


def test_a_server_that_repeats_the_key_is_not_quoted(server: Replay, time: StoppedClock) -> None:
    """Where the answer has the key, the message has a placeholder."""
    server.next("400")
    with patient(time) as wire, pytest.raises(SourceRefused) as caught:
        wire.get(server.address + QUESTION, headers={"Ocp-Apim-Subscription-Key": Secret("valid")})
    assert "The period is not <a key>" in str(caught.value)


def test_an_answer_that_repeats_the_key_is_not_kept(server: Replay, time: StoppedClock) -> None:
    """Raw bytes are kept for ever, and errors quote them: neither may have the key."""
    with patient(time) as wire, pytest.raises(SourceRefused, match="repeats the key") as caught:
        wire.get(server.address + QUESTION, headers={"Ocp-Apim-Subscription-Key": Secret("elapsedTime")})
    assert "elapsedTime" not in str(caught.value)


@pytest.mark.parametrize("text", ["", "  ", "two\nlines", "schlüssel"])
def test_a_key_that_no_header_holds_is_refused(text: str) -> None:
    """A wrong file is told before anything is asked, without its content."""
    with pytest.raises(ValueError, match="the key is empty or has characters"):
        Secret(text)


def test_a_key_never_goes_into_an_address(time: StoppedClock) -> None:
    """The parameter that the service knows as well is refused."""
    with patient(time) as wire, pytest.raises(ValueError, match="goes into a header"):
        wire.get("https://example.com/", {"Subscription-Key": "secret"})


def test_an_unknown_key_is_a_matter_of_settings(server: Replay, time: StoppedClock) -> None:
    """Exit 2, asked once, with the file to look at."""
    with patient(time) as wire, pytest.raises(KeyRefused, match="key_file") as caught:
        wire.get(f"{server.address}/data/v1/getDa/C/M/HS", headers={"Ocp-Apim-Subscription-Key": Secret("wrong")})
    assert (2, 1) == (caught.value.exit_code, len(server.seen))


def test_reading_kept_bytes_needs_no_network() -> None:
    """A desk that only reads does not wait for the client to be imported."""
    asked = "import sys, generator.sources; sys.exit('httpx2' in sys.modules)"
    assert 0 == subprocess.run([sys.executable, "-c", asked], check=False, cwd=HOUSE).returncode
