from .common import ResourceCase


class TestForm(ResourceCase):
    def opened(self, **values):
        """:return: the URL that the button opens"""
        endpoint = self.make_tags(route_group="shop", **values)
        self.env.flush_all()  # the button is a separate request
        return endpoint.action_open_documentation()["url"]

    def test_the_button_opens_the_list(self):
        self.assertEqual(self.opened(), "/endpoint/docs#/shop/get-tags")

    def test_without_a_list_it_opens_the_first_operation(self):
        url = self.opened(crud_can_list=False)
        self.assertEqual(url, "/endpoint/docs#/shop/post-tags")

    def test_fields_that_do_not_apply_to_a_resource_are_hidden(self):
        arch = self.env["endpoint.endpoint"].get_view(view_type="form")["arch"]
        for name in ("query_parameters", "doc_answer", "doc_texts"):
            with self.subTest(name=name):
                self.assertRegex(
                    arch, f'name="{name}"[^>]*invisible="exec_mode == .crud.'
                )
