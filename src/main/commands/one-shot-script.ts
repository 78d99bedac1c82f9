import { quote } from './quote'

/**
 * A script for a shell that ends with it, between marks that tell its output from what a login shell prints. Pure. stdout is
 * `<mark>\n` output `<mark> <exit code>\n`, stderr the same without the code.
 */
export const buildOneShot = (script: string, mark: string): string =>
  `echo ${mark}; echo ${mark} >&2; (eval ${quote(script)}) </dev/null; echo "${mark} $?"; echo ${mark} >&2; exit\n`
