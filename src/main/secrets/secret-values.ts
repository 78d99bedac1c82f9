import { secretsNamedIn, type SecretSource } from '../../shared/domain/secret-spec'
import { secretVariable } from '../../shared/domain/secret-variable'
import { AppError } from '../../shared/errors/app-error'
import type { Redaction, SecretKeeper, SecretScope, SecretValue } from '../ports/secrets'
import { FormSearch } from './form-search'
import { readSecret, type SecretPorts } from './read-secret'
import { redactText, Redactor } from './redactor'

/** All hosts of a batch ask at the same moment; a keychain that is asked takes tens of milliseconds. */
const freshMs = 5_000
/** That there is none is believed for a shorter time: somebody may be putting it right. */
const missingMs = 1_000
/** Searches for different sets of values; a console has some clusters, and values change rarely. */
const mostSearches = 100

/**
 * The sensitive values of all environments, in memory. What was read once is hidden as long as the console runs, also when
 * another value has taken its place since: a step that got the old one may still print it.
 */
export class SecretValues implements SecretKeeper {
  readonly #ports: SecretPorts
  readonly #reads = new Map<string, { readonly value: Promise<string>; untilMs: number }>()
  readonly #seen = new Map<string, Set<string>>()
  readonly #searches = new Map<string, FormSearch>()

  constructor(ports: SecretPorts) {
    this.#ports = ports
  }

  async read({ secrets }: SecretScope, text: string): Promise<readonly SecretValue[]> {
    return Promise.all(
      secretsNamedIn(text, secrets).map(async ([name, source]) => ({
        variable: secretVariable(name),
        value: await this.#read(name, source),
        isInEnvironment: source.as === 'environment',
      })),
    )
  }

  async redact({ ssh: { passwordEnv }, secrets = {} }: SecretScope): Promise<Redaction> {
    const password = passwordEnv === undefined ? undefined : this.#ports.env[passwordEnv]
    const values = new Set(password ? [password] : [])
    for (const [name, source] of Object.entries(secrets)) {
      await this.#read(name, source).catch(ignoreMissing)
      for (const value of this.#seen.get(keyOf(source)) ?? []) values.add(value)
    }
    const search = this.#searchFor([...values])
    return { openFilter: () => new Redactor(search), hide: (text) => redactText(text, search) }
  }

  #read(name: string, source: SecretSource): Promise<string> {
    const key = keyOf(source)
    const known = this.#reads.get(key)
    if (known && performance.now() < known.untilMs) return known.value
    const value = readSecret(name, source, this.#ports).then(
      (found) => {
        this.#seen.set(key, (this.#seen.get(key) ?? new Set()).add(found))
        return found
      },
      (error: unknown) => {
        read.untilMs = performance.now() + missingMs
        throw error
      },
    )
    const read = { value, untilMs: performance.now() + freshMs }
    this.#reads.set(key, read)
    return value
  }

  #searchFor(values: readonly string[]): FormSearch {
    const key = JSON.stringify(values)
    const known = this.#searches.get(key)
    if (known) return known
    if (this.#searches.size >= mostSearches) this.#searches.clear()
    const search = new FormSearch(values)
    this.#searches.set(key, search)
    return search
  }
}

const keyOf = ({ env, file, keychain }: SecretSource): string => JSON.stringify([env, file, keychain])

/** What cannot be read now was not handed to anybody by this console, or is known from before. */
function ignoreMissing(error: unknown): void {
  if (!(error instanceof AppError)) throw error
}
