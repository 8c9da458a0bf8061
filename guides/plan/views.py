"""The plan's one page: the questions, and below them what to do."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from falseos.http import reading_form, what_was_sent
from guides.plan.answers import read_answers
from guides.plan.compose import plan_for
from guides.plan.questions import questions


@reading_form
def plan(request: HttpRequest) -> HttpResponse:
    """Ask what is happening, and answer with a plan. Nothing is stored, and unknown parameters are dropped."""
    answers = read_answers(what_was_sent(request))
    asked = questions(answers)
    context = {"asked": asked, "answers": answers, "place": asked.home, "noindex": answers.given}
    if answers.given:
        context |= plan_for(answers, asked, timezone.localdate())
    return render(request, "guides/plan.html", context)
