"""The addons of a folder: which there are, what they hold, what they need."""

import ast
import hashlib

from . import paths
from .steps import SetupError

TEST_ADDONS = paths.ROOT / "tests" / "addons"
# Every Odoo has them; a database without addons of ours gets these.
BASE_MODULES = ["web"]


def find(folder=paths.ROOT):
    """The addons directly below `folder` which can be installed.

    :return: dict of name to Path, sorted by name
    :raise SetupError: a manifest is not a Python dict
    """
    found = {}
    for path in sorted(folder.glob("*/__manifest__.py")):
        if manifest(path.parent).get("installable", True):
            found[path.parent.name] = path.parent
    return found


def manifest(addon):
    """The manifest of the addon in the folder `addon`, dict."""
    path = addon / "__manifest__.py"
    try:
        return ast.literal_eval(path.read_text())
    except (SyntaxError, ValueError) as error:
        raise SetupError(f"{path} is not a Python dict", str(error)) from error


def search_path(found):
    """The folders to hand to Odoo's --addons-path, list of str."""
    return sorted({str(path.parent) for path in found.values()})


def outside(found):
    """The modules of Odoo itself that the addons `found` depend on, sorted."""
    needed = set(BASE_MODULES)
    for path in found.values():
        needed.update(manifest(path).get("depends", []))
    return sorted(needed - set(found) - {"base"})


def fingerprint(addon):
    """A hash of the names and contents of an addon's files, str."""
    digest = hashlib.sha256()
    for path in sorted(addon.rglob("*")):
        if path.is_file() and path.suffix != ".pyc":
            content = path.read_bytes()
            digest.update(f"{path.relative_to(addon)}\0{len(content)}\0".encode())
            digest.update(content)
    return digest.hexdigest()
