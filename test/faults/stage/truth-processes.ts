import { readFileSync, readdirSync } from 'node:fs'
import { setTimeout as delay } from 'node:timers/promises'
import type { Invariant } from './truth'

/** The far end of a connection notices within this time that the console has ended. */
const patienceMs = 5_000
const lookEveryMs = 50

export const processInvariant: Invariant = {
  name: 'no process left',
  findProblems: async ({ site }) => {
    const { processMark } = site
    if (processMark === undefined) return []
    const endAtMs = performance.now() + patienceMs
    let left = processesOf(processMark)
    while (left.length > 0 && performance.now() < endAtMs) {
      await delay(lookEveryMs)
      left = processesOf(processMark)
    }
    return left.map(({ pid, command }) => `process ${pid} still runs: ${command}`)
  },
}

/** Processes with a mark in their environment (Linux; elsewhere none are found). */
export function processesOf(mark: string): { readonly pid: number; readonly command: string }[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => {
      try {
        const isMarked = readFileSync(`/proc/${pid}/environ`, 'utf8')
          .split('\0')
          .some((entry) => entry.startsWith(mark))
        if (!isMarked) return []
        return [{ pid: Number(pid), command: readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ') }]
      } catch {
        // it has just ended
        return []
      }
    })
}
