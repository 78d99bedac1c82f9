import type { StepContext } from '../../../../src/main/commands/step-environment'

/** Text that does harm wherever it is taken for code: \`pwned\` would appear in the working directory. */
export const hostileVersion = `1.0 $(touch pwned) "x" 'y' \`touch pwned\` ; touch pwned & *?[a] \\n \${HOME} #é`

/** A step on web-01, with whatever a test wants different. */
export function stepContext(over: Partial<StepContext> = {}): StepContext {
  return {
    app: 'shop-api',
    version: '1.1.0',
    environment: 'production',
    rollout: 'r0llout001',
    previous: '1.0.0',
    host: { name: 'web-01', address: '10.0.1.11', port: 22, user: 'deploy', labels: { zone: 'a' } },
    step: 'restart',
    attempt: 1,
    ...over,
  }
}
