/** Sentences for `demo.*`. */
export const demoErrors = {
  'demo.directory-in-use':
    'The demo fleet needs a directory of its own, and {dir} is not empty. Name one that is empty or does not exist.',
  'demo.unavailable': 'This console was opened without a demo fleet. `lastmile serve` and `npm start` bring one along.',
  'demo.started-already': 'The demo fleet is {state} already. Stop it first.',
  'demo.stopped': 'The demo fleet was stopped.',
  'demo.bad-host-count': 'A demo fleet of {hosts} hosts cannot be started. Choose from {min} to {max} hosts.',
  'demo.bad-zone-count': 'A demo fleet with {zones} zones cannot be started. Choose from {min} to {max} zones.',
  'demo.bad-fault': '"{fault}" is not a fault. Write HOST:STEP, such as web-07:verify; the steps are {steps}.',
  'demo.unknown-host': 'The demo fleet has no host {host} to let fail. Its hosts are {first} to {last}.',
  'demo.no-free-port':
    'No {count} free ports were found between {from} and {to} on 127.0.0.1. End what uses them, or start fewer hosts.',
  'demo.service-did-not-start': 'The demo service on {host} did not start: {reason}',
  'demo.package-failed': 'The demo package {file} could not be built: {reason}',
} as const satisfies Record<`demo.${string}`, string>
