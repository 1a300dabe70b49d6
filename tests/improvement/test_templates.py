"""How templates are written: lines that can be read, and shapes that keep a page as it was."""

import pytest
from django.conf import settings
from django.template import Context, Template

LONGEST = 110
TEMPLATES = settings.BASE_DIR / "templates"


def test_no_line_of_a_template_is_too_long():
    long = [
        f"{path.relative_to(settings.BASE_DIR)}:{number} has {len(line)} characters"
        for path in sorted(TEMPLATES.rglob("*.html"))
        for number, line in enumerate(path.read_text().splitlines(), start=1)
        if len(line) > LONGEST
    ]

    assert long == [], f"Break these at {LONGEST} characters, where white space is not seen:\n" + "\n".join(
        long
    )


def test_drawings_are_made_in_one_place():
    """Templates say what a drawing shows; how it is drawn is in `plans/charts/svg/`."""
    files = [*TEMPLATES.rglob("*.html")]
    files += [
        path
        for app in ("improvement", "performance", "plans")
        for path in (settings.BASE_DIR / app).rglob("*.py")
    ]
    room = settings.BASE_DIR / "plans" / "charts" / "svg"

    assert [path.name for path in files if room not in path.parents and "<svg" in path.read_text()] == []
    assert [path.name for path in files if room not in path.parents and "polyline" in path.read_text()] == []


def rendered(text: str, **context: object) -> str:
    return Template(text).render(Context(context))


@pytest.mark.parametrize("shape", ["cell", "row_heading", "row"])
def test_what_stands_between_may_be_read_over_several_lines(shape):
    """A cell without words stays empty, which a narrow screen leaves out; a line break in front would show."""
    several = (
        f'{{% {shape} "Due" "app-pre" %}}\n  {{% if words %}}{{{{ words }}}}{{% endif %}}\n{{% end{shape} %}}'
    )
    single = f'{{% {shape} "Due" "app-pre" %}}{{{{ words }}}}{{% end{shape} %}}'

    for words in ("", "May", "two\nlines", "<script>"):
        assert rendered(several, words=words) == rendered(single, words=words)
    assert "&lt;script&gt;" in rendered(single, words="<script>")


def test_a_cell_is_labelled_for_a_narrow_screen():
    assert rendered('{% cell word "app-date" %}May{% endcell %}', word="Due & done") == (
        '<td class="govuk-table__cell app-date" data-label="Due &amp; done">May</td>'
    )


def test_headings_of_numbers_stand_to_the_right():
    assert rendered('{% headings "Ref" "Days"|number %}').split("\n") == [
        '<th scope="col" class="govuk-table__header">Ref</th>',
        '<th scope="col" class="govuk-table__header app-number">Days</th>',
    ]


def test_a_button_with_a_name_says_which_was_pressed():
    assert 'type="submit" name="which" value="all" data-module' in rendered(
        '{% submit "Go" name="which" value="all" %}'
    )
    assert 'type="submit" data-module' in rendered('{% submit "Go" %}')
