// A plugin of TypeDoc: modules are named as they are imported, `@ts-audit/log/node` instead of `packages/log/src/node`.
import { Converter } from 'typedoc'

/** @param {import('typedoc').Application} app */
export function load(app) {
  app.converter.on(Converter.EVENT_RESOLVE_BEGIN, ({ project }) => {
    for (const module of project.children ?? []) {
      module.name = module.name.replace(
        /^(?:packages\/)?([^/]+)\/src(?=\/|$)(?:\/index$)?/,
        (_, name) => `@ts-audit/${name}`,
      )
    }
  })
}
