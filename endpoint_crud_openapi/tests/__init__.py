from . import (
    test_crud_document,
    test_documents,
    test_form,
    test_idempotency,
    test_lines,
    test_operations,
    test_schemas,
)
