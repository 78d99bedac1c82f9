#!/usr/bin/env node
/**
 * The `lastmile` command. Plain enough for any Node that knows ES modules, so that one that is too old gets a sentence
 * instead of a stack trace; everything else is loaded after the check.
 */
const oldestNode = 24
const major = Number(process.versions.node.split('.')[0])
if (major < oldestNode) {
  console.error(
    `Lastmile needs Node.js ${oldestNode} or newer; this is ${process.versions.node}. Run it through npx or npm, which use the pinned one.`,
  )
  process.exitCode = 2
} else {
  void Promise.all([import('./main'), import('./end-process')]).then(async ([{ main }, { endProcess }]) => {
    endProcess(await main(process.argv.slice(2)))
  })
}
