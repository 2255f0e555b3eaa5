"""From the clinic's desk to the patient's phone: staff make a link; the patient opens, checks, changes and prints."""

import io

import pytest
import zxingcpp
from browser import GUIDE, STAFF, address, choice, follow, go_on, make_prefilled, path, visit
from PIL import Image

from clinics.files import all_clinics
from content.pages import all_pages

pytestmark = pytest.mark.browser

SAMPLE = all_clinics()["sample"]


def codes(page, place):
    """What the QR codes in a part of the page say."""
    picture = Image.open(io.BytesIO(page.locator(place).screenshot()))
    return [found.text for found in zxingcpp.read_barcodes(picture)]


def test_the_link_from_an_email_leads_through_the_clinics_page_to_a_guide_with_its_name(page, new_context):
    visit(page, STAFF)
    link = page.get_by_label("For an e-mail or a text message").input_value()
    for tone in ("Neutral", "Please read", "To a relative"):
        page.locator("summary", has_text=tone).click()
    texts = [box.input_value() for box in page.get_by_label("As text", exact=True).all()]
    assert len(texts) == 3
    assert all(link in text for text in texts)
    patient = new_context().new_page()
    visit(patient, link)
    assert SAMPLE.phone in patient.locator("main").inner_text()
    follow(patient, patient.get_by_role("link", name="Start the self-check"))
    follow(patient, patient.get_by_role("link", name="Start the questions"))
    choice(patient, "none").click()
    go_on(patient)
    visit(patient, GUIDE)
    assert f"Clinic: {SAMPLE.name_and_phone}" in patient.locator(".guide").inner_text()
    assert codes(patient, ".guide-foot svg") == [f"{link.split('/r/')[0]}/self-check/"]


@pytest.mark.parametrize("scripts", [True, False])
def test_a_prefilled_link_is_checked_changed_and_printed_in_another_browser(page, new_context, scripts):
    link = make_prefilled(page)
    assert codes(page, ".qr svg") == [link]
    patient = new_context(java_script_enabled=scripts).new_page()
    seen = []
    patient.on("request", lambda request: seen.append((request.url, request.headers.get("referer", ""))))
    visit(patient, link)
    if scripts:
        patient.wait_for_url("**/self-check/")
    else:
        follow(patient, patient.get_by_role("button", name="Go on", exact=True))
    assert path(patient) == "/self-check/"
    assert "4 answers were filled in when this link was made." in patient.locator("main").inner_text()
    visit(patient, address("pain_began"))
    assert "Filled in when this link was made." in patient.locator("main").inner_text()
    assert [patient.get_by_label(part).input_value() for part in ("Month", "Day", "Year")] == ["10", "10", "2026"]
    patient.get_by_label("Day").fill("12")
    go_on(patient)
    for fact in ("scan", "scan_date", "height_loss"):
        visit(patient, address(fact))
        go_on(patient)
    visit(patient, GUIDE)
    shown = patient.locator(".guide").inner_text()
    assert "October 12, 2026" in shown
    assert "November 10, 2026" in shown
    token = link.split("/p/")[1].rstrip("/")
    assert [url for url, referer in seen if token in url or token in referer] == [link]


def test_back_leads_out_of_a_link_that_went_on_by_itself_and_without_scripts_to_its_button(page, new_context):
    link = make_prefilled(page)
    with_scripts, without = new_context().new_page(), new_context(java_script_enabled=False).new_page()
    for patient in (with_scripts, without):
        visit(patient, "/risks/")
        visit(patient, link)
    with_scripts.wait_for_url("**/self-check/")
    with_scripts.go_back()
    assert path(with_scripts) == "/risks/"
    follow(without, without.get_by_role("button", name="Go on", exact=True))
    without.go_back()
    assert without.get_by_role("heading", level=1).inner_text() == "Go on to the self-check"


def test_staff_choose_pages_and_the_patient_reads_them_under_the_clinics_name(page, new_context):
    visit(page, f"{STAFF}pack/")
    for slug in ("risks", "options"):
        page.get_by_label(all_pages()[slug].title).check()
    follow(page, page.get_by_role("button", name="Make the link"))
    patient = new_context().new_page()
    visit(patient, page.get_by_label("The link", exact=True).input_value())
    follow(patient, patient.get_by_role("main").get_by_role("link", name=all_pages()["risks"].title))
    assert path(patient) == "/r/sample/risks/"
    assert SAMPLE.name in patient.locator("aside").inner_text()


def test_the_clinic_can_be_left_by_keyboard(page):
    visit(page, "/self-check/clinic/sample/")
    button = page.get_by_role("button", name="Go on without this clinic")
    button.focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert SAMPLE.name not in page.locator("body").inner_text()


def test_an_email_is_copied_as_it_looks(page, context):
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    visit(page, STAFF)
    page.locator("summary", has_text="Neutral").click()
    page.locator("button[data-copy='neutral-html']").click()
    page.get_by_role("button", name="Copied").wait_for()
    read = """async () => { const [item] = await navigator.clipboard.read();
        return Promise.all(["text/html", "text/plain"].map(async (type) => (await item.getType(type)).text())) }"""
    formatted, plain = page.evaluate(read)
    assert "<table" in formatted
    assert "<table" not in plain
    assert "/r/sample/" in plain
