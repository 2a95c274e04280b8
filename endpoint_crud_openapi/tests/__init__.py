from . import test_crud_document, test_form, test_idempotency
