"""Whom to call and for which signs: on every page, summary and printout."""

from screener.engine.rule_set import HelpLine

# For the clinician's review. Trouble walking counts when the legs are weak, clumsy or unsteady, not when the back alone
# slows the walk: nearly everyone who comes here walks slowly. "Pain so bad that you cannot get up, eat, drink or take
# medicine" is general knowledge; no source for it was read. The same holds for the answer `uncontrolled_pain`, for "worse
# than usual" of chest and breath, and for telling the nurse in a hospital. That pain which comes back after cement needs a
# call on the same day is inferred from infections found late (infection2018, yonezawa2021). 911 for new weakness with
# cancer is stricter than the leaflet it comes from (rnohmscc), which says within 24 hours.
# By when a specialist should look at an unstable spine, bone near the nerves, a broken neck bone or a sacrum, and asking
# for a brace or a collar until then, is inferred as well: no source that was read says it.
HELP_LINES = (
    HelpLine(
        "Call 911",
        "tel:911",
        (
            "Chest pain, trouble breathing or fainting that is new, or worse than usual",
            "New trouble peeing, leaks of pee or stool, or no feeling when you go",
            "Numb or tingling between the legs or in the buttocks",
            "New weakness or numbness in an arm or a leg, new pain in both legs, a foot that drops, or an unsteady walk",
            "Back pain after a crash, a fall from a height or a hard hit in the last few days. Do not move the person, unless in danger",
            "Sudden tearing pain in the back, chest or belly, or a throbbing belly with faintness",
            "A drooping face, a weak arm, or slurred speech, even if it passes",
            "Fever or chills with confusion, or feeling very ill",
        ),
        source="ahcprredflags",
    ),
    HelpLine(
        "Call a doctor today (no answer: urgent care or the ER)",
        "",
        (
            "Fever of 100.4 °F (38 °C) or more, or chills",
            "New back pain after an infection, if you inject drugs, or if you fight germs poorly",
            "Cancer, now or before, with back pain that is new, fast worse, worse at night, in a tight band, "
            "or down an arm or leg",
            "Back pain that comes back or gets worse after cement in a spine bone",
            "Pain so bad that you cannot get up, eat, drink or take medicine",
            "A new swollen, painful calf. With trouble breathing: 911",
            "After a procedure: fever, or a red, swollen or leaking wound",
        ),
        source="ahcprredflags",
    ),
    HelpLine(
        "Tell a nurse at once",
        "",
        ("Any of these signs, if you are in a hospital now",),
        source="ahcprredflags",
        in_hospital=True,
    ),
    HelpLine("Call or text 988", "tel:988", ("Thoughts of ending your life, at any hour",), source="wyoming988"),
)
