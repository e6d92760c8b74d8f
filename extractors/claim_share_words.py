"""Words of proportion and vague words, by what must stand beside them to count countries."""

from extractors.claim_patterns import load_quantifiers

COMPLEMENTS = frozenset({"the rest", "the others", "the remainder", "the remaining", "others"})
"""What is left of a set."""
NONE = frozenset({"none", "not one", "not a single one"})
LOOSE = frozenset({"other", "various", "certain", "multiple", "numerous", "many"})
"""Words that count countries only as the subject of a clause."""
NEED_NOUN = frozenset(
    {
        *("each", "every", "no", "neither", "other", "the other"),
        *("certain", "various", "multiple", "numerous"),
    }
)
"""Words that count countries only in front of a noun for them."""
NEED_OF = frozenset(
    {
        *("half", "majority", "minority", "third", "thirds", "quarter", "quarters"),
        *("fifth", "fifths", "tenth", "tenths", "number", "handful"),
    }
)
"""Last words of those that need 'of' in front of a noun."""
ALL = frozenset({"all", "nearly all", "almost all", "virtually all", "practically all", "not all"})
SUBJECTS = frozenset(
    {
        *ALL,
        *("most", "some", "many", "several"),
        *("few", "a few", "only a few", "very few"),
        *("several others", "some others", "many others", "a few others", "most others"),
        *NONE,
        *COMPLEMENTS,
    }
)
"""Words that may stand alone in front of a verb."""
AS_MANY = frozenset(words for words in load_quantifiers() if "as many" in words)
"""'Ten charge a fee, and nearly as many waive it'"""
PLACES = frozenset({*COMPLEMENTS, "none", "most", "all"})
"""Words that may stand for countries behind 'in'."""
NOT_TAKEN_OF = frozenset({"no", "the remaining", "every"})
