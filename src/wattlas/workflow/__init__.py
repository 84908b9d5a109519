"""Run a study end to end: estimates for each case and place, its plan, records."""

from wattlas.workflow.records import Deployed, Placement, StudyResult
from wattlas.workflow.running import COMPARED, run

__all__ = ["COMPARED", "Deployed", "Placement", "StudyResult", "run"]
