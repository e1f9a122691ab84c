/** The report's looks: dark or light as the reader's system is, black on white in print. */
export const STYLES = `
:root { color-scheme: light dark; --ground: #eef1f5; --panel: #fff; --edge: #d3dae4; --grid: #e6eaf0; --text: #131a24; --muted: #556275; --accent: #0b62c4; --second: #8f6a12; --good: #1a7a45; --bad: #c0281f; }
@media (prefers-color-scheme: dark) {
  :root { --ground: #0a0d13; --panel: #0f141c; --edge: #222c3a; --grid: #1b2431; --text: #e4e9f0; --muted: #94a1b5; --accent: #6db1ff; --second: #c7a25b; --good: #45bf7d; --bad: #ff7b72; }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--ground); color: var(--text); font: 14px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; }
main { max-width: 1040px; margin: 0 auto; padding: 20px 16px 48px; }
h1 { margin: 0; font-size: 22px; line-height: 1.25; }
h2 { margin: 0 0 10px; font-size: 15px; }
header p { margin: 4px 0 16px; color: var(--muted); }
section { margin-top: 14px; padding: 14px 16px; background: var(--panel); border: 1px solid var(--edge); border-radius: 8px; }
.headline { font-size: 26px; font-weight: 600; line-height: 1.25; font-variant-numeric: tabular-nums; }
.note, .legend { margin: 8px 0 0; color: var(--muted); font-size: 13px; }
.legend span::before { content: ""; display: inline-block; width: 14px; height: 3px; margin: 0 6px 3px 0; background: currentColor; }
.legend span { margin-right: 16px; }
.legend .equity { color: var(--accent); }
.legend .hold { color: var(--second); }
dl { display: grid; grid-template-columns: repeat(auto-fill, minmax(130px, 1fr)); gap: 12px 16px; margin: 12px 0 0; }
dl.wide, .provenance dl { grid-template-columns: 1fr; gap: 6px; }
.provenance dl div { display: grid; grid-template-columns: 130px 1fr; }
.provenance dd { font-family: ui-monospace, SFMono-Regular, Menlo, monospace; font-size: 12px; overflow-wrap: anywhere; }
dt { color: var(--muted); font-size: 12px; }
dd { margin: 0; font-variant-numeric: tabular-nums; }
.warning { margin: 10px 0 0; padding: 8px 12px; border-left: 3px solid var(--bad); }
.good { color: var(--good); }
.bad { color: var(--bad); }
.scroll { overflow-x: auto; }
table { width: 100%; border-collapse: collapse; font-size: 13px; font-variant-numeric: tabular-nums; }
th, td { padding: 4px 8px; border-bottom: 1px solid var(--edge); white-space: nowrap; }
th { color: var(--muted); font-weight: 500; }
.number { text-align: right; }
.text { text-align: left; }
td.reason { white-space: normal; min-width: 180px; }
svg { display: block; width: 100%; min-width: 620px; height: auto; margin-top: 6px; }
svg path { fill: none; stroke-width: 1.5; stroke-linejoin: round; vector-effect: non-scaling-stroke; }
svg path.equity { stroke: var(--accent); }
svg path.hold { stroke: var(--second); }
svg path.underwater { stroke: var(--bad); }
svg path.area { fill: var(--bad); fill-opacity: .18; stroke: none; }
svg .grid { stroke: var(--grid); }
svg .tick { fill: var(--muted); font-size: 11px; }
svg circle { fill-opacity: .55; }
svg circle.good { fill: var(--good); }
svg circle.bad { fill: var(--bad); }
@page { margin: 14mm; }
@media print {
  :root { --ground: #fff; --panel: #fff; --edge: #c8ced6; --grid: #e6eaf0; --text: #000; --muted: #444; --accent: #0b62c4; --second: #8f6a12; --good: #1a7a45; --bad: #c0281f; }
  main { max-width: none; padding: 0; }
  section { border: 0; padding: 0; margin-top: 18px; }
  h2, .headline { break-after: avoid; }
  svg, tr, dl div { break-inside: avoid; }
  thead { display: table-header-group; }
  .scroll { overflow: visible; }
  svg { min-width: 0; }
  table { font-size: 10px; }
  th, td { padding: 2px 4px; }
}
`;
