"""Groups of countries by name ('Benelux', 'EU Member States'): never expanded into mentions."""

from collections.abc import Iterator
from functools import cache, lru_cache

from extractors.vocabulary import load_vocabulary, read_table
from schemas.extraction import Iso2

_PLAIN_NOUNS = frozenset(
    "Member Members Observer Observers Country Countries State States Area Partners".split()  # noqa: SIM905
)


def load_group_terms() -> Iterator[tuple[str, str]]:
    """Every way in which a group is written, with its group id; see ``data/group_terms.csv``.

    Of 'EMN Member Countries' the forms 'EMN Member countries', 'EMN member countries' and the one
    in capitals are understood too.
    """
    for row in read_table("group_terms"):
        for term in dict.fromkeys(_variants(row["term"])):
            yield term, row["group_id"]


def _variants(term: str) -> Iterator[str]:
    yield term
    words = term.split(" ")
    if words[-1] in _PLAIN_NOUNS:
        yield " ".join([*words[:-1], words[-1].lower()])
    yield " ".join(word.lower() if word in _PLAIN_NOUNS else word for word in words)
    if term[0].islower():
        yield term[0].upper() + term[1:]
        yield term.title().replace(" Of ", " of ").replace("Eu ", "EU ").replace("Oecd", "OECD")
    if len(term) > 4:
        yield term.upper()


@lru_cache(maxsize=1024)
def resolve_group(group_id: str, date: str) -> tuple[Iso2, ...] | None:
    """Members of the group on the ISO ``date`` (or a prefix of one), sorted by EU code.

    None for open sets ('third countries') and where the name contradicts the date: 'EU-27' meant
    27 states before July 2013 and again since February 2020. ``KeyError`` for an unknown id.

    >>> resolve_group("benelux", "2024")
    ('BE', 'LU', 'NL')
    >>> resolve_group("third_countries", "2024") is None
    True
    """
    row = _groups()[group_id]
    if not row["built_from"]:
        return None
    members: set[Iso2] = set()
    for part in row["built_from"].split():
        if part.startswith("-"):
            members -= _part(group_id, part[1:], date)
        else:
            members |= _part(group_id, part, date)
    if row["size"] and len(members) != int(row["size"]):
        return None
    countries = load_vocabulary().countries
    return tuple(sorted(members, key=lambda iso2: countries[iso2].eu_code))


def _part(group_id: str, part: str, date: str) -> set[Iso2]:
    countries = load_vocabulary().countries.values()
    if part == "=eu":
        return {one.iso2 for one in countries if one.is_eu_member(date)}
    if part == "=emn_member":
        return {one.iso2 for one in countries if one.is_emn_member(date)}
    if part == "=emn_observer":
        return {one.iso2 for one in countries if one.is_emn_observer(date)}
    if part == "=table":
        return {
            row["iso2"]
            for row in _members()
            if row["group_id"] == group_id
            and row["from"][: len(date)] <= date
            and (not row["until"] or date < row["until"])
        }
    name, _, fixed = part.partition("@")
    if name in _groups():
        return set(resolve_group(name, fixed or date) or ())
    return {name}


@cache
def _groups() -> dict[str, dict[str, str]]:
    return {row["group_id"]: row for row in read_table("groups")}


@cache
def _members() -> list[dict[str, str]]:
    return read_table("group_members")
