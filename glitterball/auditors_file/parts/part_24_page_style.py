"""The style of a certificate's page."""

from __future__ import annotations

# ruff: noqa: E501
PAGE_STYLE = """:root { color-scheme: light dark; --ink: #1d1a16; --soft: #5f574b; --line: #cdbf9f; --gold: #7d5f1c; --paper: #fffdf8; --ground: #e9e4d8;
  --scope: #f7f1e2; --alarm: #9b1c1c; --thin: #e9dfc8; }
@media screen and (prefers-color-scheme: dark) {
  :root { --ink: #f1ebdd; --soft: #b8ad98; --line: #5d5238; --gold: #d9b45c; --paper: #1b1915; --ground: #100f0d;
    --scope: #252117; --alarm: #ff8f85; --thin: #37311f; }
}
* { box-sizing: border-box; }
html { background: var(--ground); -webkit-text-size-adjust: 100%; }
body { margin: 0; color: var(--ink); font: 12pt/1.45 "Iowan Old Style", "Palatino Linotype", Palatino, "Book Antiqua",
  "URW Palladio L", "Noto Serif", Georgia, "Liberation Serif", serif; font-variant-numeric: lining-nums; }
main { position: relative; max-width: 210mm; margin: 10mm auto; padding: 18mm 19mm 16mm; background: var(--paper);
  outline: .4mm solid var(--gold); outline-offset: -6mm; }
header { text-align: center; }
.emblem { width: 17mm; height: 17mm; fill: none; stroke: var(--gold); stroke-width: .9; }
.emblem .star { fill: var(--gold); stroke: none; }
.show { margin: 1.5mm 0 0; font-size: 12pt; letter-spacing: .18em; text-transform: uppercase; color: var(--soft); }
h1 { margin: 2mm 0 1mm; font-size: 30pt; font-weight: 400; line-height: 1.1; }
.week { margin: 0; font-size: 14pt; font-style: italic; }
.when { margin: .5mm 0 0; font-size: 11pt; color: var(--soft); }
.declaration { margin: 6mm auto 5mm; max-width: 150mm; text-align: center; }
.declaration p { margin: 0; }
.declaration .name { margin: 2mm 0 1mm; padding: 2mm 0; font-size: 23pt; line-height: 1.2; overflow-wrap: anywhere;
  border-top: .15mm solid var(--line); border-bottom: .15mm solid var(--line); text-wrap: balance; }
.declaration .rest { font-style: italic; color: var(--soft); }
.alarm { margin: 4mm 0; padding: 2mm 4mm; border: .5mm solid var(--alarm); color: var(--alarm); font-weight: 700; }
.notice { margin: 0 0 5mm; padding: 1.6mm; text-align: center; font-size: 11pt; font-weight: 700; color: #fff; background: #9b1c1c; }
.signed { display: flex; gap: 8mm; align-items: end; justify-content: space-between; margin: 8mm 0 4mm; break-inside: avoid; }
.signatures { display: flex; flex: 1; gap: 8mm; margin: 0; padding: 0; list-style: none; }
.signatures li { flex: 1; text-align: center; font-size: 10pt; color: var(--soft); margin: 0; }
.signatures .line { display: block; height: 9mm; border-bottom: .2mm solid var(--ink); margin-bottom: 1mm; }
.signatures strong { display: block; font-size: 11pt; font-weight: 400; color: var(--ink); }
.code { display: grid; grid-template-columns: 26mm 40mm; gap: 3mm; align-items: center; margin: 0; }
.code svg { width: 26mm; height: 26mm; fill: #000; } .code .ground { fill: #fff; }
figcaption { font-size: 9.5pt; color: var(--soft); }
section { margin: 6mm 0 0; font-size: 11pt; overflow-wrap: anywhere; }
h2 { margin: 0 0 1.5mm; font-size: 10.5pt; font-weight: 600; letter-spacing: .1em; text-transform: uppercase;
  color: var(--gold); border-bottom: .15mm solid var(--line); padding-bottom: .6mm; break-after: avoid; }
h3 { margin: 2mm 0 .5mm; font-size: 11pt; font-weight: 600; break-after: avoid; }
section p { margin: 0 0 1mm; }
.columns { break-inside: avoid; display: grid; grid-template-columns: 1fr 1fr; gap: 8mm; }
dl { margin: 0; } dl div { display: grid; grid-template-columns: 24mm 1fr; gap: 2mm; padding: .35mm 0; break-inside: avoid; }
dt { color: var(--soft); } dd { margin: 0; }
code { font: 9.5pt/1.35 "DejaVu Sans Mono", Menlo, Consolas, "Liberation Mono", monospace; overflow-wrap: anywhere; }
.wide { position: relative; overflow-x: auto; background: linear-gradient(to right, var(--paper) 60%, transparent) local,
  linear-gradient(to left, var(--paper) 60%, transparent) 100% 0 local, linear-gradient(to right, var(--line), transparent 3mm),
  linear-gradient(to left, var(--line), transparent 3mm); background-repeat: no-repeat; background-size: 12mm 100%, 12mm 100%, 3mm 100%, 3mm 100%;
  background-position: 0 0, 100% 0, 0 0, 100% 0; }
 .wide:focus-visible { outline: .5mm solid var(--gold); }
table { width: 100%; border-collapse: collapse; font-variant-numeric: lining-nums tabular-nums; }
caption { text-align: left; font-style: italic; color: var(--soft); padding-bottom: 1mm; caption-side: top; }
th { font-weight: 400; text-align: left; vertical-align: bottom; } thead th { font-style: italic; color: var(--soft); }
th, td { padding: .8mm 2.4mm .8mm 0; overflow-wrap: normal; } tbody th { overflow-wrap: anywhere; min-width: 24mm; } tbody th, td { border-top: .1mm solid var(--thin); vertical-align: top; }
th:last-child, td:last-child { padding-right: 0; } th.n, td.n { text-align: right; white-space: nowrap; }
tr { break-inside: avoid; } tbody tr:first-child { break-before: avoid; } thead { display: table-header-group; }
.mark { white-space: nowrap; padding-right: 1.2mm; } .legend { color: var(--soft); padding-top: 1mm; }
ul, ol { margin: 0; padding-left: 6mm; } li { margin: .8mm 0; break-inside: avoid; } li::marker { color: var(--gold); }
.what { font-style: italic; } .about { display: block; color: var(--soft); font-size: 9.5pt; } .decided { font-weight: 600; }
.proof { break-inside: avoid; padding: 2.5mm 3.5mm; border: .3mm solid var(--gold); } .proof .alarm { font-weight: 400; margin: 2mm 0; }
.scope { padding: 2.5mm 3.5mm; background: var(--scope); border-left: .8mm solid var(--gold); }
footer { margin-top: 5mm; padding-top: 1.5mm; border-top: .15mm solid var(--line); font-size: 9.5pt; color: var(--soft); }
footer p { margin: 0; }
.rehearsal::before { position: fixed; inset: 0; display: grid; place-items: center; z-index: 2; pointer-events: none;
  font: 700 82pt/1 Georgia, "Liberation Serif", serif; letter-spacing: .06em; color: rgb(155 28 28 / 11%); transform: rotate(-32deg); }
[[?shown.for_paper]].rehearsal::before { font-size: min(82pt, 12vw); } .standings thead th { white-space: normal; }
@media screen and (min-width: 701px) { .margins div { grid-template-columns: 32mm 1fr; } .standings tbody th { min-width: 38mm; } }
[[/]]@media [[?shown.for_paper]]screen and [[/]](max-width: 700px) {
  body { font-size: 17px; } main { margin: 0; padding: 6mm 5mm; outline: none; } h1 { font-size: 26px; }
  section, dd, dt, caption { font-size: 16px; } code, .about, footer, figcaption, .signatures li { font-size: 14px; }
  .declaration .name { font-size: 26px; }
  .columns { grid-template-columns: 1fr; gap: 0; } dl div { grid-template-columns: 1fr; gap: 0; padding: 1mm 0; }
  .signed { flex-direction: column; align-items: stretch; } .standings { min-width: 620px; } .delivered { min-width: 1040px; }
  .scores th, .scores td { padding-right: 1.2mm; } .scores tbody th { min-width: 0; }
  caption span { display: block; max-width: calc(100vw - 12mm); }
  .standings tbody th, .delivered tbody th { position: sticky; left: 0; padding-left: 1mm; background: var(--paper); }
  .code { grid-template-columns: 30mm 1fr; } .code svg { width: 30mm; height: 30mm; } .show { letter-spacing: .08em; }
[[^shown.for_paper]]  .rehearsal::before { font-size: 42pt; }
[[/]]}
@page { margin: 14mm 14mm 17mm; font: 8.5pt "Liberation Serif", Georgia, serif; color: #5f574b;
  @bottom-left { width: 56%; } @bottom-center { width: 28%; padding-left: 3mm; } @bottom-right { width: 16%; content: "Page " counter(page) " of " counter(pages); } }
@media print {
  html, body { background: none; } body { font-size: 10.5pt; -webkit-print-color-adjust: exact; print-color-adjust: exact; }
  main { max-width: none; margin: 0; padding: 0; background: none; outline: none; }
  .emblem { width: 14mm; height: 14mm; } h1 { margin: 1mm 0 .5mm; font-size: 26pt; }
  .declaration { margin: 4mm auto 3mm; } .declaration .name { margin: 1.5mm 0 .8mm; padding: 1.4mm 0; font-size: 21pt; }
  .signed { margin: 5mm 0 3mm; } section { margin-top: 4mm; font-size: 9.5pt; line-height: 1.35; }
  h2 { font-size: 9.5pt; } h3 { font-size: 9.5pt; } code { font-size: 8.5pt; } .about, footer, figcaption { font-size: 8.5pt; }
  th, td { padding-top: .5mm; padding-bottom: .5mm; } .wide { overflow: visible; background: none; } .notice { font-size: 9.5pt; padding: 1mm; margin-bottom: 3mm; }
  footer { break-inside: avoid; } .scope { break-inside: avoid; }
[[?shown.for_paper]]  .rehearsal::before { font-size: 60pt; } .margins div { grid-template-columns: 32mm 1fr; }
  .standings, .delivered { break-inside: avoid; } caption, thead { break-after: avoid; }
[[/]]}
"""
