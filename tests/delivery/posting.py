"""A mailing to numbered readers, and the run that sends it to a server of a test's own."""

import ssl
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from generator.delivery.mail_server import MailServer
from generator.delivery.sender import LetterSender
from generator.delivery.smtp_transport import SmtpTransport
from generator.store import Allowance, EditionNote, FigureStore, Letter, Mailing
from tests.delivery.scripted_server import HOST
from tests.store.releases_by_hand import YEAR

NOON = datetime(2026, 1, 20, 12, tzinfo=UTC)
BODY = b"Subject: x\r\nMIME-Version: 1.0\r\n\r\n.\r\n..two\r\nfigures\r\n"


def reader(number: int) -> str:
    """Return the address of a reader."""
    return f"r{number}@example.org"


def freeze(store: FigureStore, addresses: Sequence[str] | int) -> Mailing:
    """Write a mailing down that is being sent, to these addresses or to as many readers."""
    to = [reader(n) for n in range(1, addresses + 1)] if isinstance(addresses, int) else list(addresses)
    store.editions.note(EditionNote("minerals", YEAR, 1, "sending", "", "aa", "bb", date(2026, 1, 27)), NOON)
    letters = [Letter(0, n, f"key{n}", one, one, "en", "", f"{n}@example.org") for n, one in enumerate(to, 1)]
    return store.ledger.freeze(Mailing(0, "edition", "minerals", "2025", 1, "aa", NOON), letters)


def plain(port: int, **more: Any) -> MailServer:  # noqa: ANN401 -- fields of a server
    """Return the server on this machine, without TLS and with little patience."""
    return MailServer(HOST, port, "example.org", **{"plain": True, "patience": 5, "verdict": 5, **more})


def secured(port: int, tls: ssl.SSLContext, **more: Any) -> MailServer:  # noqa: ANN401
    """Return the server by its name, with TLS."""
    return MailServer("localhost", port, "example.org", tls=tls, **{"patience": 5, "verdict": 5, **more})


def run(
    store: FigureStore,
    mailing: Mailing,
    server: MailServer,
    *,
    connections: int = 2,
    compose: Callable[[Letter], bytes] = lambda letter: f"To: {letter.address}\r\n".encode() + BODY,
    sender_of: Callable[[Letter], str] = lambda _: "trade@example.org",
    allowances: Sequence[Allowance] = (),
    now: datetime | None = NOON,
    patience: timedelta = timedelta(0),
) -> Mapping[str, int]:
    """Send what is due at `now` (None: by the clock) and return the letters by state; raises the run's trouble."""
    transport = SmtpTransport(server, sender_of, connections, pause=0.01)
    clock = (lambda: now) if now else (lambda: datetime.now(UTC))
    LetterSender(store.ledger, transport, compose, clock, allowances=allowances, patience=patience).send(
        mailing, "test"
    )
    return states(store, mailing)


def states(store: FigureStore, mailing: Mailing) -> Mapping[str, int]:
    """Return the letters by state, those that none is in left out."""
    return {state: count for state, count in store.ledger.counts(mailing.number).items() if count}


def said(store: FigureStore, mailing: Mailing, state: str) -> list[str]:
    """Return what the server said of the letters in a state."""
    return [text for _, _, text in store.ledger.letters(mailing.number, (state,))]


def certify(folder: Path, host: str) -> tuple[Path, Path]:
    """Return the file of an authority and that of a server's certificate for `host`, with its key."""
    ca_key, key = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    ca = _certificate("Test authority", ca_key, "Test authority", ca_key, x509.BasicConstraints(ca=True, path_length=0))
    names = x509.SubjectAlternativeName([x509.DNSName(host)])
    own = _certificate(host, key, "Test authority", ca_key, names)
    authority, server = folder / "authority.pem", folder / "server.pem"
    authority.write_bytes(ca.public_bytes(serialization.Encoding.PEM))
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    server.write_bytes(private + own.public_bytes(serialization.Encoding.PEM))  # Postfix wants the key first
    server.chmod(0o600)
    return authority, server


def showing(server: Path) -> ssl.SSLContext:
    """Return the context of a server that shows the certificate in a file."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(server)
    return context


def _certificate(
    subject: str,
    key: ec.EllipticCurvePrivateKey,
    issuer: str,
    by: ec.EllipticCurvePrivateKey,
    extension: x509.ExtensionType,
) -> x509.Certificate:
    named = [x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)]) for text in (subject, issuer)]
    now = datetime.now(UTC)
    return (
        x509.CertificateBuilder()
        .subject_name(named[0])
        .issuer_name(named[1])
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(extension, critical=isinstance(extension, x509.BasicConstraints))
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(by.public_key()), critical=False)
        .add_extension(_usage(signs=isinstance(extension, x509.BasicConstraints)), critical=True)
        .sign(by, hashes.SHA256())
    )


def _usage(*, signs: bool) -> x509.KeyUsage:
    others = dict.fromkeys(
        ("content_commitment", "key_encipherment", "data_encipherment", "key_agreement", "encipher_only"), False
    )
    return x509.KeyUsage(
        digital_signature=not signs, key_cert_sign=signs, crl_sign=signs, decipher_only=False, **others
    )
