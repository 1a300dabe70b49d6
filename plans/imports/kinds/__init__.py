"""Every kind of thing that a workbook can say, one module each: its item, its values, what is on record, its writing.

The order is that of writing: what others refer to comes first. A field that an item and its version both have is read,
compared, written, undone and imported again by name (`fields.py`); `test_every_item_field.py` walks each of them.
"""

from plans.imports.kinds.action import ACTION
from plans.imports.kinds.closure import CLOSURE
from plans.imports.kinds.commitment import COMMITMENT
from plans.imports.kinds.comparator import COMPARATOR
from plans.imports.kinds.cost import COST
from plans.imports.kinds.inspection import INSPECTION
from plans.imports.kinds.kind import Kind
from plans.imports.kinds.measure import MEASURE
from plans.imports.kinds.milestone import MILESTONE
from plans.imports.kinds.observation import OBSERVATION
from plans.imports.kinds.rating import RATING
from plans.imports.kinds.recommendation import RECOMMENDATION
from plans.imports.kinds.stated_figure import STATED_FIGURE
from plans.imports.kinds.success_measure import SUCCESS_MEASURE
from plans.imports.kinds.target import TARGET
from plans.imports.kinds.theme import THEME
from plans.imports.kinds.update import UPDATE

KINDS: dict[str, Kind] = {
    kind.name: kind
    for kind in (
        THEME,
        COMMITMENT,
        RECOMMENDATION,
        MILESTONE,
        ACTION,
        SUCCESS_MEASURE,
        MEASURE,
        TARGET,
        OBSERVATION,
        COMPARATOR,
        INSPECTION,
        COST,
        UPDATE,
        CLOSURE,
        STATED_FIGURE,
        RATING,
    )
}
