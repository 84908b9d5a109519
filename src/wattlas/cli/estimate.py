"""`wattlas estimate`: training, serving, images, videos, servers, request logs."""

from __future__ import annotations

from wattlas.cli.command import Group, Lazy, verb
from wattlas.parameters.advising import AdviseOptions
from wattlas.parameters.agents import AgentOptions
from wattlas.parameters.deployments import DeployOptions
from wattlas.parameters.finetuning import FinetuneOptions, RlOptions
from wattlas.parameters.generation import ImageOptions, VideoOptions
from wattlas.parameters.networks import (
    ClassifyOptions,
    EmbedOptions,
    SpeakOptions,
    TranscribeOptions,
)
from wattlas.parameters.output import (
    DeployOutput,
    EstimateOutput,
    RecordOutput,
    RequestsOutput,
)
from wattlas.parameters.request_files import RequestRunOptions
from wattlas.parameters.requests import RequestsOptions
from wattlas.parameters.servers import ServersOptions
from wattlas.parameters.serving import ServeOptions
from wattlas.parameters.training import TrainOptions


@verb(TrainOptions, EstimateOutput)
def train(options: TrainOptions, form: EstimateOutput) -> None:
    """Estimate a training run.

    Give what you know: a metered energy; chip-hours; or model, tokens and hardware.

    wattlas estimate train --model bloom --hardware a100 --site orsay-jean-zay
    """
    from wattlas import estimation
    from wattlas.cli.estimating import show_estimates

    show_estimates(estimation.train, options, form)


@verb(ServeOptions, EstimateOutput)
def serve(options: ServeOptions, form: EstimateOutput) -> None:
    """Estimate serving a language model: per token, request, year.

    wattlas estimate serve --model llama-3.1-70b --hardware h100 --batch 64
    """
    from wattlas import estimation
    from wattlas.cli.estimating import show_estimates

    show_estimates(estimation.serve, options, form)


@verb(DeployOptions, DeployOutput)
def deploy(options: DeployOptions, form: DeployOutput) -> None:
    """Find how to deploy a model: layouts, replicas, energy, money.

    wattlas estimate deploy --model deepseek-v3 --hardware h200 --requests-per-second 9
    """
    from wattlas import estimation
    from wattlas.cli import output as out
    from wattlas.cli.files import RECORD_ENDING, Files
    from wattlas.cli.showing import show
    from wattlas.parameters import given_of
    from wattlas.report.charts.theme import check_ending
    from wattlas.report.deployments import deployment_document

    files, path = Files.of(form, options), form.output
    if path is not None:
        check_ending(path, RECORD_ENDING)
        files.check(path)
    result = estimation.deploy(**given_of(options))
    show(form, files, result.to_dict(), lambda: [deployment_document(result)])
    if path is not None and path.suffix != RECORD_ENDING:
        from wattlas.report.charts.deployments import deployment_chart

        files.write(path, deployment_chart(result, out.chosen_language()).save)


@verb(AdviseOptions, RecordOutput)
def advise(options: AdviseOptions, form: RecordOutput) -> None:
    """Rank what other ways of serving would save, each estimated anew.

    Other work has the same as an option: wattlas estimate finetune ... --compare all.

    wattlas estimate advise --model llama-3.1-70b --hardware h100 --country us
    """
    from wattlas.cli.showing import record_files, show
    from wattlas.parameters import given_of
    from wattlas.report.advice import advice_document
    from wattlas.workflow.advice import advise as advise_on_service

    files = record_files(form, options)
    result = advise_on_service(**given_of(options))
    show(form, files, result.to_dict(), lambda: [advice_document(result)])


@verb(FinetuneOptions, EstimateOutput)
def finetune(options: FinetuneOptions, form: EstimateOutput) -> None:
    """Estimate fine-tuning: full, adapters, pairs, distillation.

    wattlas estimate finetune --model llama-3.1-8b --hardware rtx-4090 --method lora
    --samples 50k --tokens 400
    """
    from wattlas import estimation
    from wattlas.cli.estimating import show_estimates

    show_estimates(estimation.finetune, options, form)


@verb(RlOptions, EstimateOutput)
def rl(options: RlOptions, form: EstimateOutput) -> None:
    """Estimate learning from rewards: rollouts, updates, waiting.

    wattlas estimate rl --model llama-3.1-8b --hardware h100 --chips 64 --prompts 100k
    """
    from wattlas import estimation
    from wattlas.cli.estimating import show_estimates

    show_estimates(estimation.rl, options, form)


@verb(AgentOptions, EstimateOutput)
def agent(options: AgentOptions, form: EstimateOutput) -> None:
    """Estimate an agent: a session of calls, a day, a year.

    wattlas estimate agent --model deepseek-v3 --hardware h200 --calls 50
    """
    from wattlas import estimation
    from wattlas.cli.estimating import show_estimates

    show_estimates(estimation.agent, options, form)


@verb(EmbedOptions, EstimateOutput)
def embed(options: EmbedOptions, form: EstimateOutput) -> None:
    """Estimate making vectors of texts or pictures.

    wattlas estimate embed --model bge-m3 --hardware l4 --items 10M --tokens 256
    """
    from wattlas import estimation
    from wattlas.cli.estimating import show_estimates

    show_estimates(estimation.embed, options, form)


@verb(ClassifyOptions, EstimateOutput)
def classify(options: ClassifyOptions, form: EstimateOutput) -> None:
    """Estimate labelling, ranking, finding: texts, pictures, rows.

    wattlas estimate classify --model bert-base --hardware xeon-6980p --items 100M
    """
    from wattlas import estimation
    from wattlas.cli.estimating import show_estimates

    show_estimates(estimation.classify, options, form)


@verb(TranscribeOptions, EstimateOutput)
def transcribe(options: TranscribeOptions, form: EstimateOutput) -> None:
    """Estimate writing down what is said.

    wattlas estimate transcribe --model whisper --hardware m4 --audio '1000 h'
    """
    from wattlas import estimation
    from wattlas.cli.estimating import show_estimates

    show_estimates(estimation.transcribe, options, form)


@verb(SpeakOptions, EstimateOutput)
def speak(options: SpeakOptions, form: EstimateOutput) -> None:
    """Estimate speaking a text.

    wattlas estimate speak --model kokoro --hardware m4 --characters 500k
    """
    from wattlas import estimation
    from wattlas.cli.estimating import show_estimates

    show_estimates(estimation.speak, options, form)


@verb(ImageOptions, EstimateOutput)
def image(options: ImageOptions, form: EstimateOutput) -> None:
    """Estimate making images: per image, day and year.

    wattlas estimate image --model flux.1-dev --hardware h100
    """
    from wattlas import estimation
    from wattlas.cli.estimating import show_estimates

    show_estimates(estimation.generate, options, form, kind="image")


@verb(VideoOptions, EstimateOutput)
def video(options: VideoOptions, form: EstimateOutput) -> None:
    """Estimate making videos: per video, second of it, day, year.

    wattlas estimate video --model hunyuanvideo --hardware h100
    """
    from wattlas import estimation
    from wattlas.cli.estimating import show_estimates

    show_estimates(estimation.generate, options, form, kind="video")


@verb(ServersOptions, RecordOutput)
def server(options: ServersOptions, form: RecordOutput) -> None:
    """Compare an AI server with an ordinary one, by what both draw.

    wattlas estimate server dgx-h100 --against two-socket-2024
    """
    from wattlas import estimation
    from wattlas.cli.showing import record_files, show
    from wattlas.parameters import given_of
    from wattlas.report.servers import servers_document

    files = record_files(form, options)
    result = estimation.server(**given_of(options))
    show(form, files, result.to_dict(), lambda: [servers_document(result)])


@verb(RequestsOptions, RequestRunOptions, RequestsOutput)
def requests(
    options: RequestsOptions, run: RequestRunOptions, form: RequestsOutput
) -> None:
    """Estimate a log of requests: each row, and the total.

    Many Parquet files of any size go to a folder, with totals by model, user and day.

    wattlas estimate requests log.csv --model llama-3.1-8b --hardware h100

    wattlas estimate requests 'logs/*.parquet' -o out/
    """
    from wattlas.cli.requesting import show_requests

    show_requests(options, run, form)


def _listed(attribute: str, line: str) -> Lazy:
    return Lazy(__name__, attribute, line)


estimate = Group(
    "estimate",
    {
        "train": _listed("train", "Estimate a training run."),
        "serve": _listed(
            "serve", "Estimate serving a language model: per token, request, year."
        ),
        "deploy": _listed(
            "deploy", "Find how to deploy a model: layouts, replicas, energy, money."
        ),
        "advise": _listed(
            "advise", "Rank what other ways of serving would save, each estimated anew."
        ),
        "finetune": _listed(
            "finetune", "Estimate fine-tuning: full, adapters, pairs, distillation."
        ),
        "rl": _listed(
            "rl", "Estimate learning from rewards: rollouts, updates, waiting."
        ),
        "agent": _listed(
            "agent", "Estimate an agent: a session of calls, a day, a year."
        ),
        "embed": _listed("embed", "Estimate making vectors of texts or pictures."),
        "classify": _listed(
            "classify", "Estimate labelling, ranking, finding: texts, pictures, rows."
        ),
        "transcribe": _listed("transcribe", "Estimate writing down what is said."),
        "speak": _listed("speak", "Estimate speaking a text."),
        "image": _listed("image", "Estimate making images: per image, day and year."),
        "video": _listed(
            "video", "Estimate making videos: per video, second of it, day, year."
        ),
        "server": _listed(
            "server", "Compare an AI server with an ordinary one, by what both draw."
        ),
        "requests": _listed(
            "requests", "Estimate a log of requests: each row, and the total."
        ),
    },
    help="Estimate electricity, money, carbon and water, with ranges.",
)
