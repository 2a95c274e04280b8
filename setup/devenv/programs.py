"""Programs from Debian packages that the tests need."""

import os
import shutil
from collections.abc import Iterable, Sequence

from . import paths
from .steps import SetupError, run_quiet, step


def find(names: Sequence[str], package: str, others: Iterable = ()) -> str:
    """The path of the first of `names` on the PATH, otherwise of `others`.

    If none is found and this is root, Debian's `package` is installed.

    :raise SetupError: not found
    """
    with paths.locked(paths.cache_dir() / "programs.lock"):
        if path := _which(names) or next(map(str, others), None):
            return path
        hint = f"install it, e.g. apt-get install {package}"
        if os.geteuid() != 0:
            raise SetupError(f"no {names[0]} on this machine", hint)
        with step(f"Debian package {package}"):
            run_quiet(["apt-get", "-q", "update"], hint=hint)
            install = ["apt-get", "-qy", "install", "--no-install-recommends"]
            # In this runlevel, Debian does not start services of installed packages.
            variables = {**os.environ, "RUNLEVEL": "1"}
            run_quiet([*install, package], hint=hint, env=variables)
        return _which(names)


def _which(names):
    # Debian installs daemons in a folder that only root has on the PATH.
    path = os.pathsep.join([os.environ.get("PATH", os.defpath), "/usr/sbin"])
    return next((p for name in names if (p := shutil.which(name, path=path))), None)
