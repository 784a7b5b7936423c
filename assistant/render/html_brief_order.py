"""The form that orders a briefing, and the outline to edit before it is written, as HTML. All of it is escaped."""

import json
from collections.abc import Iterator, Mapping, Sequence
from html import escape

from assistant.briefing.outline import FURTHER, LONGEST_TOPIC
from assistant.briefing.templates import Template
from assistant.briefing.types import FORMS, PAGES, Aspect, Form, Order, Outline, Planned
from assistant.phrases import counted
from assistant.phrases.brief_types import BriefPhrases
from assistant.saved import plain_data

LONGEST_AUDIENCE = 100
LONGEST_TITLE = 200
LONGEST_QUESTION = 500
OF_A_NEW_SECTION = 1  # question
SUBJECT = "{subject}"


def order_html(templates: Mapping[str, Template], problems: Sequence[str], order: Order, said: BriefPhrases) -> str:
    """The form, filled in as `order` says; `problems` are what is wrong with templates of the user."""
    words = said.order
    notes = "".join(
        f'<p class="warning" role="status">{escape(words.bad_template.format(why=why))}</p>' for why in problems
    )
    kinds = "".join(_kind(template, template.name == order.template, said) for template in templates.values())
    known = dict.fromkeys(name for template in templates.values() for name in template.audiences)
    offered = "".join(f'<option value="{escape(name)}"></option>' for name in known)
    pages = "".join(
        _choice("pages", str(count), counted(count, words.page_counts, said.language), count == order.pages)
        for count in PAGES
    )
    languages = "".join(
        _choice("language", each, name, each == order.language) for each, name in words.languages.items()
    )
    return (
        f'<h2>{words.new} <a class="to-saved" href="#saved">{words.to_saved} ↓</a></h2><p>{words.about}</p>{notes}'
        f'<form id="order-form" novalidate data-missing="{escape(words.topic_missing)}">'
        f'<label class="field">{words.topic}<input name="topic" value="{escape(order.topic)}" '
        f'maxlength="{LONGEST_TOPIC}" placeholder="{escape(words.topic_hint)}" required '
        'aria-describedby="topic-wrong"></label>'
        f'<p class="wrong" id="topic-wrong" role="alert" hidden></p>'
        f'<fieldset class="kinds"><legend>{words.template}</legend>{kinds}</fieldset>'
        f'<label class="field">{words.audience}<input name="audience" list="audiences" '
        f'value="{escape(order.audience)}" '
        f'maxlength="{LONGEST_AUDIENCE}" placeholder="{escape(words.audience_hint)}"></label>'
        f'<datalist id="audiences">{offered}</datalist>'
        f'<div class="beside"><fieldset><legend>{words.pages}</legend>{pages}'
        f'<span class="about">{words.pages_about}</span></fieldset>'
        f"<fieldset><legend>{words.language}</legend>{languages}</fieldset></div></form>"
    )


def make_outline_html(said: BriefPhrases) -> str:
    """The button below the filters, which belongs to the form above them."""
    return f'<button class="main-action" form="order-form">{said.order.make_outline}</button>'


def outline_html(outline: Outline, said: BriefPhrases) -> str:
    """The outline as a form; the script reads it back as JSON, as `assistant.web.briefing_input` takes it."""
    words = said.outline
    sections = "".join(_planned(section, said) for section in outline.sections)
    kinds = "".join(f'<option value="{form}">{words.forms[form]}</option>' for form in FORMS)
    samples = "".join(f'<template data-form="{form}">{_planned(_new(form, said), said)}</template>' for form in FORMS)
    questions = "".join(
        f'<template data-aspect="{"table" if table else "list"}">{_aspect(Aspect("", ""), table, said)}</template>'
        for table in (True, False)
    )
    order = escape(json.dumps(plain_data(outline.order)))
    return (
        f'<form id="outline-form" novalidate data-order="{order}" data-moved="{escape(words.moved)}" '
        f'data-removed="{escape(words.removed)}" data-section="{escape(words.section)}">'
        f'<h2 tabindex="-1">{words.outline}</h2><p class="about">{words.about}</p>'
        f'<label class="field">{words.title}<input name="title" value="{escape(outline.title)}" '
        f'maxlength="{LONGEST_TITLE}"></label>'
        f'<ol class="planned-sections">{sections}</ol>'
        f'<p class="adding"><label>{words.kind_to_add} <select name="form">{kinds}</select></label> '
        f'<button type="button" class="add-section">{words.add_section}</button></p>'
        f'<p class="actions"><button class="main-action">{words.write}</button> '
        f'<button type="button" class="leave-outline">{words.back}</button></p>{samples}{questions}</form>'
    )


def _kind(template: Template, chosen: bool, said: BriefPhrases) -> str:
    title, about = (_in(texts, said.language) for texts in (template.title, template.about))
    return (
        f'<label class="kind"><input type="radio" name="template" value="{escape(template.name)}"{_checked(chosen)}>'
        f'<span><strong>{escape(title)}</strong> <span class="about">{escape(about)}</span></span></label>'
    )


def _choice(name: str, value: str, text: str, chosen: bool) -> str:
    return f'<label><input type="radio" name="{name}" value="{value}"{_checked(chosen)}> {escape(text)}</label>'


def _checked(chosen: bool) -> str:
    return " checked" if chosen else ""


def _in(texts: Mapping[str, str], language: str) -> str:
    return texts.get(language) or next(iter(texts.values()), "")


def _planned(section: Planned, said: BriefPhrases) -> str:
    words = said.outline
    tools = "".join(
        f'<button type="button" class="{kind}" data-says="{escape(name)}" aria-label="" title="">{sign}</button>'
        for kind, name, sign in (
            ("up", words.up, "↑"),
            ("down", words.down, "↓"),
            ("remove-section", words.remove, "✕"),
        )
    )
    return (
        f'<li class="planned" data-form="{section.form}" data-share="{section.share:g}"><fieldset>'
        f'<legend class="unseen"></legend><div class="planned-head"><input name="section-title" '
        f'aria-label="{words.title}" value="{escape(section.title)}" maxlength="{LONGEST_TITLE}">'
        f'<span class="form-name">{words.forms[section.form]}</span><span class="tools-of">{tools}</span></div>'
        f"{''.join(_inner(section, said))}</fieldset></li>"
    )


def _inner(section: Planned, said: BriefPhrases) -> Iterator[str]:
    """What a section of this form has to edit beside its title."""
    words, table = said.outline, section.form == "table"
    if section.form == "missing":
        return
    if section.form == "timeline":
        options = "".join(
            f'<option value="{by}"{" selected" if by in section.subjects else ""}>{name}</option>'
            for by, name in words.times.items()
        )
        yield f'<label class="rows">{words.by} <select name="subjects">{options}</select></label>'
        return
    if table:
        yield (
            f'<label class="rows">{words.rows}<input name="subjects" value="{escape(", ".join(section.subjects))}" '
            f'maxlength="{LONGEST_QUESTION}" placeholder="{escape(words.rows_hint)}"></label>'
            f'<p class="about">{escape(words.subject_hint.format(subject=SUBJECT))}</p>'
        )
    yield f'<ul class="aspects">{"".join(_aspect(each, table, said) for each in section.aspects)}</ul>'
    yield f'<button type="button" class="add-aspect">{words.add_question}</button>'


def _aspect(aspect: Aspect, table: bool, said: BriefPhrases) -> str:
    """A question; its name, its words and its cautions are kept as long as it is not changed."""
    words = said.outline
    column = (
        f'<input name="column" aria-label="{words.column}" placeholder="{words.column}" value="{escape(aspect.name)}" '
        f'maxlength="{LONGEST_TITLE}">'
        if table
        else ""
    )
    further = aspect.question == FURTHER
    question = (
        f'<input type="hidden" name="question" value="{FURTHER}"><span class="about">{words.further}</span>'
        if further
        else f'<textarea name="question" rows="1" aria-label="{words.question}" placeholder="{words.question}" '
        f'maxlength="{LONGEST_QUESTION}">{escape(aspect.question)}</textarea>'
    )
    return (
        f'<li class="aspect" data-name="{escape(aspect.name)}" data-words="{escape(json.dumps(aspect.words))}" '
        f'data-cautions="{json.dumps(aspect.cautions)}">{column}'
        f'{question}<button type="button" class="remove-aspect" data-says="{escape(words.remove_question)}" '
        'aria-label="" title="">✕</button></li>'
    )


def _new(form: Form, said: BriefPhrases) -> Planned:
    subjects = ("year",) if form == "timeline" else ()
    asks = form not in ("missing", "timeline")
    title = said.outline.forms["missing"] if form == "missing" else said.outline.new_section
    return Planned(title, form, (Aspect("", ""),) * OF_A_NEW_SECTION if asks else (), subjects)
