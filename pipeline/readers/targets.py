"""Where a hyperlink leads: its target without the services that count or check clicks on the way.

Google Docs and Outlook put such a service before every link of a document that they export.
"""

import re
from urllib.parse import parse_qs, urlsplit

_ON_THE_WAY = (
    (re.compile(r"(?:www\.)?google\.[a-z.]{2,6}\Z"), "/url", ("q", "url")),
    (re.compile(r"[\w.-]+\.safelinks\.protection\.outlook\.com\Z"), "/", ("url",)),
    (re.compile(r"l\.facebook\.com\Z"), "/l.php", ("u",)),
    (re.compile(r"(?:www\.)?linkedin\.com\Z"), "/redir/redirect", ("url",)),
)
"""Host, path and the parameters that hold the target."""
_ADDRESSES = ("http://", "https://", "mailto:", "www.")
_MAIL = re.compile(r"[\w.+%-]{1,80}@[\w-]{1,80}(?:\.[\w-]{1,80}){1,8}\Z")


def find_target(url: str) -> str | None:
    """The address that a link leads to; None if it stays in the file or on its author's machine.

    >>> find_target("https://www.google.com/url?q=https://emn.example/a&sa=D")
    'https://emn.example/a'
    >>> find_target("ncp@example.eu"), find_target("#scope"), find_target("inform.pdf")
    ('mailto:ncp@example.eu', None, None)
    """
    target = _skip_services(url.strip())
    return target if target.lower().startswith(_ADDRESSES) else None


def _skip_services(url: str) -> str:
    if _MAIL.match(url):
        return f"mailto:{url}"
    if "?" not in url:
        return url
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").lower()
        for hosts, path, names in _ON_THE_WAY:
            if hosts.match(host) and parts.path.rstrip("/") == path.rstrip("/"):
                values = parse_qs(parts.query)
                found = [value for name in names for value in values.get(name, ())]
                return next((one for one in found if one.startswith(("http", "mailto:"))), url)
    except ValueError:  # no address at all
        return url
    return url
