from derivations.functions._runtime import checked as _checked, solve as _solve


def duality_gap(H, g, A, b, x, lam):
    """Duality gap (The KKT conditions for inequality constraints), λᵀ(b − Aᵀx) + (Hx − g + Aλ)ᵀH⁻¹(Hx − g + Aλ)/2.

    Parameters
    ----------
    H : array, shape (n, n)   curvature of a quadratic objective, symmetric positive definite
    g : array, shape (n,)     minus its slope at 0
    A : array, shape (n, m)   normals of the constraints, one a column
    b : array, shape (m,)     values that the constraints allow at most
    x : array, shape (n,)     a point that is tried as the minimum
    lam : array, shape (m,)   multipliers, one for each constraint, entries ≥ 0

    Returns
    -------
    float

    Raises
    ------
    ShapeError                 if the shape of an argument does not fit
    MathError                  if an entry is not finite, or an argument is not as said above
    numpy.linalg.LinAlgError   if a matrix to be inverted is singular, or not positive definite

    Derived and checked: optimization.kkt_inequality
    """
    H, g, A, b, x, lam = _checked(
        H=(H, "n n spd"), g=(g, "n"), A=(A, "n m"), b=(b, "m"), x=(x, "n"), lam=(lam, "m nonnegative")
    )
    r = H @ x - g + A @ lam
    return lam @ (b - A.T @ x) + 0.5 * (r @ _solve(H, r))


# margin: optimization.kkt_inequality: the result 'margin' is a statement, so there is nothing to compute: f(y) ≥ f(x) + (μ/2)‖y − x‖²


# minimum: optimization.kkt_inequality: the result 'minimum' is a statement, so there is nothing to compute: f(y) ≥ f(x)


# price: optimization.kkt_inequality: the result 'price' is a statement, so there is nothing to compute: f(y) ≥ f(x) − λᵀu


# curved: optimization.kkt_inequality: the result 'curved' is a statement, so there is nothing to compute: f(y) ≥ f(x) + (μ/2)‖y − x‖²


from derivations.functions._runtime import checked as _checked


def objective(H, g, x):
    """Objective (The KKT conditions for inequality constraints), xᵀHx/2 − gᵀx.

    Parameters
    ----------
    H : array, shape (n, n)   curvature of a quadratic objective, symmetric positive definite
    g : array, shape (n,)     minus its slope at 0
    x : array, shape (n,)     a point that is tried as the minimum

    Returns
    -------
    float

    Raises
    ------
    ShapeError   if the shape of an argument does not fit
    MathError    if an entry is not finite, or an argument is not as said above

    Derived and checked: optimization.kkt_inequality
    """
    H, g, x = _checked(H=(H, "n n spd"), g=(g, "n"), x=(x, "n"))
    return 0.5 * (x @ H @ x) - g @ x


from derivations.functions._runtime import checked as _checked


def lagrangian(H, g, A, b, x, lam):
    """Lagrangian (The KKT conditions for inequality constraints), xᵀHx/2 − gᵀx + λᵀ(Aᵀx − b).

    Parameters
    ----------
    H : array, shape (n, n)   curvature of a quadratic objective, symmetric positive definite
    g : array, shape (n,)     minus its slope at 0
    A : array, shape (n, m)   normals of the constraints, one a column
    b : array, shape (m,)     values that the constraints allow at most
    x : array, shape (n,)     a point that is tried as the minimum
    lam : array, shape (m,)   multipliers, one for each constraint, entries ≥ 0

    Returns
    -------
    float

    Raises
    ------
    ShapeError   if the shape of an argument does not fit
    MathError    if an entry is not finite, or an argument is not as said above

    Derived and checked: optimization.kkt_inequality
    """
    H, g, A, b, x, lam = _checked(
        H=(H, "n n spd"), g=(g, "n"), A=(A, "n m"), b=(b, "m"), x=(x, "n"), lam=(lam, "m nonnegative")
    )
    return 0.5 * (x @ H @ x) - g @ x + lam @ (A.T @ x - b)


from derivations.functions._runtime import checked as _checked


def lagrangian_gradient(H, g, A, x, lam):
    """Lagrangian gradient (The KKT conditions for inequality constraints), Hx − g + Aλ.

    Parameters
    ----------
    H : array, shape (n, n)   curvature of a quadratic objective, symmetric positive definite
    g : array, shape (n,)     minus its slope at 0
    A : array, shape (n, m)   normals of the constraints, one a column
    x : array, shape (n,)     a point that is tried as the minimum
    lam : array, shape (m,)   multipliers, one for each constraint, entries ≥ 0

    Returns
    -------
    array, shape (n,)

    Raises
    ------
    ShapeError   if the shape of an argument does not fit
    MathError    if an entry is not finite, or an argument is not as said above

    Derived and checked: optimization.kkt_inequality
    """
    H, g, A, x, lam = _checked(H=(H, "n n spd"), g=(g, "n"), A=(A, "n m"), x=(x, "n"), lam=(lam, "m nonnegative"))
    return H @ x - g + A @ lam


from derivations.functions._runtime import checked as _checked, solve as _solve


def minimizer(H, g, A, lam):
    """Minimizer (The KKT conditions for inequality constraints), H⁻¹(g − Aλ).

    Parameters
    ----------
    H : array, shape (n, n)   curvature of a quadratic objective, symmetric positive definite
    g : array, shape (n,)     minus its slope at 0
    A : array, shape (n, m)   normals of the constraints, one a column
    lam : array, shape (m,)   multipliers, one for each constraint, entries ≥ 0

    Returns
    -------
    array, shape (n,)

    Raises
    ------
    ShapeError                 if the shape of an argument does not fit
    MathError                  if an entry is not finite, or an argument is not as said above
    numpy.linalg.LinAlgError   if a matrix to be inverted is singular, or not positive definite

    Derived and checked: optimization.kkt_inequality
    """
    H, g, A, lam = _checked(H=(H, "n n spd"), g=(g, "n"), A=(A, "n m"), lam=(lam, "m nonnegative"))
    return _solve(H, g - A @ lam)


from derivations.functions._runtime import checked as _checked, solve as _solve


def dual(H, g, A, b, lam):
    """Dual (The KKT conditions for inequality constraints), (−(g − Aλ)ᵀH⁻¹(g − Aλ))/2 − λᵀb.

    Parameters
    ----------
    H : array, shape (n, n)   curvature of a quadratic objective, symmetric positive definite
    g : array, shape (n,)     minus its slope at 0
    A : array, shape (n, m)   normals of the constraints, one a column
    b : array, shape (m,)     values that the constraints allow at most
    lam : array, shape (m,)   multipliers, one for each constraint, entries ≥ 0

    Returns
    -------
    float

    Raises
    ------
    ShapeError                 if the shape of an argument does not fit
    MathError                  if an entry is not finite, or an argument is not as said above
    numpy.linalg.LinAlgError   if a matrix to be inverted is singular, or not positive definite

    Derived and checked: optimization.kkt_inequality
    """
    H, g, A, b, lam = _checked(H=(H, "n n spd"), g=(g, "n"), A=(A, "n m"), b=(b, "m"), lam=(lam, "m nonnegative"))
    r = g - A @ lam
    return -0.5 * (r @ _solve(H, r)) - lam @ b


# lowest: optimization.kkt_inequality: the result 'lowest' is a statement, so there is nothing to compute: xᵀHx/2 − gᵀx + λᵀ(Aᵀx − b) ≥ (−(g − Aλ)ᵀH⁻¹(g − Aλ))/2 − λᵀb


# gap: optimization.kkt_inequality: the result 'gap' is a statement, so there is nothing to compute: xᵀHx/2 − gᵀx − ((−(g − Aλ)ᵀH⁻¹(g − Aλ))/2 − λᵀb) = λᵀ(b − Aᵀx) + (Hx − g + Aλ)ᵀH⁻¹(Hx − g + Aλ)/2


# weak_duality: optimization.kkt_inequality: the result 'weak_duality' is a statement, so there is nothing to compute: xᵀHx/2 − gᵀx ≥ (−(g − Aλ)ᵀH⁻¹(g − Aλ))/2 − λᵀb


# strong_duality: optimization.kkt_inequality: the result 'strong_duality' is a statement, so there is nothing to compute: xᵀHx/2 − gᵀx = (−(g − Aλ)ᵀH⁻¹(g − Aλ))/2 − λᵀb


# stationary: optimization.kkt_inequality: the result 'stationary' is a statement, so there is nothing to compute: Hx − g + Aλ = 0


# complementary: optimization.kkt_inequality: the result 'complementary' is a statement, so there is nothing to compute: λᵢsᵢ ≤ 0
