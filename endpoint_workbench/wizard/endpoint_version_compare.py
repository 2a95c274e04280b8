"""Two versions of an endpoint side by side, as Odoo compares the code of server actions
(``server.action.history.wizard``).
"""

import json
from difflib import SequenceMatcher

from markupsafe import Markup

from odoo import api, fields, models
from odoo.http import request
from odoo.tools import format_list
from odoo.tools.misc import get_diff

#: types of fields whose values are compared line by line
_TEXTS = ("text", "html", "json")
# Pairs of characters in blocks that differ. Python's diff compares each pair of lines,
# which takes about a second then, and grows with the square.
_MAX_PAIRS = 20_000_000


class EndpointVersionCompare(models.TransientModel):
    _name = "endpoint.version.compare"
    _description = "Compare Endpoint Versions"
    #: see ``endpoint.version``
    _is_closed_over_rpc = True

    res_model = fields.Char("Model", related="left_id.res_model")
    # Not related: the web client cannot use a Many2oneReference in a domain.
    res_id = fields.Integer("Endpoint", compute="_compute_res_id")
    left_id = fields.Many2one(
        "endpoint.version",
        required=True,
        domain="[('res_model', '=', res_model), ('res_id', '=', res_id)]",
    )
    right_id = fields.Many2one(
        "endpoint.version",
        required=True,
        domain="[('res_model', '=', res_model), ('res_id', '=', res_id)]",
    )
    diff = fields.Html(compute="_compute_diff", sanitize_tags=False)

    @api.depends("left_id")
    def _compute_res_id(self):
        for wizard in self:
            wizard.res_id = wizard.left_id.res_id

    @api.depends("left_id", "right_id")
    def _compute_diff(self):
        for wizard in self:
            left, right = wizard.left_id, wizard.right_id
            model = self.env.get(left.res_model)
            if not (left and right) or model is None:
                wizard.diff = False
                continue
            names = model._version_changes(left.values, right.values)
            texts = [name for name in names if wizard._is_text(model, name)]
            wizard.diff = self.env["ir.qweb"]._render(
                "endpoint_workbench.version_diff",
                {
                    "left": left,
                    "right": right,
                    "rows": [
                        (label, _shown(model, left, name), _shown(model, right, name))
                        for name, label in zip(
                            names, model._field_labels(names), strict=True
                        )
                        if name not in texts
                    ],
                    "texts": [
                        (label, wizard._text_diff(name))
                        for name, label in zip(
                            texts, model._field_labels(texts), strict=True
                        )
                    ],
                },
            )

    def _is_text(self, model, name):
        return name in model._fields and model._fields[name].type in _TEXTS

    def _text_diff(self, name):
        versions = (self.left_id, self.right_id)
        sides = [(_text(each.values.get(name)), each.display_name) for each in versions]
        if _differ_much(*(text for text, _label in sides)):
            return self.env["ir.qweb"]._render(
                "endpoint_workbench.version_texts", {"sides": sides}
            )
        is_dark = request and request.cookies.get("color_scheme") == "dark"
        return Markup(get_diff(*sides, dark_color_scheme=is_dark))

    def action_restore(self) -> dict | bool:
        """Restore the version on the left.

        :return: see ``endpoint.version``, ``action_restore``
        """
        self.ensure_one()
        result = self.left_id.action_restore()
        if result is True:
            return {"type": "ir.actions.client", "tag": "soft_reload"}
        return result


def _differ_much(left, right):
    """:return: whether a diff would take too long"""
    lines = left.splitlines(), right.splitlines()
    blocks = SequenceMatcher(None, *lines, autojunk=False).get_opcodes()
    pairs = (
        sum(map(len, lines[0][start:end])) * sum(map(len, lines[1][from_:to]))
        for tag, start, end, from_, to in blocks
        if tag == "replace"
    )
    return sum(pairs) > _MAX_PAIRS


def _text(value):
    if value in (None, False):
        return ""
    return value if isinstance(value, str) else json.dumps(value, indent=2)


def _shown(model, version, name):
    """:return: the value of a field, for people"""
    value = version.values.get(name)
    field = model._fields.get(name)
    env = model.env
    if isinstance(value, bool) and (field is None or field.type == "boolean"):
        return env._("Yes") if value else env._("No")
    if value in (None, False, "", []):
        return ""
    if field is not None and field.type == "selection":
        return dict(field._description_selection(env)).get(value, value)
    if field is not None and field.relational:
        known = (version.names or {}).get(name, {})
        ids = value if isinstance(value, list) else [value]
        return format_list(env, [known.get(str(id_), str(id_)) for id_ in ids])
    return str(value)
