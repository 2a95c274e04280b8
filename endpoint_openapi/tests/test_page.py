from .common import OpenapiCase


class TestPage(OpenapiCase):
    def test_it_shows_a_group(self):
        self.make_endpoint(route_group="my/shop?")
        response = self.call("/endpoint/docs?group=my%2Fshop%3F")
        self.assertEqual(response.status_code, 200)
        self.assertIn("/endpoint/my%2Fshop%3F/openapi.json", response.text)
        document = self.document("/endpoint/my%2Fshop%3F/openapi.json")
        self.assertEqual(len(document["paths"]), 1)

    def test_it_loads_no_other_document(self):
        self.make_endpoint(route_group="shop")
        for group in ("../../web/content/239", "..", "nowhere", "shop/../shop"):
            with self.subTest(group=group):
                response = self.call("/endpoint/docs", params={"group": group})
                self.assertEqual(response.status_code, 404)

    def test_it_hides_groups_of_other_companies(self):
        company = self.env["res.company"].create({"name": "Other"})
        values = {"auth_type": "bearer", "company_id": company.id}
        self.make_endpoint(route_group="theirs", **values)
        response = self.call("/endpoint/docs?group=theirs")
        self.assertEqual(response.status_code, 404)
