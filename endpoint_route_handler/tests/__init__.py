from . import (
    test_call,
    test_contract,
    test_errors,
    test_foreign_rows,
    test_handlers,
    test_routing_map,
)
