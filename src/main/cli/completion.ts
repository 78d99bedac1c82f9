import type { CommandUnknownOpts } from '@commander-js/extra-typings'
import { assertNever } from '../../shared/util/assert-never'

export const shells = ['bash', 'zsh', 'fish'] as const
export type Shell = (typeof shells)[number]

type Word = { readonly word: string; readonly about: string }
/** A command line up to a verb (`debts settle`), and the words that may come next. */
type Place = { readonly path: readonly string[]; readonly verbs: readonly Word[]; readonly options: readonly Word[] }

/** The script that completes verbs and options in a shell, made from the commands themselves. Pure. */
export function completionScript(program: CommandUnknownOpts, shell: Shell): string {
  const places = placesOf(program, [])
  switch (shell) {
    case 'bash':
      return bashScript(places)
    case 'zsh':
      return zshScript(places)
    case 'fish':
      return fishScript(places)
    default:
      return assertNever(shell)
  }
}

function placesOf(command: CommandUnknownOpts, path: readonly string[]): Place[] {
  const help = command.createHelp()
  const children = help.visibleCommands(command)
  const verbs = [
    ...children.map((child) => ({ word: child.name(), about: child.summary() || child.description() })),
    ...command.registeredArguments.flatMap(({ argChoices = [] }) => argChoices.map((word) => ({ word, about: '' }))),
  ]
  const options = help
    .visibleOptions(command)
    .flatMap(({ long, description }) => (long ? [{ word: long, about: description }] : []))
  const below = command.commands.filter((child) => children.includes(child))
  return [{ path, verbs, options }, ...below.flatMap((child) => placesOf(child, [...path, child.name()]))]
}

const wordsOf = (words: readonly Word[]): string => words.map(({ word }) => word).join(' ')

function bashScript(places: readonly Place[]): string {
  const cases = places.map(
    ({ path, verbs, options }) => `    '${path.join(' ')}') words='${wordsOf([...verbs, ...options])}' ;;`,
  )
  return `# lastmile completion for bash: eval "$(lastmile completion bash)"
_lastmile() {
  local current="\${COMP_WORDS[COMP_CWORD]}" path='' words='' i
  for ((i = 1; i < COMP_CWORD; i++)); do
    case "\${path}\${path:+ }\${COMP_WORDS[i]}" in
      ${places.flatMap(({ path }) => (path.length > 0 ? [`'${path.join(' ')}'`] : [])).join('|')}) path="\${path}\${path:+ }\${COMP_WORDS[i]}" ;;
    esac
  done
  case "$path" in
${cases.join('\n')}
  esac
  COMPREPLY=($(compgen -W "$words" -- "$current"))
}
complete -o default -F _lastmile lastmile
`
}

/** In single quotes, with the colon that `_describe` would split at kept. */
const quoteZsh = ({ word, about }: Word): string => `'${word}:${about.replaceAll("'", '’').replaceAll(':', '\\:')}'`

function zshScript(places: readonly Place[]): string {
  const cases = places.map(({ path, verbs, options }) => {
    const words = [...verbs, ...options].map(quoteZsh).join(' ')
    return `    '${path.join(' ')}') choices=(${words}) ;;`
  })
  const known = places.flatMap(({ path }) => (path.length > 0 ? [`'${path.join(' ')}'`] : []))
  return `#compdef lastmile
# lastmile completion for zsh: eval "$(lastmile completion zsh)"
_lastmile() {
  local where='' next word
  local -a choices
  for word in "\${words[@]:1:$((CURRENT - 2))}"; do
    next="\${where}\${where:+ }\${word}"
    case "$next" in
      ${known.join('|')}) where="$next" ;;
    esac
  done
  case "$where" in
${cases.join('\n')}
  esac
  _describe -V 'lastmile' choices
  _files
}
compdef _lastmile lastmile
`
}

const quoteFish = (text: string): string => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`

function fishScript(places: readonly Place[]): string {
  const top = places.find(({ path }) => path.length === 0)
  const verbs = top?.verbs.map(({ word }) => word).join(' ') ?? ''
  const lines = places.flatMap(({ path, verbs: below, options }) => {
    const condition =
      path.length === 0
        ? `not __fish_seen_subcommand_from ${verbs}`
        : path.map((word) => `__fish_seen_subcommand_from ${word}`).join('; and ')
    return [
      ...below.map(
        ({ word, about }) => `complete -c lastmile -n ${quoteFish(condition)} -f -a ${word} -d ${quoteFish(about)}`,
      ),
      ...options.map(
        ({ word, about }) =>
          `complete -c lastmile -n ${quoteFish(condition)} -l ${word.replace(/^--/, '')} -d ${quoteFish(about)}`,
      ),
    ]
  })
  return `# lastmile completion for fish: lastmile completion fish | source\n${lines.join('\n')}\n`
}
