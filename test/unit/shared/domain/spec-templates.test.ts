import { describe, expect, it } from 'vitest'
import { appSpec } from '../../../../src/shared/domain/app-spec'
import { templatePlaces } from '../../../../src/shared/domain/spec-templates'

const findings = (input: unknown) =>
  appSpec.safeParse(input).error?.issues.map(({ path, message }) => `${path.join('.')}: ${message}`)

const hosts = [{ name: 'a', labels: { zone: 'x' } }, { name: 'b' }, { name: 'c' }]

describe('findTemplateProblems', () => {
  it('names an unknown placeholder outside commands', () => {
    const [finding, ...others] =
      findings({ app: 'a', package: { url: 'http://x/{version.major}.tgz', root: '/r' } }) ?? []
    expect(others).toEqual([])
    expect(finding).toContain('package.url: lastmile.yml names {version.major}, which Lastmile does not know')
  })

  it('names the hosts that lack a label, where the environment or the app uses it', () => {
    const lifecycle = { precheck: { run: 'check {host.label.zone}', health: 'h' } }
    expect(findings({ app: 'a', lifecycle, environments: [{ name: 'p', hosts }] })).toEqual([
      'lifecycle.precheck.run: {host.label.zone} has no value on b and 1 more of p; give it the label "zone"',
    ])
    const environment = {
      name: 'p',
      hosts: hosts.slice(0, 2),
      lifecycle: { precheck: { health: '{host.label.zone}' } },
    }
    expect(findings({ app: 'a', lifecycle: { precheck: { run: 'r' } }, environments: [environment] })).toEqual([
      'environments.0.lifecycle.precheck.health: {host.label.zone} has no value on b of p; give it the label "zone"',
    ])
  })

  it('asks no label of an environment that replaces the command or has no hosts', () => {
    const lifecycle = { precheck: { run: 'check {host.label.zone}' } }
    const environments = [{ name: 'p', hosts, lifecycle: { precheck: { run: 'true' } } }, { name: 'q' }]
    expect(findings({ app: 'a', lifecycle, environments })).toBeUndefined()
  })

  it('names the directories of a package that is not there', () => {
    expect(findings({ app: 'a', lifecycle: { restart: { run: 'cd {release}' } } })).toEqual([
      'lifecycle.restart.run: {release} has no value: a names no package',
    ])
  })

  it('leaves the braces of shells and other tools alone', () => {
    const run = "echo ${version} {a,b} | awk '{print $1}'; docker ps --format '{{app}}'"
    expect(findings({ app: 'a', lifecycle: { restart: { run } } })).toBeUndefined()
  })
})

describe('templatePlaces', () => {
  it('lists commands and other texts with their paths', () => {
    const spec = appSpec.parse({
      app: 'a',
      package: { push: '/p', root: '/r' },
      lifecycle: { verify: { http: 'http://x', expectBody: 'b' }, quiet: { inFlight: 'n' } },
      environments: [
        {
          name: 'p',
          traffic: { serving: 's' },
          gates: { beforeLaunch: [{ id: 'i', kind: 'command', ask: 'a', run: 'r' }], afterSoak: 'off' },
          lifecycle: { quiet: 'off', restart: { stop: 'x', start: 'y' } },
        },
      ],
    })
    expect(templatePlaces(spec).map(({ path, isCommand }) => `${path.join('.')}${isCommand ? ' $' : ''}`)).toEqual([
      'package.push',
      'package.root',
      'lifecycle.quiet.inFlight $',
      'lifecycle.verify.http',
      'lifecycle.verify.expectBody',
      'environments.0.traffic.serving $',
      'environments.0.gates.beforeLaunch.0.run $',
      'environments.0.lifecycle.restart.stop $',
      'environments.0.lifecycle.restart.start $',
    ])
  })
})
