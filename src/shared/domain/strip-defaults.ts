import { z } from 'zod'
import { isMap, isSameData } from '../util/same-data'

/**
 * Leave out of a written value what the schema fills in by itself. Pure.
 *
 * `value` is the decoded form, in which defaults are stated; `written` the encoded one, of which a copy is returned. A
 * map that would become empty is kept whole: that it is there may mean something.
 */
export function stripDefaults(schema: z.core.$ZodType, value: unknown, written: unknown): unknown {
  const inner = unwrap(schema, value)
  if (inner instanceof z.ZodArray && Array.isArray(value) && Array.isArray(written)) {
    return written.map((entry, index) => stripDefaults(inner.element, value[index], entry))
  }
  if (!(inner instanceof z.ZodObject) || !isMap(value) || !isMap(written)) return written
  const kept = Object.entries(written).flatMap(([key, entry]) => {
    const child: unknown = inner.shape[key]
    if (entry === undefined || !isSchema(child)) return entry === undefined ? [] : [[key, entry] as const]
    if (child instanceof z.ZodDefault && isSameData(child.def.defaultValue, value[key])) return []
    return [[key, stripDefaults(child, value[key], entry)] as const]
  })
  return kept.length === 0 ? written : Object.fromEntries(kept)
}

/** The schema that describes the value's keys: through optional, default and codec, and of a union the variant meant. */
function unwrap(schema: z.core.$ZodType, value: unknown): z.core.$ZodType {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodDefault) return unwrap(schema.unwrap(), value)
  if (schema instanceof z.ZodPipe) return unwrap(schema.in, value)
  if (!(schema instanceof z.ZodUnion)) return schema
  const options = schema.options.map((option) => unwrap(option, value))
  return (
    options.find((option) =>
      Array.isArray(value) ? option instanceof z.ZodArray : option instanceof z.ZodObject && isMeant(option, value),
    ) ?? schema
  )
}

/** Do the constants of the variant, such as its `kind`, stand in the value? */
const isMeant = (option: z.ZodObject, value: unknown): boolean =>
  Object.entries(option.shape).every(
    ([key, child]) => !(child instanceof z.ZodLiteral) || (isMap(value) && child.values.has(value[key] as string)),
  )

const isSchema = (value: unknown): value is z.core.$ZodType => value instanceof z.ZodType
