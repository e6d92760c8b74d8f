"""Telling a person what a round brought, by webhook or mail, and only when there is reason to."""

import smtplib
from email.message import EmailMessage

from pipeline.watch.places import WatchSettings
from schemas.errors import EmnError
from schemas.watch import RoundRecord

MAX_LINES = 50
TIMEOUT_SECONDS = 20.0


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
    lines = []
    for one in record.publications:
        kind = f"revision of {one.revision_of}" if one.revision_of else "new"
        beside = f"; belongs to {', '.join(one.companions)}" if one.companions else ""
        lines.append(f"+ {one.document_id} ({kind}): {one.identity}{beside}")
    lines += [f"! {fault.message} [{fault.code}]" for fault in record.faults]
    lines += [f"? {alarm}" for alarm in record.alarms]
    shown = lines[:MAX_LINES]
    if len(lines) > MAX_LINES:
        shown.append(f"… and {len(lines) - MAX_LINES} more; see `emn status`")
    return "\n".join([f"Round of {record.started_at}", "", *shown, ""])


def notify(record: RoundRecord, settings: WatchSettings) -> list[str]:
    """Tell whom the settings name, if the record needs a person; the ways that were used.

    Raises ``NotificationError`` after all ways were tried, if one of them failed.
    """
    if not record.needs_a_person:
        return []
    used, failed = [], []
    for name, target, send in (
        ("webhook", settings.webhook, _post),
        ("mail", settings.smtp_host, _mail),
    ):
        if not target:
            continue
        try:
            send(record, settings)
            used.append(name)
        except OSError as error:
            failed.append(f"the {name} {target} did not take the message ({error})")
    if failed:
        raise NotificationError("; ".join(failed) + ". Check [settings] in the watch file.")
    return used


def _post(record: RoundRecord, settings: WatchSettings) -> None:
    import httpx

    body = {
        "text": f"{build_subject(record)}\n{build_message(record)}",
        "round": record.to_jsonable(),
    }
    try:
        answer = httpx.post(
            settings.webhook or "", json=body, timeout=TIMEOUT_SECONDS, trust_env=False
        )
        answer.raise_for_status()
    except httpx.HTTPError as cause:
        raise ConnectionError(str(cause)) from cause


def _mail(record: RoundRecord, settings: WatchSettings) -> None:
    message = EmailMessage()
    message["Subject"] = build_subject(record)
    message["From"] = settings.mail_from or ""
    message["To"] = ", ".join(settings.mail_to)
    message.set_content(build_message(record))
    host = settings.smtp_host or ""
    with smtplib.SMTP(host, settings.smtp_port, timeout=TIMEOUT_SECONDS) as server:
        server.send_message(message)
