"""An ``odoo shell`` that stays open, as in a terminal."""

import json
import os
import shutil
import socket
import subprocess
import tempfile

from devenv import server as odoo_server
from devenv.steps import kill_group

_LOOP = """
import json, os, socket, traceback
_peer = socket.socket(socket.AF_UNIX)
_peer.connect({path!r})
_file = _peer.makefile("rw")
for _line in _file:
    answer = None
    try:
        exec(json.loads(_line), globals())
        _said = {{"answer": answer}}
    except BaseException:
        _said = {{"error": traceback.format_exc()}}
        env.cr.closed or env.cr.rollback()
    _file.write(json.dumps(_said) + "\\n")
    _file.flush()
"""


class Shell:
    """A context manager.

    :param env: ``environment.Env`` with a database
    :param str db:
    :param addons: see ``server.common_options``
    """

    def __init__(self, env, db, addons=None):
        self._env = env
        self._options = odoo_server.common_options(env, db, addons)
        self._folder = tempfile.mkdtemp()

    def __enter__(self):
        path = os.path.join(self._folder, "s")
        listener = socket.socket(socket.AF_UNIX)
        listener.bind(path)
        listener.listen(1)
        listener.settimeout(120)
        log = os.path.join(self._folder, "log")
        command = [*self._env.command, "shell", *self._options, "--no-http"]
        self._process = subprocess.Popen(
            [*command, "--logfile", log],
            env=self._env.variables,
            stdin=subprocess.PIPE,
            start_new_session=True,
        )
        self._process.stdin.write(_LOOP.format(path=path).encode())
        self._process.stdin.close()
        self._peer, _ = listener.accept()
        listener.close()
        self._file = self._peer.makefile("rw")
        return self

    def run(self, code):
        """Run Python with ``env``. Anything it does not commit is rolled back.

        :return: the value that the code assigned to ``answer``, passed as JSON
        :raise RuntimeError: with the traceback
        """
        self._file.write(json.dumps(code) + "\n")
        self._file.flush()
        said = json.loads(self._file.readline() or '{"error": "the shell ended"}')
        if "error" in said:
            raise RuntimeError(said["error"])
        return said["answer"]

    def __exit__(self, *_):
        self._peer.close()
        kill_group(self._process.pid)
        self._process.wait()
        shutil.rmtree(self._folder)
