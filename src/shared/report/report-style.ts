/** The look of a report: light, for reading and for paper. */
export const reportStyle = `
:root { color-scheme: light; }
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 32px; max-width: 1100px; background: #fff; color: #1c2024; line-height: 1.45;
  font: 14px/1.45 Inter, system-ui, -apple-system, "Segoe UI", "PingFang SC", "Noto Sans CJK SC", sans-serif; }
h1 { margin: 0 0 4px; font-size: 24px; }
h2 { margin: 32px 0 8px; padding-bottom: 4px; border-bottom: 1px solid #d9dce0; font-size: 18px; }
h3 { margin: 20px 0 4px; font-size: 15px; }
p { margin: 4px 0; }
table { width: 100%; margin: 8px 0; border-collapse: collapse; font-size: 12px; }
th, td { padding: 4px 8px; border-bottom: 1px solid #e8eaed; vertical-align: top; overflow-wrap: anywhere; }
th { text-align: left; font-weight: 600; color: #50565e; overflow-wrap: normal; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 4px 16px; margin: 16px 0; }
dt { color: #50565e; }
dd { margin: 0; overflow-wrap: anywhere; }
.quiet { color: #6b727b; }
.number { font-variant-numeric: tabular-nums; white-space: nowrap; }
.bad { color: #b42318; }
.mark { padding: 1px 8px; border: 1px solid currentColor; border-radius: 8px; font-size: 12px; font-weight: 500; }
.mark.good { color: #1a7f37; }
.mark.bad { color: #b42318; }
.mark.waits { color: #8250df; }
.signature { padding-left: 8px; border-left: 3px solid #1a7f37; }
.events td { font-size: 11px; }
footer { margin-top: 32px; color: #6b727b; font-size: 12px; }
@page { margin: 14mm; }
@media print {
  body { max-width: none; padding: 0; font-size: 11px; }
  h2, h3 { break-after: avoid; }
  tr, .signature { break-inside: avoid; }
  thead { display: table-header-group; }
}
`
