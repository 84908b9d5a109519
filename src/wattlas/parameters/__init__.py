"""Every input that a user may give, declared once: name, unit, limits, help, verbs.

From a declaration come the Python signature, the section of a study, the option of
the command line, the limits at every entry, the rows of the docs and the schema that
``wattlas parameters --json`` prints.

>>> from wattlas.parameters import TrainOptions, declared
>>> declared(TrainOptions)["pue"].quantity
'pue'
"""

from wattlas.parameters.declaration import (
    Declared,
    Given,
    Number,
    Parameter,
    choices_of,
    declared,
    given_of,
)
from wattlas.parameters.generation import GenerateOptions, ImageOptions, VideoOptions
from wattlas.parameters.keywords import keywords
from wattlas.parameters.layouts import LayoutOptions
from wattlas.parameters.limits import Quantity
from wattlas.parameters.places import PlaceOptions
from wattlas.parameters.quantities import QUANTITIES, outlook_quantity, quantity
from wattlas.parameters.requests import RequestsOptions
from wattlas.parameters.servers import ServersOptions
from wattlas.parameters.serving import ServeOptions
from wattlas.parameters.training import TrainOptions

__all__ = [
    "QUANTITIES",
    "Declared",
    "GenerateOptions",
    "Given",
    "ImageOptions",
    "LayoutOptions",
    "Number",
    "Parameter",
    "PlaceOptions",
    "Quantity",
    "RequestsOptions",
    "ServeOptions",
    "ServersOptions",
    "TrainOptions",
    "VideoOptions",
    "choices_of",
    "declared",
    "given_of",
    "keywords",
    "outlook_quantity",
    "quantity",
]
