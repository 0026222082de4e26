/**
 * Writes dist/answers.json: what each handler of a controller answers with, as schemas of OpenAPI 3.0 read from its return
 * type, with the comments of types and handlers. So the API's description cannot say what the code does not. Generators of schemas describe types that are exported by a name, in JSON Schema;
 * what is asked for here are the return types of methods, in the words of OpenAPI 3.0.
 */
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';

const root = join(import.meta.dirname, '..');
const src = join(root, 'src');
/** @param path below src, or absolute */
const isContract = (path) => /(?:^|[\\/])contracts[\\/][a-z-]+\.ts$/.test(path);
const files = readdirSync(src, { recursive: true })
  .filter((path) => path.endsWith('.controller.ts') || isContract(path))
  .map((path) => join(src, path));
const { options } = ts.parseJsonConfigFileContent(
  ts.readConfigFile(join(root, 'tsconfig.json'), ts.sys.readFile).config,
  ts.sys,
  root,
);
const program = ts.createProgram(files, options);
const checker = program.getTypeChecker();

/** Types that have a name in the project, by it. */
const schemas = {};
const commentOf = (symbol) => ts.displayPartsToString(symbol?.getDocumentationComment(checker));
const described = (schema, symbol) => {
  const description = commentOf(symbol);
  return description && !schema.$ref ? { ...schema, description } : schema;
};

function schemaOf(type) {
  const { flags } = type;
  if (type.isUnion()) return unionOf(type);
  if (type.isStringLiteral() || type.isNumberLiteral())
    return { type: typeof type.value, enum: [type.value] };
  if (flags & ts.TypeFlags.StringLike) return { type: 'string' };
  if (flags & ts.TypeFlags.NumberLike) return { type: 'number' };
  if (flags & ts.TypeFlags.BooleanLiteral)
    return { type: 'boolean', enum: [checker.typeToString(type) === 'true'] };
  if (!(flags & (ts.TypeFlags.Object | ts.TypeFlags.Intersection))) return {};
  if (checker.isArrayType(type)) return { type: 'array', items: schemaOf(checker.getTypeArguments(type)[0]) };
  return named(type) ?? objectOf(type);
}

function unionOf(type) {
  const members = type.types.filter(({ flags }) => !(flags & ts.TypeFlags.Undefined));
  const some = members.filter(({ flags }) => !(flags & ts.TypeFlags.Null));
  const nullable = some.length < members.length ? { nullable: true } : {};
  if (some.every(({ flags }) => flags & ts.TypeFlags.BooleanLiteral) && some.length === 2)
    return { type: 'boolean', ...nullable };
  if (some.every((one) => one.isStringLiteral())) {
    const values = some.map(({ value }) => value);
    // What may be null has to be named null among the values, too.
    return { type: 'string', enum: nullable.nullable ? [...values, null] : values, ...nullable };
  }
  const parts = some.map(schemaOf);
  // `nullable` says something of a schema with a type of its own only.
  if (nullable.nullable && parts.some(({ type }) => !type))
    return { oneOf: [...parts, { type: 'object', enum: [null], nullable: true }] };
  return parts.length > 1 ? { oneOf: parts, ...nullable } : { ...parts[0], ...nullable };
}

/** A reference to an interface of the project, which is described once; null for what has no name, or is generic. */
function named(type) {
  const symbol = type.aliasSymbol ?? type.symbol;
  const declaration = symbol?.declarations?.[0];
  const generic = type.aliasTypeArguments?.length || checker.getTypeArguments(type).length;
  const isNamed =
    declaration && (ts.isInterfaceDeclaration(declaration) || ts.isTypeAliasDeclaration(declaration));
  if (!isNamed || generic || !declaration.getSourceFile().fileName.startsWith(src)) return null;
  const name = symbol.getName();
  if (!(name in schemas)) {
    schemas[name] = {};
    schemas[name] = described(objectOf(type), symbol);
  }
  return { $ref: `#/components/schemas/${name}` };
}

function objectOf(type) {
  const index = checker.getIndexInfosOfType(type)[0];
  const properties = {};
  const required = [];
  for (const property of checker.getPropertiesOfType(type)) {
    const name = property.getName();
    properties[name] = described(schemaOf(checker.getTypeOfSymbol(property)), property);
    if (!(property.flags & ts.SymbolFlags.Optional)) required.push(name);
  }
  return {
    type: 'object',
    ...(Object.keys(properties).length ? { properties } : {}),
    ...(required.length ? { required } : {}),
    ...(index ? { additionalProperties: schemaOf(index.type) } : {}),
  };
}

/** The events of sockets, which docs/socket.md describes. */
function isSockets(node) {
  return /^(ClientToServer|ServerToClient)$/.test(node.name.text);
}

/** By the name that @nestjs/swagger gives an operation: what it is for, and what it answers with unless it writes that itself. */
const operations = {};
for (const file of program.getSourceFiles().filter(({ fileName }) => files.includes(fileName))) {
  file.forEachChild((node) => {
    if (ts.isInterfaceDeclaration(node) && isContract(file.fileName) && !isSockets(node))
      schemaOf(checker.getTypeAtLocation(node));
    if (!ts.isClassDeclaration(node) || !node.name?.text.endsWith('Controller')) return;
    for (const member of node.members) {
      if (!ts.isMethodDeclaration(member) || !ts.getDecorators(member)?.length) continue;
      const symbol = checker.getSymbolAtLocation(member.name);
      const returned = checker.getReturnTypeOfSignature(checker.getSignatureFromDeclaration(member));
      const type = checker.getAwaitedType(returned);
      const isVoid = type.flags & ts.TypeFlags.VoidLike;
      const summary = commentOf(symbol);
      operations[`${node.name.text}_${symbol.getName()}`] = {
        ...(summary ? { summary } : {}),
        ...(isVoid ? {} : { schema: schemaOf(type) }),
      };
    }
  });
}

writeFileSync(join(root, 'dist', 'answers.json'), JSON.stringify({ operations, schemas }));
