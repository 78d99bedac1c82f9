import { AppError } from '../../shared/errors/app-error'
import type { Handlers } from '../../shared/ipc/contract'
import type { DemoStatus } from '../../shared/ipc/requests/console-requests'
import type { DemoPort } from '../demo-port'

type DemoRequests = 'demo:status' | 'demo:start' | 'demo:stop'

/** A console whose door brought no demo. */
const unavailable: DemoStatus = {
  state: 'unavailable',
  app: '',
  environment: '',
  installedVersion: '',
  newVersion: '',
  hosts: 0,
  startedHosts: 0,
  fail: [],
}

/** Requests about the embedded fleet. */
export function demoHandlers(find: () => DemoPort | undefined): Pick<Handlers, DemoRequests> {
  const get = () => {
    const demo = find()
    if (!demo) throw new AppError('demo.unavailable')
    return demo
  }
  return {
    'demo:status': () => find()?.status() ?? unavailable,
    'demo:start': (wishes) => get().start(wishes),
    'demo:stop': () => get().stop(),
  }
}
