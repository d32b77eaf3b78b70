"""The read models: each answers one question, as of any position."""

from application.views.by_which_terms import BY_WHICH_TERMS
from application.views.projection import View
from application.views.what_alone_costs import WHAT_ALONE_COSTS
from application.views.what_happened import WHAT_HAPPENED
from application.views.what_held_when import WHAT_HELD_WHEN
from application.views.what_is_approved import WHAT_IS_APPROVED
from application.views.what_is_booked import WHAT_IS_BOOKED
from application.views.what_is_enacted import WHAT_IS_ENACTED
from application.views.what_is_shared import WHAT_IS_SHARED
from application.views.what_it_cost import WHAT_IT_COST
from application.views.what_services_use import WHAT_SERVICES_USE
from application.views.what_was_counted import WHAT_WAS_COUNTED
from application.views.what_was_decided import WHAT_WAS_DECIDED
from application.views.who_bears_what import WHO_BEARS_WHAT
from application.views.who_belongs import WHO_BELONGS
from application.views.who_may_vote import WHO_MAY_VOTE

VIEWS: tuple[View, ...] = (
    WHO_BELONGS,
    WHO_MAY_VOTE,
    WHAT_WAS_DECIDED,
    WHAT_IS_SHARED,
    WHAT_IT_COST,
    WHAT_WAS_COUNTED,
    WHAT_SERVICES_USE,
    WHO_BEARS_WHAT,
    WHAT_ALONE_COSTS,
    WHAT_IS_BOOKED,
    WHAT_IS_ENACTED,
    BY_WHICH_TERMS,
    WHAT_IS_APPROVED,
    WHAT_HAPPENED,
    WHAT_HELD_WHEN,
)
