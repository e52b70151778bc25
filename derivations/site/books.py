"""Citations: `"mml: 9.2"` names a book by key and the place in it, in the edition that `EDITIONS` says.

A place is a section; other places say what they are, `"cover: theorem 2.6.3"`, but for the numbered equations of the
Matrix Cookbook.
"""

from __future__ import annotations

from derivations.errors import TheoremError

from .headings import suggestion

BOOKS = {
    "bertsekas": "Bertsekas, *Nonlinear Programming*",
    "billingsley": "Billingsley, *Probability and Measure*",
    "bishop": "Bishop, *Pattern Recognition and Machine Learning*",
    "boucheron": "Boucheron, Lugosi and Massart, *Concentration Inequalities*",
    "boyd": "Boyd and Vandenberghe, *Convex Optimization*",
    "bubeck": "Bubeck, *Convex Optimization: Algorithms and Complexity*",
    "casella": "Casella and Berger, *Statistical Inference*",
    "cookbook": "Petersen and Pedersen, *The Matrix Cookbook*",
    "cover": "Cover and Thomas, *Elements of Information Theory*",
    "feller1": "Feller, *An Introduction to Probability Theory and Its Applications*, volume I",
    "feller2": "Feller, *An Introduction to Probability Theory and Its Applications*, volume II",
    "glorot": "Glorot and Bengio, “Understanding the difficulty of training deep feedforward neural networks” (2010)",
    "golub": "Golub and Van Loan, *Matrix Computations*",
    "goodfellow": "Goodfellow, Bengio and Courville, *Deep Learning*",
    "griewank": "Griewank and Walther, *Evaluating Derivatives*",
    "hardy": "Hardy, Littlewood and Pólya, *Inequalities*",
    "he": "He, Zhang, Ren and Sun, “Delving deep into rectifiers” (2015)",
    "higham": "Higham, *Accuracy and Stability of Numerical Algorithms*",
    "horn": "Horn and Johnson, *Matrix Analysis*",
    "htf": "Hastie, Tibshirani and Friedman, *The Elements of Statistical Learning*",
    "ioffe": "Ioffe and Szegedy, “Batch normalization: accelerating deep network training” (2015)",
    "kingma": "Kingma and Welling, “Auto-encoding variational Bayes” (2014)",
    "knuth": "Knuth, *The Art of Computer Programming*, volume 1",
    "mackay": "MacKay, *Information Theory, Inference, and Learning Algorithms*",
    "magnus": "Magnus and Neudecker, *Matrix Differential Calculus*",
    "mml": "Deisenroth, Faisal and Ong, *Mathematics for Machine Learning*",
    "murphy": "Murphy, *Probabilistic Machine Learning: An Introduction*",
    "nesterov": "Nesterov, *Lectures on Convex Optimization*",
    "nocedal": "Nocedal and Wright, *Numerical Optimization*",
    "polyak": "Polyak, *Introduction to Optimization*",
    "rudin": "Rudin, *Principles of Mathematical Analysis*",
    "shalev": "Shalev-Shwartz and Ben-David, *Understanding Machine Learning*",
    "strang": "Strang, *Introduction to Linear Algebra*",
    "trefethen": "Trefethen and Bau, *Numerical Linear Algebra*",
    "vershynin": "Vershynin, *High-Dimensional Probability*",
    "wasserman": "Wasserman, *All of Statistics*",
    "zhang": "Zhang et al., “Understanding deep learning requires rethinking generalization” (2017)",
}

EDITIONS = {  # of books; a paper has its year in its name
    "bertsekas": "third edition, 2016",
    "billingsley": "third edition, 1995",
    "bishop": "2006",
    "boucheron": "2013",
    "boyd": "2004",
    "bubeck": "2015",
    "casella": "second edition, 2002",
    "cookbook": "version of November 15, 2012",
    "cover": "second edition, 2006",
    "feller1": "third edition, 1968",
    "feller2": "second edition, 1971",
    "golub": "fourth edition, 2013",
    "goodfellow": "2016",
    "griewank": "second edition, 2008",
    "hardy": "second edition, 1952",
    "higham": "second edition, 2002",
    "horn": "second edition, 2013",
    "htf": "second edition, 2009",
    "knuth": "third edition, 1997",
    "mackay": "2003",
    "magnus": "third edition, 2019",
    "mml": "2020",
    "murphy": "2022",
    "nesterov": "second edition, 2018",
    "nocedal": "second edition, 2006",
    "polyak": "1987",
    "rudin": "third edition, 1976",
    "shalev": "2014",
    "strang": "fifth edition, 2016",
    "trefethen": "1997",
    "vershynin": "2018",
    "wasserman": "2004",
}


def citation(cite: str) -> str:
    """`"cookbook: 84"` as Markdown; an unknown key is an error that names the nearest."""
    key, colon, where = (piece.strip() for piece in cite.partition(":"))
    book = BOOKS.get(key.lower())
    if book is None:
        raise TheoremError(f"cites={cite!r}: no book {key!r}{suggestion(key.lower(), BOOKS)}")
    if not colon or not where:
        return book
    return f"{book}, {place(key, where)}"


def place(key: str, where: str) -> str:
    """A place in a book: a number alone is that of a section, or of an equation of the Matrix Cookbook."""
    return f"({where})" if key.lower() == "cookbook" and where.isdigit() else where


def source(text: str) -> str:
    """The source of an admitted step: a citation where it starts with a book's key, else as it was written."""
    return citation(text) if text.partition(":")[0].strip().lower() in BOOKS else text
