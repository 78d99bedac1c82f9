import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { escapeHtml, html } from '../../../../src/shared/report/html'
import { formatHtmlReport } from '../../../../src/shared/report/html-report'
import { reportFixture } from '../../../helpers/report-fixture'

/** Everything between `<` and `>`: what a browser would take for markup. */
const tagsOf = (page: string): string[] => page.match(/<[^>]*>/g) ?? []
/** The page without its style, whose text is a constant with signs of its own. */
const bodyOf = (page: string): string => page.slice(page.indexOf('<body>'))

describe('formatHtmlReport', () => {
  it('tells who did what and why, what failed, what is owed, and whether the journal is whole', () => {
    const page = formatHtmlReport(reportFixture('so it was'))
    const text = page.replace(/<[^>]*>/g, ' ').replace(/\s+/g, ' ')
    for (const said of [
      'so it was old so it was → so it was',
      'Waived by so it was',
      'so it was by so it was',
      'Signed by so it was , 1970-01-01 00:00:05 UTC. The console saw serving: so it was.',
      'Failures Host Step Code Why web-01 verify so it was so it was',
      'web-01 drain',
      'broken row 3: so it was',
      '✕ 1.5s',
      'revoke-requested reason: so it was',
    ]) {
      expect(text).toContain(said)
    }
  })

  it('has no script, no address to fetch from, and no markup but its own, whatever people and hosts write', () => {
    const tags = tagsOf(bodyOf(formatHtmlReport(reportFixture('plain'))))
    const attacks = [
      '<script>alert(1)</script>',
      '"><img src=x onerror=alert(1)>',
      "' onmouseover='alert(1)",
      '</style></td></table><h1>',
      '<!--',
      ']]>',
      '&lt;b&gt;',
      '\u0000<\u0008b>',
    ]
    const hostile = fc.oneof(fc.constantFrom(...attacks), fc.string({ minLength: 1, unit: 'grapheme' }))
    const written = hostile.filter((text) => text.trim() !== '')
    fc.assert(
      fc.property(written, (text) => {
        const page = formatHtmlReport(reportFixture(text))
        expect(tagsOf(bodyOf(page))).toEqual(tags)
      }),
      { numRuns: 40 },
    )
    expect(tags.some((tag) => tag.startsWith('<script'))).toBe(false)
  })
})

describe('html', () => {
  it('escapes all that it did not make itself', () => {
    const bold = html`<b>${'<&>"\''}</b>`
    expect(html`<p title="${'"'}">${bold}${[bold, 1, undefined, false]}</p>`.markup).toBe(
      '<p title="&quot;"><b>&lt;&amp;&gt;&quot;&#39;</b><b>&lt;&amp;&gt;&quot;&#39;</b>1</p>',
    )
    expect(escapeHtml('a\u0000b\n')).toBe('a\ufffdb\n')
  })
})
