import { failWith } from './exit-code'
import { quote } from './quote'
import { releasePart } from './release-part'
import { digestOf, type StepContext } from './step-environment'
import { buildScript } from './step-script'

/**
 * See that the version of the context, to which a rollback would go, is still there whole. Pure; changes nothing.
 *
 * With a digest in the context the release's marker must say the same; without one the directory is enough. Result (and
 * stdout, for a query): `digest`.
 * @throws AppError `remote.bad-version`
 */
export const buildRollbackTargetScript = (context: StepContext): string =>
  buildScript(
    context,
    releasePart,
    `lm_digest=${quote(digestOf(context))}`,
    `
[ -d "$LASTMILE_RELEASE" ] || ${failWith('release-missing', '$LASTMILE_RELEASE is not there any more')}
lm_read_marker "$LASTMILE_RELEASE"
if [ -n "$lm_digest" ] && [ "$lm_marker" != "$lm_digest" ]; then
  ${failWith('release-differs', '$LASTMILE_RELEASE has sha256 ${lm_marker:-unknown}, expected $lm_digest')}
fi
lm_put digest "$lm_marker"
lm_say "digest=$lm_marker"`,
  )
