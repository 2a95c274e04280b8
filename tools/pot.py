#!/usr/bin/env python3
"""Write i18n/<addon>.pot of every addon, and update the terms of its .po files.

The terms come from a temporary database in the tests' PostgreSQL that contains only
these addons. New terms have no translation yet: `./setup/test unit` lists them.
"""

import re
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "setup"))

from devenv import addons, database, environment, postgres  # noqa: E402
from devenv.steps import main, run_quiet, step  # noqa: E402

DB = "pot"
# These differ between runs and between builds of Odoo.
DATES = re.compile(r'^"(POT-Creation|PO-Revision)-Date: .*\n', re.MULTILINE)
BUILD = re.compile(r"(?<=Project-Id-Version: Odoo Server 19\.0)[^\\]+")


def export() -> None:
    env = environment.enter(__file__, sys.argv[1:])
    by_name = addons.find()
    with postgres.Cluster("test") as cluster:
        env = env.using(cluster)
        try:
            with step("install the addons"):
                database.create(env, DB, list(by_name), demo=False)
            with step("export their terms"):
                run_quiet(
                    [*env.command, "i18n", "export", "-d", DB, *by_name],
                    # `i18n export` has no options for these.
                    env={
                        **env.variables,
                        "ODOO_ADDONS_PATH": ",".join(addons.search_path(by_name)),
                        "ODOO_DATA_DIR": str(env.data_dir),
                    },
                    hint="are all addons installable?",
                )
        finally:
            database.drop(env, DB)
    for name, folder in by_name.items():
        pot = folder / "i18n" / f"{name}.pot"
        pot.write_text(BUILD.sub("", DATES.sub("", pot.read_text("utf-8"))), "utf-8")
        merge_terms(pot)


def merge_terms(pot: Path) -> None:
    # Only the environment's Python has polib.
    from translations import LANGUAGES, merge

    for language in LANGUAGES:
        merge(pot, pot.with_name(f"{language}.po"))


if __name__ == "__main__":
    main(export)
