import { powerSaveBlocker } from 'electron'
import type { AwakeHold, AwakeVerdict, KeepAwake } from '../ports/awake'

/** Keeps this machine from falling asleep by Electron, while somebody holds it. Its screen may go dark. */
export class ElectronKeepAwake implements KeepAwake {
  check(): Promise<AwakeVerdict> {
    return Promise.resolve({ isKept: true })
  }

  hold(): AwakeHold {
    const blocker = powerSaveBlocker.start('prevent-app-suspension')
    let isHeld = true
    return {
      release: () => {
        if (isHeld) powerSaveBlocker.stop(blocker)
        isHeld = false
      },
    }
  }
}
