"""The public functions of estimation: keyword arguments in, an `Estimate` out.

A number may be given as a number, with a unit ("433 MWh") or as a 90 % range
("1.1..1.3"). What is not given is taken from the tables and listed in the result's
`assumed`; what is given and not used is said in its `notes`.
"""

from __future__ import annotations

from wattlas.estimation.agent import estimate_agent
from wattlas.estimation.finetune import estimate_finetuning
from wattlas.estimation.generate import estimate_generation
from wattlas.estimation.metered_serving import estimate_metered_serving
from wattlas.estimation.network_training import (
    estimate_network_training,
    trains_network,
)
from wattlas.estimation.network_work import estimate_network
from wattlas.estimation.rl import estimate_rl
from wattlas.estimation.serve import estimate_serving
from wattlas.estimation.train import estimate_training
from wattlas.parameters import GenerateOptions, ServeOptions, TrainOptions, keywords
from wattlas.parameters.agents import AgentOptions
from wattlas.parameters.finetuning import FinetuneOptions, RlOptions
from wattlas.parameters.networks import (
    ClassifyOptions,
    EmbedOptions,
    SpeakOptions,
    TranscribeOptions,
)
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
    if trains_network(options):
        return estimate_network_training(options)
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


@keywords(EmbedOptions)
def embed(options: EmbedOptions) -> Estimate:
    """Estimate making vectors of texts or pictures: a job, an item, a year.

    Raises
    ------
    InputError
        If a value is impossible, a name unknown, or the chips cannot keep up.

    Examples
    --------
    >>> job = embed(model="bge-m3", hardware="l4", items="10M", tokens=256)
    >>> bool(1 < job.results["facility_energy_kwh"].mid < 20)
    True
    """
    return estimate_network("embed", options)


@keywords(ClassifyOptions)
def classify(options: ClassifyOptions) -> Estimate:
    """Estimate labelling, ranking or finding: of texts, pictures or rows.

    Raises
    ------
    InputError
        If a value is impossible, a name unknown, or the chips cannot keep up.

    Examples
    --------
    >>> seen = classify(model="yolo11n", hardware="jetson-orin-nano",
    ...                 items_per_second=15, hours_on=8760)
    >>> sorted(seen.stages)
    ['idle', 'serving']
    """
    return estimate_network("classify", options)


@keywords(TranscribeOptions)
def transcribe(options: TranscribeOptions) -> Estimate:
    """Estimate writing down what is said: a job, an hour of audio.

    Raises
    ------
    InputError
        If a value is impossible, a name unknown, or the chips cannot keep up.

    Examples
    --------
    >>> heard = transcribe(model="whisper-large-v3", hardware="l4", audio="1000 h")
    >>> list(heard.per)
    ['audio_hour']
    """
    return estimate_network("transcribe", options)


@keywords(SpeakOptions)
def speak(options: SpeakOptions) -> Estimate:
    """Estimate speaking a text: a job, an hour of speech.

    Raises
    ------
    InputError
        If a value is impossible, a name unknown, or the chips cannot keep up.

    Examples
    --------
    >>> book = speak(model="kokoro-82m", hardware="m4", characters="500k")
    >>> list(book.per)
    ['audio_hour']
    """
    return estimate_network("speak", options)


@keywords(FinetuneOptions)
def finetune(options: FinetuneOptions) -> Estimate:
    """Estimate fine-tuning: all weights, adapters, pairs of answers, distillation.

    Raises
    ------
    InputError
        If a value is impossible, a name unknown, or the run does not fit the chips.

    Examples
    --------
    >>> run = finetune(model="llama-3.1-8b", hardware="rtx-4090", method="lora",
    ...                samples="50k", tokens=400, epochs=3)
    >>> bool(1 < run.results["facility_energy_kwh"].mid < 60)
    True
    """
    return estimate_finetuning(options)


@keywords(RlOptions)
def rl(options: RlOptions) -> Estimate:
    """Estimate learning from rewards: rollouts, updates, chips that wait.

    Raises
    ------
    InputError
        If a value is impossible, a name unknown, or the run does not fit the chips.

    Examples
    --------
    >>> run = rl(model="llama-3.1-8b", hardware="h100-sxm", chips=64, prompts="100k",
    ...          group=16, completion_tokens=4000, draws=64)
    >>> sorted(run.stages)
    ['idle', 'serving', 'training']
    """
    return estimate_rl(options)


@keywords(AgentOptions)
def agent(options: AgentOptions) -> Estimate:
    """Estimate an agent: a session of calls with a growing context, a day, a year.

    Raises
    ------
    InputError
        If a value is impossible, a name unknown, or the model does not fit the chips.

    Examples
    --------
    >>> day = agent(model="llama-3.1-8b", hardware="h100-sxm", calls=50, draws=64)
    >>> list(day.per)[:2]
    ['session', 'output_token']
    """
    return estimate_agent(options)
