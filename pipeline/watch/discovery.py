"""What a place offers at this moment: links of a listing, entries of a feed, files of an inbox."""

import os
import re
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urldefrag, urljoin, urlsplit

from pipeline.watch.fetching import Body
from pipeline.watch.places import Place
from schemas.errors import EmnError

DOCUMENT_SUFFIXES = frozenset({".pdf", ".docx", ".html", ".htm", ".txt", ".md"})


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
    match place.kind:
        case "page":
            return [Offer(body.url)]
        case "feed":
            found = _iter_feed(place, body)
        case "sitemap":
            found = _iter_sitemap(place, body)
        case _:
            found = _iter_listing(place, body)
    pattern = re.compile(place.pattern) if place.pattern else None
    offers: dict[str, Offer] = {}
    for offer in found:
        url = urldefrag(offer.url).url
        if urlsplit(url).scheme in {"http", "https"} and (pattern is None or pattern.search(url)):
            offers.setdefault(url, Offer(url, offer.title))
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


def _iter_listing(place: Place, body: Body) -> Iterator[Offer]:
    from cssselect import SelectorError
    from lxml import etree, html

    try:
        tree = html.fromstring(body.content, parser=html.HTMLParser(encoding=_charset(body)))
        links = tree.cssselect(place.selector)
    except (etree.LxmlError, ValueError, SelectorError) as cause:
        raise DiscoveryError(place.name, f"the page cannot be read ({cause})") from cause
    base = urljoin(body.url, next(iter(tree.xpath("//base/@href")), ""))
    for link in links:
        target = link if link.get("href") else next(iter(link.cssselect("a[href]")), None)
        if target is not None:
            title = " ".join("".join(target.itertext()).split())
            yield Offer(urljoin(base, target.get("href").strip()), title or None)


def _iter_feed(place: Place, body: Body) -> Iterator[Offer]:
    import feedparser

    headers = {"content-type": body.media_type or "", "content-location": body.url}
    feed = feedparser.parse(body.content, response_headers=headers)
    if not feed.get("version"):
        raise DiscoveryError(place.name, f"{body.url} is neither RSS nor Atom")
    for entry in feed.entries:
        files = [item.get("href") for item in entry.get("enclosures", ())]
        url = next((url for url in (*files, entry.get("link")) if url), None)
        if url:
            yield Offer(urljoin(body.url, url), entry.get("title"))


def _iter_sitemap(place: Place, body: Body) -> Iterator[Offer]:
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        tree = etree.fromstring(body.content, parser)
    except etree.XMLSyntaxError as cause:
        raise DiscoveryError(place.name, f"the sitemap is damaged ({cause})") from cause
    for place_of in tree.iterfind(".//{*}url/{*}loc"):
        yield Offer(urljoin(body.url, (place_of.text or "").strip()))


def _charset(body: Body) -> str | None:
    found = re.search(r"charset=\"?([\w-]+)", body.media_type or "", re.IGNORECASE)
    return found[1] if found else None


def scan_inbox(place: Place, settle_seconds: float) -> Iterator[InboxFile]:
    """Files of the inbox that have rested long enough to be whole, by name.

    Hidden files, temporary names and files that changed within ``settle_seconds`` are left for a
    later round. Raises ``DiscoveryError`` if the folder is not there.
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
        if entry.name.startswith((".", "~")) or entry.name.endswith(
            (".tmp", ".part", ".crdownload")
        ):
            continue
        if Path(entry.name).suffix.lower() not in DOCUMENT_SUFFIXES:
            continue
        status = entry.stat()
        if status.st_size and now - status.st_mtime >= settle_seconds:
            yield InboxFile(Path(entry.path), status.st_size, status.st_mtime_ns)
