/** Sentences for `plan.*`, `release.*`, `gate.*` and `rollout.*`. */
export const rolloutErrors = {
  'plan.no-hosts':
    '{app} has no hosts in {environment}. Add hosts under environments → {environment} → hosts in lastmile.yml and apply it.',
  'plan.batch-too-large':
    'Batch {batch} would take {hosts} of {total} hosts at once; in the protected environment {environment} a batch stays below 50 %: at most {nearest}. Use a size of {nearest} or less.',
  'plan.below-floor':
    '{what} of {hosts} hosts would leave {servingAfter} of {total} serving; the floor is {floor}. The largest batch that keeps it is {nearest}: use smaller batches, or raise maxUnavailable.',
  'plan.floor-unreachable':
    'With maxUnavailable {maxUnavailable} the floor is {floor} of {total} and {serving} serve, so not one host can be taken out. Set maxUnavailable to {nearest} or more, or bring hosts back first.',
  'plan.canary-too-large':
    'The canary batch has {hosts} hosts; in the protected environment {environment} with {total} hosts it may have at most {nearest}. Set canary.hosts to {nearest}.',
  'plan.all-at-once-protected':
    'All at once is for unprotected environments; {environment} is protected. Use canary or rolling.',
  'plan.bad-batch-size': 'A batch size of {size} releases nothing. The smallest legal size is 1 host or 1%.',
  'plan.bad-strategy': 'The strategy for this rollout is not understood: {problems}.',
  'plan.fewer-approvers':
    'The strategy for this rollout asks for {approvers} sign-offs; the protected environment {environment} asks for {nearest}, and a single rollout may not ask for fewer.',
  'plan.starter-signs':
    'The strategy for this rollout lets the person who starts it sign its gates; the protected environment {environment} does not. Keep signOff.notBy: starter.',
  'plan.lower-floor':
    'With maxUnavailable {asked} the floor of this rollout would be {lower} of {total}; the protected environment {environment} keeps {floor}. Set maxUnavailable to {nearest} hosts or less.',
  'release.no-digest':
    'No sha256 is known for {app} {version}, and {environment} is protected. Give --sha256, set package.sha256, or put a .sha256 file beside the package.',
  'release.digest-conflict':
    'The sha256 of {app} {version} is {given} by {source}, but {known} was recorded before. A version is released from one artifact only; use a new version.',
  'release.package-missing':
    '{path} cannot be read, so {app} {version} cannot be released. Build it, or correct package.push in lastmile.yml.',
  'release.blocked': '{app} {version} is blocked since {at}: {reason}. Lift it with --unblock --reason "…".',
  'release.not-blocked': '{app} {version} is not blocked; there is nothing to lift.',
  'release.no-package':
    '{app} has no package and no lifecycle command that would release anything. Name package.url, package.push or lifecycle.restart in lastmile.yml.',
  'gate.not-waiting': 'Rollout {rollout} does not wait at a gate; it is {state}.',
  'gate.moved-on':
    'The gate {gate} does not wait any more; {waiting} does. Look at that one before you answer or sign it.',
  'gate.unknown-item': 'The gate {gate} has no item "{item}". Its items: {items}.',
  'gate.item-is-automatic':
    'The item "{item}" is checked by the console and cannot be answered by hand. Waive it with a reason if you must.',
  'gate.bad-value': 'The value for "{item}" does not match {pattern}.',
  'gate.items-open': 'The gate {gate} stays closed: {items}.',
  'gate.not-waivable': '"{item}" may be waived by {allowed} only, not by {by}.',
  'gate.reason-missing': 'A reason is needed to {action}. Give --reason "…".',
  'gate.not-by-starter':
    '{by} started this rollout; the sign-off for {gate} must come from someone else (signOff.notBy: starter).',
  'gate.signed-already': '{by} has signed {gate} already; {missing} more sign-off is needed from someone else.',
  'rollout.detached': 'This console let go of rollout {rollout}. `lastmile resume {rollout}` takes it up again.',
  'rollout.unknown': 'No rollout matches "{rollout}". `lastmile history` lists them.',
  'rollout.pruned':
    'The journal of rollout {rollout} was pruned at {at} by {by} ({reason}). Its line in `lastmile history` and its last hash (`lastmile verify {rollout}`) are what is left.',
  'rollout.ambiguous': '"{rollout}" matches several rollouts: {matches}. Give more of the id.',
  'rollout.cluster-busy':
    '{app} in {environment} has rollout {rollout} in progress ({state}). One cluster has one rollout at a time: finish it, revoke it or roll it back first.',
  'rollout.finished': 'Rollout {rollout} is over ({result}); it cannot be {action}.',
  'rollout.braked': 'Rollout {rollout} is braked: {reason}. Resume or retry it first.',
  'rollout.not-braked': 'Rollout {rollout} is not braked; there is nothing to resume.',
  'rollout.nothing-to-retry': 'Rollout {rollout} has no failed or never-started host in the current batch.',
  'rollout.unknown-host': 'Rollout {rollout} has no host "{host}".',
  'rollout.no-such-host': '{app} has no host "{host}" in {environment}. Its hosts: {known}.',
  'rollout.host-busy': '{host} is {status} and cannot be excluded now. Brake first and wait until it rests.',
  'rollout.nothing-to-roll-back': 'Rollout {rollout} changed no host; there is nothing to roll back.',
  'rollout.hosts-in-flight':
    'Rollout {rollout} still has hosts on the way ({hosts}). Brake it and wait until they rest.',
  'rollout.no-target':
    '{host} has no version to go back to: precheck found none before the rollout. Exclude it or release a good version to it.',
  'rollout.debt-settling':
    'Debts of {app} in {environment} are being settled right now: hosts are put back. Try again when that is over.',
  'rollout.debt-in-use':
    '{host} is on its way in rollout {rollout}, which gives back itself what it takes. Wait until it rests.',
  'rollout.debt-unknown': 'No open undo debt matches "{debt}". `lastmile debts` lists them.',
  'rollout.app-unknown': 'There is no app "{app}". Known: {known}. `lastmile apply FILE` adds one.',
  'rollout.app-in-use': '{app} stays: {why}. Bring that to an end first.',
  'rollout.environment-unknown': '{app} has no environment "{environment}". Known: {known}.',
} as const satisfies Record<`${'plan' | 'release' | 'gate' | 'rollout'}.${string}`, string>
