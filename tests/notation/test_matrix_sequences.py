"""Sequences of matrices: notation, normal form, values, and what is not supported yet."""

import pytest

import derivations as dv
from derivations.check.arithmetic import arithmetic
from derivations.check.describe import describe
from derivations.check.evaluate import holds
from derivations.check.normal import prove_equal
from derivations.check.sample import Sampler
from derivations.emit.latex import shape_latex
from derivations.emit.modules import compile_source
from derivations.emit.numpy import numpy_source
from derivations.emit.source import FunctionDocs

n, p = dv.dims("n p")
J, K, M = dv.sequence("J", n, n), dv.sequence("K", n, n), dv.sequence("M", n, p)
x, y = dv.vector("x", p), dv.vector("y", n)
k = dv.scalar("k", integer=True, nonnegative=True)


def test_a_member_is_a_matrix_of_the_given_shape():
    assert M[k].shape == (n, p) and M[k + 1].T.shape == (p, n)
    assert dv.text(M[k + 1] @ x) == "Mₖ₊₁x" and dv.latex(M[k].T @ y) == r"M_{k}^\top y"
    assert shape_latex(M) == r"sequence, each $n \times p$"
    assert [shape_latex(dv.sequence("x", *size)) for size in ((n,), ())] == [
        "sequence, each $n$",
        "sequence of numbers",
    ]
    with pytest.raises(dv.ShapeError):
        _ = M[k] @ y


def test_members_are_multiplied_like_matrices():
    assert prove_equal((J[k] @ K[k]).T @ y, K[k].T @ (J[k].T @ y))
    assert prove_equal(dv.inner(y, M[k] @ x), dv.inner(M[k].T @ y, x))
    for wrong in (K[k] @ J[k], J[k].T @ K[k], J[k + 1] @ K[k], J[k]):
        assert not prove_equal(J[k] @ K[k], wrong)


def test_values_tell_members_and_their_transposes_apart():
    i = dv.index("i", p)
    relation = dv.equation(dv.sum_over(i, M[i] @ x), M[1] @ x + M[2] @ x)
    point = Sampler(1, (relation, J[1] @ y)).point({"n": 3, "p": 2})
    exact = arithmetic("python").exact
    assert holds(relation, point, exact)
    assert holds(dv.equation((J[1] @ K[1]).T, K[1].T @ J[1].T), point, exact)
    for wrong in (J[2], J[1].T, K[1]):
        assert not holds(dv.equation(J[1], wrong), point, exact)


def test_a_counterexample_shows_their_rows():
    wrong = dv.equation(J[1] @ y, J[1].T @ y)
    point = Sampler(1, (wrong,)).point({"n": 2}, small=True)
    assert not holds(wrong, point, arithmetic("python").exact)
    rows = [[str(entry) for entry in row] for row in point.drawn(J[1], ("J", 1, n, n, J.facts)).rows]
    assert f"J[1] = [{', '.join('[' + ', '.join(row) + ']' for row in rows)}]" in describe(point, (wrong,))


def source(expr, arguments):
    return numpy_source(expr, name="f", arguments=arguments, docs=FunctionDocs("F"))


def test_a_function_takes_members_as_matrices():
    f = compile_source(source(J[k].T @ y, [J[k], y]), "f")
    assert f([[1.0, 2.0], [3.0, 4.0]], [1.0, 0.0]).tolist() == [1.0, 2.0]


def test_what_is_not_supported_says_so():
    with pytest.raises(dv.NotSupported) as caught:
        dv.sequence("J", n, n, symmetric=True)
    assert str(caught.value) == "not supported yet: facts of the matrices of a sequence; J is declared symmetric"
    i = dv.index("i", p)
    with pytest.raises(dv.NotSupported) as caught:
        source(dv.sum_over(i, M[i] @ x), [x])
    assert str(caught.value).endswith("not supported yet: code for a sum over Mᵢ, a matrix")
