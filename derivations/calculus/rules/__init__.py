"""The rules a step may name, one small module a family; import them from here."""

from .algebra import (
    adjoint as adjoint,
    collect as collect,
    cyclic_trace as cyclic_trace,
    diag_is_hadamard as diag_is_hadamard,
    earlier as earlier,
    exp_sum as exp_sum,
    expand as expand,
    from_k_to_next as from_k_to_next,
    hypothesis as hypothesis,
    identity_is_neutral as identity_is_neutral,
    inverse_cancels as inverse_cancels,
    log_product as log_product,
    log_sigmoid as log_sigmoid,
    norm_as_product as norm_as_product,
    scalar_transpose as scalar_transpose,
    substitution as substitution,
    sum_as_product as sum_as_product,
    transpose_of_product as transpose_of_product,
)
from .chance import (
    declared_moments as declared_moments,
    event_of_exponentials as event_of_exponentials,
    expectation_is_linear as expectation_is_linear,
    independence as independence,
    independent_exponentials as independent_exponentials,
    indicator_bound as indicator_bound,
    mirror as mirror,
    probability_as_mean as probability_as_mean,
    relu_halves as relu_halves,
    squared_event as squared_event,
    two_tails as two_tails,
    uncorrelated_sum as uncorrelated_sum,
    variance_as_mean as variance_as_mean,
    weights_sum_to_one as weights_sum_to_one,
)
from .choices import binary_choice as binary_choice, binary_square as binary_square, one_hot as one_hot
from .convexity import smoothness as smoothness, strong_convexity as strong_convexity, taylor as taylor
from .differentials import (
    chain as chain,
    entrywise as entrywise,
    inverse_differential as inverse_differential,
    jacobian_from_differential as jacobian_from_differential,
    linearity as linearity,
    log_differential as log_differential,
    logdet_differential as logdet_differential,
    norm_differential as norm_differential,
    product as product,
    riesz as riesz,
    second_derivatives_commute as second_derivatives_commute,
)
from .exponentials import (
    functions_with_names as functions_with_names,
    log_of_exp as log_of_exp,
    log_softmax as log_softmax,
    logsumexp_definition as logsumexp_definition,
    quotient_rule as quotient_rule,
    sigmoid_reflection as sigmoid_reflection,
    softmax_definition as softmax_definition,
    softplus_tangent as softplus_tangent,
    special_case as special_case,
)
from .frobenius import (
    det_differential as det_differential,
    diagonal_under as diagonal_under,
    exponential_rule as exponential_rule,
    function_under as function_under,
    hadamard_under as hadamard_under,
    inner_differential as inner_differential,
    kink as kink,
    kronecker as kronecker,
    length_differential as length_differential,
    logsumexp_differential as logsumexp_differential,
    norm1_differential as norm1_differential,
    places as places,
    power_rule as power_rule,
    product_under as product_under,
    scaling as scaling,
    softmax_differential as softmax_differential,
    stacking as stacking,
    sum_under as sum_under,
    total_differential as total_differential,
    trace_differential as trace_differential,
    trace_of_kronecker as trace_of_kronecker,
    transpose_under as transpose_under,
)
from .logarithms import log_power as log_power, log_tangent as log_tangent, logdet_tangent as logdet_tangent
from .maxima import (
    add_up as add_up,
    entry_at_most_maximum as entry_at_most_maximum,
    increasing as increasing,
    least_upper_bound as least_upper_bound,
    one_term as one_term,
)
from .positivity import (
    definiteness as definiteness,
    full_rank as full_rank,
    kept_lengths as kept_lengths,
    no_kink as no_kink,
    nonnegativity as nonnegativity,
    order_of_squares as order_of_squares,
    squeezed as squeezed,
    triangle as triangle,
)
from .spectral import (
    leading as leading,
    orthogonal_length as orthogonal_length,
    orthonormal_columns as orthonormal_columns,
)
from .symmetric import (
    diagonal_map as diagonal_map,
    diagonal_part as diagonal_part,
    entries_once as entries_once,
    function_of_diagonal as function_of_diagonal,
    symmetric_map as symmetric_map,
    symmetric_part as symmetric_part,
)
