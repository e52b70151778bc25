"""Statements: derived formulas between the words, each in full once where it has a label."""

import pytest

from derivations import (
    TheoremError,
    definition,
    differential,
    dims,
    equals,
    gradient,
    result,
    squared_norm,
    theorem,
    vector,
)
from derivations.calculus.rules import norm_as_product, riesz
from derivations.site.markdown import with_formulas
from derivations.site.terminal import statement


def stated(words):
    @theorem(title="A square")
    def square():
        n = dims("n")
        x = vector("x", n)

        yield definition("loss", squared_norm(x), label="L(x)")
        yield equals(x.T @ x, by=norm_as_product)
        yield result("bound", 2 * squared_norm(x) >= squared_norm(x))
        yield differential(squared_norm(x), x)
        yield gradient(2 * x, wrt=x, by=riesz, label="h")

    square.body.__doc__ = words
    return square


def test_a_result_stands_where_its_name_stands():
    assert stated("It is {loss}.").statement == r"It is $\lVert x\rVert^{2}$."


def test_a_label_stands_for_its_formula_once_it_was_said():
    told = stated("Before: {bound}. The loss is {=loss}, and {bound}.")
    assert told.statement == (
        r"Before: $2 \lVert x\rVert^{2} \ge \lVert x\rVert^{2}$."
        r" The loss is $L(x) = \lVert x\rVert^{2}$, and $2 L(x) \ge L(x)$."
    )
    assert statement(told) == "Before: 2‖x‖² ≥ ‖x‖². The loss is L(x) = ‖x‖², and 2L(x) ≥ L(x)."


def test_a_gradient_may_have_a_label():
    assert stated("Uphill is {=gradient}.").statement == "Uphill is $h = 2 x$."


def test_a_formula_may_stand_on_a_line_of_its_own():
    told = stated("The loss is\n$${=loss}$$\nand $$x_1$$ stays.")
    assert told.statement == "The loss is\n$$L(x) = \\lVert x\\rVert^{2}$$\nand $$x_1$$ stays."
    assert with_formulas(told.statement) == (
        "The loss is\n\n```math\nL(x) = \\lVert x\\rVert^{2}\n```\n\nand\n\n```math\nx_1\n```\n\nstays."
    )
    assert statement(told) == "The loss is L(x) = ‖x‖² and x₁ stays."


def test_the_author_keeps_the_braces_of_a_formula():
    assert stated("It is $x_{loss}$, {loss}.").statement == r"It is $x_{loss}$, $\lVert x\rVert^{2}$."


def test_what_has_no_label_can_not_be_called_by_it():
    with pytest.raises(TheoremError) as refused:
        stated("It is {=bound}.").statement  # noqa: B018 - asking for it is what is tested
    assert str(refused.value) == (
        "the statement calls {=bound} by its label, but only definitions and derivatives have one"
    )


@pytest.mark.parametrize(
    ("words", "odd"),
    [
        ("It is {loss", "{loss"),
        ("It is {loss, in short.", "{loss,"),
        ("It is loss}.", "loss}"),
        ("It is { loss }.", "{ loss }"),
        ("It is {}.", "{}"),
        ("It is {my loss}.", "{my loss}"),
        ("It is {loss!}.", "{loss!}"),
        ("It is {{loss}}.", "{"),
        ("It is $${ loss }$$", "{ loss }"),
        ("It is $${}$$", "{}"),
        ("It is {loss} or {2}.", "{2}"),
    ],
)
def test_a_brace_that_names_no_result_is_refused_and_not_printed(words, odd):
    with pytest.raises(TheoremError) as refused:
        stated(words).statement  # noqa: B018 - asking for it is what is tested
    assert str(refused.value) == (
        f"test_stated: the statement has {odd!r}, which names no result; write {{name}} or {{=name}} for one that the"
        " steps name, and put other braces into a formula between dollar signs"
    )


def test_the_braces_of_a_formula_match():
    with pytest.raises(TheoremError) as refused:
        stated(r"It is $\frac{1}{2$, {loss}.").statement  # noqa: B018 - asking for it is what is tested
    assert str(refused.value) == (
        r"test_stated: the braces of $\frac{1}{2$ don't match; write { and } in pairs, and \{ for a brace that is to"
        " show"
    )


@pytest.mark.parametrize("formula", [r"$\frac{1}{2}$", r"$y \in \{0, 1\}$", r"$$\frac{a}{b}$$", r"$${a \over b}$$"])
def test_braces_of_latex_go_on_to_work(formula):
    assert stated(f"It is {formula}, {{loss}}.").statement == f"It is {formula}, $\\lVert x\\rVert^{{2}}$."
