import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { exportSpec } from '../../../../src/main/spec/spec-export'
import { parseSpecFile, readSpecFile } from '../../../../src/main/spec/spec-file'
import { appSpec } from '../../../../src/shared/domain/app-spec'
import { specArbitrary } from '../../../helpers/spec-arbitrary'

describe('exportSpec', () => {
  it('writes what reads back as the same spec', () => {
    fc.assert(
      fc.property(specArbitrary, (spec) => {
        expect(parseSpecFile(exportSpec(spec), '/x/lastmile.yml')).toStrictEqual([spec])
      }),
      { numRuns: 100 },
    )
  })

  it('keeps everything of the full example', async () => {
    const [spec] = await readSpecFile('test/fixtures/shop-api.lastmile.yml')
    expect(spec && parseSpecFile(exportSpec(spec), '/elsewhere/lastmile.yml')).toStrictEqual([spec])
  })

  it('writes for people: units, one host on a line, no defaults, scripts as they are', () => {
    const spec = appSpec.parse({
      app: 'shop',
      package: { url: 'http://a/{version}.tar.gz', root: '/srv/shop', keep: 5 },
      lifecycle: { precheck: {}, restart: { run: 'one\ntwo\n', timeout: 90 } },
      environments: [
        {
          name: 'production',
          protected: true,
          hosts: [
            { name: 'web-01', address: '10.0.0.1', labels: { zone: 'a' }, canary: true },
            { name: 'web-02', canary: false, labels: {} },
          ],
          strategy: { canary: {}, batches: [1, '12.5%'], pause: '90s' },
          gates: { beforeBatch: [{ id: 'told', kind: 'tick', ask: 'Told', blocking: true }], afterSoak: 'off' },
        },
      ],
    })
    expect(exportSpec(spec)).toBe(`app: shop

package:
  url: http://a/{version}.tar.gz
  root: /srv/shop

lifecycle:
  precheck: {}
  restart:
    run: |
      one
      two
    timeout: 1m30s

environments:
  - name: production
    protected: true
    hosts:
      - { name: web-01, address: 10.0.0.1, labels: { zone: a }, canary: true }
      - { name: web-02 }
    strategy:
      canary: { hosts: 1, soak: 10m }
      batches: [ 1, 12.5% ]
      pause: 1m30s
    gates:
      afterSoak: off
      beforeBatch:
        - { kind: tick, id: told, ask: Told }
`)
  })

  it('writes a spec of a thousand hosts with one line each', () => {
    const hosts = Array.from({ length: 1_000 }, (_, index) => ({
      name: `web-${index}`,
      labels: { zone: `z${index % 3}` },
    }))
    const text = exportSpec(appSpec.parse({ app: 'shop', environments: [{ name: 'production', hosts }] }))
    expect(text.match(/^ {6}- \{ name: web-\d+, labels: \{ zone: z\d \} \}$/gm)).toHaveLength(1_000)
  })
})
