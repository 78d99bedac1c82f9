/** What a field may look like, the same in every language; shown while it is empty. */
export const examples = {
  why: 'https://incidents.example.com/INC-2031',
  id: 'on-call',
  people: 'maria, li.wei',
  pattern: '^OPS-[0-9]+$',
  run: 'curl -fsS http://metrics:9090/-/healthy',
  expectOutput: 'ok',
  via: 'lb-01',
  url: 'https://status.example.com/health',
  expectStatus: '200',
  expectBody: 'ok',
  timeout: '30s',
} as const
