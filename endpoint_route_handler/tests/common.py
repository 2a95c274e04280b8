"""Assertions on the interfaces that other addons rely on."""

import inspect

from odoo.tests import TransactionCase


def parameters(function):
    """:return: dict of the parameter names that a caller can pass to their defaults"""
    return {
        name: parameter.default
        for name, parameter in inspect.signature(function).parameters.items()
        if name not in ("self", "cls")
    }


class ContractCase(TransactionCase):
    def assertSignatures(self, owner, signatures):
        """:param dict signatures: name -> (required names, optional with defaults)"""
        for name, (required, optional) in signatures.items():
            with self.subTest(name=name):
                found = parameters(getattr(owner, name))
                wanted = dict.fromkeys(required, inspect.Parameter.empty)
                self.assertEqual(found, {**wanted, **optional})

    def assertFields(self, model, table):
        """:param dict table: name -> attributes that the field must have"""
        for name, attributes in table.items():
            field = self.env[model]._fields[name]
            for attribute, value in attributes.items():
                with self.subTest(field=name, attribute=attribute):
                    self.assertEqual(getattr(field, attribute), value)

    def assertDefaults(self, model, defaults):
        self.assertEqual(self.env[model].default_get(list(defaults)), defaults)

    def assertTakes(self, function, /, *arguments, **params):
        """Check that the arguments are accepted by position, and any others by name."""
        inspect.signature(function).bind(*arguments, **params)
