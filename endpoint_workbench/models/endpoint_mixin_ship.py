"""Export endpoints as an addon."""

from odoo import models
from odoo.exceptions import UserError

from ..ship import export, names


class EndpointMixin(models.AbstractModel):
    _inherit = "endpoint.mixin"

    def _export_module(
        self, name: str | None = None, title: str | None = None
    ) -> tuple[str, bytes]:
        """Export these endpoints, without the archived ones, as a ready addon.

        :param name: technical name. By default, the name of the exported module that
            installed these endpoints, else one made of their group or route
        :param title: what people read
        :return: (name of the file, zip archive)
        :raise UserError: all are archived, or the name cannot be used
        """
        endpoints = self._exported_endpoints()
        default_name, default_title = endpoints._default_module()
        name, title = name or default_name, title or default_title
        endpoints._check_module_name(name)
        # Files are in English, whoever exports them.
        files = export.export(
            endpoints.with_context(lang="en_US"), name, " ".join(title.split())
        ).files
        return f"{name}.zip", export.to_zip(name, files)

    def _export_notes(self) -> list[str]:
        """:return: what an export cannot carry over, in the user's language"""
        endpoints = self._exported_endpoints()
        name, title = endpoints._default_module()
        return export.export(endpoints, name, title).notes

    def _exported_endpoints(self):
        self.check_access("read")
        endpoints = self.filtered("active")
        if not endpoints:
            raise UserError(
                self.env._("Choose endpoints that are not archived for the export.")
            )
        return endpoints

    def _default_module(self) -> tuple[str, str]:
        """:return: (technical name, title)"""
        if module := self._exported_module():
            return module.name, module.shortdesc or module.name
        groups = set(self.mapped("route_group"))
        label = groups.pop() if len(groups) == 1 else ""
        if not label:
            label = self.name if len(self) == 1 else self.env._("Endpoints")
        slug = names.slug(label) or "exported"
        name = f"{slug}_endpoints" if not slug.endswith("endpoints") else slug
        name = name if name[0].isalpha() else f"x_{name}"
        taken = self._modules_named(name)
        return f"{name}_export" if taken else name, label

    def _exported_module(self):
        """:return: the module with exactly the external ids that an export gives"""
        wanted = dict(zip(self.ids, export.xml_ids(self), strict=True))
        domain = [("model", "=", self._name), ("res_id", "in", self.ids)]
        found = self.env["ir.model.data"].sudo().search(domain)
        ours = found.filtered(lambda data: data.name == wanted[data.res_id])
        modules = set(ours.mapped("module"))
        if len(modules) != 1 or len(ours) != len(self):
            return self.env["ir.module.module"]
        return self._modules_named(modules.pop())

    def _modules_named(self, name):
        return self.env["ir.module.module"].sudo().search([("name", "=", name)])

    def _check_module_name(self, name):
        if not names.is_module(name):
            raise UserError(
                self.env._(
                    "“%s” is not a technical name. Use small letters, digits and "
                    "underscores, such as sale_endpoints.",
                    name,
                )
            )
        if self._modules_named(name) - self._exported_module():
            raise UserError(
                self.env._("A module “%s” exists. Choose another technical name.", name)
            )
