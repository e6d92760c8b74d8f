"""Groups of countries by name ('Benelux', 'EU Member States'): never expanded into mentions."""

from collections.abc import Iterator

from extractors.vocabulary import read_table


def load_group_terms() -> Iterator[tuple[str, str]]:
    """Every way in which a group is written, with its group id; see ``data/group_terms.csv``."""
    for row in read_table("group_terms"):
        yield row["term"], row["group_id"]
