/**
 * The function with its last answer kept: as long as it is called with the same arguments, the answer is the same object. For what several
 * parts of a page ask about the same data.
 */
export function keptLast<Arguments extends readonly unknown[], Answer>(
  work: (...given: Arguments) => Answer,
): (...given: Arguments) => Answer {
  let last: { given: Arguments; answer: Answer } | undefined;
  return (...given) => {
    const known = last;
    if (known?.given.length === given.length && given.every((part, index) => part === known.given[index]))
      return known.answer;
    const answer = work(...given);
    last = { given, answer };
    return answer;
  };
}
