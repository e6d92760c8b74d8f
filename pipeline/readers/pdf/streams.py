"""Whether the packed streams of a PDF still unpack.

Pdfium and pdfminer both take a stream that breaks off for what came out until then, without a
word: a page loses its text, or a font its table of characters, and the rest looks whole.
"""

import re
import zlib

_STREAM = re.compile(rb"(?<!end)stream\r?\n")
_PACKED = re.compile(rb"/Filter\s*\[?\s*/(?:FlateDecode|Fl)\b")
_IMAGE = re.compile(rb"/Subtype\s*/Image\b")
_DICTIONARY_BYTES = 4096
_CHUNK_BYTES = 1024 * 1024
_SUM_BYTES = 4
"""Of the sum that ends a zlib stream; some programs leave it out."""


def count_broken_streams(data: bytes, unpacked_bytes: int) -> int:
    r"""How many deflated streams of a PDF do not unpack to their end; pictures are not asked.

    0 for an encrypted file, whose streams are not to be judged from outside. Looks no further
    once ``unpacked_bytes`` have come out. Linear in the bytes.

    >>> count_broken_streams(b"<< /Filter /FlateDecode >>\nstream\nx\x9c123\nendstream", 100)
    1
    """
    if b"/Encrypt" in data:
        return 0
    broken, left, end = 0, unpacked_bytes, 0
    for found in _STREAM.finditer(data):
        if found.start() < end or left <= 0:
            continue
        begin = max(end, found.start() - _DICTIONARY_BYTES)
        dictionary = data[max(begin, data.rfind(b"obj", begin, found.start())) : found.start()]
        stop = data.find(b"endstream", found.end())
        end = stop if stop >= 0 else len(data)
        if not _PACKED.search(dictionary) or _IMAGE.search(dictionary):
            continue
        packed = memoryview(data)[found.end() : end]
        is_whole, size = _unpack(packed, zlib.MAX_WBITS, left)
        if not is_whole:
            is_whole, size = _unpack(packed[2:], -zlib.MAX_WBITS, left, _SUM_BYTES)
        broken += not is_whole
        left -= size
    return broken


def _unpack(
    packed: memoryview, window_bits: int, most: int, sum_bytes: int | None = None
) -> tuple[bool, int]:
    """Whether a stream comes to its end, and how many bytes came out of it, at most ``most``.

    With ``sum_bytes``, so many bytes behind the end make it broken: the sum is there and is wrong.
    """
    unpacker = zlib.decompressobj(window_bits)
    size, rest = 0, bytes(packed)
    try:
        while rest and not unpacker.eof and size < most:
            size += len(unpacker.decompress(rest, _CHUNK_BYTES))
            rest = unpacker.unconsumed_tail
    except zlib.error:
        return False, size
    if size >= most:
        return True, size
    has_sum = sum_bytes is not None and len(unpacker.unused_data) >= sum_bytes
    return unpacker.eof and not has_sum, size
