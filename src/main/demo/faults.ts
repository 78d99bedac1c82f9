import { mkdir, writeFile } from 'node:fs/promises'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { stepNames, type StepName } from '../../shared/domain/lifecycle'
import { AppError } from '../../shared/errors/app-error'

/** One step that is to fail on one host. */
export type Fault = { readonly host: string; readonly step: StepName }

/** Below the fleet's directory; the commands on the hosts and the service look there too. */
const faultFolder = 'faults'

/**
 * Read `web-07:verify`. Pure.
 *
 * @throws AppError `demo.bad-fault`
 */
export function parseFault(text: string): Fault {
  const [host = '', stepText = '', ...rest] = text.split(':')
  const step = stepNames.find((name) => name === stepText)
  if (host === '' || step === undefined || rest.length > 0) {
    throw new AppError('demo.bad-fault', { details: { fault: text, steps: stepNames.join(', ') } })
  }
  return { host, step }
}

/** Where the commands on the hosts look for faults. */
export const faultDirOf = (fleetDir: string) => join(fleetDir, faultFolder)

/** Switch faults on. They hold for one version only, so that going back to another one works. */
export async function writeFaults(fleetDir: string, faults: readonly Fault[], version: string): Promise<void> {
  await mkdir(faultDirOf(fleetDir), { recursive: true })
  await Promise.all(
    faults.map(({ host, step }) => writeFile(join(faultDirOf(fleetDir), `${host}.${step}`), `${version}\n`)),
  )
}

/** The version for which a step fails on a host, or undefined. */
export function findFault(fleetDir: string, fault: Fault): string | undefined {
  try {
    return readFileSync(join(faultDirOf(fleetDir), `${fault.host}.${fault.step}`), 'utf8').trim()
  } catch {
    return undefined
  }
}
