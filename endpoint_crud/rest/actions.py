"""The actions of a resource: methods of its model that callers may run."""

import inspect
import re

from odoo.exceptions import AccessError, UserError
from odoo.models import BaseModel
from odoo.service.model import get_public_method

#: maximum number of actions of a resource
MAX_ACTIONS = 50
_NAME = re.compile(r"[a-z][a-z0-9_-]{0,63}")
# Other paths of a resource.
_TAKEN = ("aggregate", "bulk", "by", "files")


def parse(model: BaseModel, text: str | None) -> dict[str, str]:
    """
    :param text: one action a line: its name in the path, a colon, the method
    :return: name -> method
    :raise UserError: a line is not an action
    """
    lines = [line for line in (text or "").splitlines() if line.strip()]
    if len(lines) > MAX_ACTIONS:
        message = model.env._(
            "A resource can have up to %(limit)s actions, but you entered %(count)s. "
            "Use another resource for the others.",
            limit=MAX_ACTIONS,
            count=len(lines),
        )
        raise UserError(message)
    actions = {}
    for line in lines:
        name, _, method = map(str.strip, line.partition(":"))
        problem = _name_problem(model, name if method else "", actions)
        if problem := problem or _problem(model, method):
            message = f"{line.strip()[:100]}: {problem}"
            raise UserError(message)
        actions[name] = method
    return actions


def _name_problem(model, name, actions):
    if not _NAME.fullmatch(name):
        return model.env._(
            "Write a name for the path (lowercase letters, digits, “-” and “_”), a "
            "colon and a method, such as confirm: action_confirm."
        )
    field = model._fields.get(name)
    if name in _TAKEN or (field and field.type == "binary"):
        return model.env._("This path has another meaning. Choose another name.")
    if name in actions:
        return model.env._("Two actions have this name.")
    return None


def _problem(model, name):
    """:return: why callers cannot run the method"""
    try:
        method = inspect.unwrap(get_public_method(model, name))
    except AttributeError:
        return model.env._("The model has no such method.")
    except AccessError:
        return model.env._("Callers can only run public methods.")
    if hasattr(BaseModel, name):
        return model.env._(
            "This is a method of all models. Use the operations of the resource, or a "
            "method of the model itself."
        )
    if not inspect.isfunction(method) or hasattr(method, "_api_model"):
        return model.env._("The method does not act on a record.")
    try:
        inspect.signature(method).bind(model)
    except TypeError:
        return model.env._("The method needs arguments, which an action does not have.")
    return None
