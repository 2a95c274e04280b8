"""An Odoo that serves HTTP, and Odoo's shell."""

import contextlib
import os
import signal
import socket
import time
import urllib.error
import urllib.request
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from . import addons as addons_module
from . import odoo_log
from .addons import Addons
from .environment import Env
from .steps import SetupError, kill_group, run_quiet, spawn, stop

START_SECONDS, STOP_SECONDS = 180, 20


def free_port(wanted: int = 0, tries: int = 1) -> int:
    """The first free port out of `tries` ports starting at `wanted`; 0 for any port.

    :raise SetupError: all of them are taken
    """
    for port in range(wanted, wanted + tries):
        with contextlib.suppress(OSError):
            with socket.create_server(("127.0.0.1", port)) as probe:
                return probe.getsockname()[1]
    hint = "choose another with --port, or stop the program that listens there"
    raise SetupError(f"port {wanted} is taken", hint)


def common_options(env: Env, db: str, addons: Addons | None = None) -> list[str]:
    """The options that each start of Odoo needs.

    :param addons: addons on the path; None for all of the checkout
    """
    by_name = addons_module.find() if addons is None else addons
    folders = addons_module.search_path(by_name)
    options = ["-d", db, "--data-dir", str(env.data_dir), "--db-filter", f"^{db}$"]
    options += ["--http-interface", "127.0.0.1", "--max-cron-threads", "0"]
    return options + (["--addons-path", ",".join(folders)] if folders else [])


@dataclass(eq=False)
class OdooServer:
    """One Odoo with its workers, as a context manager that starts and stops it.

    :param workers: number of worker processes; 0 for one process with threads
    :param port: 0 for any free one
    :param args: more options for Odoo
    :param addons: see `common_options`
    """

    env: Env
    db: str
    workers: int = 0
    port: int = 0
    args: Sequence[str] = ()
    addons: Addons | None = None

    def __post_init__(self) -> None:
        self.port = self.port or free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.log_path = self.env.data_dir / "log" / f"{self.db}-{self.port}.log"
        self._common = common_options(self.env, self.db, self.addons)
        self._process = None

    @property
    def pid(self) -> int:
        """The id of Odoo's main process, the leader of its process group."""
        return self._process.pid

    def start(self) -> "OdooServer":
        """Start Odoo and wait until it answers. :raise SetupError: it does not"""
        self.log_path.parent.mkdir(parents=True, exist_ok=True)
        self.log_path.write_text("")
        ports = ["--http-port", self.port, "--gevent-port", free_port()]
        options = [*ports, "--workers", self.workers, "--logfile", self.log_path]
        command = [*self.env.command, *self._common, *options, *self.args]
        try:
            with open(self.log_path, "a") as log:
                self._process = spawn(command, log, env=self.env.variables)
            self._wait()
        except BaseException:
            self.kill()
            raise
        return self

    def _wait(self):
        deadline = time.monotonic() + START_SECONDS
        while True:
            try:
                urllib.request.urlopen(f"{self.url}/web/health", timeout=60).close()
                return
            except OSError as error:
                answered = isinstance(error, urllib.error.HTTPError)
                late = time.monotonic() > deadline
                if answered or late or self.poll() is not None:
                    tail = odoo_log.tail(self.log_path)
                    cause = f"Odoo does not respond ({error}); its log ends:\n{tail}"
                    raise SetupError(cause, f"see {self.log_path}") from error
            time.sleep(0.1)

    def poll(self) -> int | None:
        """Odoo's exit code, None while it runs."""
        return self._process.poll()

    def stop(self) -> None:
        """Let Odoo finish its requests, then kill the remaining processes."""
        if self._process:
            stop(self._process, signal.SIGTERM, STOP_SECONDS)

    def kill(self) -> None:
        """Send SIGKILL to Odoo and its workers, like a crash."""
        if self._process:
            kill_group(self._process.pid)
            self._process.wait()

    def shell(self, code: str) -> str:
        """Run `code` in `odoo shell`. :return: what it printed

        :raise SetupError: the code raised an exception
        """
        return run_shell(self.env, ["shell", *self._common, "--no-http"], code)

    def __enter__(self) -> "OdooServer":
        return self.start()

    def __exit__(self, *_: Any) -> None:
        self.stop()


def run_shell(env: Env, options: list[str], code: str) -> str:
    """Run `code` in Odoo's command with `options`; see `OdooServer.shell`."""
    command = [*env.command, *options, "--logfile", os.devnull]
    hint = f"the code given to odoo shell:\n{code}"
    return run_quiet(command, env=env.variables, stdin=code, hint=hint)
