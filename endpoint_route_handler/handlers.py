"""Resolves the handler that a rule names to the callable that Odoo dispatches to."""

import functools
import inspect
import sys
import threading
from typing import TYPE_CHECKING

from odoo.http import Controller
from odoo.modules.registry import Registry
from odoo.tools.misc import unique

from . import replica
from .exceptions import EndpointHandlerNotFound

if TYPE_CHECKING:
    from .rule import EndpointRule

# Data files and rows of earlier versions use ``json``, which Odoo 19 calls
# ``jsonrpc``.
ROUTE_TYPE_ALIASES = {"json": "jsonrpc"}


def make_handler(rule: "EndpointRule") -> functools.partial:
    """Bind the method that a rule names to the rule's arguments.

    :return: a partial with the attributes ``routing``, as ``odoo.http.route`` builds
        it, and ``rule_key``, which names the record
    :raise EndpointHandlerNotFound: the handler cannot be imported
    """
    options = rule.options["handler"]
    name = options["method_name"]
    controller = _controller(options["klass_dotted_path"])
    method = None if name.startswith("__") else getattr(controller, name, None)
    if not inspect.ismethod(method):
        raise EndpointHandlerNotFound(f"{options['klass_dotted_path']}.{name}")
    handler = functools.partial(
        method,
        *options.get("default_pargs") or (),
        **options.get("default_kwargs") or {},
    )
    # These are arguments of ``odoo.http.route``, not of the handler.
    own = getattr(method, "endpoint_routing", {})
    handler.routing = {**_complete_routing(rule.routing), **own}
    if handler.routing["readonly"] and replica.is_configured():
        handler.routing["readonly"] = replica.may_serve
    handler.rule_key = rule.options.get("record_key", rule.key)
    return handler


def _complete_routing(routing):
    """Add what ``odoo.http`` and ``website`` read but rules do not contain."""
    # The defaults of odoo.http.route.
    auth, route_type = routing.get("auth", "user"), routing.get("type", "http")
    return {
        "auth": auth,
        "csrf": False,
        "readonly": False,
        # Stateless, without a cookie: Odoo's default for bearer routes.
        "save_session": auth not in ("bearer", "public"),
        "sitemap": False,
        **routing,
        "type": ROUTE_TYPE_ALIASES.get(route_type, route_type),
    }


def _controller(dotted_path):
    registry = Registry(threading.current_thread().dbname)
    # Which classes extend a controller depends on the installed modules, so controllers
    # live as long as the registry.
    controllers = vars(registry).setdefault("endpoint_controllers", {})
    if dotted_path not in controllers:
        controllers[dotted_path] = _instantiate(dotted_path, registry._init_modules)
    return controllers[dotted_path]


def _instantiate(dotted_path, modules):
    """Combine the class with its subclasses in installed modules, as Odoo does for its
    own routes (``odoo/http.py``, ``_generate_routing_rules``).
    """
    module, _, name = dotted_path.rpartition(".")
    # A server action can write rows with SQL. If a row could name any class or import
    # any module, it could escape Odoo's sandbox. Odoo has already imported the
    # controllers of the installed modules.
    is_installed = _module_of(module) in modules
    klass = getattr(sys.modules.get(module), name, None) if is_installed else None
    if not (isinstance(klass, type) and issubclass(klass, Controller)):
        raise EndpointHandlerNotFound(f"{dotted_path} is not a controller")
    leaves = tuple(unique(_leaf_classes(klass, modules)))
    if leaves in ((), (klass,)):
        return klass()
    return type(klass.__name__, tuple(reversed(leaves)), {})()


def _leaf_classes(klass, modules):
    leaves = [
        leaf
        for child in klass.__subclasses__()
        if _module_of(child.__module__) in modules
        for leaf in _leaf_classes(child, modules)
    ]
    return leaves or [klass]


def _module_of(dotted_path):
    path = dotted_path.split(".")
    return path[2] if path[:2] == ["odoo", "addons"] else None
