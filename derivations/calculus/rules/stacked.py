"""Linear maps of matrices as they stand, and stacked with vec, where no inner product is in sight."""

from derivations.notation.arrangement import commutation
from derivations.notation.core import transpose
from derivations.notation.differentials import d, differential_of
from derivations.notation.linear import diag, diagonal, eye, hadamard, kron, row, sum_over, unit, vec
from derivations.notation.relations import equation
from derivations.notation.symbols import dims, index, matrix, vector
from derivations.proof.rule import Rule


def _moved_entries():
    n, p = dims("n p")
    i, x, X, S = index("i", n), vector("x", n), matrix("X", n, p), matrix("S", n, n)
    return (
        equation(differential_of(transpose(X), X), transpose(d(X))),
        equation(differential_of(diag(x), x), diag(d(x))),
        equation(differential_of(diagonal(S), S), diagonal(d(S))),
        equation(differential_of(vec(X), X), vec(d(X))),
        equation(differential_of(row(X, i), X), row(d(X), i)),
    )


def _chain():
    n, p = dims("n p")
    A, X, B = matrix("A", p, n), matrix("X", n, p), matrix("B", p, n)
    return equation(vec(A @ X @ B), kron(transpose(B), A) @ vec(X))


def _both_factors():
    n, p = dims("n p")
    A, X = matrix("A", p, n), matrix("X", n, p)
    moved = kron(transpose(A @ X), eye(n)) @ vec(d(X)) + kron(eye(p), X @ A) @ vec(d(X))
    return equation(vec(differential_of(X @ A @ X, X)), moved)


def _transposed():
    n, p, m = dims("n p m")
    A, B, X = matrix("A", m, n), matrix("B", m, p), matrix("X", n, p)
    K = commutation(n, p)
    return (
        equation(vec(transpose(X)), K @ vec(X)),
        equation(kron(A, B) @ K, commutation(m, m) @ kron(B, A)),
    )


def _diagonals():
    n = dims("n")
    i, x, X = index("i", n), vector("x", n), matrix("X", n, n)
    e = unit(i, n)
    places = sum_over(i, kron(e, e) @ transpose(e))
    return equation(vec(diag(x)), places @ x), equation(diagonal(X), transpose(places) @ vec(X))


def _hadamard():
    n, p = dims("n p")
    A, X = matrix("A", n, p), matrix("X", n, p)
    return equation(vec(hadamard(A, X)), diag(vec(A)) @ vec(X))


def _kronecker():
    n, p, m, q = dims("n p m q")
    X, B = matrix("X", n, p), matrix("B", m, q)
    return equation(vec(kron(X, B)), kron(kron(eye(p), commutation(q, n)), eye(m)) @ kron(vec(X), vec(B)))


moved_entries = Rule(
    "differential of moved entries",
    "d(Xᵀ) = dXᵀ,  d Diag(x) = Diag(dx),  d diag(X) = diag(dX),  d vec(X) = vec(dX)",
    "The entries only change their places, and their differentials with them.",
    "magnus: 8.2",
    law=_moved_entries,
)
vec_of_product = Rule(
    "vec of a product",
    "vec(AXB) = (Bᵀ ⊗ A)vec(X)",
    "What stands left and right of a matrix becomes one factor before its columns, stacked.",
    "magnus: 2.4",
    law=_chain,
)
product_stacked = Rule(
    "product rule under vec",
    "vec(d(AB)) = (Bᵀ ⊗ I)vec(dA) + (I ⊗ A)vec(dB)",
    "Each factor moves in turn; what stands beside it becomes a factor before its columns, stacked.",
    "magnus: 2.4",
    law=_both_factors,
)
vec_of_transpose = Rule(
    "vec of a transpose",
    "vec(Xᵀ) = K vec(X),  (A ⊗ B)K = K(B ⊗ A)",
    "The commutation matrix K puts the entries in the order of the rows; beside ⊗ it exchanges the factors.",
    "magnus: 3.7",
    law=_transposed,
)
vec_of_diagonal = Rule(
    "vec of a diagonal matrix",
    "vec(Diag(x)) = Lx,  diag(X) = Lᵀvec(X),  L = Σᵢ (eᵢ ⊗ eᵢ)eᵢᵀ",
    "L puts each entry into its place on the diagonal, and its transpose takes it from there.",
    law=_diagonals,
)
vec_of_hadamard = Rule(
    "vec of an entrywise product",
    "vec(A ∘ X) = Diag(vec A)vec(X)",
    "Each entry has its own factor; these stand on the diagonal of a matrix.",
    law=_hadamard,
)
vec_of_kronecker = Rule(
    "vec of a Kronecker product",
    "vec(X ⊗ B) = (I ⊗ K ⊗ I)(vec X ⊗ vec B)",
    "Both sides have each product of an entry of X and one of B; K brings them into the same order.",
    "magnus: 3.7",
    law=_kronecker,
)
