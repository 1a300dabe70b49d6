"""What a measure's series says on a day, by the rules of `analysis`: against its aims, its past, and others.

Nothing here queries. Everything that pages, tables and reports print of a measure is a value of `Judgement`.
"""

from performance.judgement.judgement import Beside, Judgement, MissingPeriod
from performance.judgement.past import YearToDate

__all__ = ["Beside", "Judgement", "MissingPeriod", "YearToDate"]
