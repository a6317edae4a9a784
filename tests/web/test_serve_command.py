"""What `serve` refuses before it listens: strangers without a proxy, a proxy without a secret, no extra."""

from __future__ import annotations

import sys
from importlib import util
from pathlib import Path
from typing import Any

import pytest

from reportgen.cli.main import cli
from tests.commands import one_sentence, run

SECRET = "0123456789abcdef" * 2
posix = pytest.mark.skipif(sys.platform == "win32", reason="permissions of POSIX")


@pytest.fixture
def served(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """What would be served, and how."""
    calls: list[Any] = []
    monkeypatch.setattr("reportgen.web.server.serve_pages", lambda *given, **named: calls.append((*given, named)))
    return calls


@pytest.fixture
def secret(tmp_path: Path) -> Path:
    return written(tmp_path, f"{SECRET}\n")


def written(folder: Path, text: str, mode: int = 0o600) -> Path:
    file = folder / "secret"
    file.write_text(text, encoding="utf-8")
    file.chmod(mode)
    return file


def proxied(secret: Path, **changed: str | None) -> list[str]:
    options: dict[str, str | None] = {
        "--host": "reports.firm.example",
        "--user-header": "X-Forwarded-User",
        "--proxy-secret-file": str(secret),
        "--port": "8765",
    }
    options |= {f"--{name.replace('_', '-')}": value for name, value in changed.items()}
    return [
        "serve",
        "--behind-proxy",
        *(part for each in options.items() if each[1] is not None for part in each if part),
    ]


def refusal(*arguments: str) -> str:
    done = run(*arguments)
    assert done.exit_code == 2
    return one_sentence(done)


def test_by_itself_it_serves_this_computer(served: list[Any]) -> None:
    assert run("serve", "--waiting", "7", "--host", "127.0.0.1", "--no-browser").exit_code == 0
    ((settings, _, named),) = served
    assert settings.waiting == 7
    assert named == {"port": 0, "opens_browser": False, "proxy": None}
    assert not settings.root.exists(), "the folder went at the end"


def test_what_the_project_file_names_is_usual_there(
    served: list[Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "peers.xlsx").write_bytes(b"")
    text = 'charts = "native"\n[peers]\ndatabase = "firm.peers"\nretail = "peers.xlsx"\n'
    (tmp_path / "reportgen.toml").write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert run("serve", "--no-browser").exit_code == 0
    ((settings, _, _),) = served
    assert settings.options.usual.charts == "native"
    assert settings.options.registered["retail"] == tmp_path / "peers.xlsx"
    assert Path(settings.database) == tmp_path / "firm.peers"


def test_behind_a_proxy_it_serves_a_firm(served: list[Any], secret: Path) -> None:
    assert run(*proxied(secret, host="Reports.firm.example:443")).exit_code == 0
    ((_, _, named),) = served
    proxy = named["proxy"]
    assert (proxy.host, proxy.user_header, proxy.secret, proxy.socket) == (
        *("reports.firm.example", "X-Forwarded-User"),
        *(SECRET, None),
    )
    assert named["port"] == 8765


@pytest.mark.parametrize(
    "host", ["localhost", "0.0.0.0", "192.168.1.4", "reports.firm.example", "::", "127.0.0.1.evil.example"]
)
def test_without_a_proxy_it_serves_nobody_else(served: list[Any], host: str) -> None:
    said = refusal("serve", "--host", host)
    assert "for this computer alone" in said
    assert "--behind-proxy" in said
    assert served == []


@pytest.mark.parametrize("option", ["--user-header", "--proxy-secret-file", "--socket"])
def test_what_is_said_of_a_proxy_needs_one(served: list[Any], option: str) -> None:
    assert f"{option} is about a proxy" in refusal("serve", option, "x")
    assert served == []


@pytest.mark.parametrize("left", ["host", "user_header", "proxy_secret_file"])
def test_a_proxy_needs_all_that_says_who_comes(served: list[Any], secret: Path, left: str) -> None:
    assert "--behind-proxy needs --host, --user-header and --proxy-secret-file" in refusal(
        *proxied(secret, **{left: None})
    )
    assert served == []


@pytest.mark.parametrize("where", [{"port": None}, {"socket": "r.sock"}])
def test_a_proxy_finds_it_at_one_place(served: list[Any], secret: Path, where: dict[str, str | None]) -> None:
    assert "--socket PATH or --port N, one of them" in refusal(*proxied(secret, **where))
    assert served == []


@pytest.mark.parametrize(
    "host",
    ["https://reports.firm.example", "reports.firm.example/", "*", "a b", ".firm.example", "firm.example.", "größe"],
)
def test_the_host_is_a_name(served: list[Any], secret: Path, host: str) -> None:
    assert "give the name alone" in refusal(*proxied(secret, host=host))
    assert served == []


@pytest.mark.parametrize("name", ["Host", "Cookie", "X-Reportgen-Proxy", "X_Forwarded_User", "a b", "a:"])
def test_the_header_is_one_of_the_proxys_own(served: list[Any], secret: Path, name: str) -> None:
    assert "name the header of the proxy's own" in refusal(*proxied(secret, user_header=name))
    assert served == []


@pytest.mark.parametrize("text", ["", "\n", " " * 40, "short", "x" * 31, f"{SECRET}\n{SECRET}", "ü" * 40])
def test_a_secret_that_can_be_guessed_or_not_be_sent_is_refused(served: list[Any], tmp_path: Path, text: str) -> None:
    assert "a secret has 32 letters" in refusal(*proxied(written(tmp_path, text)))
    assert served == []


@posix
@pytest.mark.parametrize("mode", [0o604, 0o644, 0o602])
def test_a_secret_that_others_may_read_is_refused(served: list[Any], tmp_path: Path, mode: int) -> None:
    assert "chmod 600" in refusal(*proxied(written(tmp_path, SECRET, mode)))
    assert served == []


def test_a_secret_that_is_not_there_is_refused(served: list[Any], tmp_path: Path) -> None:
    assert "cannot be read from" in refusal(*proxied(tmp_path / "nothing"))
    (tmp_path / "bytes").write_bytes(b"\xff" * 64)
    (tmp_path / "bytes").chmod(0o600)
    assert "it is no text" in refusal(*proxied(tmp_path / "bytes"))
    assert served == []


def test_without_its_extra_it_says_how_to_get_it(served: list[Any], monkeypatch: pytest.MonkeyPatch) -> None:
    found = util.find_spec
    monkeypatch.setattr(util, "find_spec", lambda name, *more: None if name == "uvicorn" else found(name, *more))
    said = refusal("serve")
    assert "comes with the extra 'serve' of reportgen" in said
    assert 'pip install -e ".[serve]"' in said
    assert served == []


def test_it_is_the_last_of_the_commands() -> None:
    assert list(cli.commands)[-2:] == ["serve", "help"]
