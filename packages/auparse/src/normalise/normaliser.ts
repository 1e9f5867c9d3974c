/**
 * Normalises the events of a run, most of them from memory: the questions that the handlers asked about an event, and
 * the answers, are kept as a tree, so that an event with the same answers gets the same slots without any handler.
 */
import * as RecordType from '@ts-audit/tables/record-type'
import type { EventView } from './event-view.ts'
import { normaliseHeard } from './normalise.ts'
import { type Answer, answerOf, Inquiry, type Question, saysNothing } from './questions.ts'
import type { Slots } from './slots.ts'

/** Events with more records, more questions or longer answers than this are not worth remembering. */
const MOST_RECORDS = 32
const MOST_QUESTIONS = 64
const LONGEST_ANSWER = 256
/** The events of a hostile log may give any answers: with this many nodes, all are forgotten. */
const MOST_NODES = 30_000

/** A question and where its answers lead; the last node has the slots. */
class Node {
  question: Question = -1
  readonly answers = new Map<Answer, Node>()
  /** The last answer, and where it led. */
  answer: Answer = undefined
  next: Node | undefined = undefined
  isLast = false
  slots: Slots | undefined = undefined
}

/** Events whose records have the same types. */
interface TypeNode {
  readonly next: Map<number, TypeNode>
  readonly first: Node
}

/**
 * Gives a function that fills the slots of an event; as {@link normaliseView}, but slots are shared among events and
 * must not be changed. Make one per run.
 */
export function createNormaliser(withAttributes: boolean): (event: EventView) => Slots | undefined {
  const memory = new NormaliserMemory()
  return (event) => {
    const first = event.untimed ? undefined : memory.firstNode(event)
    const known = first === undefined ? undefined : follow(first, event)
    if (known !== undefined) return known.slots
    const inquiry = first === undefined ? undefined : new Inquiry()
    const slots = normaliseHeard(event, withAttributes, inquiry)
    if (first !== undefined && inquiry !== undefined) memory.learn(first, inquiry, event, slots)
    return slots
  }
}

/** The node with the slots of an event; undefined when it gives an answer that has not been seen. */
function follow(first: Node, event: EventView): Node | undefined {
  let node: Node | undefined = first
  while (node !== undefined && node.question !== -1) {
    const answer = answerOf(event, node.question)
    if (answer !== node.answer || node.next === undefined) {
      node.next = node.answers.get(answer)
      node.answer = answer
    }
    node = node.next
  }
  return node?.isLast === true ? node : undefined
}

class NormaliserMemory {
  #root: TypeNode = newTypeNode()
  #nodes = 0
  #generation = 0

  /** Where to ask first; undefined for an event that is not worth remembering, or has records that never have a layout. */
  firstNode({ records, layoutGeneration }: EventView): Node | undefined {
    // Layouts that were forgotten never occur again, and would be kept alive here.
    if (layoutGeneration !== this.#generation) this.#forget(layoutGeneration)
    if (records.length > MOST_RECORDS) return undefined
    let node = this.#root
    for (let number = 0; number < records.length; number++) {
      const type = records[number]?.type ?? 0
      if (type === RecordType.AVC || type === RecordType.USER_AVC) return undefined
      const next = node.next.get(type)
      node = next ?? this.#newType(node, type)
    }
    return node.first
  }

  #newType(before: TypeNode, type: number): TypeNode {
    const node = newTypeNode()
    before.next.set(type, node)
    this.#nodes++
    return node
  }

  /** Remembers what the event answered. */
  learn(first: Node, inquiry: Inquiry, event: EventView, slots: Slots | undefined): void {
    const { questions } = inquiry
    const answers = questions.map((question) => answerOf(event, question))
    if (questions.length > MOST_QUESTIONS || answers.some(isTooLong)) return
    if (answers.some((answer, number) => saysNothing(questions[number] as Question, answer))) return
    let node = first
    for (let number = 0; number < questions.length; number++) {
      node.question = questions[number] as Question
      node = this.#answered(node, answers[number])
    }
    node.isLast = true
    node.slots = slots
    if (this.#nodes > MOST_NODES) this.#forget(this.#generation)
  }

  #forget(generation: number): void {
    this.#root = newTypeNode()
    this.#nodes = 0
    this.#generation = generation
  }

  #answered(node: Node, answer: Answer): Node {
    const known = node.answers.get(answer)
    if (known !== undefined) return known
    const next = new Node()
    node.answers.set(answer, next)
    this.#nodes++
    return next
  }
}

function isTooLong(answer: Answer): boolean {
  return typeof answer === 'string' && answer.length > LONGEST_ANSWER
}

function newTypeNode(): TypeNode {
  return { next: new Map(), first: new Node() }
}
