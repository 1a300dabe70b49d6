"""What programs are told they may ask: a document to its standard, and answers that are what it says, whatever is asked."""

import os
from collections import Counter

import pytest
import schemathesis
from django.core.cache import cache
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, given, settings, strategies
from openapi_spec_validator import OpenAPIV31SpecValidator
from schemathesis import GenerationMode
from schemathesis.checks import CHECKS, load_all_checks
from schemathesis.core.parameters import ParameterLocation

from plans.views import api
from tests.conftest import account
from tests.plans.views.test_api import key_of

pytestmark = pytest.mark.django_db
# More, to search once: EXAMPLES=200.
EXAMPLES = int(os.environ.get("EXAMPLES", "8"))
ADDRESS = "/api/v1/openapi.json"
load_all_checks()
# Seconds are measured by benchmarks; that a word is a filter's value the document can't say.
LEFT = {"max_response_time", "positive_data_acceptance"}
CHECKED = [check for check in CHECKS.get_all() if check.__name__ not in LEFT]
WITHOUT_REFUSAL = [check for check in CHECKED if check.__name__ != "negative_data_rejection"]


@pytest.fixture
def described(demo, monkeypatch):
    """The document as the server gives it, with the demo's plan as the only one to ask about."""
    monkeypatch.setattr(api, "MOST_A_MINUTE", 10**6)
    cache.clear()
    # A request's end closes the connection that the test stands on; Django's own test client keeps it, too.
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    schema = schemathesis.openapi.from_wsgi(ADDRESS, get_wsgi_application())
    schema.config.update(base_url="http://localhost/api/v1")
    yield schema
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def test_the_document_is_valid_openapi():
    document = Client().get(reverse("plans:api-description")).json()
    assert document["openapi"] == "3.1.0"
    assert not list(OpenAPIV31SpecValidator(document).iter_errors())


@pytest.mark.parametrize("mode", GenerationMode)
def test_whatever_is_asked_the_answer_is_one_that_the_document_says(described, demo, mode):
    header = {"Authorization": f"Bearer {key_of(demo, account('board'))}"}
    answered = Counter()
    for operation in described.get_all_operations():

        @settings(
            max_examples=EXAMPLES,
            deadline=None,
            database=None,
            derandomize=True,
            suppress_health_check=list(HealthCheck),
        )
        @given(case=operation.ok().as_strategy(generation_mode=mode), is_known=strategies.integers(0, 4))
        def ask(case, is_known):
            if "plan" in case.path_parameters and is_known:
                # A plan's name that is made up opens nothing: most questions are about the plan that there is.
                case.path_parameters["plan"] = demo.slug
            # What is wrong in the question itself must be refused; a wrong name and a wrong key were just put right.
            query = case.meta.components.get(ParameterLocation.QUERY)
            checks = CHECKED if query and query.mode.is_negative else WITHOUT_REFUSAL
            answered[case.call_and_validate(headers=header, checks=checks).status_code] += 1

        ask()
    assert answered[400]
    assert answered[404]
    assert answered[200]
