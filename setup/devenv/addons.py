"""The addons in a folder and their dependencies."""

import ast
import hashlib
from pathlib import Path

from . import paths
from .steps import SetupError

TEST_ADDONS = paths.ROOT / "tests" / "addons"
# Installed in every database, even if the checkout has no addons.
BASE_MODULES = ["web"]

Addons = dict[str, Path]


def find(folder: Path = paths.ROOT) -> Addons:
    """The installable addons directly below `folder`, sorted by name."""
    folders = [path.parent for path in sorted(folder.glob("*/__manifest__.py"))]
    return {f.name: f for f in folders if _manifest(f).get("installable", True)}


def _manifest(addon):
    try:
        return ast.literal_eval((addon / "__manifest__.py").read_text())
    except (SyntaxError, ValueError) as error:
        raise SetupError(f"{addon}: the manifest is not a Python dict") from error


def search_path(addons: Addons) -> list[str]:
    """The folders for Odoo's --addons-path."""
    return sorted({str(path.parent) for path in addons.values()})


def outside(addons: Addons) -> list[str]:
    """The modules that the addons depend on, except the addons themselves."""
    depends = {
        name for p in addons.values() for name in _manifest(p).get("depends", [])
    }
    return sorted({*BASE_MODULES, *depends} - set(addons) - {"base"})


def fingerprint(addon: Path) -> str:
    """A hash of the names and contents of the addon's files."""
    digest = hashlib.sha256()
    for path in sorted(addon.rglob("*")):
        if path.is_file() and path.suffix != ".pyc":
            content = path.read_bytes()
            digest.update(f"{path.relative_to(addon)}\0{len(content)}\0".encode())
            digest.update(content)
    return digest.hexdigest()
