"""An Odoo that answers on a port, and Odoo's shell."""

import contextlib
import os
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request

from . import addons as addons_module
from . import odoo_log
from .steps import SetupError, kill_group, run_quiet, signals_held

START_SECONDS = 180
STOP_SECONDS = 20


def free_port(wanted=0):
    """A port on 127.0.0.1 that nobody listens on: `wanted`, else one above it.

    :param wanted: int; 0 for any
    """
    for port in range(wanted, wanted + 100) if wanted else (0,):
        with socket.socket() as probe, contextlib.suppress(OSError):
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(("127.0.0.1", port))
            return probe.getsockname()[1]
    mend = "choose another with --port"
    raise SetupError(f"no free port from {wanted} to {wanted + 99}", mend)


def common_options(env, db, found=None):
    """The options that each Odoo of ours takes, list of str.

    :param found: dict of addons as `addons.find` gives it; None for all of the
        checkout
    """
    found = addons_module.find() if found is None else found
    options = ["-d", db, "--data-dir", str(env.data_dir), "--db-filter", f"^{db}$"]
    if folders := addons_module.search_path(found):
        options += ["--addons-path", ",".join(folders)]
    return options


class OdooServer:
    """One Odoo with its workers, as a context manager: starts, answers, stops.

    :param env: environment.Env with a database (`Env.using`)
    :param db: name of the database
    :param workers: processes that answer; 0 for one process with threads
    :param port: int; None for any free one
    :param args: more options for Odoo
    :param addons: see `common_options`
    """

    def __init__(self, env, db, workers=0, port=None, args=(), addons=None):
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
    def pid(self):
        """The process id of Odoo's first process, which leads its group."""
        return self._process.pid

    def start(self):
        """Start Odoo and wait until it answers.

        :return: self
        :raise SetupError: it ended, or did not answer in time; with its last lines
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

    def poll(self):
        """The exit code of Odoo, None while it runs."""
        return self._process.poll()

    def stop(self):
        """Have Odoo finish what it does and end; kill what then is left."""
        if self._process and self._process.poll() is None:
            self._process.send_signal(signal.SIGTERM)
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._process.wait(STOP_SECONDS)
        self.kill()

    def kill(self):
        """SIGKILL for Odoo and all its workers, as a crash would end them."""
        if self._process:
            kill_group(self._process.pid)
            self._process.wait()

    def shell(self, code):
        """Run Python `code` in `odoo shell` on this server's database.

        A process of its own, like a person's at a console; `env` is defined, and
        only what `code` commits is kept.

        :return: what the code printed, str
        :raise SetupError: the code raised
        """
        options = ["shell", *common_options(self.env, self.db, self._addons)]
        return run_shell(self.env, [*options, "--no-http"], code)

    def __enter__(self):
        return self.start()

    def __exit__(self, *_):
        self.stop()


def run_shell(env, options, code):
    """Run `code` through `odoo shell` with `options`; see `OdooServer.shell`."""
    log = env.data_dir / "log" / f"shell-{os.getpid()}.log"
    log.parent.mkdir(parents=True, exist_ok=True)
    try:
        return run_quiet(
            [*env.command, *options, "--logfile", log],
            env=env.variables,
            stdin=code,
            mend=f"the code given to odoo shell:\n{code}",
        )
    finally:
        log.unlink(missing_ok=True)
