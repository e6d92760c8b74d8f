"""The archive that a DOCX file is: its parts, checked before anything is unpacked or parsed."""

import io
import re
import zipfile
import zlib
from dataclasses import dataclass, field
from posixpath import dirname, join, normpath
from typing import Any, TypeAlias

from lxml import etree

from pipeline.readers.limits import Limits
from pipeline.readers.markup import screen_xml, too_much
from schemas.errors import ReadError

Element: TypeAlias = Any
"""An element of lxml, which ships no types."""

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_DOCTYPE = re.compile(r"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_STRICT = (
    (
        b"http://purl.oclc.org/ooxml/officeDocument/relationships",
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    ),
    (
        b"http://purl.oclc.org/ooxml/officeDocument/math",
        b"http://schemas.openxmlformats.org/officeDocument/2006/math",
    ),
    (
        b"http://purl.oclc.org/ooxml/wordprocessingml/main",
        b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    ),
)
"""Names of the strict variant of ISO/IEC 29500 and those of the transitional one."""
_RELATIONSHIP = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    NotImplementedError,
    OSError,
    ValueError,
    RuntimeError,  # zipfile's word for a part that needs a password
)


@dataclass(frozen=True, slots=True)
class Relationship:
    """A link from one part to another, or out of the file."""

    kind: str
    """Last word of its type: ``footnotes``, ``hyperlink``."""
    target: str
    is_external: bool


@dataclass(slots=True)
class Package:
    """The parts of a DOCX file, each parsed when it is asked for."""

    archive: zipfile.ZipFile
    file_name: str
    limits: Limits
    main: str = "word/document.xml"
    links: dict[str, Relationship] = field(default_factory=dict)
    """Relationships of the main part, by id."""
    root_links: dict[str, Relationship] = field(default_factory=dict)
    """Relationships of the file, by id."""
    names: dict[str, str] = field(default_factory=dict)
    """By the name of a part as ``to_part_name`` has it: its name in the archive."""

    def __contains__(self, name: str) -> bool:
        return to_part_name(name) in self.names

    def read(self, name: str) -> bytes | None:
        """The bytes of a part; None if there is no such part. Raises ``ReadError``."""
        stored = self.names.get(to_part_name(name))
        if stored is None:
            return None
        try:
            return self.archive.read(stored)
        except _DAMAGE as error:
            raise _damaged(self.file_name, f"its part {name} cannot be unpacked") from error

    def parse(self, name: str) -> Element | None:
        """The root of a part; None if there is no such part. Raises ``ReadError``."""
        data = self.read(name)
        return None if data is None else parse_xml(data, name, self.file_name, self.limits)

    def find_linked(self, kind: str) -> str | None:
        """Name of the part that the main part is related to as ``kind``, such as ``styles``."""
        for link in [*self.links.values(), *self.root_links.values()]:
            if link.kind == kind and not link.is_external:
                return link.target
        return None

    def parse_linked(self, kind: str) -> Element | None:
        """The root of that part; None if there is none."""
        name = self.find_linked(kind)
        return None if name is None else self.parse(name)

    def parse_links(self, name: str) -> dict[str, Relationship]:
        """The relationships of the part ``name``, by id."""
        folder, base = dirname(name), name.rpartition("/")[2]
        root = self.parse(join(folder, "_rels", f"{base}.rels"))
        links: dict[str, Relationship] = {}
        for item in [] if root is None else root.iter(_RELATIONSHIP):
            target = item.get("Target") or ""
            is_external = item.get("TargetMode") == "External"
            if not is_external:
                target = target[1:] if target.startswith("/") else normpath(join(folder, target))
            kind = (item.get("Type") or "").rpartition("/")[2]
            links[item.get("Id") or ""] = Relationship(kind, target, is_external)
        return links


def to_part_name(name: str) -> str:
    r"""The name of a part as names are compared: without case, with slashes (ISO/IEC 29500-2).

    >>> to_part_name("Word\\Document.xml")
    'word/document.xml'
    """
    return name.replace("\\", "/").lstrip("/").lower()


def open_package(data: bytes, file_name: str, limits: Limits) -> Package:
    """The parts of a DOCX file. Raises ``ReadError`` for whatever should not be unpacked."""
    if data.startswith(_OLE):
        is_locked = _ENCRYPTED in data
        raise ReadError(
            "format.encrypted" if is_locked else "format.unsupported",
            file_name,
            "the file is protected by a password" if is_locked else "this is an old Office file",
            "Open it in Word and save it as DOCX without a password.",
        )
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except _DAMAGE as error:
        raise _damaged(file_name, "it is no complete ZIP archive") from error
    parts = archive.infolist()
    _check_parts(parts, file_name, limits)
    package = Package(archive, file_name, limits)
    for part in parts:  # of two with one name the last counts, as in zipfile
        package.names[to_part_name(part.filename)] = part.filename
    package.root_links = package.parse_links("")
    for link in package.root_links.values():
        if link.kind == "officeDocument" and not link.is_external:
            package.main = link.target
    if package.main not in package:
        raise _damaged(file_name, f"its main part {package.main} is missing")
    package.links = package.parse_links(package.main)
    return package


def _check_parts(parts: list[zipfile.ZipInfo], file_name: str, limits: Limits) -> None:
    if len(parts) > limits.archive_parts:
        raise too_much(
            "archive_parts", len(parts), "parts in its archive", limits.archive_parts, file_name
        )
    unpacked = sum(part.file_size for part in parts)
    if unpacked > limits.unpacked_bytes:
        raise too_much(
            "unpacked_bytes", unpacked, "bytes when unpacked", limits.unpacked_bytes, file_name
        )
    for part in parts:
        if part.flag_bits & 1:
            raise ReadError(
                "format.encrypted",
                file_name,
                "its archive is protected by a password",
                "Save it without one.",
            )
        if part.filename.lower().endswith("vbaproject.bin"):
            raise ReadError(
                "format.hostile",
                file_name,
                f"it carries macros ({part.filename})",
                "Open it in Word with macros off and save it as DOCX, which drops them.",
            )


def parse_xml(data: bytes, name: str, file_name: str, limits: Limits) -> Element:
    """The root of an XML part without entities, comments and instructions."""
    text = _peek(data)
    found = _DOCTYPE.search(text)
    if found:
        raise ReadError(
            "format.hostile",
            file_name,
            f"its part {name} declares {found[0]}, which no DOCX needs",
            "Such a file is made by hand to reach other files; do not open it.",
        )
    screen_xml(text, file_name, limits)
    for strict, transitional in _STRICT:
        data = data.replace(strict, transitional)
    parser = etree.XMLParser(
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        remove_comments=True,
        remove_pis=True,
        huge_tree=False,
    )
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        if "depth" in str(error).lower():
            raise too_much("depth", 256, "nested elements", limits.depth, file_name) from error
        raise _damaged(file_name, f"its part {name} is no well-formed XML ({error})") from error
    if root.getroottree().docinfo.doctype:
        raise _damaged(file_name, f"its part {name} declares a document type")
    return root


def _peek(data: bytes) -> str:
    """The characters of an XML part as far as checks need them."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16", "replace")
    if b"\0" in data[:4]:
        return data.decode("utf-16-le" if data[1:2] == b"\0" else "utf-16-be", "replace")
    return data.decode("utf-8", "replace")


def _damaged(file_name: str, found: str) -> ReadError:
    return ReadError(
        "format.damaged", file_name, found, "Fetch it again, or open it in Word and save it anew."
    )
