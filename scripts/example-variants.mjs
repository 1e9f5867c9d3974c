// One example of a document as programs of each kind: an ES module as it stands, and a CommonJS module made of it.
import ts from 'typescript'

/**
 * An example as a source that TypeScript takes for CommonJS (`.cts`): its imports, which become `require` calls, and an
 * asynchronous function around the rest, since CommonJS has no `await` outside of functions.
 * @param {string} program
 */
export function commonJsVariant(program) {
  const tree = ts.createSourceFile('example.ts', program, ts.ScriptTarget.Latest)
  const isImport = ts.isImportDeclaration
  const imports = tree.statements.filter(isImport).map((statement) => statement.getText(tree))
  const rest = tree.statements.filter((statement) => !isImport(statement)).map((one) => one.getFullText(tree))
  return [
    ...imports,
    '',
    `async function main(): Promise<void> {${rest.join('')}`,
    '}',
    'void main()',
    '',
  ].join('\n')
}

/**
 * What an example imports.
 * @param {string} program
 * @returns {string[]}
 */
export function importedEntries(program) {
  return ts.preProcessFile(program).importedFiles.map(({ fileName }) => fileName)
}
