"""What people type is kept: through a session that ended, a refused token, a second press, a closed browser.

    fields      what of a form may be kept, and how much
    shown       the mark that every shown form carries: whose it is, and which showing
    carried     what was typed, signed into the sign-in page: for somebody who is not signed in, nothing is stored
    drafts      what was typed and not sent, on the server, for the person alone
    sending     a shown form is recorded once
    filling     the form's own page, filled with what was typed
    refusing    what was typed is shown to its author where it can't be recorded
    middleware  where all of it meets a request; no view of a form knows of it

A form is filled by opening its page as anybody would and laying what was typed over it. So it works for every form, and
whoever may not open the page is not shown it.
"""
