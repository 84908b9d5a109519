"""REST: records as Python returns them, refusals as RFC 9457 has them."""

from __future__ import annotations

import json
import time

import pytest

import wattlas
from wattlas.service.questions import MIB, QUESTIONS

ROOT = "/api/v1"
STUDY = (
    "title: T\nmodel: llama-3.1-8b\ntrain: {tokens: 1T, hardware: h100}\n"
    "sites: [oslo, dublin]\n"
)


def ask(client, path, body, **headers):
    return client.post(f"{ROOT}/{path}", json=body, headers=headers)


def test_an_estimate_is_the_record_of_python(client):
    """Law: what REST returns is what the function returns, unrounded."""
    given = {"model": "bloom", "hardware": "a100", "country": "fr", "pue": "1.1..1.3"}
    found = ask(client, "estimate/train", given)
    assert found.status_code == 200
    record = wattlas.read_record(found.json())
    assert record.results == wattlas.train(**given).results


def test_a_query_asks_the_same_as_a_body(client):
    """Law: an address is read by the types that are declared."""
    given = {"region": "us", "to": 2035, "draws": 64, "method": ["stock"]}
    body = ask(client, "outlook", given).json()
    query = {**given, "method": "stock"}
    assert client.get(f"{ROOT}/outlook", params=query).json() == body


IAMC = (
    "model,scenario,region,variable,unit,2030\n"
    "m,s,World,Electricity Demand|Data Centers,TWh/yr,946\n"
)
ANSWERED = {
    "estimate/serve": {"model": "llama-3.1-8b", "hardware": "h100,b200", "draws": 64},
    "estimate/image": {"model": "sdxl", "hardware": "h100", "draws": 64},
    "estimate/server": {"server": "dgx-h100", "against": "two-socket-2024"},
    "estimate/requests": {
        "table": [{"prompt_tokens": 10, "output_tokens": 5}],
        "model": "llama-3.1-8b",
        "hardware": "h100",
    },
    "run": {"study": STUDY},
    "check": {"claim": "Training GPT-3 took 1,287 MWh."},
    "outlook/cross": {"growth": [1.3], "draws": 64},
    "outlook/forecasts": {},
    "outlook/compare": {"file": IAMC, "draws": 64},
    "outlook/inputs": {"find": "rebound"},
}


@pytest.mark.parametrize("path", ANSWERED)
def test_every_record_reads_back(client, path):
    """Law: what a question returns is a record of a kind that is published."""
    found = ask(client, path, ANSWERED[path])
    assert found.status_code == 200, found.text
    assert wattlas.read_record(found.json()).to_dict() == found.json()


def test_facts_are_what_the_tables_hold(client):
    found = client.get(f"{ROOT}/facts", params={"table": "hardware", "key": "h100"})
    assert found.json()["key"] == "h100-sxm"


def test_an_article_is_checked_sentence_by_sentence(client):
    text = "On AI.\nBLOOM took 433 MWh to train.\nGPT-3 took 1,287 MWh to train.\n"
    found = ask(client, "check", {"claim": text}).json()
    assert [c["verdict"] for c in found["claims"]] == [
        "right_scope_differs",
        "right",
    ] or found["claims"]
    assert found["kind"] == "check-file"


def test_a_typed_claim_is_judged(client):
    """Law: what any reader has typed is judged as the program judges its own."""
    claim = {"statement": "GPT-3 took 1,287 MWh to train."}
    found = ask(client, "check", {"typed": claim})
    assert found.json()["verdict"] == wattlas.check(claim).verdict


def test_a_configuration_is_sent_not_named(client, root):
    """By hand: GPT-2's own config.json gives the model of its name."""
    config = {
        "model_type": "gpt2",
        "n_layer": 12,
        "n_head": 12,
        "n_embd": 768,
        "vocab_size": 50257,
        "n_positions": 1024,
        "architectures": ["GPT2LMHeadModel"],
    }
    given = {"hardware": "a100", "tokens": "1B", "draws": 16}
    found = ask(client, "estimate/train", {"model": config, **given})
    assert found.status_code == 200, found.text
    record = found.json()
    assert "/" not in record["subject"]["model"]


@pytest.mark.parametrize(
    ("path", "given", "field", "nearest"),
    [
        ("estimate/train", {"modle": "bloom"}, "modle", "model"),
        ("estimate/train", {"model": "lama-3.1-8b"}, "model", "llama-3.1-8b"),
        ("estimate/serve", {"model": "bloom", "engine": "vlm"}, "engine", "vllm"),
        (
            "estimate/train",
            {"pue": 9, "energy": "1 MWh", "boundary": "it"},
            "pue",
            None,
        ),
        ("estimate/train", {"pue": [1]}, "pue", None),
        ("outlook", {"region": "chna"}, "region", "china"),
    ],
)
def test_a_refusal_names_field_and_nearest(client, path, given, field, nearest):
    """Law: a problem says the field, and the right name where there is a near one."""
    found = ask(client, path, given)
    assert found.headers["content-type"] == "application/problem+json"
    problem = found.json()
    assert (found.status_code, problem["field"]) == (400, field), problem
    assert nearest is None or problem["nearest"][0] == nearest


def test_a_refusal_is_said_in_chinese(client):
    given = {"pue": 9, "energy": "1 MWh", "boundary": "it"}
    found = ask(client, "estimate/train", given, **{"accept-language": "zh-CN"})
    assert "须为" in found.json()["detail"]


FILES = [
    ("estimate/train", {"model": "/etc/model.json"}),
    ("estimate/deploy", {"model": "../config.JSON", "requests_per_second": 1}),
    ("estimate/requests", {"table": "m", "model": "a/config.json"}),
    ("facts", {"table": "models", "key": "/tmp/config.json"}),
    ("run", {"study": {"title": "T", "model": "x.json", "sites": ["oslo"]}}),
    ("run", {"study": f"{STUDY}load: [{{name: a, power: 1 MW, shape: s.csv}}]"}),
    ("check", {"claim": "1 kWh", "reader": "openai:http://localhost#m"}),
]


@pytest.mark.parametrize(("path", "given"), FILES)
def test_no_field_names_a_file_or_a_machine(client, path, given):
    """Law: contents are sent; the name of a file or an address is refused."""
    found = ask(client, path, given)
    assert found.status_code == 400
    assert "file" in found.json()["detail"]


def test_a_cell_of_a_log_opens_no_file(client, tmp_path):
    """Law: what is named within a content is not opened either."""
    config = {"model_type": "gpt2", "n_layer": 12, "n_head": 12, "n_embd": 768}
    config |= {"vocab_size": 50257, "n_positions": 1024}
    secret = tmp_path / "secret.json"
    secret.write_text(json.dumps(config), encoding="utf-8")
    log = f"model,prompt_tokens,output_tokens\n{secret},1,2\n"
    found = ask(client, "estimate/requests", {"table": log, "hardware": "h100"})
    assert found.status_code == 400
    assert "never opened as a file" in found.json()["detail"]


def test_what_files_would_be_is_absent():
    """Law: of what is declared, only what names a file or a machine is not offered."""
    for question in QUESTIONS.values():
        for name, item in question.fields.items():
            if item.parameter.path or item.parameter.address:
                assert name in question.contents, (question.verb, name)


@pytest.mark.parametrize("path", ["ledger/sum", "plan"])
def test_a_token_is_asked_for(client, path, bearer):
    """Law: the ledger and plans are never for everyone, on no address."""
    assert client.get(f"{ROOT}/{path}").status_code == 401
    assert client.get(f"{ROOT}/{path}", headers=bearer).status_code == 200
    wrong = {"authorization": "Bearer another"}
    assert client.get(f"{ROOT}/{path}", headers=wrong).status_code == 401


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[]",
        b"{",
        b'"x"',
        b'{"a": NaN}',
        b'{"pue": 1e999}',
        b"\xff\xfe",
        b'{"a": 1, "a": 2}',
        b"[" * 50_000,
        b'{"model": "\\ud800"}',
        b'{"pue": ' + b"9" * 5000 + b"}",
    ],
)
def test_a_malformed_body_is_refused_in_a_sentence(client, body):
    found = client.post(
        f"{ROOT}/estimate/train",
        content=body,
        headers={"content-type": "application/json"},
    )
    assert found.status_code == 400
    assert found.json()["detail"].endswith(".")


def test_a_body_has_a_size(client):
    body = b'{"model": "' + b"x" * MIB + b'"}'
    kind = {"content-type": "application/json"}
    found = client.post(f"{ROOT}/estimate/train", content=body, headers=kind)
    assert found.status_code == 413
    parts = client.post(f"{ROOT}/estimate/train", content=iter([body]), headers=kind)
    assert parts.status_code == 413


def test_only_json_is_taken(client):
    """Law: a form of another page cannot ask: it cannot send JSON without asking."""
    found = client.post(f"{ROOT}/estimate/train", data={"model": "bloom"})
    assert found.status_code == 415


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "", "a b"])
def test_another_name_is_not_answered(client, host):
    """Law: a page whose name was bound anew to this machine gets nothing."""
    found = client.get(f"{ROOT}/openapi.json", headers={"host": host})
    assert found.status_code == 421


def test_another_page_may_not_ask(client):
    found = ask(client, "check", {"claim": "1 kWh"}, origin="http://evil.example")
    assert found.status_code == 403
    assert "access-control-allow-origin" not in found.headers


@pytest.mark.parametrize("path", ["/api/v1/../../etc/passwd", "/api/v1/%2e%2e/x", "/x"])
def test_what_is_nowhere_is_said(client, path):
    found = client.get(path)
    assert found.status_code == 404
    assert found.headers["content-type"] == "application/problem+json"


def test_the_description_holds_every_parameter(client):
    """Law: OpenAPI is the declaration, less what names a file or a machine."""
    paths = client.get(f"{ROOT}/openapi.json").json()["paths"]
    for question in QUESTIONS.values():
        body = paths[f"{ROOT}/{question.path}"]["post"]["requestBody"]["content"]
        schema = body["application/json"]["schema"]
        assert set(schema["properties"]) == set(question.fields)


def test_every_reference_of_the_description_leads_somewhere(client):
    whole = client.get(f"{ROOT}/openapi.json").json()
    text = json.dumps(whole)
    parts = whole["components"]["schemas"]
    for name in parts:
        text = text.replace(f'"#/components/schemas/{name}"', "")
    assert "#/" not in text


def test_a_plan_is_followed_and_cancelled(client, bearer):
    """Law: work that is cancelled ends, and says so."""
    text = f"{STUDY}plan: {{objective: cost}}\nyear: 2027\n"
    begun = ask(client, "plan", {"study": text}, **bearer)
    assert begun.status_code == 202, begun.text
    place = begun.headers["location"]
    assert client.get(place, headers=bearer).json()["state"] == "running"
    assert client.get(f"{place}/result", headers=bearer).status_code == 404
    assert client.delete(place, headers=bearer).json()["state"] == "cancelled"
    assert client.get(place).status_code == 401


def test_a_study_that_cannot_be_is_refused_as_work(client, bearer):
    begun = ask(client, "plan", {"study": "title: [1]\n"}, **bearer)
    place = begun.headers["location"]
    for _ in range(300):
        state = client.get(place, headers=bearer).json()["state"]
        if state != "running":
            break
        time.sleep(0.05)
    result = client.get(f"{place}/result", headers=bearer)
    assert (state, result.status_code) == ("failed", 400)


def test_metrics_count_routes_not_addresses(client):
    client.get("/no-such-page-41")
    ask(client, "estimate/train", {"model": "bloom", "hardware": "a100"})
    page = client.get("/metrics").text
    assert "no-such-page-41" not in page
    assert 'route="/api/v1/estimate/train"' in page


def test_an_address_beside_a_body_is_refused(client):
    """Law: what is given is used or refused, also beside a body."""
    given = {"model": "llama-3.1-8b", "hardware": "h100"}
    found = client.post(f"{ROOT}/estimate/serve?pue=1.3", json=given)
    assert found.status_code == 400
    assert "pue of the address would not be used" in found.json()["detail"]
    assert client.post(f"{ROOT}/estimate/serve?language=zh", json=given).is_success
