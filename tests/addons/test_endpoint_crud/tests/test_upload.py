"""Files written by their own URL, or as parts of a form."""

import base64
import io

from PIL import Image

from odoo.tests import tagged

from .gadgets import GadgetCase


def png(size=(3, 2)):
    stream = io.BytesIO()
    Image.new("RGB", size, "red").save(stream, "PNG")
    return stream.getvalue()


@tagged("post_install", "-at_install")
class TestUpload(GadgetCase):
    def setUp(self):
        super().setUp()
        self.gadget = self.make_gadgets({"name": "a"})
        self.path = f"/gadgets/{self.gadget.id}"
        self.file = f"{self.path}/files/manual"

    def put(self, data=b"hello", path=None, **headers):
        headers = {name.replace("_", "-"): value for name, value in headers.items()}
        return self.ask(path or self.file, "PUT", data=data, headers=headers)

    def test_written_and_read(self):
        for data, kind in (
            (b"hello", "text/plain"),
            (b"\0\xff\r\n", "application/pdf"),
            (b'{"a": 1}', "application/json"),
            (b"<a/>", ""),
        ):
            with self.subTest(kind=kind):
                response = self.put(data, Content_Type=kind)
                self.assertEqual((response.status_code, response.content), (204, b""))
                for path in (self.file, f"{self.path}/manual"):
                    self.assertEqual(self.ask(path).content, data)

    def test_an_image(self):
        self.assertEqual(self.put(png(), f"{self.path}/files/photo").status_code, 204)
        self.assertEqual(self.ask(f"{self.path}/photo").content, png())

    def test_not_an_image(self):
        big = png((9000, 9000))  # more pixels than Odoo accepts
        bomb = b"P5 40000 40000 255 "
        for data in (b"x", b"\x89PNG\r\n\x1a\n", b"GIF89a", b"P5\n\x95", bomb, big):
            with self.subTest(data=data[:9]):
                response = self.put(data, f"{self.path}/files/photo")
                self.assertDetail(response, ["body"], "format")
                sent = {"photo": base64.b64encode(data).decode()}
                response = self.ask(self.path, "PATCH", json=sent)
                self.assertDetail(response, ["body", "photo"], "format")
        self.assertIsNone(self.ask(self.path).json()["photo"])

    def test_removed(self):
        self.put()
        self.assertEqual(self.ask(self.file, "DELETE").status_code, 204)
        self.assertErrorObject(self.ask(self.file), 404)
        self.assertEqual(self.ask(self.file, "DELETE").status_code, 204)

    def test_a_required_file_is_not_removed(self):
        self.patch(self.Gadget._fields["manual"], "required", True)
        self.put()
        response = self.ask(self.file, "DELETE")
        self.assertErrorObject(response, 400, "needs this file")

    def test_fields_and_records_that_do_not_exist(self):
        for name in ("name", "secret_file", "x", "id", "%00"):
            for method in ("PUT", "DELETE", "GET"):
                with self.subTest(name=name, method=method):
                    path = f"{self.path}/files/{name}"
                    data = b"x" if method == "PUT" else None
                    response = self.ask(path, method, data=data)
                    self.assertErrorObject(response, 404)
        for number in ("0", "x", "99999999999", self.make_gadgets({}).id + 1):
            response = self.put(path=f"/gadgets/{number}/files/manual")
            self.assertErrorObject(response, 404)

    def test_records_of_others(self):
        hidden = self.make_gadgets({"name": "invisible"})
        response = self.put(path=f"/gadgets/{hidden.id}/files/manual")
        self.assertErrorObject(response, 404)
        key = self.make_api_key(self.make_user("p", groups="base.group_portal"))
        for method in ("PUT", "DELETE"):
            response = self.ask(self.file, method, key=key, data=b"x")
            self.assertErrorObject(response, 403)

    def test_a_field_that_the_user_may_not_write(self):
        self.gadgets.crud_write_fields = "manual, secret_file"
        path = f"{self.path}/files/secret_file"
        self.assertErrorObject(self.put(path=path), 403)

    def test_nothing_and_a_part_of_a_file(self):
        self.assertErrorObject(self.put(b""), 400, "send DELETE")
        response = self.put(Content_Range="bytes 0-4/10")
        self.assertErrorObject(response, 400, "whole file")

    def test_forms_are_refused(self):
        for kind in (
            "application/x-www-form-urlencoded",
            "multipart/form-data; boundary=x",
        ):
            response = self.put(b"\0a=%00", Content_Type=kind)
            self.assertErrorObject(response, 415)
            self.assertEqual(response.headers["Accept"], "application/octet-stream")

    def test_too_large(self):
        self.gadgets.write({"request_max_size": 0.001, "registry_sync": True})
        self.assertErrorObject(self.put(b"x" * 2000), 413)
        self.assertEqual(self.put(b"x" * 900).status_code, 204)

    def test_if_match(self):
        self.put()
        of_file = self.ask(self.file).headers["ETag"]
        of_record = self.ask(self.path).headers["ETag"]
        for method, data in (("PUT", b"new"), ("DELETE", None)):
            headers = {"If-Match": '"old"'}
            response = self.ask(self.file, method, data=data, headers=headers)
            self.assertErrorObject(response, 412)
        self.assertEqual(self.put(b"1", If_Match=of_record).status_code, 204)
        self.assertErrorObject(self.put(b"2", If_Match=of_file), 412)
        of_file = self.ask(self.file).headers["ETag"]
        self.assertEqual(self.put(b"3", If_Match=of_file).status_code, 204)

    def test_if_none_match(self):
        self.assertEqual(self.put(b"1", If_None_Match="*").status_code, 204)
        self.assertErrorObject(self.put(b"2", If_None_Match="*"), 412)

    def test_the_domain(self):
        self.gadgets.crud_domain = "[('name', '=', 'a'), ('photo', '=', False)]"
        self.assertErrorObject(self.put(png(), f"{self.path}/files/photo"), 400)
        self.assertFalse(self.gadget.photo)

    def test_parameters_are_refused(self):
        response = self.put(path=f"{self.file}?fields=name")
        self.assertDetail(response, ["query", "fields"], "additionalProperties")

    def test_a_resource_without_files_to_write(self):
        self.assertIn("PUT, DELETE /gadgets/<id>/files/<file>", self.calls())
        self.gadgets.crud_write_fields = "name"
        self.assertFalse(self.gadgets.registry_sync)
        self.assertNotIn("files", self.calls())
        self.assertErrorObject(self.put(), 405)

    def calls(self):
        return self.gadgets.crud_calls.replace("GET, PUT", "PUT")

    def test_another_list_of_fields_needs_no_sync(self):
        for name, text in (
            ("crud_write_fields", "manual"),
            ("crud_group_fields", "name"),
            ("crud_aggregate_fields", "pieces"),
        ):
            self.gadgets[name] = text
            self.assertTrue(self.gadgets.registry_sync, name)
        self.gadgets.write({"crud_group_fields": "", "crud_aggregate_fields": False})
        self.assertFalse(self.gadgets.registry_sync)


@tagged("post_install", "-at_install")
class TestForm(GadgetCase):
    def send(self, method="POST", path="/gadgets", **parts):
        return self.ask(path, method, files=[*parts.items()])

    def text(self, value, kind=None):
        return (None, value, kind)

    def test_created_with_a_file(self):
        label = self.env["test.crud.label"].create({"name": "L"})
        response = self.send(
            name=self.text("é, 7"),
            pieces=self.text("3"),
            amount=self.text("2.5"),
            is_red=self.text("true"),
            made_on=self.text("2026-11-29"),
            box_id=self.text(str(self.box.id)),
            label_ids=self.text(f"[{label.id}]", "application/json"),
            manual=("manual.pdf", b"\0hello", "application/pdf"),
            photo=("photo.png", png(), "image/png"),
        )
        self.assertEqual(response.status_code, 201, response.text)
        row = response.json()
        self.assertEqual((row["name"], row["pieces"], row["amount"]), ("é, 7", 3, 2.5))
        self.assertEqual((row["is_red"], row["made_on"]), (True, "2026-11-29"))
        self.assertEqual(
            (row["box_id"]["id"], row["label_ids"]), (self.box.id, label.ids)
        )
        self.assertEqual(self.ask(row["manual"]).content, b"\0hello")
        self.assertEqual(self.ask(row["photo"]).content, png())

    def test_related_records(self):
        labels = self.env["test.crud.label"].create([{"name": "A"}, {"name": "B"}])
        for ids, parts in (
            (labels.ids, [str(id_) for id_ in labels.ids]),
            (labels.ids[:1], [str(labels.ids[0])]),
            (labels.ids, [str(labels.ids)]),
            ([], ["[]"]),
        ):
            files = [("label_ids", self.text(part)) for part in parts]
            response = self.ask("/gadgets", "POST", files=files)
            self.assertEqual(response.json()["label_ids"], ids, parts)

    def test_changed(self):
        path = (
            f"/gadgets/{self.make_gadgets({'made_on': '2026-01-01', 'pieces': 5}).id}"
        )
        response = self.send(
            *("PATCH", path), made_on=self.text(""), manual=("x", b"hello")
        )
        self.assertAnswer(response, 200)
        row = response.json()
        self.assertEqual((row["made_on"], row["pieces"]), (None, 5))
        self.assertEqual(self.ask(row["manual"]).content, b"hello")

    def test_refused(self):
        for name, part, kind in (
            ("pieces", self.text("x"), "format"),
            ("pieces", self.text("1.5"), "type"),
            ("pieces", self.text("NaN"), "format"),
            ("pieces", ("x", b"1"), "format"),
            ("made_on", self.text("x"), "format"),
            ("label_ids", self.text("[" * 500), "format"),
            ("manual", self.text("§"), "format"),
        ):
            with self.subTest(name=name, kind=kind):
                response = self.send(name=self.text("a"), **{name: part})
                self.assertErrorObject(response, 400, types=[kind])
                loc = response.json()["detail"][0]["loc"]
                self.assertEqual(loc, ["body", name])
        response = self.send(hidden=self.text("1"))
        self.assertDetail(response, ["body"], "additionalProperties")
        self.assertFalse(self.Gadget.search([]))

    def test_a_part_sent_twice(self):
        parts = [("name", self.text("a")), ("name", self.text("b"))]
        response = self.ask("/gadgets", "POST", files=parts)
        self.assertDetail(response, ["body", "name"], "format")

    def test_nul_and_broken_forms(self):
        self.assertErrorObject(self.send(name=self.text("a\0b")), 400)
        headers = {"Content-Type": "multipart/form-data; boundary=x"}
        for data in (b"", b"--x", b"--x\r\n\r\n", b"--x--\r\n", b"\0" * 99):
            response = self.ask("/gadgets", "POST", data=data, headers=headers)
            self.assertLess(response.status_code, 500)

    def test_a_form_without_parts(self):
        for kind, data in (
            ("multipart/form-data", b"--x\r\n"),
            ("multipart/form-data; boundary=y", b"--x\r\n\r\n\r\n--x--\r\n"),
        ):
            headers = {"Content-Type": kind}
            response = self.ask("/gadgets", "POST", data=data, headers=headers)
            self.assertDetail(response, ["body"], "format")
        self.assertFalse(self.Gadget.search([]))

    def test_an_idempotency_key_with_another_file(self):
        headers = {"Idempotency-Key": "upload"}
        answers = [
            self.ask("/gadgets", "POST", files={"manual": ("m", data)}, headers=headers)
            for data in (b"one", b"one", b"two")
        ]
        self.assertEqual([r.status_code for r in answers], [201, 201, 422])
        self.assertEqual(len(self.Gadget.search([])), 1)

    def test_put_and_other_resources_take_json(self):
        path = f"/gadgets/{self.make_gadgets({}).id}"
        response = self.send("PUT", path, name=self.text("a"))
        self.assertErrorObject(response, 415)
        self.gadgets.crud_write_fields = "name"
        self.assertErrorObject(self.send(name=self.text("a")), 415)

    def test_too_large(self):
        self.gadgets.write({"request_max_size": 0.001, "registry_sync": True})
        self.assertErrorObject(self.send(manual=("x", b"x" * 2000)), 413)
