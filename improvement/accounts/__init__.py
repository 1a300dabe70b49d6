"""A person's account: signing in and out, passwords, the second step, sessions; by django-allauth.

admin      what the administration site shows of it
adapter    what of allauth is decided here
browsers   which browser a session is of, in words
forms      its forms in our words
addresses  an address stands with allauth too
sign_in    signing in, with what was typed before a session ended
sessions   where a person is signed in, and how long
second_step  who must have a second step
urls       the addresses
views      a person's own pages
"""
