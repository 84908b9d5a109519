"""The serving meter: vLLM's page and dcgm-exporter's, replayed by a local server."""

from __future__ import annotations

import random
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from metric_pages import ENERGY, T0, UUIDS, card
from wattlas.errors import InputError
from wattlas.metering.clock import FakeClock
from wattlas.metering.serving.board import MachineBoard, PageBoard
from wattlas.metering.serving.engine import counts_of_page
from wattlas.metering.serving.meter import ServingMeter
from wattlas.metering.simulated import simulated_session

MODEL = "meta-llama/Llama-3.1-8B-Instruct"
STEP_S = 60.0


def vllm(prompt, output, requests, flying=0, more="", name="vllm:", model=MODEL):
    """A page of vLLM V1, as its issue 56923 and others show it; two engines."""
    labels = f'engine="{{engine}}",model_name="{model}"'
    lines = []
    for metric, value, kind in (
        ("prompt_tokens_total", prompt, "counter"),
        ("generation_tokens_total", output, "counter"),
        ("num_requests_running", flying, "gauge"),
        ("num_requests_waiting", 0, "gauge"),
    ):
        lines += [f"# HELP {name}{metric} What it is.", f"# TYPE {name}{metric} {kind}"]
        for engine, share in ((0, 0.25), (1, 0.75)):
            here = labels.format(engine=engine)
            lines.append(f"{name}{metric}{{{here}}} {value * share}")
    for reason, share in (("stop", 0.5), ("length", 0.5)):
        here = f'{labels.format(engine=0)},finished_reason="{reason}"'
        lines.append(f"{name}request_success_total{{{here}}} {requests * share}")
    lines.append(f'{name}prompt_tokens_created{{engine="0"}} 1.7e9')
    return "\n".join(lines) + "\n" + more


def dcgm(joules, cards=1):
    """A page of dcgm-exporter 4, each card with the same counter."""
    head = f"# HELP {ENERGY} Total energy consumption since boot (in mJ).\n"
    return head + "".join(
        f"{ENERGY}{{{card(n)}}} {90_000_000 + joules * 1e3:.0f}\n" for n in range(cards)
    )


class Replay:
    """Serves the pages of a step; `None` is an error of the server."""

    def __init__(self, engine, board):
        self.pages = {"/engine": engine, "/board": board}
        self.step = 0
        replay = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                page = replay.pages[self.path][replay.step]
                self.send_response(500 if page is None else 200)
                self.end_headers()
                self.wfile.write((page or "broken").encode())

            def log_message(self, *words):
                pass

        self.server = HTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        self.thread = threading.Thread(target=self.server.serve_forever, args=(0.01,))
        self.thread.start()

    def close(self):
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()


@pytest.fixture
def replayed():
    """Measure what pages show, one step a minute."""
    open_ones = []

    def measure(engine, board, cards=()):
        replay = Replay(engine, board)
        open_ones.append(replay)
        clock = FakeClock(T0)
        meter = ServingMeter(
            f"{replay.url}/engine", PageBoard(f"{replay.url}/board", cards), clock
        )
        for step in range(len(engine)):
            replay.step = step
            meter.look()
            clock.advance(STEP_S)
        return meter, meter.measurement()

    yield measure
    for replay in open_ones:
        replay.close()


def steady(steps=31, watts=400.0, **more):
    """Pages of steady work: 2 requests a second of 500 tokens in and 100 out."""
    seconds = [STEP_S * n for n in range(steps)]
    engine = [
        vllm(1e6 + 1000 * s, 5e5 + 200 * s, 7000 + 2 * s, **more) for s in seconds
    ]
    return engine, [dcgm(watts * s) for s in seconds]


def test_joules_of_a_request_and_a_token(replayed):
    """By hand: 400 W for 30 min are 720 kJ for 3,600 requests, 360,000 tokens out."""
    _, found = replayed(*steady())
    (model,) = found.models
    assert found.energy_j.mid == pytest.approx(720e3)
    assert (model.model, model.requests.mid) == (MODEL, 3600)
    assert (model.prompt_tokens, model.output_tokens) == (1.8e6, 3.6e5)
    assert model.joules_per_request.mid == pytest.approx(200)
    assert model.joules_per_output_token.high >= 2.0
    assert not model.is_regressed  # one mix alone
    assert model.joules_per_prompt_token.low == 0.0


@pytest.mark.parametrize(
    ("name", "more"),
    [("vllm:", ""), ("vllm_", ""), ("sglang:", "")],
)
def test_names_of_engines_old_and_new(replayed, name, more):
    """vLLM's with colon or underscore; SGLang's have other names of requests."""
    engine, board = steady(name=name)
    if name == "sglang:":
        engine = [
            p.replace("request_success_total", "num_requests_total") for p in engine
        ]
        engine = [p.replace("num_requests_running", "num_running_reqs") for p in engine]
    _, found = replayed(engine, board)
    assert found.models[0].joules_per_request.mid == pytest.approx(200)


def test_windows_of_different_mix_tell_prompt_from_output(replayed):
    """Truth: 0.05 J a prompt token and 1.5 J an output token, at random loads."""
    draw = random.Random(3)
    prompt = output = joules = 0.0
    engine, board = [], []
    for step in range(41):
        engine.append(vllm(prompt, output, step * 10))
        board.append(dcgm(joules))
        more = draw.uniform(1e4, 2e5), draw.uniform(1e3, 2e4)
        prompt, output = prompt + more[0], output + more[1]
        joules += 0.05 * more[0] + 1.5 * more[1]
    (model,) = replayed(engine, board)[1].models
    assert model.is_regressed
    assert (
        model.joules_per_prompt_token.low <= 0.05 <= model.joules_per_prompt_token.high
    )
    assert model.joules_per_prompt_token.mid == pytest.approx(0.05, rel=0.1)
    assert (
        model.joules_per_output_token.low <= 1.5 <= model.joules_per_output_token.high
    )


CACHES = {
    "by source": 'vllm:prompt_tokens_by_source_total{{source="local_compute",'
    'model_name="{model}"}} {computed}\n'
    'vllm:prompt_tokens_by_source_total{{source="local_cache_hit",'
    'model_name="{model}"}} {cached}\n',
    "cached": 'vllm:prompt_tokens_cached_total{{model_name="{model}"}} {cached}\n',
    "hits": 'vllm:prefix_cache_hits_total{{model_name="{model}"}} {cached}\n'
    'vllm:prompt_tokens_cached_total{{model_name="{model}"}} {cached}\n',
    "old hits": 'vllm:gpu_prefix_cache_hits_total{{model_name="{model}"}} {cached}\n',
}


@pytest.mark.parametrize("name", CACHES)
def test_tokens_of_the_cache_are_not_computed(replayed, name):
    """vLLM counts whole prompts (issue 56923): of 1.8 M tokens 1.2 M were held."""
    engine, board = steady()
    told = [
        page + CACHES[name].format(model=MODEL, computed=20_000 * n, cached=40_000 * n)
        for n, page in enumerate(engine)
    ]
    (model,) = replayed(told, board)[1].models
    assert model.cached_prompt_tokens == 1.2e6


def test_what_is_in_flight_bounds_a_short_window(replayed):
    """By hand: 240 ended, 40 begun before, 60 not ended yet: 200 to 300 requests."""
    engine, board = steady(3)
    engine[0] = vllm(1e6, 5e5, 7000, flying=40)
    engine[-1] = vllm(1.12e6, 5.24e5, 7240, flying=60)
    (model,) = replayed(engine, board)[1].models
    assert (model.requests.low, model.requests.high) == (200, 300)
    assert model.joules_per_request.high >= 48_000 / 200
    engine[0] = vllm(1e6, 5e5, 7000, flying=400)
    assert replayed(engine, board)[1].models[0].joules_per_request is None


def test_an_engine_that_begins_again(replayed):
    """Its counters fall to nothing: what they show after is counted, and it is said."""
    engine, board = steady(11)
    engine[6:] = [vllm(6e4 * n, 1.2e4 * n, 120 * n) for n in range(5)]
    (model,) = replayed(engine, board)[1].models
    assert model.restarted
    assert model.requests.mid == 5 * 120 + 4 * 120


def test_two_models_of_one_board_have_from_nothing_to_all(replayed):
    """Law: of the energy of both each has a share that nobody knows."""
    engine, board = steady()
    other = [vllm(9e5 + 1000 * n, 100 * n, n, model="lora") for n in range(31)]
    found = replayed([a + b for a, b in zip(engine, other, strict=True)], board)[1]
    lora, base = sorted(found.models, key=lambda m: m.model)
    total = found.energy_j
    assert lora.energy_j.mid + base.energy_j.mid == pytest.approx(total.mid)
    assert (lora.energy_j.low, lora.energy_j.high) == (0.0, total.high)


def test_cards_of_others_do_not_count(replayed):
    """Two cards on the page, one of the engine's: by number or by UUID."""
    engine, _ = steady(5)
    board = [dcgm(400.0 * STEP_S * n, cards=2) for n in range(5)]
    assert len(replayed(engine, board)[1].parts) == 2
    for name in ("1", UUIDS[1][:10]):
        (part,) = replayed(engine, board, [name])[1].parts
        assert part.device.key == UUIDS[1]
    with pytest.raises(InputError, match="shows no energy or power of a card"):
        replayed(engine, board, ["7"])


def test_a_reading_that_fails_is_bridged(replayed):
    """Counters go on: a minute without answer loses nothing, and is counted."""
    engine, board = steady()
    engine[3] = None
    board[7] = None
    engine[9] = "<html>502</html>"
    meter, found = replayed(engine, board)
    assert (meter.lost, found.lost_readings) == (3, 3)
    assert found.models[0].joules_per_request.mid == pytest.approx(200)


@pytest.mark.parametrize(
    ("page", "said"),
    [
        (None, "answers 500 'broken'"),
        ("<html>", "is no page of metrics: it begins with '<html>'"),
        ("up 1\n", "shows no tokens of vLLM, SGLang or TGI"),
    ],
)
def test_what_is_no_engine_is_refused_with_what_was_read(replayed, page, said):
    """Bad input: one sentence at the first reading."""
    with pytest.raises(InputError) as raised:
        replayed([page, page], [dcgm(0), dcgm(1)])
    assert said in str(raised.value)


def test_the_machines_own_counters_serve_as_board(replayed):
    """The simulated machine: 801 W beside an engine's page."""
    replay = Replay(steady(3)[0], [])
    session, clock = simulated_session("two-gpus")
    meter = ServingMeter(f"{replay.url}/engine", MachineBoard(session), clock)
    for step in range(3):
        replay.step = step
        meter.look()
        clock.advance(10.0)
    found = meter.measurement()
    replay.close()
    assert found.energy_j.mid == pytest.approx(801 * 20)
    assert found.models[0].requests.mid == 240


def test_a_prediction_stands_beside_it(replayed, capsys):
    """Model and chip as engine and exporter name them: Llama 3.1 8B on one H100."""
    from wattlas.cli import output
    from wattlas.cli.measure_serve import _with_predictions
    from wattlas.report.serving_meter import serving_document

    _, found = replayed(*steady())
    found = _with_predictions(found)
    predicted = found.models[0].predicted_joules_per_request
    assert 10 < predicted.mid < 300
    assert type(found).from_dict(found.to_dict()) == found
    output.print_shown([serving_document(found)])
    assert "per request, predicted" in capsys.readouterr().out


def test_tgi_counts_by_histograms(replayed):
    """TGI's sums are the tokens, its page names no model."""
    page = "tgi_request_input_length_sum 500\ntgi_request_generated_tokens_sum 90\n"
    replay = Replay([page], [])
    counts = counts_of_page(f"{replay.url}/engine")
    replay.close()
    assert counts[""].seen == {"prompt": 500.0, "output": 90.0}
