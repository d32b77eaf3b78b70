"""Which stocks a key counts by their mean over the period: read against the key and the measures it counts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from application.ledger import Ledger
from domain.allocation.engine.splitting import measures_of, parse_key
from domain.allocation.measure import Measure, Nature, measure_id
from domain.kernel.errors import BadInput
from domain.kernel.identity import normal_code
from domain.kernel.sentences import Sentence


def read_averaged_measures(
    ledger: Ledger, key: Mapping[str, object], codes: Sequence[str]
) -> tuple[str, ...]:
    """The stocks that are named, under the codes by which the key counts them. Raises BadInput.

    What the key does not count has no mean in it; a flow is added over the months, never averaged.
    """
    counted = {normal_code(code): code for code in sorted(measures_of(parse_key(key)))}
    for code, times in Counter(map(normal_code, codes)).items():
        if times > 1:
            raise BadInput(
                "averaged_measures", Sentence("{code} is named once", code=counted.get(code, code))
            )
    for code in codes:
        if normal_code(code) not in counted:
            raise BadInput(
                "averaged_measures", Sentence("{code} is not a measure that the key counts", code=code)
            )
        if ledger.find(Measure, measure_id(code)).nature is Nature.FLOW:
            rule = Sentence(
                "{code} is a flow: it is added over the months of the period, not averaged", code=code
            )
            raise BadInput("averaged_measures", rule)
    return tuple(sorted(counted[normal_code(code)] for code in codes))
