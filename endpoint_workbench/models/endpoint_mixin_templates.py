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
        """Add the three steps to a first endpoint."""
        steps = Markup("").join(Markup("<li>%s</li>") % text for text in self._steps())
        words = Markup('<ol class="d-inline-block text-start">%s</ol>') % steps
        return super().get_empty_list_help(help_message) + words

    @api.model
    def _steps(self) -> list[Markup]:
        """:return: what to do for a first endpoint, with links"""
        template = self._link("web_new_from_template", self.env._("a template"))
        document = self._link("web_import_openapi", self.env._("an OpenAPI document"))
        begin = self.env._("Begin with %(template)s or %(document)s, or press New.")
        try_it = self.env._("Press Try it: a dry run responds, and changes nothing.")
        sync = self.env._("Press Sync registry to put the endpoint into service.")
        begin = Markup(begin) % {"template": template, "document": document}
        return [begin, Markup("%s") % try_it, Markup("%s") % sync]

    def _link(self, method, text):
        link = '<a href="#" type="action" data-model="%s" data-method="%s">%s</a>'
        return Markup(link) % (self._name, method, text)
