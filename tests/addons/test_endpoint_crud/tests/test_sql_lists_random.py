"""Both ways to write a list give the same bytes: random models, fields, filters,
orders, pages, users, languages, companies, record rules and values.
"""

from random import Random
from urllib.parse import quote

from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.endpoint_crud.rest import field_lists

from . import sql_list_values
from .common import CrudCase

CASES = 30
PAGES = 2
CORE_MODELS = ["res.partner", "res.users", "res.country", "res.currency", "res.lang"]
CORE_MODELS += ["ir.model.fields", "ir.ui.view", "ir.cron", "ir.model.access"]
RULES = [
    "[(1, '=', 1)]",
    "[(0, '=', 1)]",
    "[('company_id', 'in', [False, *company_ids])]",
    "['|', ('box_id.name', '!=', 'b1'), ('create_uid', '=', user.id)]",
    "[('partner_id', '!=', False)]",
]


@tagged("post_install", "-at_install")
class TestSameLists(CrudCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("fr_FR")
        cls.company = cls.env["res.company"].create({"name": "Second"})
        cls.rule = cls.env["ir.rule"].create(
            {
                "name": "Samples",
                "model_id": cls.env["ir.model"]._get_id("test.crud.sample"),
            }
        )

    def setUp(self):
        super().setUp()
        both = [self.env.company.id, self.company.id]
        admin = self.make_user(
            "admin2",
            "base.group_system",
            company_ids=[Command.set(both)],
            lang="fr_FR",
        )
        self.keys = [self.key, self.make_api_key(admin)]

    def test_samples(self):
        self.make_samples(Random(0))
        for seed in range(CASES):
            random = Random(seed)
            self.rule.domain_force = random.choice(RULES)
            sql_list_values.fill(random, self.samples)
            with self.subTest(seed=seed):
                self.check_model(random, "test.crud.sample", self.keys)

    def test_models_of_odoo(self):
        for seed, name in enumerate(CORE_MODELS * 2):
            with self.subTest(seed=seed, model=name):
                self.check_model(Random(seed), name, self.keys[1:])

    def make_samples(self, random):
        """Relations and values of companies. The other values are written later."""
        partners = self.env["res.partner"].create(
            [{"name": name or "x"} for name in sql_list_values.TEXTS]
        )
        boxes = self.env["test.crud.box"].create([{"name": f"b{n}"} for n in range(5)])
        self.env.cr.execute("UPDATE test_crud_box SET name = '' WHERE name = 'b0'")
        labels = self.env["test.crud.label"].create([{"name": "L"}, {"name": "Two"}])
        labels[0].with_context(lang="fr_FR").name = "Étiquette"
        values = {
            "box_id": boxes.ids,
            "own_box_id": boxes.ids,
            "label_id": labels.ids,
            "label_ids": [labels.ids, labels[0].ids],
            "partner_id": partners.ids,
            "user_id": self.env["res.users"].search([]).ids,
            "company_id": [self.env.company.id, self.company.id],
            "currency_id": self.env["res.currency"].search([], limit=5).ids,
            "code": sql_list_values.TEXTS[2:],
            "level": [0, 5],
            "cost": [0.1, 2.0, 1e15, 1e23],
            "due": ["2026-02-28", "0999-01-01"],
            "is_new": [True, False],
            "picture": ["aGVsbG8="],
        }
        self.samples = self.env["test.crud.sample"].create(
            [
                {n: random.choice([False, *2 * v]) for n, v in values.items()}
                for _number in range(30)
            ]
        )
        for sample in self.samples:
            sample.other_id = random.choice(self.samples)
            sample.with_company(self.company).code = random.choice(["", "other", False])
        self.env.flush_all()

    def check_model(self, random, model, keys):
        """Compare pages of a resource with fields that are chosen at random."""
        env = self.env[model].env
        names = {
            kind: field_lists.choices(env[model], kind)
            for kind in ("read", "filter", "sort")
        }
        names["read"] = random.sample(names["read"], min(12, len(names["read"])))
        relations = [n for n in names["read"] if env[model]._fields[n].relational]
        expand = []
        for name in relations:
            fields = env[env[model]._fields[name].comodel_name]._fields
            known = ("char", "integer", "many2one", "datetime")
            shown = [n for n, f in fields.items() if f.type in known and f.store]
            expand.append(f"{name}.{random.choice(shown)}")
        values = {
            "crud_model_id": env["ir.model"]._get_id(model),
            "crud_write_fields": False,
            "crud_can_create": False,
            "crud_can_update": False,
            "crud_can_delete": False,
            "crud_expand_fields": ", ".join(expand),
            "company_id": random.choice([False, env.company.id]),
            **{f"crud_{kind}_fields": ", ".join(names[kind]) for kind in names},
        }
        self.routes = [
            self.make_resource(
                **values,
                name=f"{model} {is_fast}",
                route=f"/same/{env['endpoint.endpoint'].search_count([])}",
                crud_sql_lists=is_fast,
            ).route
            for is_fast in (True, False)
        ]
        for _number in range(PAGES):
            query = self.query(random, env[model], names, relations)
            headers = {"Accept-Language": random.choice(["fr", "en", "de"])}
            self.check_pages(query, random.choice(keys), headers)

    def query(self, random, model, names, relations):
        sort = random.sample(names["sort"], min(2, len(names["sort"])))
        parts = [f"limit={random.choice([1, 3, 10, 80])}"]
        parts += random.choice([["after="], ["total=false"], ["page=2"], []])
        parts += random.choice([[f"order={','.join(sort)}"], [f"order=-{sort[0]}"], []])
        parts += random.choice([[f"expand={','.join(relations)}"], []])
        parts += random.choice([[f"fields={','.join(names['read'][:5])}"], [], []])
        nullable = [
            name
            for name in names["filter"]
            if model._fields[name].type not in ("boolean", "binary")
        ]
        parts += random.choice([[f"{random.choice(nullable)}__null=true"], [], []])
        parts += random.choice([[f"id__gte={random.randint(1, 99)}"], []])
        return "&".join(parts)

    def check_pages(self, query, key, headers):
        """Compare the page, and if it is by cursor, the next one."""
        for _page in range(2):
            fast, slow = [
                self.ask(f"{route}?{query}", key=key, headers=headers)
                for route in self.routes
            ]
            self.assertEqual(fast.status_code, slow.status_code, fast.text + slow.text)
            text = fast.text.replace(*self.routes)  # the URLs of files
            self.assertEqual(text, slow.text, query)
            self.assertIn(fast.status_code, (200, 400, 403), query)
            following = fast.ok and fast.json()["pagination"].get("next")
            if not following:
                return
            query = query.replace("after=", f"after={quote(following)}")
