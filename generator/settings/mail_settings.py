"""The model of `mail:` in desk.yaml: how readers get an edition, by which server, signed as whom."""

from __future__ import annotations

import re
from email.utils import parseaddr
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, Field, PositiveInt, SecretStr, model_validator

from generator.settings.value_types import Mail, Once, OneOrSeveral, Strict, Text, Web, insecure, refuse

FORMS = {"none": "digest", "pdf": "pdf", "link": "link"}  # what `attach` says, and what a reader calls it
IMPLICIT_TLS = 465  # RFC 8314
_CONNECTIONS = 2
_MOST_CONNECTIONS = 50
_TAG = 36  # signs of a return path's token, with its plus
_LOCAL = 64  # signs before the @ (RFC 5321 §4.5.3.1.1)


def _bounces(value: str) -> str:
    local, mark, domain = value.rpartition("@")
    if not (mark and value.isascii() and re.fullmatch(r"[a-z0-9._-]+", local) and "." in domain):
        refuse(f"is {value!r}, which is not a plain address.", "Write bounces@example.org, in small letters.")
    if len(local) + _TAG > _LOCAL:
        refuse("is too long: a reader's own sign is set behind its name.", "Take a shorter name.")
    return value


def _domain(value: str) -> str:
    if not re.fullmatch(r"(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z0-9-]{2,}", value):
        refuse(f"is {value!r}, which is not a domain.", "Write example.org, in small letters.")
    return value


class Smtp(Strict):
    """The mail server; its password comes from a file, a command or the environment."""

    host: Text = Field(description="host name", examples=["smtp.example.org"])
    port: int = Field(587, ge=1, le=65535, description=f"port; {IMPLICIT_TLS} starts with TLS", examples=["587"])
    user: Text | None = Field(None, description="user name", examples=["trade@example.org"])
    password: SecretStr | None = Field(None, description="from the environment only: TRADEBRIEF_MAIL__SMTP__PASSWORD")
    password_file: Text | None = Field(None, description="file with the secret, mode 0600", examples=["secrets/smtp"])
    password_command: Text | None = Field(
        None, description="command that prints the secret", examples=["pass show smtp"]
    )
    ca_file: Text | None = Field(None, description="your own certificate authority, PEM", examples=["authority.pem"])
    connections: int = Field(
        _CONNECTIONS, ge=1, le=_MOST_CONNECTIONS, description="connections at once", examples=["2"]
    )
    per_minute: PositiveInt | None = Field(None, description="letters a minute", examples=["30"])
    per_day: PositiveInt | None = Field(None, description="letters a day", examples=["400"])
    allow_insecure: bool = Field(
        default=False,
        description="allow this machine, without TLS unless there is a ca_file",
        examples=["true"],
    )

    @model_validator(mode="after")
    def _is_secure(self) -> Self:
        why = "" if self.allow_insecure else insecure(host=self.host)
        if why:
            refuse(why, "Name a mail server, or write allow_insecure: true.", key="host")
        passwords = (self.password, self.password_file, self.password_command)
        if len([password for password in passwords if password is not None]) > 1:
            refuse("has its password from two places.", "Keep one of password_file, password_command, environment.")
        return self

    @property
    def is_plain(self) -> bool:
        """Whether letters go without TLS: to this machine alone, and only where that is allowed."""
        return self.allow_insecure and self.ca_file is None and insecure(host=self.host) is not None


class Dkim(Strict):
    """As whom letters are signed (docs/mail.md)."""

    domain: Annotated[str, AfterValidator(_domain)] = Field(
        description="domain of `from`, or above", examples=["example.org"]
    )
    selector: str = Field(
        pattern=r"^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$", description="selector", examples=["briefing2026"]
    )
    key: SecretStr | None = Field(None, description="from the environment only: TRADEBRIEF_MAIL__DKIM__KEY")
    key_file: Text | None = Field(None, description="PEM file, mode 0600", examples=["secrets/dkim"])
    key_command: Text | None = Field(None, description="command that prints the secret", examples=["pass show dkim"])


class Delivery(Strict):
    """How a finished edition reaches its readers."""

    transport: Literal["folder", "smtp"] = Field(
        "folder", description="folder (writes to outbox/) or smtp", examples=["smtp"]
    )
    sender: Mail = Field(alias="from", description="sender", examples=["Trade Section <trade@example.org>"])
    attach: Annotated[tuple[Literal["pdf", "link", "none"], ...], Once, OneOrSeveral] = Field(
        ("pdf",),
        min_length=1,
        description="attachment; of a list readers may choose, default the first",
        examples=["[pdf, link, none]"],
    )
    site: Web | None = Field(
        None, description="address of published editions", examples=["https://example.org/briefings/"]
    )
    public_url: Web | None = Field(
        None, description="page where readers confirm and unsubscribe", examples=["https://briefings.example.org/"]
    )
    allow_insecure: bool = Field(default=False, description="allow http and this machine for both", examples=["true"])
    bounces: Annotated[Mail, AfterValidator(_bounces)] | None = Field(
        None,
        description="address for bounces, with +TOKEN; default `from`",
        examples=["bounces@example.org"],
    )
    dkim: Dkim | None = Field(None, description="DKIM signature")
    smtp: Smtp | None = Field(None, description="mail server")

    @model_validator(mode="after")
    def _is_secure(self) -> Self:
        if "link" in self.attach and self.site is None:
            refuse("attaches a link, but has no site.", "Write site: https://… beside it.")
        if self.allow_insecure:
            return self
        for key, address in (("site", self.site), ("public_url", self.public_url)):
            why = insecure(address=address) if address else ""
            if why:
                refuse(why, "Write https://, or allow_insecure: true.", key=key)
        return self

    @model_validator(mode="after")
    def _can_be_carried(self) -> Self:
        if self.transport == "smtp" and self.smtp is None:
            refuse("goes by smtp, but has no smtp.", "Write smtp: {host: …} beside it: docs/mail.md.")
        writes = parseaddr(self.sender)[1].rpartition("@")[2].lower()
        if self.dkim and not f".{writes}".endswith(f".{self.dkim.domain}"):
            refuse(
                f"signs for {self.dkim.domain}, and `from` is of {writes}.",
                "Sign for the domain that writes.",
                key="dkim",
            )
        return self
