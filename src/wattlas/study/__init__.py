"""The study file: its schema and its loader.

>>> from wattlas.study import Study
>>> study = Study.from_dict({"title": "T", "model": "gpt-2",
...                          "train": {"tokens": "10B", "hardware": "a100"}})
>>> study.train.hardware
['a100']
"""

from wattlas.study.power import LoadSection, PlanSection, PowerSection
from wattlas.study.schema import ServeSection, SiteSection, Study, TrainSection

__all__ = [
    "LoadSection",
    "PlanSection",
    "PowerSection",
    "ServeSection",
    "SiteSection",
    "Study",
    "TrainSection",
]
