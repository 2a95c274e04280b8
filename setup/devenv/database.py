"""Creates, clones, updates and drops databases of Odoo."""

import contextlib
import os
import shutil
import time
from collections.abc import Sequence
from pathlib import Path

from . import odoo_log, server
from .addons import Addons
from .environment import Env
from .steps import SetupError, kill_group, spawn


def query(env: Env, sql: str, values: Sequence = (), db: str = "postgres") -> list:
    """Run one statement in autocommit mode; its rows as tuples, if any."""
    connection = connect(env, db)
    connection.autocommit = True
    with contextlib.closing(connection), connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall() if cursor.description else []


def connect(env: Env, db: str):
    """A connection of psycopg2, for the caller to close."""
    # Imported here because this module is also imported before the venv exists.
    import psycopg2

    keys = ("host", "port", "user")
    address = {key: env.variables.get(f"PG{key.upper()}") for key in keys}
    try:
        return psycopg2.connect(dbname=db, **address)
    except psycopg2.OperationalError as error:
        hint = "check PGHOST, PGPORT, PGUSER and PGPASSWORD, or unset PGHOST"
        raise SetupError(
            f"cannot connect to PostgreSQL: {error}".strip(), hint
        ) from error


def exists(env: Env, name: str) -> bool:
    """Whether the database exists."""
    return bool(query(env, "SELECT 1 FROM pg_database WHERE datname = %s", (name,)))


def names(env: Env, prefix: str) -> list[str]:
    """The databases whose names begin with `prefix`, the oldest first."""
    sql = "SELECT datname FROM pg_database WHERE starts_with(datname, %s) ORDER BY oid"
    return [row[0] for row in query(env, sql, (prefix,))]


def drop(env: Env, name: str) -> None:
    """Drop the database, if it exists, including its connections and filestore."""
    query(env, f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
    shutil.rmtree(_filestore(env, name), ignore_errors=True)


def clone(env: Env, source: str, name: str) -> None:
    """Create `name` as a copy of `source`, including the filestore."""
    drop(env, name)
    locale = "ENCODING 'UTF8' LC_COLLATE 'C'" if source == "template0" else ""
    query(env, f'CREATE DATABASE "{name}" TEMPLATE "{source}" {locale}')
    if _filestore(env, source).is_dir():
        # Hard links: Odoo names these files by their hash and never rewrites them.
        target = _filestore(env, name)
        shutil.copytree(_filestore(env, source), target, copy_function=os.link)


def create(
    env: Env, name: str, modules: Sequence[str], source: str = "template0", **options
) -> None:
    """Replace the database by a copy of `source` with `modules` installed.

    It gets its name when it is complete, in case the installation is interrupted.

    :param options: for `update`
    """
    partial = f"{name}.partial"
    clone(env, source, partial)
    update(env, partial, install=modules, **options)
    drop(env, name)
    if _filestore(env, partial).is_dir():
        _filestore(env, partial).rename(_filestore(env, name))
    query(env, f'ALTER DATABASE "{partial}" RENAME TO "{name}"')


def update(
    env: Env,
    name: str,
    install: Sequence[str] = (),
    upgrade: Sequence[str] = (),
    demo: bool = True,
    addons: Addons | None = None,
) -> None:
    """Install and upgrade modules. :raise SetupError: Odoo failed or logged an error

    :param addons: addons on the path; None for all of the checkout
    """
    options = ["--stop-after-init", "--no-http"]
    options += ["--with-demo"] if demo else []
    options += ["-i", ",".join(install)] if install else []
    options += ["-u", ",".join(upgrade)] if upgrade else []
    code, log = run_odoo(env, name, options, addons)
    errors = odoo_log.alarms(log.read_text(), ("ERROR", "CRITICAL"))
    if code or errors:
        # The last lines of a traceback contain the exception.
        reason = "\n".join((errors or [odoo_log.tail(log)])[-1].splitlines()[-5:])
        modules = ", ".join(dict.fromkeys([*install, *upgrade]))
        cause = f"Odoo could not install {modules}:\n{reason}"
        raise SetupError(cause, f"the log is {log}")


def run_odoo(
    env: Env, name: str, options: Sequence[str], addons: Addons | None = None
) -> tuple[int, Path]:
    """Run Odoo on a database, on any free port, until it ends.

    :return: (exit code, log)
    """
    log = env.data_dir / "log" / f"{name}-{time.time_ns():x}.log"
    log.parent.mkdir(parents=True, exist_ok=True)
    command = [*env.command, *server.common_options(env, name, addons)]
    command += ["--http-port", server.free_port(), "--logfile", log, *options]
    with open(log, "a") as file:
        process = spawn(command, file, env=env.variables)
        try:
            return process.wait(), log
        finally:
            kill_group(process.pid)


def _filestore(env, name):
    return env.data_dir / "filestore" / name
