"""The sandbox accepts and refuses exactly what Odoo's does, and nothing escapes."""

import builtins
import io
import logging
import re
import sys
import tempfile
from collections import Counter
from pathlib import Path

from werkzeug.test import EnvironBuilder

from odoo import http
from odoo.exceptions import UserError
from odoo.tests import mute_logger
from odoo.tools import safe_eval

from odoo.addons.endpoint_route_handler.call import Call

from ..exceptions import SnippetFailure
from ..snippet import sandbox
from .common import EndpointCase
from .corpus import snippets
from .corpus.watch import is_part_of_known, watched

_logger = logging.getLogger(__name__)
_SCHEMA = "{type: object}"
_LOGGERS = ("odoo.sql_db", "odoo.http", "odoo.addons.base.models.ir_actions")


class Canary:
    """A test object whose attribute must not change."""

    def __init__(self):
        self.value = 1


class TestSandboxCorpus(EndpointCase):
    def setUp(self):
        super().setUp()
        folder = Path(self.enterContext(tempfile.TemporaryDirectory()))
        self.target = folder / "target"
        self.secret = folder / "secret"
        self.secret.write_text("secret")
        admin = self.env.ref("base.user_admin")
        self.endpoint = self.make_endpoint(
            exec_as_user_id=admin.id,
            request_method="POST",
            request_content_schema=_SCHEMA,
        ).with_env(self.env(user=admin))
        self.env.flush_all()

    def make_request(self):
        """:return: an ``odoo.http.Request`` with an upload and a session"""
        upload = (io.BytesIO(b"content"), "upload.txt")
        builder = EnvironBuilder("/corpus", query_string="a=1", method="POST")
        builder.files.add_file("f", *upload)
        request = http.Request(http.HTTPRequest(builder.get_environ()))
        request.env = self.endpoint.env
        request.db = self.env.cr.dbname
        request.session = http.Session({}, "corpus")
        request.session.context = {}
        request.params = request.get_http_params()
        key = self.endpoint._endpoint_registry_unique_key()
        rule = self.endpoint._endpoint_registry._get_rule(key)
        request.endpoint_call = Call(rule.endpoint)
        http._request_stack.push(request)
        self.addCleanup(http._request_stack.pop)
        return request

    def make_context(self, request):
        return {
            **self.endpoint._get_code_snippet_eval_context(request),
            "canary": Canary(),
            "target": str(self.target),
            "secret": str(self.secret),
        }

    def judge(self, run, code):
        """Run in a separate transaction that is rolled back.

        :param run: callable that takes text and context: one of the two sandboxes
        :return: (verdict, observable result of the run)
        """
        request = self.make_request()
        context = self.make_context(request)
        canary, before = context["canary"], dict(context)
        modules = set(sys.modules)
        kept = dict(safe_eval._BUILTINS), dict(vars(builtins))
        with watched(str(self.secret)) as seen, mute_logger(*_LOGGERS):
            verdict = self.run_rolled_back(run, code, context)
        self.assertEqual(seen, [], "effects")
        self.assertFalse(self.target.exists(), "a file was written")
        self.assertEqual(vars(canary), {"value": 1}, "an attribute was set")
        self.assertEqual(kept, (safe_eval._BUILTINS, vars(builtins)))
        imports = [m for m in sys.modules.keys() - modules if not is_part_of_known(m)]
        self.assertEqual(imports, [], "imports")
        if verdict[0] == "runs":
            made = {k: v for k, v in context.items() if before.get(k) is not v}
            return "runs", _plain(made)
        return verdict

    def run_rolled_back(self, run, code, context):
        try:
            with self.env.cr.savepoint(flush=False) as savepoint:
                run(code, context)
                savepoint.rollback()
        except (SyntaxError, NameError, TypeError) as exc:
            return "refused", type(exc).__name__
        except ValueError as exc:
            text = str(exc)
            if "while evaluating" in text:
                return "fails", _plain(text.partition(" while evaluating\n")[0])
            return "refused", type(exc).__name__
        except SnippetFailure as exc:
            return "fails", _plain(repr(exc.__cause__))
        except Exception as exc:
            return "fails", _plain(repr(exc))
        finally:
            self.env.invalidate_all(flush=False)
        return "runs", None

    def theirs(self, code, context):
        safe_eval.safe_eval(code.strip(), context, mode="exec")

    def ours(self, code, context):
        sandbox.run(code, context, "corpus")

    def test_same_verdict_as_odoo_and_no_side_effects(self):
        skipped = Counter()
        for snippet in snippets():
            if not snippet.fits:
                skipped[str(snippet.only)] += 1
                continue
            with self.subTest(snippet=str(snippet)):
                theirs = self.judge(self.theirs, snippet.code)
                ours = self.judge(self.ours, snippet.code)
                self.assertEqual(ours, theirs)
                self.assertEqual(ours[0], snippet.verdict, ours)
        for only, count in skipped.items():
            running = ".".join(map(str, sys.version_info[:2]))
            _logger.info("Python %s: %s snippets for %s left out", running, count, only)

    def test_refused_snippets_are_refused_when_saved(self):
        for snippet in snippets():
            if snippet.fits and snippet.verdict == "refused":
                with self.subTest(snippet=str(snippet)):
                    with self.assertRaises(UserError):
                        self.endpoint.code_snippet = snippet.code


def _plain(value):
    """:return: text of a value, identical for equal values at different addresses"""
    return re.sub(r"0x[0-9a-f]+", "0x", repr(value))
