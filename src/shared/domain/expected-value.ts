/** What a place of lastmile.yml may hold, read from the JSON schema of `appSpec`. */
import { z } from 'zod'
import { appSpec } from './app-spec'
import { valueAt, type SpecPath } from './spec-path'

type Schema = z.core.JSONSchema.BaseSchema

let rootSchema: Schema | undefined
/** Made on the first error: most files have none. */
const schemaOfFile = () => (rootSchema ??= z.toJSONSchema(appSpec, { io: 'input' }))

/** The alternatives that the schema allows at a path of the data `root`. Empty when the path leads nowhere. Pure. */
export function schemasAt(root: unknown, path: SpecPath): readonly Schema[] {
  let schemas: Schema[] = [schemaOfFile()]
  for (const [depth, segment] of path.entries()) {
    const value = valueAt(root, path.slice(0, depth))
    schemas = variantsFor(schemas, value, segment).flatMap((schema) => childSchemas(schema, segment))
  }
  return schemas
}

/** The keys that a map at a path may have. Pure. */
export function knownKeysAt(root: unknown, path: SpecPath): string[] {
  const variants = variantsFor([...schemasAt(root, path)], valueAt(root, path))
  return [...new Set(variants.flatMap((schema) => Object.keys(schema.properties ?? {})))]
}

/** What a person should write at a path: `a number from 1 to 65535`, `off or a map`. Pure. */
export function describeExpected(root: unknown, path: SpecPath): string {
  const texts = [...new Set(schemasAt(root, path).flatMap(describe))]
  if (texts.length === 0) return 'something else'
  return joinOr(texts)
}

/** The words that are allowed at a path, if words are. Pure. */
export const allowedWordsAt = (root: unknown, path: SpecPath): string[] =>
  schemasAt(root, path)
    .flatMap(flatten)
    .flatMap(constantsOf)
    .filter((value) => typeof value === 'string')

/** Would any text do at a path? Pure. */
export const acceptsTextAt = (root: unknown, path: SpecPath): boolean =>
  schemasAt(root, path)
    .flatMap(flatten)
    .some((schema) => schema.type === 'string' && constantsOf(schema).length === 0)

/** `a, b or c`. Pure. */
export function joinOr(texts: readonly string[]): string {
  return texts.length < 2 ? texts.join('') : `${texts.slice(0, -1).join(', ')} or ${texts.at(-1)}`
}

const flatten = (schema: Schema): Schema[] => {
  const variants = schema.anyOf ?? schema.oneOf
  return variants ? (variants as Schema[]).flatMap(flatten) : [schema]
}

/** The variants a value can be meant as: of a union told apart by a constant, the ones with the value's constant. */
function variantsFor(schemas: readonly Schema[], value: unknown, wanted?: string | number): Schema[] {
  const variants = schemas.flatMap(flatten)
  const matching = variants.filter((schema) =>
    Object.entries(schema.properties ?? {}).every(([key, property]) => {
      const [constant] = typeof property === 'object' && 'const' in property ? [property.const] : []
      return constant === undefined || key === wanted || valueAt(value, [key]) === constant
    }),
  )
  return matching.length > 0 ? matching : variants
}

function childSchemas(schema: Schema, segment: string | number): Schema[] {
  const child =
    typeof segment === 'number' ? schema.items : (schema.properties?.[segment] ?? schema.additionalProperties)
  return typeof child === 'object' && !Array.isArray(child) ? [child as Schema] : []
}

const constantsOf = (schema: Schema): unknown[] => ('const' in schema ? [schema.const] : (schema.enum ?? []))

function describe(schema: Schema): string[] {
  if (schema.description !== undefined) return [schema.description]
  const variants = flatten(schema)
  if (variants.length > 1) return variants.flatMap(describe)
  const constants = constantsOf(schema)
  if (constants.length > 0) return constants.map(String)
  return [schema.type ?? []].flat().map((type) => describeType(type, schema))
}

function describeType(type: string, schema: Schema): string {
  if (type === 'string') return 'text'
  if (type === 'boolean') return 'true or false'
  if (type === 'array') return 'a list'
  if (type === 'object') return 'a map of keys and values'
  const { minimum = -Infinity, maximum = Infinity } = schema
  const isBelow = maximum < Number.MAX_SAFE_INTEGER
  const isAbove = minimum > Number.MIN_SAFE_INTEGER
  if (isBelow && isAbove) return `a number from ${minimum} to ${maximum}`
  return isAbove ? `a whole number of at least ${minimum}` : 'a number'
}
