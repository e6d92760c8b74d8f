"""What a place offers at this moment: links of a listing, entries of a feed, files of an inbox."""

import codecs
import os
import re
import time
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from urllib.parse import urldefrag, urljoin, urlsplit

from pipeline.watch.fetching import Body
from pipeline.watch.places import Place
from schemas.errors import EmnError

UNFINISHED_SUFFIXES = (".tmp", ".part", ".partial", ".crdownload", ".download")


class DiscoveryError(EmnError):
    """A place answered, but not with something that can be a list of documents."""

    def __init__(self, place: str, found: str) -> None:
        super().__init__(f"{place}: {found}.")


@dataclass(frozen=True, slots=True)
class Offer:
    """Something that may be a document, by its URL."""

    url: str
    title: str | None = None


@dataclass(frozen=True, slots=True)
class InboxFile:
    """A file that rests in an inbox."""

    path: Path
    size_bytes: int
    modified_ns: int


def discover(place: Place, body: Body) -> list[Offer]:
    """The offers of a place in the order of the page, each URL once.

    Raises ``DiscoveryError`` for an answer without any offer: an empty listing is a failure, never
    the news that everything is gone.
    """
    iterate = {"feed": _iter_feed, "sitemap": _iter_sitemap}.get(place.kind, _iter_listing)
    pattern = re.compile(place.pattern) if place.pattern else None
    offers: dict[str, Offer] = {}
    for target, title in iterate(place, body):
        url = _find_url(body.url, target)
        if url is not None and (pattern is None or pattern.search(url)):
            offers.setdefault(url, Offer(url, title))
        if len(offers) > place.max_items:
            raise DiscoveryError(
                place.name,
                f"more than {place.max_items} links (max_items); make the selector narrower",
            )
    offers.pop(body.url, None)
    if not offers:
        what = f"selector {place.selector!r}" if place.kind == "listing" else place.kind
        raise DiscoveryError(
            place.name,
            f"the {what} of {body.url} gives no link to a document, where some are expected; "
            "look at the page, it may have been rebuilt",
        )
    return list(offers.values())


def _find_url(base: str, target: str) -> str | None:
    """A link as an absolute web address without its fragment, or None if it is none."""
    try:
        url = urldefrag(urljoin(base, target.strip())).url
        parts = urlsplit(url)
    except ValueError:
        return None
    return url if parts.scheme in {"http", "https"} and parts.hostname else None


def _iter_listing(place: Place, body: Body) -> Iterator[tuple[str, str | None]]:
    from cssselect import SelectorError
    from lxml import etree, html

    try:
        tree = html.fromstring(body.content, parser=html.HTMLParser(encoding=_charset(body)))
        links = tree.cssselect(place.selector)
    except (etree.LxmlError, ValueError, SelectorError) as cause:
        raise DiscoveryError(place.name, f"the page cannot be read ({cause})") from cause
    base = _find_url(body.url, next(iter(tree.xpath("//base/@href")), "")) or body.url
    for link in links:
        target = link if link.get("href") else next(iter(link.cssselect("a[href]")), None)
        url = None if target is None else _find_url(base, target.get("href"))
        if url is not None:
            yield url, " ".join("".join(link.itertext()).split()) or None


def _iter_feed(place: Place, body: Body) -> Iterator[tuple[str, str | None]]:
    import feedparser

    headers = {"content-type": body.media_type or "", "content-location": body.url}
    # As a stream: feedparser takes bytes for the name of a file, if there is one of that name.
    feed = feedparser.parse(BytesIO(body.content), response_headers=headers)
    if not feed.get("version"):
        raise DiscoveryError(place.name, f"{body.url} is neither RSS nor Atom")
    for entry in feed.entries:
        files = [item.get("href") for item in entry.get("enclosures", ())]
        url = next((url for url in (*files, entry.get("link")) if url), None)
        if url:
            yield url, entry.get("title")


def _iter_sitemap(place: Place, body: Body) -> Iterator[tuple[str, str | None]]:
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        tree = etree.fromstring(body.content, parser)
    except etree.XMLSyntaxError as cause:
        raise DiscoveryError(place.name, f"the sitemap is damaged ({cause})") from cause
    if tree.find("{*}sitemap") is not None:
        raise DiscoveryError(
            place.name, f"{body.url} is an index of sitemaps; name the sitemap that matters"
        )
    for location in tree.iterfind("{*}url/{*}loc"):
        yield location.text or "", None


def _charset(body: Body) -> str | None:
    """The encoding that the server names, if there is one of that name."""
    found = re.search(r"charset=\"?([\w-]+)", body.media_type or "", re.IGNORECASE)
    try:
        return codecs.lookup(found[1]).name if found else None
    except LookupError:
        return None


def scan_inbox(place: Place, settle_seconds: float) -> Iterator[InboxFile]:
    """Files of the inbox that have rested long enough to be whole, by name.

    Hidden files, temporary names and files that changed within ``settle_seconds`` are left for a
    later round, and so are folders. Raises ``DiscoveryError`` if the inbox is not there.
    """
    folder = place.folder
    if folder is None or not folder.is_dir():
        raise DiscoveryError(
            place.name, f"there is no folder {folder}; make it or correct the path"
        )
    now = time.time()
    with os.scandir(folder) as entries:
        files = sorted((entry for entry in entries if entry.is_file()), key=lambda one: one.name)
    for entry in files:
        if entry.name.startswith((".", "~")) or entry.name.lower().endswith(UNFINISHED_SUFFIXES):
            continue
        status = entry.stat()
        # The time of the last change of any kind: programs that copy set the time of the content
        # back to that of the original.
        if status.st_size and now - status.st_ctime >= settle_seconds:
            yield InboxFile(Path(entry.path), status.st_size, status.st_mtime_ns)
