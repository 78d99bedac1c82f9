import { describe, expect, it } from 'vitest'
import { parseAnsibleInventory } from '../../../../../src/main/integrations/inventory/ansible'
import { problemsOf } from '../../../../helpers/problems'

const ini = `# the shop
lone.example.com:2222

[web]
web[01:02] ansible_user=deploy zone=a   # both in zone a
web-db ansible_host="10.0.0.9" ansible_password='s3cret' rack=007

[canary]
web01 ansible_port=22
[eu:children]
web
[eu:vars]
region = eu-west
ansible_user=ops
[all:vars]
region=nowhere
db_password=hunter2
[here]
localhost ansible_connection=local
`

const yaml = `
all:
  vars: { region: nowhere, db_password: hunter2 }
  hosts:
    lone.example.com: { ansible_port: 2222 }
    localhost: { ansible_connection: local }
  children:
    eu:
      vars: { region: eu-west, ansible_user: ops }
      children:
        web:
          hosts:
            web[01:02]: { ansible_user: deploy, zone: a }
            web-db: { ansible_host: 10.0.0.9, ansible_password: s3cret, rack: 007 }
    canary:
      hosts: { web01: { ansible_port: 22 } }
`

const hosts = [
  { name: 'lone.example.com', port: 2222, labels: { region: 'nowhere' }, canary: false },
  {
    name: 'web01',
    user: 'deploy',
    port: 22,
    labels: { region: 'eu-west', zone: 'a', groups: 'canary,eu,web' },
    canary: true,
  },
  { name: 'web02', user: 'deploy', labels: { region: 'eu-west', zone: 'a', groups: 'eu,web' }, canary: false },
  {
    name: 'web-db',
    address: '10.0.0.9',
    user: 'ops',
    labels: { region: 'eu-west', rack: '007', groups: 'eu,web' },
    canary: false,
  },
]

describe('parseAnsibleInventory', () => {
  it.each([
    ['INI', ini, 'hosts'],
    ['YAML', yaml, 'hosts'],
    ['YAML by its name', yaml, 'inventory.yml'],
  ])('reads groups, ranges and the usual variables of %s, and says what it left', (_, text, fileName) => {
    const inventory = parseAnsibleInventory(text, fileName)
    expect(inventory.hosts).toStrictEqual(hosts)
    expect(inventory.ignored.toSorted()).toEqual([
      'hosts with ansible_connection=local (1)',
      'variable ansible_password (1)',
      'variable db_password (4)',
    ])
  })

  it('never takes over a variable that might be a secret', () => {
    expect(JSON.stringify(parseAnsibleInventory(ini, 'hosts'))).not.toMatch(/hunter2|s3cret/)
  })

  it('names every problem of an INI file', () => {
    const text =
      '[web\nweb-01 ansible_port=high\nweb[3:1]\ndb "x\n[web:vars]\nnonsense\n[db]\ndb-1 rack\ndb-2 zone="{{ z }}"\n'
    expect(problemsOf(() => parseAnsibleInventory(text, 'hosts.ini'))).toEqual([
      'hosts.ini:1:1 [web is not [group], [group:children] or [group:vars]',
      'hosts.ini:2:1 port: port must be a number from 1 to 65535, not "high"',
      'hosts.ini:3:1 "web[3:1]" is not a range such as web[01:12] or db-[a:c]',
      'hosts.ini:4:1 a quote is opened and not closed',
      'hosts.ini:6:1 nonsense is not a variable; write name=value',
      'hosts.ini:8:1 "rack" is not a variable; write name=value',
      'hosts.ini:9:1 zone of "db-2" is a template; write its value',
    ])
  })

  it('names every problem of a YAML file', () => {
    const text = 'web:\n  hosts: [a, b]\n  host:\n    c:\ndb:\n  hosts:\n    d[1:\n'
    expect(problemsOf(() => parseAnsibleInventory(text, 'hosts.yml'))).toEqual([
      'hosts.yml:2:1 "hosts" must be a map of names',
      'hosts.yml:3:1 web: "host" is not hosts, children or vars',
      'hosts.yml:7:1 "d[1" is not a range such as web[01:12] or db-[a:c]',
    ])
  })

  it('survives groups that are children of each other', () => {
    const text = '[a:children]\nb\n[b:children]\na\n[b]\nweb-01\n'
    expect(parseAnsibleInventory(text, 'hosts').hosts).toStrictEqual([
      { name: 'web-01', labels: { groups: 'a,b' }, canary: false },
    ])
  })
})
