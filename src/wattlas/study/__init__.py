"""The study file: its schema and its loader.

>>> from wattlas.study import Study
>>> study = Study.from_dict({"title": "T", "model": "gpt-2",
...                          "train": {"tokens": "10B", "hardware": "a100"}})
>>> study.train.hardware
['a100']
"""

from wattlas.parameters.loads import LoadSection, ServeSection, TrainSection
from wattlas.parameters.plans import PlanSection
from wattlas.parameters.power import PowerSection
from wattlas.parameters.sites import SiteSection
from wattlas.study.schema import Study

__all__ = [
    "LoadSection",
    "PlanSection",
    "PowerSection",
    "ServeSection",
    "SiteSection",
    "Study",
    "TrainSection",
]
