"""Windows: nested, in threads and tasks, decorated; trainers' callbacks; notebooks."""

from __future__ import annotations

import asyncio
import pickle
import sys
import threading
from types import SimpleNamespace

import pytest

import wattlas
from wattlas.errors import InputError
from wattlas.metering.callbacks import HuggingFaceMeter, LightningMeter
from wattlas.metering.simulated import simulated_session
from wattlas.metering.window import Window


@pytest.fixture
def rig():
    """A session on a machine of 801 W, and its clock."""
    return simulated_session("two-gpus")


class Notes(list):
    """A log that keeps the windows."""

    def window(self, measurement):
        self.append(measurement)

    def tick(self, t0, t1, totals):
        pass

    def close(self, at_s, exit_code=None):
        pass


def test_windows_nest_and_carry_their_path(rig):
    """By hand: 801 W x 2 s inside 801 W x 5 s."""
    session, clock = rig
    with Window("epoch", session) as outer:
        clock.advance(3)
        with Window("step", session) as inner:
            clock.advance(2)
    assert inner.energy_j.mid == pytest.approx(1602)
    assert outer.energy_j.mid == pytest.approx(4005)
    assert inner.measurement.name == "epoch/step"


def test_work_gives_joules_for_each_unit(rig):
    """By hand: 801 W x 10 s over 4,005 tokens are 2 J a token."""
    session, clock = rig
    with Window("serve", session) as window:
        clock.advance(10)
        window.add(tokens=4000, requests=3)
        window.add(tokens=5)
    assert window.measurement.joules_per("tokens").mid == pytest.approx(2.0)
    assert window.measurement.joules_per("images") is None


def test_a_forecast_goes_on_as_it_went(rig):
    """By hand: a quarter done in 10 s with 8,010 J: three times as much is left."""
    session, clock = rig
    with Window("train", session) as window:
        clock.advance(10)
        window.add(tokens=250)
        left = window.forecast(tokens=1000)
    assert left.done_share == 0.25
    assert left.seconds_left == pytest.approx(30.0)
    assert left.energy_left_j.mid == pytest.approx(24_030)


def test_an_open_window_tells_what_it_has_so_far(rig):
    """By hand: 801 J after a second."""
    session, clock = rig
    with Window("x", session) as window:
        clock.advance(1)
        assert window.energy_j.mid == pytest.approx(801)


def test_a_decorator_measures_each_call(rig):
    """Two calls of a second each are two windows of 801 J."""
    session, clock = rig
    notes = Notes()
    session._log = notes

    @Window("call", session)
    def work(seconds):
        clock.advance(seconds)
        return seconds

    assert (work(1), work(1)) == (1, 1)
    assert [round(m.energy_j.mid) for m in notes] == [801, 801]
    assert work.__name__ == "work"


def test_coroutines_and_tasks_have_windows_of_their_own(rig):
    """Two tasks that overlap do not name each other in their paths."""
    session, clock = rig
    notes = Notes()
    session._log = notes

    @Window("task", session)
    async def work():
        await asyncio.sleep(0)
        clock.advance(1)

    async def both():
        async with Window("all", session):
            await asyncio.gather(work(), work())

    asyncio.run(both())
    assert [m.name for m in notes] == ["all/task", "all/task", "all"]
    assert notes[-1].energy_j.mid == pytest.approx(1602)


def seconds_of(rig, use, name="stream"):
    """What windows a use of a decorated function makes: names and seconds."""
    session, clock = rig
    notes = Notes()
    session._log = notes
    use(Window(name, session), clock)
    return [(m.name, round(m.duration_s, 6)) for m in notes]


def items(clock, count=5):
    for number in range(count):
        clock.advance(1)
        yield number


class Answer:
    """An answer that is streamed, as clients of services return it."""

    def __init__(self, clock, status=200):
        self._items, self.status, self.closed = items(clock), status, False

    def __iter__(self):
        return self

    def __next__(self):
        return next(self._items)

    def __enter__(self):
        return self

    def __exit__(self, *error):
        self.close()

    def close(self):
        self.closed = True

    def __aiter__(self):
        return self

    async def __anext__(self):
        try:
            return next(self._items)
        except StopIteration:
            raise StopAsyncIteration from None


def generator_function(window, clock):
    @window
    def stream():
        yield from items(clock)
        return "done"

    assert list(stream()) == [0, 1, 2, 3, 4]


def generator_that_is_returned(window, clock):
    assert list(window(lambda: items(clock))()) == [0, 1, 2, 3, 4]


def iterator_that_is_returned(window, clock):
    assert sum(window(lambda: map(int, items(clock)))()) == 10


def streamed_answer(window, clock):
    answer = window(lambda: Answer(clock))()
    assert (answer.status, list(answer)) == (200, [0, 1, 2, 3, 4])


def asynchronous_generator(window, clock):
    @window
    async def stream():
        for item in items(clock):
            await asyncio.sleep(0)
            yield item

    async def use():
        return [item async for item in stream()]

    assert asyncio.run(use()) == [0, 1, 2, 3, 4]


def answer_that_is_awaited(window, clock):
    class Asynchronous(Answer):
        __iter__ = __next__ = None

    @window
    async def create():
        return Asynchronous(clock)

    async def use():
        return [item async for item in await create()]

    assert asyncio.run(use()) == [0, 1, 2, 3, 4]


def coroutine_that_is_returned(window, clock):
    async def work():
        return sum(items(clock))

    assert asyncio.run(window(lambda: work())()) == 10


@pytest.mark.parametrize(
    "use",
    [
        generator_function,
        generator_that_is_returned,
        iterator_that_is_returned,
        streamed_answer,
        asynchronous_generator,
        answer_that_is_awaited,
        coroutine_that_is_returned,
    ],
)
def test_a_stream_is_measured_until_its_last_item(rig, use):
    """Law: five items of a second each are five seconds, and one window."""
    assert seconds_of(rig, use) == [("stream", 5.0)]


def test_a_stream_that_is_left_ends_where_it_is_left(rig):
    """Closed, dropped, or failed after two items: two seconds."""

    def closed(window, clock):
        @window
        def stream():
            yield from items(clock)

        begun = stream()
        assert [next(begun), next(begun)] == [0, 1]
        begun.close()
        clock.advance(3)

    def dropped(window, clock):
        answer = window(lambda: Answer(clock))()
        assert [next(answer), next(answer)] == [0, 1]
        del answer
        clock.advance(3)

    def left(window, clock):
        with window(lambda: Answer(clock))() as answer:
            next(answer)
            next(answer)
        clock.advance(3)

    def failed(window, clock):
        @window
        def stream():
            yield from items(clock, 2)
            raise ValueError

        with pytest.raises(ValueError, match=r"^$"):
            list(stream())
        clock.advance(3)

    for use in (closed, dropped, left, failed):
        assert seconds_of(rig, use) == [("stream", 2.0)]


def test_a_streams_window_is_not_around_its_callers(rig):
    """Generator and caller run in turns: the caller's windows are none inside it."""
    session, _ = rig

    def use(window, clock):
        @window
        def stream():
            yield from items(clock, 2)

        for _ in stream():
            with Window("step", session):
                clock.advance(1)

    assert seconds_of(rig, use) == [("step", 1.0), ("step", 1.0), ("stream", 4.0)]


def test_what_is_sent_into_a_generator_arrives(rig):
    """A decorated generator stays one: values are sent into it and returned."""

    def use(window, clock):
        @window
        def echo():
            got = yield "ready"
            return got

        begun = echo()
        assert next(begun) == "ready"
        with pytest.raises(StopIteration) as ended:
            begun.send(7)
        assert ended.value.value == 7

        @window
        async def answers():
            got = yield "ready"
            yield got

        async def ask():
            begun = answers()
            return [await anext(begun), await begun.asend(7)]

        assert asyncio.run(ask()) == ["ready", 7]

    assert len(seconds_of(rig, use)) == 2


def test_a_file_that_is_returned_is_no_stream(rig, tmp_path):
    """It is an iterator of lines, and whole with the call."""
    path = tmp_path / "lines.txt"
    path.write_text("a\nb\n")

    def use(window, clock):
        with window(lambda: path.open())() as file:
            clock.advance(9)
            assert file.readline() == "a\n"

    assert seconds_of(rig, use) == [("stream", 0.0)]


def test_threads_measure_at_the_same_time(rig):
    """Law: windows in ten threads see the whole machine each, and nothing breaks."""
    session, clock = rig
    windows = [Window(f"thread {i}", session) for i in range(10)]
    barrier = threading.Barrier(11)

    def work(window):
        with window:
            barrier.wait()
            barrier.wait()

    threads = [threading.Thread(target=work, args=(w,)) for w in windows]
    for thread in threads:
        thread.start()
    barrier.wait()
    clock.advance(2)
    barrier.wait()
    for thread in threads:
        thread.join()
    assert {round(w.energy_j.mid) for w in windows} == {1602}


def test_an_error_in_a_window_is_the_users(rig):
    """The window ends, the error goes on."""
    session, clock = rig
    window = Window("x", session)

    def fail():
        with window:
            clock.advance(1)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert window.energy_j.mid == pytest.approx(801)


@pytest.mark.parametrize(
    ("act", "sentence"),
    [
        (lambda s: Window("", s), "A window needs a name such as 'epoch 3', got ''."),
        (
            lambda s: Window("x", s).measurement,
            "The window 'x' was not entered yet.",
        ),
        (
            lambda s: Window("x", s).add(tokens=-1),
            "tokens must be >= 0 and finite, got -1.",
        ),
        (
            lambda s: Window("x", s).add(tokens="9"),
            "tokens must be a number, got '9'.",
        ),
    ],
)
def test_bad_use_is_one_sentence(rig, act, sentence):
    """Bad input: the whole sentence."""
    with pytest.raises(InputError) as caught:
        act(rig[0])
    assert str(caught.value) == sentence


def test_a_window_is_entered_once(rig):
    """Bad input: a window that ended does not begin again."""
    window = Window("x", rig[0])
    with window:
        pass
    with pytest.raises(InputError, match="was entered before"):
        window.__enter__()


def test_lightning_counts_epochs_and_samples(rig):
    """A trainer calls every hook by name, those too that are not defined."""
    session, clock = rig
    notes = Notes()
    session._log = notes
    meter = LightningMeter(session=session)
    logged = {}
    module = SimpleNamespace(
        log=lambda name, value, **more: logged.update({name: value})
    )
    trainer = SimpleNamespace(current_epoch=0)
    meter.setup(trainer, module, stage="fit")
    meter.on_fit_start(trainer, module)
    meter.on_train_start(trainer, module)
    for epoch in range(2):
        trainer.current_epoch = epoch
        meter.on_train_epoch_start(trainer, module)
        clock.advance(5)
        meter.on_train_batch_end(trainer, module, None, {"x": [1, 2, 3]}, 0)
        meter.on_train_epoch_end(trainer, module)
    meter.on_train_end(trainer, module)
    meter.teardown(trainer, module, stage="fit")
    assert [round(m.energy_j.mid) for m in notes] == [4005, 4005, 8010]
    assert meter.window.measurement.work == {"samples": 6.0}
    assert logged["energy_kwh"] == pytest.approx(8010 / 3.6e6)
    assert meter.state_dict() == {}


def test_hugging_face_counts_tokens_where_the_trainer_does(rig):
    """A trainer passes args, state and control to every hook."""
    session, clock = rig
    meter = HuggingFaceMeter(session=session)
    state = SimpleNamespace(epoch=0.0, num_input_tokens_seen=0, max_steps=3)
    meter.on_init_end(None, state, None)
    meter.on_train_begin(None, state, None, model=None)
    meter.on_epoch_begin(None, state, None)
    clock.advance(10)
    state.num_input_tokens_seen = 801
    meter.on_step_end(None, state, None)
    logs = {}
    meter.on_log(None, state, None, logs=logs)
    meter.on_epoch_end(None, state, None)
    meter.on_train_end(None, state, None)
    assert meter.window.measurement.joules_per("tokens").mid == pytest.approx(10.0)
    assert logs["energy_kwh"] == pytest.approx(8010 / 3.6e6)
    assert logs["energy_left_kwh"] == pytest.approx(2 * 8010 / 3.6e6)
    with pytest.raises(AttributeError):
        meter.no_such_thing  # noqa: B018


def test_a_training_that_fails_or_ends_twice_leaves_no_window(rig):
    """Law: every window is closed once: at a second end, a new begin, an exception."""
    session, clock = rig
    notes = Notes()
    session._log = notes
    meter = LightningMeter(session=session)
    trainer, module = SimpleNamespace(current_epoch=0), SimpleNamespace()
    for ends in (["on_exception"], ["on_train_end", "on_train_end"], []):
        meter.on_train_start(trainer, module)
        meter.on_train_epoch_start(trainer, module)
        clock.advance(1)
        for end in ends:
            more = [ValueError()] if end == "on_exception" else []
            getattr(meter, end)(trainer, module, *more)
    meter.on_train_start(trainer, module)
    assert [round(m.duration_s) for m in notes] == [1] * 6
    meter.on_train_end(trainer, module)


@pytest.mark.parametrize("module", ["lightning.pytorch", "pytorch_lightning"])
def test_a_meter_is_a_callback_of_the_framework_in_use(monkeypatch, module, rig):
    """Lightning 2.1 refuses what is no child of its Callback; the other is another."""

    class Callback:
        @property
        def state_key(self):
            raise AttributeError

        def on_train_start(self, trainer, module):
            raise AssertionError

    monkeypatch.setitem(sys.modules, module, SimpleNamespace(Callback=Callback))
    meter = LightningMeter(session=rig[0])
    assert isinstance(meter, Callback)
    assert isinstance(meter, LightningMeter)
    meter.on_train_start(SimpleNamespace(), SimpleNamespace())
    meter.on_train_end(SimpleNamespace(), SimpleNamespace())
    assert meter.state_key == "WattlasMeter"
    assert isinstance(pickle.loads(pickle.dumps(LightningMeter())), Callback)


def test_energy_is_in_the_history_and_before_other_callbacks(rig):
    """Transformers keeps a copy of the logs, then asks its callbacks one by one."""
    session, clock = rig
    seen = []
    board = SimpleNamespace(
        on_log=lambda args, state, control, logs: seen.append(dict(logs))
    )
    handler = SimpleNamespace(callbacks=[board])
    meter = HuggingFaceMeter(session=session).attach(
        SimpleNamespace(callback_handler=handler)
    )
    state = SimpleNamespace(epoch=0.0, log_history=[], max_steps=0)
    meter.on_train_begin(None, state, None)
    clock.advance(10)
    logs = {"loss": 1.0}
    state.log_history.append({**logs, "step": 1})
    for callback in handler.callbacks:
        callback.on_log(None, state, None, logs=logs)
    meter.on_train_end(None, state, None)
    assert seen[0]["energy_kwh"] == pytest.approx(8010 / 3.6e6)
    assert state.log_history[0]["energy_kwh"] == seen[0]["energy_kwh"]


def test_a_notebook_has_a_cell_magic(monkeypatch, capsys, rig):
    """IPython calls the loader with its shell; the cell runs, its energy is printed."""
    session, clock = rig
    monkeypatch.setattr("wattlas.report.magic.current_session", lambda: session)
    magics = {}
    shell = SimpleNamespace(
        register_magic_function=lambda f, magic_kind, magic_name: magics.update(
            {magic_name: f}
        ),
        run_cell=lambda cell: (
            clock.advance(2),
            SimpleNamespace(raise_error=lambda: None),
        )[1],
    )
    wattlas.load_ipython_extension(shell)
    magics["meter"]("warm up", "x = 1")
    printed = capsys.readouterr().out
    assert printed.startswith("warm up: 2 s, 801 W on average")
