"""Random requests that the document describes: no answer but those it announces."""


def test_every_answer_is_announced(document_url, send_random):
    send_random(document_url, 20, "examples,coverage,fuzzing", timeout=120)
