// What the syntax tree of a source file says about its imports and the globals it uses.
import ts from 'typescript'

/**
 * What a node of the syntax tree imports: a static, dynamic or type import, or a re-export.
 * @param {ts.Node} node
 * @returns {string | undefined}
 */
export function importSpecifier(node) {
  /** @type {ts.Node | undefined} */
  let specifier
  if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) specifier = node.moduleSpecifier
  else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) specifier = node.argument.literal
  else if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
    specifier = node.arguments[0]
  }
  return specifier !== undefined && ts.isStringLiteralLike(specifier) ? specifier.text : undefined
}

/**
 * The name of the global that an identifier means; undefined for members, keys and declared names.
 * @param {ts.Node} node
 * @returns {string | undefined}
 */
export function globalName(node) {
  if (!ts.isIdentifier(node)) return undefined
  const { parent } = node
  if (ts.isPropertyAccessExpression(parent) && parent.name === node) {
    const ofGlobal = ts.isIdentifier(parent.expression) && parent.expression.text === 'globalThis'
    return ofGlobal ? node.text : undefined
  }
  const isKey =
    ts.isImportSpecifier(parent) ||
    ts.isExportSpecifier(parent) ||
    ts.isQualifiedName(parent) ||
    (ts.isBindingElement(parent) && parent.propertyName === node) ||
    ((ts.isObjectLiteralElementLike(parent) || ts.isClassElement(parent) || ts.isTypeElement(parent)) &&
      !ts.isShorthandPropertyAssignment(parent) &&
      parent.name === node)
  return isKey || isDeclaredAround(node) ? undefined : node.text
}

/**
 * Whether a function, block or file around an identifier declares its name, so that it is no global.
 * @param {ts.Identifier} identifier
 */
function isDeclaredAround(identifier) {
  /** @type {ts.Node | undefined} */
  let scope = identifier.parent
  while (scope !== undefined) {
    const names = declarationsIn(scope).flatMap((declaration) => boundNames(declaration.name))
    if (names.includes(identifier.text)) return true
    scope = scope.parent
  }
  return false
}

/**
 * What one scope declares by itself: the parameters of a function, the variables, imports and functions of a block.
 * @param {ts.Node} scope
 * @returns {readonly ts.NamedDeclaration[]}
 */
function declarationsIn(scope) {
  if (ts.isFunctionLike(scope)) return scope.parameters
  if (ts.isCatchClause(scope))
    return scope.variableDeclaration === undefined ? [] : [scope.variableDeclaration]
  if (ts.isForStatement(scope) || ts.isForOfStatement(scope) || ts.isForInStatement(scope)) {
    const { initializer } = scope
    return initializer !== undefined && ts.isVariableDeclarationList(initializer)
      ? initializer.declarations
      : []
  }
  if (!ts.isBlock(scope) && !ts.isSourceFile(scope) && !ts.isCaseOrDefaultClause(scope)) return []
  return [...scope.statements].flatMap(
    /** @returns {ts.NamedDeclaration[]} */ (statement) => {
      if (ts.isVariableStatement(statement)) return [...statement.declarationList.declarations]
      if (ts.isFunctionDeclaration(statement) || ts.isClassDeclaration(statement)) return [statement]
      const bindings = ts.isImportDeclaration(statement) ? statement.importClause?.namedBindings : undefined
      return bindings !== undefined && ts.isNamedImports(bindings) ? [...bindings.elements] : []
    },
  )
}

/**
 * The names that a declaration binds: one, or those of a pattern.
 * @param {ts.Node | undefined} name
 * @returns {string[]}
 */
function boundNames(name) {
  if (name === undefined) return []
  if (ts.isIdentifier(name)) return [name.text]
  if (!ts.isObjectBindingPattern(name) && !ts.isArrayBindingPattern(name)) return []
  return name.elements.flatMap((element) => (ts.isBindingElement(element) ? boundNames(element.name) : []))
}
