"""Requests as record systems send them, and what an answer is read as.

The words about a person in them are invented, and each stands here once, so that a test can look for it.
"""

from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lxml import etree

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse as Response

ADDRESS = "/infobutton/"
ATOM = "{http://www.w3.org/2005/Atom}"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"
ICD10, SNOMED, CPT = "2.16.840.1.113883.6.90", "2.16.840.1.113883.6.96", "2.16.840.1.113883.6.12"
BROKEN = ["spinal-fractures", "options", "procedure"]
KYPHOPLASTY = ["procedure", "risks", "recovery"]
VERTEBROPLASTY = ["options", "procedure", "evidence"]
MAY_BE = ["spinal-fractures"]
NONE: list[str] = []
# What a browser says that it takes.
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
# Words about a person, a place or a key, in the requests below and in those made of them.
PERSONAL = (
    "Wilhelmina",
    "Oberholtzer",
    "D000368",
    "S3CRETpass",
    "cdshookstest",
    "20261121093000",
    "19521107",
    "7F3A99",
)


@dataclass(frozen=True)
class Sent:
    """A request, with the pages and the language that it is to be answered with. `kind` is that of the answer."""

    query: str
    pages: list[str]
    language: str = "en"
    kind: str = "text/xml"
    accept: str = ""
    words: tuple[str, ...] = field(default=())

    @property
    def headers(self) -> dict[str, str]:
        return {"Accept": self.accept} if self.accept else {}


# fmt: off
# As nine programs send them.
NINE = {
    "OpenEMR": Sent(
        f"mainSearchCriteria.v.cs={ICD10}&mainSearchCriteria.v.c=M80.08XA&informationRecipient.languageCode.c=es",
        BROKEN, "es", "text/html", BROWSER,
    ),
    "gloEMR": Sent(
        f"taskContext.c.c=PROBLISTREV&mainSearchCriteria.v.c=42942008&mainSearchCriteria.v.cs={SNOMED}"
        "&mainSearchCriteria.v.dn=Compression fracture&patientPerson.administrativeGenderCode.c=F"
        "&patientPerson.administrativeGenderCode.cs=2.16.840.1.113883.5.1&age.v.v=74&age.v.u=a"
        "&ageGroup.v.c=D000368&ageGroup.v.cs=2.16.840.1.113883.6.177&informationRecipient.languageCode.c=sp"
        "&informationRecipient=PAT&performer=PROV&knowledgeResponseType=text/xml",
        BROKEN, "es",
    ),
    "Open Dental": Sent(
        "knowledgeRequestNotification.effectiveTime.v=20261121093000&mainSearchCriteria.v.c=M81.0"
        f"&mainSearchCriteria.v.cs={ICD10}&mainSearchCriteria.v.dn=Osteoporosis&mainSearchCriteria.v.c1=M80.08XA"
        f"&mainSearchCriteria.v.cs1={ICD10}&mainSearchCriteria.v.dn1=Fracture&",
        BROKEN,
    ),
    "a service of CDS Hooks": Sent(
        "representedOrganization.id.root=cdshookstest.org&taskContext.c.c=PROBLISTREV&mainSearchCriteria.v.c=42942008"
        f"&mainSearchCriteria.v.cs={SNOMED}&mainSearchCriteria.v.dn=Compression%20fracture&performer=PROV"
        "&knowledgeResponseType=application/xml",
        BROKEN,
    ),
    "the VA": Sent(
        "representedOrganization.id.root=1.3.6.1.4.1.3768&taskContext.c.c=MLREV"
        "&mainSearchCriteria.v.dn=Kyphoplasty&informationRecipient=PROV&informationRecipient.languageCode.c=en"
        "&performer=healthcareProvider&xsltTransform=Infobutton_UI_VA",
        KYPHOPLASTY, "en", "text/html", BROWSER,
    ),
    "OpenInfobutton": Sent(
        "knowledgeResponseType=text/xml&patientPerson.administrativeGenderCode.c=F&ageGroup.v.c=D000368"
        "&informationRecipient.languageCode.c=es&informationRecipient=PAT&mainSearchCriteria.v.c=M80.08XA"
        f"&mainSearchCriteria.v.cs={ICD10}&mainSearchCriteria.v.dn=Fracture"
        "&representedOrganization.id.root=1.3.6.1.4.1.5884",
        BROKEN, "es", accept="application/xml",
    ),
    "an app by a script": Sent(
        f"knowledgeResponseType=application/javascript&mainSearchCriteria.v.cs={SNOMED}"
        "&mainSearchCriteria.v.c=42942008&callback=jsonp_1234",
        BROKEN, kind="application/javascript", accept="*/*",
    ),
    "an app by a link": Sent(
        f"knowledgeResponseType=text/html&mainSearchCriteria.v.cs={SNOMED}&mainSearchCriteria.v.c=42942008",
        BROKEN, kind="text/html", accept=BROWSER,
    ),
    "an app in Flutter": Sent(
        f"mainSearchCriteria.v.cs={ICD10}&mainSearchCriteria.v.dn=&informationRecipient.languageCode.c=en"
        "&knowledgeResponseType=application%2Fjson&mainSearchCriteria.v.c=M80.08XA",
        BROKEN, kind="application/json",
    ),
    "an app in React": Sent(
        f"taskContext.c.c=PRO+BLISTREV&mainSearchCriteria.v.c=k58.9&mainSearchCriteria.v.cs={ICD10}"
        "&mainSearchCriteria.v.ot=IBS&mainSearchCriteria.v.dn=IBS&subTopic.v.cs=2.16.840.1.113883.6.177"
        "&subTopic.v.c=Q000628&subTopic.v.dn=treatment&holder.assignedEntity.n=Wilhelmina"
        "&holder.assignedEntity.certificateText=S3CRETpass&knowledgeResponseType=text/xml",
        NONE,
    ),
}
# fmt: on


def one_code(code: str, system: str = ICD10, **more: str) -> str:
    """A request for one code."""
    asked = {"mainSearchCriteria.v.c": code, "mainSearchCriteria.v.cs": system, **more}
    return "&".join(f"{name}={value}" for name, value in asked.items())


@cache
def schema() -> etree.XMLSchema:
    """What a feed must be."""
    return etree.XMLSchema(etree.parse(Path(__file__).parent / "knowledge_response.xsd"))


def feed_in(response: "Response") -> etree._Element:
    """The feed of an answer, which fits the schema."""
    assert response.status_code == 200, response.content
    feed = etree.fromstring(response.content)
    schema().assertValid(feed)
    return feed


def addresses(feed: etree._Element) -> list[str]:
    """Where the first link of each entry leads, without the host."""
    return ["/" + entry.find(f"{ATOM}link").get("href").split("/", 3)[3] for entry in feed.iterfind(f"{ATOM}entry")]


def pages_in(feed: etree._Element) -> list[str]:
    """The names of the pages of the entries."""
    return [address.strip("/").split("/")[-1] for address in addresses(feed)]


def json_of(element: etree._Element) -> dict[str, Any]:
    """A feed as the standard writes it in JSON, made from the XML by another way than the program's."""
    members: dict[str, Any] = {etree.QName(name).localname: value for name, value in element.attrib.items()}
    name = etree.QName(element).localname
    members |= {"feed": {"category": [], "entry": []}, "entry": {"link": []}}.get(name, {})
    if element.text and not len(element):
        members["_value"] = element.text
    for child in element:
        of_child = etree.QName(child).localname
        if of_child in ("category", "entry", "link"):
            members[of_child].append(json_of(child))
        else:
            members[of_child] = json_of(child)
    return members
