"""An Odoo that serves HTTP, and Odoo's shell."""

import contextlib
import os
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Sequence
from typing import Any

from . import addons as addons_module
from . import odoo_log
from .addons import Addons
from .environment import Env
from .steps import SetupError, kill_group, run_quiet, signals_held

START_SECONDS = 180
STOP_SECONDS = 20


def free_port(wanted: int = 0, tries: int = 1) -> int:
    """A free port on 127.0.0.1: the first of `tries` from `wanted` on; 0 for any.

    :raise SetupError: they are taken
    """
    for port in range(wanted, wanted + tries):
        with socket.socket() as probe, contextlib.suppress(OSError):
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(("127.0.0.1", port))
            return probe.getsockname()[1]
    mend = "choose another with --port, or stop the program that listens there"
    raise SetupError(f"port {wanted} is taken", mend)


def common_options(env: Env, db: str, addons: Addons | None = None) -> list[str]:
    """The options that every Odoo gets.

    :param addons: addons on the path; None for all of the checkout
    """
    folders = addons_module.search_path(
        addons_module.find() if addons is None else addons
    )
    options = ["-d", db, "--data-dir", str(env.data_dir), "--db-filter", f"^{db}$"]
    return options + (["--addons-path", ",".join(folders)] if folders else [])


class OdooServer:
    """One Odoo with its workers, as a context manager that starts and stops it.

    :param workers: number of worker processes; 0 for one process with threads
    :param port: None for any free one
    :param args: more options for Odoo
    :param addons: see `common_options`
    """

    def __init__(
        self,
        env: Env,
        db: str,
        workers: int = 0,
        port: int | None = None,
        args: Sequence[str] = (),
        addons: Addons | None = None,
    ) -> None:
        self.env = env
        self.db = db
        self.port = port or free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.log_path = env.data_dir / "log" / f"{db}-{self.port}.log"
        self._addons = addons
        self._options = [
            *("--http-interface", "127.0.0.1", "--http-port", str(self.port)),
            *("--gevent-port", str(free_port()), "--workers", str(workers)),
            *("--max-cron-threads", "0", "--logfile", str(self.log_path)),
            *args,
        ]
        self._process = None

    @property
    def pid(self) -> int:
        """The process id of Odoo's main process, the leader of its group."""
        return self._process.pid

    def start(self) -> "OdooServer":
        """Start Odoo and wait until it answers.

        :return: self
        :raise SetupError: it ended or did not answer in time; shows its last lines
        """
        self.log_path.parent.mkdir(parents=True, exist_ok=True)
        self.log_path.write_text("")
        options = [*common_options(self.env, self.db, self._addons), *self._options]
        try:
            with open(self.log_path, "a") as log, signals_held():
                self._process = subprocess.Popen(
                    [*self.env.command, *options],
                    env=self.env.variables,
                    stdin=subprocess.DEVNULL,
                    stdout=log,
                    stderr=log,
                    start_new_session=True,
                )
            self._wait()
        except BaseException:
            self.kill()
            raise
        return self

    def _wait(self):
        deadline = time.monotonic() + START_SECONDS
        while (status := self._health()) != 200:
            if self._process.poll() is not None:
                cause = f"Odoo ended by itself ({self._process.returncode})"
            elif status:
                cause = f"Odoo answers {status} at /web/health"
            elif time.monotonic() > deadline:
                cause = f"Odoo did not answer within {START_SECONDS} s"
            else:
                time.sleep(0.1)
                continue
            lines = odoo_log.tail(self.log_path)
            raise SetupError(f"{cause}; its last lines:\n{lines}", f"{self.log_path}")

    def _health(self):
        """The HTTP status of /web/health, None while nobody answers."""
        try:
            with urllib.request.urlopen(f"{self.url}/web/health", timeout=60) as got:
                return got.status
        except urllib.error.HTTPError as error:
            return error.code
        except OSError:
            return None

    def poll(self) -> int | None:
        """Odoo's exit code, None while it runs."""
        return self._process.poll()

    def stop(self) -> None:
        """Let Odoo finish its requests, then kill what is left."""
        if self._process and self._process.poll() is None:
            self._process.send_signal(signal.SIGTERM)
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._process.wait(STOP_SECONDS)
        self.kill()

    def kill(self) -> None:
        """SIGKILL for Odoo and its workers, like a crash."""
        if self._process:
            kill_group(self._process.pid)
            self._process.wait()

    def shell(self, code: str) -> str:
        """Run Python `code` in `odoo shell` on this database; what it printed.

        A process of its own, with `env`; only what `code` commits is kept.

        :raise SetupError: the code raised
        """
        options = ["shell", *common_options(self.env, self.db, self._addons)]
        return run_shell(self.env, [*options, "--no-http"], code)

    def __enter__(self) -> "OdooServer":
        return self.start()

    def __exit__(self, *_: Any) -> None:
        self.stop()


def run_shell(env: Env, options: list[str], code: str) -> str:
    """Run `code` through `odoo shell` with `options`; see `OdooServer.shell`."""
    log = env.data_dir / "log" / f"shell-{os.getpid()}.log"
    log.parent.mkdir(parents=True, exist_ok=True)
    command = [*env.command, *options, "--logfile", log]
    mend = f"the code given to odoo shell:\n{code}"
    try:
        return run_quiet(command, env=env.variables, stdin=code, mend=mend)
    finally:
        log.unlink(missing_ok=True)
