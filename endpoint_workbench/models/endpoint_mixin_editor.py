"""What the code and schema editors of the form ask for while an admin writes.

Texts are parsed and compiled, never executed.
"""

from odoo import models
from odoo.exceptions import AccessError, ValidationError

from odoo.addons.endpoint_route_handler.routing.grammar import argument_names

from ..editor import checks, words

#: Longer texts are checked at save only. Characters.
MAX_CHECKED = 200_000
# Values of the form that the checks and words depend on.
_VALUES = (
    *("route", "further_routes", "request_method", "request_content_type"),
    *("request_content_schema", "query_parameters", "exec_mode", "code_snippet"),
)


class EndpointMixin(models.AbstractModel):
    _inherit = "endpoint.mixin"

    def web_check_text(self, field_name: str, text: str, changes: dict) -> list[dict]:
        """Check a text as saving does, without saving or executing it.

        :param field_name: ``code_snippet``, ``request_content_schema`` or
            ``query_parameters``
        :param changes: values of the form, which may not be saved
        :return: list of ``row``, ``column``, ``end_column`` (from 0, in characters),
            ``level`` ("error", "warning" or "info") and ``message``
        :raise AccessError: the user is not in the group *Settings*
        """
        self._check_may_edit()
        if len(text) > MAX_CHECKED:
            message = self.env._(
                "This text is too long to be checked while you write. Saving checks it."
            )
            place = {"row": 0, "column": 0, "end_column": 0}
            return [{"level": "info", "message": message, **place}]
        record = self._with_changes({**changes, field_name: text})
        return record._check_text(field_name, text)

    def _check_text(self, field_name: str, text: str) -> list[dict]:
        """Hook for further fields, see :meth:`web_check_text`."""
        match field_name:
            case "code_snippet":
                names = set(self._get_code_snippet_eval_context(None))
                return checks.check_code(self.env, text, names)
            case "request_content_schema":
                return checks.check_schema(self.env, text, self.request_content_type)
            case "query_parameters":
                return checks.check_query(self.env, text, self._names_in_path())
        raise ValidationError(
            self.env._("The text of the field “%s” cannot be checked.", field_name)
        )

    def web_editor_words(self, field_name: str, changes: dict) -> dict:
        """
        :param field_name: as for :meth:`web_check_text`
        :param changes: values of the form, which may not be saved
        :return: the words that the editor completes: ``keys``, ``types`` and
            ``formats`` for YAML; ``names``, ``members``, ``models``, ``result``,
            ``body`` and ``params`` for code
        :raise AccessError: the user is not in the group *Settings*
        """
        self._check_may_edit()
        if field_name == "request_content_schema":
            return words.of_schema()
        if field_name == "query_parameters":
            return words.of_query()
        record = self._with_changes(changes)
        in_path = record._names_in_path()
        texts = (record.request_content_schema, record.query_parameters)
        schema, parameters = (
            text if text and len(text) <= MAX_CHECKED else "" for text in texts
        )
        return {
            **words.of_code(record._get_code_snippet_eval_context(None)),
            "body": words.top_level_keys(schema),
            "params": words.parameter_names(parameters, in_path),
        }

    def web_editor_models(self) -> list[dict]:
        """
        :return: ``name`` and ``description`` of the models that code can use
        :raise AccessError: the user is not in the group *Settings*
        """
        self._check_may_edit()
        found = self.env["ir.model"].search_fetch([], ["model", "name"], order="model")
        return [
            {"name": record.model, "description": record.name}
            for record in found
            if record.model in self.env and not self.env[record.model]._abstract
        ]

    def web_editor_model(self, model: str) -> list[dict]:
        """
        :return: fields and usual methods of a model: ``name``, ``kind`` (type of the
            field, or "method"), ``description`` and ``relation`` (model or empty).
            Empty for an unknown model
        :raise AccessError: the user is not in the group *Settings*
        """
        self._check_may_edit()
        if model not in self.env:
            return []
        fields = self.env[model].fields_get(attributes=["string", "type", "relation"])
        described = [
            {
                "name": name,
                "kind": field["type"],
                "description": field["string"],
                "relation": field.get("relation", ""),
            }
            for name, field in sorted(fields.items())
        ]
        methods = [
            {
                "name": name,
                "kind": "method",
                "description": f"{name}({arguments})",
                "relation": model if name in words.RETURN_RECORDS else "",
            }
            for name, arguments in words.METHODS.items()
        ]
        return described + methods

    def _names_in_path(self) -> set[str]:
        """:return: names of the path parameters; a new record may have no route yet"""
        return argument_names(filter(None, self._all_routes()))

    def _with_changes(self, changes: dict):
        """:return: a record in memory with the values of the form"""
        values = {name: changes[name] for name in _VALUES if name in changes}
        return self.new(values, origin=self)

    def _check_may_edit(self):
        if not self.env.is_system():
            raise AccessError(
                self.env._("Only users of the group “Settings” can edit endpoints.")
            )
