"""Checkers: a second pass over the findings. Each rule has a stable code and a case that fails it.

The rules are those of the field's own catalogue (C01–C25); ``docs/checks.md`` lists the codes with
an example each. Registration is this tuple, in the order in which the checks are written.
"""

from extractors.checkers.contract import Checker
from extractors.checkers.counts import check_counts
from extractors.checkers.dates import check_dates
from extractors.checkers.deals import check_deals
from extractors.checkers.orders import check_order
from extractors.checkers.partitions import check_partitions
from extractors.checkers.printing import check_printing
from extractors.checkers.proportions import check_proportions
from extractors.checkers.references import check_references
from extractors.checkers.repeats import check_repeats
from extractors.checkers.roles import check_roles
from extractors.checkers.roster import check_roster
from extractors.checkers.sets import check_sets
from extractors.checkers.sums import check_sums
from extractors.checkers.titles import check_titles
from extractors.checkers.totals import check_totals

CHECKERS: tuple[Checker, ...] = (
    check_counts,
    check_totals,
    check_proportions,
    check_sums,
    check_partitions,
    check_sets,
    check_printing,
    check_order,
    check_roles,
    check_references,
    check_roster,
    check_dates,
    check_deals,
    check_titles,
    check_repeats,
)
