"""The pages as a person uses them, in Debian's chromium: the group `browser`."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import time

import pytest

from ledger_runs import exact, run_of, write_run
from wattlas.service.web.pages import PAGES

playwright = pytest.importorskip("playwright.sync_api")
BROWSER = shutil.which("chromium") or shutil.which("chromium-browser")
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(BROWSER is None, reason="needs Debian's chromium"),
]


@pytest.fixture(autouse=True, scope="module")
def _asked_for(request):
    if "browser" not in request.config.getoption("markexpr"):
        pytest.skip("runs with -m browser")


PHONE = {"width": 390, "height": 800}
CONFIG = json.dumps(
    {
        "model_type": "llama",
        "architectures": ["LlamaForCausalLM"],
        "hidden_size": 4096,
        "intermediate_size": 14336,
        "num_hidden_layers": 32,
        "num_attention_heads": 32,
        "num_key_value_heads": 8,
        "vocab_size": 128256,
        "torch_dtype": "bfloat16",
    }
)
PLAN = """title: T
year: 2027
load: {it_power: 10 MW, shape: flat}
sites: [dallas]
power: [grid, solar]
plan: {objective: cost}
"""


@pytest.fixture(scope="module")
def link(tmp_path_factory):
    """The link that a server prints, with its token."""
    ledger = tmp_path_factory.mktemp("ledger")
    write_run(ledger, run_of("r1", [(0.0, 60.0, [exact(3.6e6)])], project="llama"))
    code = "from wattlas.cli.main import main; main()"
    words = [sys.executable, "-c", code, "web", "--no-browser", "--ledger", str(ledger)]
    with subprocess.Popen(words, stderr=subprocess.PIPE, text=True) as server:
        line = server.stderr.readline()
        yield re.search(r"http://\S+", line)[0]
        server.terminate()
        server.wait(20)


@pytest.fixture(scope="module")
def chromium():
    with playwright.sync_playwright() as play:
        browser = play.chromium.launch(
            executable_path=BROWSER, args=["--no-sandbox", "--disable-quic"]
        )
        yield browser
        browser.close()


@pytest.fixture
def visit(chromium, link):
    """Open pages of the server as one person: errors and outside requests fail."""
    contexts, wrong = [], []

    def opened(path="/", *, token=True, **settings):
        context = chromium.new_context(**settings)
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(30_000)
        page.on("console", lambda m: m.type == "error" and wrong.append(m.text))
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("request", lambda r: ours(r.url) or wrong.append(r.url))
        root = link.partition("/?")[0]
        if token:
            page.goto(link)
        page.goto(f"{root}{path}")
        return page

    def ours(url):
        return url.startswith((link.partition("/?")[0], "blob:", "data:"))

    yield opened
    for context in contexts:
        context.close()
    assert wrong == []


def answer(page):
    return page.locator("#result .answer").inner_text()


MOVED = "before => document.querySelector('.answer').innerText !== before"


def moves(page, before):
    """Wait until the answer is another."""
    page.wait_for_function(MOVED, arg=before)


def test_what_is_put_in_moves_the_result(visit):
    """Law: a field and its slider are one input, and the result follows both."""
    page = visit("/train")
    before = answer(page)
    page.get_by_label("Training tokens", exact=False).first.fill("30T")
    moves(page, before)
    assert "tokens=30T" in page.url
    slider = page.get_by_label("slide: PUE")
    after = answer(page)
    slider.fill("2")
    moves(page, after)
    assert page.locator("#in-pue").input_value() == "2"


DRAG = """async () => {
  const slider = document.querySelector('.slider[data-for="in-pue"]');
  const seen = new Set();
  for (let step = 0; step < 60; step += 1) {
    slider.value = 1.1 + 0.02 * step;
    slider.dispatchEvent(new Event("input", { bubbles: true }));
    await new Promise((done) => setTimeout(done, 50));
    seen.add(document.querySelector(".answer").textContent);
  }
  return seen.size;
}"""


def test_the_range_moves_as_one_drags(visit):
    """Law: the result follows while the hand still moves, not only where it rests."""
    page = visit("/train")
    assert page.evaluate(DRAG) >= 3
    page.wait_for_selector("#result:not(.waiting)")
    assert "pue=2.28" in page.url


def test_charts_come_when_the_hand_rests(visit):
    """Law: what is dragged ends as what is typed: with its charts."""
    page = visit("/deploy")
    page.locator('.slider[data-for="in-pue"]').fill("2")
    page.wait_for_selector("#result .answer")
    page.wait_for_selector("#result figure svg")
    page.wait_for_selector("#result:not(.waiting)")
    assert "pue=2" in page.url
    assert "moved" not in page.url


def test_a_link_shows_another_the_same(visit):
    """Law: the address is the whole state: who opens it sees the same."""
    page = visit("/serve")
    page.locator("#in-requests_per_day").fill("7M")
    page.wait_for_url("**requests_per_day=7M**")
    page.wait_for_selector("#result:not(.waiting)")
    other = visit(page.url[page.url.index("/serve") :], token=False)
    assert answer(other) == answer(page)
    assert other.locator("#in-requests_per_day").input_value() == "7M"


def test_a_refusal_is_said_and_marked(visit):
    page = visit("/train")
    page.locator("#in-model").fill("lama-3.1-8b")
    page.wait_for_selector("#result .problem")
    assert "llama-3.1-8b" in page.locator("#result .problem").inner_text()
    assert page.locator(".control.wrong #in-model").count() == 1


def test_a_result_is_taken_away(visit):
    """Law: record, table, page, study and picture are files of this result."""
    page = visit("/serve")
    for name in ("Record", "Table", "Page", "Study file", "Command", "Picture"):
        with page.expect_download() as done:
            page.get_by_text(name, exact=False).and_(
                page.locator(".take a, .take button")
            ).click()
        path = done.value.path()
        assert path.stat().st_size > 100
        if name == "Picture":
            assert path.read_bytes().startswith(b"\x89PNG")


@pytest.mark.parametrize("key", PAGES)
def test_every_page_is_walked_by_tab_alone(visit, key):
    """Law: tab reaches every field that is seen, the act, and what the result offers.

    Each stop has a name that is read out, and is seen to have the focus.
    """
    page = visit(f"/{key}")
    page.wait_for_load_state("networkidle")
    seen = page.evaluate(STOPS)
    reached = set()
    for _ in range(4 * len(seen)):
        page.keyboard.press("Tab")
        found = page.evaluate(FOCUS)
        if found is None:
            break
        assert found["name"], found
        assert found["shown"], found
        reached.add(found["at"])
    assert reached >= set(range(len(seen)))


STOPS = """() => {
  const stops = "a[href], button, input, select, textarea, summary";
  const all = document.querySelectorAll(stops);
  window.stops = [...all].filter(one => one.type !== "hidden" && !one.disabled
    && one.checkVisibility({checkVisibilityCSS: true}));
  return window.stops.map(one => one.outerHTML.slice(0, 80));
}"""
FOCUS = """() => {
  const one = document.activeElement;
  if (one === document.body) return null;
  const named = one.getAttribute("aria-label") || one.labels?.[0]?.textContent
    || one.textContent || one.getAttribute("aria-labelledby");
  const style = getComputedStyle(one);
  return {at: window.stops.indexOf(one), name: named?.trim(),
    shown: style.outlineStyle !== "none" || style.boxShadow !== "none"};
}"""


def test_a_configuration_is_dropped_in(visit, tmp_path):
    """Law: a file that is chosen is read in the browser, and the address has it."""
    page = visit("/serve")
    file = tmp_path / "config.json"
    file.write_text(CONFIG, encoding="utf-8")
    before = answer(page)
    page.locator("#file-model").set_input_files(file)
    moves(page, before)
    assert "LlamaForCausalLM" in page.locator("#in-model").input_value()
    other = visit(page.url[page.url.index("/serve") :], token=False)
    assert answer(other) == answer(page)
    file.write_text("no json", encoding="utf-8")
    page.locator("#file-model").set_input_files([])
    page.locator("#file-model").set_input_files(file)
    page.wait_for_selector("#result .problem")


MACHINE = """# A machine of our own.
name: mine
power_limit: 300 W  # the most
memory: "1,048 GB"
bandwidth: 900
peak_16bit: 180
"""
PASTE = """text => {
  const data = new DataTransfer();
  data.setData("text", text);
  const settings = {clipboardData: data, bubbles: true, cancelable: true};
  const field = document.querySelector("#in-hardware");
  field.dispatchEvent(new ClipboardEvent("paste", settings));
}"""


def test_a_machine_is_pasted_or_dropped_in(visit, tmp_path):
    """Law: its YAML stands in the address on one line, however it was brought."""
    page = visit("/embed")
    before = answer(page)
    page.evaluate(PASTE, MACHINE)
    moves(page, before)
    pasted = page.locator("#in-hardware").input_value()
    assert pasted.startswith("{name: mine, power_limit: 300 W, ")
    other = visit(page.url[page.url.index("/embed") :], token=False)
    assert answer(other) == answer(page)
    file = tmp_path / "mine.yaml"
    file.write_text(MACHINE.replace("900", "500"), encoding="utf-8")
    after = answer(page)
    page.locator("#file-hardware").set_input_files(file)
    moves(page, after)
    file.write_text("- a list", encoding="utf-8")
    page.locator("#file-hardware").set_input_files([])
    page.locator("#file-hardware").set_input_files(file)
    page.wait_for_selector("#result .problem")


def test_without_scripts_a_plan_is_taken_along(visit):
    """Law: the page says what to do, and the study file holds what was written."""
    page = visit("/plan", java_script_enabled=False)
    page.locator("#in-study").fill(PLAN)
    page.get_by_role("button", name="Begin the plan").click()
    with page.expect_download() as done:
        page.locator("noscript a, .note a").click()
    assert done.value.path().read_bytes().decode() == PLAN


def test_watts_of_now_come_by_themselves(visit):
    page = visit("/measure")
    page.wait_for_selector("#live h2")
    assert "Today" in page.locator("#live").inner_text()


def test_the_keyboard_is_enough(visit):
    """Law: by tab and enter alone: skip, fill in, ask, open the tables."""
    page = visit("/train")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.locator("#in-model").focus()
    page.keyboard.press("Control+A")
    page.keyboard.type("bloom")
    page.keyboard.press("Enter")
    page.wait_for_url("**model=bloom**")
    page.locator(".all > summary").focus()
    page.keyboard.press("Enter")
    assert page.locator(".all").get_attribute("open") is not None


def test_chinese_is_kept_from_page_to_page(visit):
    page = visit("/serve")
    page.locator("a.language").click()
    page.wait_for_selector("html[lang=zh-Hans]")
    page.get_by_text("训练", exact=True).first.click()
    page.wait_for_url("**/train?language=zh**")
    assert page.locator("h1").inner_text() == "训练"
    assert "训练" in answer(page)


def test_a_plan_is_begun_followed_and_cancelled(visit):
    page = visit("/plan")
    page.locator("#in-study").fill(PLAN)
    page.get_by_role("button", name="Begin the plan").click()
    page.get_by_role("button", name="Cancel").click()
    page.wait_for_selector("#jobs li:has-text('cancelled')")


def test_a_plan_ends_with_its_result(visit):
    page = visit("/plan")
    page.locator("#in-study").fill(PLAN)
    page.get_by_role("button", name="Begin the plan").click()
    page.wait_for_selector("#jobs li:has-text('done')", timeout=120_000)
    page.wait_for_selector("#result svg")
    page.wait_for_selector(".hours:not([hidden])")
    before = page.locator(".hours-said").inner_text()
    page.locator(".hours-from").focus()
    page.keyboard.press("End")
    assert page.locator(".hours-said").inner_text() != before
    for name in ("Record", "Table", "Page", "Picture"):
        with page.expect_download() as done:
            page.locator(".take a, .take button").filter(has_text=name).click()
        assert done.value.path().stat().st_size > 100


def test_two_people_do_not_wait_for_each_other(visit):
    """Law: while one plans, another's result comes at once."""
    one = visit("/plan")
    one.locator("#in-study").fill(PLAN)
    one.get_by_role("button", name="Begin the plan").click()
    other = visit("/train", token=False)
    begin = time.monotonic()
    other.locator("#in-model").fill("bloom")
    other.wait_for_url("**model=bloom**")
    other.wait_for_selector("#result:not(.waiting)")
    assert time.monotonic() - begin < 5
    one.get_by_role("button", name="Cancel").first.click()


@pytest.mark.parametrize("key", PAGES)
@pytest.mark.parametrize("how", ["phone", "dark", "chinese"])
def test_every_page_is_open_to_everyone(visit, root, key, how):
    """Law: axe-core finds nothing serious, and nothing is wider than the screen."""
    axe = root / "node_modules" / "axe-core" / "axe.min.js"
    if not axe.is_file():
        pytest.skip("needs npm's axe-core")
    more = {"phone": {"viewport": PHONE}, "dark": {"color_scheme": "dark"}}.get(how, {})
    language = "zh" if how == "chinese" else "en"
    page = visit(f"/{key}?language={language}", **more)
    page.wait_for_load_state("networkidle")
    for folded in page.locator("details").all():
        folded.evaluate("one => one.open = true")
    page.evaluate(axe.read_text(encoding="utf-8"))
    found = page.evaluate("axe.run({resultTypes: ['violations']})")
    bad = [
        (v["id"], v["nodes"][0]["html"][:200])
        for v in found["violations"]
        if v["impact"] in ("serious", "critical")
    ]
    assert bad == []
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
