"""A server that answers as the makers of models do, and counts what it was asked."""

from __future__ import annotations

import json
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

PROMPT, OUTPUT = 500, 300
OPENAI = {"prompt_tokens": PROMPT, "completion_tokens": OUTPUT, "total_tokens": 800}


def chat(model, usage=OPENAI):
    message = {"role": "assistant", "content": "Hello"}
    return {
        "id": "chatcmpl-1", "object": "chat.completion", "created": 1, "model": model,
        "choices": [{"index": 0, "message": message, "finish_reason": "stop"}],
        "usage": usage,
    }  # fmt: skip


def chat_pieces(model, with_usage):
    base = {"id": "c", "object": "chat.completion.chunk", "created": 1, "model": model}
    for text in ("Hel", "lo"):
        delta = {"role": "assistant", "content": text}
        choice = {"index": 0, "delta": delta, "finish_reason": None}
        yield None, {**base, "choices": [choice]}
    end = {"index": 0, "delta": {"content": ""}, "finish_reason": "stop"}
    yield None, {**base, "choices": [end]}
    if with_usage:
        yield None, {**base, "choices": [], "usage": OPENAI}


def response(model):
    text = {"type": "output_text", "text": "Hello", "annotations": []}
    item = {"type": "message", "id": "m", "role": "assistant", "status": "completed",
            "content": [text]}  # fmt: skip
    return {
        "id": "resp", "object": "response", "created_at": 1, "model": model,
        "status": "completed", "output": [item], "parallel_tool_calls": True,
        "tool_choice": "auto", "tools": [], "error": None, "incomplete_details": None,
        "instructions": None, "metadata": {}, "temperature": 1, "top_p": 1,
        "usage": {"input_tokens": PROMPT, "output_tokens": OUTPUT, "total_tokens": 800,
                  "input_tokens_details": {"cached_tokens": 0},
                  "output_tokens_details": {"reasoning_tokens": 0}},
    }  # fmt: skip


def message(model, output=OUTPUT):
    return {
        "id": "msg", "type": "message", "role": "assistant", "model": model,
        "content": [{"type": "text", "text": "Hello"}], "stop_reason": "end_turn",
        "stop_sequence": None,
        "usage": {"input_tokens": PROMPT, "output_tokens": output},
    }  # fmt: skip


def message_pieces(model):
    start = {**message(model, 1), "content": [], "stop_reason": None}
    block = {"type": "text", "text": ""}
    delta = {"type": "text_delta", "text": "Hello"}
    events = [
        {"type": "message_start", "message": start},
        {"type": "content_block_start", "index": 0, "content_block": block},
        {"type": "content_block_delta", "index": 0, "delta": delta},
        {"type": "content_block_stop", "index": 0},
        {"type": "message_delta", "usage": {"output_tokens": OUTPUT},
         "delta": {"stop_reason": "end_turn", "stop_sequence": None}},
        {"type": "message_stop"},
    ]  # fmt: skip
    yield from ((event["type"], event) for event in events)


def generated(model):
    part = {"parts": [{"text": "Hello"}], "role": "model"}
    return {
        "candidates": [{"content": part, "finishReason": "STOP", "index": 0}],
        "modelVersion": model,
        "usageMetadata": {"promptTokenCount": PROMPT, "candidatesTokenCount": OUTPUT,
                          "totalTokenCount": 800},
    }  # fmt: skip


class Handler(BaseHTTPRequestHandler):
    """Answers each maker's path, whole or as a stream."""

    def do_POST(self):
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        path, streams = self.path, bool(body.get("stream"))
        model = body.get("model", "")
        self.server.asked.append(path)
        if model == "broken":
            self.send({"error": {"message": "no", "type": "server_error"}}, 400)
        elif "GenerateContent" in path or "generateContent" in path:
            model = path.rpartition("/")[2].partition(":")[0]
            if "stream" in path:
                self.stream([(None, generated(model)), (None, generated(model))])
            else:
                self.send(generated(model))
        elif path.endswith("/messages"):
            self.stream(message_pieces(model)) if streams else self.send(message(model))
        elif path.endswith("/responses"):
            self.send(response(model))
        elif streams:
            options = body.get("stream_options") or {}
            asked = options.get("include_usage") or "mistral" in model
            self.stream([*chat_pieces(model, asked), (None, None)])
        else:
            self.send(chat(model))

    def send(self, answer, code=200):
        data = json.dumps(answer).encode()
        self.send_response(code)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def stream(self, pieces):
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.end_headers()
        for name, piece in pieces:
            head = f"event: {name}\n" if name else ""
            data = "[DONE]" if piece is None else json.dumps(piece)
            self.wfile.write(f"{head}data: {data}\n\n".encode())

    def log_message(self, *_):
        pass


@contextmanager
def stub_server():
    """Yield the address of a server, and the paths that it was asked."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    server.asked = []
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", server.asked
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
