"""The page in a real browser: no error, no request, nothing that shuts readers out."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

import wattlas
from wattlas import check_file
from wattlas.projection import OutlookContext
from wattlas.report import claims as of_claims
from wattlas.report import outlook
from wattlas.report.crossing import crossing_document
from wattlas.report.paint.html import document_html
from wattlas.report.parts import Made
from wattlas.report.study import study_document
from wattlas.report.words.language import language

STUDIES = ("east-data-west-compute", "fusion-and-smr")
"""Studies of estimates with a plan, and of a plan alone."""
BROWSER = shutil.which("chromium") or shutil.which("chromium-browser")
POLICY = re.compile(r'<meta http-equiv="Content-Security-Policy"[^>]*>')
RUN = """
<script>{axe}</script>
<script>
const loaded = performance.getEntriesByType("resource").map(entry => entry.name);
axe.run({{resultTypes: ["violations"]}}).then(found => {{
  const bad = found.violations.map(v => ({{
    id: v.id, impact: v.impact, where: v.nodes.map(n => n.html).slice(0, 3)
  }}));
  const wide = document.documentElement.scrollWidth > window.innerWidth;
  const out = document.createElement("script");
  out.type = "application/json"; out.id = "found";
  out.textContent = JSON.stringify({{bad, loaded, wide}});
  document.body.append(out);
}});
</script>
"""


@pytest.fixture(scope="module")
def axe(root):
    path = root / "node_modules" / "axe-core" / "axe.min.js"
    if BROWSER is None or not path.is_file():
        pytest.skip("needs Debian's chromium and npm's axe-core")
    return path.read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def pages(root, result_of):
    made = {}
    for name in STUDIES:
        study = root / "examples" / f"{name}.yaml"
        text = study.read_text(encoding="utf-8")
        how = Made("wattlas run study.yaml", date(2026, 11, 25), text)
        for code in ("en", "zh"):
            document = study_document(result_of(name))
            made[name, code] = document_html(document, how, language(code))
    return made


def browse(path: Path, *options: str) -> str:
    """Return the page's document after its scripts have run, the network being off."""
    words = [BROWSER, "--headless", "--no-sandbox", "--disable-gpu", *options]
    words += ["--host-resolver-rules=MAP * ~NOTFOUND", "--virtual-time-budget=20000"]
    words += ["--enable-logging=stderr", "--dump-dom", path.as_uri()]
    done = subprocess.run(
        words, capture_output=True, text=True, check=True, timeout=120
    )
    console = [line for line in done.stderr.splitlines() if ":CONSOLE" in line]
    assert console == []
    return done.stdout


@pytest.fixture(scope="module")
def shorter_pages(root):
    """Pages of a claim, a file of claims, an outlook and crossing years."""
    claims = check_file(root / "examples" / "claims" / "ai-electricity-2023.yaml")
    made = Made("wattlas check x -o x.html", date(2026, 11, 25), "title: T\n")
    study, curve = wattlas.outlook(draws=64), wattlas.crossing(draws=64)
    context = OutlookContext(wattlas.backtest(), study, curve)
    study = replace(study, context=context)
    zh, en = language("zh"), language("en")
    claim = of_claims.claim_document(claims.claims[3])
    file = of_claims.file_document(claims)
    return {
        "claim": document_html(claim, made, en),
        "claims": document_html(file, made, zh),
        "outlook": document_html(outlook.outlook_document(study), made, en),
        "crossing": document_html(crossing_document(curve), made, zh),
    }


DARK, LIGHT = "0", "1"


@pytest.mark.parametrize("name", STUDIES)
@pytest.mark.parametrize(
    ("code", "size", "scheme"),
    [("en", "390,800", LIGHT), ("zh", "1200,900", LIGHT), ("en", "1200,900", DARK)],
)
def test_the_page_opens_for_everyone(axe, pages, tmp_path, name, code, size, scheme):
    """Law: no console error, no request, no serious violation, no sideways scroll."""
    is_open_for_everyone(axe, pages[name, code], tmp_path, size, scheme)


@pytest.mark.parametrize(
    ("name", "size", "scheme"),
    [
        ("claim", "390,800", LIGHT),
        ("claims", "390,800", DARK),
        ("outlook", "390,800", DARK),
        ("outlook", "1200,900", LIGHT),
        ("crossing", "390,800", LIGHT),
    ],
)
def test_pages_of_checks_and_outlooks_open_too(
    axe, shorter_pages, tmp_path, name, size, scheme
):
    """Law: as above."""
    is_open_for_everyone(axe, shorter_pages[name], tmp_path, size, scheme)


def is_open_for_everyone(axe, page, tmp_path, size, scheme):
    """Assert that a page runs axe without findings, alone, without scrolling aside."""
    html = POLICY.sub("", page).replace("</body>", RUN.format(axe=axe) + "</body>")
    path = tmp_path / "page.html"
    path.write_text(html, encoding="utf-8")
    scheme_option = f"--blink-settings=preferredColorScheme={scheme}"
    document = browse(path, f"--window-size={size}", scheme_option)
    text = re.search(r'id="found">(.*?)</script>', document, re.DOTALL)
    assert text is not None
    found = json.loads(text[1])
    serious = [v for v in found["bad"] if v["impact"] in ("serious", "critical")]
    assert serious == []
    assert found["loaded"] == []
    assert not found["wide"]


@pytest.mark.parametrize("name", STUDIES)
def test_the_page_as_it_is_opens_silently(axe, pages, tmp_path, name):
    """Law: with its own policy, the page shows its sections and says no error."""
    path = tmp_path / "page.html"
    page = pages[name, "en"]
    path.write_text(page, encoding="utf-8")
    assert browse(path).count("<section id=") == page.count("<section id=")
