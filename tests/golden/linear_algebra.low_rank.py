from derivations.functions._runtime import checked as _checked


def projection(X, V):
    """Projection (The best approximation of low rank), XV Vᵀ.

    Parameters
    ----------
    X : array, shape (n, p)   any matrix, for instance data with one example a row
    V : array, shape (p, k)   directions, one a column, with orthonormal columns

    Returns
    -------
    array, shape (n, p)

    Raises
    ------
    ShapeError   if the shape of an argument does not fit
    MathError    if an entry is not finite, or an argument is not as said above

    Derived and checked: linear_algebra.low_rank
    """
    X, V = _checked(X=(X, "n p"), V=(V, "p k orthonormal"))
    return X @ V @ V.T


from derivations.functions._runtime import checked as _checked


def captured(X, V):
    """Captured (The best approximation of low rank), ‖XV‖².

    Parameters
    ----------
    X : array, shape (n, p)   any matrix, for instance data with one example a row
    V : array, shape (p, k)   directions, one a column, with orthonormal columns

    Returns
    -------
    float

    Raises
    ------
    ShapeError   if the shape of an argument does not fit
    MathError    if an entry is not finite, or an argument is not as said above

    Derived and checked: linear_algebra.low_rank
    """
    X, V = _checked(X=(X, "n p"), V=(V, "p k orthonormal"))
    M = X @ V
    return (M * M).sum()


from derivations.functions._runtime import checked as _checked


def error(X, V):
    """Error (The best approximation of low rank), ‖X − XV Vᵀ‖².

    Parameters
    ----------
    X : array, shape (n, p)   any matrix, for instance data with one example a row
    V : array, shape (p, k)   directions, one a column, with orthonormal columns

    Returns
    -------
    float

    Raises
    ------
    ShapeError   if the shape of an argument does not fit
    MathError    if an entry is not finite, or an argument is not as said above

    Derived and checked: linear_algebra.low_rank
    """
    X, V = _checked(X=(X, "n p"), V=(V, "p k orthonormal"))
    R = X - X @ V @ V.T
    return (R * R).sum()


# split: linear_algebra.low_rank: the result 'split' is a statement, so there is nothing to compute: ‖X − XV Vᵀ‖² = ‖X‖² − ‖XV‖²


# nearest: linear_algebra.low_rank: the result 'nearest' is a statement, so there is nothing to compute: ‖X − ZVᵀ‖² ≥ ‖X − XV Vᵀ‖²


# bound: linear_algebra.low_rank: the result 'bound' is a statement, so there is nothing to compute: ‖XV‖² ≤ kt + 1ᵀrelu(μ − t·1)


# least: linear_algebra.low_rank: the result 'least' is a statement, so there is nothing to compute: ‖X − ZVᵀ‖² ≥ Σⱼ (1 − cⱼ)μⱼ


from derivations.functions._runtime import checked as _checked


def best(X, Q, c):
    """Best (The best approximation of low rank), XQ Diag(c)Qᵀ.

    Parameters
    ----------
    X : array, shape (n, p)   any matrix, for instance data with one example a row
    Q : array, shape (p, p)   eigenvectors of XᵀX, one a column, orthogonal
    c : array, shape (p,)     1 for each eigenvalue that is kept, 0 for the others, entries 0 or 1

    Returns
    -------
    array, shape (n, p)

    Raises
    ------
    ShapeError   if the shape of an argument does not fit
    MathError    if an entry is not finite, or an argument is not as said above

    Derived and checked: linear_algebra.low_rank
    """
    X, Q, c = _checked(X=(X, "n p"), Q=(Q, "p p orthogonal"), c=(c, "p binary"))
    return X @ (Q @ (c[:, None] * Q.T))


# reached: linear_algebra.low_rank: the result 'reached' is a statement, so there is nothing to compute: ‖X − XQ Diag(c)Qᵀ‖² = Σⱼ (1 − cⱼ)μⱼ
