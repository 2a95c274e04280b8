from . import (
    test_auth,
    test_content,
    test_cross_site,
    test_contract,
    test_form,
    test_methods,
    test_result,
    test_routes,
    test_rpc,
    test_sandbox_corpus,
    test_snippet,
    test_test_cursor,
)
