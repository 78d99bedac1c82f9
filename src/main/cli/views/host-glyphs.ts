import type { HostState, HostStatus } from '../../../shared/domain/rollout-state'
import type { Colors } from '../cli'
import type { Piece } from './fit'

type Look = { readonly glyph: string; readonly color: keyof Colors; readonly word: string }

const looks: Readonly<Record<HostStatus, Look>> = {
  pending: { glyph: '□', color: 'dim', word: 'to come' },
  running: { glyph: '▣', color: 'cyan', word: 'running' },
  undoing: { glyph: '▣', color: 'yellow', word: 'going back' },
  resting: { glyph: '⏸', color: 'yellow', word: 'at rest' },
  succeeded: { glyph: '✓', color: 'green', word: 'done' },
  failed: { glyph: '✗', color: 'red', word: 'failed' },
  skipped: { glyph: '▨', color: 'green', word: 'there already' },
  excluded: { glyph: '▨', color: 'dim', word: 'excluded' },
}

/** One glyph per host, or, where they do not fit into `columns`, how many hosts are in which state. Pure. */
export function hostGlyphs(hosts: readonly HostState[], columns: number, colors: Colors): Piece[] {
  if (hosts.length <= columns) return runs(hosts, colors)
  const statuses = Object.keys(looks) as HostStatus[]
  return statuses.flatMap((status): Piece[] => {
    const count = hosts.filter((host) => host.status === status).length
    return count === 0 ? [] : [piece(status, `${looks[status].glyph} ${count} ${looks[status].word}`, colors), '  ']
  })
}

/** Neighbours of one colour in one piece: fewer bytes for a terminal at the other end of a slow line. */
function runs(hosts: readonly HostState[], colors: Colors): Piece[] {
  const pieces: Piece[] = []
  let start = 0
  for (let end = 1; end <= hosts.length; end += 1) {
    const status = hosts[start]?.status
    if (status === undefined || hosts[end]?.status === status) continue
    pieces.push(piece(status, looks[status].glyph.repeat(end - start), colors))
    start = end
  }
  return pieces
}

function piece(status: HostStatus, text: string, colors: Colors): Piece {
  const paint = colors[looks[status].color]
  return { text, paint: (plain) => (typeof paint === 'function' ? paint(plain) : plain) }
}
