import { hostsOfGroups } from './ansible-groups'
import { readIniGroups } from './ansible-ini'
import { readYamlGroups } from './ansible-yaml'
import type { Inventory } from './inventory'

/**
 * Read an Ansible inventory, INI or YAML (by the file's name, else by its look). Pure.
 *
 * Taken over: hosts with ranges, ansible_host, ansible_port, ansible_user, the groups as the label `groups`, variables
 * that say where a host stands (zone, region, rack …) as labels; hosts of a group `canary` are marked. Everything else
 * is named in `ignored`: other variables (they may be secrets), local hosts, host_vars and group_vars, plugins.
 * @throws AppError `inventory.invalid`
 */
export function parseAnsibleInventory(text: string, fileName: string): Inventory {
  const { groups, problems } = isYaml(text, fileName) ? readYamlGroups(text) : readIniGroups(text)
  return hostsOfGroups(fileName, groups, problems)
}

function isYaml(text: string, fileName: string): boolean {
  if (/\.(ya?ml|json)$/i.test(fileName)) return true
  if (/\.(ini|cfg)$/i.test(fileName)) return false
  const first = text.split(/\r?\n/).find((line) => !/^\s*([#;].*)?$/.test(line)) ?? ''
  return /^(---|\{|[^\s=]+:\s*$)/.test(first)
}
