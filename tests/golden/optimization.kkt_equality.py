from derivations.functions._runtime import checked as _checked, solve as _solve


def solution(H, g, A, b):
    """Solution (Lagrange's conditions for a quadratic with equality constraints), H⁻¹(g − A(AᵀH⁻¹A)⁻¹(AᵀH⁻¹g − b)).

    Parameters
    ----------
    H : array, shape (n, n)   curvature of the objective, symmetric positive definite
    g : array, shape (n,)     minus its slope at 0
    A : array, shape (n, m)   normals of the constraints, one a column, of rank m
    b : array, shape (m,)     values that the constraints ask for

    Returns
    -------
    array, shape (n,)

    Raises
    ------
    ShapeError                 if the shape of an argument does not fit
    MathError                  if an entry is not finite, or an argument is not as said above
    numpy.linalg.LinAlgError   if a matrix to be inverted is singular, or not positive definite

    Derived and checked: optimization.kkt_equality
    """
    H, g, A, b = _checked(H=(H, "n n spd"), g=(g, "n"), A=(A, "n m rank=m independent"), b=(b, "m"))
    return _solve(H, g - A @ _solve(A.T @ _solve(H, A), A.T @ _solve(H, g) - b))


from derivations.functions._runtime import checked as _checked


def objective(H, g, x):
    """Objective (Lagrange's conditions for a quadratic with equality constraints), xᵀHx/2 − gᵀx.

    Parameters
    ----------
    H : array, shape (n, n)   curvature of the objective, symmetric positive definite
    g : array, shape (n,)     minus its slope at 0
    x : array, shape (n,)     where the objective is evaluated

    Returns
    -------
    float

    Raises
    ------
    ShapeError   if the shape of an argument does not fit
    MathError    if an entry is not finite, or an argument is not as said above

    Derived and checked: optimization.kkt_equality
    """
    H, g, x = _checked(H=(H, "n n spd"), g=(g, "n"), x=(x, "n"))
    return 0.5 * (x @ H @ x) - g @ x


from derivations.functions._runtime import checked as _checked


def lagrangian(H, g, A, b, x, nu):
    """Lagrangian (Lagrange's conditions for a quadratic with equality constraints), xᵀHx/2 − gᵀx + νᵀ(Aᵀx − b).

    Parameters
    ----------
    H : array, shape (n, n)   curvature of the objective, symmetric positive definite
    g : array, shape (n,)     minus its slope at 0
    A : array, shape (n, m)   normals of the constraints, one a column
    b : array, shape (m,)     values that the constraints ask for
    x : array, shape (n,)     where the objective is evaluated
    nu : array, shape (m,)    multipliers, one for each constraint

    Returns
    -------
    float

    Raises
    ------
    ShapeError   if the shape of an argument does not fit
    MathError    if an entry is not finite, or an argument is not as said above

    Derived and checked: optimization.kkt_equality
    """
    H, g, A, b, x, nu = _checked(H=(H, "n n spd"), g=(g, "n"), A=(A, "n m"), b=(b, "m"), x=(x, "n"), nu=(nu, "m"))
    return 0.5 * (x @ H @ x) - g @ x + nu @ (A.T @ x - b)


from derivations.functions._runtime import checked as _checked


def lagrangian_gradient(H, g, A, x, nu):
    """Lagrangian gradient (Lagrange's conditions for a quadratic with equality constraints), Hx − g + Aν.

    Parameters
    ----------
    H : array, shape (n, n)   curvature of the objective, symmetric positive definite
    g : array, shape (n,)     minus its slope at 0
    A : array, shape (n, m)   normals of the constraints, one a column
    x : array, shape (n,)     where the objective is evaluated
    nu : array, shape (m,)    multipliers, one for each constraint

    Returns
    -------
    array, shape (n,)

    Raises
    ------
    ShapeError   if the shape of an argument does not fit
    MathError    if an entry is not finite, or an argument is not as said above

    Derived and checked: optimization.kkt_equality
    """
    H, g, A, x, nu = _checked(H=(H, "n n spd"), g=(g, "n"), A=(A, "n m"), x=(x, "n"), nu=(nu, "m"))
    return H @ x - g + A @ nu


from derivations.functions._runtime import checked as _checked, solve as _solve


def multipliers(H, g, A, b):
    """Multipliers (Lagrange's conditions for a quadratic with equality constraints), (AᵀH⁻¹A)⁻¹(AᵀH⁻¹g − b).

    Parameters
    ----------
    H : array, shape (n, n)   curvature of the objective, symmetric positive definite
    g : array, shape (n,)     minus its slope at 0
    A : array, shape (n, m)   normals of the constraints, one a column, of rank m
    b : array, shape (m,)     values that the constraints ask for

    Returns
    -------
    array, shape (m,)

    Raises
    ------
    ShapeError                 if the shape of an argument does not fit
    MathError                  if an entry is not finite, or an argument is not as said above
    numpy.linalg.LinAlgError   if a matrix to be inverted is singular, or not positive definite

    Derived and checked: optimization.kkt_equality
    """
    H, g, A, b = _checked(H=(H, "n n spd"), g=(g, "n"), A=(A, "n m rank=m independent"), b=(b, "m"))
    return _solve(A.T @ _solve(H, A), A.T @ _solve(H, g) - b)


# minimum: optimization.kkt_equality: the result 'minimum' is a statement, so there is nothing to compute: (x + v)ᵀH(x + v)/2 − gᵀ(x + v) ≥ xᵀHx/2 − gᵀx


from derivations.functions._runtime import checked as _checked, solve as _solve


def value(H, g, A, b):
    """Value (Lagrange's conditions for a quadratic with equality constraints).

    (b − AᵀH⁻¹g)ᵀ(AᵀH⁻¹A)⁻¹(b − AᵀH⁻¹g)/2 − gᵀH⁻¹g/2

    Parameters
    ----------
    H : array, shape (n, n)   curvature of the objective, symmetric positive definite
    g : array, shape (n,)     minus its slope at 0
    A : array, shape (n, m)   normals of the constraints, one a column, of rank m
    b : array, shape (m,)     values that the constraints ask for

    Returns
    -------
    float

    Raises
    ------
    ShapeError                 if the shape of an argument does not fit
    MathError                  if an entry is not finite, or an argument is not as said above
    numpy.linalg.LinAlgError   if a matrix to be inverted is singular, or not positive definite

    Derived and checked: optimization.kkt_equality
    """
    H, g, A, b = _checked(H=(H, "n n spd"), g=(g, "n"), A=(A, "n m rank=m independent"), b=(b, "m"))
    u = _solve(H, g)
    r = b - A.T @ u
    return 0.5 * (r @ _solve(A.T @ _solve(H, A), r)) - 0.5 * (g @ u)


from derivations.functions._runtime import checked as _checked, solve as _solve


def price(H, g, A, b):
    """Price (Lagrange's conditions for a quadratic with equality constraints), (AᵀH⁻¹A)⁻¹(b − AᵀH⁻¹g).

    Parameters
    ----------
    H : array, shape (n, n)   curvature of the objective, symmetric positive definite
    g : array, shape (n,)     minus its slope at 0
    A : array, shape (n, m)   normals of the constraints, one a column, of rank m
    b : array, shape (m,)     values that the constraints ask for

    Returns
    -------
    array, shape (m,)

    Raises
    ------
    ShapeError                 if the shape of an argument does not fit
    MathError                  if an entry is not finite, or an argument is not as said above
    numpy.linalg.LinAlgError   if a matrix to be inverted is singular, or not positive definite

    Derived and checked: optimization.kkt_equality
    """
    H, g, A, b = _checked(H=(H, "n n spd"), g=(g, "n"), A=(A, "n m rank=m independent"), b=(b, "m"))
    return _solve(A.T @ _solve(H, A), b - A.T @ _solve(H, g))
