import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { StageFleet } from './stage-fleet'
import type { StageOptions } from './stage-spec'

/**
 * What a layer between hosts and customers may do wrong. `queued`: it takes the order to drain web-02, and a kind carries it
 * out later; `lost`: it does it, and does not answer any more, to this order or to others, until it is mended;
 * `stuck`: of the order to drain only the balancer's half is done, and no host is taken back.
 */
export type LayerFault = 'silent' | 'late' | 'still-in' | 'half' | 'not-back' | 'queued' | 'lost' | 'stuck'

/** Much longer than anybody waits for one order. */
const silenceSeconds = 60

/**
 * A load balancer and a registry that hosts are taken out of one after the other. Out of either is out of traffic; a host
 * serves once both have it. Both are directories, and files beside them say what goes wrong.
 */
export const twoLayers = (dir: string): Required<Pick<StageOptions, 'lifecycle' | 'traffic'>> => {
  const host = '"$LASTMILE_HOST_NAME"'
  const isSilent = `if [ -e ${dir}/layer.silent ]; then echo "the balancer does not answer" >&2; exit 7; fi`
  const isLate = `if [ -e ${dir}/layer.late ]; then sleep 2; fi`
  const registry = `${dir}/registry-out/${host}`
  const traffic = `${dir}/traffic/${host}`
  const quick = { checkInterval: '50ms', backoff: '100ms', retries: 1 }
  const mark = `. ${dir}/step.sh; mkdir -p ${dir}/registry-out`
  return {
    lifecycle: {
      drain: {
        run: [
          mark,
          isSilent,
          isLate,
          `if [ -e ${dir}/layer.stuck ]; then rm -f ${traffic}; echo "the registry lost it" >&2; exit 1; fi`,
          `touch ${registry}`,
          `if [ -e ${dir}/layer.half ]; then echo "the balancer lost it" >&2; exit 1; fi`,
          `[ -e ${dir}/layer.still-in ] || grep -qsx ${host} ${dir}/layer.queued || rm -f ${traffic}`,
          `if [ -e ${dir}/layer.lost ]; then touch ${dir}/layer.silent; sleep ${silenceSeconds}; fi`,
        ].join('\n'),
        check: `test -e ${registry} && test ! -e ${traffic}`,
        timeout: '4s',
        ...quick,
      },
      admit: {
        run: [
          mark,
          isSilent,
          isLate,
          `if [ -e ${dir}/layer.stuck ]; then echo "the balancer takes nobody back" >&2; exit 1; fi`,
          `rm -f ${registry}`,
          `[ -e ${dir}/layer.not-back ] || touch ${traffic}`,
        ].join('\n'),
        check: `test ! -e ${registry} && test -e ${traffic}`,
        timeout: '4s',
        ...quick,
      },
    },
    traffic: { serving: `${isSilent}; ${isLate}; ls ${dir}/traffic`, timeout: '5s', retries: 1 },
  }
}

/** Let the layer go wrong from now on, or mend it. */
export function breakLayer({ dir }: StageFleet, fault: LayerFault, isBroken = true): void {
  const file = join(dir, `layer.${fault}`)
  if (isBroken) writeFileSync(file, 'web-02\n')
  else rmSync(file, { force: true })
}
