"""Create endpoints from an OpenAPI document."""

from collections import defaultdict
from collections.abc import Sequence

from odoo import api, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import split_every

from odoo.addons.endpoint.pure import media_type as media_types

from ..openapi_import import notes as notes_
from ..openapi_import.document import Document
from ..openapi_import.operation import Operation, Reader
from ..openapi_import.problems import Unusable, note

#: records that are created at once
_BATCH = 50
#: operations that a line names
_MAX_NAMED = 3
#: lines of an error message
_MAX_SHOWN = 20


class EndpointMixin(models.AbstractModel):
    _inherit = "endpoint.mixin"

    @api.model
    def _import_openapi(self, text: str, prefix: str | None = None) -> models.BaseModel:
        """Create one endpoint for each operation of a document. Nothing is fetched.

        :param text: OpenAPI 3.0 or 3.1, as JSON or YAML
        :param prefix: put before each route, such as ``/shop``; None for the base path
            of the document's first server, empty for none
        :return: the new records, active and not synced
        :raise UserError: the document cannot be used, or none of its operations
        """
        return self._import_openapi_with_notes(text, prefix)[0]

    @api.model
    def _import_openapi_with_notes(
        self, text: str, prefix: str | None = None
    ) -> tuple[models.BaseModel, list[str]]:
        """An operation that cannot be carried over does not stop the others.

        :return: the new records; a line for each thing that is not carried over
        :raise UserError: see :meth:`_import_openapi`
        """
        self.browse().check_access("create")
        heading = self.env._(
            "A draft from an OpenAPI document: it answers the example. Replace it."
        )
        try:
            reader = Reader(Document(text), prefix, heading)
            operations = reader.operations()
        except Unusable as exc:
            raise UserError(notes_.render(self.env, exc.note)) from exc
        records = self.browse()
        usable = [operation for operation in operations if operation.values]
        for batch in split_every(_BATCH, usable):
            records += self._import_operations(batch)
        lines = [notes_.render(self.env, each) for each in reader.notes()]
        lines += self._import_lines(operations)
        if not records:
            shown = "\n".join(lines[:_MAX_SHOWN])
            raise UserError(
                self.env._("No operation could be carried over:\n%s", shown)
            )
        return records, lines

    def _import_lines(self, operations: list[Operation]) -> list[str]:
        """:return: the notes, each with the operations that it is about"""
        titles = defaultdict(list)
        for operation in operations:
            for each in operation.notes:
                titles[notes_.render(self.env, each)].append(operation.title)
        lines = []
        for text, named in titles.items():
            more = len(named) - _MAX_NAMED
            shown = ", ".join(named[:_MAX_NAMED])
            if more > 0:
                shown = self.env._(
                    "%(operations)s and %(count)s more", operations=shown, count=more
                )
            lines.append(f"{shown}: {text}")
        return lines

    def _import_operations(self, operations: Sequence[Operation]) -> models.BaseModel:
        """:return: the new records, created at once if nothing is refused"""
        values = [
            {**self._import_values(each), **self._import_documented_values(each)}
            for each in operations
        ]
        try:
            with self.env.cr.savepoint():
                return self.create(values)
        except (UserError, ValidationError):
            return self.browse().union(*map(self._import_operation, operations))

    def _import_operation(self, operation: Operation) -> models.BaseModel:
        """:return: the new record; none with a note if the values are refused"""
        values = self._import_values(operation)
        documented = self._import_documented_values(operation)
        # Documentation that endpoint_openapi refuses must not cost the endpoint.
        attempts = [{**values, **documented}, values] if documented else [values]
        for attempt in attempts:
            try:
                with self.env.cr.savepoint():
                    return self.create(attempt)
            except (UserError, ValidationError) as exc:
                error = exc
        operation.notes[:] = [note("refused", error=error)]
        return self.browse()

    def _import_values(self, operation: Operation) -> dict:
        values = dict(operation.values)
        if values["auth_type"] == "public":
            values["exec_as_user_id"] = self.env.ref("base.public_user").id
        if operation.example:
            values["example_ids"] = [(0, 0, operation.example)]
        return values

    def _import_documented_values(self, operation: Operation) -> dict:
        """:return: values of the fields that ``endpoint_openapi`` adds, if installed"""
        values = {n: v for n, v in operation.documented.items() if n in self._fields}
        if media_type := values.get("doc_content_type"):
            known = self._fields["doc_content_type"].get_values(self.env)
            essence = media_types.essence(media_type)
            kept = (t for t in (essence, media_types.family(essence)) if t in known)
            values["doc_content_type"] = next(kept, False)
        return values
