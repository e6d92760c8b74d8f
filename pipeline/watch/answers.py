"""What an answer means beyond its status: a time to wait."""

from email.utils import parsedate_to_datetime


def read_retry_after(value: str | None, now: float) -> float:
    """Seconds to wait, from seconds or an HTTP date; 0 if there is nothing usable.

    >>> read_retry_after("120", 0), read_retry_after("Thu, 01 Jan 1970 00:01:00 GMT", 10)
    (120.0, 50.0)
    """
    if value is None:
        return 0.0
    if value.strip().isdecimal():
        return float(value)
    try:
        return max(0.0, parsedate_to_datetime(value).timestamp() - now)
    except (ValueError, OverflowError):
        return 0.0
