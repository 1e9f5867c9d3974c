// The house rule on record types: their numbers stand in @ts-audit/tables, and everything else says RecordType.BPF.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, sep } from 'node:path'
import ts from 'typescript'
import { workspaces } from './project.mjs'

const facts = 'packages/tables/facts/msg_typetab.json'
const ranges = 'packages/tables/src/record-type-ranges.ts'

/**
 * Every record type number, or end of a range of them, that is written as a number, as `file:line: what to write`. Tests
 * may write them, as a log does; so may arithmetic, which nobody does with record types.
 * @param {string} base the project to check
 * @returns {string[]}
 */
export function findRecordTypeProblems(base) {
  const known = knownNumbers(base)
  return workspaces(base)
    .flatMap(({ folder, path }) => sourceFiles(path).map((file) => `${folder}/src/${file}`))
    .filter((path) => path !== ranges)
    .flatMap((path) => fileProblems(base, path, known))
}

/**
 * What to write in place of each number.
 * @param {string} base
 * @returns {ReadonlyMap<number, string>}
 */
function knownNumbers(base) {
  /** @type {[number, string][]} */
  const types = JSON.parse(readFileSync(join(base, facts), 'utf8'))
  const ends = readFileSync(join(base, ranges), 'utf8').match(/\b[12]\d{3}\b/g) ?? []
  return new Map([
    ...ends.map((end) => /** @type {const} */ ([Number(end), 'a name of record-type-ranges'])),
    ...types.map(([number, name]) => /** @type {const} */ ([number, `RecordType.${name}`])),
  ])
}

/** @param {string} path of a workspace */
function sourceFiles(path) {
  const folder = join(path, 'src')
  if (!existsSync(folder)) return []
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((file) => file.split(sep).join('/'))
    .filter((file) => /\.ts$/.test(file) && !/\.test\.ts$|(^|\/)(testing|generated)\//.test(file))
    .sort()
}

/**
 * @param {string} base
 * @param {string} path
 * @param {ReadonlyMap<number, string>} known
 */
function fileProblems(base, path, known) {
  const tree = ts.createSourceFile(path, readFileSync(join(base, path), 'utf8'), ts.ScriptTarget.Latest, true)
  /** @type {string[]} */
  const problems = []
  /** @param {ts.Node} node */
  const visit = (node) => {
    // What is not a record type is told from one by its separator: 2_000.
    const name = ts.isNumericLiteral(node) && /^\d{4}$/.test(node.getText()) && known.get(Number(node.text))
    if (name && !isArithmetic(node.parent)) {
      const { line } = tree.getLineAndCharacterOfPosition(node.getStart(tree))
      const plain = node.getText().replace(/^\d/, '$&_')
      problems.push(
        `${path}:${line + 1}: ${node.getText()}: write ${name}, or ${plain} if it is no record type`,
      )
    }
    ts.forEachChild(node, visit)
  }
  visit(tree)
  return problems
}

const arithmetic = new Set([
  ts.SyntaxKind.PlusToken,
  ts.SyntaxKind.MinusToken,
  ts.SyntaxKind.AsteriskToken,
  ts.SyntaxKind.AsteriskAsteriskToken,
  ts.SyntaxKind.SlashToken,
  ts.SyntaxKind.PercentToken,
  ts.SyntaxKind.LessThanLessThanToken,
])

/** @param {ts.Node} node */
function isArithmetic(node) {
  return ts.isBinaryExpression(node) && arithmetic.has(node.operatorToken.kind)
}
