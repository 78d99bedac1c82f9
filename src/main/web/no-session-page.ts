/** Why somebody sees this page instead of the console. */
export type NoSession = 'no-session' | 'bad-token'

const words = {
  'no-session': {
    en: ['This browser is not signed in to Lastmile.', 'Its session ended, or it never had one.'],
    zh: ['此浏览器尚未登录 Lastmile。', '会话已过期，或从未建立。'],
  },
  'bad-token': {
    en: ['This link does not work any more.', 'A link works once, and only for ten minutes.'],
    zh: ['此链接已失效。', '每个链接只能使用一次，且仅在十分钟内有效。'],
  },
} as const

const how = {
  en: 'For a fresh link, run this on the machine where the console runs, and open the address it prints:',
  zh: '如需新的链接，请在控制台所在的机器上运行以下命令，并打开它输出的地址：',
}

/**
 * A page without scripts, in both languages, that says how to get in. With `again` it asks for `/` once more by itself: a
 * browser that follows a link from another site leaves its strict cookie at home, and brings it when the page itself asks.
 * Pure.
 */
export function noSessionPage(why: NoSession, again: boolean): string {
  const { en, zh } = words[why]
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="dark light">${again ? '\n<meta http-equiv="refresh" content="0; url=/">' : ''}
<title>Lastmile</title>
<style>
body { font: 16px/1.5 system-ui, sans-serif; max-width: 36rem; margin: 15vh auto 0; padding: 0 1.5rem }
h1 { font-size: 1.25rem; margin: 0 0 .25rem }
section + section { margin-top: 2.5rem }
code { display: inline-block; font: 15px/1.5 ui-monospace, monospace; padding: .25rem .75rem; border: 1px solid; border-radius: 8px }
</style>
</head>
<body>
<main>
<section><h1>${en[0]}</h1><p>${en[1]}</p><p>${how.en}</p></section>
<section lang="zh-CN"><h1>${zh[0]}</h1><p>${zh[1]}</p><p>${how.zh}</p></section>
<p><code>lastmile serve</code></p>
</main>
</body>
</html>
`
}
