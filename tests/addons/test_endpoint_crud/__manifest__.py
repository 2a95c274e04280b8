{
    "name": "Tests of Endpoint CRUD",
    "summary": "Models that only the tests of endpoint_crud need",
    "version": "19.0.1.0.0",
    "license": "LGPL-3",
    "author": "Endpoint contributors",
    "category": "Hidden",
    "depends": ["endpoint_crud"],
    "data": ["security/ir.model.access.csv", "security/ir_rule.xml"],
}
