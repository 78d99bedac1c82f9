import { AppDialog } from './app-dialog'
import { EnvironmentDialog } from './environment-dialog'
import { FileDialog } from './file-dialog'
import { closeFleetDialog, useFleetDialog } from './fleet-dialogs'
import { HostDialog } from './host-dialog'
import { ImportDialog } from './import-dialog'
import { RemoveAppDialog, RemoveEnvironmentDialog, RemoveHostsDialog } from './remove-dialogs'

/** Where the forms about the inventory appear; on each page that opens some. */
export function FleetDialogHost() {
  const dialog = useFleetDialog((state) => state.dialog)
  const onClose = closeFleetDialog
  switch (dialog?.kind) {
    case undefined:
      return null
    case 'host':
      return <HostDialog dialog={dialog} onClose={onClose} />
    case 'environment':
      return <EnvironmentDialog dialog={dialog} onClose={onClose} />
    case 'app':
      return <AppDialog dialog={dialog} onClose={onClose} />
    case 'file':
      return <FileDialog dialog={dialog} onClose={onClose} />
    case 'import':
      return <ImportDialog dialog={dialog} onClose={onClose} />
    case 'remove-hosts':
      return <RemoveHostsDialog dialog={dialog} onClose={onClose} />
    case 'remove-environment':
      return <RemoveEnvironmentDialog dialog={dialog} onClose={onClose} />
    case 'remove-app':
      return <RemoveAppDialog dialog={dialog} onClose={onClose} />
  }
}
