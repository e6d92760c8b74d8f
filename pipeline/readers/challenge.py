"""Pages that a server sends in place of what was asked for, to be solved by a browser."""

import re

CHALLENGE_BYTES = 20_000
CHALLENGE_TEXT_CHARS = 400

_SCRIPT = re.compile(rb"<script\b", re.IGNORECASE)
_CHALLENGE = re.compile(
    rb"enable javascript|checking your browser|verify(?:ing)? (?:that )?you are (?:a )?human"
    rb"|captcha|challenge-platform|awswaf|access denied|just a moment",
    re.IGNORECASE,
)
_INVISIBLE = ((b"<script", b"</script"), (b"<style", b"</style"), (b"<noscript", b"</noscript"))
_TAG = re.compile(rb"<[^>]{0,2000}>")


def is_challenge(content: bytes) -> bool:
    """Whether a page is there for a browser to solve: scripts, hardly any text, its usual words.

    >>> is_challenge(b"<html><script src=a.js></script><p>Just a moment</p></html>")
    True
    >>> is_challenge(b"<html><p>Just a moment</p></html>")
    False
    """
    if len(content) > CHALLENGE_BYTES or not _SCRIPT.search(content):
        return False
    visible = _TAG.sub(b" ", _cut_invisible(content))
    if len(b" ".join(visible.split())) > CHALLENGE_TEXT_CHARS:
        return False
    return b"<a " not in content.lower() or _CHALLENGE.search(content) is not None


def _cut_invisible(content: bytes) -> bytes:
    """Without scripts and styles; in one pass each, however many are left open."""
    for begin, end in _INVISIBLE:
        lower, kept, at = content.lower(), [], 0
        while (start := lower.find(begin, at)) >= 0:
            kept.append(content[at:start])
            stop = lower.find(end, start)
            at = stop + len(end) if stop >= 0 else len(content)
        content = b"".join([*kept, content[at:]])
    return content
