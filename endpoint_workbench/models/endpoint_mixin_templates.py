"""Where endpoints begin: templates and imports, offered by lists."""

from markupsafe import Markup

from odoo import api, models


class EndpointMixin(models.AbstractModel):
    _inherit = "endpoint.mixin"

    def action_new_from_template(self) -> dict:
        """:return: the dialog with the templates"""
        action = self._workbench_action("endpoint_template_act_window")
        modes = [mode for mode, _label in self._selection_exec_mode()]
        # A template of an addon that is not installed cannot be used.
        return {**action, "domain": [("exec_mode", "in", modes)]}

    def action_import_openapi(self) -> dict:
        """:return: the dialog that imports an OpenAPI document"""
        return self._workbench_action("endpoint_openapi_import_act_window")

    def _workbench_action(self, name):
        actions = self.env["ir.actions.act_window"]
        action = actions._for_xml_id(f"endpoint_workbench.{name}")
        return {**action, "context": {"endpoint_model": self._name}}

    @api.model
    def web_new_from_template(self) -> dict:
        """:meth:`action_new_from_template` for a link in an empty list"""
        return self.action_new_from_template()

    @api.model
    def web_import_openapi(self) -> dict:
        """:meth:`action_import_openapi` for a link in an empty list"""
        return self.action_import_openapi()

    @api.model
    def get_empty_list_help(self, help_message):
        link = Markup(
            '<a href="#" type="action" data-model="%s" data-method="%s">%s</a>'
        )
        template, document = self.env._("a template"), self.env._("an OpenAPI document")
        links = (
            link % (self._name, "web_new_from_template", template),
            link % (self._name, "web_import_openapi", document),
        )
        words = self.env._("Or begin with %(template)s or %(document)s.")
        names = dict(zip(("template", "document"), links, strict=True))
        text = Markup("<p>%s</p>") % (Markup(words) % names)
        return super().get_empty_list_help(help_message) + text
