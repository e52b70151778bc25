# decomposition: linear_models.bias_variance: the result 'decomposition' is a statement, so there is nothing to compute: E[(f + ε − f̂)²] = σ² + (f − E[f̂])² + Var[f̂]


# floor: linear_models.bias_variance: the result 'floor' is a statement, so there is nothing to compute: E[(f + ε − f̂)²] ≥ σ²
