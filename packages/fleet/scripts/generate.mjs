// `npm run generate -w @ts-audit/fleet`: writes the reports' SQL, of which each is a file, into a module that is bundled.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'

const folder = new URL('../src/reports/sql/', import.meta.url)
const texts = readdirSync(folder)
  .filter((file) => file.endsWith('.sql'))
  .sort()
  .map((file) => {
    const text = readFileSync(new URL(file, folder), 'utf8')
    const escaped = text.replace(/[\\`]|\$(?=\{)/g, '\\$&')
    return `  '${file.slice(0, -'.sql'.length)}': \`${escaped}\`,\n`
  })

writeFileSync(
  new URL('../src/generated/report-texts.ts', import.meta.url),
  `/** The SQL of the reports. Generated from src/reports/sql by scripts/generate.mjs. */
export const reportTexts = {
${texts.join('')}} as const
`,
)
