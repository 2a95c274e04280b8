"""What users do in lists and forms of Odoo's web client, for tests in a browser."""

import re

from playwright.sync_api import expect

_NEXT_FRAME = "() => new Promise((d) => requestAnimationFrame(() => setTimeout(d)))"


def settle(page):
    """Wait until each call of the web client is answered and its answer is shown.

    Odoo's selection field clears itself when it loses the focus between an answer of
    the server and the next frame (`onInputBlur` of web/core/select_menu); no person is
    as fast.
    """
    page.evaluate(_NEXT_FRAME)
    while page.open_calls:
        page.wait_for_timeout(20)
        page.evaluate(_NEXT_FRAME)


def search(page, text):
    """Search a list for the text, and wait until it shows the result."""
    settle(page)
    page.fill(".o_searchview_input", text)
    page.locator(f".o-dropdown-item:has-text('{text}')").first.click()
    page.wait_for_selector(f".o_searchview_facet:has-text('{text}')")
    settle(page)


def choose(page, field, label):
    """Choose an entry of a selection or many2one field by the start of its text."""
    shown = page.locator(f".o_field_widget[name={field}] input")
    settle(page)
    shown.click()
    page.click(f":is(.o-dropdown-item, .o_select_menu_item):has-text('{label}')")
    settle(page)
    expect(shown).to_have_value(re.compile(re.escape(label)))


def add_tag(page, field, label):
    """Add a tag to a many2many field by the start of its text."""
    page.fill(f".o_field_widget[name={field}] input", label)
    page.click(f".o-autocomplete--dropdown-item:has-text('{label}')")
    page.wait_for_selector(f".o_field_widget[name={field}] .o_tag:has-text('{label}')")


def write_code(page, field, text):
    """Replace the text of a code editor."""
    page.click(f".o_field_widget[name={field}] .ace_content")
    page.keyboard.press("Control+A")
    page.keyboard.insert_text(text)


def save(page):
    """Save the form, and wait until it is saved."""
    page.click(".o_form_button_save")
    page.wait_for_selector(".o_form_button_save", state="hidden")
