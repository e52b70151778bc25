// What is typed into the search, as the index has it: X^T X and X'X are XᵀX there, and British and American spellings are
// looked for together. The search itself would take ^ for a number of its own, and find nothing.
{
  const PAIRS = [
    [/i[sz](?=(?:e[drs]?|ing|ers?|ations?|able)?$)/, ["is", "iz"]],
    [/i[sz](?=at?i?o?$)/, ["is", "iz"]],
    [/(?<=anal|paral)y[sz](?=e|ing|$)/, ["ys", "yz"]],
    [/(?<=behavi|col|neighb|fav)ou?r/, ["our", "or"]],
    [/(?<=model|label|travel)l?(?=ing|ed|er)/, ["", "l"]],
    [/^cent(?:re|er)/, ["centre", "center"]],
  ];

  const spellings = (word) => {
    for (const [pattern, forms] of PAIRS)
      if (word.length > 5 && pattern.test(word)) return forms.map((form) => word.replace(pattern, form));
    return [word];
  };

  const asked = (typed) =>
    typed
      .replace(/\^\s*(?:\\top|\{\\top\}|\{?T\}?(?![A-Za-z])|[⊤ᵀ])|(?<=(?<![A-Za-z])[A-Za-z]|[)\]])['′](?=\s*[A-Za-z(])|⊤/g, "ᵀ")
      .replace(/ᵀ\s+(?=\p{L}(?!\p{L}{2}))/gu, "ᵀ")
      .replace(/\^\s*[-−]\s*1|\^\{-1\}/g, "⁻¹")
      .replace(/\^\s*2/g, "²")
      .replace(/[\^~:*\\]/g, " ")
      .split(/\s+/)
      .flatMap(spellings)
      .join(" ");

  // The theme asks its search by a message of this type to a worker.
  const QUERY = 2;
  if (typeof Worker !== "undefined") {
    const post = Worker.prototype.postMessage;
    Worker.prototype.postMessage = function (message, ...rest) {
      const ours = message?.type === QUERY && typeof message.data === "string";
      return post.call(this, ours ? { ...message, data: asked(message.data) } : message, ...rest);
    };
  }
}
