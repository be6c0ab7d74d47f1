"""Make the transport, the limits and the signer of letters from the `mail:` settings of desk.yaml."""

from __future__ import annotations

import ssl
from collections.abc import Callable
from email.utils import parseaddr

from generator.delivery.addresses import read_address
from generator.delivery.keys import Keys, read_keys
from generator.delivery.letter_form import Pen, Signer, Writer, read_key
from generator.delivery.mail_server import MailServer
from generator.delivery.sender import FolderTransport, Transport
from generator.delivery.smtp_transport import SmtpTransport
from generator.errors import AddressRefused, SettingsError
from generator.readers.audience import sending_domain
from generator.settings.desk import Desk
from generator.settings.desk_folder import DESK, OUTBOX
from generator.settings.environment import reveal
from generator.settings.mail_settings import IMPLICIT_TLS, Delivery, Smtp
from generator.store import Allowance, Letter
from generator.store.ledger import DAY, MINUTE


def transport_of(desk: Desk) -> Transport:
    """Return the transport for the desk's letters; SettingsError if its settings cannot be used."""
    mail = desk.settings.mail
    if mail.transport == "folder" or mail.smtp is None:
        return FolderTransport(desk.folder / OUTBOX)
    return SmtpTransport(
        _server(desk, mail, mail.smtp), return_path(mail, read_keys(desk.folder)), mail.smtp.connections
    )


def allowances(desk: Desk) -> tuple[Allowance, ...]:
    """Return how many letters the desk's mail server takes per minute and per day. Empty without limits."""
    mail = desk.settings.mail
    if mail.transport == "folder" or mail.smtp is None:
        return ()
    limits = ((mail.smtp.per_minute, MINUTE), (mail.smtp.per_day, DAY))
    return tuple(Allowance(most, within) for most, within in limits if most is not None)


def pen_of(desk: Desk, name: str = "") -> Pen:
    """Return the pen for letters of the briefing `name`. It signs them if the desk has DKIM settings.

    Without a name the letters belong to no list, so nobody can leave it.
    """
    mail = desk.settings.mail
    domain = sending_domain(desk)
    pages = f"{mail.public_url.rstrip('/')}/" if mail.public_url else ""
    writer = Writer(parseaddr(mail.sender)[1], domain, pages, f"{name}.{domain}" if name else "")
    return Pen(writer, read_keys(desk.folder), signer_of(desk))


def signer_of(desk: Desk) -> Signer | None:
    """Return the DKIM signer of the desk, or None without DKIM settings; SettingsError without a usable key."""
    dkim = desk.settings.mail.dkim
    if dkim is None:
        return None
    pem = reveal(dkim, "key", desk.folder)
    if pem is None:
        raise SettingsError(DESK, "mail.dkim has no key.", "Write key_file: secrets/dkim: docs/mail.md makes one.")
    try:
        return Signer(dkim.domain, dkim.selector, read_key(pem.get_secret_value()))
    except ValueError as fault:
        remedy = "docs/mail.md says how one is made."
        raise SettingsError(DESK, f"the key of mail.dkim cannot sign: {fault}.", remedy) from None


def return_path(mail: Delivery, keys: Keys) -> Callable[[Letter], str]:
    """Return a function from a letter to its return path.

    If the desk has an address for bounces, each reader has their own return path, with a token that only we can make.
    """
    if mail.bounces is None:
        plain = _sender(mail)
        return lambda _: plain
    local, _, domain = mail.bounces.rpartition("@")
    return lambda letter: f"{local}+{keys.token(letter.key, 'bounce')}@{domain}"


def _sender(mail: Delivery) -> str:
    """Return the sender address in the ASCII form for a mail server; SettingsError if it has none."""
    remedy = "Write an address with Latin letters before the @."
    try:
        plain = read_address(parseaddr(mail.sender)[1]).ascii
    except AddressRefused as fault:
        raise SettingsError(DESK, f"mail.from cannot be written from: {fault.reason}.", remedy) from None
    if not plain:
        raise SettingsError(DESK, "mail.from cannot be written from: not every mail server takes it.", remedy)
    return plain


def _server(desk: Desk, mail: Delivery, smtp: Smtp) -> MailServer:
    password = reveal(smtp, "password", desk.folder)
    if smtp.user and password is None:
        remedy = "Write password_file: secrets/smtp, or set TRADEBRIEF_MAIL__SMTP__PASSWORD."
        where = desk.where(DESK, ("mail", "smtp", "user"))
        raise SettingsError(where, "mail.smtp has a user and no password.", remedy)
    return MailServer(
        smtp.host,
        smtp.port,
        hello=_sender(mail).rpartition("@")[2],
        user=smtp.user or "",
        password=password.get_secret_value() if password else "",
        plain=smtp.is_plain,
        tls=_trust(desk, smtp),
        at_once=smtp.port == IMPLICIT_TLS and not smtp.is_plain,
    )


def _trust(desk: Desk, smtp: Smtp) -> ssl.SSLContext:
    try:
        return ssl.create_default_context(cafile=desk.folder / smtp.ca_file if smtp.ca_file else None)
    except (OSError, ssl.SSLError) as fault:
        problem = f"mail.smtp.ca_file cannot be used: {fault.strerror or fault}."
        raise SettingsError(DESK, problem, "It holds a certificate of an authority, as PEM.") from None
