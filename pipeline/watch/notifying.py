"""Telling a person what a round brought, by webhook or mail, and only when there is reason to."""

import os
import smtplib
import ssl
from collections.abc import Iterator
from email.message import EmailMessage

from pipeline.watch.places import WatchSettings
from schemas.errors import EmnError
from schemas.watch import Publication, RoundRecord

MAX_LINES = 50
TIMEOUT_SECONDS = 20.0
PASSWORD_VARIABLE = "EMN_SMTP_PASSWORD"  # noqa: S105 - the name of it


class NotificationError(EmnError):
    """A message that could not be handed over; the round itself is complete."""


def build_subject(record: RoundRecord) -> str:
    """One line that says what kind of news it is.

    >>> build_subject(RoundRecord(started_at="2026-01-02T03:04:05+00:00", seconds=1))
    'EMN watch: nothing new'
    """
    parts = [
        f"{count} {one if count == 1 else many}"
        for count, one, many in (
            (len(record.publications), "new document", "new documents"),
            (len(record.faults), "failure", "failures"),
            (len(record.alarms), "silent place", "silent places"),
        )
        if count
    ]
    return f"EMN watch: {', '.join(parts) or 'nothing new'}"


def build_message(record: RoundRecord) -> str:
    """What changed, line by line: documents and revisions, then failures, then silence."""
    lines = list(iter_lines(record))
    shown = lines[:MAX_LINES]
    if len(lines) > MAX_LINES:
        shown.append(f"… and {len(lines) - MAX_LINES} more; see `emn status`")
    return "\n".join([f"Round of {record.started_at}", "", *shown, ""])


def iter_lines(record: RoundRecord) -> Iterator[str]:
    """``+`` a document, ``~`` a revision, ``=`` a pair, ``!`` a failure, ``?`` silence."""
    yield from iter_documents(record)
    for fault in record.faults:
        since = "" if fault.is_news else ", as before"
        yield f"! {fault.message} [{fault.code}{since}]"
    yield from (f"? {alarm}" for alarm in record.alarms)


def iter_documents(record: RoundRecord) -> Iterator[str]:
    """The lines about documents alone."""
    for one in record.publications:
        yield _describe(one)
    for pair in record.pairs:
        yield f"= {pair.release_id} announces {pair.product_id}"
        yield from (f"  they differ: {difference}" for difference in pair.differences)


def _describe(one: Publication) -> str:
    checks = f"; {one.open_checks} checks fail" if one.open_checks else ""
    if one.revision_of is None:
        return f"+ {one.document_id}: {one.identity}{checks}"
    count = "an unknown number of" if one.differences is None else one.differences
    return f"~ {one.document_id}: {count} differences to {one.revision_of}{checks}"


def notify(record: RoundRecord, settings: WatchSettings) -> list[str]:
    """Tell whom the settings name, if the record needs a person; the ways that were used.

    Raises ``NotificationError`` after all ways were tried, if one of them failed.
    """
    if not record.needs_a_person:
        return []
    return send(build_subject(record), build_message(record), settings, record)


def send(
    subject: str, text: str, settings: WatchSettings, record: RoundRecord | None = None
) -> list[str]:
    """One message by every way that the settings name; the ways that were used.

    Raises ``NotificationError`` after all ways were tried, if one of them failed.
    """
    used, failed = [], []
    if settings.webhook:
        try:
            _post(subject, text, settings.webhook, record)
            used.append("webhook")
        except OSError as error:
            failed.append(f"the webhook did not take the message ({error})")
    if settings.smtp_host:
        try:
            _mail(subject, text, settings)
            used.append("mail")
        except OSError as error:  # what smtplib raises is one too
            failed.append(f"{settings.smtp_host} did not take the mail ({error})")
    if failed:
        raise NotificationError(
            f"Not everybody was told: {'; '.join(failed)}. Check [settings] in the watch file."
        )
    return used


def _post(subject: str, text: str, webhook: str, record: RoundRecord | None) -> None:
    import httpx

    body = {"text": f"{subject}\n{text}", "round": record.to_jsonable() if record else None}
    try:
        answer = httpx.post(webhook, json=body, timeout=TIMEOUT_SECONDS, trust_env=False)
    except (httpx.HTTPError, httpx.InvalidURL) as cause:
        raise ConnectionError(type(cause).__name__) from cause
    # The address of a webhook is a secret; what httpx says of a failure would print it.
    if answer.status_code >= 300:
        raise ConnectionError(f"HTTP {answer.status_code}")


def _mail(subject: str, text: str, settings: WatchSettings) -> None:
    message = EmailMessage()
    message["Subject"] = subject
    message["From"] = settings.mail_from or ""
    message["To"] = ", ".join(settings.mail_to)
    message.set_content(text)
    host = settings.smtp_host or ""
    with smtplib.SMTP(host, settings.smtp_port, timeout=TIMEOUT_SECONDS) as server:
        if settings.smtp_user:
            server.starttls(context=ssl.create_default_context())
            server.login(settings.smtp_user, os.environ.get(PASSWORD_VARIABLE, ""))
        server.send_message(message)
