"""Runs of Python that start warm: a server has imported what is heavy, and forks a process for each run.

Importing SQLAlchemy, libcst, black and pydantic takes four times as long as generating a small project, and the
tests start ormforge some thousand times. A warm run is a process of its own all the same: its folder,
environment, arguments, output and exit code are those that a cold one would have.
"""

from __future__ import annotations

import atexit
import functools
import gc
import importlib
import json
import os
import pkgutil
import runpy
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import traceback
import warnings
from pathlib import Path
from types import ModuleType
from typing import Any

HEAVY = (
    "sqlalchemy.orm",
    "sqlalchemy.dialects.sqlite",
    "sqlalchemy.dialects.postgresql",
    "sqlalchemy.dialects.mysql",
    "libcst",
    "black",
    "pydantic",
    "jinja2",
    "tomlkit",
    "typer",
)
FAILED = 1


def run_python(
    *words: str, cwd: Path, env: dict[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """What `python WORDS` gives in a folder; the words are `-m MODULE ...` or `-c CODE ...`, `-W ACTION` before them.

    Variables that the interpreter reads while it starts get it a cold start (`PYTHON...`, but for PYTHONWARNINGS
    with one action).
    """
    environ = {**os.environ, **(env or {})}
    if any(name.startswith("PYTHON") and name != "PYTHONWARNINGS" for name in env or {}):
        command = [sys.executable, *words]
        return subprocess.run(
            command, cwd=cwd, env=environ, capture_output=True, encoding="utf-8", check=False
        )
    with tempfile.TemporaryDirectory(prefix="warm") as folder:
        texts = [str(Path(folder, name)) for name in ("out", "err")]
        request = {"words": words, "cwd": str(cwd), "environ": environ, "texts": texts}
        code = _ask(request)
        out, err = (Path(text).read_bytes().decode("utf-8") for text in texts)
    return subprocess.CompletedProcess(list(words), code, out, err)


def _ask(request: dict[str, Any]) -> int:
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as connection:
        connection.connect(_server())
        connection.sendall(json.dumps(request).encode() + b"\n")
        answer = connection.makefile().readline()
    return int(answer)


@functools.cache
def _server() -> str:
    """The address of this process' own server, which ends when this process does."""
    address = str(Path(tempfile.mkdtemp(prefix="warm"), "server"))
    server = subprocess.Popen(
        [sys.executable, "-m", __name__, address, str(os.getpid())],
        cwd=Path(__file__).parent.parent,
        stdin=subprocess.DEVNULL,
    )
    while not os.path.exists(address):
        assert server.poll() is None, "the server of warm runs did not start"
        time.sleep(0.02)
    return address


def _serve(address: str, owner: int) -> None:
    _import_everything()
    gc.freeze()
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as listener:
        listener.bind(address + ".new")
        listener.listen()
        os.rename(address + ".new", address)
        listener.settimeout(1)
        while os.getppid() == owner:
            _reap()
            try:
                connection, _ = listener.accept()
            except TimeoutError:
                continue
            if os.fork() == 0:
                listener.close()
                _answer(connection)
            connection.close()
    shutil.rmtree(Path(address).parent)


def _reap() -> None:
    try:
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass
    except ChildProcessError:
        return


def _import_everything() -> None:
    import ormforge

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for name in HEAVY:
            importlib.import_module(name)
        for module in pkgutil.walk_packages(ormforge.__path__, "ormforge."):
            if not module.name.endswith("__main__"):
                importlib.import_module(module.name)


def _answer(connection: socket.socket) -> None:
    """Fork once more, so that what a signal ends is told like any other end."""
    connection.settimeout(None)
    request = json.loads(connection.makefile().readline())
    child = os.fork()
    if child == 0:
        connection.close()
        _run(request)
    status = os.waitpid(child, 0)[1]
    connection.sendall(b"%d\n" % os.waitstatus_to_exitcode(status))
    os._exit(0)


def _run(request: dict[str, Any]) -> None:
    for number, text in enumerate(request["texts"], start=1):
        opened = os.open(text, os.O_WRONLY | os.O_CREAT, 0o600)
        os.dup2(opened, number)
        os.close(opened)
    os.environ.clear()
    os.environ.update(request["environ"])
    if action := os.environ.get("PYTHONWARNINGS"):
        warnings.simplefilter(action)  # type: ignore[arg-type]
    time.tzset()
    os.chdir(request["cwd"])
    code = FAILED
    try:
        _play(request["words"])
        code = 0
    except SystemExit as end:
        code = _exit_code(end.code)
    except BaseException:  # noqa: BLE001 - as the interpreter does: told on stderr, exit 1
        traceback.print_exc()
    atexit._run_exitfuncs()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)


def _play(words: list[str]) -> None:
    if words[0] == "-W":
        warnings.simplefilter(words[1])  # type: ignore[arg-type]
        words = words[2:]
    kind, what, *arguments = words
    sys.path[0] = os.getcwd() if kind == "-m" else ""
    if kind == "-m":
        sys.argv = [what, *arguments]
        runpy.run_module(what, run_name="__main__", alter_sys=True)
    else:
        sys.argv = ["-c", *arguments]
        sys.modules["__main__"] = main = ModuleType("__main__")
        exec(compile(what, "<string>", "exec"), vars(main))


def _exit_code(code: object) -> int:
    if code is None or isinstance(code, int):
        return code or 0
    print(code, file=sys.stderr)
    return FAILED


if __name__ == "__main__":
    _serve(sys.argv[1], int(sys.argv[2]))
