import { application } from '../../tsup.shared.ts'

// Several files: what the BPF views need is a third of the program, and is loaded only for them.
export default application('ts-aureport', { splitting: true })
