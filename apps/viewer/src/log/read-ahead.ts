/** What is going to be wanted, asked for before it is: a few requests at a time, their answers in order. */

/** Gives the answer of each wish; while one is being used, those of the next `depth` wishes are on their way. */
export async function* readAhead<Wish, Answer>(
  wishes: Iterator<Wish>,
  depth: number,
  ask: (wish: Wish) => Promise<Answer>,
): AsyncGenerator<Answer, void, undefined> {
  const asked: Promise<Answer>[] = []
  const askMore = (): void => {
    while (asked.length < depth) {
      const { value, done } = wishes.next()
      if (done === true) return
      const answer = ask(value)
      // Whoever takes it learns of a failure; until then it is not an unhandled one.
      answer.catch(() => {})
      asked.push(answer)
    }
  }
  askMore()
  for (let next = asked.shift(); next !== undefined; next = asked.shift()) {
    const answer = await next
    askMore()
    yield answer
  }
}
