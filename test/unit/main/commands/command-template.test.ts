import fc from 'fast-check'
import { existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { checkCommand, fillCommand } from '../../../../src/main/commands/command-template'
import { assignCommand, buildScript } from '../../../../src/main/commands/step-script'
import { AppError } from '../../../../src/shared/errors/app-error'
import { tempFolder } from '../../../helpers/temp-folder'
import { eachShell, runScript } from './shell-matrix'
import { hostileVersion, stepContext } from './step-fixture'

const value = fc
  .array(
    fc.constantFrom(
      ...['$(touch pwned)', '`touch pwned`', `'`, `"`, '\\', '\n', ' ', ';touch pwned;', '|touch pwned', '&', '>pwned'],
      ...[
        '${IFS}',
        '$HOME',
        '*',
        '?',
        '~',
        '#',
        '!',
        '{version}',
        '{a,b}',
        '}',
        ')',
        '))',
        'é😀',
        'E\n',
        '-n',
        '%s',
        'a',
      ],
      ...[
        "'; touch pwned; '",
        '"; touch pwned; "',
        '\t',
        '\r',
        'esac',
        '[x]',
        '=',
        '<',
        '<<E\n',
        '$',
        '${x:-',
        '$((1))',
      ],
    ),
    { maxLength: 6 },
  )
  .map((parts) => parts.join(''))

/** A piece of a command and what it prints, for the value of the placeholder. */
type Piece = { readonly command: string; readonly prints: (value: string) => string }
const P = '{host.label.v}'
const withoutEnd = (text: string) => text.replace(/\n+$/, '')
const show = (word: string, prints: (value: string) => string): Piece => ({
  command: `printf '<%s>' ${word}`,
  prints: (v) => `<${prints(v)}>`,
})
const pieces: readonly Piece[] = [
  show(P, (v) => v),
  show(`a${P}b`, (v) => `a${v}b`),
  show(`"a ${P} b"`, (v) => `a ${v} b`),
  show(`'a ${P} "b'`, (v) => `a ${v} "b`),
  show(`"it's "'"'${P}`, (v) => `it's "${v}`),
  show(`a\\"${P}\\'`, (v) => `a"${v}'`),
  show(`"\\"${P}\\$"`, (v) => `"${v}$`),
  show(`\\${P}`, () => P),
  show(`"$(printf '%s' ${P})"`, withoutEnd),
  show(`"$(printf '%s' "a$(printf '%s' '${P}')")"`, (v) => withoutEnd(`a${withoutEnd(v)}`)),
  show('"`printf %s ' + P + '`"', withoutEnd),
  show('"`(printf %s "' + P + '") # note`"', withoutEnd),
  show('${lm_none:-' + P + '}', (v) => v),
  show('"${lm_none:-' + P + '}"', (v) => v),
  show('"${lm_none:-$(printf %s ' + P + ')}"', withoutEnd),
  show(`"$(case ${P} in ${P}) printf yes;; *) printf no;; esac)"`, () => 'yes'),
  show(`"$(cat <<E\n["'${P}'"]\nE\n)"`, (v) => `["'${v}'"]`),
  { command: `cat <<-E\n\t[${P} $(printf '%s' "${P}")]\n\tE\n`, prints: (v) => `[${v} ${withoutEnd(v)}]\n` },
  { command: `cat <<E | cat; printf x\n\\$ ${P}\nE\n`, prints: (v) => `$ ${v}\nx` },
  { command: `# it's "${P} $( \` <<E\nx=${P}; printf '<%s>' "$x"`, prints: (v) => `<${v}>` },
  { command: `if [ ${P} = "${P}" ]; then (printf same); fi`, prints: () => 'same' },
  { command: `sh -c 'printf "<%s>" "$1"' sh ${P}`, prints: (v) => `<${v}>` },
  { command: `f() { printf '<%s>' "$1" "\${2}"; }; f ${P} x${P}`, prints: (v) => `<${v}><x${v}>` },
  { command: `for i in ${P} '${P}'; do printf '<%s>' "$i"; done`, prints: (v) => `<${v}><${v}>` },
]
const command = fc.array(fc.tuple(fc.nat(pieces.length - 1), fc.constantFrom('\n', ';\n', ' # "\n')), {
  minLength: 1,
  maxLength: 8,
})

const attacks = ["'", '"', '', '))', '}', '\n', '`', 'E\n'].map(
  (end) => `${end}$(mkdir pwned; : >pwned/x)${end}\`mkdir pwned; : >pwned/x\``,
)
const soup = fc.array(
  fc.constantFrom(
    ...[
      P,
      P,
      P,
      'echo ',
      ' ',
      ';',
      '\n',
      "'",
      '"',
      '`',
      '$(',
      ')',
      '(',
      '${x:-',
      '${x#',
      '}',
      '\\',
      '#',
      '$',
      '<<E\n',
      '\nE\n',
    ],
    ...['case x in x) ', ' esac', '| cat', '&& ', '$((', '))', 'a', '{ ', ' }', 'if :; then ', ' fi', '<<-E', "<<'E'"],
  ),
  { minLength: 3, maxLength: 14 },
)
function assignOrUndefined(text: string, context: ReturnType<typeof stepContext>): string | undefined {
  try {
    return assignCommand('lm_command', `echo ${text}`, context)
  } catch (error) {
    if (error instanceof AppError) return undefined
    throw error
  }
}

eachShell('fillCommand', (shell) => {
  it('hands every value over byte by byte and runs none', { timeout: 60_000 }, async () => {
    const folder = tempFolder()
    await fc.assert(
      fc.asyncProperty(command, value, async (chosen, v) => {
        const parts = chosen.map(([index, separator]) => ({ ...(pieces[index] as Piece), separator }))
        const text = parts.map((part) => part.command + (part.command.endsWith('\n') ? '' : part.separator)).join('')
        const context = stepContext({ host: { name: 'h', address: 'a', labels: { v } } })
        const script = buildScript(
          context,
          assignCommand('lm_command', text, context),
          `cd '${folder}'\nlm_run "$lm_command"`,
        )
        const { log, exitCode } = await runScript(shell, script)
        expect({ log, exitCode }).toEqual({ log: parts.map(({ prints }) => prints(v)).join(''), exitCode: 0 })
        expect(existsSync(join(folder, 'pwned'))).toBe(false)
      }),
      { numRuns: 60 },
    )
  })

  it('runs no value even in commands that make no sense', { timeout: 60_000 }, async () => {
    const folder = tempFolder()
    await fc.assert(
      fc.asyncProperty(soup, fc.constantFrom(...attacks), async (tokens, attack) => {
        const context = stepContext({ host: { name: 'h', address: 'a', labels: { v: attack } } })
        const assigned = assignOrUndefined(tokens.join(''), context)
        if (assigned === undefined) return
        await runScript(shell, buildScript(context, `cd '${folder}'`, assigned, 'lm_run "$lm_command"'))
        expect(existsSync(join(folder, 'pwned', 'x'))).toBe(false)
      }),
      { numRuns: 60 },
    )
  })

  it('passes hostile versions and host names through every placeholder', async () => {
    const root = join(tempFolder(), `o'r $(touch pwned)`)
    mkdirSync(root)
    const host = { name: hostileVersion, address: '10.0.0.1', port: 2222, user: `a'b`, labels: { 'x-y': 'z\nz' } }
    const context = stepContext({ version: hostileVersion, host, root, previous: '$(touch pwned)' })
    const names = ['version', 'host.name', 'host.port', 'host.user', 'host.label.x-y', 'root', 'release', 'previous']
    const text = names.map((name) => `printf '%s|' {${name}} "{${name}}" '{${name}}'`).join('\n')
    const script = buildScript(context, assignCommand('lm_command', text, context), 'lm_run "$lm_command"; ls')
    const expected = [hostileVersion, hostileVersion, '2222', `a'b`, 'z\nz', root, `${root}/releases/${hostileVersion}`]
    const shown = [...expected, '$(touch pwned)'].map((each) => `${each}|`.repeat(3)).join('')
    expect((await runScript(shell, script)).log).toBe(`${shown}result\nscript\n`.replace('result\n', ''))
  })

  it('stops at a placeholder without a value, and only there', async () => {
    const context = stepContext({ previous: undefined })
    const text = `[ -z "$LASTMILE_PREVIOUS" ] && echo first\necho "to {previous}"\necho never`
    const script = buildScript(
      context,
      assignCommand('lm_command', text, context),
      'lm_run "$lm_command"\n[ $? -ne 0 ]',
    )
    const { exitCode, log } = await runScript(shell, script)
    expect(exitCode).toBe(0)
    expect(log).toMatch(/^first\n.*previous has no value on this host/)
    expect(log).not.toContain('never')
  })
})

describe('checkCommand', () => {
  it('takes labels on trust', () => expect(() => checkCommand('run {host.label.any} "{version}"')).not.toThrow())
  it('refuses what fillCommand would refuse', () => expect(() => checkCommand('eval {version}')).toThrow(/eval/))
})

describe('fillCommand', () => {
  it('refuses a label that the host does not have', () => {
    expect(() => fillCommand('run {host.label.rack}', stepContext())).toThrow(/web-01 has no label "rack"/)
  })
})
