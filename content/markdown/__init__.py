"""The pages' markdown: CommonMark with tables and definition lists, and these additions of ours.

    [@wardlaw2009]  [@wardlaw2009; @boonen2011]   numbered links to the page's source list
    {{FRACTURE_WINDOW}}                           a number that is also a rule, from the rule set
    [[Lancet]]                                    a name of a paper, journal or body, or quoted words: <cite>
    [words](page:risks#anchor)                    a link to a page; (screener:start) to a view by name
    ![](pictogram:fall)  ![](of-100:53)           a small drawing that begins an item (drawings.py)
    ::: in-short … :::                            a callout; a title of one's own may follow its name
    ::: fold More on this … :::                   closed on a screen, open on paper; its title is its anchor
    ::: cards … :::                               a list of which each item is a card
    ::: checklist The day before … :::            a list to tick on paper
    ::: record Every number … :::                 a list of links into the record, folded and not on paper: an item has
                                                  the anchor of its link, or those in the link's title, for addresses
                                                  of before
    ::: insert glossary :::                       what the program draws; names may follow: of scores, of questions
    ::: picture above … :::                       a picture, chance, chart, gap or advice (figures.py), with a caption
    ::: side-by-side Four ways … :::              options in the same rows, as cards or a table too (side_by_side.py)
    ::: answer right No. … :::                    an answer that says, once open, if it is right, and why (quiz.py)
    :::: walk … ::::                              pictures to go through one by one, each with its caption
    Table: words                                  a paragraph right above a table becomes its caption

Raw HTML does not pass.
"""

from functools import cache

from markdown_it import MarkdownIt

from content.markdown import blocks, drawings, inline, links


@cache
def parser() -> MarkdownIt:
    """The parser and renderer for the pages: it keeps nothing of one for the next."""
    md = MarkdownIt("commonmark", {"html": False})
    for part in (blocks, inline, drawings, links):
        part.install(md)
    return md
