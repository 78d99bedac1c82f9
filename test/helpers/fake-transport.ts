import { ConsoleLine } from '../../src/renderer/api/console-line'
import type { Transport, TransportListener } from '../../src/renderer/api/transport'
import type { WireError } from '../../src/shared/errors/app-error'
import type { TerminalRequest } from '../../src/shared/ipc/terminal'
import type { WireResult } from '../../src/shared/ipc/wire-result'

/** A page's line to no console: answers by a function, pushes by hand. */
export class FakeTransport implements Transport {
  listener!: TransportListener
  answer: (name: string, input: unknown) => unknown = () => undefined
  refusal: WireError | undefined
  readonly requests: { readonly name: string; readonly input: unknown }[] = []
  readonly terminals: TerminalRequest[] = []

  request(name: string, input: unknown): Promise<WireResult> {
    this.requests.push({ name, input })
    if (this.refusal) return Promise.resolve({ ok: false, error: this.refusal })
    return Promise.resolve({ ok: true, value: this.answer(name, input) })
  }

  terminal(message: TerminalRequest): void {
    this.terminals.push(message)
  }

  close(): void {
    this.listener.line({ kind: 'connecting' })
  }

  push(name: string, payload: unknown): void {
    this.listener.push(name, payload)
  }

  /** Resolves when everything that was answered has been taken. */
  async settled(): Promise<void> {
    for (let turn = 0; turn < 20; turn += 1) await Promise.resolve()
  }
}

export function openFakeLine(transport: FakeTransport): ConsoleLine {
  return new ConsoleLine((listener) => {
    transport.listener = listener
    return transport
  })
}
