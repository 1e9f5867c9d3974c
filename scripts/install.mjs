// Installs the dependencies when they are missing or older than package-lock.json, and does nothing else.
import { install } from './project.mjs'

await install()
