import type { Input } from '../../../shared/ipc/contract'

/** What a file most probably is, by its name and then by how it begins. Pure. */
export function guessFormat(fileName: string, text: string): Input<'host:import'>['format'] {
  const name = fileName.toLowerCase()
  if (/\.(csv|tsv)$/.test(name)) return 'csv'
  if (/\.(ya?ml|ini)$/.test(name) || /(^|[/\\])(hosts|inventory)$/.test(name)) return 'ansible'
  if (/^\s*(host|match|include)\s/im.test(text)) return 'ssh-config'
  return /^\s*\[[^\]]+\]/m.test(text) ? 'ansible' : 'csv'
}
