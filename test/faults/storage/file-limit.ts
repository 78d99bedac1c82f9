import { execFileSync } from 'node:child_process'
import { readFileSync, readdirSync } from 'node:fs'
import type { CliRun } from '../../helpers/built-cli'

/** What every program has from its start; below that nothing more can be opened, whatever was closed meanwhile. */
export const noMoreFiles = 3
/** What most systems give a program. */
export const usualFiles = 1_024

/** How people are told, whatever it was that could not be opened. */
export const outOfFiles = /EMFILE|too many open files|open no more files/i

/** Let a running program have this many files and connections open from now on; what is open stays open. */
export function limitFiles({ child }: CliRun, most: number): void {
  execFileSync('prlimit', ['--pid', String(child.pid), `--nofile=${most}:`])
}

/** The same for one that is only just starting: Node raises what can be raised first of all. */
export function limitFilesForGood({ child }: CliRun, most: number): void {
  execFileSync('prlimit', ['--pid', String(child.pid), `--nofile=${most}:${most}`])
}

/** End the shells that a console keeps on its own machine, so that it has to start another one for the next question. */
export function endLocalShells({ child }: CliRun): void {
  const tasks = `/proc/${child.pid}/task`
  const children = readdirSync(tasks).flatMap((task) => readFileSync(`${tasks}/${task}/children`, 'utf8').split(' '))
  const shells = children.filter((pid) => pid !== '' && readFileSync(`/proc/${pid}/comm`, 'utf8').trim() === 'sh')
  for (const pid of shells) process.kill(Number(pid), 'SIGKILL')
}
