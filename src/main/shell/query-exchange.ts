import { AppError } from '../../shared/errors/app-error'
import type { QueryResult } from '../ports/shell'
import type { ExchangeHandler } from './agent-session'
import type { Frame } from './frame-parser'

/** A query's output is an answer, not a log; what is larger belongs into a step. */
const OUTPUT_BYTES_MAX = 1024 * 1024

/** Collects the answer of `lm_query`: two streams, complete when both have said so. */
export class QueryReader implements ExchangeHandler<QueryResult> {
  readonly #hostName: string
  readonly #stdout: Buffer[] = []
  readonly #stderr: Buffer[] = []
  #sizeBytes = 0
  #exitCode: number | undefined
  #stderrPart: 'before' | 'inside' | 'after' = 'before'

  constructor(hostName: string) {
    this.#hostName = hostName
  }

  onBytes(bytes: Buffer): void {
    this.#count(bytes)
    this.#stdout.push(bytes)
  }

  onMark(name: string, fields: readonly string[]): { readonly value: QueryResult } | undefined {
    if (name === 'end') this.#exitCode = Number(fields[0])
    return this.#result()
  }

  onStderr(frame: Frame): { readonly value: QueryResult } | undefined {
    if (frame.kind === 'mark') this.#stderrPart = frame.name === 'begin' ? 'inside' : 'after'
    else if (this.#stderrPart === 'inside') {
      this.#count(frame.bytes)
      this.#stderr.push(frame.bytes)
    }
    return this.#result()
  }

  #result(): { readonly value: QueryResult } | undefined {
    if (this.#exitCode === undefined || this.#stderrPart !== 'after') return undefined
    const text = (chunks: Buffer[]): string => Buffer.concat(chunks).toString('utf8')
    return { value: { exitCode: this.#exitCode, stdout: text(this.#stdout), stderr: text(this.#stderr) } }
  }

  #count(bytes: Buffer): void {
    this.#sizeBytes += bytes.length
    if (this.#sizeBytes <= OUTPUT_BYTES_MAX) return
    const details = { host: this.#hostName, limitBytes: OUTPUT_BYTES_MAX }
    throw new AppError('remote.output-too-large', { details })
  }
}
