"""What was worked out under a council's revision, kept in this process for as long as the revision stands.

Nothing kept here can be stale: the revision is part of the key, it is read from the database by each request, and a
result that was worked out while it moved is not kept. So many workers, each with a memory of its own, serve the same.
Within a transaction nothing is kept or taken: what it has written may yet be rolled back.
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Any, TypeVar

from django.db import connection

from improvement.models import Council

Result = TypeVar("Result")
# A council, its revision, and what was worked out.
Key = tuple[int, int, Hashable]
# How much is kept, in whatever a result is weighed by: of positions, as many rows as take some 100 MB.
MOST = 100_000


class Kept:
    """Results by key, the ones used longest ago let go first."""

    def __init__(self, most: int = MOST) -> None:
        self.most = most
        self._results: OrderedDict[Key, tuple[int, Any]] = OrderedDict()
        self._weight = 0
        self._lock = Lock()

    def get(
        self, council: Council, key: Hashable, make: Callable[[], Result], weigh: Callable[[Result], int]
    ) -> Result:
        """Return the result of a key under the council's revision as it was read; make and keep it where it is new."""
        if not may_keep():
            return make()
        whole_key = (council.pk, council.revision, key)
        with self._lock:
            if whole_key in self._results:
                self._results.move_to_end(whole_key)
                return self._results[whole_key][1]
        result = make()
        if revision_of(council) == council.revision:
            self._keep(whole_key, weigh(result), result)
        return result

    def _keep(self, key: Key, weight: int, result: Any) -> None:
        if weight > self.most:
            return
        with self._lock:
            # What the council's rows were before comes never again.
            for other in [other for other in self._results if other[0] == key[0] and other[1] < key[1]]:
                self._weight -= self._results.pop(other)[0]
            self._weight += weight - self._results.pop(key, (0, None))[0]
            self._results[key] = (weight, result)
            while self._weight > self.most:
                _key, (gone, _result) = self._results.popitem(last=False)
                self._weight -= gone

    def clear(self) -> None:
        with self._lock:
            self._results.clear()
            self._weight = 0


def may_keep() -> bool:
    """Whether what is read now is so for good: not within a transaction, which may yet be rolled back."""
    return not connection.in_atomic_block


def revision_of(council: Council) -> int:
    """Return a council's revision as it stands now; one query."""
    return Council.objects.values_list("revision", flat=True).get(pk=council.pk)


KEPT = Kept()
