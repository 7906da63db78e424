"""Publishing on the Hub: its real client against a small server that speaks what it asks for, and keeps what it gets."""

from __future__ import annotations

import base64
import hashlib
import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from tests.corpus import run
from tests.packages import SHARD, build, manifest_of, tree

TOKEN = "hf_of_nobody"  # noqa: S105 - it opens nothing
REPO = "/api/datasets/me/news"


class Hub(ThreadingHTTPServer):
    """A Hub with one account: `siblings` stand in its repository, None where there is none."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Answers)
        self.siblings: list[str] | None = None
        self.private = False
        self.status = 0  # with which every question is answered
        self.xet_status = 404  # with which it is told that Xet is not spoken here
        self.asked: list[str] = []
        self.lfs: dict[str, bytes] = {}
        self.made: dict[str, Any] = {}
        self.commit: list[dict[str, Any]] = []
        self.tokens: set[str | None] = set()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"


class Answers(BaseHTTPRequestHandler):
    """What the client asks when it publishes."""

    server: Hub

    def log_message(self, *_: object) -> None:
        """Tests print nothing."""

    def _say(self, status: int, content: object, **headers: str) -> None:
        body = json.dumps(content).encode()
        self.send_response(status)
        for name, value in {"Content-Type": "application/json", **headers}.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def _take(self) -> bytes:
        self.server.asked.append(f"{self.command} {self.path}")
        self.server.tokens.add(self.headers.get("Authorization"))
        return self.rfile.read(int(self.headers.get("Content-Length") or 0))

    def do_GET(self) -> None:
        self._take()
        hub = self.server
        if hub.status or "/xet-write-token/" in self.path:
            self._say(hub.status or hub.xet_status, {"error": "no"})
        elif self.path.startswith(REPO) and hub.siblings is not None:
            there = [{"rfilename": name} for name in hub.siblings]
            self._say(
                200, {"_id": "1", "id": "me/news", "sha": "a" * 40, "private": hub.private, "siblings": there}
            )
        else:
            self._say(404, {"error": "Repository not found"}, X_Error_Code="RepoNotFound")

    def do_POST(self) -> None:
        body = self._take()
        hub = self.server
        if self.path == "/api/repos/create":
            hub.made = json.loads(body)
            self._say(200, {"url": f"{hub.address}/datasets/me/news", "name": "me/news"})
        elif self.path == "/api/validate-yaml":
            self._say(200, {"errors": [], "warnings": []})
        elif "/preupload/" in self.path:
            modes = [
                {
                    "path": file["path"],
                    "uploadMode": "lfs" if file["path"].endswith(".parquet") else "regular",
                    "shouldIgnore": False,
                    "oid": None,
                }
                for file in json.loads(body)["files"]
            ]
            self._say(200, {"files": modes})
        elif self.path.endswith("/info/lfs/objects/batch"):
            objects = [
                {**wanted, "actions": {"upload": {"href": f"{hub.address}/store/{wanted['oid']}"}}}
                for wanted in json.loads(body)["objects"]
            ]
            self._say(200, {"transfer": "basic", "objects": objects})
        elif "/commit/" in self.path:
            hub.commit = [json.loads(line) for line in body.splitlines() if line]
            url = f"{hub.address}/datasets/me/news/commit/{'b' * 40}"
            self._say(200, {"commitUrl": url, "commitOid": "b" * 40, "success": True})
        else:
            self._say(404, {"error": self.path})

    def do_PUT(self) -> None:
        body = self._take()
        self.server.lfs[self.path.rpartition("/")[2]] = body
        self._say(200, {})


@pytest.fixture
def hub() -> Iterator[Hub]:
    server = Hub()
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join()


def publish(hub: Hub | None, dist: Path, *options: str, **env: str) -> Any:
    address = hub.address if hub is not None else "http://127.0.0.1:9"
    environment = {
        "HF_ENDPOINT": address,
        "HF_HUB_OFFLINE": "0",
        "HF_HUB_DISABLE_XET": "1",
        "HF_HUB_DISABLE_TELEMETRY": "1",
        "HF_TOKEN": TOKEN,
        "HF_HOME": str(dist.parent / "home"),
        "NO_PROXY": "127.0.0.1",
        **env,
    }
    result = run("publish", dist, "me/news", *options, env=environment)
    assert TOKEN not in result.stdout + result.stderr
    assert "Traceback" not in result.stderr
    return result


def received(hub: Hub) -> dict[str, bytes]:
    found = {}
    for line in hub.commit:
        value = line["value"]
        if line["key"] == "file":
            found[value["path"]] = base64.b64decode(value["content"])
        elif line["key"] == "lfsFile":
            found[value["path"]] = hub.lfs[value["oid"]]
    return found


def test_without_yes_nothing_is_sent_and_all_is_shown(hub: Hub, tmp_path: Path) -> None:
    dist = build(tmp_path)
    hub.siblings = ["README.md", "data/old.parquet", ".gitattributes"]
    result = publish(hub, dist)
    assert result.returncode == 0, result.stderr
    assert all(f"+ {path} (" in result.stdout for path in tree(dist))
    assert "- data/old.parquet is deleted there\n" in result.stdout
    assert ".gitattributes" not in result.stdout
    assert "(public), branch main\n" in result.stdout
    assert f"sha256:{manifest_of(dist).digest}" in result.stdout
    assert all(asked.startswith("GET ") for asked in hub.asked)


def test_what_is_received_is_the_package_byte_for_byte(hub: Hub, tmp_path: Path) -> None:
    dist = build(tmp_path)
    result = publish(hub, dist, "--private", "--yes")
    assert result.returncode == 0, result.stderr
    assert received(hub) == tree(dist)
    assert {hashlib.sha256(body).hexdigest() for body in hub.lfs.values()} == set(hub.lfs)
    assert hub.made.get("private") is True or hub.made.get("visibility") == "private"
    assert manifest_of(dist).digest in hub.commit[0]["value"]["summary"]
    assert f"published: {hub.address}/datasets/me/news/commit/" in result.stdout
    assert f"Bearer {TOKEN}" in hub.tokens


def test_a_hub_that_does_not_know_xet_gets_the_same_by_lfs(hub: Hub, tmp_path: Path) -> None:
    """As users have it: hf_xet is installed, and the client does not ask what a Hub speaks."""
    pytest.importorskip("hf_xet")
    dist = build(tmp_path)
    result = publish(hub, dist, "--yes", HF_HUB_DISABLE_XET="0")
    assert result.returncode == 0, result.stderr
    assert any("/xet-write-token/" in asked for asked in hub.asked)
    assert received(hub) == tree(dist)
    assert [asked for asked in hub.asked if "/commit/" in asked] == [f"POST {REPO}/commit/main"]
    assert result.stderr == ""


def test_a_hub_that_refuses_xet_is_not_asked_another_way(hub: Hub, tmp_path: Path) -> None:
    pytest.importorskip("hf_xet")
    hub.xet_status = 403
    result = publish(hub, build(tmp_path), "--yes", HF_HUB_DISABLE_XET="0")
    assert result.returncode == 2
    assert "the Hub does not allow this to me/news (status 403): say hf auth login" in result.stderr
    assert (hub.lfs, hub.commit) == ({}, [])


def test_what_is_no_longer_in_the_package_goes_and_the_commit_seen_is_the_parent(
    hub: Hub, tmp_path: Path
) -> None:
    hub.siblings = ["data/old.parquet", "README.md"]
    assert publish(hub, build(tmp_path), "--yes").returncode == 0
    assert [line["value"]["path"] for line in hub.commit if line["key"] == "deletedFile"] == [
        "data/old.parquet"
    ]
    assert hub.commit[0]["value"]["parentCommit"] == "a" * 40


def test_a_damaged_package_is_not_even_planned(hub: Hub, tmp_path: Path) -> None:
    dist = build(tmp_path)
    body = bytearray((dist / SHARD).read_bytes())
    body[100] ^= 1
    (dist / SHARD).write_bytes(body)
    result = publish(hub, dist, "--yes")
    assert result.returncode == 1
    assert SHARD in result.stdout
    assert hub.asked == []


def test_a_public_repository_is_not_taken_for_a_private_one(hub: Hub, tmp_path: Path) -> None:
    hub.siblings = []
    result = publish(hub, build(tmp_path), "--private", "--yes")
    assert result.returncode == 2
    assert "is there and public" in result.stderr
    assert hub.commit == []


@pytest.mark.parametrize(("status", "exit_status"), [(401, 2), (403, 2), (500, 3)])
def test_what_the_hub_refuses_is_one_sentence(
    hub: Hub, tmp_path: Path, status: int, exit_status: int
) -> None:
    hub.status = status
    result = publish(hub, build(tmp_path), "--yes")
    assert result.returncode == exit_status, result.stderr
    assert result.stderr.count("corpuskit: ") == 1


def test_no_network_and_offline_mode_are_one_sentence(tmp_path: Path) -> None:
    dist = build(tmp_path)
    assert publish(None, dist).returncode == 3
    result = publish(None, dist, HF_HUB_OFFLINE="1")
    assert (result.returncode, "HF_HUB_OFFLINE" in result.stderr) == (3, True)
    assert run("publish", tmp_path / "nothing", "me/news").returncode == 2
