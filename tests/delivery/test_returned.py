"""What messages say that come back: reports as Postfix, Exchange, Gmail and an international server write them."""

from datetime import UTC, datetime

import pytest

from generator.delivery.bounce_messages import DeliveryVerdict, read_returned

IDENTITY = "minerals.2025.r1.abcdefghijklmnopqrst@example.org"
PATH = "bounces+0123456789abcdef01qqqqrrrrsssstttt@example.org"


def report(
    groups: str, *, to: str = PATH, media: str = "message/delivery-status", head: str = "text/rfc822-headers"
) -> bytes:
    """Return a report of a mail server."""
    lines = f"""\
From: MAILER-DAEMON@mx.example.net (Mail Delivery System)
To: {to}
Subject: Undelivered Mail Returned to Sender
Date: Tue, 3 Mar 2026 09:00:00 +0500
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b1"

--b1
Content-Type: text/plain; charset=us-ascii

I'm sorry to have to inform you that your message could not be delivered.

--b1
Content-Type: {media}

Reporting-MTA: dns; mx.example.net
Arrival-Date: Tue, 3 Mar 2026 08:59:59 +0500

{groups}
--b1
Content-Type: {head}

Message-ID: <{IDENTITY}>
Subject: Minerals

--b1--
"""
    return lines.replace("\n", "\r\n").encode()


POSTFIX = """\
Final-Recipient: rfc822; ann@example.net
Original-Recipient: rfc822;ann@example.net
Action: failed
Status: 5.1.1
Remote-MTA: dns; mx.example.net
Diagnostic-Code: smtp; 550 5.1.1 <ann@example.net>: Recipient address rejected:
    User unknown in local recipient table
"""
EXCHANGE = """\
Final-Recipient: rfc822;ann@example.net
Action: failed
Status: 5.1.10
Diagnostic-Code: smtp;550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found by SMTP address lookup
"""
GMAIL = """\
Final-Recipient: rfc822; ann@example.net
Action: delayed
Status: 4.4.1
Diagnostic-Code: smtp; The recipient server did not accept our requests to connect.
Last-Attempt-Date: Tue, 03 Mar 2026 09:00:00 -0800 (PST)
Will-Retry-Until: Thu, 05 Mar 2026 09:00:00 -0800 (PST)
"""


@pytest.mark.parametrize(
    ("groups", "verdict"),
    [
        (
            POSTFIX,
            DeliveryVerdict("failed", "5.1.1", "Recipient address rejected: User unknown in local recipient table"),
        ),
        (
            EXCHANGE,
            DeliveryVerdict(
                "failed",
                "5.1.10",
                "RESOLVER.ADR.RecipientNotFound; Recipient not found by SMTP address lookup",
            ),
        ),
        (GMAIL, DeliveryVerdict("delayed", "4.4.1", "The recipient server did not accept our requests to connect.")),
        (
            "Action: failed\nStatus: 5\nDiagnostic-Code: smtp; 552 5.2.2 full\n",
            DeliveryVerdict("failed", "5.2.2", "full"),
        ),
        ("Action: Failed\n", DeliveryVerdict("failed", "5.0.0")),
        (
            f"{POSTFIX}\nFinal-Recipient: rfc822; other@example.net\nAction: relayed\nStatus: 2.0.0\n",
            DeliveryVerdict("relayed", "2.0.0"),
        ),
    ],
    ids=["Postfix", "Exchange", "Gmail", "status in words", "no status", "one of several"],
)
def test_a_report_is_understood(groups: str, verdict: DeliveryVerdict) -> None:
    """What was done, with the server's words and without the address; where one of several got it, none has failed."""
    found = read_returned(report(groups))
    assert ("bounce", verdict, (IDENTITY,)) == (found.kind, found.verdict, found.letters)
    assert "0123456789abcdef01qqqqrrrrsssstttt" in found.paths
    assert datetime(2026, 3, 3, 4, tzinfo=UTC) == found.at


@pytest.mark.parametrize(
    "head", ["text/rfc822-headers", "message/rfc822", "message/global-headers", "message/rfc822-headers"]
)
def test_the_letters_id_is_found_in_each_form_of_its_head(head: str) -> None:
    """Some servers send the whole letter back, some its head."""
    assert (IDENTITY,) == read_returned(report(POSTFIX, head=head)).letters


@pytest.mark.parametrize(
    ("head", "kind", "token"),
    [
        ("Subject: unsubscribe ab12", "unsubscribe", "ab12"),
        ("Subject: Re: AW: UNSUBSCRIBE AB12", "unsubscribe", "AB12"),
        ("Subject: =?utf-8?q?=E5=9B=9E=E5=A4=8D=EF=BC=9Aconfirm_ab12?=", "confirm", "ab12"),
        ("Subject: confirm ab12\r\nAuto-Submitted: auto-replied", "automatic", ""),
        ("Subject: confirm ab12\r\nPrecedence: bulk", "automatic", ""),
        ("Subject: unsubscribe", "other", ""),
        ("Subject: please unsubscribe ab12", "other", ""),
        ("Subject: Automatic reply: Minerals\r\nAuto-Submitted: auto-replied (vacation)", "automatic", ""),
        (
            "Subject: Read\r\nContent-Type: multipart/report; report-type=disposition-notification; boundary=x",
            "automatic",
            "",
        ),
        ("Subject: =?nonsense?b?!!?= hello", "other", ""),
        ("", "other", ""),
    ],
)
def test_a_mail_is_a_word_an_automatic_answer_or_nothing(head: str, kind: str, token: str) -> None:
    """A word is the whole subject but for what programs put in front; no program confirms."""
    found = read_returned(f"From: ann@example.net\r\n{head}\r\n\r\nHello\r\n".encode())
    assert (kind, token) == (found.kind, found.token)


@pytest.mark.parametrize(
    "raw", [b"", b"\0\xff\xfe" * 99, b"\r\n\r\n", b"Content-Type: multipart/report\r\n\r\n--", b"Subject: \xe9\r\n"]
)
def test_no_bytes_are_too_strange(raw: bytes) -> None:
    """They are nothing that we know."""
    assert "other" == read_returned(raw).kind
