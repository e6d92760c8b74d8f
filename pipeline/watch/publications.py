"""Publications: which raw files are one inform in several revisions, which belong together."""

import unicodedata

from pipeline.watch.state import State
from schemas.extraction import Metadata
from schemas.watch import Publication

_WORKS = ("inform", "study", "flash")


def build_identity(metadata: Metadata, document_id: str) -> str:
    """Kind, language and normalised title; a document without a title is only itself.

    >>> from schemas.extraction import Metadata
    >>> build_identity(Metadata(kind="inform", language="en", title="EMN Inform: An Analysis",
    ...     product_title="‘Pay & Housing’: An analysis"), "x")
    'inform:en:pay and housing an analysis'
    """
    title = metadata.title if metadata.kind == "press_release" else metadata.product_title
    title = title or metadata.title
    name = normalise_title(title) if title else f"#{document_id}"
    return f"{metadata.kind}:{metadata.language or 'und'}:{name}"


def normalise_title(title: str) -> str:
    """Words only, without case, accents or a leading article; ``&`` is ``and``.

    >>> normalise_title("The Éléments – “Pay & Housing” ")
    'elements pay and housing'
    """
    plain = unicodedata.normalize("NFKD", title.casefold().replace("&", " and "))
    plain = "".join(char for char in plain if not unicodedata.combining(char))
    words = "".join(char if char.isalnum() else " " for char in plain).split()
    if words[:1] in (["the"], ["a"], ["an"]):
        words = words[1:]
    return " ".join(words)


def describe(
    state: State, identity: str, metadata: Metadata, document_id: str, file_name: str
) -> Publication:
    """A newly processed document among those known: what it supersedes, what it belongs to."""
    earlier = [
        one.document_id
        for one in state.iter_files(identity)
        if one.document_id and one.document_id != document_id
    ]
    return Publication(
        identity=identity,
        document_id=document_id,
        file_name=file_name,
        revision_of=earlier[-1] if earlier else None,
        companions=find_companions(state, identity, metadata),
    )


def find_companions(state: State, identity: str, metadata: Metadata) -> tuple[str, ...]:
    """Identities of the same product in another kind: a release with its inform, and so on."""
    if not metadata.product_title:
        return ()
    language = metadata.language or "und"
    name = normalise_title(metadata.product_title)
    wanted = {f"{kind}:{language}:{name}" for kind in _WORKS} - {identity}
    return tuple(one for one in state.iter_identities() if one in wanted)
