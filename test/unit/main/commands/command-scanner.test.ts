import { describe, expect, it } from 'vitest'
import { replaceInCommand } from '../../../../src/main/commands/command-scanner'
import { AppError } from '../../../../src/shared/errors/app-error'

const replace = (text: string): string => replaceInCommand(text, () => '${V}')
const codeOf = (text: string): string => {
  try {
    replace(text)
  } catch (error) {
    if (error instanceof AppError) return error.code
    throw error
  }
  return 'none'
}

describe('replaceInCommand', () => {
  it.each([
    ['unquoted', 'run {version} x', 'run "${V}" x'],
    ['inside a word', 'run a{version}b', 'run a"${V}"b'],
    ['an assignment', 'V={version} run', 'V="${V}" run'],
    ['double quotes', 'run "a {version} b"', 'run "a ${V} b"'],
    ['single quotes', `run 'a {version} b'`, `run 'a '"\${V}"' b'`],
    ['an apostrophe in double quotes', `run "it's {version}"`, `run "it's \${V}"`],
    ['escaped quotes', `run \\" {version} \\' {version}`, `run \\" "\${V}" \\' "\${V}"`],
    ['a substitution in double quotes', 'run "$(cat {version} "{version}")"', 'run "$(cat "${V}" "${V}")"'],
    ['backticks', 'run `cat {version}`', 'run $( cat "${V}"\n)'],
    ['backticks in double quotes', 'run "`cat {version}`"', 'run "$( cat "${V}"\n)"'],
    ['a default', 'run ${x:-{version}} "${x:-{version}}"', 'run ${x:-"${V}"} "${x:-${V}}"'],
    [
      'a case in a substitution',
      'x=$(case {version} in a) b;; (c) d;; esac) {version}',
      'x=$(case "${V}" in a) b;; (c) d;; esac) "${V}"',
    ],
    [
      'a here-document',
      'cat <<E\n"{version}\' $(cat "{version}")\nE\nrun {version}',
      'cat <<E\n"${V}\' $(cat "${V}")\nE\nrun "${V}"',
    ],
    ['an indented here-document', 'cat <<-E\n\t{version}\n\tE\n', 'cat <<-E\n\t${V}\n\tE\n'],
    ['a comment before', `run # it's {version}\nrun {version}`, `run # it's {version}\nrun "\${V}"`],
    ['no comment inside a word', 'run a#{version}', 'run a#"${V}"'],
    ['its own brace escaped', 'run \\{version} {version}', 'run \\{version} "${V}"'],
    ['a variable of that name', 'run ${version} "\\${version}" {version}', 'run ${version} "\\${version}" "${V}"'],
    [
      'other braces',
      `awk '{print $1}' {version}; { x; } ; echo {a,b} '{"a":{}}'`,
      `awk '{print $1}' "\${V}"; { x; } ; echo {a,b} '{"a":{}}'`,
    ],
    ['an argument of a nested shell', `sh -c 'run "$1"' sh {version}`, `sh -c 'run "$1"' sh "\${V}"`],
    ['an awk variable', `awk -v v={version} '{print v}' f`, `awk -v v="\${V}" '{print v}' f`],
    ['a file for sed', `sed -n '/x/p' {version}/f`, `sed -n '/x/p' "\${V}"/f`],
    ['a special parameter', 'run $# $$ $? "$" {version}', 'run $# $$ $? "$" "${V}"'],
    ['arithmetic beside', 'run $((1 + (2))) {version}', 'run $((1 + (2))) "${V}"'],
    ['ssh as a word only', 'rsync -e ssh {version} b:', 'rsync -e ssh "${V}" b:'],
    ['a grep pattern', 'grep -e {version} f', 'grep -e "${V}" f'],
  ])('quotes for %s', (_, text, replaced) => expect(replace(text)).toBe(replaced))

  it('leaves a text without placeholders alone, whatever it is', () => {
    const text = `echo 'x $'\\'' <<E $[1] \`\\\` {foo}`
    expect(replace(text)).toBe(text)
  })

  it.each([
    ['spec.template-in-quoted-heredoc', `cat <<'E'\n{version}\nE\n`],
    ['spec.template-in-quoted-heredoc', `cat <<\\E\n{version}\nE\n`],
    ['spec.template-in-code', 'echo $((1 + {version}))'],
    ['spec.template-in-code', '(( {version} > 1 ))'],
    ['spec.template-in-code', '[[ {version} -eq 1 ]]'],
    ['spec.template-in-code', '[[ a = b && {version} -eq 1 ]]'],
    ['spec.template-in-code', 'a[{version}]=1'],
    ['spec.template-in-code', 'echo ${x:{version}}'],
    ['spec.template-in-code', `sh -c 'run {version}'`],
    ['spec.template-in-code', 'sudo -n /bin/bash -lc "run {version}"'],
    ['spec.template-in-code', 'docker exec app sh -c "run $(cat {version})"'],
    ['spec.template-in-code', 'eval "run {version}"'],
    ['spec.template-in-code', 'if true; then eval run {version}; fi'],
    ['spec.template-in-code', 'x=1 ssh lb disable {version}'],
    ['spec.template-in-code', 'sudo ssh lb disable {version}'],
    ['spec.template-in-code', 'su - app -c "run {version}"'],
    ['spec.template-in-code', 'su app --command="run {version}"'],
    ['spec.template-in-code', `python3.11 -c 'print("{version}")'`],
    ['spec.template-in-code', `awk -F: '/{version}/' f`],
    ['spec.template-in-code', 'sed -i "s/x/{version}/" f'],
    ['spec.template-in-code', 'sed -n -e "/{version}/p" f'],
    ['spec.template-in-code', 'ssh lb <<E\nrun {version}\nE\n'],
    ['spec.template-in-code', 'sudo sh -s <<E\nrun {version}\nE\n'],
    ['spec.template-unclear', `echo $'a' {version}`],
    ['spec.template-unclear', 'echo $[1] {version}'],
    ['spec.template-unclear', `echo '{version}`],
    ['spec.template-unclear', 'echo "{version}'],
    ['spec.template-unclear', 'echo $(cat {version}'],
    ['spec.template-unclear', 'echo `cat {version}'],
    ['spec.template-unclear', 'echo `cat \\"{version}\\"`'],
    ['spec.template-unclear', 'echo ${x:-{version}'],
    ['spec.template-unclear', `echo "\${x:-'{version}'}"`],
    ['spec.template-unclear', 'cat <<E\n{version}\n'],
    ['spec.template-unclear', 'cat <<E {version}'],
    ['spec.template-unclear', 'cat <<$x\n{version}\n$x\n'],
    ['spec.template-unclear', 'cat <<E\n{version} \\\nE\nE\n'],
    ['spec.template-unclear', 'echo $((a); b) {version}'],
    ['spec.unknown-placeholder', 'echo {host.nam}'],
  ])('refuses with %s: %j', (code, text) => expect(codeOf(text)).toBe(code))
})
