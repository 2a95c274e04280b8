"""`setup/run`: Odoo with the addons of this checkout, until it is interrupted."""

import argparse
import contextlib
import fcntl
import json
import re
import sys
import time
from pathlib import Path

from . import addons, database, environment, odoo_log, paths, postgres, server
from .steps import SetupError, say, step

CURL_LINES = paths.SETUP / "curl-lines.txt"
# A key for the curl lines; the documentation is closed by default.
_CREATE_KEY = """
keys = env["res.users.apikeys"].with_user(env.ref("base.user_demo")).sudo()
print("key=" + keys._generate(None, "setup/run", None))
env["ir.config_parameter"].set_param("endpoint_openapi.audience", "public")
env.cr.commit()
"""
_HELP = """\
Start Odoo 19 with this checkout's addons and demo data. The first start fetches Odoo
and creates the database; later ones upgrade the addons that changed.

examples:
  ./setup/run --port 8070 --db other
  ./setup/run --addons ~/my_addons -i my_addon       with your addons
  ./setup/run -- -u endpoint --test-tags /endpoint --stop-after-init
                                                     options for Odoo behind --
"""


def run() -> int:
    """Start Odoo and keep it running until a signal ends it. :return: exit code"""
    given, odoo_arguments = _parse(sys.argv[1:])
    by_name, modules = _choose_addons(given)
    env = environment.enter(sys.argv[0], sys.argv[1:])
    with contextlib.ExitStack() as stack:
        cluster = stack.enter_context(postgres.Cluster("run"))
        env = env.using(cluster)
        _port(given)
        with paths.locked(cluster.folder / f"{given.db}.lock"):
            lock_file = cluster.folder / f"{given.db}.serving"
            serving = stack.enter_context(_serving(lock_file, given.reset))
            _bring_up_to_date(env, given, by_name, modules, cluster.folder)
            fcntl.flock(serving, fcntl.LOCK_SH)
            key = _api_key(env, given.db, by_name, cluster.folder)
        port = _port(given)
        if "--stop-after-init" in odoo_arguments:
            return _run_once(env, given.db, by_name, port, odoo_arguments)
        options = ["--max-cron-threads", "1", *odoo_arguments]
        odoo = server.OdooServer(env, given.db, port=port, args=options, addons=by_name)
        return _serve(odoo, key)


def _parse(arguments):
    """(options, arguments for Odoo) of the command line."""
    cut = arguments.index("--") if "--" in arguments else len(arguments)
    parser = argparse.ArgumentParser(
        prog="setup/run",
        usage="%(prog)s [options] [-- ODOO OPTIONS]",
        description=_HELP,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    option = parser.add_argument
    option("--port", type=int, help="default: the first free one from 8069 on")
    option("--db", default="endpoint", metavar="NAME", help="default: endpoint")
    option("--reset", action="store_true", help="create a new database")
    text = "a folder with addons for -i; may be given several times"
    option("--addons", action="append", default=[], metavar="FOLDER", help=text)
    text = "addons to install beside this checkout's, and to upgrade when changed"
    option("-i", dest="install", default="", metavar="NAME,NAME", help=text)
    given = parser.parse_args(arguments[:cut])
    if not re.fullmatch(r"[A-Za-z0-9][\w.-]{0,50}", given.db):
        parser.error("--db: letters, digits and _ . -, at most 51")
    return given, arguments[cut + 1 :]


def _port(given):
    """A free port. :raise SetupError: the named one is taken"""
    return server.free_port(given.port or 8069, tries=1 if given.port else 100)


def _choose_addons(given):
    """(addons on the path, names of those to install) for the options."""
    checkout = addons.find()
    by_name = dict(checkout)
    for folder in given.addons:
        by_name = {**addons.find(Path(folder).resolve()), **by_name}
    names = [name for name in given.install.split(",") if name]
    if unknown := sorted(set(names) - set(by_name)):
        mend = "name the folder that contains it with --addons"
        raise SetupError(f"no addon {', '.join(unknown)}", mend)
    return by_name, list(dict.fromkeys([*checkout, *names]))


@contextlib.contextmanager
def _serving(lock_file, reset):
    """Count as a run that serves the database; --reset must be the only one."""
    with open(lock_file, "a") as file:
        try:
            kind = fcntl.LOCK_EX if reset else fcntl.LOCK_SH
            fcntl.flock(file, kind | fcntl.LOCK_NB)
        except BlockingIOError as error:
            mend = "stop it, or choose another database with --db"
            raise SetupError("another run serves this database", mend) from error
        yield file


def _bring_up_to_date(env, given, by_name, modules, folder):
    """Create the database, or install and upgrade the addons that changed.

    A file beside it holds the fingerprint of each addon as it was installed.
    """
    db, state_file = given.db, folder / f"{given.db}.json"
    prints = {name: addons.fingerprint(by_name[name]) for name in modules}
    installed = {}
    if given.reset or not database.exists(env, db):
        state_file.unlink(missing_ok=True)
        (folder / f"{db}.key").unlink(missing_ok=True)
        with step(f"database {db} with demo data") as notes:
            names = [*addons.BASE_MODULES, *modules]
            database.create(env, db, names, addons=by_name)
            notes.append(", ".join(names))
    else:
        installed = json.loads(state_file.read_text()) if state_file.exists() else {}
        for name in sorted(set(installed) - set(by_name)):
            say(f"{name} is installed but not found: use --addons or --reset")
        changed = [name for name in modules if installed.get(name) != prints[name]]
        if changed:
            with step("addons that changed") as notes:
                # Odoo installs what is new and upgrades what is installed.
                database.update(env, db, changed, changed, addons=by_name)
                notes.append(", ".join(changed))
    state_file.write_text(json.dumps({**installed, **prints}, indent=1))


def _api_key(env, db, by_name, folder):
    """An API key of the user demo, created once per database and kept in a file."""
    path = folder / f"{db}.key"
    if not path.exists():
        with step("API key of the user demo"):
            options = ["shell", *server.common_options(env, db, by_name), "--no-http"]
            printed = server.run_shell(env, options, _CREATE_KEY)
            path.touch(mode=0o600)
            path.write_text(printed.rpartition("key=")[2].split()[0])
    return path.read_text()


def _run_once(env, db, by_name, port, odoo_arguments):
    """Run Odoo until it ends by itself, and report its tests. :return: exit code"""
    options = ["--http-interface", "127.0.0.1", "--http-port", str(port)]
    with step(f"Odoo {' '.join(odoo_arguments)}"):
        code, log = database.run_odoo(env, db, [*options, *odoo_arguments], by_name)
    expected = any(word.startswith("--test-") for word in odoo_arguments)
    _, passed, failed = odoo_log.report(code, log, expected)
    say(f"{passed} passed, {failed} failed")
    # Warnings of other people's addons are shown and do not fail.
    return 1 if code or failed or (expected and not passed) else 0


def _serve(odoo, key):
    """Start Odoo, show its URLs and its alarms until it ends. :return: exit code"""
    with step("Odoo") as notes:
        odoo.start()
        notes.append(f"log in {odoo.log_path}")
    try:
        _say_ready(odoo, key)
        with open(odoo.log_path, errors="replace") as log:
            while odoo.poll() is None:
                for alarm in odoo_log.alarms(log.read()):
                    say(alarm)
                time.sleep(0.5)
    finally:
        odoo.stop()
    if odoo.poll():
        cause = f"Odoo ended with {odoo.poll()}:\n{odoo_log.tail(odoo.log_path)}"
        raise SetupError(cause, f"see {odoo.log_path}")
    return 0


def _say_ready(odoo, key):
    sql = "SELECT value FROM ir_config_parameter WHERE key = 'endpoint_openapi.prefix'"
    [(prefix,)] = database.query(odoo.env, sql, db=odoo.db) or [("/endpoint",)]
    say(f"\nOdoo           {odoo.url} (login admin, password admin)")
    say(f"Documentation  {odoo.url}{prefix}/docs")
    say("Ctrl-C stops everything.\n")
    say(CURL_LINES.read_text().replace("{url}", odoo.url).replace("{key}", key))
