from . import test_contract, test_foreign_rows, test_handlers, test_routing_map
