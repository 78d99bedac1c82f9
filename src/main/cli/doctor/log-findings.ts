import type { LogsHealth } from '../../../shared/ipc/requests/evidence-requests'
import type { Finding } from '../findings'
import { countOf, dayAndTime } from '../views/words'
import { quote } from './folder-findings'

/** What became of damaged log stores, and how far what was in them was saved. Pure. */
export function findLogs({ file, setAside, rewrittenAtMs }: LogsHealth): Finding[] {
  const rewritten: Finding = {
    state: 'note',
    what: `${file} was written again`,
    why: `It was deleted or replaced under the console (${dayAndTime(rewrittenAtMs ?? 0)}).`,
    fix: 'Leave the files of the data folder alone while a console runs; `lastmile prune` makes room.',
  }
  return [...(rewrittenAtMs === undefined ? [] : [rewritten]), ...setAside.map(findAside)]
}

function findAside({ file, atMs, reason, saved, lost, isFinished }: LogsHealth['setAside'][number]): Finding {
  const counts = `${countOf(saved, 'block')} of it were saved, ${lost} could not be read`
  return {
    state: 'note',
    what: `A damaged log store was set aside: ${file}`,
    why: `${dayAndTime(atMs)}: ${reason}. ${isFinished ? counts : `Still at it: ${counts} so far`}.`,
    fix: isFinished
      ? `Look at the disk; remove it when you need the room: \`rm ${quote(file)}*\`.`
      : 'Let a console run until this says that it is done.',
  }
}
