"""The modules that an endpoint needs, found from what it uses."""

from odoo import models
from odoo.fields import Field

from . import code_names

#: modules that ``endpoint`` brings along
_IMPLIED = {"base", "web", "endpoint_route_handler"}


class Dependencies:
    """Collects the modules of what the records use.

    :param modules: the names so far, shared with :class:`ExternalIds`
    """

    def __init__(self, modules: set[str]) -> None:
        self._modules = modules
        modules.add("endpoint")

    def names(self) -> list[str]:
        """:return: for ``depends`` of the manifest, sorted"""
        return sorted(self._modules - _IMPLIED)

    def add_field(self, record: models.BaseModel, field: Field) -> None:
        """Add the modules that define the field and its selected value."""
        self._add(first_module(field))
        if field.type == "selection" and record[field.name]:
            self._add(_module_of_selection(record, field))

    def add_model(self, model: models.BaseModel) -> None:
        self._add(model._original_module)

    def add_code(self, record: models.BaseModel) -> list[str]:
        """Add the modules of what the snippet uses.

        :return: what is wrong with it elsewhere, as comments for the developer
        """
        env = record.env(su=True)
        found = code_names.read(record.code_snippet)
        # Variables of a snippet: “user”, “caller”, “env.company”.
        used = {"res.users", "res.company", *(found.models & set(env.registry))}
        self._add_reachable(env, used, found.names)
        return [*self._add_references(env, found), *self._warnings(env, found)]

    def _add_references(self, env, found):
        """:return: a warning for each external id that only this database has"""
        for xml_id in sorted(found.external_ids):
            record = env.ref(xml_id, raise_if_not_found=False)
            module = xml_id.partition(".")[0]
            if record and module in env.registry._init_modules:
                self._add(module)
            elif record:
                yield env._("The code needs %s, which no module has", xml_id)

    def _warnings(self, env, found):
        for model in sorted(found.models & set(env.registry)):
            if not env[model]._original_module:
                yield env._("The code needs the model %s, which no module has", model)
        for line, code in found.record_ids:
            yield env._(
                "Line %(line)s of the code has a database id: %(code)s",
                line=line,
                code=code,
            )

    def add_used(
        self, record: models.BaseModel, uses: dict[str, set[str]]
    ) -> list[str]:
        """
        :param uses: model -> paths of fields and names of methods
        :return: what no module has, as comments for the developer
        """
        custom = []
        for name, paths in sorted(uses.items()):
            model = record.env.get(name)
            if model is None:
                continue
            self.add_model(model)
            for path in sorted(paths):
                self._add_path(model, path)
            own = [path for path in sorted(paths) if _is_custom(model, path)]
            custom += [f"{name}.{path}" for path in own]
        return [record.env._("No module has the field %s", path) for path in custom]

    def _add_path(self, model, path):
        name, _, rest = path.partition(".")
        field = model._fields.get(name)
        if field is not None:
            self._add(first_module(field))
            if rest and field.comodel_name in model.env:
                self._add_path(model.env[field.comodel_name], rest)
        elif owner := _first_class(model, name):
            self._add(owner._module)

    def _add_reachable(self, env, used, names):
        """Follow the relations that the code names. A field counts for each of the
        models that have it: one dependency too many does no harm.
        """
        pending, seen = sorted(used), set()
        while pending:
            model = env[pending.pop()]
            if model._name in seen:
                continue
            seen.add(model._name)
            if model._name in used:
                self.add_model(model)
            for name in names:
                field = model._fields.get(name)
                if field is not None:
                    self._add(first_module(field))
                    if field.comodel_name in env:
                        pending.append(field.comodel_name)

    def _add(self, module):
        if module:
            self._modules.add(module)


def _is_custom(model, path):
    """:return: whether an admin made the field"""
    field = model._fields.get(path.partition(".")[0])
    return bool(field and field.manual)


def first_module(field: Field) -> str | None:
    """:return: the module that introduced the field; None for a custom field"""
    if field.inherited:  # Odoo keeps no order of its modules (``_inherits``)
        return first_module(field.related_field)
    return field._modules[0] if field._modules else None


def _module_of_selection(record, field):
    """:return: the module that offers the selected value"""
    value = record[field.name]
    if isinstance(field.selection, str):
        return _module_of_choice(record, field.selection, value)
    modules = field._selection_modules(record.pool[record._name]).get(value)
    return min(modules) if modules else None


def _module_of_choice(record, method, value):
    """Ask the method of each class, from the first to the last that extends it."""
    for owner in reversed(type(record).mro()):
        function = vars(owner).get(method)
        if function and value in dict(function(record)):
            return getattr(owner, "_module", None)
    return None


def _first_class(model, name):
    """:return: the class that introduced the attribute"""
    owners = [cls for cls in type(model).mro() if name in vars(cls)]
    return owners[-1] if owners and getattr(owners[-1], "_module", None) else None
