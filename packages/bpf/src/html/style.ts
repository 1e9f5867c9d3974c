/** How the page looks: light, dark and in print. */

/** Constant, so that the page's policy can name it by its hash. */
export const PAGE_STYLE = `:root{color-scheme:light dark;--text:#1c2128;--soft:#59636e;--line:#d1d9e0;--back:#fff;--box:#f6f8fa;--load:#0969da;--unload:#bc4c00;--high:#a40e26;--medium:#9a6700;--low:#0550ae}
@media (prefers-color-scheme:dark){:root{--text:#e6edf3;--soft:#9198a1;--line:#3d444d;--back:#0d1117;--box:#161b22;--load:#4493f8;--unload:#f0883e;--high:#ff7b72;--medium:#e3b341;--low:#79c0ff}}
body{margin:0 auto;max-width:80rem;padding:1rem 1.5rem 4rem;background:var(--back);color:var(--text);font:15px/1.5 system-ui,sans-serif}
h1{font-size:1.6rem;margin:.5rem 0}
h2{font-size:1.15rem;margin:2rem 0 .5rem}
p,ul{color:var(--soft);margin:.3rem 0}
.numbers{display:flex;flex-wrap:wrap;gap:.75rem;margin:1rem 0}
.numbers div{background:var(--box);border:1px solid var(--line);border-radius:6px;padding:.5rem .9rem}
.numbers b{display:block;font-size:1.4rem;font-variant-numeric:tabular-nums}
.numbers span{color:var(--soft)}
.box{background:var(--box);border:1px solid var(--line);border-radius:6px;padding:.75rem 1rem}
svg{display:block;width:100%;height:auto}
.axis{fill:var(--soft);font-size:11px}
.end{text-anchor:end}
.middle{text-anchor:middle}
.grid{stroke:var(--line);fill:none}
.area{fill:var(--load);fill-opacity:.3;stroke:var(--load)}
.load,.life{fill:var(--load)}
.unload{fill:var(--unload)}
.table{overflow-x:auto}
table{border-collapse:collapse;width:100%;margin-top:.5rem;font-size:13px}
th,td{border-bottom:1px solid var(--line);padding:.3rem .5rem;text-align:left;vertical-align:top;overflow-wrap:break-word;max-width:32rem}
th{position:sticky;top:0;background:var(--back);white-space:nowrap}
th button{all:unset;cursor:pointer;font-weight:600}
th button:focus-visible{outline:2px solid var(--load)}
th[aria-sort=ascending] button::after{content:" \\25B2"}
th[aria-sort=descending] button::after{content:" \\25BC"}
.number{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
input{background:var(--box);border:1px solid var(--line);border-radius:6px;color:inherit;font:inherit;padding:.25rem .6rem}
.shown{color:var(--soft);margin-left:.75rem}
code{font-family:ui-monospace,monospace}
@media print{:root{--text:#000;--soft:#333;--line:#999;--back:#fff;--box:#fff;--load:#0550ae;--unload:#953800}body{max-width:none;padding:0}input,.shown{display:none}th{position:static}svg,tr{break-inside:avoid}}
`
