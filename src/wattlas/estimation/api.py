"""The public functions of estimation: keyword arguments in, an `Estimate` out.

A number may be given as a number, with a unit ("433 MWh") or as a 90 % range
("1.1..1.3"). What is not given is taken from the tables and listed in the result's
`assumed`; what is given and not used is said in its `notes`.
"""

from __future__ import annotations

from wattlas.estimation.generate import estimate_generation
from wattlas.estimation.metered_serving import estimate_metered_serving
from wattlas.estimation.serve import estimate_serving
from wattlas.estimation.train import estimate_training
from wattlas.parameters import GenerateOptions, ServeOptions, TrainOptions, keywords
from wattlas.records import Estimate


@keywords(TrainOptions)
def train(options: TrainOptions) -> Estimate:
    """Estimate a training run: electricity, money, carbon and water, with ranges.

    The chain is entered where the most is known: at a metered `energy` with its
    `boundary`; at `chip_hours` (or `chips` and `hours`); else at `model`, `tokens` and
    `hardware`.

    Raises
    ------
    InputError
        If a value is impossible, a name unknown, or inputs contradict each other.

    Examples
    --------
    >>> run = train(hardware="v100-sxm2", chip_hours=3_552_000, power_per_chip=330,
    ...             power_scope="it", pue=1.10, intensity=0.429)
    >>> round(run.results["facility_energy_kwh"].mid / 1000)
    1289
    """
    return estimate_training(options)


@keywords(ServeOptions)
def serve(options: ServeOptions) -> Estimate:
    """Estimate serving a language model: per token, request, day and year.

    Raises
    ------
    InputError
        If a value is impossible, a name unknown, or the model does not fit the chips.

    Examples
    --------
    >>> chat = serve(model="llama-3.1-70b", hardware="h100-sxm", chips=8, batch=64,
    ...              prompt_tokens=500, output_tokens=300)
    >>> sorted(chat.stages)
    ['idle', 'serving']
    """
    if options.energy is None:
        return estimate_serving(options)
    return estimate_metered_serving(options)


@keywords(GenerateOptions)
def generate(options: GenerateOptions) -> Estimate:
    """Estimate making images or videos: per item, second of video, day and year.

    Raises
    ------
    InputError
        If a value is impossible, a name unknown, or the model does not fit the chips.

    Examples
    --------
    >>> image = generate(model="sdxl", hardware="h100-sxm")
    >>> image.basis, sorted(image.stages)
    ('image', ['idle', 'serving'])
    >>> bool(0.1 < image.results["facility_energy_kwh"].mid * 1000 < 3)
    True
    """
    return estimate_generation(options)
