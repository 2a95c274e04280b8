"""`setup/run`: runs Odoo with the addons of this checkout until it is interrupted."""

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
# A key for the curl lines. The documentation, closed by default, becomes public.
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
                                                     options for Odoo after --
"""


def run() -> int:
    """Start Odoo and keep it running until a signal ends it. :return: exit code"""
    given, odoo_arguments = _parse(sys.argv[1:])
    by_name, modules = _choose_addons(given)
    env = environment.enter(sys.argv[0], sys.argv[1:])
    with postgres.Cluster("run") as cluster, contextlib.ExitStack() as stack:
        env = env.using(cluster)
        _port(given)
        state_file = cluster.folder / f"{given.db}.json"
        with paths.locked(state_file.with_suffix(".lock")):
            serving = stack.enter_context(open(state_file.with_suffix(".serving"), "a"))
            _lock_as_server(serving, given.reset)
            key = bring_up_to_date(env, given, by_name, modules, state_file)
            fcntl.flock(serving, fcntl.LOCK_SH)
        if "--stop-after-init" in odoo_arguments:
            return _run_once(env, given.db, by_name, odoo_arguments)
        options = {"args": ["--max-cron-threads", "1", *odoo_arguments]}
        options.update(port=_port(given), addons=by_name)
        return _serve(server.OdooServer(env, given.db, **options), key)


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
    text = "addons to install with this checkout's, and to upgrade when changed"
    option("-i", dest="install", default="", metavar="NAME,NAME", help=text)
    given = parser.parse_args(arguments[:cut])
    if not re.fullmatch(r"[A-Za-z0-9][\w.-]{0,50}", given.db):
        parser.error("--db: letters, digits and _ . -, at most 51")
    return given, arguments[cut + 1 :]


def _port(given):
    """A free port. :raise SetupError: the port of the command line is taken"""
    return server.free_port(given.port or 8069, tries=1 if given.port else 100)


def _choose_addons(given):
    """(addons on the path, names of the addons to install) for the options."""
    checkout = addons.find()
    by_name = dict(checkout)
    for folder in given.addons:
        by_name = {**addons.find(Path(folder).resolve()), **by_name}
    names = [name for name in given.install.split(",") if name]
    if unknown := sorted(set(names) - set(by_name)):
        hint = "name the folder that contains it with --addons"
        raise SetupError(f"no addon {', '.join(unknown)}", hint)
    return by_name, list(dict.fromkeys([*checkout, *names]))


def _lock_as_server(file, reset):
    """Take a shared lock as a serving run, or an exclusive lock for --reset.

    :raise SetupError: another run serves the database
    """
    try:
        fcntl.flock(file, (fcntl.LOCK_EX if reset else fcntl.LOCK_SH) | fcntl.LOCK_NB)
    except BlockingIOError as error:
        hint = "stop it, or choose another database with --db"
        raise SetupError("another run is serving this database", hint) from error


def bring_up_to_date(
    env: environment.Env,
    given: argparse.Namespace,
    by_name: addons.Addons,
    modules: list[str],
    state_file: Path,
) -> str:
    """Create the database, or install and upgrade the addons that changed.

    The state file holds the fingerprint of each addon when it was installed, and an API
    key of the user demo. :return: the key
    """
    prints = {name: addons.fingerprint(by_name[name]) for name in modules}
    if given.reset or not database.exists(env, given.db):
        state_file.unlink(missing_ok=True)
        names = [*addons.BASE_MODULES, *modules]
        with step(f"database {given.db} with demo data: {', '.join(names)}"):
            database.create(env, given.db, names, addons=by_name)
        installed, key = prints, None
    else:
        state = json.loads(state_file.read_text()) if state_file.exists() else {}
        installed, key = state.get("addons", {}), state.get("key")
    for name in sorted(set(installed) - set(by_name)):
        say(f"{name} is installed but not found: use --addons or --reset")
    changed = [name for name in modules if installed.get(name) != prints[name]]
    if changed:
        with step(f"addons that changed: {', '.join(changed)}"):
            # Odoo installs what is new and upgrades what is installed.
            database.update(env, given.db, changed, changed, addons=by_name)
    key = key or _create_key(env, given.db, by_name)
    state_file.touch(mode=0o600)
    state_file.write_text(json.dumps({"addons": {**installed, **prints}, "key": key}))
    return key


def _create_key(env, db, by_name):
    options = ["shell", *server.common_options(env, db, by_name), "--no-http"]
    with step("API key of the user demo"):
        printed = server.run_shell(env, options, _CREATE_KEY)
    return printed.rpartition("key=")[2].split()[0]


def _run_once(env, db, by_name, odoo_arguments):
    """Run Odoo until it exits by itself, and report its tests. :return: exit code"""
    with step(f"Odoo {' '.join(odoo_arguments)}"):
        code, log = database.run_odoo(env, db, odoo_arguments, by_name)
    expected = any(word.startswith("--test-") for word in odoo_arguments)
    _, passed, failed = odoo_log.report(code, log, expected)
    # Warnings of other people's addons are shown, but do not fail the run.
    return 1 if code or failed or (expected and not passed) else 0


def _serve(odoo, key):
    """Start Odoo, and show its URLs and alarms until it ends. :return: exit code"""
    with step(f"Odoo, log in {odoo.log_path}"):
        odoo.start()
    try:
        say_ready(odoo, odoo.url, key)
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


def say_ready(odoo: server.OdooServer, url: str, key: str) -> None:
    """Print the URLs, and example requests with the API key."""
    sql = "SELECT value FROM ir_config_parameter WHERE key = 'endpoint_openapi.prefix'"
    [(prefix,)] = database.query(odoo.env, sql, db=odoo.db) or [("/endpoint",)]
    say(f"\nOdoo           {url} (login admin, password admin)")
    say(f"Documentation  {url}{prefix}/docs")
    say("Ctrl-C stops everything.\n")
    say(CURL_LINES.read_text().replace("{url}", url).replace("{key}", key))
