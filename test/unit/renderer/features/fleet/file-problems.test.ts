import { describe, expect, it } from 'vitest'
import { offsetOf, problemsOf } from '../../../../../src/renderer/features/fleet/file-problems'
import { guessFormat } from '../../../../../src/renderer/features/fleet/import-format'
import { fromWireError, toWireError } from '../../../../../src/shared/errors/app-error'
import { invalidFile } from '../../../../../src/shared/errors/invalid-file'

describe('problemsOf', () => {
  it('finds the places in a refusal that came over the line', () => {
    const problem = { line: 3, column: 7, path: 'app', message: 'app is missing' }
    const refusal = fromWireError(toWireError(invalidFile('spec.invalid', 'lastmile.yml', [problem])))
    expect(problemsOf(refusal)).toEqual([problem])
  })

  it('finds none in anything else', () => {
    expect(problemsOf(new Error('no'))).toEqual([])
    expect(problemsOf(undefined)).toEqual([])
  })
})

describe('offsetOf', () => {
  it.each([
    [1, 1, 0],
    [2, 3, 6],
    [2, 99, 8],
    [9, 1, 8],
  ])('finds line %i, column %i', (line, column, offset) => {
    expect(offsetOf('one\ntwo!', line, column)).toBe(offset)
  })
})

describe('guessFormat', () => {
  it.each([
    ['hosts.csv', '', 'csv'],
    ['inventory.yml', 'all:', 'ansible'],
    ['hosts', '[web]\nweb-01', 'ansible'],
    ['config', 'Host web-01\n  HostName 10.0.0.1', 'ssh-config'],
    ['list.txt', 'name,address\nweb-01,10.0.0.1', 'csv'],
    ['list.txt', '[web]\nweb-01', 'ansible'],
  ])('takes %s with %j for %s', (name, text, format) => {
    expect(guessFormat(name, text)).toBe(format)
  })
})
