"""Markdown inside the lines of a plain text file: emphasis, escapes, links, raised numbers.

Texts are often saved from a Markdown editor under the name ``.txt``. Only marks that no plain text
uses otherwise are read; whatever does not pair stays as it is.
"""

import html
import re

from pipeline.readers.labels import parse_labels
from pipeline.readers.raw import Run
from pipeline.readers.targets import find_target

_INLINE = re.compile(
    r"""\\(?P<escape>[!-/:-@\[-`{-~])
    |<(?P<auto>(?:https?://|mailto:|www\.)[^\s<>]{1,2000}|[\w.+-]{1,80}@[\w.-]{1,200})>
    |\[(?P<words>(?:\\.|\[[^\[\]\n]{0,20}\]|[^\[\]\\\n]){1,400})\]
      \((?P<target>\#?[^()\s<>]{0,2000})(?:\s+"[^"\n]{0,300}")?\)
    |<(?P<close>/)?(?P<tag>sup|sub|a|b|i|u|em|strong|span|br|p|font|small|s|del|ins)
      (?P<attributes>\s[^<>]{0,500})?\s*/?>
    |(?P<entity>&(?:amp|lt|gt|quot|nbsp|shy|rsquo|lsquo|ldquo|rdquo|ndash|mdash|\#\d{1,6});)
    |(?P<mark>\*{1,3}|_{1,3})
    """,
    re.VERBOSE | re.IGNORECASE,
)
_SPECIAL = re.compile(r"[\\<\[&*_]")
_HREF = re.compile(r"""href\s*=\s*["']?([^"'\s>]+)""", re.IGNORECASE)
_OPENS_AFTER = frozenset(" \t\n([{\"'“‘«—–-/*_")


def read_inline(text: str) -> list[Run]:
    r"""The runs of ``text``: marks out, links and raised characters noted.

    >>> [run.text for run in read_inline("*Migration Diplomacy*: Kosovo* and \\(NCPs\\)")]
    ['Migration Diplomacy: Kosovo* and (NCPs)']
    """
    if not _SPECIAL.search(text):
        return [Run(text)]
    marks = _find_emphasis(text)
    builder = RunBuilder()
    position = 0
    for found in _INLINE.finditer(text):
        kind = found.lastgroup
        if found["mark"] is not None and found.start() not in marks:
            continue
        builder.add(text[position : found.start()])
        position = found.end()
        if found["escape"] is not None:
            builder.add(found["escape"])
        elif found["auto"] is not None:
            target = found["auto"]
            builder.add(target.removeprefix("mailto:"), url=target)
        elif found["words"] is not None:
            builder.add_link(found["words"], found["target"])
        elif found["tag"] is not None:
            builder.read_tag(
                found["tag"].lower(), found["attributes"] or "", is_closing=bool(found["close"])
            )
        elif kind == "entity":
            builder.add(html.unescape(found["entity"]))
    builder.add(text[position:])
    return builder.runs


class RunBuilder:
    """Collects characters into runs; a new run begins where the typography changes."""

    def __init__(self) -> None:
        self.runs: list[Run] = []
        self._raised = 0
        self._url: str | None = None

    def add(self, text: str, url: str | None = None, *, is_raised: bool = False) -> None:
        """Add characters; a link into the file itself around a label is a raised marker."""
        if not text:
            return
        url = url or self._url
        is_raised = is_raised or self._raised > 0
        if url is not None and url.startswith("#") and parse_labels(text):
            is_raised = True
        url = None if url is None else find_target(url)
        last = self.runs[-1] if self.runs else None
        look = (url, is_raised, None)
        if last is not None and (last.url, last.is_raised, last.note_key) == look:
            self.runs[-1] = Run(last.text + text, is_raised=is_raised, url=url)
        else:
            self.runs.append(Run(text, is_raised=is_raised, url=url))

    def open_link(self, target: str) -> None:
        """What follows leads to ``target``; an empty or bare ``#`` leads nowhere."""
        self._url = target if target.strip("#") else None

    def close_link(self) -> None:
        """What follows leads nowhere."""
        self._url = None

    def add_link(self, words: str, target: str) -> None:
        """The words of a link whose own marks are still in them."""
        shown = re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", words).strip("*")
        plain = re.sub(r"</?sup>", "", shown)
        self.open_link(target)
        self.add(plain)
        self.close_link()

    def read_tag(self, tag: str, attributes: str, *, is_closing: bool) -> None:
        """Note what an HTML tag changes; tags without a meaning for the text change nothing."""
        if tag == "sup":
            self._raised = max(0, self._raised + (-1 if is_closing else 1))
        elif tag == "a":
            found = _HREF.search(attributes)
            self.open_link(found[1] if found and not is_closing else "")
        elif tag in ("br", "p"):
            self.add("\n")


def _find_emphasis(text: str) -> frozenset[int]:
    """Offsets of the marks that open or close emphasis; other asterisks are characters."""
    open_at: dict[str, int] = {}
    paired: list[int] = []
    for found in re.finditer(r"(?<!\\)(?:\*{1,3}|_{1,3})", text):
        mark = found.group()
        before = text[found.start() - 1 : found.start()] or " "
        after = text[found.end() : found.end() + 1] or " "
        if mark in open_at and not before.isspace() and not after.isalnum() and after != mark[0]:
            paired += [open_at.pop(mark), found.start()]
        elif not after.isspace() and before in _OPENS_AFTER:
            open_at[mark] = found.start()
    return frozenset(paired)
