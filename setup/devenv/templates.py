"""Template databases, which tests clone instead of installing addons.

There are two, each named by a hash of its content: `core` contains the Odoo modules
that the addons need, and `full` also contains the addons. Both have demo data.
"""

import hashlib
import os
import time
from pathlib import Path

from . import addons, database, paths
from .environment import Env
from .steps import step

# Number of databases to keep of each kind, for switching between branches.
KEPT = 3
LOG_SECONDS = 7 * 24 * 3600


def all_addons() -> addons.Addons:
    """The addons of the checkout and those that only tests need."""
    return {**addons.find(), **addons.find(addons.TEST_ADDONS)}


def name(what: str) -> str:
    """A database name that no other checkout uses on the same server."""
    return f"t{_digest(str(paths.ROOT))[:8]}_{what}"


def scratch_name(what: str) -> str:
    """A database name for this process; `sweep` drops the leftovers."""
    return name(f"tmp_{os.getpid()}_{what}")


def sweep(env: Env) -> None:
    """Drop the databases of processes that ended, and logs older than a week."""
    for db in database.names(env, name("tmp_")):
        pid = db.removeprefix(name("tmp_")).partition("_")[0]
        if not Path(f"/proc/{pid}").exists():
            database.drop(env, db)
    for log in (env.data_dir / "log").glob("*.log"):
        if time.time() - log.stat().st_mtime > LOG_SECONDS:
            log.unlink(missing_ok=True)


def core(env: Env) -> str:
    """The name of the template without the addons, which is created if missing."""
    modules = addons.outside(all_addons())
    return _template(env, "core", modules, repr((env.source.version, modules)), {})


def full(env: Env) -> str:
    """The name of the template with the addons, which is created if missing."""
    by_name = all_addons()
    prints = [(name, addons.fingerprint(path)) for name, path in by_name.items()]
    content = repr((env.source.version, sorted(prints)))
    return _template(env, "full", list(by_name), content, by_name)


def _template(env, kind, modules, content, by_name):
    db = name(f"{kind}_{_digest(content)[:10]}")
    with paths.locked(env.data_dir / f"{kind}.lock"):
        if not database.exists(env, db):
            source = core(env) if by_name else "template0"
            with step(f"template database {kind}: {', '.join(modules)}"):
                database.create(env, db, modules, source, addons=by_name)
            for old in database.names(env, name(f"{kind}_"))[:-KEPT]:
                database.drop(env, old)
    return db


def _digest(text):
    return hashlib.sha256(text.encode()).hexdigest()
