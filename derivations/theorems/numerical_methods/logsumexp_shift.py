"""Log-sum-exp and the softmax without overflow: subtract the maximum first."""

import numpy as np

from derivations import (
    at_least,
    at_most,
    consider,
    dims,
    equals,
    equation,
    exp,
    holds,
    index,
    log,
    logsumexp,
    maximum,
    ones,
    part,
    result,
    scalar,
    softmax,
    suppose,
    theorem,
    therefore,
    total,
    vector,
)
from derivations.calculus.rules import (
    add_up,
    collect,
    entry_at_most_maximum,
    exp_sum,
    increasing,
    least_upper_bound,
    log_of_exp,
    log_product,
    logsumexp_definition,
    one_term,
    softmax_definition,
    special_case,
)


@theorem(
    title="Log-sum-exp: shift by the maximum",
    main="logsumexp",
    cites=("boyd: 3.1.5", "murphy: 2.5.4"),
    synonyms=("LogSumExp", "log-sum-exp trick", "stable softmax", "smooth maximum", "softmax"),
    in_short="Subtracting the maximum changes nothing on paper and leaves no exponential above 1, with one equal to 1.",
)
def logsumexp_shift():
    """Any shift can be taken out of a logarithm of a sum of exponentials: {shift}. With the maximum as the shift,
    log-sum-exp is {logsumexp} and the softmax is {softmax}. No exponential is then above 1, and their sum is neither
    large nor small, {at_least_one} and {at_most_count}; so {lower_bound} and {upper_bound}. Without a shift the sum is
    at least as large as its largest exponential: if {large}, then {overflow}, the end of what the machine can hold. It
    overflows beyond that, though its logarithm is not large.
    """
    n = dims("n")
    x = vector("x", n, about="scores")
    c = scalar("c", about="a shift, any number")
    t = scalar("t", about="the largest number whose exponential the machine can hold, 709.78 in double precision")
    i = index("i", n)
    one = ones(n)
    m = maximum(x)
    shifted = exp(x - m * one)

    yield part("Any shift can be taken out")
    yield consider(logsumexp(x))
    yield equals(log(total(exp(x))), by=logsumexp_definition, why="Log-sum-exp is what its name says.")
    yield equals(log(total(exp(c) * exp(x - c * one))), by=exp_sum, why="Each score is c plus its distance from c.")
    yield equals(log(exp(c) * total(exp(x - c * one))), by=collect, why="All terms share the factor exp(c).")
    yield equals(
        c + log(total(exp(x - c * one))),
        by=log_product,
        why="The logarithm of the product is a sum, and log exp(c) is c.",
    )
    yield therefore(equation(logsumexp(x), c + log(total(exp(x - c * one)))), why="This holds for every shift c.")
    yield result("shift")

    yield part("The forms to compute")
    yield consider(logsumexp(x))
    yield equals(m + log(total(shifted)), by=special_case, why="Take the maximum for c.")
    yield result("logsumexp")
    yield consider(softmax(x))
    yield equals(exp(x) / total(exp(x)), by=softmax_definition, why="Exponentials over their sum.")
    yield equals(exp(m) * shifted / (exp(m) * total(shifted)), by=exp_sum, why="Take exp(max x) out, above and below.")
    yield equals(shifted / total(shifted), by=softmax_definition, why="The factor cancels.")
    yield result("softmax")

    yield part("No exponential exceeds 1, so the sum is at most n")
    below = yield holds(
        x[i] - m <= 0, by=entry_at_most_maximum(x, i), why="With the maximum subtracted, no entry is above zero."
    )
    yield consider(exp(x[i] - m))
    small = yield at_most(
        1, by=increasing, using=below.known.through(exp), why="exp is increasing and exp(0) = 1: nothing overflows."
    )
    count = yield holds(total(shifted) <= n, by=add_up, using=small.known.summed(i), why="n terms of at most 1 each.")
    yield result("at_most_count")
    yield consider(logsumexp(x))
    yield equals(m + log(total(shifted)), by=special_case, why="The shifted form.")
    yield at_most(m + log(n), by=increasing, using=count.known.through(log), why="log is increasing.")
    yield therefore(logsumexp(x) <= m + log(n), why="Log-sum-exp exceeds the maximum by at most log n.")
    yield result("upper_bound")

    yield part("The largest entry alone gives the sum 1")
    yield consider(x[i])
    yield equals(log(exp(x[i])), by=log_of_exp, why="The logarithm undoes the exponential.")
    yield at_most(
        log(total(exp(x))),
        by=increasing,
        using=one_term(exp(x), i).through(log),
        why="The other terms only add to the sum, and log is increasing.",
    )
    each = yield therefore(x[i] <= log(total(exp(x))), why="This holds for every entry of x.")
    lower = yield holds(
        m <= logsumexp(x), by=least_upper_bound, using=each.known.greatest(i), why="So it holds for the largest."
    )
    yield result("lower_bound")
    yield consider(total(shifted))
    yield equals(exp(logsumexp(x) - m), by=log_of_exp, why="Solve the shifted form for the sum.")
    yield at_least(
        1,
        by=increasing,
        using=exp(-m) * lower.known.through(exp),
        why="The exponent is at least 0, exp is increasing, and exp(0) = 1.",
    )
    yield therefore(total(shifted) >= 1, why="The largest entry alone contributes 1: the logarithm is never of zero.")
    yield result("at_least_one")

    yield part("Where the form without a shift overflows")
    large = yield suppose(m >= t, sample={t: m - 1}, why="Let the largest score reach the machine's limit.")
    yield result("large")
    yield consider(total(exp(x)))
    yield equals(exp(logsumexp(x)), by=log_of_exp, why="The exponential undoes the logarithm.")
    yield at_least(exp(m), by=increasing, using=lower.known.through(exp), why="Log-sum-exp is at least the maximum.")
    yield at_least(exp(t), by=increasing, using=large.known.through(exp), why="exp is increasing.")
    yield therefore(
        total(exp(x)) >= exp(t), why="The sum is at the end of what the machine can hold, its logarithm is not."
    )
    yield result("overflow")


@logsumexp_shift.reference("logsumexp")
def largest_plus_the_rest(x):
    m = x.max()
    return m + np.log(np.sum(np.exp(x - m)))


@logsumexp_shift.reference("softmax")
def weights(x):
    e = np.exp(x - x.max())
    return e / e.sum()
