/** How the page looks: light, dark and in print. */

/** Constant, so that the page's policy can name it by its hash. */
export const PAGE_STYLE = `:root{color-scheme:light dark;--text:#1c2128;--soft:#59636e;--line:#d1d9e0;--shade:#59636e66;--back:#fff;--box:#f6f8fa;--load:#0969da;--unload:#bc4c00;--high:#a40e26;--medium:#855000;--low:#0550ae}
@media (prefers-color-scheme:dark){:root{--text:#e6edf3;--soft:#9198a1;--line:#3d444d;--shade:#9198a166;--back:#0d1117;--box:#161b22;--load:#4493f8;--unload:#f0883e;--high:#ff7b72;--medium:#e3b341;--low:#79c0ff}}
body{margin:0 auto;max-width:96rem;padding:1rem 1.5rem 4rem;background:var(--back);color:var(--text);font:15px/1.5 system-ui,sans-serif}
h1{font-size:1.6rem;margin:.5rem 0}
h2{font-size:1.15rem;margin:2.2rem 0 .5rem}
h2 small{color:var(--soft);font-size:.85rem;font-weight:400}
p,ul{color:var(--soft);margin:.3rem 0}
ul{padding-left:1.2rem}
.numbers{display:flex;flex-wrap:wrap;gap:.75rem;margin:1rem 0}
.numbers div{background:var(--box);border:1px solid var(--line);border-radius:6px;padding:.4rem .9rem}
.numbers b{display:block;font-size:1.4rem;font-variant-numeric:tabular-nums}
.numbers span{color:var(--soft)}
.box{background:var(--box);border:1px solid var(--line);border-radius:6px;padding:.5rem 1rem}
.chart,.scroll{overflow:auto;background:linear-gradient(90deg,var(--back) 40%,transparent) 0 0/60px 100% no-repeat local,linear-gradient(270deg,var(--back) 40%,transparent) 100% 0/60px 100% no-repeat local,linear-gradient(90deg,var(--shade),transparent) 0 0/18px 100% no-repeat scroll,linear-gradient(270deg,var(--shade),transparent) 100% 0/18px 100% no-repeat scroll}
.scroll{max-height:80vh}
.hint{display:none;color:var(--soft);font-size:13px}
@media (max-width:60rem){.hint{display:block}}
svg{display:block;overflow:hidden}
.chart>svg{width:100%;min-width:940px;height:auto}
svg text{font-size:12px}
.axis{fill:var(--soft);font-variant-numeric:tabular-nums}
.name{fill:var(--text)}
.end{text-anchor:end}
.middle{text-anchor:middle}
.grid{stroke:var(--line);stroke-width:.6;fill:none}
.boot{stroke:var(--soft);stroke-dasharray:3 3;fill:none}
.area{fill:var(--load);fill-opacity:.3;stroke:var(--load)}
.load,.life{fill:var(--load);shape-rendering:crispEdges}
.unload{fill:var(--unload)}
.noted{fill:var(--high)}
.moment{fill:none;stroke:var(--load);stroke-width:1}
.moment.noted{stroke:var(--high)}
.hit{fill:transparent}
.hit:hover{fill:var(--text);fill-opacity:.1}
.life:hover{stroke:var(--text)}
table{border-collapse:collapse;width:100%;margin-top:.4rem;font-size:13px;line-height:1.4}
th,td{border-bottom:1px solid var(--line);padding:.3rem .5rem;text-align:left;vertical-align:top;overflow-wrap:break-word;max-width:24rem}
th{vertical-align:bottom;position:sticky;top:0;background:var(--back);border-bottom:0;box-shadow:inset 0 -1px var(--line)}
th button{all:unset;cursor:pointer;font-weight:600}
th button:hover{text-decoration:underline}
.scroll:focus-visible,.chart:focus-visible,a:focus-visible,th button:focus-visible,input:focus-visible{outline:2px solid var(--load)}
th[aria-sort=ascending] button::after{content:" \\25B2"}
th[aria-sort=descending] button::after{content:" \\25BC"}
tbody tr:hover{background:var(--box)}
.number{text-align:right;font-variant-numeric:tabular-nums}
td.number,td.time{white-space:nowrap}
td.time{font-variant-numeric:tabular-nums}
td.date{min-width:6em}
caption{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
a{color:inherit;text-decoration:underline dotted;text-underline-offset:2px}
a:hover{text-decoration:underline}
nav ul{columns:14rem;list-style:none;padding:0}
nav a{color:var(--text)}
section{content-visibility:auto;contain-intrinsic-size:auto 500px}
h3{font-size:1rem;margin:1.4rem 0 .3rem;overflow-wrap:anywhere}
tr:target{outline:2px solid var(--load);outline-offset:-2px}
dl.box{display:grid;grid-template-columns:max-content 1fr;gap:.15rem 1rem;margin:.4rem 0}
dt{color:var(--soft)}
dd{margin:0;overflow-wrap:anywhere}
td.hash{font-family:ui-monospace,monospace;overflow-wrap:anywhere;min-width:12rem}
#nothing{color:var(--text);font-size:1.1rem}
code{overflow-wrap:anywhere}
td.name{overflow-wrap:anywhere;min-width:11.5rem}
.badge{border:1px solid;border-radius:1em;font-size:12px;font-weight:600;padding:.05rem .55rem;white-space:nowrap}
.high{color:var(--high)}
.medium{color:var(--medium)}
.low{color:var(--low)}
.info{color:var(--soft)}
input{background:var(--box);border:1px solid var(--line);border-radius:6px;color:inherit;font:inherit;padding:.25rem .6rem}
.shown{color:var(--soft);margin-left:.75rem}
code{font-family:ui-monospace,monospace;color:var(--text)}
@media print{section{content-visibility:visible}nav{display:none}:root{--text:#000;--soft:#333;--line:#999;--back:#fff;--box:#fff;--load:#0550ae;--unload:#953800;--high:#a40e26;--medium:#855000;--low:#0550ae}body{max-width:none;padding:0;font-size:12px}table{font-size:9px}.shown,.hint,input{display:none}.chart,.scroll{overflow:visible;max-height:none;background:none}th{position:static}.chart>svg{min-width:0}th button::after{content:none!important}th,td{padding:.15rem .25rem;overflow-wrap:anywhere}td.number,td.date{white-space:normal;min-width:0}td.name{min-width:0}td.time{white-space:normal}td.hash{min-width:0}svg,tr{break-inside:avoid}h2{break-after:avoid}*{print-color-adjust:exact}}
`
