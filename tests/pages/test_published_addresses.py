"""Addresses stay for good: clinics print them, and people keep them. The list only grows."""

from collections import defaultdict
from pathlib import Path

from patients import FITS
from served import read, remember

from screener.rule_sets.clinic import CLINIC_RULES
from seo.public import public_pages

PUBLISHED = (Path(__file__).parent / "published_addresses.txt").read_text().split()
GONE = (404, 410)


def test_every_address_that_was_ever_published_still_leads_to_something(client, settings):
    settings.CONTACT = "mailto:site@example.org"
    remember(client, FITS)
    gone = {one for one in PUBLISHED if "#" not in one and client.get(one).status_code in GONE}
    assert gone == set()


def test_every_anchor_that_was_ever_published_is_on_its_page(client):
    anchors = defaultdict(set)
    for one in PUBLISHED:
        address, hash_mark, anchor = one.partition("#")
        anchors[address] |= {anchor} if hash_mark else set()
    missing = {address: wanted - ids_on(client, address) for address, wanted in anchors.items() if wanted}
    assert {address: lost for address, lost in missing.items() if lost} == {}


def ids_on(client, address):
    return {
        element["attrs"]["id"]
        for element in read(client.get(address, follow=True)).elements
        if "id" in element["attrs"]
    }


def test_every_public_page_and_question_is_on_the_list():
    now = {*public_pages(), *(f"/self-check/{fact.slug}/" for fact in CLINIC_RULES.facts)}
    assert now - {*PUBLISHED} == set(), "Write these into tests/pages/published_addresses.txt."
