import { z } from 'zod'
import { appSpec } from '../../../shared/domain/app-spec'
import type { WrittenSpec } from './spec-edit'

/** As little as an app needs; everything else is written in its lastmile.yml. */
export type AppFields = {
  readonly app: string
  readonly owner: string
  readonly tier: string
  readonly environment: string
  readonly protected: boolean
  readonly package: { readonly url: string; readonly root: string }
}

export const emptyApp: AppFields = {
  app: '',
  owner: '',
  tier: '',
  environment: '',
  protected: false,
  package: { url: '', root: '' },
}

/** An artifact with a scheme is pulled by the hosts; any other is a local file that is sent to them. Pure. */
export function toNewSpec(fields: AppFields): WrittenSpec {
  const { app, owner, tier, environment } = fields
  const url = fields.package.url.trim()
  const root = fields.package.root.trim()
  const from = url === '' ? {} : /^[a-z]+:\/\//i.test(url) ? { url } : { push: url }
  return {
    app: app.trim(),
    ...(owner.trim() === '' ? {} : { owner: owner.trim() }),
    ...(tier.trim() === '' ? {} : { tier: tier.trim() }),
    ...(url === '' && root === '' ? {} : { package: { ...from, root } }),
    environments: [{ name: environment.trim(), ...(fields.protected ? { protected: true } : {}) }],
  }
}

/** The schema of lastmile.yml, for what somebody typed; the first environment is called by the field it has in the form. */
export const appForm = z.unknown().superRefine((fields, ctx) => {
  const parsed = appSpec.safeParse(toNewSpec(fields as AppFields))
  for (const { path, message } of parsed.error?.issues ?? []) {
    const isEnvironment = path[0] === 'environments'
    const isArtifact = path.length === 1 && path[0] === 'package'
    const at = isEnvironment ? ['environment'] : isArtifact ? ['package', 'url'] : path
    ctx.addIssue({ code: 'custom', message, path: [...at] })
  }
})
