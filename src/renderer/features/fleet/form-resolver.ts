import { zodResolver } from '@hookform/resolvers/zod'
import type { FieldValues, Resolver } from 'react-hook-form'
import type { z } from 'zod'

/** Let a schema of lastmile.yml judge what was typed; the form keeps what was typed, not what the schema makes of it. */
export const resolverOf = <Fields extends FieldValues>(schema: z.ZodType): Resolver<Fields> =>
  zodResolver(schema as z.ZodType<Fields, Fields>, undefined, { raw: true })
