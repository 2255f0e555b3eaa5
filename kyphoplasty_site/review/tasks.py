"""What a lay reader is asked to do on the site, thinking aloud, and what the one beside them watches for."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Task:
    """`item` is where the words of the task are: that is what a reader speaks of. `card` has made-up answers."""

    item: str
    asks: str
    watch: str
    card: str = ""


TASKS = (
    Task(
        "page:home",
        "You were told yesterday that a bone in your back is broken. Show me where you would begin.",
        "Finds a first page within a minute. Names what the site is for.",
    ),
    Task(
        "clinic/help_lines",
        "Tonight a leg goes weak. What does the site tell you to do?",
        "Says “call 911”. Finds it without being told where. Note any word not understood.",
    ),
    Task(
        "page:procedure",
        "Tell me in your own words what is done in this procedure.",
        "Says: a balloon makes room in the bone, and cement fills it. Does not say that it mends the bone as new.",
    ),
    Task(
        "page:risks",
        "Of 100 people who have it, about how many get a serious problem in the first month?",
        "Gives the number of the page, as people out of 100. Does not take it for their own chance.",
    ),
    Task(
        "page:spinal-fractures",
        "What happens to most people who wait?",
        "Says that many get better with time, and what calls for a doctor sooner.",
    ),
    Task(
        "page:options",
        "Name two other ways of care. What may each do for you, and what can go wrong with each?",
        "Names something good and something bad of both.",
    ),
    Task(
        "page:evidence",
        "How sure is it that the procedure eases the pain? What is not known?",
        "Tells what was measured from what nobody knows.",
    ),
    Task(
        "clinic/outcomes.points_fit",
        "Take the self-check with the answers on the card. Does the result mean that you should have the procedure?",
        "Says no: a clinician looks first, and waiting is a choice too. A “yes” here is grave: write down each word.",
        "A woman of 74. A doctor found a break in the low back, from weak bone. No urgent sign. The pain began 6 weeks "
        "ago, is 7 of 10 and getting worse, and stops daily life; some tasks work alone. Pills have not helped enough. "
        "An MRI 10 days ago shows that the break is new; 25% of height lost or less. Nothing else is true of her. No "
        "date for a procedure.",
    ),
    Task(
        "page:recovery",
        "You are home after it. When may you lift a bag of shopping, and what would make you call?",
        "Finds both. Says that sheets differ and that their own team decides.",
    ),
    Task(
        "page:questions",
        "Choose three questions for your own doctor, and show me how you would take them along.",
        "Chooses three that matter to them. Finds the guide, or a way to print.",
    ),
)
READERS = 5
