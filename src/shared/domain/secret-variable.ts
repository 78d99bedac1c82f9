/**
 * How commands reach secrets: a secret `db-password` is the file `$LASTMILE_SECRET_DB_PASSWORD_FILE` while the command
 * runs, and with `as: environment` the variable `$LASTMILE_SECRET_DB_PASSWORD` as well.
 */
const prefix = 'LASTMILE_SECRET_'
const fileSuffix = '_FILE'
/** Rest of a name that begins like the variable of a secret. */
const anywhere = new RegExp(`${prefix}([A-Z0-9_]+)`, 'g')

/** `db-password` → `LASTMILE_SECRET_DB_PASSWORD`. Pure. */
export const secretVariable = (name: string): string => prefix + name.toUpperCase().replaceAll('-', '_')

/** The variable that names the file of a secret. Pure. */
export const secretFileVariable = (name: string): string => secretVariable(name) + fileSuffix

/** The variables of secrets that a text names, each once, in order. Pure. */
export const secretVariablesIn = (text: string): string[] => [
  ...new Set(Array.from(text.matchAll(anywhere), ([variable]) => variable)),
]
