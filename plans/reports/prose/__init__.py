"""What a committee's report says in words, drafted from the position: an analyst's first draft, sentence by sentence.

Every function returns a `Draft`: text as an analyst would type it (an empty line between paragraphs, a dash before a
bullet) and, line by line, which rows say so. Nothing is said that no row says, and an empty draft means that the
position holds nothing to say. `progress` and `detail` draft what was done and what is required; `opening` the parts
around them; `naming` is how anything is called; `measures` picks which figures are worth a line.
"""
